using System.IO.Compression;
using System.Text;
using ImaLink.Media.Metadata;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>The texts of a PNG in which programs keep EXIF, XMP and IPTC.</summary>
public sealed class PngTextTests
{
    private static readonly byte[] Packet = Encoding.UTF8.GetBytes(ContainerSamples.Xmp);

    public static TheoryData<string, string> Trailers => new()
    {
        { "a line end", "\n" },
        { "a NUL", "\0" },
        { "letters", "\nend" },
        { "more digits than the length says", "0000\n" },
        { "half a byte", "a" },
        { "words of another program", "\n\0\0 written by a program of its own" },
    };

    [Theory]
    [MemberData(nameof(Trailers))]
    public void Read_ProfileWithTrailingBytes_IsRead(string what, string trailer)
    {
        Assert.NotEmpty(what);
        var facts = Read(
            Chunk("tEXt", Profile("exif", [.. "Exif\0\0"u8, .. ContainerSamples.Exif], trailer)),
            Chunk("tEXt", Profile("xmp", Packet, trailer)));

        Assert.Equal(("Model X", 4, "A title"), (facts.CameraModel, facts.Rating, facts.Title));
    }

    [Theory]
    [InlineData("APP1")]
    [InlineData("exif")]
    public void Read_XmpInAProfileOfApp1_IsRead(string name) => Assert.Equal(
        4, Read(Chunk("tEXt", Profile(name, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Packet], "\0"))).Rating);

    [Theory]
    [InlineData("iptc", false)]
    [InlineData("iptc", true)]
    [InlineData("8bim", true)]
    public void Read_IptcProfile_AloneOrAmongResources_IsRead(string name, bool isResource)
    {
        var iptc = ContainerSamples.Iptc((5, "A title"));
        var facts = Read(Chunk("zTXt", Packed(Profile(name, isResource ? ContainerSamples.Resource(0x0404, iptc) : iptc, "\n"), name)));
        Assert.Equal("A title", facts.Title);
    }

    [Theory]
    [InlineData("tEXt")]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    [InlineData("iTXt packed")]
    [InlineData("iTXt with a language")]
    public void Read_XmpInAnyKindOfText_IsRead(string kind)
    {
        byte[] keyword = [.. "XML:com.adobe.xmp\0"u8];
        var text = kind switch
        {
            "tEXt" => [.. keyword, .. Packet],
            "zTXt" => [.. keyword, 0, .. Zlib(Packet)],
            "iTXt" => [.. keyword, 0, 0, 0, 0, .. Packet],
            "iTXt packed" => [.. keyword, 1, 0, 0, 0, .. Zlib(Packet)],
            _ => (byte[])[.. keyword, 0, 0, .. "en-GB\0"u8, .. "translated\0"u8, .. Packet],
        };
        Assert.Equal(4, Read(Chunk(kind[..4], text)).Rating);
    }

    [Fact]
    public void Read_TextThatUnpacksWithoutEnd_IsBounded()
    {
        var bomb = Zlib(new byte[64 << 20]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Read(Chunk("zTXt", [.. "XML:com.adobe.xmp\0\0"u8, .. bomb])).Rating);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
    }

    [Fact]
    public void Read_TextsRepeatedWithoutEnd_AreBounded()
    {
        var bomb = Chunk("zTXt", [.. "XML:com.adobe.xmp\0\0"u8, .. Zlib(new byte[1 << 20])]);
        var profile = Chunk("zTXt", Packed(Profile("iptc", ContainerSamples.Iptc((5, "A title")), ""), "iptc"));
        var empty = Chunk("zTXt", [.. "Raw profile type exif\0\0"u8, .. Zlib(new byte[4 << 20])]);
        foreach (var text in new[] { bomb, profile, empty })
            AssertIsBounded(Png([.. Enumerable.Repeat(text, 1000)]));
    }

    [Fact]
    public void Read_DateThatUnpacksWithoutEnd_LeavesRoomForTheOtherTexts()
    {
        var date = Chunk("zTXt", [.. "Creation Time\0\0"u8, .. Zlib([.. "2015:03:04 01:02:03\0"u8, .. new byte[64 << 20]])]);
        byte[][] dates = [.. Enumerable.Repeat(date, 100)];
        var facts = Read([.. dates, Chunk("zTXt", Packed(Profile("xmp", Packet, ""), "xmp"))]);
        Assert.Equal(4, facts.Rating);
    }

    [Fact]
    public void Read_DamagedTextsRepeatedWithoutEnd_AreBounded()
    {
        var damaged = Chunk("zTXt", [.. "Raw profile type exif\0\0"u8, .. new byte[4 << 20]]);
        AssertIsBounded(Png([.. Enumerable.Repeat(damaged, 24)]));
    }

    [Fact]
    public void Read_TimesRepeatedWithoutEnd_AreBounded() => AssertIsBounded(
        Png([.. Enumerable.Range(0, 10_000).Select(i => Chunk("tIME", [7, (byte)(200 + i / 3600), 1, 1, 1, (byte)(i / 60 % 60), (byte)(i % 60)]))]));

    /// <summary>A PNG with a text of every kind.</summary>
    internal static byte[] Sample() => Png(
        Chunk("tEXt", Profile("exif", ContainerSamples.Exif, "\n")), Chunk("zTXt", Packed(Profile("iptc", ContainerSamples.Iptc((5, "A title")), ""), "iptc")),
        Chunk("iTXt", [.. "XML:com.adobe.xmp\0\u0001\0\0\0"u8, .. Zlib(Packet)]));

    private static void AssertIsBounded(byte[] png)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var stream = new MemoryStream(png);
        FactReader.Read(stream, "PNG");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private static ImageFacts Read(params byte[][] chunks)
    {
        using var stream = new MemoryStream(Png(chunks));
        return FactReader.Read(stream, "PNG");
    }

    private static byte[] Profile(string name, byte[] content, string trailer) =>
        Text($"Raw profile type {name}\0\n{name}\n{content.Length,8}\n{Lines(Convert.ToHexStringLower(content))}{trailer}");

    private static string Lines(string digits) => string.Join('\n', digits.Chunk(72).Select(line => new string(line)));

    /// <summary>A text's content in its compressed form: a byte for the method stands behind the keyword.</summary>
    private static byte[] Packed(byte[] text, string name)
    {
        var start = "Raw profile type ".Length + name.Length + 1;
        return [.. text[..start], 0, .. Zlib(text[start..])];
    }

    private static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
