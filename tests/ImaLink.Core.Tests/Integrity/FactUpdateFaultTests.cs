using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Media.Metadata;
using ImaLink.Tests.Import;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Integrity;

/// <summary>Reading facts again that is stopped, or met by another catalog, is finished by the next run and undone by none.</summary>
public sealed class FactUpdateFaultTests : FactUpdateTest
{
    [Fact]
    public void Run_StoppedAtAnyChangeToTheDisk_IsFinishedByTheNext()
    {
        Photos(4);
        for (int at = 0; ; at++)
        {
            Age(change: file => file.CameraModel = "EARLIER");
            int count = 0;
            var failing = new DurableFiles { FaultPoint = (_, _) => { if (count++ == at) throw new StopException(); } };
            try
            {
                Run(files: failing);
                Assert.True(at > 4);
                return;
            }
            catch (StopException)
            {
            }

            Run();
            Assert.All(Entries(), entry => Assert.Equal(("Canon EOS R6", FactReader.Version), (entry.CameraModel, entry.FactsVersion)));
            With(db => Consistency.AssertConsistent(db, Mine.Storage));
        }
    }

    [Fact]
    public void Run_OrientationChanges_ThePreviewIsMadeAgain_WhereverItWasStopped()
    {
        Put("turned.jpg", TestPhotos.Jpeg(1));
        Put("without.jpg", TestPhotos.Jpeg(3));
        Mine.Import(Source, "Italy", request => request with { Layout = "{source}", NoPreview = false });
        string preview = Mine.Layout.Hotpreview(Files().Single(file => file.Name == "turned.jpg").Hothash);
        byte[] right = File.ReadAllBytes(preview);
        for (int at = 0; ; at += 3)
        {
            File.WriteAllBytes(preview, [1, 2, 3]); // as the earlier readers had it turned
            Age(change: file => (file.Orientation, file.HasHotpreview) = file.Filename == "turned.jpg" ? (8, true) : (1, false));
            int count = 0;
            var failing = new DurableFiles { FaultPoint = (_, _) => { if (count++ == at) throw new StopException(); } };
            bool stopped = false;
            try
            {
                Assert.Equal(["Orientation"], Run(files: failing).Select(change => change.Fact));
            }
            catch (StopException)
            {
                stopped = true;
                Run();
            }

            Assert.Equal(right, File.ReadAllBytes(preview));
            Assert.Equal([true, false], Files().OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => file.HasHotpreview));
            Assert.All(Entries(), entry => Assert.Equal(FactReader.Version, entry.FactsVersion));
            With(db => Consistency.AssertConsistent(db, Mine.Storage));
            if (!stopped)
                break;
        }
    }

    [Fact]
    public void Run_OrientationChangesWhileAnotherHoldsTheStorage_ThePreviewStaysUntilItsTurn()
    {
        Put("turned.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source, "Italy", request => request with { Layout = "{source}", NoPreview = false });
        string preview = Mine.Layout.Hotpreview(Files().Single().Hothash);
        byte[] right = File.ReadAllBytes(preview);
        File.WriteAllBytes(preview, [1, 2, 3]); // as the earlier readers had it turned
        Age(change: file => (file.Orientation, file.HasHotpreview) = (8, true));
        using (StorageLock.Acquire(Mine.Layout, Timeout, default))
            Assert.Single(Run(lockTimeout: TimeSpan.Zero));
        Assert.True(File.Exists(preview));
        Assert.Empty(Run());
        Assert.Equal(right, File.ReadAllBytes(preview));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_StoppedInTheMiddle_GoesOnWhereItWas()
    {
        Photos(600);
        Age(change: file => file.CameraModel = "EARLIER");
        // Whoever takes the results goes away after the first batch: what was told is kept, and nothing else.
        List<FactChange> first = Mine.Use(db => new FactUpdateService(db, Timeout).Run(Request(), Mine.Reporter, default).Take(300).ToList());
        int kept = Files().Count(file => file.CameraModel != "EARLIER");
        Assert.InRange(kept, 1, 300);
        List<FactChange> second = Run();
        Assert.Equal(600 - kept, second.Count);
        Assert.Equal(600, first.Concat(second).Select(change => change.RelativePath).Distinct().Count());
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_StoppedAfterTheFirstChange_NextTellsAllThatWereNotTold()
    {
        Photos(20);
        Age(change: file => file.CameraModel = "EARLIER");
        FactChange first = Mine.Use(db => new FactUpdateService(db, Timeout).Run(Request(), Mine.Reporter, default).First());
        Assert.Equal(20, Run().Append(first).Select(change => change.RelativePath).Distinct().Count());
    }

    [Fact]
    public void Run_StorageThatAnotherHolds_KeepsWhatWasReadAndSaysSo()
    {
        Photos(2);
        Age(change: file => file.CameraModel = "EARLIER");
        string index = File.ReadAllText(Mine.Layout.SessionIndex(1));
        using (StorageLock.Acquire(Mine.Layout, Timeout, default))
            Assert.Equal(2, Run(lockTimeout: TimeSpan.Zero).Count);
        Assert.Equal(index, File.ReadAllText(Mine.Layout.SessionIndex(1)));
        Assert.All(Files(), file => Assert.Equal("Canon EOS R6", file.CameraModel));
        Assert.Empty(Run()); // nothing is read, and the index gets what it lacks
        Assert.All(Entries(), entry => Assert.Equal("Canon EOS R6", entry.CameraModel));
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Run_TwoCatalogs_NeitherTakesTheBetterFactsBack()
    {
        Photos(3);
        Age(change: file => file.CameraModel = "EARLIER");
        using var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
        new StorageService(other, Timeout).Register(Mine.Layout.Root, null, default);
        // Read here, not written yet; meanwhile the other writes the index, with the facts of the earlier readers.
        using (StorageLock.Acquire(Mine.Layout, Timeout, default))
            Run(lockTimeout: TimeSpan.Zero);
        ImportSession session = new SessionOperations(other, Timeout).Find(null, null).Single();
        new SessionOperations(other, Timeout).Set(session, "Renamed elsewhere", null, null);
        Assert.All(Entries(), entry => Assert.Equal("EARLIER", entry.CameraModel));

        Assert.Empty(Run());

        Assert.All(Entries(), entry => Assert.Equal(("Canon EOS R6", FactReader.Version), (entry.CameraModel, entry.FactsVersion)));
        Assert.Equal("Renamed elsewhere", Files()[0].Session);
        Touch(other);
        Assert.All(new FileQuery(other).Run(new FileFilter()), file => Assert.Equal("Canon EOS R6", file.CameraModel));
        Assert.Empty(new FactUpdateService(other, Timeout).Run(new FactUpdateRequest { Filters = [new FileFilter()] }, Mine.Reporter, default));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Merge_OlderIndexThatWasReadByBetterReaders_GivesItsFacts()
    {
        Photos(2);
        Age(change: file => file.CameraModel = "EARLIER");
        byte[] master = File.ReadAllBytes(Mine.Layout.MasterIndex);
        Run();
        string better = File.ReadAllText(Mine.Layout.SessionIndex(1));
        // A catalog that knows a newer index by earlier readers meets one that is older and was read by better ones.
        using var other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
        new StorageService(other, Timeout).Register(Mine.Layout.Root, null, default);
        other.Transaction(() => other.Execute("UPDATE file SET camera_model = 'EARLIER', facts_version = NULL"));
        other.Execute("UPDATE session SET revision = revision + 7, index_sha256 = 'other'");
        File.WriteAllText(Mine.Layout.SessionIndex(1), better);
        Touch(other);
        Assert.All(new FileQuery(other).Run(new FileFilter()), file => Assert.Equal("Canon EOS R6", file.CameraModel));
        Assert.NotEmpty(master);
    }

    [Fact]
    public void Run_Cancelled_StopsAndKeepsWhatWasRead()
    {
        Photos(600);
        Age(change: file => file.CameraModel = "EARLIER");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => With(db =>
        {
            foreach (FactChange _ in new FactUpdateService(db, Timeout).Run(Request(), Mine.Reporter, stop.Token))
                stop.Cancel();
        }));
        Assert.InRange(Files().Count(file => file.CameraModel != "EARLIER"), 1, 599);
    }

    /// <summary>Opens the storage for writing, which merges what others wrote, and writes what is due.</summary>
    private void Touch(CatalogDatabase catalog)
    {
        using var writer = StorageWriter.Open(catalog, catalog.Storages.Find(Mine.Storage.Uuid)!, new DurableFiles(), Timeout, default);
        writer.WriteIndexes();
    }

#pragma warning disable CA1032, CA1064 // a test's own
    private sealed class StopException : Exception;
#pragma warning restore CA1032, CA1064
}
