using System.Text;
using static ImaLink.Tests.Media.Formats.Vectors;
using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Titles, descriptions, keywords and ratings that stand elsewhere than in XMP.</summary>
[Trait("Category", "Culture")]
public sealed class OwnersWordsTests
{
    [Fact]
    public void Read_IptcInWindows1252_IsReadSo()
    {
        var facts = ReadFile(WithIptc((0x0205, [.. "Price 5"u8, 0x80, .. " a piece"u8]), (0x0278, [.. "Caf"u8, 0xE9])));

        Assert.Equal(("Price 5€ a piece", "Café"), (facts.Title, facts.Description));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u001b%G")]
    [InlineData("\u001b%Z")]
    [InlineData("\u001b-A")]
    [InlineData("\u001b•")]
    [InlineData("nothing that is known")]
    public void Read_IptcWithAnyCodePage_GivesValidUtf8AsSuch(string set)
    {
        var facts = ReadFile(WithIptc((0x015a, Encoding.UTF8.GetBytes(set)), (0x0205, "Tytuł"u8.ToArray()), (0x0219, [0xE9, 0x20, 0x80])));

        Assert.Equal("Tytuł", facts.Title);
        Assert.Equal(["é €"], facts.Keywords);
    }

    [Fact]
    public void Read_IptcThatStatesItsCodePage_IsReadSo() =>
        Assert.Equal("Łódź", ReadFile(WithIptc((0x015a, [0x1b, (byte)'-', (byte)'B']), (0x0205, [0xA3, 0xF3, (byte)'d', 0xBC]))).Title);

    [Fact]
    public void Read_IptcWithALongText_IsRead()
    {
        var words = new string('a', 40_000);
        byte[] block = [0x1c, 2, 120, 0x80, 4, .. Big(words.Length), .. Text(words), 0x1c, 2, 5, 0, 1, (byte)'T'];

        Assert.Equal((words, "T"), (ReadFile(WithIptc(block)).Description, ReadFile(WithIptc(block)).Title));
    }

    [Fact]
    public void Read_IptcOfNothingButKeywords_IsBounded()
    {
        var block = Enumerable.Repeat<byte[]>([0x1c, 2, 25, 0, 1, (byte)'x'], 170_000).SelectMany(set => set).ToArray();
        var file = new TiffBuilder().Raw(0x83bb, 7, (uint)block.Length, block).Build();
        ReadFile(file);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(["x"], ReadFile(file).Keywords);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [InlineData(0x80, 4, 0xFF, 0xFF, 0xFF, 0xFF)]
    [InlineData(0x80, 9, 0, 0, 0, 1)]
    [InlineData(0xFF, 0xFF, 0, 0, 0, 1)]
    [InlineData(0x7F, 0xFF, 0, 0, 0, 1)]
    public void Read_IptcOfAnAbsurdLength_KeepsWhatStoodBefore(params int[] length)
    {
        byte[] block = [0x1c, 2, 5, 0, 1, (byte)'T', 0x1c, 2, 120, .. length.Select(value => (byte)value), (byte)'D'];

        Assert.Equal(("T", null), (ReadFile(WithIptc(block)).Title, ReadFile(WithIptc(block)).Description));
    }

    [Fact]
    public void Read_WordsOfWindowsExplorer_AreTheOwners()
    {
        var facts = ReadFile(TiffBuilder.Jpeg(Explorer("Tytuł", "Comment ü", "one;two; ;one", "Subject").Ascii(0x010e, "Grandma in the garden").Build()));

        Assert.Equal(("Tytuł", "Comment ü"), (facts.Title, facts.Description));
        Assert.Equal(["one", "two"], facts.Keywords);
    }

    [Fact]
    public void Read_WordsOfWindowsExplorer_CountAfterXmpAndIptc()
    {
        var exif = Explorer("Windows", "Windows", "windows", "").Short(0x4746, 1).Build();
        byte[] xmp = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(Packet(Bag("dc:title", "XMP"), "xmp:Rating='4'"))];
        var jpeg = TiffBuilder.Jpeg(exif, app1: xmp);
        var facts = ReadFile([.. jpeg[..2], .. Segment(0xED, Photoshop(Iptc((0x0219, "iptc"u8.ToArray())))), .. jpeg[2..]]);

        Assert.Equal(("XMP", "Windows", 4), (facts.Title, facts.Description, facts.Rating));
        Assert.Equal(["iptc"], facts.Keywords);
    }

    [Theory]
    [InlineData("Grandma in the garden", "Grandma in the garden")]
    [InlineData("Olympus", "Olympus")]
    [InlineData("My first digital camera", "My first digital camera")]
    [InlineData("OLYMPUS DIGITAL CAMERA         ", null)]
    [InlineData("KONICA MINOLTA DIGITAL CAMERA", null)]
    [InlineData("MAKER Digital Still Camera", null)]
    [InlineData("Digital StillCamera", null)]
    [InlineData("SONY DSC", null)]
    [InlineData("SAMSUNG CSC", null)]
    [InlineData("Exif_JPEG_PICTURE", null)]
    [InlineData("DCF 1.0", null)]
    [InlineData(@"DCIM\100GOPRO\GOPR0482.JPG", null)]
    [InlineData("Maker Model X", null)]
    [InlineData("Model X", null)]
    [InlineData("   ", null)]
    public void Read_DescriptionOfExif_CountsWhereItIsMoreThanTheCamera(string text, string? expected)
    {
        var exif = new TiffBuilder().Ascii(0x010e, text).Ascii(0x010f, "Maker").Ascii(0x0110, "Model X").Build();

        Assert.Equal(expected, ReadFile(TiffBuilder.Jpeg(exif)).Description);
    }

    [Fact]
    public void Read_DescriptionOfExifInWindows1252_IsReadSo()
    {
        byte[] text = [.. "Gr"u8, 0xFC, 0xDF, .. "e"u8, 0];

        Assert.Equal("Grüße", ReadFile(TiffBuilder.Jpeg(new TiffBuilder().Raw(0x010e, 2, (uint)text.Length, text).Build())).Description);
    }

    [Fact]
    public void Read_TitleThatExplorerRepeatsInExif_IsNoDescription() =>
        Assert.Null(ReadFile(TiffBuilder.Jpeg(Explorer("Rome", "", "", "").Ascii(0x010e, "Rome").Build())).Description);

    [Fact]
    public void Read_CameraInTheXmpThatLightroomMade_LeavesTheOwnersCaption()
    {
        var jpeg = TiffBuilder.Jpeg(null, app1: [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(Packet(Bag("dc:description", "OLYMPUS DIGITAL CAMERA")))]);
        var facts = ReadFile([.. jpeg[..2], .. Segment(0xED, Photoshop(Iptc((0x0278, "Grandma"u8.ToArray())))), .. jpeg[2..]]);

        Assert.Equal("Grandma", facts.Description);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(25, 2)]
    [InlineData(50, 3)]
    [InlineData(75, 4)]
    [InlineData(99, 5)]
    [InlineData(300, null)]
    public void Read_RatingPercentAlone_CountsInStars(int percent, int? stars)
    {
        Assert.Equal(stars, ReadFile(TiffBuilder.Jpeg(new TiffBuilder().Short(0x4749, (ushort)percent).Build())).Rating);
        Assert.Equal(2, ReadFile(TiffBuilder.Jpeg(new TiffBuilder().Short(0x4746, 2).Short(0x4749, (ushort)percent).Build())).Rating);
    }

    [Fact]
    public void Read_AuthorRightsAndPlace_OfXmpThenIptcThenExif()
    {
        string xmp = Packet(Array("dc:creator", "Seq", "Ann", "Ben") + "<Iptc4xmpCore:Location>Trevi</Iptc4xmpCore:Location>", "xmlns:Iptc4xmpCore='http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/' photoshop:City='Rome' Iptc4xmpCore:CountryCode='it'");
        byte[] iptc = Iptc((0x0250, "Carl"u8.ToArray()), (0x025a, "Oslo"u8.ToArray()), (0x0265, "Norway"u8.ToArray()), (0x0274, "(c) Carl"u8.ToArray()));
        byte[] exif = new TiffBuilder().Ascii(0x013b, "Dora ").Ascii(0x8298, "(c) Dora").Build();

        var both = ReadFile(Jpeg(exif, xmp, iptc));
        Assert.Equal(("Ann, Ben", "(c) Carl"), (both.Author, both.Rights));
        Assert.Equal(new Dictionary<string, string> { ["city"] = "Rome", ["code"] = "IT", ["sublocation"] = "Trevi" }, both.Location);
        var second = ReadFile(Jpeg(exif, "", iptc));
        Assert.Equal("Carl", second.Author);
        Assert.Equal(new Dictionary<string, string> { ["city"] = "Oslo", ["country"] = "Norway" }, second.Location);
        Assert.Equal(("Dora", "(c) Dora", null), (ReadFile(TiffBuilder.Jpeg(exif)).Author, ReadFile(TiffBuilder.Jpeg(exif)).Rights, ReadFile(TiffBuilder.Jpeg(exif)).Location));
        Assert.Null(ReadFile(TiffBuilder.Jpeg(new TiffBuilder().Ascii(0x013b, "   ").Build())).Author);

        static byte[] Jpeg(byte[] exif, string xmp, byte[] iptc)
        {
            byte[] jpeg = TiffBuilder.Jpeg(exif, app1: xmp.Length == 0 ? null : [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(xmp)]);
            return [.. jpeg[..2], .. Segment(0xED, Photoshop(iptc)), .. jpeg[2..]];
        }
    }

    private static TiffBuilder Explorer(string title, string comment, string keywords, string subject)
    {
        var exif = new TiffBuilder();
        foreach (var (tag, text) in new (ushort, string)[] { (0x9c9b, title), (0x9c9c, comment), (0x9c9e, keywords), (0x9c9f, subject) })
        {
            var bytes = Encoding.Unicode.GetBytes(text + "\0");
            exif.Raw(tag, 1, (uint)bytes.Length, bytes);
        }

        return exif;
    }

    private static byte[] WithIptc(params (int Id, byte[] Value)[] sets) => WithIptc(Iptc(sets));

    private static byte[] WithIptc(byte[] block) => new TiffBuilder().Raw(0x83bb, 7, (uint)block.Length, block).Build();

    private static byte[] Iptc(params (int Id, byte[] Value)[] sets) =>
        Join([.. sets.Select(set => Join([0x1c], Big16(set.Id, set.Value.Length), set.Value))]);

    private static byte[] Photoshop(byte[] iptc) => [.. "Photoshop 3.0\0"u8, .. ContainerSamples.Resource(0x0404, iptc)];
}
