using System.Buffers.Binary;
using ImaLink.Tests.Media.Formats;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>A picture in the file spares decoding it, where it shows the same and is large enough.</summary>
public sealed class ThumbnailTests : PreviewTest
{
    [Fact]
    public void Render_EmbeddedPreviewThatSuffices_IsUsedAndOneOfOtherShapeIsNot()
    {
        // The same picture to the eye, yet told apart by what is made of it.
        using var bright = Grey(320, 240, 108);
        using var square = Grey(320, 320, 108);
        using var main = Grey(800, 600, 100);

        AssertShade(Render(SaveWithThumbnail(main, bright.JpegsaveBuffer(q: 40)), "JPEG"), 108);
        AssertShade(Render(SaveWithThumbnail(main, square.JpegsaveBuffer(q: 40)), "JPEG"), 100);
        AssertShade(Render(SaveWithThumbnail(main, bright.JpegsaveBuffer(q: 40)[..30]), "JPEG"), 100);
    }

    [Fact]
    public void Render_ThumbnailOfAnotherPicture_IsNotUsed()
    {
        using var other = Grey(320, 240, 200);
        using var main = Grey(800, 600, 20);

        AssertShade(Render(SaveWithThumbnail(main, other.JpegsaveBuffer(q: 40)), "JPEG"), 20);
    }

    [Fact]
    public void Render_ThumbnailInWhatAProgramSaved_IsNotUsed()
    {
        using var same = Grey(320, 240, 108);
        using var main = Grey(800, 600, 100);
        var path = SaveWithThumbnail(main, same.JpegsaveBuffer(q: 40));
        var bytes = File.ReadAllBytes(path);
        byte[] jfif = [0xff, 0xe0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0];
        File.WriteAllBytes(path, [.. bytes[..2], .. jfif, .. bytes[2..]]);

        AssertShade(Render(path, "JPEG"), 100);
    }

    [Theory]
    [InlineData(0x010001, 108)]
    [InlineData(0x010002, 108)]
    [InlineData(0x020002, 100)] // the other eye of a stereo picture
    [InlineData(0x000000, 100)] // a map of brightness, or whatever its maker likes
    public void Render_LargeThumbnailBehindTheJpeg_IsUsed(int kind, int expected)
    {
        using var small = Grey(640, 480, 108);
        using var main = Grey(1600, 1200, 100);

        AssertShade(Render(SaveWithFurther(main, small.JpegsaveBuffer(q: 40), kind), "JPEG"), expected);
    }

    private static Image Grey(int width, int height, int shade)
    {
        using var black = Image.Black(width, height, bands: 3);
        using var grey = black + shade;
        return grey.Cast(Enums.BandFormat.Uchar);
    }

    private static void AssertShade(byte[]? preview, int shade)
    {
        using var image = Decode(preview);
        Assert.InRange(image.Getpoint(image.Width / 2, image.Height / 2)[0], shade - 2, shade + 2);
    }

    private string SaveWithThumbnail(Image main, byte[] thumbnail)
    {
        byte[] Build(uint offset) => new Metadata.TiffBuilder().Long(0x0201, offset).Long(0x0202, (uint)thumbnail.Length)
            .Build(thumbnail);
        var exif = Metadata.TiffBuilder.Jpeg(Build((uint)(Build(0).Length - thumbnail.Length)));
        var head = exif[..(4 + BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(4)))];
        var path = Path.Combine(Folder, "thumbnail.jpg");
        File.WriteAllBytes(path, [.. head, .. main.JpegsaveBuffer()[2..]]);
        return path;
    }

    private string SaveWithFurther(Image main, byte[] further, int kind)
    {
        var exif = Metadata.TiffBuilder.Jpeg(new Metadata.TiffBuilder().Short(0x0112, 1).Build());
        var head = exif[..(4 + BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(4)))];
        var rest = main.JpegsaveBuffer()[2..];
        byte[] Directory(int offset) => new Metadata.TiffBuilder().Raw(0xB002, 7, 32,
            [.. Vectors.Little(0x030000, 0, 0, 0), .. Vectors.Little(kind, further.Length, offset, 0)]).Build();
        var length = Directory(0).Length;
        var path = Path.Combine(Folder, "several.jpg");
        File.WriteAllBytes(path, [.. head, .. Vectors.Segment(0xE2, [.. "MPF\0"u8, .. Directory(length + rest.Length)]), .. rest, .. further]);
        return path;
    }
}
