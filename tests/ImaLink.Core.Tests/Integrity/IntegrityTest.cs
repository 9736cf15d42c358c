using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Integrity;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Integrity;

/// <summary>An archive with an imported session, and what the tests of checks, copies and repairs do with it.</summary>
public abstract class IntegrityTest : ImportTest
{
    private protected static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>A second storage in the same catalog, on a disk of its own unless it is told otherwise.</summary>
    private protected TestArchive Second(string name = "Backup", string? place = null) => new(Path.Combine(Folder, name), name, catalog: Mine.Catalog, place: place);

    /// <summary>Imports so many photos, the first with a sidecar.</summary>
    private protected ImportSession Photos(int count, string title = "Italy")
    {
        for (int i = 0; i < count; i++)
            Put($"IMG_{i:000}.jpg", TestPhotos.Jpeg(i));
        Put("IMG_000.xmp", TestPhotos.Xmp("sidecar"));
        return Mine.Import(Source, title, request => request with { Layout = "{source}" });
    }

    private protected List<FileCheck> Check(TestArchive? archive = null, DateTime? olderThan = null, TimeSpan? maxDuration = null, params FileFilter[] filters)
    {
        archive ??= Mine;
        FileFilter[] wanted = filters.Length > 0 ? filters : [new FileFilter { Storages = [Selector.ByUuid(archive.Storage.Uuid)] }];
        return archive.Use(db => new FileCheckService(db, Timeout)
            .Run(new FileCheckRequest { Filters = wanted, OlderThan = olderThan, MaxDuration = maxDuration }, archive.Reporter, default).ToList());
    }

    private protected List<ImageFile> Files(TestArchive? archive = null, Func<FileFilter, FileFilter>? options = null)
    {
        var filter = new FileFilter { Storages = [Selector.ByUuid((archive ?? Mine).Storage.Uuid)] };
        return Mine.Use(db => new FileQuery(db).Run(options is null ? filter : options(filter)).ToList());
    }

    /// <summary>Flips a bit as decay does: size and time stay.</summary>
    protected static void FlipBit(string path, int bit)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bit / 8 % bytes.Length] ^= (byte)(1 << bit % 8);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
    }

    protected static void Cut(string path, int length)
    {
        DateTime time = File.GetLastWriteTimeUtc(path);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);
        File.SetLastWriteTimeUtc(path, time);
    }

    /// <summary>A storage as a text, without who wrote it last.</summary>
    private protected static string State(TestArchive archive) => State(archive.Layout.Root);

    private protected static string State(string root) =>
        string.Join('\n', Tree.Of(root).Split('\n').Where(line => !line.StartsWith(".imalink/lock ", StringComparison.Ordinal)));

    /// <summary>Indexes parse, match each other and the catalog; nothing is left over.</summary>
    private protected void AssertWhole(TestArchive archive, bool isMissingFiles = false)
    {
        Assert.Empty(archive.Leftovers());
        Schema.AssertStorage(archive.Layout.Root);
        CheckResult check = Mine.Use(db => new StorageService(db, Timeout).Test(archive.Storage.Uuid, default));
        Assert.Equal((isMissingFiles ? "FilesMissing" : "Healthy", !isMissingFiles), (check.Verdict, check.Ok));
        var indexed = Directory.EnumerateFiles(archive.Layout.Imports, "session_*.json").SelectMany(ImaLink.Index.SessionIndexFile.ReadFiles)
            .Select(file => $"{file.Path} {file.Sha256} {file.State} {file.LastVerified} {file.PhotoUuid()} {string.Join(' ', file.Companions?.Select(item => item.Path + item.Sha256) ?? [])}");
        var known = Mine.Use(db => db.Sessions.OfStorage(db.Storages.Find(archive.Storage.Uuid)!.Id).SelectMany(session => new FileEntries(db).OfSession(session.Id)).ToList())
            .Select(file => $"{file.Path} {file.Sha256} {file.State} {file.LastVerified} {file.PhotoUuid()} {string.Join(' ', file.Companions?.Select(item => item.Path + item.Sha256) ?? [])}");
        Assert.Equal(known.Order(), indexed.Order());
    }
}
