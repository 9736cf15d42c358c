using ImaLink.Import;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Durability;

/// <summary>
/// A storage is scanned after an import died in it at its first durable call, its second…, and before the import is resumed: what it had
/// brought is at most new, never missing or changed; and in the end every photo is there once and registered once. By default it dies at some calls
/// only; at all with IMALINK_FAULTS.
/// </summary>
[Trait("Category", "Faults")]
public sealed class InterruptedImportScanTests : ImportTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(null)]
    [InlineData("Found")]
    public void Sync_AnImportWasInterrupted_FindsNothingFalseAndNothingIsLost(string? addNew)
    {
        for (int i = 0; i < 4; i++)
            Put($"IMG_{i}.jpg", TestPhotos.Jpeg(i));
        Put("IMG_0.xmp", TestPhotos.Xmp("0"));
        string place = Directory.Exists("/dev/shm") ? Path.Combine("/dev/shm", Path.GetFileName(Folder) + "-scans") : Path.Combine(Folder, "scans");
        var row = new FaultRow($"Sync-ImaFileStorage{(addNew is null ? "" : " -AddNew")}, then Resume-ImaSession", "the import died at a durable call");
        bool died = true;
        int step = Environment.GetEnvironmentVariable("IMALINK_FAULTS") is null ? 3 : 1;
        for (int n = 1; died; n += step)
        {
            var fault = new Fault(Fault.Dies, n);
            var archive = new TestArchive(Path.Combine(place, $"{n}"));
            died = Dies(() => archive.Use<object?>(db =>
            {
                fault.Strike(db);
                new SessionOperations(db, Timeout, fault.Files).Import(Selector.ByUuid(archive.Storage.Uuid), Request, OperationReporter.None, default);
                return null;
            }));
            if (died)
                row.Struck();
            row.Holds(fault.At, () => Assert.All(Sync(archive, addNew), finding => Assert.Equal("New", finding.Verdict)));
            if (archive.Sessions(service => service.Resumable(null, null).Any()))
                archive.Resume();
            else if (died)
                archive.Import(Request);
            row.NothingIsLost(fault.At, () => Assert.True(archive.Check(Source).TrueForAll(check => check.Ok)));
            row.Holds(fault.At, () => Assert.Empty(Sync(archive, addNew)));
            row.Holds(fault.At, () => archive.Use<object?>(db =>
            {
                Reconcile.Consistency.AssertConsistent(db, archive.Storage);
                return null;
            }));
            row.Holds(fault.At, () => Assert.Equal(5, archive.Photos().Count));
            Directory.Delete(Path.Combine(place, $"{n}"), recursive: true);
        }

        Directory.Delete(place);
        row.End();
    }

    private ImportRequest Request => new() { Paths = [Source], Title = "Italy", NoPreview = true };

    private static bool Dies(Action work)
    {
        try
        {
            work();
            return false;
        }
        catch (ImaLinkException)
        {
            return true;
        }
    }

    private static List<Finding> Sync(TestArchive archive, string? addNew) => archive.Use(db =>
    {
        var findings = new List<Finding>();
        new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.Storage.Uuid, new SyncRequest { AddNewTitle = addNew }, findings.Add, archive.Reporter, default);
        return findings;
    });
}
