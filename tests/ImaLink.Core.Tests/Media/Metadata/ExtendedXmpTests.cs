using System.Security.Cryptography;
using System.Text;
using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>A packet too long for one segment of a JPEG is put together again.</summary>
[Trait("Category", "Culture")]
public sealed class ExtendedXmpTests
{
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
