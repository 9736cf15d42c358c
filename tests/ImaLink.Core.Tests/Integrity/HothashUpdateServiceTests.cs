using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Media.Identity;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Integrity;

/// <summary>A storage of three photos and a text beside an image without rule, all registered by the bytes of the whole file.</summary>
public sealed class HothashUpdateServiceTests : TemporaryFolderTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private readonly FileStorage _storage;

    public HothashUpdateServiceTests()
    {
        foreach (var name in new[] { "card", "disk" })
            Directory.CreateDirectory(Path.Combine(Folder, name));
        for (var i = 1; i <= 3; i++)
            Write($"card/{i}.jpg", Vectors.Jpeg($"photo {i}", 300 + i));
        Write("card/4.gif", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x3B]);
        using var catalog = Open();
        _storage = new StorageService(catalog, Timeout).Create("Archive", Path.Combine(Folder, "disk"), null);
        new SessionOperations(catalog, Timeout).Import(
            Selector.ByUuid(_storage.Uuid), new ImportRequest { Paths = [Path.Combine(Folder, "card")], Title = "First", NoPreview = true },
            OperationReporter.None, default);
        Forget(catalog);
    }

    [Fact]
    public void Run_FilesKnownAsAWhole_AreKnownByTheirImageAndKeepTheirPhotos()
    {
        using var catalog = Open();
        var before = Files(catalog);
        var photos = Photos(catalog);
        Assert.All(before, file => Assert.Equal(file.Sha256, file.Hothash));

        var changed = Run(catalog);

        Assert.Equal(["1.jpg", "2.jpg", "3.jpg"], changed.Select(file => file.Name).Order());
        Assert.All(changed, file => Assert.Equal(
            (HothashScheme.ImageData, Vectors.Sha256(Vectors.JpegImageData(300 + (file.Name[0] - '0')))), (file.Scheme, file.Hothash)));
        Assert.Equal(photos, Photos(catalog));
        Assert.Equal(before.Select(file => file.Id), Files(catalog).Select(file => file.Id));
        var entries = Entries().ToDictionary(entry => entry.Filename!);
        foreach (var file in changed)
        {
            Assert.Equal(file.Hothash, entries[file.Name].Hothash);
            Assert.Equal([file.Sha256], entries[file.Name].FormerHothashes!);
        }

        Assert.Equal(entries["4.gif"].Sha256, entries["4.gif"].Hothash);
        Assert.Equal(0, catalog.Describe().Dirty);
        Assert.Equal(4, catalog.Describe().Images);
        Assert.Equal(4, catalog.Describe().Photos);
    }

    [Fact]
    public void Run_Twice_ChangesNothingMore()
    {
        using var catalog = Open();
        Run(catalog);
        var index = File.ReadAllText(SessionIndex);
        Assert.Empty(Run(catalog));
        Assert.Empty(new HothashUpdateService(catalog, Timeout).Candidates(_storage.Uuid, force: false, default));
        Assert.Equal(index, File.ReadAllText(SessionIndex));
    }

    [Fact]
    public void Candidates_AreFilesWhoseFormatHasARule()
    {
        using var catalog = Open();
        var service = new HothashUpdateService(catalog, Timeout);
        Assert.Equal(["1.jpg", "2.jpg", "3.jpg"], service.Candidates(_storage.Uuid, force: false, default).Select(file => file.Name).Order());
        Assert.Equal(4, service.Candidates(_storage.Uuid, force: true, default).Count());
    }

    [Fact]
    public void Run_WithForce_RepairsAnOlderRule()
    {
        using var catalog = Open();
        Run(catalog);
        Forget(catalog, (entry, _) => (new string('a', 63) + entry.Filename![0], HothashScheme.ImageData));
        Assert.Empty(Run(catalog));
        var changed = Run(catalog, force: true);
        Assert.Equal(4, changed.Count);
        Assert.Equal(HothashScheme.WholeFile, changed.Single(file => file.Format == "GIF").Scheme);
        Assert.All(Entries(), entry => Assert.Contains(new string('a', 63) + entry.Filename![0], entry.FormerHothashes!));
    }

    [Fact]
    public void Run_FileThatIsNotWhatWasRecorded_IsAnErrorAndStays()
    {
        using var catalog = Open();
        var damaged = Files(catalog).Single(file => file.Name == "2.jpg");
        using (var file = File.OpenWrite(damaged.FullName))
        {
            file.Position = 400;
            file.WriteByte(0x55);
        }

        File.Delete(Files(catalog).Single(file => file.Name == "3.jpg").FullName);
        List<ErrorCode> errors = [];
        var changed = Run(catalog, new OperationReporter { Error = error => errors.Add(error.Code) });
        Assert.Equal(["1.jpg"], changed.Select(file => file.Name));
        Assert.Equal([ErrorCode.PathNotFound, ErrorCode.FileChanged], errors.Order());
        Assert.Equal(damaged, Files(catalog).Single(file => file.Name == "2.jpg"));
    }

    [Fact]
    public void Run_ImageThatIsKnownUnderItsNewHothash_JoinsIt()
    {
        using var catalog = Open();
        Write("card/1.jpg", Vectors.Jpeg("edited meanwhile", 301));
        new SessionOperations(catalog, Timeout).Import(
            Selector.ByUuid(_storage.Uuid), new ImportRequest { Paths = [Path.Combine(Folder, "card", "1.jpg")], Title = "Second", NoPreview = true },
            OperationReporter.None, default);
        Run(catalog);
        var same = Files(catalog).Where(file => file.Hothash == Vectors.Sha256(Vectors.JpegImageData(301))).ToList();
        Assert.Equal(2, same.Count);
        Assert.Equal(4, catalog.Describe().Images);
        Assert.Equal(4, catalog.Describe().Photos);
    }

    [Fact]
    public void Run_PreviewsCannotBeWritten_ChangesTheHothashes()
    {
        using var catalog = Open();
        var layout = new StorageLayout(_storage.FullName);
        var file = Files(catalog)[0];
        new DurableFiles().WriteRebuildable(layout.Hotpreview(file.Hothash), [1, 2, 3], layout.Root);
        string folder = Path.Combine(layout.Hotpreviews, Vectors.Sha256(Vectors.JpegImageData(300 + (file.Name[0] - '0')))[..2]);
        File.WriteAllText(folder, "A file where a folder of previews belongs.");
        Assert.Equal(3, Run(catalog).Count);
        Assert.False(Files(catalog).Single(now => now.Id == file.Id).HasHotpreview);
    }

    [Fact]
    public void Run_Hotpreview_GoesWithItsImage()
    {
        using var catalog = Open();
        var layout = new StorageLayout(_storage.FullName);
        var file = Files(catalog)[0];
        var former = layout.Hotpreview(file.Hothash);
        new DurableFiles().WriteRebuildable(former, [1, 2, 3], layout.Root);
        var changed = Run(catalog).Single(now => now.Id == file.Id);
        Assert.True(changed.HasHotpreview);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(layout.Hotpreview(changed.Hothash)));
        Assert.False(File.Exists(former));
    }

    [Fact]
    public void Merge_OlderIndex_DoesNotUndoIt()
    {
        var master = new StorageLayout(_storage.FullName).MasterIndex;
        var (olderMaster, older) = (File.ReadAllBytes(master), File.ReadAllBytes(SessionIndex));
        using var catalog = Open();
        var changed = Run(catalog);
        File.WriteAllBytes(SessionIndex, older);
        File.WriteAllBytes(master, olderMaster);
        Touch(catalog);
        Assert.Equal(changed.Select(file => file.Hothash).Order(), HothashesOfJpegs(catalog));
        Assert.Equal(changed.Select(file => file.Hothash).Order(), Entries().Where(entry => entry.FileFormat == "JPEG").Select(entry => entry.Hothash).Order());
    }

    [Fact]
    public void Merge_NewerIndexOfACatalogThatHadNotSeenIt_DoesNotUndoIt()
    {
        // Stopped after the catalog had it and before the index was written; then another computer wrote the index.
        using var catalog = Open();
        Assert.Throws<StopException>(() => Run(catalog, files: Failing(0)));
        using (var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db")))
        {
            new StorageService(other, Timeout).Register(_storage.FullName, null, default);
            var session = new SessionOperations(other, Timeout).Find(null, null).Single();
            new SessionOperations(other, Timeout).Set(session, "Renamed elsewhere", null, null);
        }

        Touch(catalog);
        Assert.Equal("Renamed elsewhere", new SessionOperations(catalog, Timeout).Find(null, null).Single().Title);
        Assert.Equal(
            Enumerable.Range(301, 3).Select(length => Vectors.Sha256(Vectors.JpegImageData(length))).Order(), HothashesOfJpegs(catalog));
        Assert.Equal(4, catalog.Describe().Images);
    }

    [Fact]
    public void Merge_IntoACatalogThatKnowsTheFormerHothashes_FollowsIt()
    {
        using var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
        new StorageService(other, Timeout).Register(_storage.FullName, null, default);
        using var catalog = Open();
        Run(catalog);
        Touch(other);
        Assert.Equal(HothashesOfJpegs(catalog), HothashesOfJpegs(other));
        Assert.Equal(4, other.Describe().Images);
        Assert.Equal(4, other.Describe().Photos);
        Assert.Equal(Photos(catalog), Photos(other));
    }

    [Fact]
    public void Run_StoppedAtAnyChangeToTheDisk_IsFinishedByTheNext()
    {
        for (var at = 0; ; at++)
        {
            using (var catalog = Open())
            {
                Forget(catalog);
                try
                {
                    Run(catalog, files: Failing(at));
                    Assert.True(at > 4);
                    return;
                }
                catch (StopException)
                {
                }
            }

            using (var catalog = Open())
            {
                Run(catalog);
                Assert.Equal(
                    Enumerable.Range(301, 3).Select(length => Vectors.Sha256(Vectors.JpegImageData(length))).Order(), HothashesOfJpegs(catalog));
                Assert.Equal(HothashesOfJpegs(catalog), Entries().Where(entry => entry.FileFormat == "JPEG").Select(entry => entry.Hothash).Order());
                Assert.Equal(0, catalog.Describe().Dirty);
            }
        }
    }

    private string SessionIndex => new StorageLayout(_storage.FullName).SessionIndex(1);

    private CatalogDatabase Open() => NewCatalog.Open(Path.Combine(Folder, "catalog.db"));

    /// <summary>Makes the files known as an earlier version knew them.</summary>
    private void Forget(CatalogDatabase catalog, Func<FileEntry, FileRow, (string Hothash, string Scheme)>? key = null)
    {
        using var writer = StorageWriter.Open(catalog, catalog.Storages.Find(_storage.Uuid)!, new DurableFiles(), Timeout, default);
        catalog.Transaction(() =>
        {
            foreach (var file in Files(catalog))
            {
                var row = catalog.Files.Find(file.Id)!;
                var entry = new FileEntries(catalog).Get(file.Id);
                entry.FormerHothashes = null;
                (entry.Hothash, entry.HothashScheme) = key?.Invoke(entry, row) ?? (entry.Sha256!, HothashScheme.WholeFile);
                catalog.Files.Put(row.StorageId, row.SessionId, entry);
                catalog.Sessions.MarkDirty(row.SessionId);
            }
        });
        writer.WriteIndexes();
    }

    private List<ImageFile> Run(CatalogDatabase catalog, OperationReporter? reporter = null, bool force = false, DurableFiles? files = null)
    {
        List<ImageFile> changed = [];
        new HothashUpdateService(catalog, Timeout) { Files = files ?? new DurableFiles() }
            .Run(_storage.Uuid, force, update => changed.Add(new FileQuery(catalog).Run(new FileFilter { Ids = [update.Id] }).Single()), reporter ?? new OperationReporter { Error = error => throw error }, default);
        return changed;
    }

    /// <summary>Opens the storage for writing, which merges what others wrote, and writes what is due.</summary>
    private void Touch(CatalogDatabase catalog)
    {
        using var writer = StorageWriter.Open(catalog, catalog.Storages.Find(_storage.Uuid)!, new DurableFiles(), Timeout, default);
        writer.WriteIndexes();
    }

    private static DurableFiles Failing(int at)
    {
        var count = 0;
        return new DurableFiles
        {
            FaultPoint = (_, _) =>
            {
                if (count++ == at)
                    throw new StopException();
            },
        };
    }

    private static List<ImageFile> Files(CatalogDatabase catalog) => [.. new FileQuery(catalog).Run(new FileFilter())];

    private static IEnumerable<string> HothashesOfJpegs(CatalogDatabase catalog) =>
        Files(catalog).Where(file => file.Format == "JPEG").Select(file => file.Hothash).Order();

    private static List<(string, Guid)> Photos(CatalogDatabase catalog) =>
        [.. Files(catalog).OrderBy(file => file.Name).Select(file => (file.Name, new FileEntries(catalog).Get(file.Id).PhotoUuid()))];

    private List<FileEntry> Entries() => [.. SessionIndexFile.ReadFiles(SessionIndex)];

#pragma warning disable CA1032, CA1064 // a test's own
    private sealed class StopException : Exception;
#pragma warning restore CA1032, CA1064
}
