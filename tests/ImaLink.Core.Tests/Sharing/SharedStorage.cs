using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Durability;
using ImaLink.Trash;

namespace ImaLink.Tests.Sharing;

/// <summary>
/// One storage that two catalogs write, with an owner who has his hands in it: what each of them does, and what must hold whatever they do.
/// No content leaves <c>photos/</c> and the trash together but by the owner, and in the end every file is registered or told.
/// </summary>
internal sealed class SharedStorage : IDisposable
{
    public const string A = "a", B = "b", Restored = "restored";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private readonly List<string> _log = [];
    private readonly Dictionary<string, List<string>> _copies = new() { [A] = [], [B] = [] };
    private readonly Owner _owner;
    private HashSet<string> _held = [];

    public SharedStorage()
    {
        // In memory where that can be had: thousands of flushes, whose order is what matters.
        Folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"imalink-shared-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Folder);
        using (var db = Open(A))
            Layout = new StorageLayout(new StorageService(db, Patience).Create("NAS", Folder, null).FullName);
        using (var db = Open(B))
            new StorageService(db, Patience).Register(Layout.Root, null, default);
        _owner = new Owner(Layout.Photos);
    }

    public string Folder { get; }

    public StorageLayout Layout { get; }

    /// <summary>What was done, one line each.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>A command of one catalog, killed at a change of the disk where that is asked for.</summary>
    public void Run(string catalog, string step, int seed, int? killedAt)
    {
        var fault = new Fault(Fault.Dies, killedAt ?? int.MaxValue);
        string outcome = "";
        try
        {
            using CatalogDatabase db = Open(catalog);
            if (killedAt is not null)
                fault.Strike(db);
            CatalogStep.All[step](new CatalogStep(db, fault.Files, Path.Combine(Folder, "card"), new Random(seed)));
        }
        catch (ImaLinkException e) when (fault.HasStruck || (e.Code != ErrorCode.Unexpected && !e.Message.Contains("constraint", StringComparison.OrdinalIgnoreCase)))
        {
            outcome = $" {e.Code}: {e.Message}";
        }

        Write($"{catalog} {step}({seed}){(fault.HasStruck ? $" killed at {fault.At}" : "")}{outcome}");
    }

    /// <summary>Something that the owner does by hand.</summary>
    public void Own(int seed) => Write($"owner {_owner.Do(new Random(seed))}");

    /// <summary>
    /// A third catalog is interrupted after it wrote one session index: a file passed to that session, and the index that it left still lists it.
    /// </summary>
    public void Claim(Random random)
    {
        var indexes = IndexFile.Present(Layout).OrderBy(index => index.Number).ToList();
        if (indexes.Count < 2)
            return;
        int heir = random.Next(indexes.Count - 1), former = random.Next(heir + 1, indexes.Count);
        List<FileEntry> files = [.. SessionIndexFile.ReadFiles(indexes[heir].Path)], others = [.. SessionIndexFile.ReadFiles(indexes[former].Path)];
        if (others.Count == 0)
            return;
        FileEntry claimed = others[random.Next(others.Count)];
        if (files.Exists(file => file.Path == claimed.Path))
            return;
        files.Add(claimed);
        SessionHeader header = SessionIndexFile.ReadHeader(indexes[heir].Path);
        (header.Revision, header.Writer) = (header.Revision + 1, Guid.NewGuid());
        new DurableFiles().Replace(indexes[heir].Path, stream => SessionIndexFile.Write(stream, header, files.OrderBy(file => file.Hothash, StringComparer.Ordinal)));
        Write($"session {indexes[heir].Number} claims {claimed.Path} of session {indexes[former].Number}");
    }

    /// <summary>Keeps a copy of the catalog file, or puts one back.</summary>
    public void CopyCatalog(string catalog, Random random)
    {
        List<string> copies = _copies[catalog];
        if (copies.Count == 0 || random.Next(2) == 0)
        {
            copies.Add(Path.Combine(Folder, $"{catalog}.{copies.Count}.copy"));
            File.Copy(PathOf(catalog), copies[^1]);
            Write($"{catalog} is copied");
        }
        else
        {
            int chosen = random.Next(copies.Count);
            File.Copy(copies[chosen], PathOf(catalog), overwrite: true);
            Write($"{catalog} is put back to copy {chosen}");
        }
    }

    /// <summary>What was in <c>photos/</c> or the trash before is there now, but for what the owner took away.</summary>
    public void AssertNothingIsLost()
    {
        HashSet<string> now = Contents();
        var lost = _held.Except(now).Except(_owner.Taken).ToList();
        Assert.True(lost.Count == 0, $"Lost: {string.Join(", ", lost)}.");
        _held = now;
        _owner.Taken.Clear();
    }

    /// <summary>All has settled: disk, indexes and catalogs agree, every file is registered or told, and nothing of the trash is unseen.</summary>
    public void AssertAgree()
    {
        var states = new List<string>();
        foreach (string catalog in new[] { A, B })
        {
            using CatalogDatabase db = Open(catalog);
            var end = new SettledCatalog(db, Layout);
            end.AssertEveryFileIsRegisteredOrTold();
            Reconcile.Consistency.AssertConsistent(db, new StorageService(db, Patience).All().Single());
            states.Add(end.State());
        }

        using (CatalogDatabase db = Open(Restored))
        {
            var errors = new List<ImaLinkException>();
            var recovery = new RecoveryService(db);
            foreach (IndexInventory found in recovery.Find([Layout.Root], new OperationReporter { Error = errors.Add }, default))
                recovery.Restore(found, new RestoreRequest(), _ => { }, new OperationReporter { Error = errors.Add }, default);
            Assert.Empty(errors);
            states.Add(new SettledCatalog(db, Layout).State());
        }

        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
    }

    /// <summary>Everything in the trash comes back, each with what was recorded of it, and then all agree again.</summary>
    public void AssertTheTrashComesBack()
    {
        var errors = new List<ImaLinkException>();
        using (CatalogDatabase db = Open(A))
        {
            var trash = new TrashService(db, Patience);
            string[] items = [.. trash.Find(null, null, OperationReporter.None).Select(item => item.Id)];
            int restored = trash.Restore(db.Storages.All().Single().Uuid, items, new OperationReporter { Error = errors.Add }, default).Count;
            Assert.Empty(errors);
            Assert.Equal(items.Length, restored);
            Assert.Empty(trash.Find(null, null, OperationReporter.None));
        }

        AssertNothingIsLost();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Write(string line)
    {
        lock (_lock)
            _log.Add(line);
    }

    private string PathOf(string catalog) => Path.Combine(Folder, catalog + ".db");

    private CatalogDatabase Open(string catalog) => CatalogDatabase.OpenForWriting(PathOf(catalog), Patience);

    /// <summary>SHA-256 of all that lies in <c>photos/</c> and in the trash.</summary>
    private HashSet<string> Contents() => new[] { Layout.Photos, Layout.Trash }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        .Where(path => Path.GetExtension(path) is ".jpg" or ".xmp").Select(IndexDigest.Of).ToHashSet();
}
