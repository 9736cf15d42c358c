using System.Text;
using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Which parts of a packet speak of the photo, whatever their form.</summary>
[Trait("Category", "Culture")]
public sealed class XmpStructureTests
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

    [Fact]
    public void Read_HeaderWithABlank_IsThatOfAPacket()
    {
        byte[] segment = [.. "http://ns.adobe.com/xap/1.0/ \0"u8, .. Encoding.UTF8.GetBytes(Packet("<tiff:Model>Model</tiff:Model>"))];

        Assert.Equal("Model", ReadFile(TiffBuilder.Jpeg(null, app1: segment)).CameraModel);
    }

    [Fact]
    public void Read_PacketThatIsCutOff_KeepsWhatStoodBefore()
    {
        var packet = Packet("<tiff:Model>Model</tiff:Model>" + Bag("dc:title", "A title"));
        var facts = Read(packet[..packet.IndexOf("A title", StringComparison.Ordinal)]);

        Assert.Equal(("Model", null), (facts.CameraModel, facts.Title));
        Assert.Single(facts.Warnings);
    }
}
