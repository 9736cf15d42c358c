using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ImaLink.Index;
using ImaLink.Media.Metadata;
using ImaLink.Photos;

namespace ImaLink.Tests.Import;

/// <summary>The whole of a Takeout is imported, its folder deleted, everything exported again: nothing that was said is missing.</summary>
public sealed class TakeoutRoundTripTests : ImportTest
{
    private const string Year = "Takeout/Google Photos/Photos from 2023/", Paris = "Takeout/Google Photos/Paris/";
    private static readonly XNamespace Collections = "http://www.metadataworkinggroup.com/schemas/collections/";

    /// <summary>Of each photo what the Takeout says of it: by the name of the file.</summary>
    private static readonly (string Photo, string Said)[] All =
    [
        ("a.jpg", "description: A lake\nat dawn \u00e9\u4e2d\U0001F600"), ("a.jpg", "favorite"), ("a.jpg", "person: Anna"), ("a.jpg", "person: Ben"), ("a.jpg", "date: 2023-11-15T07:13:20+09:00"),
        ("a.jpg", "place: 41.89 12.49 50"), ("a.jpg", "album: Paris"), ("a.jpg", "album: Z\u00fcrich - Bern"),
        ("b.jpg", "hidden"), ("b.jpg", "person: Anna"), ("b.jpg", "date: 2023-11-15T07:13:21+09:00"), ("b.jpg", "album: Paris"),
        ("IMG_1.HEIC", "description: Live"), ("IMG_1.HEIC", "favorite"), ("IMG_1.HEIC", "date: 2023-11-15T07:13:22+09:00"), ("IMG_1.HEIC", "album: Paris"),
        ("IMG_1.MP4", "description: Live"), ("IMG_1.MP4", "favorite"), ("IMG_1.MP4", "date: 2023-11-15T07:13:22+09:00"), ("IMG_1.MP4", "album: Paris"),
        ("c.jpg", "description: Of both"), ("c.jpg", "date: 2023-11-15T07:13:23+09:00"), ("c-bearbeitet.jpg", "description: Of both"), ("c-bearbeitet.jpg", "date: 2023-11-15T07:13:23+09:00"),
        ("d.jpg", "favorite"), ("d.jpg", "hidden"), ("d.jpg", "date: 2023-11-15T07:13:24+09:00"), ("d.jpg", "album: Z\u00fcrich - Bern"),
    ];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Description(string title, int second, string more) =>
        Text($$"""{ "title": "{{title}}", "photoTakenTime": { "timestamp": "{{(1700000000 + second).ToString(CultureInfo.InvariantCulture)}}" }{{more}} }""");

    private void Fill()
    {
        // An album across two parts, descriptions in another part than their photo, all of it more than once.
        Put("one/" + Year + "a.jpg", TestPhotos.Bare(1));
        Put("two/" + Year + "a.jpg.supplemental-metadata.json", Description("a.jpg", 0, """
            , "description": "A lake\nat dawn \u00e9\u4e2d\ud83d\ude00", "favorited": true, "people": [ { "name": "Anna" }, { "name": "Ben" } ], "geoData": { "latitude": 41.89, "longitude": 12.49, "altitude": 50.0 }
            """));
        Put("one/" + Paris + "a.jpg", TestPhotos.Bare(1));
        Put("one/" + Paris + "metadata.json", Text("""{ "title": "Paris", "description": "In spring" }"""));
        Put("two/" + Paris + "b.jpg", TestPhotos.Bare(2));
        Put("two/" + Year + "b.jpg", TestPhotos.Bare(2));
        Put("one/" + Year + "b.jpg.supplemental-metad.json", Description("b.jpg", 1, """, "archived": true, "people": [ { "name": "Anna" } ] """));
        Put("two/" + Paris + "IMG_1.HEIC", TestPhotos.Bare(3));
        Put("one/" + Year + "IMG_1.HEIC", TestPhotos.Bare(3));
        Put("two/" + Year + "IMG_1.MP4", TestPhotos.Bare(4));
        Put("one/" + Paris + "IMG_1.MP4", TestPhotos.Bare(4));
        Put("two/" + Year + "IMG_1.HEIC.supplemental-metadata.json", Description("IMG_1.HEIC", 2, """, "description": "Live", "favorited": true """));
        Put("one/" + Year + "c.jpg", TestPhotos.Bare(5));
        Put("two/" + Year + "c-bearbeitet.jpg", TestPhotos.Bare(6));
        Put("one/" + Year + "c.jpg.json", Description("c.jpg", 3, """, "description": "Of both" """));
        Put("two/" + Year + "d.jpg", TestPhotos.Bare(7));
        Put("two/" + Year + "d.jpg.json", Description("d.jpg", 4, """, "favorited": true, "archived": true """));
        Put("two/Takeout/Google Photos/Zuerich/\u043c\u0435\u0442\u0430\u043f\u043e\u0434\u0430\u0446\u0438.json", Text("""{ "title": "Z\u00fcrich / Bern" }"""));
        Put("two/Takeout/Google Photos/Zuerich/d.jpg", TestPhotos.Bare(7));
        Put("one/Takeout/Google Photos/Zuerich/a.jpg", TestPhotos.Bare(1));
    }

    private void ImportAndDelete()
    {
        Fill();
        Mine.Import(Source, options: request => request with { TimeZone = "Asia/Tokyo" });
        Assert.Empty(Mine.Errors);
        Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));
        Directory.Delete(Source, recursive: true);
    }

    /// <summary>What a packet says, in the words of <see cref="All"/>.</summary>
    private static IEnumerable<string> Said(ImageFacts facts, XDocument packet)
    {
        if (facts.Description is { } text)
            yield return "description: " + text;
        if (facts.IsFavorite)
            yield return "favorite";
        if (facts.IsHidden)
            yield return "hidden";
        foreach (PersonFact person in facts.Persons)
            yield return "person: " + person.Name;
        if (facts.TakenAt is { } taken)
            yield return "date: " + taken;
        if (facts.GpsLatitude is { } latitude)
            yield return string.Create(CultureInfo.InvariantCulture, $"place: {latitude:0.######} {facts.GpsLongitude:0.######} {facts.GpsAltitude}");
        foreach (XElement album in packet.Descendants(Collections + "CollectionName"))
            yield return "album: " + album.Value;
    }

    private static void AssertWhole(IEnumerable<(string Photo, string Said)> told)
    {
        HashSet<(string Photo, string Said)> there = [.. told];
        TestContext.Current.TestOutputHelper?.WriteLine($"{All.Count(there.Contains)} of {All.Length} things said are exported.");
        Assert.Equal(All.Order(), there.Order());
    }

    [Fact]
    public void ExportSidecar_TakeoutThatIsDeleted_SaysAllOfIt()
    {
        ImportAndDelete();
        List<SidecarResult> written = Mine.Use(db => new SidecarExportService(db, TimeSpan.FromSeconds(2)).Run(new SidecarExportRequest { Filters = [new FileFilter()] }, Mine.Reporter, default).ToList());
        Assert.All(written, result => Assert.True(result.Ok, result.Detail));
        AssertWhole(written.SelectMany(result =>
        {
            using FileStream stream = File.OpenRead(result.FullName!);
            return Said(SidecarReader.Read(stream), XDocument.Load(result.FullName!)).Select(said => (Path.GetFileName(result.PhotoPath!), said));
        }));

        // A second time changes nothing, and what they say is what is said already.
        Assert.All(Mine.Use(db => new SidecarExportService(db, TimeSpan.FromSeconds(2)).Run(new SidecarExportRequest { Filters = [new FileFilter()] }, Mine.Reporter, default).ToList()),
            result => Assert.Equal("Unchanged", result.Verdict));
    }

    [Fact]
    public void ExportPhoto_TakeoutThatIsDeleted_HasAllOfItInside()
    {
        ImportAndDelete();
        string destination = Path.Combine(Folder, "given");
        List<PhotoExport> copies = Mine.Use(db => new PhotoExportService(db).Run(
            new PhotoExportRequest { Filters = [new FileFilter()], Destination = destination, Embeds = true, Layout = facts => $"{facts.Name}{facts.Extension}" }, Mine.Reporter, default).ToList());
        Assert.All(copies, copy => Assert.True(copy.Ok, copy.Detail));
        AssertWhole(copies.SelectMany(copy =>
        {
            byte[] bytes = File.ReadAllBytes(copy.FullName!);
            int start = bytes.AsSpan().IndexOf("<x:xmpmeta"u8), end = bytes.AsSpan().IndexOf("</x:xmpmeta>"u8);
            byte[] packet = bytes[start..(end + "</x:xmpmeta>".Length)];
            using var stream = new MemoryStream(packet);
            return Said(SidecarReader.Read(stream), XDocument.Parse(Encoding.UTF8.GetString(packet))).Select(said => (Path.GetFileName(copy.FullName!), said));
        }));
    }

    [Fact]
    public void Import_SidecarsThatWereExported_SayFavoriteAndHidden()
    {
        ImportAndDelete();
        Mine.Use(db => new SidecarExportService(db, TimeSpan.FromSeconds(2)).Run(new SidecarExportRequest { Filters = [new FileFilter()] }, Mine.Reporter, default).ToList());
        var other = new TestArchive(Path.Combine(Folder, "other"), "Other");
        var session = other.Import(Mine.Layout.Photos, options: request => request with { TimeZone = "Asia/Tokyo" });
        List<FileEntry> entries = TestArchive.Index(session);
        Assert.Equal(All.Count(said => said.Said == "favorite"), entries.Count(entry => entry.Said!.Exists(said => said.Field == StatementField.Favorite)));
        Assert.Equal(All.Count(said => said.Said == "hidden"), entries.Count(entry => entry.Said!.Exists(said => said.Field == StatementField.Hidden)));
    }
}
