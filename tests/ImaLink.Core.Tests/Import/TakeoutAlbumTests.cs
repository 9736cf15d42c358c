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

    /// <summary>What describes an album is told by what is in it, in whatever language it is called; what describes a photo, or another program's, is not.</summary>
    [Theory]
    [InlineData("\u043c\u0435\u0442\u0430\u043f\u043e\u0434\u0430\u0446\u0438.json", """{ "title": "Ohrid" }""", true)]
    [InlineData("metaandmed.json", """{ "title": "Ohrid", "description": "", "access": "protected", "date": { "timestamp": "1700000000" } }""", true)]
    [InlineData("x.json", """{ "albumData": { "title": "Ohrid", "description": "" } }""", true)]
    [InlineData("x.json", """{ "title": "Ohrid", "photoTakenTime": { "timestamp": "1700000000" } }""", false)]
    [InlineData("x.json", """{ "title": "Ohrid", "imageViews": "3", "url": "https://example.org" }""", false)]
    [InlineData("x.json", """{ "name": "Ohrid", "version": 3 }""", false)]
    [InlineData("x.json", """[ { "title": "Ohrid" } ]""", false)]
    public void Import_DescriptionWithANameInAnotherLanguage_MakesAnAlbum(string name, string content, bool isAlbum)
    {
        Put("Takeout/Google Photos/Ohrid 2/" + name, Encoding.UTF8.GetBytes(content));
        Put("Takeout/Google Photos/Ohrid 2/a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        Assert.Equal(isAlbum ? [$"Ohrid: 1 {Mine.Storage.Name}"] : [], Albums());
        if (isAlbum)
            Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));
    }

    [Fact]
    public void Import_JsonOfAnotherProgramOutsideATakeout_MakesNoAlbum()
    {
        Put("site/page.json", Album("Start", """, "description": "A page" """));
        Put("site/a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        Assert.Empty(Albums());
    }

    private static byte[] Contents(string account) => Encoding.UTF8.GetBytes($"<html><body><h1 class=\"header_title\">Archive for {account}</h1></body></html>");

    private void FillTwoAccounts(bool withContents)
    {
        foreach ((string owner, int number) in new[] { ("anna", 10), ("ben", 20) })
        {
            for (int part = 1; part <= 2; part++)
            {
                string folder = $"{owner}/takeout-20240101T000000Z-{part.ToString("000", CultureInfo.InvariantCulture)}/Takeout/";
                Put(folder + $"Google Photos/Holidays/{part}.jpg", TestPhotos.Jpeg(number + part));
                Put(folder + $"Google Photos/Photos from 2024/{part}.jpg", TestPhotos.Jpeg(number + part));
                // A description that lies in the other part.
                Put(folder + $"Google Photos/Photos from 2024/{3 - part}.jpg.json", Encoding.UTF8.GetBytes($$"""{ "title": "{{3 - part}}.jpg", "photoTakenTime": {}, "description": "{{owner}}" }"""));
            }

            Put($"{owner}/takeout-20240101T000000Z-001/Takeout/Google Photos/Holidays/metadata.json", Album("Holidays"));
            if (withContents)
                Put($"{owner}/takeout-20240101T000000Z-002/Takeout/archive_browser.html", Contents(owner + "@example.org"));
            else
                Put($"{owner}/takeout-20240101T000000Z-00{(owner == "anna" ? 1 : 2)}/Takeout/Google Photos/Photos from 2024/IMG_0001.jpg", TestPhotos.Jpeg(number, camera: owner == "anna" ? "Canon EOS R6" : "Leica M"));
        }
    }

    /// <summary>By the table of contents, or as both have another photo under one path, which one export has once.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Import_TakeoutsOfTwoAccounts_StayTwo(bool withContents)
    {
        FillTwoAccounts(withContents);
        var session = Mine.Import(Source);
        string storage = Mine.Storage.Name;
        Assert.Equal([$"Holidays: 2 {storage}", $"Holidays: 2 {storage}"], Albums());
        Assert.Equal(["anna", "anna", "ben", "ben"], TestArchive.Index(session).Where(entry => entry.Said is { } said && said.Exists(word => word.Field == "description"))
            .Select(entry => (Owner: entry.OriginalPath!.Contains("/anna/", StringComparison.Ordinal) ? "anna" : "ben", Text: CanonicalJson.Text(entry.Said!.Find(word => word.Field == "description")!.Value)))
            .Select(one => one.Owner == one.Text ? one.Owner : "mixed up").Order(StringComparer.Ordinal));
        string[] names = withContents ? ["anna@example.org", "ben@example.org"] : ["anna", "ben"];
        Assert.Contains(Mine.Warnings, warning => warning.StartsWith($"The sources hold the Takeouts of several accounts, as it seems: {names[0]}, {names[1]}.", StringComparison.Ordinal));
        Mine.Import(Source, "Again");
        Assert.Equal(2, Albums().Count);
    }

    /// <summary>The same account at two times: one album, to which the second adds.</summary>
    [Fact]
    public void Import_TakeoutsOfOneAccount_AreOne()
    {
        Put("old/Takeout/archive_browser.html", Contents("anna@example.org"));
        Put("old/Takeout/Google Photos/Holidays/metadata.json", Album("Holidays"));
        Put("old/Takeout/Google Photos/Holidays/1.jpg", TestPhotos.Jpeg(1));
        Put("new/Takeout/archive_browser.html", Contents("Anna@example.org"));
        Put("new/Takeout/Google Photos/Holidays/metadata.json", Album("Holidays"));
        Put("new/Takeout/Google Photos/Holidays/1.jpg", TestPhotos.Jpeg(2, camera: "Leica M"));
        Mine.Import(Source);
        Assert.Equal([$"Holidays: 2 {Mine.Storage.Name}"], Albums());
        Assert.DoesNotContain(Mine.Warnings, warning => warning.Contains("accounts", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_TakeoutWithoutSomeOfItsArchives_SaysWhich()
    {
        foreach (int part in new[] { 2, 5 })
            Put($"takeout-20240101T000000Z-00{part}/Takeout/Google Photos/X/{part}.jpg", TestPhotos.Jpeg(part));
        Put("takeout-20240102T000000Z-1-002/Takeout/Google Photos/X/7.jpg", TestPhotos.Jpeg(7));
        Mine.Import(Source);
        Assert.Contains(Mine.Warnings, warning => warning.StartsWith(
            "4 archives of this Takeout are not here: takeout-20240101T000000Z-001, takeout-20240101T000000Z-003, takeout-20240101T000000Z-004, takeout-20240102T000000Z-1-001.", StringComparison.Ordinal));
    }

    [Fact]
    public void Resume_TwoAccountsStoppedBeforeTheirAlbums_StayTwo()
    {
        FillTwoAccounts(withContents: true);
        TestArchive failing = Mine.With((operation, path) =>
        {
            if (path.EndsWith(".ledger.jsonl", StringComparison.Ordinal) || path.Contains("albums", StringComparison.Ordinal))
                throw new IOException("stopped");
        });
        Assert.ThrowsAny<Exception>(() => failing.Import(Source));
        Directory.Delete(Source, recursive: true); // all of it was safe
        Mine.Resume(skipMissingSource: true);
        Assert.Equal(2, Albums().Count);
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
