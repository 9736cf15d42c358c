using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Replication;

namespace ImaLink.Tests.Import;

/// <summary>The zone of a session is decided once, at its import, and everything that happens to it later keeps it.</summary>
[Trait("Category", "Culture")]
public sealed class SessionZoneTests : SessionLifeTest
{
    private ImportSession Tokyo(TestArchive? archive = null)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        return (archive ?? Mine).Import(Source, options: request => request with { TimeZone = "asia/tokyo" });
    }

    private static string? Indexed(ImportSession session) => SessionIndexFile.ReadHeader(session.IndexFile).TimeZone;

    private ImportSession Known() => Mine.Sessions(service => service.Find(null, null).First());

    private ImportSession Set(ImportSession session, string zone) => Mine.Sessions(service => service.Set(session, null, null, null, zone));

    [Fact]
    public void Import_WithATimeZone_RecordsIt()
    {
        ImportSession session = Tokyo();
        Assert.Equal(("Asia/Tokyo", "Asia/Tokyo", "Asia/Tokyo"), (session.TimeZone, Indexed(session), Known().TimeZone));
    }

    [Fact]
    public void Import_WithoutATimeZone_RecordsThatOfTheMachine()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        ImportSession session = Mine.Import(Source);
        Assert.Equal((MachineZone.Name(), MachineZone.Name()), (session.TimeZone, Indexed(session)));
    }

    [Fact]
    public void Import_OfAZoneThatThereIsNot_IsRefusedBeforeAnythingIsWritten()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        var error = Fails(ErrorCode.InvalidValue, () => Mine.Import(Source, options: request => request with { TimeZone = "Mars/Olympus" }));
        Assert.Contains("Mars/Olympus", error.Message);
        Assert.Empty(Mine.Leftovers());
        Assert.Empty(Mine.Sessions(service => service.Find(null, null).ToList()));
    }

    [Fact]
    public void Resume_KeepsTheZoneThatTheImportBeganWith()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        var broken = Mine.With((called, path) =>
        {
            if (called == DurableOperation.Create && path.Contains("incoming"))
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.");
        });
        Fails(ErrorCode.WriteFailed, () => broken.Import(Source, options: request => request with { TimeZone = "Pacific/Auckland" }));
        ImportSession session = Assert.Single(Mine.Resume());
        Assert.Equal(("Pacific/Auckland", "Pacific/Auckland"), (session.TimeZone, Indexed(session)));
    }

    [Fact]
    public void Import_InPlace_HasOneToo()
    {
        Library("a.jpg", TestPhotos.Jpeg(1));
        ImportSession session = Mine.Import(Mine.Layout.Photos, options: request => request with { InPlace = true, TimeZone = "Europe/Oslo" });
        Assert.Equal("Europe/Oslo", Indexed(session));
    }

    [Fact]
    public void Copy_OfASession_HasItsZone()
    {
        ImportSession session = Tokyo();
        var second = new TestArchive(Path.Combine(Folder, "second"), "Second", catalog: Mine.Catalog);
        ImportSession copy = Mine.Use(db => new SessionCopyService(db, TimeSpan.FromSeconds(2)).Copy(session, Selector.ByUuid(second.Storage.Uuid), Mine.Reporter, default).In(db));
        Assert.Equal(("Asia/Tokyo", "Asia/Tokyo"), (copy.TimeZone, Indexed(copy)));
        Assert.Equal("Asia/Tokyo", new SessionHeader { TimeZone = "Asia/Tokyo" }.ContinuedIn(Guid.NewGuid(), "x").TimeZone);
    }

    /// <summary>One film has one local time, in whichever storage it is found.</summary>
    [Fact]
    public void Set_TimeZone_IsThatOfItsCopiesToo()
    {
        ImportSession session = Tokyo();
        var second = new TestArchive(Path.Combine(Folder, "second"), "Second", catalog: Mine.Catalog);
        ImportSession copy = Mine.Use(db => new SessionCopyService(db, TimeSpan.FromSeconds(2)).Copy(session, Selector.ByUuid(second.Storage.Uuid), Mine.Reporter, default).In(db));
        List<(string, string?)> Told() => Mine.Sessions(service => service.Find(null, null).Select(found => (found.Title, found.TimeZone)).Order().ToList());
        Mine.Sessions(service => service.Set(session, "Renamed", null, null, "Europe/Oslo"));
        Assert.Equal([(copy.Title, "Europe/Oslo"), ("Renamed", "Europe/Oslo")], Told().OrderBy(told => told.Item1 == "Renamed"));
        Assert.Equal(("Europe/Oslo", "Europe/Oslo"), (Indexed(session), Indexed(copy)));

        string away = second.Layout.Root + ".away";
        Directory.Move(second.Layout.Root, away);
        Set(session, "Europe/Rome");
        Assert.All(Told(), told => Assert.Equal("Europe/Rome", told.Item2));
        Directory.Move(away, second.Layout.Root);
        Assert.Equal(("Europe/Rome", "Europe/Oslo"), (Indexed(session), Indexed(copy)));
        second.Write();
        Assert.Equal("Europe/Rome", Indexed(copy));

        // Of a copy it is said as well, and a busy storage leaves all as it is.
        Set(copy, "Asia/Tokyo");
        Assert.Equal(("Asia/Tokyo", "Asia/Tokyo"), (Indexed(session), Indexed(copy)));
        using (StorageLock.Acquire(second.Layout, TimeSpan.Zero))
            Fails(ErrorCode.StorageBusy, () => Mine.Sessions(service => service.Set(session, null, null, null, "Europe/Oslo")));
        Assert.All(Told(), told => Assert.Equal("Asia/Tokyo", told.Item2));
    }

    [Fact]
    public void Restore_FromTheIndexes_BringsItBack()
    {
        Tokyo();
        using var lost = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "lost.db"));
        var service = new RecoveryService(lost);
        service.Restore(service.Find([Mine.Layout.Root], Mine.Reporter, default).Single(), new RestoreRequest(), _ => { }, Mine.Reporter, default);
        Assert.Equal("Asia/Tokyo", lost.Sessions.All().Single().Header.TimeZone);
    }

    [Fact]
    public void Set_TimeZone_IsRecordedAndOtherCatalogsTakeItOver()
    {
        ImportSession session = Tokyo();
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        ImportSession changed = Set(session, "Eastern Standard Time");
        Assert.Equal(("America/New_York", "America/New_York"), (changed.TimeZone, Indexed(changed)));
        other.Write();
        Assert.Equal("America/New_York", other.Sessions(service => service.Find(null, null).Single()).TimeZone);
        Assert.Contains("Europe/Oslo", Fails(ErrorCode.InvalidValue, () => Set(changed, "")).Message);
        Assert.DoesNotContain("''", Fails(ErrorCode.InvalidValue, () => Set(changed, "")).Message, StringComparison.Ordinal);
        Fails(ErrorCode.InvalidValue, () => Set(changed, "Mars"));
        Assert.Equal("America/New_York", Known().TimeZone);
    }

    [Fact]
    public void Set_WhileTheStorageIsOffline_IsWrittenOnItsNextVisit()
    {
        ImportSession session = Tokyo();
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        string away = Mine.Layout.Root + ".away";
        Directory.Move(Mine.Layout.Root, away);
        Assert.Equal("Europe/Oslo", Set(session, "Europe/Oslo").TimeZone);
        Directory.Move(away, Mine.Layout.Root);
        // Meanwhile somebody said something else of it.
        other.Sessions(service => service.Set(service.Find(null, null).Single(), "Renamed", null, null));
        Mine.Write();
        Assert.Equal(("Europe/Oslo", "Renamed"), (Indexed(session), Known().Title));
    }

    [Fact]
    public void RemovedSession_RestoredFromTheTrash_HasItsZone()
    {
        ImportSession session = Tokyo();
        Mine.Remove(session);
        Mine.Use(db =>
        {
            var trash = new ImaLink.Trash.TrashService(db, TimeSpan.FromSeconds(2));
            trash.Restore(Mine.Storage.Uuid, [.. trash.Find(null, null, OperationReporter.None).Select(item => item.Id)], Mine.Reporter, default);
            return 0;
        });
        Assert.Equal("Asia/Tokyo", Known().TimeZone);
        Assert.Empty(Mine.Errors);
    }

    /// <summary>A newer version may know zones that this one does not: the name is kept, and blocks nothing.</summary>
    [Fact]
    public void Merge_AZoneThatIsNotKnownHere_IsKept()
    {
        ImportSession session = Tokyo();
        SessionHeader header = SessionIndexFile.ReadHeader(session.IndexFile);
        (header.TimeZone, header.Revision) = ("Moon/Tranquility", header.Revision + 1);
        List<FileEntry> files = [.. SessionIndexFile.ReadFiles(session.IndexFile)];
        new DurableFiles().Replace(session.IndexFile, stream => SessionIndexFile.Write(stream, header, files));
        Mine.Write();
        Assert.Equal("Moon/Tranquility", Known().TimeZone);
        Mine.Sessions(service => service.Set(Known(), "Renamed", null, null));
        Assert.Equal(("Moon/Tranquility", "Renamed"), (Indexed(session), Known().Title));
    }
}
