using ImaLink.Catalog;
using ImaLink.Integrity;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Replication;

/// <summary>
/// A storage and its replica, an owner who moves, edits, imports, removes and brings back, and what befalls their disk. It knows what each file
/// is meant to hold, and after each round what the replica has to have.
/// </summary>
internal sealed partial class ReplicaOwner : ReplicaTest
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

    /// <summary>Brings the records of the source up to date, and the model's knowledge of what its files hold.</summary>
    private void Settle()
    {
        Sync(new SyncRequest { Full = true, AllowMassMissing = true, AllowMassChanged = true, AddNewTitle = $"S{_next++}" });
        foreach (ModelPhoto photo in Whole)
            photo.Hold(File.ReadAllBytes(Full(photo.Path)));
    }

    /// <summary>Whether a file of this picture is gone: for anyone who looks, a further one may be that file, moved.</summary>
    private bool IsLost(int number) => _model.Exists(photo => IsLost(photo) && photo.Number == number);

    private static bool IsLost(ModelPhoto photo) => photo is { State: ModelState.Damaged, IsGone: true };

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
}
