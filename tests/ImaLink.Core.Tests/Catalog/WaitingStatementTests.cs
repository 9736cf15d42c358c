using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Catalog;

/// <summary>
/// One catalog says something of a photo and has not written it yet; another takes the photo's last file away, in every way there is. When the file is back, so are the words, in both.
/// </summary>
public sealed class WaitingStatementTests : MeetingTest
{
    private const string Path = "photos/a.jpg";

    private CatalogDatabase Here => _catalogs[0];

    private CatalogDatabase There => _catalogs[1];

    [Fact]
    public void Visit_AnotherCatalogRemovedTheFile_WordsAreToldToWaitAndComeBackFromTheTrash()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Remove(There);
        Visit(Here, _roots[0]);
        Assert.Contains("Restore-ImaTrash", Assert.Single(Here.Notices), StringComparison.Ordinal);
        Assert.False(IsDirty(Here)); // nothing can be written now
        Assert.Empty(WhatIsSaid(Here));
        AssertWhole(Here);

        RestoreAll(There);
        AssertSaidInBoth("title", "\"Forum\"");
        Meet();
    }

    [Fact]
    public void Restore_ByWhoSaidIt_WordsAreInTheIndexAtOnce()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Say(Here, "tag:Rome", "true");
        Remove(There);
        Visit(Here, _roots[0]);
        RestoreAll(Here);
        Assert.Equal(["tag:Rome", "title"], SessionIndexFile.ReadFiles(new StorageLayout(_roots[0]).SessionIndex(1)).Single().Said!.Select(said => said.Field));
        AssertSaidInBoth("title", "\"Forum\"");
    }

    [Fact]
    public void Restore_SomethingElseWasSaidInTheTrash_TheConflictIsToldWhicheverCounts()
    {
        BeginWithOne();
        Say(There, "title", "\"there 1\"");
        Say(There, "title", "\"there 2\"");
        Say(Here, "title", "\"here\"");
        Remove(There);
        Visit(Here, _roots[0]);
        RestoreAll(There);
        Visit(Here, _roots[0]);
        StatementConflict conflict = Assert.Single(Assert.Single(Here.StatementConflicts.OfStorage(1)).Fields);
        Assert.Equal(("\"here\"", "\"there 2\"", true), (conflict.Here.Value, conflict.There.Value, conflict.IsThereKept));
        AssertSaidInBoth("title", "\"there 2\"");
    }

    [Fact]
    public void Remove_AConflictWasNotToldYet_ItIsToldWhenTheFileIsBack()
    {
        BeginWithOne();
        Say(There, "title", "\"there 1\"");
        Say(There, "title", "\"there 2\"");
        Say(Here, "title", "\"here\"");
        Visit(There, _roots[0]);
        Remove(Here);
        Assert.Empty(Here.StatementConflicts.OfStorage(1));
        RestoreAll(Here);
        Assert.Equal("\"here\"", Assert.Single(Assert.Single(Here.StatementConflicts.OfStorage(1)).Fields).Here.Value);
    }

    [Fact]
    public void Remove_ByWhoSaidIt_WordsLieInTheTrashAndNowhereElse()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Remove(Here);
        Assert.Empty(Here.Notices);
        Assert.Equal(0, Here.Describe().Waiting);
        Visit(There, _roots[0]);
        RestoreAll(There);
        AssertSaidInBoth("title", "\"Forum\"");
    }

    [Fact]
    public void Visit_AnotherCatalogRemovedTheSession_WordsComeBackWithIt()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Visit(There, _roots[0]);
        var sessions = new SessionOperations(There, Patience);
        sessions.Remove(sessions.Get(Selector.ByUuid(There.Sessions.OfStorage(1)[0].Header.Uuid), null), includeFile: true, default);
        Visit(Here, _roots[0]);
        Assert.Equal(1, Here.Describe().Waiting);
        RestoreAll(There);
        AssertSaidInBoth("title", "\"Forum\"");
        Assert.Equal(0, Here.Describe().Waiting);
    }

    [Fact]
    public void Forget_StorageThatIsOffline_WordsAreWrittenWhenItIsRegisteredAgain()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Say(Here, "rating", null);
        string away = _roots[0] + ".away";
        Directory.Move(_roots[0], away);
        Assert.False(Storages(Here).Remove(Here.Storages.Get(1).Uuid, force: false));
        Assert.True(Storages(Here).Remove(Here.Storages.Get(1).Uuid, force: true));
        Assert.Single(Here.Notices);
        Directory.Move(away, _roots[0]);
        AssertSaidInBoth("title", "\"Forum\"");
    }

    [Fact]
    public void Import_OfAnImageThatIsWaitedFor_ItsWordsAreSaidOfIt()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Remove(There);
        Visit(Here, _roots[0]);
        AddImage(1, 0, "photos/again.jpg", Path);
        AssertSaidInBoth("title", "\"Forum\"");
    }

    [Fact]
    public void Visit_AnotherCatalogFoundTheFileEdited_WordsAndConflictsAreOfTheNewImage()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Say(Here, "rating", "1");
        Say(There, "rating", "2");
        Say(There, "rating", "3");
        Say(There, "rating", "4");
        Visit(There, _roots[0]);
        Change(There);
        Visit(Here, _roots[0]);
        StatementConflict conflict = Assert.Single(Assert.Single(Here.StatementConflicts.OfStorage(1)).Fields);
        Assert.Equal(("1", "4"), (conflict.Here.Value, conflict.There.Value));
        Assert.Empty(Here.Notices);
        Assert.Equal(0, Here.Describe().Waiting);
        AssertSaidInBoth("title", "\"Forum\"");
        AssertSaidInBoth("rating", "4");
    }

    [Fact]
    public void Visit_AnotherCatalogFoundAnotherHothash_WordsAreOfTheImageAsItIsKnownNow()
    {
        BeginWithOne();
        Say(Here, "title", "\"Forum\"");
        Visit(There, _roots[0], writer =>
        {
            FileRow row = There.Files.ByPath(writer.StorageId, Path)!;
            FileEntry now = new FileEntries(There).Get(row.Id);
            (now.FormerHothashes, now.Hothash, now.HothashScheme) = ([now.Hothash], Hash("the picture in it"), "image-data");
            There.Files.Put(row.StorageId, row.SessionId, now);
            There.Sessions.MarkDirty(row.SessionId);
        });
        Visit(Here, _roots[0]);
        Assert.Equal(0, Here.Describe().Waiting);
        AssertSaidInBoth("title", "\"Forum\"");
    }

    [Fact]
    public void Sync_WhoSaidItFindsTheFileEdited_AConflictIsStillToldWhenTheOtherIsMet()
    {
        BeginWithOne();
        Say(Here, "title", "\"here\"");
        Say(There, "title", "\"there 1\"");
        Say(There, "title", "\"there 2\"");
        Here.Transaction(() => Record(Here, Here.Files.ByPath(1, Path)!)); // and the index was not written: the machine went down
        Visit(There, _roots[0]);
        Visit(Here, _roots[0]); // the index, which knows nothing of it, is the newer
        Change(Here); // and the disk tells it once more
        Assert.Equal("\"there 2\"", Assert.Single(Assert.Single(Here.StatementConflicts.OfStorage(1)).Fields).There.Value);
        AssertSaidInBoth("title", "\"there 2\"");
    }

    [Fact]
    public void Restore_TheCatalogWasPutBackBeforeItSaidMore_ItGoesOnAsAnother()
    {
        BeginWithOne();
        Say(Here, "title", "\"old\"");
        string copy = System.IO.Path.Combine(Folder, "copy.db"), path = Here.Path;
        Here.CopyTo(copy, OperationReporter.None, default);
        Say(Here, "title", "\"new\"");
        Visit(Here, _roots[0]);
        Remove(There);
        Here.Dispose();
        File.Copy(copy, path, overwrite: true);
        _catalogs[0] = Open("c0");
        Visit(Here, _roots[0]);
        RestoreAll(There);
        AssertSaidInBoth("title", "\"new\"");
        Say(Here, "title", "\"newer\"");
        AssertSaidInBoth("title", "\"newer\"");
    }

    private void BeginWithOne()
    {
        Begin(2, 1);
        AddSession(Here, "Rome", Path);
        Visit(There, _roots[0]);
    }

    private static void Say(CatalogDatabase who, string field, string? value) =>
        who.Statements.Say(who.Scalar<long>("SELECT id FROM photo"), new Dictionary<string, string?> { [field] = value });

    private void Remove(CatalogDatabase who)
    {
        Visit(who, _roots[0]);
        new TrashService(who, Patience).Remove(Uuid(_roots[0]), [who.Files.ByPath(1, Path)!.Id], default);
    }

    private void RestoreAll(CatalogDatabase who) => new TrashService(who, Patience).Restore(Uuid(_roots[0]), [.. Trash(who).Select(item => item.Id)], OperationReporter.None, default);

    private void Change(CatalogDatabase who) => Visit(who, _roots[0], writer => Record(who, who.Files.ByPath(writer.StorageId, Path)!));

    private void Record(CatalogDatabase who, FileRow row)
    {
        FileEntry known = new FileEntries(who).Get(row.Id), now = AddFile(new StorageLayout(_roots[0]), Path, "edited");
        now.Previous = [new FormerContent { Sha256 = known.Sha256!, FileSize = known.FileSize, Until = "2025-01-01T00:00:00Z" }];
        now.Said = Succession.Of(known.Said, known.Image, now.Image);
        who.Files.Put(row.StorageId, row.SessionId, now);
        who.Sessions.MarkDirty(row.SessionId);
    }

    /// <summary>In both catalogs, in the index, and in a catalog made of it.</summary>
    private void AssertSaidInBoth(string field, string? value)
    {
        foreach (int _ in new[] { 0, 1 })
            _catalogs.ForEach(catalog => Visit(catalog, _roots[0]));
        using CatalogDatabase restored = Restore(_roots);
        Assert.All(_catalogs.Append(restored), catalog =>
        {
            Assert.Equal(value, catalog.Statements.OfImage(catalog.Scalar<long>("SELECT image_id FROM photo")).Single(said => said.Field == field).Value);
            Assert.False(IsDirty(catalog));
            AssertWhole(catalog);
        });
        Assert.Equal(Text(Here), Text(There));
    }
}
