using System.Security.Cryptography;
using ImaLink.Index;

namespace ImaLink.Tests.Replication;

/// <content>What the owner does, one deed after the other.</content>
internal sealed partial class ReplicaOwner
{
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
}
