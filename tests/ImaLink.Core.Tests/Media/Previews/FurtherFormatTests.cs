using System.Text;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Identity;
using ImaLink.Tests.Media.Metadata;
using NetVips;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Previews;

/// <summary>Kinds of pictures that libvips refuses, each made here: 64 x 48, black at the left, bright at the right.</summary>
public sealed class FurtherFormatTests : TemporaryFolderTest
{
    private const int Width = 64;
    private const int Height = 48;

    public static TheoryData<int, int, int, bool, int> Kinds => new()
    {
        // bits, samples, colours (1 grey, 2 RGB, 5 CMYK, 8 CIELab), planes apart, tiled
        { 10, 3, 2, false, 0 },
        { 12, 3, 2, false, 0 },
        { 14, 3, 2, false, 0 },
        { 10, 1, 1, false, 0 },
        { 12, 1, 1, false, 0 },
        { 14, 1, 1, false, 0 },
        { 12, 3, 2, false, 32 },
        { 12, 3, 2, true, 0 },
        { 8, 3, 2, true, 32 },
        { 12, 3, 2, true, 32 },
        { 16, 3, 2, true, 32 },
        { 8, 4, 5, true, 32 },
        { 8, 3, 8, false, 0 },
        { 8, 3, 8, false, 32 },
        { 8, 3, 8, true, 0 },
        { 16, 3, 8, false, 0 },
        // those that libvips reads, for comparison
        { 8, 3, 2, false, 0 },
        { 16, 3, 2, false, 32 },
        { 8, 3, 2, true, 0 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Render_Tiff_OfAnyKind(int bits, int samples, int colours, bool isPlanar, int tile) => AssertShown(Tiff(bits, samples, colours, isPlanar, tile), "TIFF");

    [Fact]
    public void Render_TiffWithOrientation_StandsUpright()
    {
        using var preview = Render(Tiff(12, 3, 2, isPlanar: false, tile: 0, orientation: 6), "TIFF");
        Assert.Equal((Height, Width), (preview.Width, preview.Height));
        Assert.True(preview.Getpoint(24, 2)[0] < 40 && preview.Getpoint(24, 61)[0] > 215);
    }

    [Fact]
    public void Render_TiffCutOffOrChanged_GivesAPreviewOrFails()
    {
        var random = new Random(1);
        byte[][] wholes = [Tiff(12, 3, 2, isPlanar: true, tile: 32), Tiff(8, 3, 8, isPlanar: false, tile: 0), Tiff(14, 1, 1, isPlanar: false, tile: 0)];
        for (var i = 0; i < 150; i++)
        {
            var whole = wholes[i % wholes.Length];
            var bytes = i % 2 == 0 ? whole[..random.Next(8, whole.Length)] : (byte[])whole.Clone();
            if (i % 2 == 1)
                bytes[whole.Length - random.Next(1, 250)] ^= (byte)random.Next(1, 256);
            try
            {
                Render(bytes, "TIFF").Dispose();
            }
            catch (ImaLinkException e)
            {
                Assert.Equal(ErrorCode.PreviewFailed, e.Code);
            }
        }
    }

    [Fact]
    public void Render_PortableMaps_InTextAndBytes()
    {
        byte[] Map(string kind, int samples, bool isText)
        {
            var values = Enumerable.Range(0, Width * Height * samples).Select(i => i / samples % Width * 255 / (Width - 1)).ToArray();
            var header = $"{kind}\n{Width} {Height}\n255\n";
            return isText ? Text(header + string.Join('\n', values)) : [.. Text(header), .. values.Select(value => (byte)value)];
        }

        AssertShown(Map("P2", 1, isText: true), "PGM");
        AssertShown(Map("P5", 1, isText: false), "PGM");
        AssertShown(Map("P3", 3, isText: true), "PPM");
        AssertShown(Map("P6", 3, isText: false), "PPM");
    }

    [Fact]
    public void Render_TargaRadianceAndQoi()
    {
        var pixels = Enumerable.Range(0, Width * Height).Select(i => (byte)(i % Width * 255 / (Width - 1))).ToArray();
        AssertShown([0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, Width, 0, Height, 0, 24, 0x20, .. pixels.SelectMany(value => new[] { value, value, value })], "TGA");
        AssertShown([.. Text($"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {Height} +X {Width}\n"), .. pixels.SelectMany(value => new byte[] { value, value, value, 128 })], "HDR");
        AssertShown([.. Text("qoif"), .. Big(Width, Height), 3, 0, .. pixels.SelectMany(value => new byte[] { 0xFE, value, value, value }), 0, 0, 0, 0, 0, 0, 0, 1], "QOI");
    }

    [Fact]
    public void Render_JpegXlWithMetadataInBrotli_IsDecoded()
    {
        Assert.SkipWhen(!File.Exists(Sample), "The corpus is not beside the repository.");
        byte[] whole = File.ReadAllBytes(Sample!);
        using var preview = Render(whole, "JXL");
        Assert.Equal((1, 1), (preview.Width, preview.Height));
        // What is read in parts is the same.
        using var stream = UnpackedJpegXl.Of(new MemoryStream(whole))!;
        var (all, parts) = (new MemoryStream(), new MemoryStream());
        stream.CopyTo(all);
        stream.Position = 0;
        var small = new byte[3];
        while (stream.Read(small) is > 0 and var read)
            parts.Write(small, 0, read);
        Assert.Equal(all.ToArray(), parts.ToArray());
        Assert.DoesNotContain("brob", Encoding.Latin1.GetString(all.ToArray()), StringComparison.Ordinal);
    }

    private static string? Sample => Corpus.Folder is { } corpus ? Path.Combine(corpus, "mattiasw__ExifReader", "test-brotli.jxl") : null;

    private void AssertShown(byte[] file, string format)
    {
        using var preview = Render(file, format);
        Assert.Equal((Width, Height), (preview.Width, preview.Height));
        var (left, right) = (preview.Getpoint(2, 24)[0], preview.Getpoint(61, 24)[0]);
        Assert.True(left < 60 && right > 190, $"{format}: {left} at the left, {right} at the right");
    }

    private Image Render(byte[] file, string format) =>
        Image.NewFromBuffer(PreviewRenderer.Render(Write("a.picture", file), format, TestContext.Current.CancellationToken)!);

    /// <summary>An uncompressed TIFF; samples of fewer bits than bytes are packed, highest first.</summary>
    private static byte[] Tiff(int bits, int samples, int colours, bool isPlanar, int tile, int orientation = 1)
    {
        var chunks = new List<byte[]>();
        foreach (var planes in isPlanar ? Enumerable.Range(0, samples).Select(plane => new[] { plane }) : [Enumerable.Range(0, samples).ToArray()])
        {
            for (var top = 0; top < Height; top += tile > 0 ? tile : Height)
            {
                for (var left = 0; left < Width; left += tile > 0 ? tile : Width)
                {
                    var rows = Enumerable.Range(top, tile > 0 ? tile : Height).Select(_ => Pack(
                        [.. Enumerable.Range(left, tile > 0 ? tile : Width).SelectMany(x => planes.Select(plane => Value(Math.Min(x, Width - 1), plane)))], bits));
                    chunks.Add(Join([.. rows]));
                }
            }
        }

        long Value(int x, int plane)
        {
            var most = (1L << bits) - 1;
            var bright = x * most / (Width - 1);
            return colours switch
            {
                5 => plane == 3 ? 0 : most - bright,
                8 => plane == 0 ? bright : 0,
                _ => bright,
            };
        }

        var offsets = new List<int>();
        var at = 8;
        foreach (var chunk in chunks)
        {
            offsets.Add(at);
            at += chunk.Length;
        }

        byte[] lengths = Little([.. chunks.Select(chunk => chunk.Length)]);
        var directory = new TiffBuilder().Short(0x0100, Width).Short(0x0101, Height).Raw(0x0102, 3, (uint)samples, Little16([.. Enumerable.Repeat(bits, samples)]))
            .Short(0x0103, 1).Short(0x0106, (ushort)colours);
        if (tile == 0)
            directory.Raw(0x0111, 4, (uint)chunks.Count, Little([.. offsets]));
        directory.Short(0x0112, (ushort)orientation).Short(0x0115, (ushort)samples);
        if (tile == 0)
            directory.Short(0x0116, Height).Raw(0x0117, 4, (uint)chunks.Count, lengths);
        directory.Short(0x011c, (ushort)(isPlanar ? 2 : 1));
        if (tile > 0)
            directory.Short(0x0142, (ushort)tile).Short(0x0143, (ushort)tile).Raw(0x0144, 4, (uint)chunks.Count, Little([.. offsets])).Raw(0x0145, 4, (uint)chunks.Count, lengths);
        return Shift(directory.Build(), Join([.. chunks]));
    }

    /// <summary>Puts the pictures between header and directory, whose own pointers move by that much.</summary>
    private static byte[] Shift(byte[] tiff, byte[] pictures)
    {
        var entries = BitConverter.ToUInt16(tiff, 8);
        BitConverter.GetBytes(8 + pictures.Length).CopyTo(tiff, 4);
        for (var i = 0; i < entries; i++)
        {
            var entry = 10 + 12 * i;
            var size = BitConverter.ToUInt16(tiff, entry + 2) == 3 ? 2 : 4;
            if (BitConverter.ToUInt32(tiff, entry + 4) * size > 4)
                BitConverter.GetBytes(BitConverter.ToInt32(tiff, entry + 8) + pictures.Length).CopyTo(tiff, entry + 8);
        }

        return [.. tiff[..8], .. pictures, .. tiff[8..]];
    }

    private static byte[] Pack(long[] values, int bits)
    {
        if (bits == 16)
            return [.. values.SelectMany(value => BitConverter.GetBytes((ushort)value))];
        var packed = new byte[(values.Length * bits + 7) / 8];
        for (var bit = 0; bit < values.Length * bits; bit++)
        {
            if ((values[bit / bits] >> (bits - 1 - bit % bits) & 1) != 0)
                packed[bit / 8] |= (byte)(0x80 >> bit % 8);
        }

        return packed;
    }
}
