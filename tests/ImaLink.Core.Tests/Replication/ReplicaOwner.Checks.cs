using ImaLink.Archive;
using ImaLink.Reconcile;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Replication;

/// <content>What has to be true of the replica after each round, and after a blow to the source.</content>
internal sealed partial class ReplicaOwner
{
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

    private static string TrashFolder(FileStorage storage) => System.IO.Path.Combine(storage.FullName, ".imalink", "trash");
}
