using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Durability;

/// <summary>
/// An archive in which an operation has work to do: a catalog, storage A with a session, storage B, an empty disk, further photos. It can be
/// put back to this state again and again, and knows what must hold of it whatever happened to the operation.
/// </summary>
internal sealed class Situation : IDisposable
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
    private readonly Operation _operation;
    private readonly string _folder, _saved;
    private readonly HashSet<string> _contents;
    private static readonly string Empty = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([]));
    private int _clock;

    public Situation(Operation operation, string folder)
    {
        (_operation, _folder, _saved) = (operation, folder, folder + " saved");
        foreach (string disk in new[] { "a", "b", "next" })
            Directory.CreateDirectory(Disk(disk));
        for (int i = 1; i <= 8; i++)
            Write(Path.Combine(Disk("card"), $"{i}.jpg"), TestPhotos.Jpeg(i));
        Write(Path.Combine(Disk("card"), "1.xmp"), TestPhotos.Xmp("1"));
        for (int i = 21; i <= 24; i++)
            Write(Path.Combine(Disk("more"), $"{i}.jpg"), TestPhotos.Jpeg(i));
        Use(db =>
        {
            var storages = new StorageService(db, TimeSpan.Zero);
            (A, B) = (storages.Create("A", Disk("a"), null, "disk A").Uuid, storages.Create("B", Disk("b"), null, "disk B").Uuid);
            var request = new ImportRequest { Paths = [Disk("card")], Title = "Italy", Layout = "{source}", NoPreview = true };
            new SessionOperations(db, TimeSpan.Zero).Import(Selector.ByUuid(A), request, OperationReporter.None, default);
        });
        operation.Prepare(this);
        _contents = [.. Photos([.. Roots, Disk("more")]), .. Roots.Select(root => Path.Combine(root, ".imalink", "trash")).Where(Directory.Exists)
            .SelectMany(trash => Directory.EnumerateFiles(trash, "*", Everything)).Where(file => Path.GetExtension(file) is ".jpg" or ".xmp").Select(IndexDigest.Of)];
        Start = DateTime.UtcNow;
        Copy(_folder, _saved);
    }

    /// <summary>By which means files get their names.</summary>
    public Placing Best { get; init; }

    public Guid A { get; private set; }

    public Guid B { get; private set; }

    public DateTime Start { get; }

    public FileFilter FilesOfA => new() { Storages = [Selector.ByUuid(A)] };

    public string PhotosOfA => Path.Combine(Directory.GetDirectories(Disk("a")).Single(), "photos");

    public string CatalogPath => Path.Combine(_folder, "catalog.db");

    private string[] Roots => [.. new[] { "a", "b", "next" }.SelectMany(disk => Directory.GetDirectories(Disk(disk)))];

    public string Disk(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a file; the owner's clock goes on by minutes with each.</summary>
    public void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(11 * ++_clock));
    }

    /// <summary>Opens the catalog as one command does.</summary>
    public void Use(Action<CatalogDatabase> work)
    {
        using CatalogDatabase db = NewCatalog.Open(CatalogPath, TimeSpan.FromSeconds(1));
        work(db);
    }

    /// <summary>Runs the operation, struck by a fault or not.</summary>
    public void Run(DurableFiles files, Action<CatalogDatabase>? prepare = null) => Use(db =>
    {
        prepare?.Invoke(db);
        _operation.Run(db, files, this);
    });

    /// <summary>Everything as it was before the operation.</summary>
    public void Reset()
    {
        Directory.Delete(_folder, recursive: true);
        Copy(_saved, _folder);
    }

    /// <summary>All photos that were there are there, and whatever has the name of a photo is one of them, whole.</summary>
    public void AssertNothingIsLost()
    {
        string[] inPlace = [.. Photos(Roots).Where(sha256 => Best != Placing.Claim || sha256 != Empty)]; // a claim is taken for nothing
        Assert.Subset(_contents, inPlace.ToHashSet());
        HashSet<string> kept = [.. inPlace, .. Photos([Disk("more")])];
        foreach (string root in Roots.Select(root => Path.Combine(root, ".imalink")).Where(Directory.Exists))
            kept.UnionWith(Directory.EnumerateFiles(root, "*", Everything).Select(IndexDigest.Of));
        Assert.Superset(_contents, kept);
    }

    /// <summary>Run again it finishes; then disk, indexes and catalog agree; and once more it changes nothing.</summary>
    public void AssertFinishes()
    {
        Again();
        Use(db => Assert.True(_operation.IsDone(db, this), "It is not done."));
        AssertNothingIsLost();
        Use(db =>
        {
            var storages = new StorageService(db, TimeSpan.Zero);
            foreach (FileStorage storage in storages.All())
            {
                storages.Set(storage.Uuid, null, null, null, isActive: true); // one that had ended may have left its journal to the next that writes
                Reconcile.Consistency.AssertConsistent(db, storage);
                bool isMissing = new FileQuery(db).Run(new FileFilter { Storages = [Selector.ByUuid(storage.Uuid)], State = FileState.Missing }).Any(); // by the owner's doing
                Assert.Equal(isMissing ? "FilesMissing" : "Healthy", storages.Test(storage.Uuid, default).Verdict);
                foreach (string own in new[] { "incoming", "journal" }.Select(folder => Path.Combine(storage.FullName, ".imalink", folder)).Where(Directory.Exists))
                    Assert.Empty(Directory.EnumerateFileSystemEntries(own));
                Assert.Empty(Directory.EnumerateFiles(storage.FullName, "*.new", Everything));
                Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(storage.FullName, "photos"), "*", Everything), file => new FileInfo(file).Length == 0);
            }
        });
        string before = State();
        Again();
        Assert.Equal(before, State());
    }

    private void Again()
    {
        try
        {
            Run(new DurableFiles { Best = Best });
        }
        catch (ImaLinkException e) when (e.Code == _operation.ErrorWhenDone)
        {
            // that there is nothing left to do
        }
    }

    /// <summary>All files but the master index, which tells when the last scan was, and the catalog's rows.</summary>
    private string State()
    {
        var text = new List<string>();
        foreach (string root in Roots)
            text.AddRange(Directory.EnumerateFiles(root, "*", Everything).Where(file => !Path.GetFileName(file).StartsWith("index.json", StringComparison.Ordinal) && Path.GetFileName(file) != "lock")
                .Order(StringComparer.Ordinal).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {IndexDigest.Of(file)}"));
        Use(db => text.AddRange(new FileQuery(db).Run(new FileFilter()).Select(file => $"{file.FullName} {file.Hothash} {file.State} {file.Session} {file.LastVerified:O}")));
        return string.Join('\n', text);
    }

    private static IEnumerable<string> Photos(string[] roots) => roots.Select(root => Directory.Exists(Path.Combine(root, "photos")) ? Path.Combine(root, "photos") : root)
        .Where(folder => Path.GetFileName(folder) is "photos" or "more")
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", Everything)).Select(IndexDigest.Of);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", Everything))
            Directory.CreateDirectory(to + folder[from.Length..]);
        foreach (string file in Directory.EnumerateFiles(from, "*", Everything))
            File.Copy(file, to + file[from.Length..]);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_saved, recursive: true);
    }
}
