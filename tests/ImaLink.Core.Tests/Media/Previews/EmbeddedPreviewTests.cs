using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Metadata;
using NetVips;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Previews;

/// <summary>The JPEGs in RAW files of every structure, found and turned upright.</summary>
public sealed class EmbeddedPreviewTests : TemporaryFolderTest
{
    private static readonly byte[] CanonId =
        [0x85, 0xC0, 0xB6, 0x87, 0x82, 0x0F, 0x11, 0xE0, 0x81, 0x11, 0xF4, 0xCE, 0x46, 0x2B, 0x6A, 0x48];

    private static readonly byte[] PreviewId =
        [0xEA, 0xF4, 0x2B, 0x5E, 0x1C, 0x98, 0x4B, 0x88, 0xB9, 0xFB, 0xB7, 0xDC, 0x40, 0x6E, 0x4D, 0x16];

    private static readonly byte[] Small = Jpeg(160, 120, 90);
    private static readonly byte[] Large = Jpeg(640, 480, 200);

    [Fact]
    public void Render_Cr3_TakesThePreviewAndTurnsIt()
    {
        var cr3 = Cr3(Box("uuid", PreviewId, Big(0, 1), Box("PRVW", new byte[8], Big16(640, 480), Big(Large.Length), Large)));

        AssertPreview(Write("a.cr3", cr3), "CR3", 192, 256, 200);
    }

    [Fact]
    public void Render_Cr3WithoutPreview_TakesTheTrackElseTheThumbnail()
    {
        byte[] Build(int offset) => Join(Cr3(track: Box(
            "trak", Box("mdia", Box("minf", Box(
                "stbl", FullBox("stsz", 0, Big(0, 1, Large.Length)), FullBox("co64", 0, Big(1, 0, offset))))))), Box("mdat", Large));
        var cr3 = Build(Build(0).Length - Large.Length);

        AssertPreview(Write("a.cr3", cr3), "CR3", 192, 256, 200);
        AssertPreview(Write("b.cr3", Cr3()), "CR3", 120, 160, 90);
    }

    [Fact]
    public void Render_CrwX3fAndRaf_TakeTheirJpegs()
    {
        AssertPreview(Write("a.crw", ContainerSamples.Crw(Large)), "CRW", 256, 192, 200);
        AssertPreview(Write("b.crw", ContainerSamples.Crw(Large, rotation: 90)), "CRW", 192, 256, 200);
        AssertPreview(Write("a.x3f", ContainerSamples.X3f(Large)), "X3F", 256, 192, 200);
        AssertPreview(Write("a.raf", ContainerSamples.Raf(Large)), "RAF", 256, 192, 200);
    }

    [Fact]
    public void Render_NotesOfOlympus_CountFromTheirOwnBeginning()
    {
        // A header of 12 bytes, a directory with a pointer to a second one, then the preview.
        byte[] Directory(params byte[][] entries) => Join(Little16(entries.Length), Join(entries), Little(0));
        byte[] Entry(int tag, int value) => Join(Little16(tag, 4), Little(1, value));
        var notes = Join(
            Text("OLYMPUS\0II\u0003\0"), Directory(Entry(0x2020, 30)),
            Directory(Entry(0x0101, 60), Entry(0x0102, Large.Length)), Large);

        AssertPreview(Write("a.orf", WithNotes("OLYMPUS CORPORATION", notes)), "ORF", 256, 192, 200);
    }

    [Fact]
    public void Render_NotesOfMinolta_HoldAJpegWhoseFirstByteIsSpoilt()
    {
        byte[] spoilt = [0x02, .. Large[1..]];
        byte[] Notes(int at) => Join(Little16(1), Little16(0x0081, 7), Little(spoilt.Length, at), Little(0), spoilt);
        // Offsets count from the beginning of the block.
        var before = WithNotes("Minolta Co., Ltd.", Notes(0));
        var exif = WithNotes("Minolta Co., Ltd.", Notes(before.Length - spoilt.Length));

        AssertPreview(Write("a.mrw", ContainerSamples.Mrw(exif)), "MRW", 256, 192, 200);
    }

    [Theory]
    [InlineData("CR3")]
    [InlineData("CRW")]
    [InlineData("X3F")]
    [InlineData("RAF")]
    public void Render_CutOffAnywhere_GivesAPreviewNoneOrFails(string format)
    {
        var whole = format switch
        {
            "CR3" => Cr3(),
            "CRW" => ContainerSamples.Crw(Small),
            "X3F" => ContainerSamples.X3f(Small),
            _ => ContainerSamples.Raf(Small),
        };
        for (var length = 0; length < whole.Length; length += 7)
        {
            try
            {
                PreviewRenderer.Render(Write("a", whole[..length]), format, TestContext.Current.CancellationToken);
            }
            catch (ImaLinkException e)
            {
                Assert.Equal(ErrorCode.PreviewFailed, e.Code);
            }
        }
    }

    private static byte[] Cr3(byte[]? preview = null, byte[]? track = null) => Join(
        Box("ftyp", Text("crx "), Big(1)),
        Box("moov", Box(
            "uuid", CanonId, Box("CMT1", new TiffBuilder().Short(0x0112, 6).Build()),
            Box("THMB", Big(0), Big16(160, 120), Big(Small.Length), Big16(1, 0), Small)), track ?? []),
        preview ?? []);

    private static byte[] WithNotes(string make, byte[] notes) => new TiffBuilder().Ascii(0x010F, make)
        .Pointer(0x8769, new TiffBuilder().Raw(0x927C, 7, (uint)notes.Length, notes)).Build();

    private static byte[] Jpeg(int width, int height, int shade)
    {
        using var image = (Image.Black(width, height, bands: 3) + shade).Cast(Enums.BandFormat.Uchar);
        return image.JpegsaveBuffer(q: 50);
    }

    private static void AssertPreview(string path, string format, int width, int height, int shade)
    {
        using var preview = Image.NewFromBuffer(
            PreviewRenderer.Render(path, format, TestContext.Current.CancellationToken)!);
        Assert.Equal((width, height), (preview.Width, preview.Height));
        Assert.InRange(preview.Getpoint(width / 2, height / 2)[0], shade - 4, shade + 4);
    }
}
