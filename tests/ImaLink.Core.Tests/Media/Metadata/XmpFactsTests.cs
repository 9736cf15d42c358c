using System.Security.Cryptography;
using System.Text;
using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

[Trait("Category", "Culture")]
public sealed class XmpFactsTests
{
    // What another picture is, that was put into this one.
    private static readonly string Pantry = $"""
        <xmpMM:Pantry><rdf:Bag><rdf:li><rdf:Description exif:FNumber="28/10" xmp:Rating="1">
        <exif:DateTimeOriginal>1999-01-01T00:00:00</exif:DateTimeOriginal><tiff:Model>INGREDIENT</tiff:Model><tiff:Orientation>6</tiff:Orientation>
        {Bag("dc:title", "Ingredient")}{Bag("dc:subject", "wrong")}<exif:GPSLatitude>10,0N</exif:GPSLatitude><exif:GPSLongitude>10,0E</exif:GPSLongitude>
        </rdf:Description></rdf:li></rdf:Bag></xmpMM:Pantry>
        """;

    private static readonly string Own = $"""
        <exif:DateTimeOriginal>2020-05-05T10:00:00</exif:DateTimeOriginal><tiff:Model>OWN</tiff:Model><tiff:Orientation>1</tiff:Orientation>
        {Bag("dc:title", "Own")}{Bag("dc:subject", "right")}<exif:GPSLatitude>50,0N</exif:GPSLatitude><exif:GPSLongitude>5,0E</exif:GPSLongitude>
        <xmp:Rating>5</xmp:Rating>
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_StructureOfAnotherPicture_SaysNothingOfThePhoto(bool isFirst)
    {
        var facts = Read(Packet(isFirst ? Pantry + Own : Own + Pantry));

        Assert.Equal(new DateTime(2020, 5, 5, 10, 0, 0), facts.TakenAt?.Time);
        Assert.Equal(("OWN", 1, "Own", 5), (facts.CameraModel, facts.Orientation, facts.Title, facts.Rating));
        Assert.Equal((50.0, 5.0), (facts.GpsLatitude, facts.GpsLongitude));
        Assert.Equal(["right"], facts.Keywords);
        Assert.Null(facts.Aperture);
        Assert.Empty(facts.Warnings);
    }

    [Fact]
    public void Read_StructureOfAnotherPictureAlone_IsNoFact()
    {
        var facts = Read(Packet(Bag("dc:title", "Own") + Pantry));

        Assert.Equal("Own", facts.Title);
        Assert.Null(facts.TakenAt);
        Assert.Null(facts.Rating);
        Assert.Equal((null, null, null), (facts.CameraModel, facts.Orientation, facts.GpsLatitude));
        Assert.Empty(facts.Keywords);
    }

    [Fact]
    public void Read_PropertyOutsideOfRdf_IsNoFact() =>
        Assert.Null(Read("""<x xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Make="Other"><tiff:Model>Model</tiff:Model></x>""").CameraMake);

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

    [Fact]
    public void Read_AnotherPrefix_IsTheSameProperty()
    {
        var facts = Read(Start + """
            <rdf:Description xmlns:t="http://ns.adobe.com/tiff/1.0/" xmlns:u="http://ns.adobe.com/tiff/1.0"><t:Model>CAM</t:Model><t:Make>MAKER</t:Make>
            <u:Orientation>6</u:Orientation><LensModel xmlns="http://cipa.jp/exif/1.0/">Lens</LensModel><tiff:Model xmlns:tiff="http://example.org/">Other</tiff:Model></rdf:Description>
            """ + End);

        Assert.Equal(("MAKER", "CAM", "Lens", 6), (facts.CameraMake, facts.CameraModel, facts.LensModel, facts.Orientation));
    }

    [Fact]
    public void Read_PrefixThatIsNotDeclared_MeansWhatItUsuallyDoes()
    {
        var facts = Read(Start + """
            <rdf:Description rdf:about="" foo:bar="x" xmlns:tiff="http://example.org/"><dc:title>A title</dc:title><foo:baz/><xmp:Rating>3</xmp:Rating>
            <tiff:Model>Other</tiff:Model></rdf:Description><rdf:Description tiff:Model="Model"/>
            """ + End);

        Assert.Equal(("A title", 3, "Model"), (facts.Title, facts.Rating, facts.CameraModel));
        Assert.Empty(facts.Warnings);
    }

    [Theory]
    [InlineData("A garden<!-- of roses --> at night")]
    [InlineData("A garden<![CDATA[ at]]> night")]
    [InlineData("A garden<?name of roses?> at night")]
    public void Read_CommentInsideAText_DoesNotCutIt(string text) => Assert.Equal(
        "A garden at night", Read(Packet(Bag("dc:title", text))).Title);

    [Fact]
    public void Read_ControlCharacterInAText_DoesNotCutThePacket()
    {
        var facts = Read(Packet(Bag("dc:title", "A\u0001title") + "<tiff:Model>Model\0</tiff:Model>", "xmp:Rating='4'"));

        Assert.Equal(("A title", "Model", 4), (facts.Title, facts.CameraModel, facts.Rating));
        Assert.Empty(facts.Warnings);
    }

    [Fact]
    public void Read_ControlCharacterByNumber_DoesNotCutThePacket()
    {
        var facts = Read(Packet(Bag("dc:title", "A&#1;title&#0;") + Bag("dc:description", "&#xD800;half, &#xD83D;&#xDE00; whole") + "<tiff:Model>Model&#xFFFF;</tiff:Model>", "tiff:Make='&#8;Maker'"));

        Assert.Equal(("A title", "Model", "Maker"), (facts.Title, facts.CameraModel, facts.CameraMake));
        Assert.Equal("\uFFFDhalf, \U0001F600 whole", facts.Description);
        Assert.Empty(facts.Warnings);
    }

    [Fact]
    public void Read_InManyThreads_GivesTheSame()
    {
        var packet = Packet(Own + Bag("lr:hierarchicalSubject", "Places|Rome"), "MicrosoftPhoto:Rating='1'");
        var expected = Read(packet);

        Parallel.For(0, 1000, _ =>
        {
            var facts = Read(packet);
            Assert.Equal((expected.Title, expected.GpsLatitude), (facts.Title, facts.GpsLatitude));
            Assert.Equal(expected.Keywords, facts.Keywords);
        });
    }

    public static TheoryData<string, bool> Encodings() => new MatrixTheoryData<string, bool>(
        ["utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE"], [true, false]);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_AnyEncoding_WithMarkOrWithout(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] packet = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("\n<?xpacket begin='\uFEFF'?>" + Packet(Bag("dc:title", "Tytuł"))), .. new byte[12]];
        var facts = Read(packet);

        Assert.Equal("Tytuł", facts.Title);
        Assert.Empty(facts.Warnings);
    }

    [Theory]
    [InlineData("<tiff:Model>A</tiff:Model><tiff:Model>B</tiff:Model>")]
    [InlineData("<tiff:Model>A</tiff:Model><tiff:Make><rdf:Bag>text<rdf:li>Maker</rdf:li><rdf:value/></rdf:Bag></tiff:Make>")]
    [InlineData("<tiff:Model>A</tiff:Model>text between")]
    [InlineData("<tiff:Model>A</tiff:Model><rdf:li>stray</rdf:li><nameless/>")]
    [InlineData("<tiff:Model rdf:parseType='Resource'><rdf:value>A</rdf:value><xmp:Rating>1</xmp:Rating></tiff:Model>")]
    public void Read_PacketThatBreaksTheRulesOfRdf_GivesWhatStandsInIt(string body)
    {
        var facts = Read(Packet(body + Bag("dc:title", "A title")));

        Assert.Equal(("A", "A title"), (facts.CameraModel, facts.Title));
    }

    [Fact]
    public void Read_DescriptionsOfDifferentNames_AllCount()
    {
        var facts = Read(Start + Description("", "tiff:Make='Maker'") + Description("<tiff:Model>Model</tiff:Model>").Replace("about=\"\"", "about=\"x\"", StringComparison.Ordinal) + End);

        Assert.Equal(("Maker", "Model"), (facts.CameraMake, facts.CameraModel));
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
    public void Read_HeaderWithABlank_IsThatOfAPacket()
    {
        byte[] segment = [.. "http://ns.adobe.com/xap/1.0/ \0"u8, .. Encoding.UTF8.GetBytes(Packet("<tiff:Model>Model</tiff:Model>"))];

        Assert.Equal("Model", ReadFile(TiffBuilder.Jpeg(null, app1: segment)).CameraModel);
    }

    [Fact]
    public void Read_DescriptionUnderItsOtherName_IsTheDescription()
    {
        const string other = "<tiff:ImageDescription><rdf:Alt><rdf:li xml:lang='x-default'>Other</rdf:li></rdf:Alt></tiff:ImageDescription>";

        Assert.Equal("Other", Read(Packet(other)).Description);
        Assert.Equal("Own", Read(Packet(other + Bag("dc:description", "Own"))).Description);
    }

    [Fact]
    public void Read_PacketThatIsCutOff_KeepsWhatStoodBefore()
    {
        var packet = Packet("<tiff:Model>Model</tiff:Model>" + Bag("dc:title", "A title"));
        var facts = Read(packet[..packet.IndexOf("A title", StringComparison.Ordinal)]);

        Assert.Equal(("Model", null), (facts.CameraModel, facts.Title));
        Assert.Single(facts.Warnings);
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

    [Fact]
    public void Read_ExtendedXmp_IsReadWhateverTheOrderOfItsParts()
    {
        var (name, whole) = Extended(Packet("<exif:DateTimeOriginal>2020-05-05T10:00:00</exif:DateTimeOriginal>" + Bag("dc:subject", "from extension") + Bag("dc:title", "Other")));
        var facts = ReadFile(Jpeg(
            Packet(Bag("dc:title", "Own"), $"xmpNote:HasExtendedXMP='{name}'"),
            Extension(name, whole.Length, 600, whole[600..]), Extension(name, whole.Length, 400, whole[400..600]),
            Extension(new string('0', 32), 4, 0, [1, 2, 3, 4]), Extension(name, whole.Length, 0, whole[..400])));

        Assert.Equal(new DateTime(2020, 5, 5, 10, 0, 0), facts.TakenAt?.Time);
        Assert.Equal("Own", facts.Title);
        Assert.Equal(["from extension"], facts.Keywords);
        Assert.Empty(facts.Warnings);
    }

    [Fact]
    public void Read_ExtendedXmp_CountsBeforeAnotherPacket()
    {
        var (name, whole) = Extended(Packet("<tiff:Model>of the extension</tiff:Model>"));
        var other = Packet("<tiff:Model>of another packet</tiff:Model><tiff:Make>Maker</tiff:Make>");
        byte[] second = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(other)];
        byte[] first = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(Packet("", $"xmpNote:HasExtendedXMP='{name}'"))];
        var facts = ReadFile(Jpeg(Packet(""), first, second, Extension(name, whole.Length, 0, whole)));

        Assert.Equal(("Maker", "of the extension"), (facts.CameraMake, facts.CameraModel));
    }

    [Theory]
    [InlineData("another MD5")]
    [InlineData("a part is missing")]
    [InlineData("a part claims 4 GB")]
    [InlineData("all parts claim 4 GB")]
    [InlineData("none is there")]
    public void Read_ExtendedXmpThatIsNotWhatItsNameSays_DoesNotCount(string what)
    {
        var (name, whole) = Extended(Packet("<tiff:Make>Maker</tiff:Make>"));
        if (what == "another MD5")
            name = (name[0] == '0' ? '1' : '0') + name[1..];
        long length = what == "all parts claim 4 GB" ? uint.MaxValue : whole.Length;
        var file = Jpeg(
            Packet("<tiff:Model>Model</tiff:Model>", $"xmpNote:HasExtendedXMP='{name}'"),
            what switch
            {
                "none is there" => [],
                "a part is missing" => [Extension(name, length, 0, whole[..500]), Extension(name, length, 600, whole[600..])],
                "a part claims 4 GB" => [Extension(name, length, 0, whole[..500]), Extension(name, uint.MaxValue, 500, whole[500..])],
                _ => [Extension(name, length, 0, whole[..500]), Extension(name, length, 500, whole[500..])],
            });
        ReadFile(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var facts = ReadFile(file);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal((null, "Model"), (facts.CameraMake, facts.CameraModel));
        Assert.Single(facts.Warnings);
    }

    private static (string Name, byte[] Whole) Extended(string packet)
    {
        var bytes = Encoding.UTF8.GetBytes(packet);
#pragma warning disable CA5351 // the format's own checksum
        return (Convert.ToHexString(MD5.HashData(bytes)), bytes);
#pragma warning restore CA5351
    }
}
