using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Photos;
using ImaLink.Trash;

namespace ImaLink.Tests.Catalog;

/// <summary>
/// Catalogs that say things of the same images, in the index and beside it, group, move, edit and remove them, bring them back from the trash, put them into an album, are put back to older
/// copies, and visit one storage in common and others that are theirs alone: nothing that was said is lost but to a higher version, and in the end, when everything that was removed is back, all
/// of them, and those rebuilt in any order, agree.
/// </summary>
[Trait("Category", "Sequences")]
public sealed class StatementMeetingTests : MeetingTest
{
    private static readonly string[] Fields = ["title", "rating", "description", "date", "tag:Rome", "tag:Italy", "person:Anna", "mood"];

    private readonly List<(string Hothash, Statement Said, CatalogDatabase? Unwritten)> _said = [];
    private readonly Dictionary<string, HashSet<string>> _edited = [];
    private readonly Dictionary<int, string> _copies = [];

    [Fact]
    public void Histories_SayingGroupingRemovingPuttingBack_NothingSaidIsLostAndAllAgree() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[1, 4], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 21], Gen.Int[0, 999]).Array[3, 30]).Sample((catalogs, storages, history) =>
        {
            using var test = new StatementMeetingTests();
            test.Begin(catalogs, storages);
            foreach (var (catalog, storage, what, which) in history)
                test.Act(catalog % catalogs, storage % storages, what, which);
            test.Meet();
            test.AssertAlbumsAgree();
            test.BringBackAll();
            test.Meet();
            test.AssertAlbumsAgree();
            test.AssertNothingIsLost();
        }, iter: FixedSeed.Sequences(25), threads: 1);

    [Fact]
    public void Visit_TwoSayDifferentThingsOf500Photos_NothingIsLostAndNothingConflicts()
    {
        BeginWith500();
        SayOfAll(0, photo => new() { ["title"] = $"\"here {photo}\"" });
        SayOfAll(1, photo => new() { ["rating"] = "4", ["tag:Rome"] = "true" });
        Assert.Equal((0, 0), VisitInTurn());
        Assert.All(_catalogs, catalog => Assert.Equal(500, catalog.Scalar<long>("SELECT count(*) FROM photo WHERE title = 'here ' || hex(uuid) AND rating = 4 AND id IN (SELECT photo_id FROM photo_tag)")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Visit_TwoSayTheSameFieldOf500Photos_EveryLosingValueIsToldOnce(int edits)
    {
        BeginWith500();
        SayOfAll(0, photo => new() { ["title"] = $"\"here {photo}\"", ["rating"] = "3" });
        for (int edit = 1; edit <= edits; edit++)
            SayOfAll(1, photo => new() { ["title"] = $"\"there {edit} {photo}\"", ["rating"] = "3" });
        Visit(_catalogs[1], _roots[0]);
        Visit(_catalogs[0], _roots[0]);
        List<StatementConflict> told = [.. _catalogs[0].StatementConflicts.OfStorage(1).SelectMany(image => image.Fields)];
        Assert.Equal(500, told.Count); // the ratings say the same
        Assert.All(told, conflict => Assert.Equal(("title", edits > 1 || string.CompareOrdinal(_catalogs[1].Uuid.ToString(), _catalogs[0].Uuid.ToString()) > 0), (conflict.Here.Field, conflict.IsThereKept)));
        Assert.Equal(
            _catalogs[0].Query("SELECT '\"here ' || hex(uuid) || '\" \"there ' || @0 || ' ' || hex(uuid) || '\"' FROM photo", row => row.GetString(0), edits).Order(StringComparer.Ordinal),
            told.Select(conflict => $"{conflict.Here.Value} {conflict.There.Value}").Order(StringComparer.Ordinal));
        _catalogs[0].StatementConflicts.OfStorage(1).ForEach(_catalogs[0].StatementConflicts.Forget);
        Assert.Equal((0, 0), VisitInTurn());
    }

    [Fact]
    public void Visit_SaidBesideTheIndexByAnotherCatalog_IsTakenOverAndFoldedIn()
    {
        BeginWith500();
        string index = new StorageLayout(_roots[0]).SessionIndex(1);
        ImageKey image = new(Hash("photos/7.jpg"), 0, 0);
        byte[] before = File.ReadAllBytes(index);
        SaidFile.TryAppend(new ImaLink.Files.DurableFiles(), SaidFile.Of(index), [new SaidLine(image, [new Statement("title", "\"there\"", 3, _catalogs[1].Uuid)])], null);
        Visit(_catalogs[0], _roots[0]);
        Assert.Equal(1, _catalogs[0].Scalar<long>("SELECT count(*) FROM photo WHERE title = 'there'"));
        Assert.Equal(before, File.ReadAllBytes(index)); // nothing of it is due
        _catalogs[0].Sessions.MarkDirty(1);
        Visit(_catalogs[0], _roots[0]);
        Assert.False(File.Exists(SaidFile.Of(index)));
        Assert.Equal("there", CanonicalJson.Text(SessionIndexFile.ReadFiles(index).Single(file => file.Path == "photos/7.jpg").Said![0].Value));
        Assert.Equal((0, 0), VisitInTurn());

        // What cannot be read is not written over.
        File.CreateSymbolicLink(SaidFile.Of(index), Path.Combine(Folder, "elsewhere"));
        _catalogs[0].Sessions.MarkDirty(1);
        before = File.ReadAllBytes(index);
        Assert.Throws<ImaLinkException>(() => Visit(_catalogs[0], _roots[0]));
        Assert.Equal(before, File.ReadAllBytes(index));
    }

    [Fact]
    public void Say_WhatIsShownAlready_SaysNothing()
    {
        Begin(1, 1);
        AddImage(0, 0, "photos/a.jpg", "one");
        AddImage(0, 0, "photos/b.jpg", "two");
        long[] images = [.. _catalogs[0].Query("SELECT id FROM image ORDER BY id", row => row.GetInt64(0))];
        string uuid = new Guid(_catalogs[0].Scalar<byte[]>("SELECT own_uuid FROM image WHERE id = @0", images[0])!, bigEndian: true).ToString();
        Assert.Equal(1, _catalogs[0].Statements.SayOfImages([(images[1], new Dictionary<string, string?> { ["photo"] = $"\"{uuid}\"" })]));
        long photo = _catalogs[0].Scalar<long>("SELECT id FROM photo");
        Assert.Equal(2, _catalogs[0].Statements.Say(photo, new Dictionary<string, string?> { ["title"] = "\"x\"", ["tag:a"] = "true" }));
        Assert.Equal(0, _catalogs[0].Statements.Say(photo, new Dictionary<string, string?> { ["title"] = "\"x\"", ["tag:b"] = null }));
        Assert.Equal(3, _catalogs[0].Statements.Say(photo, new Dictionary<string, string?> { ["title"] = null, ["tag:a"] = "true" }));
        Assert.All(images, image => Assert.Equal([("tag:a", 2L), ("title", 3L)], _catalogs[0].Statements.OfImage(image).Where(said => said.Field != "photo").Select(said => (said.Field, said.Revision))));
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => _catalogs[0].Statements.Say(photo, new Dictionary<string, string?> { ["tags"] = "true" })).Code);
        AssertWhole(_catalogs[0]);
    }

    private void BeginWith500()
    {
        Begin(2, 1);
        AddSession(_catalogs[0], "Rome", [.. Enumerable.Range(0, 500).Select(i => $"photos/{i}.jpg")]);
        Visit(_catalogs[1], _roots[0]);
    }

    private void SayOfAll(int catalog, Func<string, Dictionary<string, string?>> changes) => _catalogs[catalog].Transaction(() =>
    {
        foreach ((long photo, string uuid) in _catalogs[catalog].Query("SELECT id, hex(uuid) FROM photo", row => (row.GetInt64(0), row.GetString(1))).ToList())
            Assert.NotEqual(0, _catalogs[catalog].Statements.Say(photo, changes(uuid)));
    });

    private (int Here, int There) VisitInTurn()
    {
        foreach (int catalog in new[] { 1, 0, 1, 0 })
            Visit(_catalogs[catalog], _roots[0]);
        Assert.Equal(Text(_catalogs[0]), Text(_catalogs[1]));
        Assert.DoesNotContain(_catalogs, IsDirty);
        return (_catalogs[0].StatementConflicts.OfStorage(1).Count, _catalogs[1].StatementConflicts.OfStorage(1).Count);
    }

    private void Act(int catalog, int storage, int what, int which)
    {
        // The first storage is everybody's; of the others each catalog reaches its own.
        if (storage != 0 && storage % _catalogs.Count != catalog)
            storage = 0;
        CatalogDatabase who = _catalogs[catalog];
        string root = _roots[storage];
        List<long> photos = [.. who.Query("SELECT id FROM photo ORDER BY uuid", row => row.GetInt64(0))];
        List<long> images = [.. who.Query("SELECT id FROM image ORDER BY hothash", row => row.GetInt64(0))];
        switch (what)
        {
            case <= 2:
                AddImage(catalog, storage, $"photos/{++_number}.jpg", $"content {which % 5}", file => file.Said = which % 2 == 0 ? null : [new("title", $"\"file {which % 3}\"", 1, null)]);
                Visited(root);
                break;
            case <= 7 when photos.Count > 0:
                who.Statements.Say(photos[which % photos.Count], Enumerable.Range(0, 1 + which % 3).Select(i => Fields[(which + i * 3) % Fields.Length]).Distinct().ToDictionary(field => field, field => Value(field, which)));
                Said(who);
                break;
            case <= 9 when images.Count > 0:
                string? uuid = which % 5 == 0 ? null : which % 5 == 1 ? $"\"{new Guid(which % 3, 0, 0, new byte[8])}\""
                    : $"\"{new Guid(who.Scalar<byte[]>("SELECT uuid FROM photo WHERE id = @0", photos[which / 7 % photos.Count])!, bigEndian: true)}\"";
                who.Statements.SayOfImages([(images[which % images.Count], which % 4 == 0 ? new Dictionary<string, string?> { ["primary"] = "true" } : new Dictionary<string, string?> { ["photo"] = uuid, ["role"] = "\"raw\"" })]);
                Said(who);
                break;
            case 10 when images.Count > 0:
                who.Statements.Suggest(images[which % images.Count], "photo", $"{{\"by\":\"{(which % 2 == 0 ? "burst" : "content-identifier")}\",\"uuid\":\"{new Guid(which % 3, 0, 0, new byte[8])}\"}}");
                break;
            case 11 when images.Count > 0:
                if (FileOf(who, root, which) is { } removed)
                    new TrashService(who, Patience).Remove(Uuid(root), [removed.Id], default);
                break;
            case 12:
                string copy = Path.Combine(Folder, $"copy{catalog}.db");
                File.Delete(copy);
                who.CopyTo(copy, OperationReporter.None, default);
                _copies[catalog] = copy;
                break;
            case 13 when _copies.Remove(catalog, out string? older):
                string path = who.Path;
                who.Dispose();
                File.Copy(older, path, overwrite: true);
                _said.RemoveAll(said => said.Unwritten == who); // it stood nowhere but in what was overwritten
                _catalogs[catalog] = Open($"c{catalog}");
                break;
            case 14 or 15:
                Visit(who, root);
                BringBack(who, root, which);
                Visited(root);
                break;
            case 16 when FileOf(who, root, which) is { } file: // by its owner, as Sync records it
                Visit(who, root, writer =>
                {
                    string to = $"photos/moved/{++_number}.jpg";
                    Directory.CreateDirectory(Path.GetDirectoryName(writer.Layout.FullName(to))!);
                    File.Move(writer.Layout.FullName(file.Path), writer.Layout.FullName(to));
                    who.Files.SetPath(file.Id, writer.StorageId, to);
                    who.Sessions.MarkDirty(file.SessionId);
                });
                break;
            case 17 when FileOf(who, root, which) is { } file:
                Visit(who, root, writer =>
                {
                    FileEntry known = new FileEntries(who).Get(file.Id), now = AddFile(writer.Layout, file.Path, $"edited {which % 3}");
                    now.Previous = [.. known.Previous ?? [], new FormerContent { Sha256 = known.Sha256!, FileSize = known.FileSize, Until = "2025-01-01T00:00:00Z" }];
                    now.Said = Succession.Of(known.Said, known.Image, now.Image);
                    who.Files.Put(writer.StorageId, file.SessionId, now);
                    who.Sessions.MarkDirty(file.SessionId);
                    if (!_edited.TryGetValue(known.Hothash, out HashSet<string>? edited))
                        _edited.Add(known.Hothash, edited = []);
                    edited.Add(now.Hothash);
                });
                Visited(root);
                break;
            case 18 or 19 when photos.Count > 0:
                var words = new PhotoStatements(who, Patience);
                words.Say([(photos[which % photos.Count], new Dictionary<string, string?> { [Fields[which % Fields.Length]] = Value(Fields[which % Fields.Length], which) })]);
                Said(who);
                Assert.Empty(words.Write());
                _roots.ForEach(Visited);
                break;
            case 20 when photos.Count > 0:
                var albums = new AlbumService(who, Patience);
                Guid album = new AlbumFinder(who).Find(null) is [{ Uuid: var known }, ..] ? known : albums.Create($"Album {catalog}", new AlbumEdit()).Uuid;
                albums.AddPhotos(album, [photos[which % photos.Count]], new AlbumPlace());
                break;
            default:
                Visit(who, root);
                Visited(root);
                break;
        }
    }

    /// <summary>A file of the storage that is there, after a visit: one that is missing is forgotten when it is removed, with what is said of it.</summary>
    private FileRow? FileOf(CatalogDatabase who, string root, int which)
    {
        Visit(who, root);
        Visited(root);
        return who.Sessions.OfStorage(who.Storages.Find(Uuid(root))!.Id).SelectMany(session => who.Files.BySession(session.Id))
            .Where(file => File.Exists(new StorageLayout(root).FullName(file.Path))).ElementAtOrDefault(which % 3);
    }

    private static void BringBack(CatalogDatabase who, string root, int? which = null)
    {
        var trash = new TrashService(who, Patience);
        List<TrashItem> items = [.. trash.Find(Selector.ByUuid(Uuid(root)), null, OperationReporter.None)];
        if (items.Count > 0)
            trash.Restore(Uuid(root), which is { } one ? [items[one % items.Count].Id] : [.. items.Select(item => item.Id)], OperationReporter.None, default);
    }

    private void BringBackAll()
    {
        foreach (string root in _roots)
            BringBack(_catalogs[_number % _catalogs.Count], root);
        Assert.All(_roots, root => Assert.DoesNotContain(new TrashService(_catalogs[0], Patience).Find(Selector.ByUuid(Uuid(root)), null, OperationReporter.None), _ => true));
    }

    private void AssertAlbumsAgree()
    {
        List<string> expected = ImaLink.Tests.Photos.AlbumTest.AlbumsOf(_catalogs[0], withFiles: false);
        Assert.All(_catalogs, catalog => Assert.Equal(expected, ImaLink.Tests.Photos.AlbumTest.AlbumsOf(catalog, withFiles: false)));
    }

    private static string? Value(string field, int which) => which % 6 == 0 ? null : field.Contains(':', StringComparison.Ordinal) ? "true" : field switch
    {
        "rating" => CanonicalJson.Of(which % 6),
        "date" => $"\"19{which % 90 + 10}\"",
        _ => $"\"{field} {which % 7}\"",
    };

    /// <summary>What stands in an index stays, whatever becomes of catalogs.</summary>
    private void Visited(string root)
    {
        foreach (string index in Directory.EnumerateFiles(new StorageLayout(root).Imports, "session_*.json"))
            foreach (FileEntry file in SessionIndexFile.ReadFiles(index))
                _said.AddRange((file.Said ?? []).Select(said => (file.Hothash, said, (CatalogDatabase?)null)));
    }

    private void Said(CatalogDatabase who)
    {
        foreach ((long image, string hothash) in who.Query("SELECT DISTINCT image.id, image.hothash FROM statement JOIN image ON image.id = image_id WHERE unwritten = 1", row => (row.GetInt64(0), row.HexOrNull(1)!)).ToList())
            _said.AddRange(who.Statements.OfImage(image).Where(said => said.Writer is not null).Select(said => (hothash, said, (CatalogDatabase?)who))); // what the program found, it finds again
    }

    /// <summary>Of an image that was edited in place by all that showed it, what was said is said of what it became.</summary>
    private void AssertNothingIsLost()
    {
        CatalogDatabase catalog = _catalogs[0];
        Assert.All(_catalogs, each => Assert.Equal("", string.Join(", ", each.Query("SELECT field || ' ' || coalesce(value, 'withdrawn') || ' ' || revision FROM waiting_statement", row => row.GetString(0)))));
        foreach (var group in _said.GroupBy(said => said.Hothash))
        {
            List<Statement> known = [.. SelfAndEdited(group.Key).Select(hothash => catalog.Images.Find(new ImageKey(hothash, 0, 0))).OfType<long>().SelectMany(catalog.Statements.OfImage)];
            Assert.NotEmpty(known);
            foreach ((_, Statement said, CatalogDatabase? unwritten) in group)
                Assert.True(known.Exists(now => now.Field == said.Field
                    && (StatementOrder.Compare(now, said) >= 0 || (unwritten is not null && (now.Revision, now.Value) == (said.Revision, said.Value)))), $"{said} was lost to {string.Join(", ", known.Where(now => now.Field == said.Field))}");
        }
    }

    private HashSet<string> SelfAndEdited(string hothash)
    {
        HashSet<string> all = [hothash];
        for (int count = 0; count < all.Count;)
        {
            count = all.Count;
            all.UnionWith(all.SelectMany(each => _edited.GetValueOrDefault(each) ?? []).ToList());
        }

        return all;
    }
}
