using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Index;
using ImaLink.Trash;

namespace ImaLink.Tests.Catalog;

/// <summary>Catalogs that worked apart, each on storages of its own, meet: what they made of the same images comes together.</summary>
[Trait("Category", "Sequences")]
public sealed class MeetingTests : MeetingTest
{
    [Fact]
    public void Visit_BothMadeAPhotoOfOneImage_GapsAreFilledAndTagsUnited()
    {
        Begin(2, 2);
        AddImage(0, 0, "photos/a.jpg", "same", file => file.Say(1, null, ("title", "Forum"), ("tag:Rome", true), ("tag:rome", true)));
        AddImage(1, 1, "photos/b.jpg", "same", file => file.Say(3, null, ("rating", 4), ("tag:Italy", true), ("location", Lazio)));
        Meet();
        Assert.All(_catalogs, catalog => Assert.Equal(("Forum", 4L, "Lazio", "Italy,Rome,rome"), Shown(catalog)));
        Assert.All(_catalogs, catalog => Assert.Equal(1, catalog.Describe().Photos));
        Assert.Equal(2, Found(_catalogs[0], "forum") + Found(_catalogs[1], "lazio"));

        // Each index says it alone.
        foreach (string root in _roots)
        {
            using var alone = Restore([root]);
            Assert.Equal(("Forum", 4L, "Lazio", "Italy,Rome,rome"), Shown(alone));
        }
    }

    [Fact]
    public void Visit_LoserIsEditedLater_Wins()
    {
        Begin(2, 2);
        AddImage(0, 0, "photos/a.jpg", "same", file => file.Say("title", "Forum", 1));
        AddImage(1, 1, "photos/b.jpg", "same", file => file.Say(2, null, ("title", "Foro"), ("rating", 2)));
        Meet();
        Assert.All(_catalogs, catalog => Assert.Equal("Foro", Shown(catalog).Title));
        Assert.Equal(3, _catalogs[0].Statements.Say(_catalogs[0].Scalar<long>("SELECT id FROM photo"), new Dictionary<string, string?> { ["title"] = "\"Forum Romanum\"" }));
        Meet();
        Assert.All(_catalogs, catalog => Assert.Equal(("Forum Romanum", 2L, "", ""), Shown(catalog)));
    }

    [Fact]
    public void Restore_AStorageKnowsLessThanAnother_IsDueInAnyOrder()
    {
        Begin(2, 2);
        AddImage(0, 0, "photos/a.jpg", "same", file => file.Say("title", "Forum"));
        AddImage(1, 1, "photos/b.jpg", "same", file => file.Say("rating", 4));
        foreach (string[] order in new[] { _roots.ToArray(), [.. _roots.AsEnumerable().Reverse()] })
        {
            using var restored = Restore(order);
            Assert.All(restored.Sessions.All(), session => Assert.True(session.Dirty));
        }

        Meet();
        using var again = Restore(_roots);
        Assert.False(IsDirty(again));
    }

    [Fact]
    public void Restore_TwoSessionsClaimOnePath_LowerNumberHasItAndTheOtherIsCounted()
    {
        Begin(1, 1);
        AddImage(0, 0, "photos/a.jpg", "one");
        AddImage(0, 0, "photos/b.jpg", "two");
        var layout = new StorageLayout(_roots[0]);
        string second = layout.SessionIndex(2);
        File.WriteAllText(second, File.ReadAllText(second).Replace("b.jpg", "a.jpg", StringComparison.Ordinal));
        using var restored = Open("restored");
        long id = Register(restored, _roots[0]);
        var merge = new StorageMerge(restored, layout, id);
        foreach (int number in new[] { 2, 1 }) // the later one is there first
            merge.MergeSession(layout.SessionIndex(number));
        Assert.Equal(Hash("one"), restored.Files.ByPath(id, "photos/a.jpg")!.Sha256);
        Assert.Equal([0L, 1L], restored.Sessions.OfStorage(id).Select(session => session.Refused));
        merge.MergeSession(second);
        Assert.Equal([new RefusedFile("photos/a.jpg", 1)], merge.Refused);
        Assert.Equal([0L, 1L], restored.Sessions.OfStorage(id).Select(session => session.Refused));

        // The other session goes, and the claim comes into its own.
        restored.Sessions.Delete(restored.Sessions.OfStorage(id)[0].Id);
        merge.MergeSession(second);
        Assert.Equal(Hash("two"), restored.Files.ByPath(id, "photos/a.jpg")!.Sha256);
        Assert.Equal([0L], restored.Sessions.OfStorage(id).Select(session => session.Refused));
    }

    [Fact]
    public void Merge_IndexSaysThatItIsAnotherSession_IsRefusedAloneAndByName()
    {
        Begin(1, 1);
        AddImage(0, 0, "photos/a.jpg", "one");
        AddImage(0, 0, "photos/b.jpg", "two");
        var layout = new StorageLayout(_roots[0]);
        var rows = _catalogs[0].Sessions.All();
        string uuid = rows[0].Header.Uuid.ToString();
        using var restored = Open("restored");
        var merge = new StorageMerge(restored, layout, Register(restored, _roots[0]));
        string text = File.ReadAllText(layout.SessionIndex(2));
        File.WriteAllText(layout.SessionIndex(2), text.Replace(rows[1].Header.Uuid.ToString(), uuid, StringComparison.Ordinal));
        merge.MergeSession(layout.SessionIndex(1));
        var error = Assert.Throws<ImaLinkException>(() => merge.MergeSession(layout.SessionIndex(2)));
        Assert.Equal((ErrorCode.IndexCorrupt, true), (error.Code, error.Message.Contains($"{uuid}, which is number 1", StringComparison.Ordinal)));
        File.WriteAllText(layout.SessionIndex(2), text);
        merge.MergeSession(layout.SessionIndex(2));
        string strange = Guid.NewGuid().ToString();
        File.WriteAllText(layout.SessionIndex(2), text.Replace(rows[1].Header.Uuid.ToString(), strange, StringComparison.Ordinal));
        error = Assert.Throws<ImaLinkException>(() => merge.MergeSession(layout.SessionIndex(2)));
        Assert.Contains($"number 2 is the session 'S2', {rows[1].Header.Uuid}, and not {strange}", error.Message, StringComparison.Ordinal);
        Assert.Equal(["photos/a.jpg", "photos/b.jpg"], Paths(restored));
    }

    [Fact]
    public void Set_AuthorWithAnotherAddressOrSpelling_IsAnotherAuthor()
    {
        Begin(2, 1);
        AddImage(0, 0, "photos/a.jpg", "one");
        AddImage(0, 0, "photos/b.jpg", "two");
        foreach (string author in new[] { "Ada <old@example.org>", "Ada <new@example.org>", "ada", "Ada" })
        {
            foreach (var row in _catalogs[0].Sessions.All())
                Sessions(_catalogs[0]).Set(Sessions(_catalogs[0]).Get(Selector.ByUuid(row.Header.Uuid), null), null, null, row.Header.Id == 1 ? author : "Ada <old@example.org>");
            Meet();
            var expected = AuthorEntry.Parse(author);
            Assert.All(_catalogs, catalog =>
            {
                Assert.Equal([(expected.Name, expected.Email), ("Ada", "old@example.org")], catalog.Sessions.All().OrderBy(row => row.Header.Id)
                    .Select(row => (row.Header.DefaultAuthor!.Name, row.Header.DefaultAuthor.Email)));
                Assert.Equal(expected.Email == "old@example.org" ? 1 : 2, catalog.Scalar<long>("SELECT count(*) FROM author"));
            });
        }
    }

    [Fact]
    public void Histories_SeveralCatalogsAndStorages_AllAgreeInAnyOrder() =>
        Gen.Select(Gen.Int[2, 3], Gen.Int[1, 3], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 5], Gen.Int[0, 99]).Array[1, 14]).Sample((catalogs, storages, history) =>
        {
            using var test = new MeetingTests();
            test.Begin(catalogs, storages);
            foreach (var (catalog, storage, what, which) in history)
                test.Act(catalog % catalogs, storage % storages, what, which);
            test.Meet();
        }, iter: FixedSeed.Sequences(25), threads: 1);

    private void Act(int catalog, int storage, int what, int which)
    {
        var (who, root) = (_catalogs[catalog], _roots[storage]);
        _number++;
        if (what == 0)
        {
            AddImage(catalog, storage, $"photos/{_number}.jpg", $"content {which % 4}", file => Change(which).ToList().ForEach(change => file.Said = [.. file.Said ?? [], new Statement(change.Key, change.Value, 1, who.Uuid)]));
            return;
        }

        Visit(who, root);
        long id = who.Storages.Find(Uuid(root))!.Id;
        var sessions = who.Sessions.OfStorage(id);
        List<FileRow> files = [.. sessions.SelectMany(session => who.Files.BySession(session.Id))];
        FileRow? file = files.Count > 0 ? files[which % files.Count] : null;
        var trash = new TrashService(who, Patience);
        List<TrashItem> gone = [.. trash.Find(null, null, OperationReporter.None).Where(item => item.StorageUuid == Uuid(root))];
        switch (what)
        {
            case 1 when file is not null: // an edit of the photo, which every index that shows it repeats
                Visit(who, root, _ => who.Statements.Say(who.Scalar<long>("SELECT photo_id FROM image JOIN file ON file.image_id = image.id WHERE file.id = @0", file.Id), Change(which)));
                break;
            case 2 when file is not null:
                Visit(who, root, writer =>
                {
                    File.Move(writer.Layout.FullName(file.Path), writer.Layout.FullName($"photos/moved{_number}.jpg"));
                    who.Files.SetPath(file.Id, id, $"photos/moved{_number}.jpg");
                    who.Sessions.MarkDirty(file.SessionId);
                });
                break;
            case 3 when file is not null:
                trash.Remove(Uuid(root), [file.Id], default);
                break;
            case 4 when sessions.Count > 0:
                Sessions(who).Remove(Sessions(who).Get(Selector.ByUuid(sessions[which % sessions.Count].Header.Uuid), null), includeFile: true, default);
                break;
            case 5 when gone.Count > 0:
                trash.Restore(Uuid(root), [gone[which % gone.Count].Id], OperationReporter.None, default);
                break;
        }
    }
}
