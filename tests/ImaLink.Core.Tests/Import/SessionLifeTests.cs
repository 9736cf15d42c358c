using ImaLink.Files;
using ImaLink.Import;

namespace ImaLink.Tests.Import;

/// <summary>What comes after the copying: manifest and times, registration in place, resuming, removing, checking a card.</summary>
public sealed class SessionLifeTests : SessionLifeTest
{
    private static readonly ImportRequest InPlace = new() { Paths = [], Title = "Library", InPlace = true, NoPreview = true };

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
