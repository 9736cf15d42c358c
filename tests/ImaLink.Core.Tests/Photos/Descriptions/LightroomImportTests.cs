using ImaLink.Archive;
using ImaLink.Photos;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos.Descriptions;

/// <summary>What Lightroom knows of photos arrives here, each field of it, and what an owner said here stays.</summary>
public sealed class LightroomImportTests : DescriptionTest
{
    private const string Words = """
        UPDATE Adobe_images SET rating = 4.0, pick = 1.0, colorLabels = 'Rot', captureTime = '2024-06-15T10:01:00' WHERE id_local = 1;
        UPDATE Adobe_images SET pick = -1.0 WHERE id_local = 2;
        INSERT INTO AgLibraryIPTC (image, caption, copyright, altTextAccessibility) VALUES (1, 'In the morning', '(c) Ann', 'Ruins');
        INSERT INTO AgHarvestedExifMetadata (image, hasGPS, gpsLatitude, gpsLongitude) VALUES (1, 1, 41.8925, 12.4853);
        INSERT INTO AgLibraryKeyword (id_local, id_global, name, parent, keywordType) VALUES
            (10, 'k0', NULL, NULL, NULL), (11, 'k1', 'Places', 10, NULL), (12, 'k2', 'Italy', 11, NULL), (13, 'k3', 'Rome', 12, NULL), (14, 'k4', 'Anna', 10, 'person'), (15, 'k5', 'Ben', 10, 'person'), (16, 'k6', 'Carl', 10, 'person');
        INSERT INTO AgLibraryKeywordImage (image, tag) VALUES (1, 13), (1, 14), (1, 15);
        INSERT INTO AgLibraryFace (id_local, image, tl_x, tl_y, tr_x, tr_y, bl_x, bl_y, br_x, br_y, imageOrientation) VALUES (20, 1, 0.25, 0.25, 0.5, 0.25, 0.25, 0.75, 0.5, 0.75, 'AB'), (21, 1, 0, 0, 0.5, 0, 0, 0.5, 0.5, 0.5, 'AB');
        INSERT INTO AgLibraryKeywordFace (face, tag, userPick) VALUES (20, 14, 1), (21, 16, NULL);
        """;

    private static string Packet(string properties) => $"INSERT INTO Adobe_AdditionalMetadata (id_global, image, xmp) VALUES ('p1', 1, '{Xmp(properties)}');";

    private const string Title = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">The forum</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator><photoshop:City>Rome</photoshop:City>";

    [Fact]
    [Trait("Category", "Culture")]
    public void Take_EveryField_IsSaid()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom(Words + Packet(Title), null, "a.jpg", "b.jpg");

        Assert.Equal(["a.jpg: Taken by import path, time", "b.jpg: Taken by import path, time"], Photos(Take(Lightroom)));

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["alt_text"] = "\"Ruins\"",
                ["author"] = "\"Ann\"",
                ["date"] = "\"2024-06-15T10:01:00\"",
                ["description"] = "\"In the morning\"",
                ["flag"] = "\"pick\"",
                ["gps"] = "{\"latitude\":41.8925,\"longitude\":12.4853}",
                ["label"] = "\"red\"",
                ["location"] = "{\"city\":\"Rome\"}",
                ["person:Anna"] = "{\"h\":0.5,\"w\":0.25,\"x\":0.375,\"y\":0.5}",
                ["person:Ben"] = "true",
                ["rating"] = "4",
                ["rights"] = "\"(c) Ann\"",
                ["tag:Anna"] = "true",
                ["tag:Ben"] = "true",
                ["tag:Places/Italy/Rome"] = "true",
                ["title"] = "\"The forum\"",
            }, Said("a.jpg").OrderBy(word => word.Key, StringComparer.Ordinal).ToDictionary());
        Assert.Equal("\"reject\"", Value("b.jpg", "flag"));
    }

    [Fact]
    public void Take_Again_ChangesNothing()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom(Words + Packet(Title) + Collections, null, "a.jpg", "b.jpg");
        Take(Lightroom);
        string before = File.ReadAllText(Mine.Layout.SessionIndex(1));

        Assert.All(Take(Lightroom).Where(result => result.Kind != DescriptionKind.Library), result => Assert.Contains(result.Verdict, (string[])["Unchanged", "NotTaken"]));
        Assert.Equal(before, File.ReadAllText(Mine.Layout.SessionIndex(1)));
    }

    [Fact]
    public void Take_OfWhatTheOwnerSaid_KeepsItAndTells()
    {
        Fill("a.jpg");
        Say("a.jpg", "rating", "2");
        Say("a.jpg", "title", "\"Mine\"");
        Say("a.jpg", "title", null);
        MakeLightroom(Words + Packet(Title), null, "a.jpg");

        DescriptionResult result = Take(Lightroom)[0];

        Assert.Equal(["rating", "title"], result.Kept.Order());
        Assert.Contains("Of title, rating it says something else than was said here, which stays.", result.Detail!, StringComparison.Ordinal);
        Assert.Equal(("2", ""), (Value("a.jpg", "rating"), Value("a.jpg", "title")));
        Assert.Equal("\"pick\"", Value("a.jpg", "flag"));
    }

    [Fact]
    public void Take_OfWhatOnlyAFileSaid_GivesWay()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.jpg.xmp", System.Text.Encoding.UTF8.GetBytes(Xmp("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Old</rdf:li></rdf:Alt></dc:title>")));
        Mine.Import(Source);
        MakeLightroom(Packet(Title), null, "a.jpg");

        Take(Lightroom);

        Assert.Equal("\"The forum\"", Value("a.jpg", "title"));
    }

    [Fact]
    public void Rehearse_TellsTheSameAndRecordsNothing()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom(Words + Packet(Title) + Collections, null, "a.jpg", "b.jpg");

        var foretold = Take(Lightroom, isRehearsal: true).ConvertAll(result => (result.Kind, result.Verdict, result.Source, result.Detail, Taken: string.Join(' ', result.Taken)));

        Assert.Equal("", Value("a.jpg", "rating"));
        Assert.Empty(Mine.Use(db => new AlbumFinder(db).Find(null)));
        Assert.Equal(foretold, Take(Lightroom).ConvertAll(result => (result.Kind, result.Verdict, result.Source, result.Detail, Taken: string.Join(' ', result.Taken))));
    }

    private const string Collections = """
        INSERT INTO AgLibraryCollection (id_local, creationId, name, parent, systemOnly) VALUES
            (50, 'com.adobe.ag.library.group', 'Travel', NULL, ''), (51, 'com.adobe.ag.library.collection', 'Italy / South', 50, ''), (52, 'com.adobe.ag.library.smart_collection', 'Five stars', NULL, ''),
            (53, 'com.adobe.ag.library.collection', 'quick collection', NULL, 1.0), (54, 'com.adobe.ag.library.collection', 'By time', NULL, ''), (55, 'com.adobe.ag.library.group', 'Empty', NULL, '');
        INSERT INTO AgLibraryCollectionImage (id_local, collection, image, positionInCollection) VALUES (60, 51, 2, 'a'), (61, 51, 1, 'b'), (62, 53, 1, NULL), (63, 54, 1, 'z'), (64, 54, 2, 'z');
        INSERT INTO AgLibraryCollectionCoverImage VALUES (51, 60);
        """;

    private List<string> Albums() => Mine.Use(db => new AlbumFinder(db).Find(null).Select(album =>
        $"{album.FullTitle}: {album.Count} {album.Order}{(album.Unwritten.Length > 0 ? " due" : "")} {(album.Cover is null ? "" : "covered")}").ToList());

    [Fact]
    public void Take_Collections_AreAlbumsWithinAlbumsInTheirOrder()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom(Collections, null, "a.jpg", "b.jpg");

        List<DescriptionResult> results = Take(Lightroom);

        Assert.Equal(["By time: 2 TakenAt ", "Travel: 0 Position ", "Travel/Italy - South: 2 Position covered"], Albums());
        Assert.Equal([PhotoNamed("b.jpg"), PhotoNamed("a.jpg")], Mine.Use(db => db.AlbumMembers.Of(db.Albums.Find(new AlbumFinder(db).Get(new Selector("Travel/Italy - South")).Uuid)!.Id).Select(member => member.Image.Hothash).ToList()));
        Assert.Equal(["By time: Taken", "Five stars: NotTaken", "Travel/Italy - South: Taken"],
            results.Where(result => result.Kind == DescriptionKind.Album).Select(result => $"{result.Source}: {result.Verdict}").Order(StringComparer.Ordinal));
        Assert.Contains("a photo in the quick collection", results[^1].Detail!, StringComparison.Ordinal);

        string PhotoNamed(string name) => ImaLink.Index.SessionIndexFile.ReadFiles(Mine.Layout.SessionIndex(1)).Single(file => file.OriginalFilename == name).Hothash;
    }

    [Fact]
    public void Take_AlbumsThatTheOwnerChanged_StayAsTheyAre()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom(Collections, null, "a.jpg", "b.jpg");
        Take(Lightroom);
        Mine.Use<object?>(db =>
        {
            var service = new AlbumService(db, TimeSpan.FromSeconds(2));
            service.RemovePhotos(new AlbumFinder(db).Get(new Selector("Travel/Italy - South")).Uuid, [PhotoOf(db, "b.jpg")]);
            service.Remove(new AlbumFinder(db).Get(new Selector("By time")).Uuid, false);
            service.Write();
            return null;
        });

        Take(Lightroom);

        Assert.Equal(["Travel: 0 Position ", "Travel/Italy - South: 1 Position covered"], Albums());
    }

    [Fact]
    public void Take_VirtualCopies_GiveTheirNamesKeywordsAndCollections()
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom(Collections + """
            UPDATE Adobe_images SET rating = 3 WHERE id_local = 1;
            INSERT INTO Adobe_images (id_local, id_global, rootFile, masterImage, copyName, rating, colorLabels) VALUES (70, 'c1', 100, 1, 'Black/white', 5, 'Green');
            INSERT INTO AgLibraryKeyword (id_local, id_global, name) VALUES (71, 'k9', 'Print');
            INSERT INTO AgLibraryKeywordImage (image, tag) VALUES (70, 71);
            DELETE FROM AgLibraryCollectionImage WHERE image = 1;
            INSERT INTO AgLibraryCollectionImage (collection, image) VALUES (54, 70);
            """, null, "a.jpg", "b.jpg");

        List<DescriptionResult> results = Take(Lightroom);

        Assert.Equal(2, Photos(results).Count);
        Assert.Equal(["rating", "tag:Print", "tag:Virtual copies/Black-white"], Said("a.jpg").Keys.Order(StringComparer.Ordinal));
        Assert.Contains("Its virtual copy 'Black/white' has the rating 5 and the label green, which is not taken.", results[0].Detail!, StringComparison.Ordinal);
        Assert.Contains("By time: 2 TakenAt ", Albums());
    }

    private const string Stack = "INSERT INTO AgLibraryFolderStackImage (image, position, stack) VALUES (2, 1.0, 80), (1, 2.0, 80);";

    private (int Photos, string? First) Groups() => Mine.Use(db => ((int)db.Scalar<long>("SELECT count(*) FROM photo"),
        db.Scalar<string>("SELECT file.original_filename FROM photo JOIN file ON file.image_id = photo.image_id ORDER BY photo.image_count DESC LIMIT 1")));

    [Fact]
    public void Take_Stack_IsOnePhotoAndTheTopStandsForIt()
    {
        Fill("a.jpg", "b.jpg", "c.jpg");
        MakeLightroom(Stack, null, "a.jpg", "b.jpg", "c.jpg");

        Assert.Contains(Take(Lightroom), result => result is { Kind: DescriptionKind.Stack, Verdict: DescriptionVerdict.Taken, Detail: "2 photos are one." });

        Assert.Equal((2, "b.jpg"), Groups());
        Assert.Contains(Take(Lightroom), result => result is { Kind: DescriptionKind.Stack, Verdict: DescriptionVerdict.Unchanged });
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("b.jpg")]
    [InlineData("a.jpg", "b.jpg")]
    public void Take_StackThatTheOwnerParted_StaysParted(params string[] parted)
    {
        Fill("a.jpg", "b.jpg");
        MakeLightroom(Stack, null, "a.jpg", "b.jpg");
        Take(Lightroom);
        Mine.Use<object?>(db =>
        {
            var statements = new PhotoStatements(db, TimeSpan.FromSeconds(2));
            new PhotoGroups(db, statements).Split([.. parted.Select(name => db.Scalar<long>("SELECT image_id FROM file WHERE original_filename = @0", name))]);
            statements.Write();
            return null;
        });

        Take(Lightroom);

        Assert.Equal(2, Groups().Photos);
    }

    [Theory]
    [InlineData("AB", 0.3, 0.2)]
    [InlineData("BA", 0.7, 0.2)]
    [InlineData("CD", 0.7, 0.8)]
    [InlineData("DC", 0.3, 0.8)]
    [InlineData("AD", 0.2, 0.3)]
    [InlineData("BC", 0.2, 0.7)]
    [InlineData("CB", 0.8, 0.7)]
    [InlineData("DA", 0.8, 0.3)]
    public void Take_FaceInATurnedPicture_IsThatOfTheStoredOne(string orientation, double x, double y)
    {
        Fill("a.jpg");
        MakeLightroom($"""
            INSERT INTO AgLibraryKeyword (id_local, id_global, name, keywordType) VALUES (14, 'k4', 'Anna', 'person');
            INSERT INTO AgLibraryFace (id_local, image, tl_x, tl_y, br_x, br_y, imageOrientation) VALUES (20, 1, 0.25, 0.15, 0.35, 0.25, '{orientation}');
            INSERT INTO AgLibraryKeywordFace (face, tag, userPick) VALUES (20, 14, 1);
            """, null, "a.jpg");

        Take(Lightroom);

        using var region = System.Text.Json.JsonDocument.Parse(Value("a.jpg", "person:Anna"));
        Assert.Equal((x, y), (Math.Round(region.RootElement.GetProperty("x").GetDouble(), 6), Math.Round(region.RootElement.GetProperty("y").GetDouble(), 6)));
    }

    [Fact]
    public void Take_PackedXmp_IsUnpacked()
    {
        Fill("a.jpg");
        byte[] text = System.Text.Encoding.UTF8.GetBytes(Xmp(Title));
        using var packed = new MemoryStream();
        packed.Write([0, 0, (byte)(text.Length >> 8), (byte)text.Length]);
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            zlib.Write(text);
        MakeLightroom($"INSERT INTO Adobe_AdditionalMetadata (id_global, image, xmp) VALUES ('p1', 1, x'{Convert.ToHexString(packed.ToArray())}');", null, "a.jpg");

        Take(Lightroom);

        Assert.Equal("\"The forum\"", Value("a.jpg", "title"));
    }

    /// <summary>Of a scan Lightroom shows when its file was written, which nobody said.</summary>
    [Theory]
    [InlineData("2024-06-14T09:01:00", "")]
    [InlineData("1975-08-03T12:00:00", "\"1975-08-03T12:00:00\"")]
    public void Take_TimeOfAPhotoThatStatesNone_IsSaidWhereItWasCorrected(string captured, string expected)
    {
        Put("a.jpg", TestPhotos.Bare(1));
        Mine.Import(Source);
        MakeLightroom($"UPDATE Adobe_images SET captureTime = '{captured}';", null, "a.jpg");

        Take(Lightroom);

        Assert.Equal(expected, Value("a.jpg", "date"));
    }

    [Fact]
    public void Take_TwoPhotosThatAreOneImageHere_SayTheFirstAndStayThatWay()
    {
        Put("one/a.jpg", TestPhotos.Jpeg(1));
        Put("two/a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        MakeLightroom("UPDATE Adobe_images SET captureTime = '2024-06-14T09:01:00', originalCaptureTime = '2024-06-14T09:01:00', rating = id_local; UPDATE Adobe_images SET colorLabels = 'Red' WHERE id_local = 2;", null, "one/a.jpg", "two/a.jpg");

        Assert.Equal(["a.jpg: Taken by import path, time", "a.jpg: Taken by import path, time"], Photos(Take(Lightroom)));
        Assert.Equal(("1", "\"red\""), (Value("one/a.jpg", "rating"), Value("one/a.jpg", "label")));
        Assert.Equal(["a.jpg: Unchanged by import path, time", "a.jpg: Unchanged by import path, time"], Photos(Take(Lightroom)));
    }
}
