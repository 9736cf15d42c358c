using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Replication;
using ImaLink.Tests.Reconcile;
using ImaLink.Trash;

namespace ImaLink.Tests.Replication;

/// <summary>A storage whose owner does what owners do, and another one, on another disk, that is its replica.</summary>
public abstract class ReplicaTest : ReconcileTest
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    protected ReplicaTest()
    {
        B = NewStorage("B");
        Say(Storage, "disk A");
        Say(B, "disk B");
    }

    protected FileStorage B { get; }

    internal TrashService Trash => new(Catalog, TimeSpan.FromSeconds(0.2), Files);

    private ReplicaService Replicas => new(Catalog, TimeSpan.FromSeconds(0.2), Files);

    /// <summary>Photos, one with a sidecar, that the replica has.</summary>
    protected void Begin(int photos = 4)
    {
        for (int i = 1; i <= photos; i++)
            Photo($"{i}.jpg", i);
        WriteFile("1.xmp", Xmp("one"));
        Adopt();
        Replicate();
    }

    protected static byte[] Xmp(string text) => Import.TestPhotos.Xmp(text);

    protected List<ReplicaResult> Replicate(bool allowMassRemoved = false)
    {
        var results = new List<ReplicaResult>();
        Replicas.Sync(Storage.Uuid, B.Uuid, allowMassRemoved, results.Add, Reporter, CancellationToken.None);
        return results;
    }

    /// <summary>What would be done, then what is done, which is the same; then nothing is left to do.</summary>
    protected List<ReplicaResult> ReplicateSays(params string[] expected)
    {
        Assert.Equal(expected, Texts(Replicas.Plan(Storage.Uuid, B.Uuid, false, Reporter, CancellationToken.None)).Order(StringComparer.Ordinal));
        List<ReplicaResult> results = Replicate();
        Assert.Equal(expected, Texts(results).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Replicate(), result => result.Verdict is ReplicaVerdict.Copied or ReplicaVerdict.Moved or ReplicaVerdict.Replaced or ReplicaVerdict.Removed);
        Consistency.AssertConsistent(Catalog, Storage);
        Consistency.AssertConsistent(Catalog, B);
        return results;
    }

    protected static IEnumerable<string> Texts(IEnumerable<ReplicaResult> results) => results.Select(result =>
        $"{result.Verdict} {Short(result.FullName!)}{(result.OldPath is { } old ? $" < {Short(old)}" : "")}");

    protected void Remove(string path, FileStorage? storage = null) =>
        Trash.Remove((storage ?? Storage).Uuid, [RowIn(path, storage ?? Storage).Id], CancellationToken.None);

    protected void RemoveSession(string title) => new SessionRemovalService(Catalog, TimeSpan.Zero)
        .Remove(new SessionService(Catalog, TimeSpan.Zero).Get(new Selector(title), Selector.ByUuid(Storage.Uuid)), includeFile: true, CancellationToken.None);

    internal FileRow RowIn(string path, FileStorage storage) => Catalog.Files.ByPath(Catalog.Storages.Find(storage.Uuid)!.Id, "photos/" + path)
        ?? throw new InvalidOperationException($"{path} is not registered in {storage.Name}.");

    /// <summary>Path below photos → SHA-256, of all files that lie there.</summary>
    protected static Dictionary<string, string> Photos(FileStorage storage) => Under(Path.Combine(storage.FullName, "photos"));

    protected List<string> TrashOf(FileStorage storage) => [.. Trash.Find(Selector.ByUuid(storage.Uuid), null, Reporter).Select(item => $"{item.Reason} {Short(item.FormerPath)}").Order(StringComparer.Ordinal)];

    protected static Dictionary<string, string> Under(string folder) => Directory.EnumerateFiles(folder, "*", Everything)
        .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), IndexDigest.Of, StringComparer.Ordinal);

    /// <summary>Other bytes in the same place, under the same size and time.</summary>
    protected void Rot(string path)
    {
        DateTime time = File.GetLastWriteTimeUtc(Full(path));
        byte[] bytes = File.ReadAllBytes(Full(path));
        bytes[^9] ^= 4;
        File.WriteAllBytes(Full(path), bytes);
        File.SetLastWriteTimeUtc(Full(path), time);
    }

    protected static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", Everything))
            Directory.CreateDirectory(to + folder[from.Length..]);
        foreach (string file in Directory.EnumerateFiles(from, "*", Everything))
            File.Copy(file, to + file[from.Length..]);
    }

    private void Say(FileStorage storage, string place) => new StorageService(Catalog, TimeSpan.Zero).Set(storage.Uuid, null, null, null, null, place);

    private static string Short(string path) => path[(path.IndexOf("photos/", StringComparison.Ordinal) + 7)..];
}
