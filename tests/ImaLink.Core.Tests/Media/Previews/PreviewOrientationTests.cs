using System.Buffers.Binary;
using System.Text;
using ImaLink.Tests.Media.Metadata;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>A preview stands upright, as the facts say.</summary>
public sealed class PreviewOrientationTests : PreviewTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Render_Oriented_StandsUpright(int orientation)
    {
        // Stored so that, by its orientation, the bright corner comes to lie at the top left of a 60 x 40 picture.
        using var stored = Stored(orientation);
        AssertUpright(Render(Save(stored, "a.jpg"), "JPEG"));

        // A RAW file whose embedded JPEG knows nothing of the orientation.
        using var plain = stored.Mutate(m => m.Remove("orientation"));
        AssertUpright(Render(SaveRaw(plain, (ushort)orientation), "NEF"));
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".png")]
    [InlineData(".tif")]
    [InlineData(".webp")]
    public void Render_OrientationInXmpAlone_StandsUpright(string extension)
    {
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            using var stored = Stored(orientation);
            using var told = stored.Mutate(m =>
            {
                m.Remove("orientation");
                m.Set(GValue.BlobType, "xmp-data", Oriented(orientation));
            });
            var path = Path.Combine(Folder, orientation + extension);
            told.WriteToFile(path, new VOption { { "keep", Enums.ForeignKeep.Xmp } }); // else libvips states an orientation in EXIF
            var bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x12, 1, 3, 0, 1, 0, 0, 0, 1, 0]) is > 0 and var at && extension == ".tif")
                bytes[at + 8] = 0; // TIFF has it in any case
            File.WriteAllBytes(path, bytes);
            Assert.Equal(orientation, Facts(bytes).Orientation);
            AssertUpright(Render(path, FormatOf(extension)));
        }
    }

    [Fact]
    public void Render_ExifAndXmpDiffer_StandsAsTheFactsSay()
    {
        using var stored = Stored(6);
        using var told = stored.Mutate(m => m.Set(GValue.BlobType, "xmp-data", Oriented(3)));
        var path = Save(told, "a.jpg");

        Assert.Equal(6, Facts(File.ReadAllBytes(path)).Orientation);
        AssertUpright(Render(path, "JPEG"));
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(1, 6)]
    public void Render_TwoBlocksOfExif_StandsAsTheFactsSay(ushort first, ushort second)
    {
        byte[] bare;
        using (var stored = Stored(1))
            bare = stored.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        var path = Path.Combine(Folder, "a.jpg");
        File.WriteAllBytes(path, [0xff, 0xd8, .. Segment(first), .. Segment(second), .. bare[2..]]);

        using var preview = Decode(Render(path, "JPEG"));

        Assert.Equal(Facts(File.ReadAllBytes(path)).Orientation == 6, preview.Height == 60);

        static byte[] Segment(ushort orientation)
        {
            var exif = Metadata.TiffBuilder.Jpeg(new Metadata.TiffBuilder().Short(0x0112, orientation).Build());
            return exif[2..(4 + BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(4)))];
        }
    }

    private static void AssertUpright(byte[]? preview)
    {
        using var image = Decode(preview);
        Assert.Equal((60, 40), (image.Width, image.Height));
        Assert.True(image.Getpoint(5, 5)[0] > 200 && image.Getpoint(55, 5)[0] < 50 && image.Getpoint(5, 35)[0] < 50);
    }

    private static byte[] Oriented(int orientation) =>
        Encoding.UTF8.GetBytes(XmpSamples.Packet($"<tiff:Orientation>{orientation}</tiff:Orientation>"));

    private static Image Stored(int orientation)
    {
        using var corner = (Image.Black(20, 20, bands: 3) + 255).Cast(Enums.BandFormat.Uchar);
        using var upright = corner.Embed(0, 0, 60, 40).Copy(interpretation: Enums.Interpretation.Srgb);
        // The inverse of each of EXIF's eight transformations.
        using var stored = orientation switch
        {
            2 => upright.FlipHor(),
            3 => upright.Rot180(),
            4 => upright.FlipVer(),
            5 => upright.Rot90().FlipHor(),
            6 => upright.Rot270(),
            7 => upright.Rot90().FlipVer(),
            8 => upright.Rot90(),
            _ => upright.Copy(),
        };
        return stored.Mutate(m => m.Set(GValue.GIntType, "orientation", orientation));
    }

    private string SaveRaw(Image image, ushort orientation)
    {
        var jpeg = image.JpegsaveBuffer();
        // The directory is of fixed length, so the JPEG behind it starts at a known place.
        byte[] Build(uint offset) => new Metadata.TiffBuilder().Short(0x0112, orientation).Long(0x0201, offset)
            .Long(0x0202, (uint)jpeg.Length).Build(jpeg);
        var path = Path.Combine(Folder, "a.nef");
        File.WriteAllBytes(path, Build((uint)(Build(0).Length - jpeg.Length)));
        return path;
    }
}
