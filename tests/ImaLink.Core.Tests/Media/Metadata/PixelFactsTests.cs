using System.Text;
using ImaLink.Media.Metadata;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Facts of formats that are a header and pixels: BMP, OpenEXR, Radiance.</summary>
public sealed class PixelFactsTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public void Read_Bitmap_GivesSizeWhicheverRowIsFirst(int height) =>
        AssertSize(40, 30, Read("BMP", Text("BM"), new byte[12], Little(40, 40, height), new byte[28]));

    [Fact]
    public void Read_BitmapOfOs2_GivesSize() => AssertSize(40, 30, Read("BMP", Text("BM"), new byte[12], Little(12), Little16(40, 30, 1, 24)));

    [Theory]
    [InlineData(0, 30)]
    [InlineData(-40, 30)]
    [InlineData(40, int.MinValue)]
    public void Read_BitmapOfImpossibleSize_HasNone(int width, int height) =>
        Assert.Null(Read("BMP", Text("BM"), new byte[12], Little(40, width, height), new byte[28]).Width);

    public static TheoryData<string, byte[]> Headers => new()
    {
        { "QOI", Join(Text("qoif"), Big(40, 30), [3, 0]) },
        { "XCF", Join(Text("gimp xcf v011\0"), Big(40, 30)) },
        { "DDS", Join(Text("DDS "), Little(124, 0, 30, 40)) },
        { "DPX", Join(Text("SDPX"), new byte[768], Big(40, 30)) },
        { "DPX", Join(Text("XPDS"), new byte[768], Little(40, 30)) },
        { "TGA", Join([0, 0, 2], new byte[9], Little16(40, 30)) },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Read_HeaderWithTheSizeAtAFixedPlace_GivesIt(string format, byte[] file)
    {
        AssertSize(40, 30, Read(format, file, new byte[20]));
        for (var length = 0; length < file.Length - 3; length++)
            Assert.NotNull(Read(format, file[..length]));
    }

    [Fact]
    public void Read_Exr_GivesWhatItsAttributesState()
    {
        var facts = Read("EXR", ExrSample());

        AssertSize(40, 30, facts);
        Assert.Equal((0.004, 2.8, 200), (Math.Round(facts.ExposureTime!.Value, 6), Math.Round(facts.Aperture!.Value, 6), facts.Iso));
        Assert.Equal((-34.5, 151.25), (facts.GpsLatitude, facts.GpsLongitude));
        Assert.Equal(("Maker", "Model X", 4), (facts.CameraMake, facts.CameraModel, facts.Rating));
    }

    [Fact]
    public void Read_ExrWithoutPicture_TakesTheWindow() => AssertSize(40, 30, Read(
        "EXR", [0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0], ExrAttribute("displayWindow", "box2i", Little(-1, -1, 38, 28)), [0]));

    [Fact]
    public void Read_ExrThatClaimsEverything_GivesNothing()
    {
        var facts = Read(
            "EXR", [0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0], ExrAttribute("dataWindow", "box2i", Little(int.MinValue, 0, int.MaxValue, -1)),
            Text("xmp\0string\0"), Little(-1));
        Assert.Equal((null, null, null), (facts.Width, facts.Height, facts.TakenAt));
    }

    [Theory]
    [InlineData("-Y 30 +X 40", 1)]
    [InlineData("-Y 30 -X 40", 2)]
    [InlineData("+Y 30 -X 40", 3)]
    [InlineData("+Y 30 +X 40", 4)]
    [InlineData("+X 30 -Y 40", 5)]
    [InlineData("+X 30 +Y 40", 6)]
    [InlineData("-X 30 +Y 40", 7)]
    [InlineData("-X 30 -Y 40", 8)]
    public void Read_Radiance_GivesSizeAndOrientation(string line, int orientation)
    {
        var facts = Read("HDR", Text($"#?RADIANCE\n# words\nFORMAT=32-bit_rle_rgbe\nCAPDATE= 2024:10:18 14:30:52\nEXPOSURE=2.0\n\n{line}\n"), new byte[20]);

        AssertSize(40, 30, facts);
        Assert.Equal(orientation, facts.Orientation);
        Assert.Equal(("2024-10-18T14:30:52", "Radiance:Capdate"), (facts.TakenAt?.ToString(), facts.TakenAt?.Source));
        Assert.Null(facts.ExposureTime);
    }

    [Theory]
    [InlineData("#?RADIANCE\nFORMAT=x\n")]
    [InlineData("#?RADIANCE\n\nY 30 X 40\n")]
    [InlineData("#?RADIANCE\n\n-Y 0 +X 99999999999\n")]
    public void Read_RadianceWithoutSize_HasNone(string text) => Assert.Null(Read("HDR", Text(text)).Width);

    internal static byte[] ExrWithDate(string date) => Join(
        [0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0], ExrAttribute("capDate", "string", Text(date)), ExrAttribute("utcOffset", "float", Single(-7200)), [0]);

    internal static byte[] ExrSample() => Join(
        [0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0],
        ExrAttribute("capDate", "string", Text("2024:01:06 08:52:20")), ExrAttribute("utcOffset", "float", Single(-7200)),
        ExrAttribute("dataWindow", "box2i", Little(0, 0, 39, 29)), ExrAttribute("displayWindow", "box2i", Little(0, 0, 7, 7)),
        ExrAttribute("expTime", "float", Single(0.004f)), ExrAttribute("aperture", "float", Single(2.8f)), ExrAttribute("isoSpeed", "float", Single(200)),
        ExrAttribute("latitude", "float", Single(-34.5f)), ExrAttribute("longitude", "float", Single(151.25f)),
        ExrAttribute("cameraMake", "string", Text("Maker")),
        ExrAttribute("exif", "blob", Join(Little(ContainerSamples.Exif.Length), ContainerSamples.Exif)),
        ExrAttribute("xmp", "string", Encoding.UTF8.GetBytes(ContainerSamples.Xmp)), [0]);

    private static byte[] ExrAttribute(string name, string type, byte[] value) => Join(Text($"{name}\0{type}\0"), Little(value.Length), value);

    private static byte[] Single(float number) => BitConverter.GetBytes(number);

    private static void AssertSize(int width, int height, ImageFacts facts) => Assert.Equal((width, height), (facts.Width, facts.Height));

    private static ImageFacts Read(string format, params byte[][] parts)
    {
        using var stream = new MemoryStream(Join(parts));
        return FactReader.Read(stream, format);
    }
}
