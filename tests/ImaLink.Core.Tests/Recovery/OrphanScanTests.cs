using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Recovery;

/// <summary>Photos of a session whose index is lost are found again under photos/.</summary>
public sealed class OrphanScanTests : ImportTest
{
    private readonly List<ImaLinkException> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly ImportSession _italy, _norway;
    private int _catalogs;

    public OrphanScanTests()
    {
        Put("1.jpg", TestPhotos.Jpeg(1));
        Put("1.xmp", TestPhotos.Xmp("one"));
        Put("2.jpg", TestPhotos.Jpeg(2));
        _italy = Mine.Import(Source, "Italy");
        Directory.Delete(Source, recursive: true);
        Put("3.jpg", TestPhotos.Jpeg(3));
        Put("4.jpg", TestPhotos.Jpeg(4));
        _norway = Mine.Import(Source, "Norway");
    }

    [Fact]
    public void Evidence_ManifestOfOneEndlessLine_IsReadInBoundedMemory()
    {
        using (FileStream manifest = File.OpenWrite(Mine.Layout.Manifest))
            manifest.SetLength(64 << 20);
        IndexInventory inventory = IndexInventory.Read(Mine.Layout.Root);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var evidence = new OrphanEvidence(inventory, []);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        Assert.False(evidence.WasRegistered("photos/x.jpg", new string('0', 64)));
    }

    private TestArchive Restored(out List<RestoreReport> reports, string? catalog = null)
    {
        var found = new List<RestoreReport>();
        catalog ??= Path.Combine(Folder, $"restored{_catalogs++}.db");
        _errors.Clear();
        _warnings.Clear();
        using (var db = CatalogDatabase.OpenForWriting(catalog))
        {
            var service = new RecoveryService(db);
            var reporter = new OperationReporter { Error = _errors.Add, Warning = _warnings.Add };
            foreach (IndexInventory storage in service.Find([Mine.Layout.Root], reporter, default))
                service.Restore(storage, new RestoreRequest { ScanOrphans = true }, found.Add, reporter, default);
        }

        reports = found;
        return Mine.SeenBy(catalog, isRegistered: true);
    }

    private static void Lose(params string[] files)
    {
        foreach (string file in files.SelectMany(file => new[] { file, file + ".bak" }))
            File.Delete(file);
    }

    private static string[] Contents(TestArchive archive) => archive.Use(db => db.Sessions.All()
        .SelectMany(session => db.Files.BySession(session.Id).SelectMany(file => db.Files.Companions(file.Id).Select(companion => companion.Path).Prepend(file.Path))
            .Select(path => $"{session.Header.Id} {session.Header.Title}: {path}")).Order(StringComparer.Ordinal).ToArray());

    private static string[] Summary(List<RestoreReport> reports) => [.. reports.Select(report => $"{report.Session} {report.State} {report.Restored} {report.Missing} {report.Damaged}")];

    [Fact]
    public void ScanOrphans_OneIndexLost_FillsItsSessionAgain()
    {
        string[] before = Contents(Mine);
        Lose(_italy.IndexFile);
        TestArchive restored = Restored(out List<RestoreReport> reports);
        Assert.Equal(["Norway Valid 2 0 0", "Italy Recovered 2 0 0"], Summary(reports));
        Assert.Equal(before, Contents(restored));
        ImportSession italy = restored.Sessions(service => service.Get(new Selector("Italy"), null));
        Assert.Equal((_italy.Uuid, _italy.ImportedAt, _italy.SourceFiles, _italy.Imported, _italy.Bytes), (italy.Uuid, italy.ImportedAt, italy.SourceFiles, italy.Imported, italy.Bytes));
        Assert.Empty(_errors);
        Assert.Contains("session_1.json", Assert.Single(_warnings));
    }

    [Fact]
    public void ScanOrphans_Twice_ChangesNothing()
    {
        Lose(_italy.IndexFile);
        TestArchive restored = Restored(out List<RestoreReport> first);
        string[] before = Contents(restored);
        Restored(out List<RestoreReport> second, restored.Catalog);
        Assert.Equal(Summary(first), Summary(second));
        Assert.Equal(before, Contents(restored));
    }

    [Fact]
    public void ScanOrphans_ThenAnyChange_WritesTheIndexAgain()
    {
        Lose(_italy.IndexFile);
        TestArchive restored = Restored(out _);
        restored.Write();
        Assert.Equal(2, SessionIndexFile.ReadFiles(_italy.IndexFile).Count());
        Assert.Equal(_italy.Uuid, SessionIndexFile.ReadHeader(_italy.IndexFile).Uuid);
        Assert.Equal(["Italy Valid 2 0 0", "Norway Valid 2 0 0"], Summary(Reports()));

        List<RestoreReport> Reports()
        {
            Restored(out List<RestoreReport> reports);
            return reports;
        }
    }

    [Fact]
    public void ScanOrphans_SeveralIndexesLost_LedgersTellWhichFileIsWhose()
    {
        string[] before = Contents(Mine);
        File.Move(Mine.Photo($"{PhotoFolder("Norway")}/3.jpg"), Mine.Photo($"{PhotoFolder("Italy")}/3.jpg"));
        Lose(_italy.IndexFile, _norway.IndexFile);
        string[] after = Contents(Restored(out List<RestoreReport> reports));
        Assert.Equal(["Italy Recovered 2 0 0", "Norway Recovered 2 0 0"], Summary(reports));
        Assert.Equal(before.Select(line => line.Replace("Norway/3.jpg", "Italy/3.jpg")), after);
    }

    [Fact]
    public void ScanOrphans_NoLedgers_FoldersTellWhichFileIsWhose()
    {
        string[] before = Contents(Mine);
        Lose(_italy.IndexFile, _norway.IndexFile, Mine.Layout.Ledger(1), Mine.Layout.Ledger(2));
        Assert.Equal(before, Contents(Restored(out _)));
    }

    [Fact]
    public void ScanOrphans_NothingTellsTheSession_GoesIntoOneThatSaysSo()
    {
        Lose(_italy.IndexFile, Mine.Layout.Ledger(1), Mine.Layout.MasterIndex);
        TestArchive restored = Restored(out List<RestoreReport> reports);
        string title = string.Create(CultureInfo.InvariantCulture, $"Recovered {DateTime.UtcNow:yyyy-MM-dd}");
        Assert.Equal(["Norway Newer 2 0 0", $"{title} Recovered 2 0 0", " Missing 0 0 0"], Summary(reports));
        Assert.Equal(3, restored.Use(db => db.Sessions.All().Single(session => session.Header.Title == title).Header.Id));
    }

    [Fact]
    public void ScanOrphans_NumberOfALostSession_IsNotGivenToAnother()
    {
        Lose(_norway.IndexFile, Mine.Layout.MasterIndex);
        TestArchive restored = Restored(out List<RestoreReport> reports);
        Assert.Equal(2, reports.Find(report => report.State == "Recovered")!.Restored);
        Assert.Equal([1, 3], restored.Use(db => db.Sessions.All().Select(session => session.Header.Id).Order().ToList()));
    }

    [Fact]
    public void ScanOrphans_PhotoThatWasNeverRegistered_IsLeft()
    {
        File.WriteAllBytes(Mine.Photo("new.jpg"), TestPhotos.Jpeg(9));
        File.CreateSymbolicLink(Mine.Photo("link.jpg"), Mine.Photo("new.jpg"));
        Lose(_italy.IndexFile);
        TestArchive restored = Restored(out _);
        Assert.DoesNotContain(Contents(restored), line => line.EndsWith("new.jpg", StringComparison.Ordinal));
        Assert.Contains(_warnings, warning => warning.StartsWith("1 photo(s)", StringComparison.Ordinal));
    }

    [Fact]
    public void ScanOrphans_RegisteredPhotoThatWasMoved_IsLeftToSync()
    {
        File.Move(Mine.Photo($"{PhotoFolder("Norway")}/3.jpg"), Mine.Photo("moved.jpg"));
        string[] before = Contents(Mine);
        Assert.Equal(before, Contents(Restored(out List<RestoreReport> reports)));
        Assert.Equal(["Italy Valid 2 0 0", "Norway Valid 2 0 0"], Summary(reports));
    }

    [Fact]
    public void ScanOrphans_IndexDamaged_CompletesWhatCouldBeReadOfIt()
    {
        string[] before = Contents(Mine);
        string text = File.ReadAllText(_italy.IndexFile);
        File.WriteAllText(_italy.IndexFile, text.Replace("\"sha256\": \"", "\"sha256\": \"x"));
        TestArchive restored = Restored(out List<RestoreReport> reports);
        Assert.Equal("Italy", reports[^1].Session);
        Assert.Equal((2L, 0L, 0L), (reports[^1].Restored, reports[^1].Missing, reports[^1].Damaged));
        Assert.Equal(before, Contents(restored));
    }

    [Fact]
    public void Restore_ImportInterrupted_CanBeResumed()
    {
        Directory.Delete(Source, recursive: true);
        for (int i = 10; i < 20; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        TestArchive interrupted = Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Replace && path.EndsWith("session_3.json", StringComparison.Ordinal))
                throw new IOException("The power is gone.");
        });
        Assert.ThrowsAny<Exception>(() => interrupted.Import(Source, "Later"));
        TestArchive restored = Restored(out _);
        Assert.Equal("Incomplete", restored.Use(db => db.Sessions.All().Single(session => session.Header.Title == "Later").Header.Status));
        ImportSession resumed = Assert.Single(restored.ResumeConfirmed()); // the restored catalog did not begin it
        Assert.Equal(("Later", "Completed", 10), (resumed.Title, resumed.Status, resumed.Imported));
    }

    private string PhotoFolder(string session) => Mine.Photos().First(path => path.Contains($"/{session}/", StringComparison.Ordinal)) is var path ? path[..path.LastIndexOf('/')] : "";
}
