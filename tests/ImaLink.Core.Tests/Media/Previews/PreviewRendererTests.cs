using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Formats;
using ImaLink.Tests.Media.Metadata;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

[Collection(Alone.Name)] // some of them measure the memory of the process
public sealed class PreviewRendererTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ima").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1000, 500, 256, 128)]
    [InlineData(500, 1000, 128, 256)]
    [InlineData(257, 10, 256, 10)]
    [InlineData(256, 256, 256, 256)]
    [InlineData(40, 30, 40, 30)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(5000, 1, 256, 1)]
    public void Render_AnySize_FitsAndIsNeverEnlarged(int width, int height, int expectedWidth, int expectedHeight)
    {
        foreach (var extension in new[] { ".jpg", ".png", ".tif", ".webp" })
        {
            using var image = Image.Black(width, height, bands: 3) + 128;
            using var preview = Decode(Render(Save(image, "a" + extension), FormatOf(extension)));
            Assert.Equal((expectedWidth, expectedHeight), (preview.Width, preview.Height));
        }
    }

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
            var path = Path.Combine(_folder, orientation + extension);
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
        var path = Path.Combine(_folder, "a.jpg");
        File.WriteAllBytes(path, [0xff, 0xd8, .. Segment(first), .. Segment(second), .. bare[2..]]);

        using var preview = Decode(Render(path, "JPEG"));

        Assert.Equal(Facts(File.ReadAllBytes(path)).Orientation == 6, preview.Height == 60);

        static byte[] Segment(ushort orientation)
        {
            var exif = Metadata.TiffBuilder.Jpeg(new Metadata.TiffBuilder().Short(0x0112, orientation).Build());
            return exif[2..(4 + BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(4)))];
        }
    }

    [Fact]
    public void Render_WithMetadata_LeavesItAllOut()
    {
        using var image = (Image.Black(400, 300, bands: 3) + 128).Copy(interpretation: Enums.Interpretation.Srgb);
        var exif = Metadata.TiffBuilder.Jpeg(new Metadata.TiffBuilder().Ascii(0x010f, "Maker").Build());
        var jpeg = image.JpegsaveBuffer();
        var path = Path.Combine(_folder, "a.jpg");
        File.WriteAllBytes(path, [.. exif[..(4 + BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(4)))], .. jpeg[2..]]);
        Assert.Equal("Maker", Facts(File.ReadAllBytes(path)).CameraMake);

        var preview = Render(path, "JPEG")!;

        Assert.Null(Facts(preview).CameraMake);
        Assert.Equal([0xff, 0xd8], preview[..2]);
        Assert.Equal(-1, preview.AsSpan().IndexOf("Exif"u8));
        Assert.Equal(-1, preview.AsSpan().IndexOf("ICC_PROFILE"u8));
    }

    [Fact]
    public void Render_OtherColourSpaces_ComeOutAsSrgb()
    {
        using var grey = (Image.Black(300, 200) + 128).Cast(Enums.BandFormat.Uchar);
        using var deep = (Image.Black(300, 200, bands: 3) + 0x8080).Cast(Enums.BandFormat.Ushort)
            .Copy(interpretation: Enums.Interpretation.Rgb16);
        using var cmyk = (Image.Black(300, 200, bands: 4) + new double[] { 0, 255, 255, 0 })
            .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Cmyk);
        using var clear = (Image.Black(300, 200, bands: 4) + new double[] { 0, 0, 0, 0 }).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
        using var wide = (Image.Black(300, 200, bands: 3) + new double[] { 0, 255, 0 }).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb).IccTransform("p3", inputProfile: "srgb");

        AssertColour(Render(Save(grey, "grey.jpg"), "JPEG"), 128, 128, 128);
        AssertColour(Render(Save(grey, "grey.png"), "PNG"), 128, 128, 128);
        AssertColour(Render(Save(deep, "deep.png"), "PNG"), 128, 128, 128);
        AssertColour(Render(Save(deep, "deep.tif"), "TIFF"), 128, 128, 128);
        AssertColour(Render(Save(clear, "clear.png"), "PNG"), 255, 255, 255);
        AssertColour(Render(Save(wide, "wide.jpg"), "JPEG"), 0, 255, 0);
        using var red = Decode(Render(Save(cmyk, "cmyk.tif"), "TIFF"));
        var pixel = red.Getpoint(100, 100);
        Assert.True(pixel.Length == 3 && pixel[0] > 180 && pixel[1] < 90 && pixel[2] < 90, string.Join(", ", pixel));
    }

    [Fact]
    public void Render_NameThatEndsInBracket_IsTakenAsItIs()
    {
        using var image = Image.Black(300, 200, bands: 3) + 128;
        var path = Path.Combine(_folder, "a [shrink=8]");
        File.Move(Save(image, "a.jpg"), path);

        Assert.NotNull(Render(path, "JPEG"));
    }

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

    [Theory]
    [InlineData("FLIF")]
    [InlineData("CR3")]
    [InlineData("")]
    public void Render_FormatWithoutDecoder_IsNoError(string format)
    {
        var path = Path.Combine(_folder, "a");
        File.WriteAllBytes(path, new byte[100]);

        Assert.Null(Render(path, format));
    }

    [Theory]
    [InlineData("JPEG")]
    [InlineData("PNG")]
    [InlineData("TIFF")]
    [InlineData("GIF")]
    public void Render_TextUnderAnImageName_Fails(string format)
    {
        var path = Path.Combine(_folder, "a.jpg");
        const string drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
        foreach (var content in new[] { "", "not an image at all", drawing })
        {
            File.WriteAllText(path, content);
            var error = Assert.Throws<ImaLinkException>(() => Render(path, format));
            Assert.Equal((ErrorCode.PreviewFailed, path), (error.Code, error.Target));
        }
    }

    [Fact]
    public void Render_CutOffAnywhere_GivesAPreviewOrFails()
    {
        using var noise = Image.Gaussnoise(300, 200, sigma: 40, mean: 128).Cast(Enums.BandFormat.Uchar);
        foreach (var extension in new[] { ".jpg", ".png", ".tif", ".webp" })
        {
            var (name, format) = ("a" + extension, FormatOf(extension));
            var path = Save(noise, name);
            var whole = File.ReadAllBytes(path);
            for (var length = 0; length < whole.Length; length += whole.Length / 12 + 1)
            {
                File.WriteAllBytes(path, whole[..length]);
                try
                {
                    Assert.NotEmpty(Render(path, format)!);
                }
                catch (ImaLinkException e)
                {
                    Assert.Equal(ErrorCode.PreviewFailed, e.Code);
                }
            }
        }
    }

    [Fact]
    public void Render_TiffInStrips_IsOnePictureWithoutSeams()
    {
        var path = Path.Combine(_folder, "panorama.tif");
        byte[] heights = [.. Enumerable.Range(0, 1_501).Select(y => (byte)(y * 255 / 1_500))];
        using (var column = Image.NewFromMemory(heights, 1, 1_501, bands: 1, Enums.BandFormat.Uchar))
        using (var wide = column.Embed(0, 0, 6_007, 1_501, extend: Enums.Extend.Copy))
            wide.Tiffsave(path, compression: Enums.ForeignTiffCompression.Packbits);

        using var opened = Image.NewFromFile(path, access: Enums.Access.Sequential);
        using var shrunk = StripPicture.Shrink(opened, TestContext.Current.CancellationToken);
        Assert.Equal((1024, 256), (shrunk.Width, shrunk.Height));
        for (var y = 0; y < 256; y++)
            Assert.InRange(shrunk.Getpoint(500, y)[0], y - 2, y + 2);
    }

    [Fact]
    public void Render_WideColouredPngWithOrientationAndTransparency_IsAsThatOfASmallOne()
    {
        // 18,000 x 1,500 pixels of four samples would need 101 MB as a whole.
        var (large, small) = (Path.Combine(_folder, "large.png"), Path.Combine(_folder, "small.png"));
        using (var part = Image.Black(180, 15, bands: 3).Linear([1.0, 1.0, 1.0], [200.0, 100.0, 20.0], uchar: true).Copy(interpretation: Enums.Interpretation.Srgb))
        using (var clear = part.Bandjoin(Image.Black(180, 15).Linear([1.0], [128.0], uchar: true)))
        using (var turned = clear.Mutate(image => image.Set(GValue.GIntType, "orientation", 6)))
        {
            turned.Pngsave(small);
            using var enlarged = turned.Zoom(100, 100);
            enlarged.Pngsave(large, compression: 1);
        }

        using var one = Decode(Render(large, "PNG"));
        using var other = Decode(Render(small, "PNG"));
        Assert.Equal((21, 256), (one.Width, one.Height));
        Assert.Equal((15, 180), (other.Width, other.Height));
        for (var band = 0; band < 3; band++)
            Assert.Equal(other.Getpoint(7, 90)[band], one.Getpoint(10, 128)[band], tolerance: 3);
    }

    [Theory]
    [InlineData(30_000, 30_000, 0)]
    [InlineData(22_000, 22_000, 1)]
    [InlineData(400_000, 1_200, 0)]
    [InlineData(2_000_000_000, 2_000_000_000, 0)]
    public void Render_DecompressionBomb_IsRefusedInBoundedMemory(int width, int height, byte interlace)
    {
        var path = Path.Combine(_folder, "bomb.png");
        WritePng(path, width, height, interlace, rows: 10);
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<ImaLinkException>(() => Render(path, "PNG"));

        Assert.Equal(ErrorCode.PreviewFailed, error.Code);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 100 << 20);
    }

    [Fact]
    public void Render_LargeButHonestPng_NeedsLittleMemory()
    {
        var path = Path.Combine(_folder, "large.png");
        WritePng(path, 10_000, 10_000, 0, rows: 10_000);
        var before = Process.GetCurrentProcess().PeakWorkingSet64;

        using var preview = Decode(Render(path, "PNG"));

        Assert.Equal((256, 256), (preview.Width, preview.Height));
        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 100 << 20);
    }

    [Fact]
    public void Render_Cancelled_Stops()
    {
        var path = Path.Combine(_folder, "large.png");
        WritePng(path, 1_000, 1_000, 0, rows: 1_000);

        Assert.ThrowsAny<OperationCanceledException>(() => PreviewRenderer.Render(path, "PNG", new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Render_MissingFile_IsAnIoError() =>
        Assert.ThrowsAny<IOException>(() => Render(Path.Combine(_folder, "none.jpg"), "JPEG"));

    private static byte[]? Render(string path, string format) =>
        PreviewRenderer.Render(path, format, CancellationToken.None);

    private static Image Decode(byte[]? preview) => Image.NewFromBuffer(preview!);

    private static string FormatOf(string extension) => extension switch
    {
        ".jpg" => "JPEG",
        ".png" => "PNG",
        ".tif" => "TIFF",
        _ => "WEBP",
    };

    private static ImageFacts Facts(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return FactReader.Read(stream, "JPEG");
    }

    private static void AssertColour(byte[]? preview, params double[] expected)
    {
        using var image = Decode(preview);
        var pixel = image.Getpoint(image.Width / 2, image.Height / 2);
        Assert.Equal(3, pixel.Length);
        for (var i = 0; i < 3; i++)
            Assert.InRange(pixel[i], expected[i] - 4, expected[i] + 4);
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

    private string Save(Image image, string name)
    {
        var path = Path.Combine(_folder, name);
        using var bytes = image.Format == Enums.BandFormat.Ushort ? image.Copy() : image.Cast(Enums.BandFormat.Uchar);
        bytes.WriteToFile(path);
        return path;
    }

    private string SaveRaw(Image image, ushort orientation)
    {
        var jpeg = image.JpegsaveBuffer();
        // The directory is of fixed length, so the JPEG behind it starts at a known place.
        byte[] Build(uint offset) => new Metadata.TiffBuilder().Short(0x0112, orientation).Long(0x0201, offset)
            .Long(0x0202, (uint)jpeg.Length).Build(jpeg);
        var path = Path.Combine(_folder, "a.nef");
        File.WriteAllBytes(path, Build((uint)(Build(0).Length - jpeg.Length)));
        return path;
    }

    private string SaveWithThumbnail(Image main, byte[] thumbnail)
    {
        byte[] Build(uint offset) => new Metadata.TiffBuilder().Long(0x0201, offset).Long(0x0202, (uint)thumbnail.Length)
            .Build(thumbnail);
        var exif = Metadata.TiffBuilder.Jpeg(Build((uint)(Build(0).Length - thumbnail.Length)));
        var head = exif[..(4 + BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(4)))];
        var path = Path.Combine(_folder, "thumbnail.jpg");
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
        var path = Path.Combine(_folder, "several.jpg");
        File.WriteAllBytes(path, [.. head, .. Vectors.Segment(0xE2, [.. "MPF\0"u8, .. Directory(length + rest.Length)]), .. rest, .. further]);
        return path;
    }

    private static void WritePng(string path, int width, int height, byte interlace, int rows)
    {
        using var file = File.Create(path);
        file.Write([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[12]) = (8, interlace);
        WriteChunk(file, "IHDR"u8, header);
        using var data = new MemoryStream();
        using (var packed = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[Math.Min(width, 1 << 20) + 1];
            for (var i = 0; i < rows; i++)
                packed.Write(row);
        }

        WriteChunk(file, "IDAT"u8, data.ToArray());
        WriteChunk(file, "IEND"u8, []);
    }

    private static void WriteChunk(FileStream file, ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
                table[i] = (table[i] & 1) != 0 ? 0xedb88320 ^ (table[i] >> 1) : table[i] >> 1;
        }

        var crc = uint.MaxValue;
        foreach (var b in bytes)
            crc = table[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }
}
