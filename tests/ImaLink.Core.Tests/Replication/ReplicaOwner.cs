using System.Security.Cryptography;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Replication;

/// <summary>What became of a file of the model in the source.</summary>
internal enum ModelState
{
    /// <summary>It lies there as it was meant.</summary>
    Whole,

    /// <summary>It is gone, rotten or cut; nobody meant that.</summary>
    Damaged,

    /// <summary>It was damaged, and its record was removed.</summary>
    Forgotten,

    /// <summary>It was removed on request, whole.</summary>
    Removed,
}

/// <summary>A file of the source: what it is meant to hold, or held last.</summary>
internal sealed class ModelPhoto
{
    private byte[]? _content;
    private int _number;

    public required string Path { get; set; }

    public required int Number { get; set; }

    public int Tag { get; set; }

    public string Sha256 { get; private set; } = "";

    /// <summary>What it held before, of the same picture.</summary>
    public Dictionary<string, byte[]> Former { get; } = [];

    public ModelState State { get; set; }

    /// <summary>Whether nothing of it is left, where it is damaged.</summary>
    public bool IsGone { get; set; }

    /// <summary>What it is meant to hold was recorded.</summary>
    public void Hold(byte[] content)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (_number != Number)
            Former.Clear();
        else if (_content is not null && sha256 != Sha256)
            Former[Sha256] = _content;
        Former.Remove(sha256);
        (_content, _number, Sha256) = (content, Number, sha256);
    }
}

/// <summary>
/// A storage and its replica, an owner who moves, edits, imports, removes and brings back, and what befalls their disk. It knows what each file
/// is meant to hold, and after each round what the replica has to have.
/// </summary>
internal sealed class ReplicaOwner : ReplicaTest
{
    public static readonly string[] Deeds =
        ["move", "move", "rename", "swap", "cycle", "tag", "tag", "sidecar", "sidecar", "pixels", "folder", "move+tag", "add", "add", "copy", "old copy", "remove", "remove", "remove session", "bring back", "own"];

    public static readonly string[] Blows = ["wiped", "restored", "cloned"];

    public static readonly string[] Mishaps = ["lose", "rot", "cut", "empty", "heal", "remove damaged"];

    private readonly List<ModelPhoto> _model = [];
    private readonly Dictionary<string, string> _own = [];
    private HashSet<string> _everInB = [];
    private bool _isPlain = true; // nothing was damaged, and the replica holds nothing of its own: the storages must be equal
    private bool _hasEarlier; // a version that nobody removed stays, though a later one was
    private int _next = 1000;
    private int _tag; // no edit makes what another file of the picture held: that one would be there again

    public ReplicaOwner(int count)
    {
        for (int i = 0; i < count; i++)
            Add($"f{i % 3}/{i}.jpg");
        EndRound();
    }

    /// <summary>What was done and what befell, for whoever looks into a failure.</summary>
    public List<string> Story { get; } = [];

    private List<ModelPhoto> Whole => _model.FindAll(photo => photo.State == ModelState.Whole);

    public void Do(string deed, int a, int b)
    {
        if (deed == "add")
            Add($"n{a % 3}/{_next}.jpg");
        else if (deed == "own")
            Own(a);
        else if (deed == "bring back")
            BringBack(a);
        else if (deed == "old copy")
            CopyFormer(a, b);
        if (Whole.Count == 0)
            return;
        (ModelPhoto one, ModelPhoto other) = (Whole[a % Whole.Count], Whole[b % Whole.Count]);
        Story.Add($"{deed} {one.Path} {other.Path}");
        switch (deed)
        {
            case "move": Relocate(one, $"g{b % 4}/{System.IO.Path.GetFileName(one.Path)}"); break;
            case "rename": Relocate(one, $"{System.IO.Path.GetDirectoryName(one.Path)}/r{_next++}.jpg"); break;
            case "swap" when one != other: Swap(one, other); break;
            case "cycle": Cycle(a); break;
            case "sidecar": WriteFile(one.Path + ".xmp", Xmp($"{_next++}")); break;
            case "tag": Write(one, one.Number, ++_tag); break;
            case "pixels":
                Settle(); // drawn anew and moved at once is another photo to anyone
                Write(one, _next++, one.Tag);
                Settle();
                break;
            case "folder":
                MoveFolder(System.IO.Path.GetDirectoryName(one.Path)!, $"h{_next++}");
                break;
            case "move+tag":
                Relocate(one, $"k/{_next++}.jpg");
                Write(one, one.Number, ++_tag);
                break;
            case "copy" when !IsLost(one.Number):
                Settle();
                string path = $"copies/{_next++}.jpg";
                Copy(one.Path, path);
                _model.Add(new ModelPhoto { Path = path, Number = one.Number, Tag = one.Tag });
                Settle();
                break;
            case "remove":
                Settle();
                Remove(one.Path);
                SetRemoved(one);
                break;
            case "remove session":
                Settle();
                RemoveSessionOf(one);
                break;
        }
    }

    /// <summary>What nobody meant, to files that the replica has; the owner does nothing else meanwhile.</summary>
    public void Befall(string mishap, int a)
    {
        List<ModelPhoto> damaged = _model.FindAll(photo => photo.State == ModelState.Damaged);
        if (mishap is "heal" or "remove damaged" ? damaged.Count == 0 : Whole.Count == 0)
            return;
        ModelPhoto photo = mishap is "heal" or "remove damaged" ? damaged[a % damaged.Count] : Whole[a % Whole.Count];
        _isPlain = false;
        Story.Add($"{mishap} {photo.Path} {photo.Sha256[..8]}");
        switch (mishap)
        {
            case "lose": File.Delete(Full(photo.Path)); break;
            case "empty": File.WriteAllBytes(Full(photo.Path), []); break;
            case "rot": Rot(photo.Path); break;
            case "cut": Cut(photo.Path, keepsTime: a % 2 == 0); break;
            case "heal":
                Assert.NotEmpty(new FileRepairService(Catalog, TimeSpan.Zero).Run([new FileFilter { Storages = [Selector.ByUuid(Storage.Uuid)] }], _ => true, Reporter, default).ToList());
                damaged.ForEach(each => each.State = ModelState.Whole);
                return;
            default:
                Trash.Remove(Storage.Uuid, [RecordOf(photo).Id], default);
                photo.State = ModelState.Forgotten;
                return;
        }

        (photo.State, photo.IsGone) = (ModelState.Damaged, mishap == "lose");
    }

    /// <summary>Sync, replicate, and look whether all is as it has to be.</summary>
    public void EndRound()
    {
        Settle();
        Errors.Clear();
        Replicate(allowMassRemoved: true);
        Replicate(allowMassRemoved: true); // what was to spare only when a newer version had come
        Assert.Empty(Errors);
        Check();
        Assert.DoesNotContain(Replicate(allowMassRemoved: true), result => result.Verdict is ReplicaVerdict.Copied or ReplicaVerdict.Moved or ReplicaVerdict.Replaced or ReplicaVerdict.Removed);
        Consistency.AssertConsistent(Catalog, Storage);
        Consistency.AssertConsistent(Catalog, B);
    }

    /// <summary>A copy of the source as it is now.</summary>
    public string NewBackup()
    {
        string backup = System.IO.Path.Combine(Folder, $"backup {_next++}");
        CopyTree(Storage.FullName, backup);
        return backup;
    }

    /// <summary>After this nothing may be taken out of the replica, however often it follows.</summary>
    public void Strike(string blow, string backup)
    {
        string root = Storage.FullName;
        switch (blow)
        {
            case "wiped":
                Directory.Delete(System.IO.Path.Combine(root, "photos"), recursive: true);
                Directory.CreateDirectory(System.IO.Path.Combine(root, "photos"));
                break;
            case "restored":
                Directory.Delete(root, recursive: true);
                CopyTree(backup, root);
                break;
            case "cloned":
                string clone = System.IO.Path.Combine(Folder, "clone", System.IO.Path.GetFileName(root));
                CopyTree(root, clone);
                Directory.Move(root, root + " unplugged");
                foreach (string photo in Directory.EnumerateFiles(System.IO.Path.Combine(clone, "photos"), "*", SearchOption.AllDirectories).Where((_, i) => i % 2 == 0).ToList())
                    File.Delete(photo);
                new StorageService(Catalog, TimeSpan.Zero).Set(Storage.Uuid, null, null, System.IO.Path.GetDirectoryName(clone), null);
                break;
        }

        HashSet<string> before = [.. Photos(B).Values];
        for (int i = 0; i < 3; i++)
        {
            Assert.DoesNotContain(Replicate(), result => result.Verdict == ReplicaVerdict.Removed);
            Sync(new SyncRequest { AllowMassMissing = true, AllowMassChanged = true, AddNewTitle = i == 1 ? "Found" : null });
        }

        HashSet<string> after = [.. Photos(B).Values.Concat(Under(TrashFolder(B)).Values)];
        Assert.Superset(before, after);
    }

    private void Check()
    {
        (Dictionary<string, string> a, Dictionary<string, string> b) = (Photos(Storage), Photos(B));
        HashSet<string> inB = [.. b.Values], everything = [.. inB.Concat(Directory.Exists(TrashFolder(B)) ? Under(TrashFolder(B)).Values : [])];
        Assert.Superset(_everInB, everything); // nothing that the replica ever had has vanished from it and its trash
        _everInB = everything;
        foreach ((string path, string sha256) in _own)
            Assert.Equal(sha256, b[path]);
        foreach (ModelPhoto photo in Whole)
        {
            Assert.Equal(photo.Sha256, a[photo.Path]);
            Assert.Contains(photo.Sha256, inB);
            if (_isPlain && a.TryGetValue(photo.Path + ".xmp", out string? sidecar))
                Assert.Equal(sidecar, b[photo.Path + ".xmp"]);
            if (Whole.Count(other => other.Sha256 == photo.Sha256) == 1)
                Assert.True(b.GetValueOrDefault(photo.Path) is { } there && (there == photo.Sha256 || !_isPlain), $"{photo.Path} lies elsewhere in the replica.");
        }

        foreach (ModelPhoto photo in _model.Where(photo => photo.State is ModelState.Damaged or ModelState.Forgotten))
            Assert.True(inB.Contains(photo.Sha256), $"{photo.Path} was lost in the source, and is not in the replica.");
        foreach (ModelPhoto photo in _model.Where(photo => !_hasEarlier && photo.State == ModelState.Removed && !_model.Exists(other => other.State != ModelState.Removed && other.Sha256 == photo.Sha256)))
            Assert.False(inB.Contains(photo.Sha256), $"{photo.Path} was removed, and is in the replica still.");
        if (_isPlain)
            Assert.Equal([.. a.Values.Distinct().Order()], [.. inB.Order()]);
    }

    /// <summary>Brings the records of the source up to date, and the model's knowledge of what its files hold.</summary>
    private void Settle()
    {
        Sync(new SyncRequest { Full = true, AllowMassMissing = true, AllowMassChanged = true, AddNewTitle = $"S{_next++}" });
        foreach (ModelPhoto photo in Whole)
            photo.Hold(File.ReadAllBytes(Full(photo.Path)));
    }

    private void Add(string path)
    {
        Photo(path, _next, 0);
        _model.Add(new ModelPhoto { Path = path, Number = _next++ });
    }

    private void Own(int a)
    {
        _isPlain = false;
        string path = a % 2 == 0 && Whole.Count > 0 ? $"k/{_next + a % 3}.jpg" : $"own/{_next}.jpg"; // perhaps where one of the source will want to lie
        if (File.Exists(Full(path, B)))
            return;
        Photo(path, 50_000 + _next++, storage: B);
        Adopt($"Own {_next}", B);
        _own[path] = IndexDigest.Of(Full(path, B));
    }

    private void BringBack(int a)
    {
        List<TrashItem> items = [.. Trash.Find(Selector.ByUuid(Storage.Uuid), null, Reporter)
            .Where(item => _model.Exists(photo => photo.State == ModelState.Removed && photo.Sha256 == item.Sha256 && !IsLost(photo.Number)))];
        if (items.Count == 0)
            return;
        Settle();
        TrashItem item = items[a % items.Count];
        foreach (long id in Trash.Restore(Storage.Uuid, [item.Id], Reporter, default))
        {
            ModelPhoto photo = _model.First(photo => photo.State == ModelState.Removed && photo.Sha256 == item.Sha256);
            (photo.Path, photo.State) = (Catalog.Files.Get(id).Path["photos/".Length..], ModelState.Whole);
        }
    }

    /// <summary>
    /// What a file held before appears elsewhere, as from an old disk. What is left of that file does not move there, and one that is gone has not moved either.
    /// </summary>
    private void CopyFormer(int a, int b)
    {
        if (_model.FindAll(photo => photo.Former.Count > 0 && photo.State is ModelState.Whole or ModelState.Damaged) is not { Count: > 0 } edited)
            return;
        Settle();
        ModelPhoto photo = edited[a % edited.Count];
        byte[] bytes = photo.Former.Values.ElementAt(b % photo.Former.Count);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), path = $"copies/{_next++}.jpg";
        // For anyone who looks, what a lost file held last, or a version of its picture that it never had, may be that file, moved.
        if (_model.Exists(lost => IsLost(lost) && lost.Number == photo.Number && (lost.Sha256 == sha256 || !lost.Former.ContainsKey(sha256))))
            return;
        WriteFile(path, bytes);
        _model.Add(new ModelPhoto { Path = path, Number = photo.Number, Tag = photo.Tag });
        Settle();
    }

    /// <summary>Whether a file of this picture is gone: for anyone who looks, a further one may be that file, moved.</summary>
    private bool IsLost(int number) => _model.Exists(photo => IsLost(photo) && photo.Number == number);

    private static bool IsLost(ModelPhoto photo) => photo is { State: ModelState.Damaged, IsGone: true };

    private void RemoveSessionOf(ModelPhoto one)
    {
        // Of a session that is gone only its own removal tells what it had: what was removed before, and not yet followed, stays.
        if (_model.Exists(photo => photo.State == ModelState.Removed && Photos(B).ContainsValue(photo.Sha256)))
            (_isPlain, _hasEarlier) = (false, true);
        long session = RecordOf(one).SessionId;
        HashSet<string> paths = [.. Catalog.Files.BySession(session).Select(row => row.Path)];
        foreach (ModelPhoto photo in _model.Where(photo => photo.State is ModelState.Whole or ModelState.Damaged && paths.Contains(RecordOf(photo).Path)).ToList())
        {
            if (photo.State == ModelState.Whole)
                SetRemoved(photo);
            else
                photo.State = ModelState.Forgotten;
        }

        RemoveSession(Catalog.Sessions.Get(session).Header.Uuid.ToString());
    }

    /// <summary>What the replica holds of it still is an earlier version, where it has not followed the last edit; that stays.</summary>
    private void SetRemoved(ModelPhoto photo)
    {
        photo.State = ModelState.Removed;
        if (!Photos(B).ContainsValue(photo.Sha256))
            (_isPlain, _hasEarlier) = (false, true);
    }

    /// <summary>What is recorded of a file; one that is lost may have made way for another at its path.</summary>
    private FileRow RecordOf(ModelPhoto photo) => Catalog.Files.BySha256(photo.Sha256).Where(row => row.StorageId == Catalog.Storages.Find(Storage.Uuid)!.Id)
        .OrderByDescending(row => row.Path == "photos/" + photo.Path).ThenByDescending(row => row.State == FileState.Missing).First();

    private void Relocate(ModelPhoto photo, string to)
    {
        if (File.Exists(Full(to)) || Directory.Exists(Full(to)))
            return;
        MoveBoth(photo.Path, to);
        photo.Path = to;
    }

    private void Swap(ModelPhoto one, ModelPhoto other)
    {
        MoveBoth(one.Path, "swap.tmp");
        MoveBoth(other.Path, one.Path);
        MoveBoth("swap.tmp", other.Path);
        (one.Path, other.Path) = (other.Path, one.Path);
    }

    private void MoveBoth(string from, string to)
    {
        Move(from, to);
        if (File.Exists(Full(from + ".xmp")))
            Move(from + ".xmp", to + ".xmp");
    }

    private void Cycle(int a)
    {
        List<ModelPhoto> some = [.. Whole.Skip(a % Whole.Count).Take(4)];
        for (int i = 1; i < some.Count; i++)
            Swap(some[i - 1], some[i]);
    }

    private void Write(ModelPhoto photo, int number, int tag)
    {
        Photo(photo.Path, number, tag);
        (photo.Number, photo.Tag) = (number, tag);
    }

    private void Cut(string path, bool keepsTime)
    {
        DateTime time = File.GetLastWriteTimeUtc(Full(path));
        byte[] bytes = File.ReadAllBytes(Full(path));
        File.WriteAllBytes(Full(path), bytes[..(bytes.Length - 20)]);
        if (keepsTime)
            File.SetLastWriteTimeUtc(Full(path), time);
    }

    private void MoveFolder(string from, string to)
    {
        List<ModelPhoto> there = _model.FindAll(photo => photo.State is ModelState.Whole or ModelState.Damaged && File.Exists(Full(photo.Path)));
        foreach (ModelPhoto emptied in there.Where(photo => photo.State == ModelState.Damaged && new FileInfo(Full(photo.Path)).Length == 0).ToList())
            there.RemoveAll(photo => photo == emptied && (emptied.IsGone = emptied.Path.StartsWith(from + "/", StringComparison.Ordinal))); // an empty file tells nothing of what it was
        Move(from, to);
        foreach (ModelPhoto photo in there.Where(photo => photo.Path.StartsWith(from + "/", StringComparison.Ordinal)))
            photo.Path = to + photo.Path[from.Length..];
    }

    private static string TrashFolder(FileStorage storage) => System.IO.Path.Combine(storage.FullName, ".imalink", "trash");
}
