using ImaLink.Files;
using ImaLink.Import;

namespace ImaLink.Tests.Import;

/// <summary>What interrupted an import costs nothing: it goes on and copies nothing twice.</summary>
public sealed class ResumeTests : SessionLifeTest
{
    [Fact]
    public void Resume_CancelledBeforeTheInterruptedBatchIsReadAgain_PlacesNothing()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Interrupt(DurableOperation.Rename, 1);
        // What is cleaned up when the storage is opened gives the moment.
        Directory.CreateDirectory(Path.Combine(Mine.Layout.Journals, "never-begun"));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Mine.With((_, path) =>
        {
            if (path.Contains("never-begun"))
                stop.Cancel();
        }).Resume(cancellationToken: stop.Token));
        Assert.Empty(Mine.Photos());
        Assert.Equal(1, Assert.Single(Mine.Resume()).Imported);
    }

    [Fact]
    public void Import_Cancelled_StopsAndCanBeResumed()
    {
        for (int i = 0; i < 300; i++)
            Put($"{i:000}.jpg", TestPhotos.Jpeg(i));
        foreach (int at in new[] { 1, 150, 299 })
        {
            string folder = Path.Combine(Folder, $"{at}");
            var archive = new TestArchive(folder);
            using var stop = new CancellationTokenSource();
            int created = 0;
            var clock = new System.Diagnostics.Stopwatch();
            var interrupted = archive.With((operation, path) =>
            {
                if (operation == DurableOperation.Create && path.Contains("incoming") && Interlocked.Increment(ref created) == at)
                {
                    clock.Start();
                    stop.Cancel();
                }
            });
            Assert.ThrowsAny<OperationCanceledException>(() => interrupted.Import(new ImportRequest { Paths = [Source], Title = "Italy", NoPreview = true }, stop.Token));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed} to stop.");
            Assert.InRange(created, at, at + 32); // those under way, and no more
            var session = Assert.Single(archive.Resume());
            Assert.Equal(300, session.Imported);
            AssertAddsUp(archive, session, archive.Items(session));
        }
    }

    [Fact]
    public void Resume_WhatWasPlaced_IsNotCopiedAgain()
    {
        for (int i = 0; i < 20; i++)
            Put($"{i:00}.jpg", TestPhotos.Jpeg(i));
        Interrupt(DurableOperation.Rename, 8);
        Assert.Equal(7, Mine.Photos().Count);
        int created = 0;
        Assert.Single(Mine.With((operation, path) => created += operation == DurableOperation.Create && path.Contains("incoming") ? 1 : 0).Resume());
        Assert.Equal(0, created); // all had been taken in and journaled
        Assert.Equal(20, Mine.Photos().Count);
    }

    [Fact]
    public void Resume_PlacedPhotoWasMovedAway_IsTakenInAgainWithItsSidecar()
    {
        for (int i = 0; i < 5; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        Put("1.xmp", TestPhotos.Xmp("1"));
        Put("z.jpg", TestPhotos.Jpeg(1));
        Interrupt(DurableOperation.Rename, 5);
        File.Move(Mine.Photo("2024/Italy/1.jpg"), Path.Combine(Folder, "taken.jpg"));
        Interrupt2();
        var session = Assert.Single(Mine.Resume());
        Assert.Equal((5, 1, 1), (session.Imported, session.Companion, session.Duplicate));
        AssertAddsUp(Mine, session, Mine.Items(session));
        Assert.Single(TestArchive.Index(session).Single(entry => entry.Filename == "1.jpg").Companions!);

        void Interrupt2() => Fails(ErrorCode.WriteFailed, () => Mine.With((operation, path) =>
        {
            // Interrupted again, in the middle of making the lost copy once more: the partial one must never be placed.
            if (operation == DurableOperation.Flush && path.Contains("incoming"))
            {
                using (var copy = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    copy.SetLength(10);
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.");
            }
        }).Resume());
    }

    [Fact]
    public void Resume_JournalTornInABatch_SidecarStillFindsItsPhoto()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("a"));
        Put("b.jpg", TestPhotos.Jpeg(2));
        Interrupt(DurableOperation.Rename, 1);
        string records = Directory.EnumerateFiles(Mine.Layout.Journals, "records.jsonl", SearchOption.AllDirectories).Single();
        string[] lines = File.ReadAllLines(records);
        File.WriteAllText(records, lines[0] + "\n" + lines[1] + "\n" + lines[2][..40]); // the sidecar's line was not written whole
        var session = Assert.Single(Mine.Resume());
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion", "b.jpg: Imported"], Verdicts(session));
        Assert.Single(TestArchive.Index(session).Single(entry => entry.Filename == "a.jpg").Companions!);
    }

    [Fact]
    public void Resume_StrangerAtThePlace_IsNotTakenForTheCopy()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("mine"));
        Interrupt(DurableOperation.Rename, 1);
        Library("2024/Italy/a.xmp", TestPhotos.Xmp("your")); // as long as the one that was to be placed there
        var session = Assert.Single(Mine.Resume());
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion"], Verdicts(session));
        Assert.Equal(3, Mine.Photos().Count);
    }

    [Fact]
    public void Resume_SourceGone_NeedsToBeTold()
    {
        for (int i = 0; i < 5; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        Interrupt(DurableOperation.Create, 3);
        Directory.Move(Source, Source + ".away");
        var error = Fails(ErrorCode.PathNotFound, () => Mine.Resume());
        Assert.Contains("-SkipMissingSource", error.Message);
        var session = Assert.Single(Mine.Resume(skipMissingSource: true));
        Assert.Equal(5, session.SourceFiles);
        Assert.Equal(session.SourceFiles, session.Imported + session.Failed);
        Assert.Equal(session.Failed, Mine.Errors.Count);
        Fails(ErrorCode.NothingToResume, () => Mine.Resume());
        Directory.Move(Source + ".away", Source);
        AssertAddsUp(Mine, session, Mine.Items(session));
    }

    [Fact]
    public void Resume_SourceGoneAfterTheLastCopy_DoesNotNeedIt()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Assert.Throws<InvalidOperationException>(() => Mine.With((operation, path) =>
        {
            if (path.Contains("hotpreviews"))
                throw new InvalidOperationException("Killed.");
        }).Import(Source, options: request => request with { NoPreview = false }));
        Directory.Move(Source, Source + ".away");
        Assert.Equal(1, Assert.Single(Mine.Resume()).Imported);
    }
}
