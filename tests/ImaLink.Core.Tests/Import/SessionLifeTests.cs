using ImaLink.Files;
using ImaLink.Import;

namespace ImaLink.Tests.Import;

/// <summary>What comes after the copying: manifest and times, registration in place, resuming, removing, checking a card.</summary>
public sealed class SessionLifeTests : ImportTest
{
    private static readonly ImportRequest InPlace = new() { Paths = [], Title = "Library", InPlace = true, NoPreview = true };

    private string Library(string name, byte[] content)
    {
        string path = Mine.Photo(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>An import that stops when the n-th copy is begun, or placed.</summary>
    private void Interrupt(DurableOperation operation, int number, string? source = null)
    {
        int count = 0;
        var archive = Mine.With((called, path) =>
        {
            if (called == operation && path.Contains(operation == DurableOperation.Create ? "incoming" : "photos") && Interlocked.Increment(ref count) >= number)
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.");
        });
        Fails(ErrorCode.WriteFailed, () => archive.Import(source ?? Source));
    }

    [Fact]
    public void Import_Photos_KeepTheirTimesAndTheSourceIsUnchanged()
    {
        string path = Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("a"));
        Put("b.txt", "text"u8.ToArray());
        string before = Tree.Of(Source);
        Mine.Import(Source, options: request => request with { NoPreview = false });
        Assert.Equal(before, Tree.Of(Source));
        Assert.Equal(File.GetLastWriteTimeUtc(path), File.GetLastWriteTimeUtc(Mine.Photo("2024/Italy/a.jpg")));
        Assert.Equal(File.GetLastWriteTimeUtc(Path.Combine(Source, "a.xmp")), File.GetLastWriteTimeUtc(Mine.Photo("2024/Italy/a.xmp")));
        Assert.Equal(2, Manifest.Verify(Mine));
    }

    [Fact]
    public void Import_InPlace_RegistersAllAndTouchesNothing()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows allows few of these names.");
        foreach (string name in new[] { "a.jpg", "line\nbreak.jpg", "carriage\rreturn.jpg", "back\\slash.jpg", " space and 'quote'.jpg", "\\", "deep/a.jpg" })
            Library(name, TestPhotos.Jpeg(name.Length));
        Library("copy.jpg", TestPhotos.Jpeg(5));
        Library("copy.xmp", TestPhotos.Xmp("copy"));
        File.CreateSymbolicLink(Mine.Photo("link.jpg"), Put("outside.jpg", TestPhotos.Jpeg(99)));
        string before = Tree.Of(Mine.Layout.Photos);
        var session = Mine.Import(InPlace with { Paths = [Mine.Layout.Photos] });
        Assert.Equal(before, Tree.Of(Mine.Layout.Photos));
        AssertAddsUp(Mine, session, Mine.Items(session));
        Assert.Equal((8, 1, 1, 0), (session.Imported, session.Companion, session.Skipped, session.Duplicate));
        Assert.Equal(9, Manifest.Verify(Mine));

        session = Mine.Import(InPlace with { Paths = [Mine.Layout.Photos, Mine.Photo("deep")] });
        Assert.Equal((0, session.SourceFiles), (session.Imported, session.Skipped));
        Assert.Equal(9, Manifest.Verify(Mine));
    }

    [Fact]
    public void Import_InPlaceWithPathsThatOverlap_RegistersEachFileOnce()
    {
        Library("deep/a.jpg", TestPhotos.Jpeg(1));
        var session = Mine.Import(InPlace with { Paths = [Mine.Layout.Photos, Mine.Photo("deep")] });
        Assert.Equal((2, 1, 1), (session.SourceFiles, session.Imported, session.Skipped));
        Assert.Single(TestArchive.Index(session));
    }

    [Fact]
    public void Remove_Session_TakesItsFilesToTheTrashAndTheyCanBeImportedAgain()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("a"));
        var session = Mine.Import(Source);
        Mine.Remove(session);
        Assert.Empty(Mine.Photos());
        Assert.Empty(Mine.Sessions(service => service.Find(null, null).ToList()));
        Assert.Equal(0, Manifest.Verify(Mine));
        Assert.All(Mine.Check(Source), result => Assert.Equal("NotHeld", result.Verdict));
        session = Mine.Import(Source, "Again");
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion"], Verdicts(session));
        Assert.EndsWith("session_2.json", session.IndexFile);
    }

    [Fact]
    public void Remove_SessionThatHoldsOthersDuplicates_PassesThemOn()
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("1/b.jpg", TestPhotos.Jpeg(2));
        Put("2/a.jpg", TestPhotos.Jpeg(1));
        var first = Mine.Import(Path.Combine(Source, "1"), "First");
        var second = Mine.Import(Path.Combine(Source, "2"), "Second");
        Mine.Remove(first);
        Assert.Equal(["2024/First/a.jpg"], Mine.Photos());
        Assert.Equal("photos/2024/First/a.jpg", Assert.Single(TestArchive.Index(second)).Path);
        Assert.Equal("Held", Assert.Single(Mine.Check(Path.Combine(Source, "2"))).Verdict);
        Assert.Equal(1, Manifest.Verify(Mine));
    }

    [Fact]
    public void Remove_SessionThatHoldsDuplicatesOfAnotherStorage_GoesOnThereForThem()
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("1/b.jpg", TestPhotos.Jpeg(2));
        Put("2/a.jpg", TestPhotos.Jpeg(1));
        var first = Mine.Import(Path.Combine(Source, "1"), "First");
        var other = new TestArchive(Path.Combine(Folder, "other"), "Other", catalog: Mine.Catalog);
        var second = other.Import(Path.Combine(Source, "2"), "Second", request => request with { SkipKnownElsewhere = true });
        Assert.Equal(1, second.Duplicate);

        Directory.Move(Path.Combine(Folder, "other"), Path.Combine(Folder, "unplugged"));
        Fails(ErrorCode.StorageOffline, () => Mine.Remove(first));
        Assert.Equal(2, Mine.Photos().Count);
        Directory.Move(Path.Combine(Folder, "unplugged"), Path.Combine(Folder, "other"));

        Mine.Remove(first);
        Assert.Equal(["2024/First/a.jpg"], Mine.Photos());
        var heir = Assert.Single(Mine.Sessions(service => service.Find(null, Selector.ByUuid(Mine.Storage.Uuid)).ToList()));
        Assert.Equal((second.Uuid, "Second"), (heir.Uuid, heir.Title));
        Assert.Equal("photos/2024/First/a.jpg", Assert.Single(TestArchive.Index(heir)).Path);
        Assert.Equal("Held", Assert.Single(Mine.Check(Path.Combine(Source, "2"))).Verdict);
        Assert.Equal(1, Manifest.Verify(Mine));

        // Whom the owner removes here as well does not inherit from itself.
        Mine.Remove(heir);
        Assert.Empty(Mine.Photos());
    }

    [Fact]
    public void Remove_AnOfflineStorageHasACopyOfWhatIsAccessible_IsCarriedOut()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        var first = Mine.Import(Source, "First");
        var other = new TestArchive(Path.Combine(Folder, "other"), "Other", catalog: Mine.Catalog);
        other.Import(Source, "Own");
        Directory.Move(Path.Combine(Folder, "other"), Path.Combine(Folder, "unplugged"));
        Mine.Remove(first);
        Assert.Empty(Mine.Photos());
    }

    [Fact]
    public void Remove_SessionThatAnInterruptedImportCountsOn_PassesItsFilesOn()
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("2/a.jpg", TestPhotos.Jpeg(1));
        Put("2/b.jpg", TestPhotos.Jpeg(2));
        var first = Mine.Import(Path.Combine(Source, "1"), "First");
        Interrupt(DurableOperation.Rename, 1, Path.Combine(Source, "2"));
        Mine.Remove(first);
        var session = Assert.Single(Mine.Resume());
        Assert.Equal((1, 1), (session.Duplicate, session.Imported));
        Assert.All(Mine.Check(Path.Combine(Source, "2")), result => Assert.Equal("Held", result.Verdict));
    }

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
    public void Remove_InPlaceSession_LeavesItsFilesUnlessTold()
    {
        Library("a.jpg", TestPhotos.Jpeg(1));
        var session = Mine.Import(InPlace with { Paths = [Mine.Layout.Photos] });
        Mine.Remove(session);
        Assert.Equal(["a.jpg"], Mine.Photos());
        Assert.Equal(0, Manifest.Verify(Mine));
        Assert.Empty(Mine.Sessions(service => service.Find(null, null).ToList()));
        Mine.Remove(Mine.Import(InPlace with { Paths = [Mine.Layout.Photos] }), includeFile: true);
        Assert.Empty(Mine.Photos());
    }

    [Fact]
    public void Remove_InterruptedSession_IsRefused()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Interrupt(DurableOperation.Rename, 1);
        var session = Mine.Sessions(service => service.Find(null, null).Single());
        Assert.Equal("Incomplete", session.Status);
        Fails(ErrorCode.SessionIncomplete, () => Mine.Remove(session));
        Fails(ErrorCode.SessionIncomplete, () => Mine.Items(session));
    }

    [Fact]
    public void Check_Card_TellsWhatIsHeld()
    {
        Put("held.jpg", TestPhotos.Jpeg(1));
        Put("held.xmp", TestPhotos.Xmp("held"));
        Put("corrupt.jpg", TestPhotos.Jpeg(2));
        Put("deleted.jpg", TestPhotos.Jpeg(3));
        Mine.Import(Source);
        byte[] bytes = File.ReadAllBytes(Mine.Photo("2024/Italy/corrupt.jpg"));
        bytes[30] ^= 0xFF;
        File.WriteAllBytes(Mine.Photo("2024/Italy/corrupt.jpg"), bytes);
        File.Delete(Mine.Photo("2024/Italy/deleted.jpg"));
        Put("variant.jpg", TestPhotos.Variant(1));
        Put("new.jpg", TestPhotos.Jpeg(4));
        Put("text.txt", "text"u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(Source, "nothing.jpg"), "nowhere");
        string before = Tree.Of(Folder);
        Assert.Equal(
            ["corrupt.jpg NotHeld", "deleted.jpg NotHeld", "held.jpg Held", "held.xmp Held", "new.jpg NotHeld", "nothing.jpg Unreadable", "text.txt NotAPhoto", "variant.jpg HeldVariant"],
            Mine.Check(Source).Select(result => $"{Path.GetFileName(result.FullName)} {result.Verdict}").Order(StringComparer.Ordinal));
        Assert.Equal(["held.jpg", "held.xmp", "text.txt"], Mine.Check(Source).Where(result => result.Ok).Select(result => Path.GetFileName(result.FullName)).Order(StringComparer.Ordinal));
        Assert.Equal(before, Tree.Of(Folder));

        // Quick does not read what is held, and says so; what is not there is not held.
        var quick = Mine.Check(Source, quick: true).ToDictionary(result => Path.GetFileName(result.FullName));
        Assert.Equal(("Held", "Held", "NotHeld"), (quick["held.xmp"].Verdict, quick["corrupt.jpg"].Verdict, quick["deleted.jpg"].Verdict));
        Assert.Contains("not read again", quick["held.jpg"].Detail);
    }

    [Fact]
    public void Check_TheHeldFileItself_IsNoHolder()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        string held = Mine.Photo("2024/Italy/a.jpg");
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(held)).Verdict);
        string link = Path.Combine(Folder, "link.jpg"), folder = Path.Combine(Folder, "way");
        File.CreateSymbolicLink(link, held);
        Directory.CreateSymbolicLink(folder, Mine.Layout.Root);
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(link)).Verdict);
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(Path.Combine(folder, "photos", "2024"))).Verdict);
        Assert.Equal("Held", Assert.Single(Mine.Check(Source)).Verdict);
    }

    [Fact]
    public void Check_HolderInTrashOrOffline_IsNoHolder()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        var other = new TestArchive(Path.Combine(Folder, "other"), "Other", catalog: Mine.Catalog);
        other.Import(Source);
        Mine.Remove(Mine.Import(Source));
        Assert.StartsWith(other.Layout.Root, Assert.Single(Mine.Check(Source)).Detail);
        Directory.Move(other.Layout.Root, other.Layout.Root + ".unplugged");
        Assert.Equal("NotHeld", Assert.Single(Mine.Check(Source)).Verdict);
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

    [Fact]
    public void Import_IntoASecondStorage_ReadsEachFileOnce()
    {
        for (int i = 0; i < 20; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        new TestArchive(Path.Combine(Folder, "other"), "Other", catalog: Mine.Catalog).Import(Source);
        long bytes = 0;
        Mine.Sessions(service => service.Import(Selector.ByUuid(Mine.Storage.Uuid), new ImportRequest { Paths = [Source], Title = "Italy", NoPreview = true },
            new OperationReporter { Progress = progress => bytes = Math.Max(bytes, progress.Bytes) }, default));
        Assert.Equal(Directory.EnumerateFiles(Source).Sum(path => new FileInfo(path).Length), bytes);
    }
}
