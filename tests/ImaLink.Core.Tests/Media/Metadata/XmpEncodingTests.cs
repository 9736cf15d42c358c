using System.Text;
using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>A packet is read whatever its bytes and letters are.</summary>
[Trait("Category", "Culture")]
public sealed class XmpEncodingTests
{
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
        var packet = Packet(
            Bag("dc:title", "Own") + "<exif:GPSLatitude>50,0N</exif:GPSLatitude><exif:GPSLongitude>5,0E</exif:GPSLongitude>" + Bag("lr:hierarchicalSubject", "Places|Rome"),
            "MicrosoftPhoto:Rating='1'");
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
}
