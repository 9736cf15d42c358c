using ImaLink.Media.Metadata;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Media.Metadata;
using NetVips;
using static ImaLink.Tests.Media.Metadata.ContainerSamples;

namespace ImaLink.Tests.Photos;

/// <summary>What a copy says beside the XMP that was put into it: IPTC is brought in step, and what stays is told.</summary>
public sealed class PhotoExportWordsTests : PhotoExportTest
{
    private static readonly byte[] OldIptc = Iptc((0x05, "Old title"), (0x78, "Old caption"), (0x19, "Old"), (0x50, "Old author"), (0x5A, "Old town"), (0x69, "Their headline"));

    [Theory]
    [InlineData("jpg")]
    [InlineData("tif")]
    public void Export_OldWordsInIptc_AreTakenOutAndOthersStay(string kind)
    {
        byte[] resources = [.. Resource(0x0404, OldIptc), .. Resource(0x0425, new byte[16]), .. Resource(0x03ED, "resolution"u8.ToArray())];
        Add($"in/a.{kind}", kind == "jpg" ? WithApp13(Picture("jpg"), resources) : WithTag(Picture("tif"), 34377, resources));
        foreach (string field in new[] { "description", "author", "location", "tag:Old" })
            Say($"in/a.{kind}", field, null);
        PhotoExport copy = Assert.Single(Run(request => request with { Embeds = true }));

        Assert.Equal("Embedded", copy.Verdict);
        byte[] bytes = File.ReadAllBytes(copy.FullName!);
        if (kind == "jpg")
            Assert.Equal(-1, bytes.AsSpan().IndexOf("Old"u8));
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf("Their headline"u8));
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf("resolution"u8));
        Assert.Equal(("Lake", null, null), (Facts(copy).Title, Facts(copy).Description, Facts(copy).Author));
        if (SidecarSamples.ExifTool("-s3", "-f", "-IPTC:ObjectName", "-IPTC:Keywords", "-IPTC:Headline", "-Photoshop:IPTCDigest", "-XMP-dc:Title", copy.FullName!) is { } read)
            Assert.Equal("-\n-\nTheir headline\n-\nLake\n", read.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Export_IptcThatSaysTheSame_StaysToTheByte()
    {
        byte[] resources = [.. Resource(0x0404, Iptc((0x05, "Lake"), (0x19, "Rome"), (0x69, "Their headline"))), .. Resource(0x0425, new byte[16])];
        Add("in/a.jpg", WithApp13(Picture("jpg"), resources));
        Assert.NotEqual(-1, File.ReadAllBytes(Assert.Single(Run(request => request with { Embeds = true })).FullName!).AsSpan().IndexOf(resources));
    }

    [Fact]
    public void Export_OtherWordsInExif_AreTold()
    {
        byte[] exif = new TiffBuilder().Ascii(0x010e, "Old caption").Ascii(0x013b, "Old author").Build();
        using Image image = Image.Black(32, 24);
        byte[] picture = image.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        Add("in/a.jpg", [.. picture[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. exif]), .. picture[2..]]);
        PhotoExport copy = Assert.Single(Run(request => request with { Embeds = true }));
        Assert.Null(copy.Detail); // they were taken over, and are said
        Say("in/a.jpg", "description", "\"New\"");
        Say("in/a.jpg", "author", null);
        copy = Assert.Single(Run(request => request with { Embeds = true }));
        Assert.Equal("Outside of XMP it still says another description, author; programs that look there first show that.", copy.Detail);
        Assert.Equal("New", Facts(copy).Description);
    }

    [Fact]
    public void Export_WebPOfMorePixelsThanItHas_SaysWhatToDo()
    {
        using (Image image = Image.Black(16_400, 8))
            Add("in/a.png", image.PngsaveBuffer());
        PhotoExport refused = Assert.Single(Run(request => request with { Format = "WebP" }));
        Assert.Equal("A WebP picture has at most 16383 pixels on a side, and this one has 16400 x 8. -Size 16383 makes it smaller, -Format PNG keeps its size.", refused.Detail);
        PhotoExport made = Assert.Single(Run(request => request with { Format = "WebP", Size = 16_383 }));
        Assert.Equal(("Rendered", 16_383), (made.Verdict, Facts(made).Width));
    }

    [Fact]
    public void Export_WordsThatWereWithdrawn_AreNowhereInATiff()
    {
        Add("in/a.tif", Picture("tif"));
        PhotoExport first = Assert.Single(Run(request => request with { Embeds = true }));
        File.Copy(first.FullName!, Full("in/b.tif"));
        File.AppendAllText(Full("in/b.tif"), "behind"); // another file
        Adopt("T");
        Say("in/b.tif", "title", null);
        PhotoExport second = Run(request => request with { Embeds = true }).Last();
        Assert.Equal(("Embedded", "b.tif"), (second.Verdict, Path.GetFileName(second.FullName!)));
        Assert.Equal(-1, File.ReadAllBytes(second.FullName!).AsSpan().IndexOf("Lake"u8));
    }

    private void Say(string path, string field, string? value)
    {
        var statements = new ImaLink.Photos.PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        statements.Say([(new ImaLink.Catalog.PhotoLocator(Catalog).ByFile(Row(path).Id)!.Value, new Dictionary<string, string?> { [field] = value })]);
        statements.Write();
    }

    private static ImageFacts Facts(PhotoExport copy)
    {
        using FileStream stream = File.OpenRead(copy.FullName!);
        return FactReader.Read(stream, "");
    }

    private static byte[] WithApp13(byte[] jpeg, byte[] resources) => [.. jpeg[..2], .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. resources]), .. jpeg[2..]];

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    /// <summary>A little-endian TIFF with one more tag in its first directory, which is written anew at the end.</summary>
    private static byte[] WithTag(byte[] tiff, ushort tag, byte[] value)
    {
        Assert.Equal("II*\0"u8.ToArray(), tiff[..4]);
        int directory = BitConverter.ToInt32(tiff, 4), count = BitConverter.ToUInt16(tiff, directory);
        byte[] padded = (tiff.Length & 1) != 0 ? [.. tiff, 0] : tiff, entry = [.. BitConverter.GetBytes(tag), 7, 0, .. BitConverter.GetBytes(value.Length), .. BitConverter.GetBytes(padded.Length)];
        IEnumerable<byte[]> entries = Enumerable.Range(0, count).Select(i => tiff.AsSpan(directory + 2 + 12 * i, 12).ToArray()).Append(entry).OrderBy(each => BitConverter.ToUInt16(each));
        byte[] content = (value.Length & 1) != 0 ? [.. value, 0] : value;
        byte[] made = [.. padded, .. content, .. BitConverter.GetBytes((ushort)(count + 1)), .. entries.SelectMany(each => each), 0, 0, 0, 0];
        BitConverter.GetBytes(padded.Length + content.Length).CopyTo(made, 4);
        return made;
    }
}
