using System.Globalization;
using System.Text;
using ImaLink.Archive;
using ImaLink.Media.Companions;
using ImaLink.Photos;

namespace ImaLink.Tests.Import;

/// <summary>The albums of a Google Takeout become albums, whichever copy of a photo lies in them and over however many parts they are spread.</summary>
public sealed class TakeoutAlbumTests : ImportTest
{
    private static byte[] Album(string title, string more = "") => Encoding.UTF8.GetBytes($$"""{ "title": "{{title}}"{{more}} }""");

    private void FillTwoParts()
    {
        Put("one/Takeout/Google Photos/Paris/metadata.json", Album("Paris", """, "description": "In spring", "enrichments": [ { "narrativeEnrichment": { "text": "By train" } } ]"""));
        Put("one/Takeout/Google Photos/Paris/a.jpg", TestPhotos.Jpeg(1));
        Put("one/Takeout/Google Photos/Photos from 2024/a.jpg", TestPhotos.Jpeg(1));
        Put("one/Takeout/Google Photos/Photos from 2024/metadata.json", Album("Photos from 2024"));
        Put("one/Takeout/Google Photos/Photos from 2024/d.jpg", TestPhotos.Jpeg(4));
        Put("two/Takeout/Google Photos/Paris/b.jpg", TestPhotos.Jpeg(2));
        Put("two/Takeout/Google Photos/Photos from 2024/b.jpg", TestPhotos.Jpeg(2));
        Put("two/Takeout/Google Photos/Zuerich/Metadaten.json", Album("Z\u00fcrich / Bern"));
        Put("two/Takeout/Google Photos/Zuerich/a.jpg", TestPhotos.Jpeg(1));
        Put("two/Takeout/Google Photos/Zuerich/d.jpg", TestPhotos.Jpeg(4));
    }

    private List<string> Albums(TestArchive? archive = null) => (archive ?? Mine).Use(db => new AlbumFinder(db).Find(null).Select(album =>
        string.Create(CultureInfo.InvariantCulture, $"{album.Title}: {album.Count}{(album.Description is null ? "" : $" {album.Description.Replace("\n", " ", StringComparison.Ordinal)}")} {string.Join(' ', album.Storages)}{(album.Unwritten.Length == 0 ? "" : " due")}")).ToList());

    private ImportSession ImportParts(string title = "Photos") => Mine.Import(Source, title, request => request with { Paths = [Path.Combine(Source, "one"), Path.Combine(Source, "two")] });

    [Fact]
    public void Import_AlbumsAcrossTwoParts_HoldEveryPhotoOnce()
    {
        FillTwoParts();
        var session = ImportParts();
        Assert.Equal(10, Verdicts(session).Count);
        Assert.Equal((3, 4), (session.Imported, session.Duplicate));
        string storage = Mine.Storage.Name;
        Assert.Equal([$"Paris: 2 In spring  By train {storage}", $"Z\u00fcrich - Bern: 2 {storage}"], Albums());
        Assert.Equal(2, Directory.GetFiles(Mine.Layout.Albums, "*.json").Length);
        Assert.Contains(Mine.News, news => news == "2 albums of the Takeout got photos: 'Paris' (2), 'Z\u00fcrich - Bern' (2).");
        Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));
        Assert.Empty(Mine.Errors);

        // Once more, and a part after the other: nothing comes twice.
        ImportParts("Again");
        Mine.Import(Path.Combine(Source, "two"), "Two");
        Assert.Equal(2, Albums().Count);
        Assert.StartsWith("Paris: 2 ", Albums()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Import_Again_LeavesWhatTheOwnerChanged()
    {
        FillTwoParts();
        ImportParts();
        Mine.Use<object?>(db =>
        {
            var service = new AlbumService(db, TimeSpan.FromSeconds(2));
            Album paris = new AlbumFinder(db).Get(new Selector("Paris"));
            long photo = db.Scalar<long>("SELECT image.photo_id FROM file JOIN image ON image.id = file.image_id WHERE file.path LIKE '%Paris/b.jpg'");
            service.RemovePhotos(paris.Uuid, [photo]);
            service.Set(paris.Uuid, new AlbumEdit { Title = "France" });
            service.Remove(new AlbumFinder(db).Get(new Selector("Z\u00fcrich - Bern")).Uuid, false);
            service.Write();
            return null;
        });
        ImportParts("Again");
        Assert.StartsWith("France: 1 ", Assert.Single(Albums()), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_AlbumsOfOneTitle_StayTwo()
    {
        Put("Takeout/Google Photos/Untitled/metadata.json", Album(""));
        Put("Takeout/Google Photos/Untitled/a.jpg", TestPhotos.Jpeg(1));
        Put("Takeout/Google Photos/Untitled(1)/metadata.json", Album(""));
        Put("Takeout/Google Photos/Untitled(1)/b.jpg", TestPhotos.Jpeg(2));
        Put("Takeout/Google Photos/Empty/metadata.json", Album("Empty"));
        Put("Takeout/Google Photos/Broken/metadata.json", Encoding.UTF8.GetBytes("{ \"title\": "));
        Put("Takeout/Google Photos/Broken/c.jpg", TestPhotos.Jpeg(3));
        Mine.Import(Source);
        Assert.Equal(["Untitled", "Untitled(1)"], Albums().Select(album => album.Split(':')[0]));
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Resume_ImportStoppedBeforeItsAlbums_MakesThem()
    {
        FillTwoParts();
        TestArchive failing = Mine.With((operation, path) =>
        {
            if (path.EndsWith(".ledger.jsonl", StringComparison.Ordinal) || path.Contains("albums", StringComparison.Ordinal))
                throw new IOException("stopped");
        });
        Assert.ThrowsAny<Exception>(() => failing.Import(Source));
        Mine.Resume();
        Assert.Equal(2, Albums().Count);
        Assert.DoesNotContain(Albums(), album => album.EndsWith("due", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Photos from 2019", true)]
    [InlineData("Fotos von 2019", true)]
    [InlineData("Photos de 2019", true)]
    [InlineData("Foto\u0301s de 2019", false)]
    [InlineData("Foto dal 2019", true)]
    [InlineData("Foto's uit 2019", true)]
    [InlineData("Zdj\u0119cia z 2019", true)]
    [InlineData("\u0424\u043e\u0442\u043e \u0437\u0430 2019 \u0433.", true)]
    [InlineData("2019 \u5e74\u306e\u5199\u771f", true)]
    [InlineData("2019-05-04", true)]
    [InlineData("2019-05-04 #2", true)]
    [InlineData("2019-07-04 - Hochzeit Anna", false)]
    [InlineData("Photos from Rome 2019", false)]
    [InlineData("Summer 2019", false)]
    [InlineData("Photos from 1219", false)]
    public void IsOfTime_FoldersOfYearsAndDays_AreNoAlbums(string folder, bool expected) => Assert.Equal(expected, TakeoutAlbum.IsOfTime(folder));
}
