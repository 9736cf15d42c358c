using System.Text;
using ImaLink.Archive.Intake;
using ImaLink.Index;
using ImaLink.Media.Metadata;
using ImaLink.Tests.Import;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Integrity;

/// <summary>An archive whose facts were read by readers of an earlier version, which were wrong in some.</summary>
public sealed class FactUpdateServiceTests : FactUpdateTest
{
    [Fact]
    public void SetFacts_EveryFieldThatItSets_IsAFactOfTheTable()
    {
        var (empty, filled) = (new FileEntry(), new FileEntry());
        IntakeEntry.SetFacts(filled, ReadFacts(Photos(1)));
        foreach (string field in new[] { "LensModel", "GpsLatitude", "GpsLongitude", "GpsAltitude", "Iso", "Aperture", "ExposureTime", "FocalLength" })
            Assert.Contains(field, EntryFacts.All.Select(fact => fact.Name));
        var set = typeof(FileEntry).GetProperties().Where(field => field.Name != nameof(FileEntry.FactsVersion) && !Equals(field.GetValue(empty), field.GetValue(filled)));
        Assert.Subset(EntryFacts.All.Select(fact => fact.Name).ToHashSet(), set.Select(field => field.Name).ToHashSet());
        var taken = new FileEntry();
        EntryFacts.Take(taken, filled);
        Assert.Empty(EntryFacts.Differing(taken, filled));
        Assert.Equal(FactReader.Version, taken.FactsVersion);
    }

    [Fact]
    public void Run_FactsOfEarlierReaders_AreReadAgainAndTold()
    {
        Photos(3);
        Age("IMG_001.jpg", file =>
        {
            file.CameraModel = "EARLIER";
            (file.GpsLatitude, file.GpsLongitude) = (0, 0);
            file.TakenAt = null;
        });
        Dictionary<string, DateTime> photos = PhotoTimes();
        string owner = Owners();

        List<FactChange> changes = Run();

        Assert.Equal(
        [
            ("CameraModel", "EARLIER", "Canon EOS R6"), ("GpsLatitude", "0", null), ("GpsLongitude", "0", null), ("TakenAt", null, "2024-06-14T09:01:00"),
        ], changes.Select(change => (change.Fact, change.Old, change.New)).OrderBy(change => change.Fact, StringComparer.Ordinal));
        Assert.All(changes, change => Assert.Equal((Mine.Photo("IMG_001.jpg"), "photos/IMG_001.jpg", "Italy", Mine.Storage.Name, Mine.Storage.Uuid),
            (change.FullName, change.RelativePath, change.Session, change.Storage, change.StorageUuid)));
        Assert.Equal(("Canon EOS R6", null, new DateTime(2024, 6, 14, 9, 1, 0)), Files().Where(file => file.Name == "IMG_001.jpg").Select(file => (file.CameraModel, file.GpsLatitude, file.TakenAt)).Single());
        Assert.Equal(photos, PhotoTimes());
        Assert.Equal(owner, Owners());
        Assert.All(Entries(), entry => Assert.Equal(FactReader.Version, entry.FactsVersion));
        AssertWhole(Mine);
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_DateThatTheNameTells_IsThatOfTheNameItCameWith()
    {
        Put("IMG-20150304-WA0001.jpg", TestPhotos.Bare(7));
        Mine.Import(Source, "Italy", request => request with { Layout = "renamed{ext}" });
        Age(change: file => (file.TakenAt, file.TakenAtSource) = (null, null));
        Assert.Equal([("TakenAt", null, "2015-03-04"), ("TakenAtSource", null, "FileName")], Run().Select(change => (change.Fact, change.Old, change.New)));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_WordsThatEarlierReadersDidNotRead_AreSaidWhereNobodySaidAnything()
    {
        byte[] jpeg = TestPhotos.Jpeg(7), xmp = Encoding.UTF8.GetBytes("""
            http://ns.adobe.com/xap/1.0/_<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
            xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmp:Rating="-1" photoshop:City="Rome">
            <dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator><dc:subject><rdf:Bag><rdf:li>Forum</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>
            """);
        xmp[28] = 0;
        Put("a.jpg", [.. jpeg[..2], 0xFF, 0xE1, (byte)((xmp.Length + 2) >> 8), (byte)(xmp.Length + 2), .. xmp, .. jpeg[2..]]);
        Mine.Import(Source, "Italy");
        var owner = new Statement("author", "\"Béla\"", 3, Guid.NewGuid());
        Assert.Equal(["author", "location", "rating", "tag:Forum"], Entries().Single().Said!.Select(said => said.Field).Order(StringComparer.Ordinal));
        With(db => db.Execute("DELETE FROM statement WHERE field <> 'author'"));
        Age();
        With(db => db.Statements.Merge(1, [owner]));

        Assert.Equal([("Location", null, """{"city":"Rome"}"""), ("Rating", null, "-1"), ("Tags", null, "Forum")],
            Run().Select(change => (change.Fact, change.Old, change.New)).OrderBy(change => change.Fact, StringComparer.Ordinal));

        Assert.Equal([owner, new("location", """{"city":"Rome"}""", 1, null), new("rating", "-1", 1, null), new("tag:Forum", "true", 1, null)],
            Entries().Single().Said!.OrderBy(said => said.Field, StringComparer.Ordinal));
        Assert.Empty(Run(force: true));
        With(db => Consistency.AssertConsistent(db, Mine.Storage));
    }

    [Fact]
    public void Run_SourceOfADateThatStays_IsRecordedAndNoNews()
    {
        Photos(2);
        Age(change: file => file.TakenAtSource = null);
        Assert.Empty(Run());
        Assert.All(Entries(), entry => Assert.Equal("EXIF:DateTimeOriginal", entry.TakenAtSource));
    }

    [Fact]
    public void Run_Again_ReadsNothingAndWritesNothing()
    {
        Photos(3);
        Age();
        Assert.Empty(Run());
        string state = State(Mine);
        File.Delete(Mine.Photo("IMG_002.jpg")); // would be told if it were read
        Assert.Empty(Run());
        File.WriteAllBytes(Mine.Photo("IMG_002.jpg"), TestPhotos.Jpeg(2));
        Assert.Equal(State(Mine).Split('\n').Length, state.Split('\n').Length);
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Run_WithForce_ReadsWhatThePresentReadersHaveRead()
    {
        Photos(2);
        Age("IMG_000.jpg", file => (file.Iso, file.FactsVersion) = (3, FactReader.Version), version: FactReader.Version);
        Assert.Empty(Run());
        Assert.Equal(["Iso"], Run(force: true).Select(change => change.Fact));
    }

    [Fact]
    public void Run_Rehearsal_TellsTheSameAndChangesNothing()
    {
        Photos(3);
        Age("IMG_001.jpg", file => file.CameraModel = "EARLIER");
        (string state, string rows) = (State(Mine), Rows());
        List<FactChange> told = Run(rehearsal: true);
        Assert.Equal((state, rows), (State(Mine), Rows()));
        Assert.Equal(["CameraModel"], told.Select(change => change.Fact));
        Assert.Equal(told, Run());
    }

    private static ImageFacts ReadFacts(ImportSession _)
    {
        using var stream = new MemoryStream(TestPhotos.Jpeg(1));
        return FactReader.Read(stream, "JPEG");
    }

    private Dictionary<string, DateTime> PhotoTimes() =>
        Directory.EnumerateFiles(Mine.Layout.Photos).ToDictionary(file => file + IndexDigest.Of(file), File.GetLastWriteTimeUtc);

    /// <summary>All that is no fact.</summary>
    private string Owners() => string.Join('\n', Entries().OrderBy(entry => entry.Path).Select(entry =>
    {
        EntryFacts.Take(entry, new FileEntry());
        return entry.Hothash + System.Text.Json.JsonSerializer.Serialize(entry, IndexJson.Instance.FileEntry);
    }));

    private string Rows() => Mine.Use(db => string.Join('\n', db.Query("SELECT path || coalesce(camera_model, '') || coalesce(facts_version, '-') FROM file ORDER BY id", row => row.GetString(0)).ToList()));
}
