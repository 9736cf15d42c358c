using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Each property that says something of the photo, under each of its names.</summary>
[Trait("Category", "Culture")]
public sealed class XmpFactsTests
{
    [Theory]
    [InlineData("""<rdf:li xml:lang="de-DE">Deutsch</rdf:li><rdf:li xml:lang="x-default">Default</rdf:li>""", "Default")]
    [InlineData("""<rdf:li xml:lang="x-default">Default</rdf:li><rdf:li xml:lang="de-DE">Deutsch</rdf:li>""", "Default")]
    [InlineData("""<rdf:li xml:lang="de-DE">Deutsch</rdf:li><rdf:li xml:lang="pl">Polski</rdf:li>""", "Deutsch")]
    public void Read_TextInSeveralLanguages_GivesTheDefault(string items, string expected)
    {
        var facts = Read(Packet($"<dc:title><rdf:Alt>{items}</rdf:Alt></dc:title><dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>"));

        Assert.Equal((expected, expected), (facts.Title, facts.Description));
    }

    [Theory]
    [InlineData("exif:DateTimeOriginal")]
    [InlineData("exif:DateTimeDigitized")]
    [InlineData("photoshop:DateCreated")]
    [InlineData("xmp:CreateDate")]
    public void Read_OneDateAlone_IsTheDate(string name)
    {
        var expected = new CaptureTime(new DateTime(2005, 12, 25, 21, 52, 48), DatePrecision.Second, null, "XMP:" + name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);

        Assert.Equal(expected, Read(Packet($"<{name}>2005-12-25T21:52:48</{name}>")).TakenAt);
        Assert.Equal(expected, Read(Packet("", $"{name}='2005-12-25T21:52:48'")).TakenAt);
    }

    [Theory]
    [InlineData("tiff:Orientation", "6", "Orientation")]
    [InlineData("tiff:Make", "Maker", "CameraMake")]
    [InlineData("tiff:Model", "Model", "CameraModel")]
    [InlineData("exifEX:LensModel", "Lens", "LensModel")]
    [InlineData("exif:ISOSpeedRatings", "400", "Iso")]
    [InlineData("exifEX:PhotographicSensitivity", "400", "Iso")]
    [InlineData("exif:FNumber", "28/10", "Aperture")]
    [InlineData("exif:ExposureTime", "1/60", "ExposureTime")]
    [InlineData("exif:FocalLength", "50/1", "FocalLength")]
    [InlineData("exif:GPSAltitude", "50/1", "GpsAltitude")]
    [InlineData("xmp:Rating", "3", "Rating")]
    [InlineData("xmp:Rating", "-1", "Rating")]
    [InlineData("MicrosoftPhoto:Rating", "50", "Rating")]
    [InlineData("dc:title", "A title", "Title")]
    [InlineData("dc:description", "Words", "Description")]
    [InlineData("tiff:ImageDescription", "Words", "Description")]
    public void Read_OnePropertyAlone_IsItsFact(string name, string value, string fact)
    {
        var property = typeof(ImaLink.Media.Metadata.ImageFacts).GetProperty(fact)!;

        Assert.NotNull(property.GetValue(Read(Packet($"<{name}>{value}</{name}>"))));
        Assert.NotNull(property.GetValue(Read(Packet("", $"{name}='{value}'"))));
    }

    [Theory]
    [InlineData("dc:subject")]
    [InlineData("lr:hierarchicalSubject")]
    [InlineData("digiKam:TagsList")]
    [InlineData("MicrosoftPhoto:LastKeywordXMP")]
    public void Read_OneListOfKeywordsAlone_IsRead(string name) => Assert.Equal(["Rome"], Read(Packet(Bag(name, "Rome"))).Keywords);

    [Fact]
    public void Read_DescriptionUnderItsOtherName_IsTheDescription()
    {
        const string other = "<tiff:ImageDescription><rdf:Alt><rdf:li xml:lang='x-default'>Other</rdf:li></rdf:Alt></tiff:ImageDescription>";

        Assert.Equal("Other", Read(Packet(other)).Description);
        Assert.Equal("Own", Read(Packet(other + Bag("dc:description", "Own"))).Description);
    }

    [Fact]
    public void Read_KeywordsOfEveryProgram_AreUnited()
    {
        var facts = Read(Packet(
            Bag("dc:subject", "Rome", "Italy", "Holiday", "Anna") + Bag("lr:hierarchicalSubject", "Places", "Places|Italy", "Places|Italy|Rome", "darktable|format|jpg")
            + Array("digiKam:TagsList", "Seq", "Places/Italy/Rome", "People/Anna") + Bag("MicrosoftPhoto:LastKeywordXMP", "People/Anna", "Sea")));

        Assert.Equal(["Places/Italy/Rome", "People/Anna", "Sea", "Holiday"], facts.Keywords);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(25, 2)]
    [InlineData(50, 3)]
    [InlineData(75, 4)]
    [InlineData(99, 5)]
    [InlineData(101, null)]
    [InlineData(-1, null)]
    public void Read_RatingOfWindows_CountsInStars(int percent, int? stars)
    {
        Assert.Equal(stars, Read(Packet("", $"MicrosoftPhoto:Rating='{percent}'")).Rating);
        Assert.Equal(2, Read(Packet("", $"xmp:Rating='2' MicrosoftPhoto:Rating='{percent}'")).Rating);
    }

    [Theory]
    [InlineData("51,19.98N", "10,0W", 51.333, -10.0)]
    [InlineData("51,19,58.8S", "10,0,36E", -51.333, 10.01)]
    [InlineData("51/1,19/1,588/10N", "10/1,0/1,36/1W", 51.333, -10.01)]
    [InlineData("51/1 19/1 0/0N", "10/1 0/1 36/1W", 51.31666666666667, -10.01)]
    [InlineData("51 deg 30' 36.00&quot; S", "10°15'18&quot;W", -51.51, -10.255)]
    [InlineData("-51.5", "+10.25", -51.5, 10.25)]
    [InlineData("S 51.5", "10.25 West", -51.5, -10.25)]
    [InlineData("0,0N", "30,30E", 0.0, 30.5)]
    [InlineData("0,0N", "0,0E", null, null)]
    [InlineData("51,0E", "10,0W", null, null)]
    [InlineData("91,0N", "10,0W", null, null)]
    [InlineData("51,0N", "", null, null)]
    [InlineData("51/0N", "10,0W", null, null)]
    [InlineData("51,19,58,8N", "10,0W", null, null)]
    public void Read_PlaceInAnySpelling_IsThePlace(string latitude, string longitude, double? north, double? east)
    {
        var facts = Read(Packet("", $"""exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}" """));

        Assert.Equal((north, east), (Round(facts.GpsLatitude), Round(facts.GpsLongitude)));

        static double? Round(double? degrees) => degrees is { } value && Math.Abs(value - Math.Round(value, 6)) < 1e-12 ? Math.Round(value, 6) : degrees;
    }

    [Fact]
    public void Read_PlaceWithItsHemisphereApart_IsThePlace()
    {
        var facts = Read(Packet("", """
            exif:GPSLatitude="51/1,30/1,0/1" exif:GPSLatitudeRef="S" exif:GPSLongitude="10.25" exif:GPSLongitudeRef="W"
            exif:GPSAltitude="25/2" exif:GPSAltitudeRef="1"
            """));

        Assert.Equal((-51.5, -10.25, -12.5), (facts.GpsLatitude, facts.GpsLongitude, facts.GpsAltitude));
    }
}
