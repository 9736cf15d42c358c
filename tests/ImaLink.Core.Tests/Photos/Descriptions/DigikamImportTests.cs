using ImaLink.Archive;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos.Descriptions;

/// <summary>What digiKam knows of photos arrives here, each field of it.</summary>
public sealed class DigikamImportTests : DescriptionTest
{
    private const string Words = """
        UPDATE ImageInformation SET rating = 5, creationDate = '2024-06-15T10:01:00.000' WHERE imageid = 1;
        INSERT INTO ImageComments (imageid, type, language, comment) VALUES (1, 1, 'de-DE', 'Am Morgen'), (1, 1, 'x-default', 'In the morning'), (1, 2, 'x-default', 'A headline'), (1, 3, 'x-default', 'The forum');
        INSERT INTO ImageCopyright (imageid, property, value, extraValue) VALUES (1, 'creator', 'Ann', NULL), (1, 'creator', 'Ben', NULL), (1, 'copyrightNotice', '(c) Ann', 'x-default'), (1, 'source', 'nowhere', NULL);
        INSERT INTO ImageProperties VALUES (1, 'city', 'Rome'), (1, 'country', 'Italy'), (1, 'countryCode', 'ITA'), (1, 'provinceState', 'Lazio'), (1, 'location', 'Forum'), (1, 'scene', 'x');
        INSERT INTO ImagePositions (imageid, latitudeNumber, longitudeNumber, altitude) VALUES (1, 41.8925, 12.4853, 21.5);
        INSERT INTO Tags (id, pid, name) VALUES
            (1, 0, '_Digikam_Internal_Tags_'), (2, 1, 'Color Label Green'), (3, 1, 'Pick Label Accepted'), (4, 1, 'Pick Label Rejected'), (5, 1, 'Scanned for Faces'),
            (10, 0, 'Places'), (11, 10, 'Italy'), (12, 11, 'Rome'), (20, 0, 'People'), (21, 20, 'Anna'), (22, 20, 'Ben'), (23, 20, 'Unknown');
        INSERT INTO TagProperties VALUES (1, 'internalTag', NULL), (21, 'person', 'Anna'), (22, 'person', 'Ben'), (23, 'person', NULL), (23, 'unknownPerson', NULL);
        INSERT INTO ImageTags VALUES (1, 2), (1, 3), (1, 5), (1, 12), (1, 21), (1, 22), (1, 23), (2, 4);
        UPDATE ImageInformation SET width = 1000, height = 500;
        INSERT INTO ImageTagProperties VALUES (1, 21, 'tagRegion', '<rect x="200" y="200" width="100" height="100"/>'), (1, 23, 'autodetectedFace', '<rect x="0" y="0" width="9" height="9"/>');
        """;

    [Fact]
    [Trait("Category", "Culture")]
    public void Take_EveryField_IsSaid()
    {
        Fill("Rome/a.jpg", "Rome/b.jpg");
        MakeDigikam(Words, null, "Rome/a.jpg", "Rome/b.jpg");

        Assert.Equal(["a.jpg: Taken by import path, size", "b.jpg: Taken by import path, time, size"], Photos(Take(Digikam)));

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["author"] = "\"Ann, Ben\"",
                ["date"] = "\"2024-06-15T10:01:00\"",
                ["description"] = "\"In the morning\"",
                ["flag"] = "\"pick\"",
                ["gps"] = "{\"altitude\":21.5,\"latitude\":41.8925,\"longitude\":12.4853}",
                ["label"] = "\"green\"",
                ["location"] = "{\"city\":\"Rome\",\"code\":\"ITA\",\"country\":\"Italy\",\"state\":\"Lazio\",\"sublocation\":\"Forum\"}",
                ["person:Anna"] = "{\"h\":0.2,\"w\":0.1,\"x\":0.25,\"y\":0.5}",
                ["person:Ben"] = "true",
                ["rating"] = "5",
                ["rights"] = "\"(c) Ann\"",
                ["tag:People/Anna"] = "true",
                ["tag:People/Ben"] = "true",
                ["tag:Places/Italy/Rome"] = "true",
                ["title"] = "\"The forum\"",
            }, Said("Rome/a.jpg").OrderBy(word => word.Key, StringComparer.Ordinal).ToDictionary());
        Assert.Equal("\"reject\"", Value("Rome/b.jpg", "flag"));
    }

    [Fact]
    public void Take_AlbumsAndGroups_AreAlbumsAndOnePhoto()
    {
        Fill("2024/Rome/a.jpg", "2024/Rome/b.jpg", "Lake/c.jpg");
        MakeDigikam("""
            INSERT INTO Albums (albumRoot, relativePath) VALUES (1, '/'), (1, '/2024');
            UPDATE Albums SET caption = 'In spring', icon = 2 WHERE relativePath = '/2024/Rome';
            INSERT INTO ImageRelations VALUES (1, 2, 2), (3, 1, 1);
            INSERT INTO Searches VALUES (1, 2, '_Current_Search_View_', ''), (2, 2, 'Five stars', '');
            INSERT INTO Images (id, album, name, status, category) VALUES (90, NULL, 'gone.jpg', 3, 1);
            """, null, "2024/Rome/a.jpg", "2024/Rome/b.jpg", "Lake/c.jpg");

        List<DescriptionResult> results = Take(Digikam);

        Assert.Equal(["2024: 0 ", "2024/Rome: 1 In spring covered", "Lake: 1 "],
            Mine.Use(db => new AlbumFinder(db).Find(null).Select(album => $"{album.FullTitle}: {album.Count} {album.Description}{(album.Cover is null ? "" : " covered")}").ToList()));
        Assert.Contains(results, result => result is { Kind: DescriptionKind.Stack, Verdict: DescriptionVerdict.Taken });
        Assert.Equal("digiKam, 3 photo(s). Not taken: a photo in its trash; a saved search.", results[^1].Detail);
    }

    [Fact]
    public void Take_FaceThatIsSaidToAPixel_IsNotSaidAgain()
    {
        Fill("a.jpg");
        MakeDigikam("""
            UPDATE ImageInformation SET width = 1000, height = 500;
            INSERT INTO Tags (id, pid, name) VALUES (21, 0, 'Anna');
            INSERT INTO ImageTagProperties VALUES (1, 21, 'tagRegion', '<rect x="200" y="100" width="100" height="100"/>');
            """, null, "a.jpg");
        Take(Digikam);
        LibrarySample.Change(Digikam, "UPDATE ImageTagProperties SET value = '<rect x=\"201\" y=\"100\" width=\"99\" height=\"100\"/>'");

        Assert.Equal(["a.jpg: Unchanged by import path, time, size"], Photos(Take(Digikam)));
    }

    /// <summary>digiKam measures in the picture as it shows it.</summary>
    [Theory]
    [InlineData(1, 200, 100)]
    [InlineData(3, 700, 300)]
    [InlineData(6, 300, 200)]
    [InlineData(8, 100, 700)]
    public void Take_FaceInATurnedPicture_IsThatOfTheStoredOne(int orientation, int left, int top)
    {
        Fill("a.jpg");
        MakeDigikam($"""
            UPDATE ImageInformation SET width = 1000, height = 500, orientation = {orientation};
            INSERT INTO Tags (id, pid, name) VALUES (21, 0, 'Anna');
            INSERT INTO ImageTagProperties VALUES (1, 21, 'tagRegion', '<rect x="{left}" y="{top}" width="100" height="100"/>');
            """, null, "a.jpg");

        Take(Digikam);

        using var region = System.Text.Json.JsonDocument.Parse(Value("a.jpg", "person:Anna"));
        Assert.Equal((0.25, 0.3), (Math.Round(region.RootElement.GetProperty("x").GetDouble(), 6), Math.Round(region.RootElement.GetProperty("y").GetDouble(), 6)));
    }

    /// <summary>Of a photo that states no time digiKam has that of its file.</summary>
    [Fact]
    public void Take_TimeOfAPhotoThatStatesNone_IsNotSaid()
    {
        Put("a.jpg", TestPhotos.Bare(1));
        Mine.Import(Source);
        MakeDigikam("", null, "a.jpg");

        Take(Digikam);

        Assert.Equal("", Value("a.jpg", "date"));
    }

    [Fact]
    public void Take_CollectionOnAVolumeOfUnknownPlace_IsMatchedByFolderAndTime()
    {
        Fill("Rome/a.jpg");
        MakeDigikam("UPDATE AlbumRoots SET identifier = 'volumeid:?uuid=0123-4567', specificPath = '/Pictures'; UPDATE ImageInformation SET rating = 3;", null, "Rome/a.jpg");

        Assert.Equal(["a.jpg: Taken by name, folder, time, size, dimensions"], Photos(Take(Digikam)));
    }
}
