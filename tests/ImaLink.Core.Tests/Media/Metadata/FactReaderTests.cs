using System.Text;
using CsCheck;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

[Trait("Category", "Culture")]
public sealed class FactReaderTests
{
    private static readonly DateTime Taken = new(2024, 10, 18, 14, 30, 52);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_JpegWithExif_GivesEveryFact(bool littleEndian)
    {
        var facts = Read(TiffBuilder.Jpeg(Full(littleEndian).Build()));

        Assert.Equal(new CaptureTime(Taken.AddMilliseconds(250), DatePrecision.Second, TimeSpan.FromHours(-8), "EXIF:DateTimeOriginal"), facts.TakenAt);
        Assert.Equal(DateTimeKind.Unspecified, facts.TakenAt!.Time.Kind);
        Assert.Equal((40, 30, 6), (facts.Width, facts.Height, facts.Orientation));
        Assert.Equal(("Maker", "Model X", "Lens 50mm"), (facts.CameraMake, facts.CameraModel, facts.LensModel));
        Assert.Equal((200, 2.8, 0.004, 50.0), (facts.Iso, facts.Aperture, facts.ExposureTime, facts.FocalLength));
        Assert.Equal(-34.5, facts.GpsLatitude);
        Assert.Equal(151 + 10.0 / 3600, facts.GpsLongitude!.Value, 12);
        Assert.Equal(-12.5, facts.GpsAltitude);
        Assert.Empty(facts.Warnings);
    }

    [Fact]
    public void Read_Tiff_GivesTheSameFactsAndItsOwnSize()
    {
        var facts = Read(Full(true).Short(0x0100, 6000).Short(0x0101, 4000).Build(), "TIFF");

        Assert.Equal((6000, 4000, "Model X"), (facts.Width, facts.Height, facts.CameraModel));
    }

    [Fact]
    public void Read_RawWithPreviewFirst_GivesTheSizeOfTheFullImage()
    {
        var raw = new TiffBuilder().Long(0x00fe, 0).Long(0x0100, 6000).Long(0x0101, 4000);
        var facts = Read(
            new TiffBuilder().Long(0x00fe, 1).Long(0x0100, 160).Long(0x0101, 120).Pointer(0x014a, raw).Build(), "NEF");

        Assert.Equal((6000, 4000), (facts.Width, facts.Height));
    }

    [Theory]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("2024:13:01 00:00:00")]
    [InlineData("2024:02:30 00:00:00")]
    [InlineData("2024:01:01 24:61:00")]
    [InlineData("yesterday")]
    public void Read_DamagedDate_IsUnknownAndWarned(string date)
    {
        var facts = Read(TiffBuilder.Jpeg(WithExif(new TiffBuilder().Ascii(0x9003, date)).Build()));

        Assert.Null(facts.TakenAt);
        Assert.NotEmpty(facts.Warnings);
    }

    [Fact]
    public void Read_DamagedOriginalDate_FallsBackToCreateDate()
    {
        var exif = new TiffBuilder().Ascii(0x9003, "0000:00:00 00:00:00").Ascii(0x9004, "2024:10:18 14:30:52");

        Assert.Equal(new CaptureTime(Taken, DatePrecision.Second, null, "EXIF:CreateDate"), Read(TiffBuilder.Jpeg(WithExif(exif).Build())).TakenAt);
    }

    [Fact]
    public void Read_ImpossibleNumbers_AreUnknown()
    {
        var exif = new TiffBuilder().Rational(0x829a, (0, 0)).Rational(0x829d, (5, 0)).Rational(0x920a, (0, 1))
            .Raw(0x8827, 11, 1, BitConverter.GetBytes(float.NaN));
        var gps = new TiffBuilder().Rational(2, TiffBuilder.Degrees(91, 0, 0)).Rational(4, (0, 0), (0, 0), (0, 0))
            .Rational(6, (1, 0));
        var facts = Read(TiffBuilder.Jpeg(
            WithExif(exif).Short(0x0112, 9).Pointer(0x8825, gps).Build()));

        Assert.Equal(new ImageFacts { Width = 40, Height = 30, Warnings = facts.Warnings }, facts);
    }

    [Fact]
    public void Read_XmpWhereExifIsSilent_FillsInOnlyWhatIsMissing()
    {
        const string xmp = """
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
              exif:DateTimeOriginal="2024-10-18T14:30:52.5+02:00" tiff:Make="Other" exif:GPSLatitude="34,30.0S" exif:GPSLongitude="151,0E"
              exif:FNumber="28/10">
            <exif:ISOSpeedRatings><rdf:Seq><rdf:li>400</rdf:li></rdf:Seq></exif:ISOSpeedRatings>
            </rdf:Description></rdf:RDF></x:xmpmeta>
            """;
        var facts = Read(TiffBuilder.Jpeg(
            new TiffBuilder().Ascii(0x010f, "Maker").Build(),
            app1: [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(xmp)]));

        Assert.Equal(new CaptureTime(Taken.AddMilliseconds(500), DatePrecision.Second, TimeSpan.FromHours(2), "XMP:DateTimeOriginal"), facts.TakenAt);
        Assert.Equal(("Maker", 400, 2.8, -34.5), (facts.CameraMake, facts.Iso, facts.Aperture, facts.GpsLatitude));
    }

    [Fact]
    public void Read_DirectoriesInACircle_Ends()
    {
        var circle = new TiffBuilder().Long(0x8769, 8).Long(0x014a, 8).Ascii(0x010f, "Maker").Build(next: 8);

        Assert.Equal("Maker", Read(circle, "TIFF").CameraMake);
    }

    [Fact]
    public void Read_DirectoriesNestedWithoutEnd_EndsWithoutOverflowingTheStack()
    {
        // Recursion without a limit dies here, and takes the process with it.
        var nested = Nested(200_000);
        byte[] size = [0, 0, 0, 0, 15, 0, 0, 15, 0, 0];
        byte[] webp = [.. "WEBP"u8, .. Chunk("VP8X"u8, size), .. Chunk("EXIF"u8, nested)];

        Assert.Null(Read(nested, "TIFF").Width);
        Assert.NotNull(Read(Chunk("RIFF"u8, webp), "WEBP"));
    }

    [Fact]
    public void Read_Png_GivesSizeExifAndXmp()
    {
        byte[] size = [0, 0, 0, 40, 0, 0, 0, 30, 8, 2, 0, 0, 0];
        var xmp = XmpSamples.Packet("", "exif:FNumber='28/10' exif:ExposureTime='1/8'");
        byte[] png =
        [
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a,
            .. PngChunk("IHDR"u8, size), .. PngChunk("IDAT"u8, new byte[1000]),
            .. PngChunk("iTXt"u8, [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Encoding.UTF8.GetBytes(xmp)]),
            .. PngChunk("eXIf"u8, WithExif(new TiffBuilder().Rational(0x829d, (56, 10))).Build()), .. PngChunk("IEND"u8, []),
        ];
        var facts = Read(png, "PNG");

        Assert.Equal((40, 30, 5.6, 0.125), (facts.Width, facts.Height, facts.Aperture, facts.ExposureTime));
        Assert.Empty(facts.Warnings);
    }

    [Fact]
    public void Read_PngTextThatAsksForADictionary_IsWarnedAndTheRestRead()
    {
        byte[] png =
        [
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, .. PngChunk("IHDR"u8, [0, 0, 0, 40, 0, 0, 0, 30, 8, 2, 0, 0, 0]),
            .. PngChunk("zTXt"u8, [.. "Raw profile type exif\0\0"u8, 0x78, 0x20, 0, 0, 0, 1, 0, 0, 0, 0]), .. PngChunk("IEND"u8, []),
        ];
        var facts = Read(png, "PNG");

        Assert.Equal(40, facts.Width);
        Assert.Contains("A compressed text of the PNG is damaged.", facts.Warnings);
    }

    [Fact]
    public void Read_HugeCounts_AllocatesNothingByThem()
    {
        var bytes = TiffBuilder.Jpeg(WithExif(new TiffBuilder()
            .Raw(0x9003, 2, uint.MaxValue, [0, 0, 0, 8, 0]).Raw(0xa434, 2, 0x7fffffff, [0, 0, 0, 8, 0])).Build());
        Read(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Read_CutOffAnywhere_NeverThrows()
    {
        var whole = TiffBuilder.Jpeg(Full(true).Build());
        for (var length = 0; length < whole.Length; length++)
            Assert.NotNull(Read(whole[..length]));
    }

    [Fact]
    public void Read_AnyByteChanged_NeverThrows()
    {
        byte[][] samples = [TiffBuilder.Jpeg(Full(true).Build()), Full(false).Build()];
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 10_000], Gen.Byte).Sample((which, at, value) =>
        {
            var bytes = (byte[])samples[which].Clone();
            bytes[at % bytes.Length] = value;
            return Read(bytes) is not null;
        });
    }

    [Fact]
    public void Read_StreamThatFails_LetsTheErrorPass()
    {
        using var jpeg = new FailingStream(new byte[64]);
        Assert.Throws<IOException>(() => FactReader.Read(jpeg, "JPEG"));
    }

    [Fact]
    public void Read_LargeFile_TouchesOnlyItsHead()
    {
        var head = Full(true).Short(0x0100, 6000).Build();
        using var stream = new CountingStream([.. head, .. new byte[8 << 20]]);

        Assert.Equal(6000, FactReader.Read(stream, "TIFF").Width);
        Assert.InRange(stream.BytesRead, 1, 64 * 1024);
    }

    private static ImageFacts Read(byte[] bytes, string format = "JPEG")
    {
        using var stream = new MemoryStream(bytes);
        return FactReader.Read(stream, format);
    }

    /// <summary>Directories of 18 bytes, each with one entry, which points to the next one.</summary>
    internal static byte[] Nested(int count)
    {
        var bytes = new byte[8 + 18 * count];
        "II*\0"u8.CopyTo(bytes);
        bytes[4] = 8;
        for (var at = 8; at < bytes.Length; at += 18)
        {
            bytes[at] = 1;
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 2), (ushort)0x014a);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 4), (ushort)4);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 6), 1);
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 10), at + 18);
        }

        return bytes;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content) =>
        [.. name, .. BitConverter.GetBytes(content.Length), .. content];

    private static byte[] PngChunk(ReadOnlySpan<byte> name, byte[] content) =>
        [0, 0, (byte)(content.Length >> 8), (byte)content.Length, .. name, .. content, 0, 0, 0, 0];

    private static TiffBuilder WithExif(TiffBuilder exif) => new TiffBuilder().Pointer(0x8769, exif);

    private static TiffBuilder Full(bool littleEndian) => new TiffBuilder(littleEndian)
        .Ascii(0x010f, "Maker   ").Ascii(0x0110, " Model X ").Short(0x0112, 6)
        .Pointer(0x8769, new TiffBuilder(littleEndian)
            .Rational(0x829a, (1, 250)).Rational(0x829d, (28, 10)).Short(0x8827, 200)
            .Ascii(0x9003, "2024:10:18 14:30:52").Ascii(0x9011, "-08:00").Rational(0x920a, (50, 1))
            .Ascii(0x9291, "25").Ascii(0xa434, "Lens 50mm"))
        .Pointer(0x8825, new TiffBuilder(littleEndian)
            .Ascii(1, "S").Rational(2, TiffBuilder.Degrees(34, 30, 0)).Ascii(3, "E")
            .Rational(4, TiffBuilder.Degrees(151, 0, 10)).Byte(5, 1).Rational(6, (25, 2)));

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => throw new IOException("the medium is gone");
    }

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
