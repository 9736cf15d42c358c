using System.Text;
using CsCheck;
using ImaLink.Media.Metadata;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Media.Metadata;

[Trait("Category", "Culture")]
public sealed class ContainerFactsTests
{
    private static readonly DateTime Taken = new(2024, 10, 18, 14, 30, 52);

    private static readonly Dictionary<string, byte[]> Samples = new()
    {
        ["HEIC"] = ContainerSamples.Heic(),
        ["CR3"] = ContainerSamples.Cr3(),
        ["JXL"] = ContainerSamples.Jxl(),
        ["JXL packed"] = ContainerSamples.Jxl(packed: true),
        ["JP2"] = ContainerSamples.Jp2(),
        ["Extended WEBP"] = ContainerSamples.WebP(),
        ["AVI"] = ContainerSamples.Avi("Fri Oct 18 14:30:52 2024"),
        ["GIF"] = ContainerSamples.Gif(),
        ["PSD"] = ContainerSamples.Psd(),
        ["MRW"] = ContainerSamples.Mrw(),
        ["RAF"] = ContainerSamples.Raf(TiffBuilder.Jpeg(ContainerSamples.Exif)),
        ["CRW"] = ContainerSamples.Crw(),
        ["X3F"] = ContainerSamples.X3f(),
        ["JXL Codestream"] = ContainerSamples.JxlCodestream,
        ["M2TS"] = FilmSamples.Transport([0x04, 0x20, 0x24, 0x10, 0x18, 0x14, 0x30, 0x52]),
        ["M2T"] = FilmSamples.Transport([0x04, 0x20, 0x24, 0x10, 0x18, 0x14, 0x30, 0x52], timeCode: false),
        ["MKV"] = FilmSamples.Matroska(750_954_652_000_000_000, ("DATE_RECORDED", "2024-10-18 14:30:52.000"), tagBehind: true),
        ["MOV"] = ContainerSamples.Movie(ContainerSamples.Keys(("com.apple.quicktime.model", "Model X"))),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Container_GivesItsFacts(string name)
    {
        var facts = Read(Samples[name]);

        Assert.Equal((40, 30), (facts.Width, facts.Height));
        if (name is not ("GIF" or "AVI" or "JXL Codestream" or "M2TS" or "M2T" or "MKV"))
            Assert.Equal("Model X", facts.CameraModel);
        if (name is not ("GIF" or "JXL Codestream"))
            Assert.Equal(Taken, facts.TakenAt?.Time);
        if (name is "HEIC" or "CR3" or "JXL" or "JXL packed" or "JP2" or "Extended WEBP" or "AVI" or "GIF" or "PSD")
        {
            Assert.Equal((4, "A title", "Words"), (facts.Rating, facts.Title, facts.Description));
            Assert.Equal(["Places/Peru", "Condor"], facts.Keywords);
        }

        Assert.Empty(facts.Warnings);
    }

    [Theory]
    [Trait("Cultures", "th_TH")]
    [MemberData(nameof(Names))]
    public void Read_CutOffAnywhere_NeverThrows(string name)
    {
        for (var length = 0; length < Samples[name].Length; length++)
            Assert.NotNull(Read(Samples[name][..length]));
    }

    [Theory]
    [Trait("Cultures", "th_TH")]
    [MemberData(nameof(Names))]
    public void Read_AnyBytesChanged_NeverThrowsNorAllocatesMuch(string name)
    {
        var sample = Samples[name];
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Byte, Gen.Int[0, sample.Length - 1], Gen.Byte).Sample(
            (first, one, second, other) =>
            {
                var bytes = (byte[])sample.Clone();
                bytes[first] = one;
                bytes[second] ^= other;
                var before = GC.GetAllocatedBytesForCurrentThread();
                var facts = Read(bytes);
                return facts is not null && GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20;
            },
            iter: 2000);
    }

    [Fact]
    public void Read_CreationDateOfAPhone_CountsBeforeThatOfTheHeader()
    {
        var movie = ContainerSamples.Movie(ContainerSamples.Keys(
            ("com.apple.quicktime.creationdate", "2024-10-18T20:30:52+0600"),
            ("com.apple.quicktime.location.ISO6709", "+27.1281+100.2508-012.5/")));
        var facts = Read(movie);

        Assert.Equal(new CaptureTime(Taken.AddHours(6), DatePrecision.Second, TimeSpan.FromHours(6), "QuickTime:CreationDate"), facts.TakenAt);
        Assert.Equal((27.1281, 100.2508, -12.5), (facts.GpsLatitude, facts.GpsLongitude, facts.GpsAltitude));
        Assert.Equal(6, facts.Orientation);
    }

    [Fact]
    public void Read_UserDataOfAFilm_GivesCameraAndPlace()
    {
        byte[] Text(byte[] name, string text) =>
            [.. Vectors.Big(12 + text.Length), .. name, .. Vectors.Big16(text.Length, 0), .. Vectors.Text(text)];
        var facts = Read(ContainerSamples.Movie(Vectors.Box(
            "udta", Text([0xA9, (byte)'m', (byte)'a', (byte)'k'], "Maker"),
            Text([0xA9, (byte)'x', (byte)'y', (byte)'z'], "+12.5-098.5/"))));

        Assert.Equal(("Maker", 12.5, -98.5), (facts.CameraMake, facts.GpsLatitude, facts.GpsLongitude));
        Assert.Null(facts.GpsAltitude);
    }

    [Fact]
    public void Read_FilmWithoutAClock_HasNoDate()
    {
        var movie = Vectors.Join(
            Vectors.Box("ftyp", Vectors.Text("qt  "), Vectors.Big(0)),
            Vectors.Box("moov", Vectors.FullBox("mvhd", 0, Vectors.Big(0, 0)), ContainerSamples.Track()));

        Assert.Null(Read(movie).TakenAt);
    }

    // What a fuzzed file had: a list of places that names itself, and a unit of no bytes.
    [Fact]
    public void Read_FilmThatLeadsBackOrHasEmptyUnits_Ends()
    {
        var matroska = FilmSamples.Matroska(1, ("DATE_RECORDED", "2024-10-18 14:30:52"), tagBehind: true);
        var seek = matroska.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x53, 0xAC]);
        matroska.AsSpan(seek + 6, 4).Clear();
        Assert.Equal(40, Read(matroska).Width);

        Assert.Equal(new ImageFacts(), H264Facts.Read([0, 0, 1, 0, 0, 1, 0, 0, 1, 6, 0, 0, 1]));
    }

    [Fact]
    public void Read_GpsOfCr3_IsThatOfItsOwnBlock() => Assert.Equal(-34.5, Read(ContainerSamples.Cr3()).GpsLatitude);

    [Fact]
    public void Read_JpegWithIptc_GivesOwnersWords()
    {
        var iptc = ContainerSamples.Iptc((5, "A title"), (25, "one"), (25, "two"), (120, "Words"));
        byte[] app13 = [.. "Photoshop 3.0\0"u8, .. ContainerSamples.Resource(0x0404, iptc)];
        var jpeg = TiffBuilder.Jpeg(ContainerSamples.Exif);
        var facts = Read([.. jpeg[..2], .. Vectors.Segment(0xED, app13), .. jpeg[2..]]);

        Assert.Equal(("A title", "Words"), (facts.Title, facts.Description));
        Assert.Equal(["one", "two"], facts.Keywords);
    }

    [Fact]
    public void Read_XmpInUtf16_IsRead()
    {
        byte[] header = [.. "http://ns.adobe.com/xap/1.0/\0"u8, 0xFE, 0xFF];
        var facts = Read(TiffBuilder.Jpeg(
            null, app1: [.. header, .. Encoding.BigEndianUnicode.GetBytes(ContainerSamples.Xmp)]));

        Assert.Equal((4, "A title"), (facts.Rating, facts.Title));
    }

    [Fact]
    public void Read_DirectoriesNestedInAnyContainer_EndWithoutOverflowingTheStack()
    {
        var nested = FactReaderTests.Nested(200_000);

        Assert.Equal(40, Read(ContainerSamples.Heic(nested)).Width);
        Assert.Equal(40, Read(ContainerSamples.Mrw(nested)).Width);
    }

    [Fact]
    public void Read_BoxesNestedWithoutEnd_Ends()
    {
        var boxes = Vectors.Box("moov");
        for (var i = 0; i < 5_000; i++)
            boxes = Vectors.Box(i % 2 == 0 ? "udta" : "meta", boxes);

        var start = Vectors.Box("ftyp", Vectors.Text("qt  "), Vectors.Big(0));
        Assert.NotNull(Read(Vectors.Join(start, Vectors.Box("moov", boxes))));
    }

    [Fact]
    public void Read_ManyPackedBoxes_AreBounded()
    {
        var file = ContainerSamples.Jxl(packed: true);
        var packed = file.AsSpan().IndexOf("brob"u8) - 4;
        var box = file[packed..file.AsSpan().IndexOf("jxlc"u8)][..^4];
        byte[] many = [.. file[..packed], .. Enumerable.Repeat(box, 4000).SelectMany(bytes => bytes), .. file[packed..]];
        Assert.Equal("Model X", Read(many).CameraModel);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(many);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Read_ManyEmptyBoxes_EndsSoon()
    {
        var many = Enumerable.Repeat(Vectors.Box("udta"), 1_000_000).SelectMany(box => box).ToArray();
        var start = Vectors.Box("ftyp", Vectors.Text("heic"), Vectors.Big(0));
        using var stream = new MemoryStream(Vectors.Join(start, many));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.NotEmpty(FactReader.Read(stream, "HEIC").Warnings);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 1000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private static ImageFacts Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return FactReader.Read(stream, "");
    }
}
