using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Photos;
using ImaLink.Tests.Recovery;

namespace ImaLink.Tests.Photos;

/// <summary>Several catalogs change the same albums of storages that they share, and meet in them in any order.</summary>
[Trait("Category", "Sequences")]
public sealed class AlbumMergeTests : AlbumTest
{
    private static void Visit(CatalogDatabase catalog, string storage)
    {
        using var writer = StorageWriter.Open(catalog, catalog.Storages.All().Single(row => row.Name == storage), new ImaLink.Files.DurableFiles(), Patience, default);
        writer.WriteIndexes();
    }

    private CatalogDatabase[] Catalogs(int count)
    {
        CatalogDatabase first = Make("one");
        AddSession(first, "Rome", [.. Enumerable.Range(0, 8).Select(i => $"photos/{i}.jpg")]);
        var all = new List<CatalogDatabase> { first };
        for (int i = 1; i < count; i++)
        {
            all.Add(Open($"catalog {i}"));
            Restore(all[^1], Root(first));
        }

        return [.. all];
    }

    [Fact]
    public void Merge_BothInsertAtOnce_OneOrderAndNothingLost()
    {
        CatalogDatabase[] two = Catalogs(2);
        Album album = Make(two[0], "A", "photos/0.jpg", "photos/1.jpg");
        Visit(two[1], "one");
        Service(two[0]).AddPhotos(album.Uuid, Photos(two[0], "photos/2.jpg", "photos/3.jpg"), new AlbumPlace { Position = 2 });
        Service(two[0]).Set(album.Uuid, new AlbumEdit { Title = "B" });
        Service(two[1]).AddPhotos(album.Uuid, Photos(two[1], "photos/4.jpg", "photos/5.jpg"), new AlbumPlace { Position = 2 });
        Service(two[1]).Set(album.Uuid, new AlbumEdit { Description = "both" });
        Service(two[1]).RemovePhotos(album.Uuid, Photos(two[1], "photos/0.jpg"));
        foreach (CatalogDatabase catalog in new[] { two[0], two[1], two[0] })
            Visit(catalog, "one");
        Assert.Equal(AlbumsOf(two[0]), AlbumsOf(two[1]));
        Assert.Equal(("B", "both", 5L), (Get(two[0], "B").Title, Get(two[0], "B").Description, Get(two[0], "B").Count));
        Assert.EndsWith("1.jpg", Content(two[0], "B"), StringComparison.Ordinal);
    }

    [Fact]
    public void Register_StorageWithAnAlbum_BringsItAtOnce()
    {
        CatalogDatabase one = Catalogs(1)[0];
        Make(one, "A", "photos/0.jpg");
        CatalogDatabase other = Open("other");
        Storages(other).Register(Root(one), null, default);
        Assert.Equal(AlbumsOf(one), AlbumsOf(other));
    }

    /// <summary>A later version, or who means harm, says it; an album that held it could be read by nobody.</summary>
    [Fact]
    public void Say_PhotoWithAUuidOfZeros_IsShownAsNothingAndAlbumsStayReadable()
    {
        CatalogDatabase[] two = Catalogs(2);
        two[0].Statements.Merge(1, [new("photo", $"\"{Guid.Empty}\"", 1, null)]);
        Assert.Equal(0, two[0].Scalar<long>("SELECT count(*) FROM photo WHERE uuid = zeroblob(16)"));
        Make(two[0], "A", "photos/0.jpg");
        Visit(two[1], "one");
        Assert.Equal(AlbumsOf(two[0]), AlbumsOf(two[1]));
    }

    [Fact]
    public void Regroup_MemberIsInAnotherPhotoNow_OnlyThatOneIsFoundByTheAlbum()
    {
        CatalogDatabase catalog = Catalogs(1)[0];
        Make(catalog, "Lakeside", "photos/0.jpg");
        long image = catalog.Scalar<long>("SELECT image_id FROM file WHERE path = 'photos/0.jpg'"), second = catalog.Scalar<long>("SELECT image_id FROM file WHERE path = 'photos/1.jpg'");
        string own = new Guid(catalog.Scalar<byte[]>("SELECT own_uuid FROM image WHERE id = @0", image)!, bigEndian: true).ToString();
        catalog.Statements.SayOfImages([(second, new Dictionary<string, string?> { ["photo"] = $"\"{own}\"" })]);
        catalog.Statements.SayOfImages([(image, new Dictionary<string, string?> { ["photo"] = $"\"{Guid.NewGuid()}\"" })]);
        AssertWhole(catalog);
        Assert.Equal(catalog.Scalar<long>("SELECT photo_id FROM album_photo"), catalog.Scalar<long>("SELECT rowid FROM photo_text WHERE photo_text MATCH 'lakeside'"));
        Assert.Equal(1, catalog.Scalar<long>("SELECT count(*) FROM photo_text WHERE photo_text MATCH 'lakeside'"));

        // Its last file goes: the photo that it is by itself stands for it.
        Remove(catalog, "photos/0.jpg");
        AssertWhole(catalog);
        Assert.Equal(catalog.Scalar<long>("SELECT photo_id FROM image WHERE id = @0", second), catalog.Scalar<long>("SELECT rowid FROM photo_text WHERE photo_text MATCH 'lakeside'"));
    }

    [Fact]
    public void Merge_EachIntoTheOther_IsCutInOnePlaceAndTold()
    {
        CatalogDatabase[] two = Catalogs(2);
        Album a = Make(two[0], "A"), b = Make(two[0], "B");
        Visit(two[1], "one");
        Service(two[0]).Set(a.Uuid, new AlbumEdit { Parent = Selector.ByUuid(b.Uuid) });
        Service(two[1]).Set(b.Uuid, new AlbumEdit { Parent = Selector.ByUuid(a.Uuid) });
        foreach (CatalogDatabase catalog in new[] { two[0], two[1], two[0] })
            Visit(catalog, "one");
        string[] titles = [.. new AlbumFinder(two[0]).Find(null).Select(album => album.FullTitle)];
        Assert.Equal(titles, new AlbumFinder(two[1]).Find(null).Select(album => album.FullTitle));
        Assert.True(titles is ["A", "A/B"] or ["B", "B/A"], string.Join(", ", titles));
        Assert.Equal(new AlbumFinder(two[0]).Problems, new AlbumFinder(two[1]).Problems);
        Assert.Single(new AlbumFinder(two[0]).Problems);
        Service(two[0]).Set(Get(two[0], titles[0]).Uuid, new AlbumEdit { AtTop = true });
        Assert.Empty(new AlbumFinder(two[0]).Problems);
    }

    [Fact]
    public void Merge_CatalogPutBack_TakesAnotherName()
    {
        CatalogDatabase catalog = Make("one");
        AddSession(catalog, "Rome", "photos/0.jpg", "photos/1.jpg");
        Album album = Make(catalog, "A", "photos/0.jpg");
        string backup = Path.Combine(Folder, "backup.db");
        catalog.CopyTo(backup, OperationReporter.None, default);
        Service(catalog).Set(album.Uuid, new AlbumEdit { Title = "Later" });
        Assert.Empty(Service(catalog).Write());
        using CatalogDatabase old = CatalogDatabase.OpenForWriting(backup);
        Guid former = old.Uuid;
        Visit(old, "one");
        Assert.NotEqual(former, old.Uuid);
        Assert.Equal("Later", Get(old, album.Uuid.ToString()).Title);
    }

    // 1,000 by IMALINK_SEQUENCES.
    [Fact]
    public void Merge_RandomEditsAndMeetings_EndEqualAndLoseNothing()
    {
        for (int sequence = 0; sequence < FixedSeed.Sequences(12); sequence++)
            Run(sequence);
    }

    private void Run(int sequence)
    {
        var random = new Random(sequence);
        string name = $"s{sequence}";
        CatalogDatabase first = Make(name);
        string other = Directory.CreateDirectory(Path.Combine(Folder, name + " other")).FullName;
        AddSession(first, "Rome", [.. Enumerable.Range(0, 8).Select(i => $"photos/{i}.jpg")]);
        string root = Root(first);
        Storages(first).Create(name + " two", other, null);
        string second = first.Storages.All().Single(row => row.Name == name + " two").Root;
        var catalogs = new List<CatalogDatabase> { first };
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            catalogs.Add(Open($"{name} catalog {i}"));
            Restore(catalogs[^1], root, second);
        }

        bool meetOnce = catalogs.Count == 2 && sequence % 2 == 0;
        // The highest version of everything that was ever said, by whomever.
        var newest = new Dictionary<(Guid, string), Statement>();
        // What its author had seen when an edit was made, and what that was said with knowledge of.
        var seen = catalogs.ToDictionary(catalog => catalog, _ => new HashSet<(Guid, Statement)>());
        Dictionary<(Guid Album, Statement Said), HashSet<(Guid, Statement)>> knownTo = [], seenBy = [];
        for (int step = 0; step < 30; step++)
        {
            CatalogDatabase catalog = catalogs[random.Next(catalogs.Count)];
            HashSet<(Guid, Statement)> known = FieldsOf(catalog);
            seen[catalog].UnionWith(known);
            Edit(catalog, random);
            Note(catalog, newest);
            foreach ((Guid, Statement) edit in FieldsOf(catalog).Except(known))
                (knownTo[edit], seenBy[edit]) = ([.. known.SelectMany(of => knownTo.GetValueOrDefault(of, []).Append(of))], [.. seen[catalog]]);
            if (random.Next(3) == 0)
                Visit(catalog, meetOnce || random.Next(2) == 0 ? name : name + " two");
        }

        for (int round = 0; round < 3; round++)
            foreach (CatalogDatabase catalog in catalogs.OrderBy(_ => random.Next()).ToList())
                foreach (string storage in new[] { name, name + " two" })
                    Visit(catalog, storage);
        List<string> expected = AlbumsOf(first);
        foreach (CatalogDatabase catalog in catalogs.Skip(1))
            CatalogText.AssertSame(expected, AlbumsOf(catalog), $"sequence {sequence}");
        Assert.Equal(0, first.Scalar<long>("SELECT count(*) FROM album_file WHERE dirty = 1"));
        var kept = new Dictionary<(Guid, string), Statement>();
        Note(first, kept);
        foreach (((Guid album, string field), Statement said) in newest)
            if (first.Albums.Find(album) is not { } row)
                Assert.NotNull(newest[(album, AlbumField.Removed)].Value); // made and removed before anybody else saw it
            else if (!field.StartsWith("member ", StringComparison.Ordinal) || !row.IsRemoved)
                Assert.Equal(said, kept[(album, field)]);

        AssertConflicts(catalogs, seenBy, knownTo, isComplete: meetOnce);
        CatalogDatabase rebuilt = Open($"{name} rebuilt");
        Restore(rebuilt, second, root);
        CatalogText.AssertSame(expected, AlbumsOf(rebuilt), $"sequence {sequence}, rebuilt");
        foreach (CatalogDatabase catalog in catalogs.Append(rebuilt))
            catalog.Dispose();
    }

    /// <summary>
    /// An edit is told with what its author had not seen. Of two catalogs that met in one storage each value that nobody knew and that gave way was told; where there are
    /// more, one may be overtaken by two that met elsewhere.
    /// </summary>
    private static void AssertConflicts(List<CatalogDatabase> catalogs, Dictionary<(Guid Album, Statement Said), HashSet<(Guid, Statement)>> seenBy, Dictionary<(Guid Album, Statement Said), HashSet<(Guid, Statement)>> knownTo, bool isComplete)
    {
        var told = new HashSet<(Guid, Statement)>();
        foreach (CatalogDatabase catalog in catalogs)
        {
            foreach ((Guid album, Statement here, Statement there) in catalog.Query("""
                SELECT album.uuid, field, here_value, here_revision, here_writer, there_value, there_revision, there_writer FROM album_conflict JOIN album ON album.id = album_id WHERE field <> 'removed'
                """, row => (new Guid((byte[])row.GetValue(0), bigEndian: true), Said(row, 2), Said(row, 5))))
            {
                Assert.DoesNotContain((album, there), seenBy[(album, here)]);
                told.UnionWith([(album, here), (album, there)]);
            }
        }

        if (!isComplete)
            return;
        foreach (var field in knownTo.Keys.Where(edit => catalogs[0].Albums.Find(edit.Album) is { IsRemoved: false }).GroupBy(edit => (edit.Album, edit.Said.Field)))
        {
            List<(Guid Album, Statement Said)> last = [.. field.Where(edit => !field.Any(other => knownTo[other].Contains(edit)))];
            Statement kept = catalogs[0].Albums.Find(field.Key.Album)!.Fields[field.Key.Field];
            Assert.All(last.Where(edit => edit.Said.Value != kept.Value), edit => Assert.Contains(edit, told));
        }

        static Statement Said(Microsoft.Data.Sqlite.SqliteDataReader row, int at) => new(
            row.GetString(1), row.IsDBNull(at) ? null : row.GetString(at), row.GetInt64(at + 1), new Guid((byte[])row.GetValue(at + 2), bigEndian: true));
    }

    private static HashSet<(Guid, Statement)> FieldsOf(CatalogDatabase catalog) => [.. catalog.Albums.All().SelectMany(album => album.Fields.Values, (album, said) => (album.Uuid, said))];

    private static void Edit(CatalogDatabase catalog, Random random)
    {
        AlbumService service = Service(catalog);
        IReadOnlyList<Album> albums = [.. new AlbumFinder(catalog).Find(null).OrderBy(album => album.Uuid)];
        if (albums.Count < 2 || random.Next(8) == 0)
        {
            try
            {
                service.Create($"Album {random.Next(6)}", new AlbumEdit());
            }
            catch (ImaLinkException e) when (e.Code == ErrorCode.AlbumExists)
            {
                // as good as any other step
            }

            return;
        }

        Album album = albums[random.Next(albums.Count)];
        long[] photos = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Photo(catalog, $"photos/{random.Next(8)}.jpg"))];
        switch (random.Next(9))
        {
            case 0: service.Set(album.Uuid, new AlbumEdit { Title = $"Title {random.Next(100)}" }); break;
            case 1: service.Set(album.Uuid, new AlbumEdit { Description = random.Next(3) == 0 ? "" : $"Description {random.Next(100)}" }); break;
            case 2: service.Set(album.Uuid, new AlbumEdit { Cover = photos[0] }); break;
            case 3 when random.Next(3) == 0: service.Remove(album.Uuid, withAlbums: true); break;
            case 4:
                try
                {
                    service.Set(album.Uuid, new AlbumEdit { Parent = Selector.ByUuid(albums[random.Next(albums.Count)].Uuid) });
                }
                catch (ImaLinkException e) when (e.Code == ErrorCode.InvalidValue)
                {
                    service.Set(album.Uuid, new AlbumEdit { AtTop = true }); // it would have lain within itself
                }

                break;
            case 5: service.RemovePhotos(album.Uuid, photos); break;
            default: service.AddPhotos(album.Uuid, photos, random.Next(2) == 0 ? new AlbumPlace() : new AlbumPlace { Position = random.Next(1, 9) }); break;
        }
    }

    private static void Note(CatalogDatabase catalog, Dictionary<(Guid, string), Statement> newest)
    {
        foreach (AlbumRow album in catalog.Albums.All())
        {
            IEnumerable<Statement> members = catalog.AlbumMembers.Of(album.Id).Concat(catalog.AlbumMembers.Removed(album.Id)).ToList()
                .Select(member => new Statement($"member {member.Image.Hothash}", member.Position, member.Revision, member.Writer));
            foreach (Statement said in album.Fields.Values.Concat(members))
                if (StatementOrder.IsNewer(said, newest.GetValueOrDefault((album.Uuid, said.Field))))
                    newest[(album.Uuid, said.Field)] = said;
        }
    }
}
