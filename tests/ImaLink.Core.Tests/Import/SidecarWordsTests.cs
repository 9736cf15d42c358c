using ImaLink.Archive.Intake;
using ImaLink.Photos;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Import;

/// <summary>What sidecars and the photos themselves say is said of the photos that are taken in.</summary>
public sealed class SidecarWordsTests : ImportTest
{
    [Fact]
    public void Import_SidecarBesideAJpeg_SaysItsCreator()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.jpg.xmp", SidecarSamples.Of("<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>"));
        var session = Mine.Import(Source);

        Assert.Equal(["author: \"Ann\" 1"], Said(session));
        Assert.Equal("a.jpg.xmp: author", Mine.Items(session)[0].Said);
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Import_SidecarOfEverything_SaysAllOfIt()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", SidecarSamples.Of(SidecarSamples.Everything));
        var session = Mine.Import(Source);

        Assert.Equal(
        [
            "alt_text: \"Still water\" 1", "author: \"Anna\" 1", "date: \"2024-10-18T14:30:52+02:00\" 1", "description: \"A lake at dawn\" 1", "flag: \"pick\" 1",
            "gps: {\"altitude\":50,\"latitude\":41.89,\"longitude\":12.49} 1", "label: \"red\" 1",
            "location: {\"city\":\"Rome\",\"code\":\"IT\",\"country\":\"Italy\",\"state\":\"Lazio\",\"sublocation\":\"Colosseum\"} 1",
            "person:Anna: {\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4} 1", "person:Ben: true 1", "rating: 4 1", "rights: \"(c) Anna\" 1", "tag:Places/Italy/Rome: true 1", "title: \"Lake\" 1",
        ], Said(session));
    }

    [Fact]
    public void Import_SidecarThatRepeatsWhenThePhotoWasTaken_SaysNothingOfIt()
    {
        Put("a.jpg", TestPhotos.Jpeg(1, takenAt: new DateTime(2024, 10, 18, 14, 30, 52)));
        Put("a.xmp", SidecarSamples.Of("<exif:DateTimeOriginal>2024-10-18T14:30:52.25+02:00</exif:DateTimeOriginal><xmp:CreateDate>2025-01-01T00:00:00</xmp:CreateDate>"));

        Assert.Empty(Said(Mine.Import(Source)));
    }

    [Fact]
    public void Import_PhotoAndSidecarSayDifferentThings_SidecarCountsAndTagsAreUnited()
    {
        string photo = Put("a.jpg", TestPhotos.Jpeg(1));
        Assert.SkipUnless(SidecarSamples.ExifTool("-overwrite_original", "-XMP-dc:Title=Inside", "-XMP-xmp:Rating=2", "-XMP-dc:Subject=Rome", "-XMP-dc:Subject=x", photo) is not null, "exiftool is not on this machine.");
        Put("a.jpg.xmp", SidecarSamples.Of("<xmp:Rating>5</xmp:Rating><lr:hierarchicalSubject><rdf:Bag><rdf:li>Places|Rome</rdf:li></rdf:Bag></lr:hierarchicalSubject>"));
        var session = Mine.Import(Source);

        Assert.Equal(["rating: 5 1", "tag:Places/Rome: true 1", "tag:x: true 1", "title: \"Inside\" 1"], Said(session));
        Assert.Equal("a.jpg.xmp: rating, tag Places/Rome; the photo itself: title, tag x", Mine.Items(session)[0].Said);
    }

    [Fact]
    public void Import_TwoSidecarsThatDisagree_NewestCountsAndItIsTold()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        File.SetLastWriteTimeUtc(Put("a.jpg.xmp", SidecarSamples.Of("<xmp:Rating>2</xmp:Rating><xmp:Label>Rot</xmp:Label>")), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Put("a.xmp", SidecarSamples.Of("<xmp:Rating>-1</xmp:Rating>")), new DateTime(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        var session = Mine.Import(Source);

        Assert.Equal(["label: \"red\" 1", "rating: -1 1"], Said(session));
        Assert.Equal("Its sidecars disagree about rating; 'a.xmp' is the newest and counts.", Mine.Items(session)[0].Detail);
    }

    [Fact]
    public void Import_SidecarOfAVirtualCopy_SaysNothingOfThePhoto()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a_01.jpg.xmp", SidecarSamples.Of("<xmp:Rating>1</xmp:Rating>"));

        Assert.Empty(Said(Mine.Import(Source)));
    }

    public static TheoryData<string, string> Damaged() => new()
    {
        { "cut", SidecarSamples.Packet(SidecarSamples.Everything)[..900] },
        { "no XML", "this is no XML" },
        { "entities", $"<!DOCTYPE x [<!ENTITY e0 'lol'>{string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY e{i} '{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}'>"))}]>"
            + SidecarSamples.Packet("<dc:title>&e9;</dc:title>") },
        { "deep", SidecarSamples.Packet($"{string.Concat(Enumerable.Repeat("<dc:title>", 9000))}{string.Concat(Enumerable.Repeat("</dc:title>", 9000))}") },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Import_DamagedSidecar_IsToldAndKeptAndThePhotoIsTakenIn(string name, string content)
    {
        Assert.NotEmpty(name);
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", System.Text.Encoding.UTF8.GetBytes(content));
        var session = Mine.Import(Source);

        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion"], Verdicts(session));
        Assert.Equal(ErrorCode.SidecarUnreadable, Assert.Single(Mine.Errors).Code);
        Assert.Contains("a.xmp", Mine.Errors[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("What it says could not be read", Mine.Items(session)[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_SidecarOf50MB_IsToldAndKeptAndThePhotoIsTakenIn()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        using (FileStream stream = File.Open(Put("a.xmp", SidecarSamples.Of("<xmp:Rating>1</xmp:Rating>")), FileMode.Open))
            stream.SetLength(50 << 20);
        var session = Mine.Import(Source);

        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion"], Verdicts(session));
        Assert.Contains("larger than 16 MB", Assert.Single(Mine.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(Said(session));
    }

    [Fact]
    public void Import_SidecarOfAPhotoThatIsThere_SaysWhatTheOwnerHasNotSaid()
    {
        string photo = Put("a.jpg", TestPhotos.Jpeg(1));
        var first = Mine.Import(Source);
        Mine.Use<object?>(catalog =>
        {
            long id = catalog.Scalar<long>("SELECT photo_id FROM image");
            var statements = new PhotoStatements(catalog, TimeSpan.FromSeconds(2));
            statements.Say([(id, new Dictionary<string, string?> { ["rating"] = "5", ["tag:x"] = "true" })]);
            statements.Say([(id, new Dictionary<string, string?> { ["tag:x"] = null })]);
            statements.Write();
            return null;
        });
        Put("a.jpg.xmp", SidecarSamples.Of("<xmp:Rating>1</xmp:Rating><dc:title><rdf:Alt><rdf:li>Later</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>x</rdf:li></rdf:Bag></dc:subject>"));
        var session = Mine.Import(Source, "Again");

        Assert.Equal(["a.jpg: Duplicate", "a.jpg.xmp: Companion"], Mine.Items(session).ConvertAll(item => $"{Path.GetFileName(item.SourcePath)}: {item.Verdict}"));
        Assert.Equal(["rating: 5 1", "tag:x:  2", "title: \"Later\" 1"], Said(first));
        Assert.Equal("It says title. Of rating, tag x it says something else than was said here, which stays.", Mine.Items(session)[1].Said);
        Assert.True(File.Exists(photo));
    }

    [Fact]
    public void Import_SidecarOfExifTool_SaysWhatItWasTold()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        string sidecar = Path.Combine(Source, "a.jpg.xmp");
        string? ran = SidecarSamples.ExifTool("-XMP-dc:Title=Lake", "-XMP-xmp:Rating=-1", "-XMP-xmp:Label=Gelb", "-XMP-iptcExt:PersonInImage=Ben", "-XMP-exif:GPSLatitude=-41.5", "-XMP-exif:GPSLongitude=-12.25",
            "-XMP-mwg-rs:RegionInfo={AppliedToDimensions={W=4000,H=3000,Unit=pixel},RegionList=[{Area={X=0.5,Y=0.4,W=0.2,H=0.3,Unit=normalized},Name=Anna,Type=Face}]}",
            "-XMP-iptcExt:LocationCreated={City=Rome,CountryName=Italy,CountryCode=IT}", "-XMP-xmpRights:UsageTerms=CC BY", sidecar);
        Assert.SkipUnless(ran is not null, "exiftool is not on this machine.");

        Assert.Equal(
        [
            "gps: {\"latitude\":-41.5,\"longitude\":-12.25} 1", "label: \"yellow\" 1", "location: {\"city\":\"Rome\",\"code\":\"IT\",\"country\":\"Italy\"} 1",
            "person:Anna: {\"h\":0.3,\"w\":0.2,\"x\":0.5,\"y\":0.4} 1", "person:Ben: true 1", "rating: -1 1", "rights: \"CC BY\" 1", "title: \"Lake\" 1",
        ], Said(Mine.Import(Source)));
    }

    [Fact]
    public void Of_TextsThatNoFieldTakes_AreLeftOutAndNamed()
    {
        var words = new FileWords();
        words.Title("one\ntwo\u0007");
        words.Rating(9);
        words.Tag(new string('x', 5000));
        words.Person("");
        words.Gps(91, 0, null);
        words.Date("no date");

        Assert.Equal(["title: \"one two\""], words.Values.Select(word => $"{word.Key}: {word.Value}"));
        Assert.Equal(5, words.Refused.Count);
    }

    private static List<string> Said(ImportSession session) => TestArchive.Index(session)
        .SelectMany(entry => entry.Said ?? []).Where(said => !StatementField.IsOfImage(said.Field)).OrderBy(said => said.Field, StringComparer.Ordinal)
        .Select(said => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{said.Field}: {said.Value} {said.Revision}")).ToList();
}
