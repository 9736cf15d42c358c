using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

public sealed class IsoMediaImageDataTests : ImageDataTest
{
    internal static readonly byte[] Heic = Box("ftyp", Text("heic"), Big(0), Text("mif1heic"));
    internal static readonly byte[] Mp4 = Box("ftyp", Text("isom"), Big(0), Text("isommp41"));

    [Fact]
    public void Items_CountByAscendingIdAndOnlyCodedImages()
    {
        var file = Items(("Exif", 3), ("hvc1", 9), ("grid", 1), ("hvc1", 2));
        AssertImageData(file, Scan(20, 2), Scan(20, 9));
        Assert.Equal("HEIC", Read(file).Format);
    }

    [Fact]
    public void ItemsOfOtherCodecs_AreWholeFile() => AssertWholeFile(Items(("jpeg", 1), ("unci", 2)));

    [Fact]
    public void ItemInIdat_CountsFromItsBeginning() => AssertImageData(
        Join(Heic, FullBox("meta", 0, Info(("av01", 1)), FullBox("iloc", 1, Big16(0x4400, 1, 1, 1, 0, 1), Big(4, 10)),
            Box("idat", Scan(20)))),
        Scan(20)[4..14]);

    [Fact]
    public void ExtentsWithoutBytesAndWithoutEnd_AreNoImageData()
    {
        // Sizes of 0 make an extent that takes no room in the file, 65,535 of them for every 8 bytes.
        var items = Enumerable.Range(1, 60_000).Select(id => Big16(id, 0, 0xFFFF));
        var locations = Join([Big16(0, 60_000), .. items]);
        AssertWholeFile(Join(Heic, FullBox("meta", 0, Info(("hvc1", 1)), FullBox("iloc", 0, locations))));
    }

    [Fact]
    public void Tracks_CountInOrderOfMoovChunkByChunk()
    {
        // Sound first: two chunks of two samples and one of one; then pictures: two chunks.
        var head = Join(Mp4, Box("mdat", Scan(200)));
        var data = Mp4.Length + 8;
        var file = Join(head, Box(
            "moov",
            Track("soun", Chunks(data + 100, data, data + 50), Runs((1, 2), (3, 1)), Sizes(5, 6, 7, 8, 9)),
            Track("text", Chunks(data), Runs((1, 1)), Sizes(9)),
            Track("vide", Chunks(data + 20, data + 60), Runs((1, 1)), Sizes(10, 12))));
        var media = Scan(200);
        AssertImageData(file, media[100..111], media[..15], media[50..59], media[20..30], media[60..72]);
    }

    [Fact]
    public void FixedSampleSize_Counts()
    {
        var file = Join(Mp4, Box("mdat", Scan(100)), Box("moov", Track(
            "vide", Chunks(Mp4.Length + 8), Runs((1, 4)), FullBox("stsz", 0, Big(10, 4)))));
        AssertImageData(file, Scan(100)[..40]);
    }

    [Fact]
    public void ChunkBeyondItsMediaBox_IsCut()
    {
        var file = Join(Mp4, Box("mdat", Scan(100)),
            Box("moov", Track("vide", Chunks(Mp4.Length + 8 + 90), Runs((1, 1)), Sizes(50))));
        AssertImageData(file, Scan(100)[90..]);
    }

    [Fact]
    public void TablesThatDisagree_AreNoImageData() => AssertWholeFile(
        Join(Mp4, Box("mdat", Scan(100)), Box("moov",
            Track("vide", Chunks(Mp4.Length + 8), Runs((1, 2)), Sizes(5, 6, 7)))));

    [Fact]
    public void AbsurdRunOfSamples_IsNoImageData() => AssertWholeFile(
        Join(Mp4, Box("mdat", Scan(100)), Box("moov",
            Track("vide", Chunks(Mp4.Length + 8), Runs((1, -1)), Sizes(5, 6, 7)))));

    [Fact]
    public void SoundAlone_IsNoVideo()
    {
        var file = Join(Mp4, Box("mdat", Scan(100)),
            Box("moov", Track("soun", Chunks(Mp4.Length + 8), Runs((1, 1)), Sizes(5))));
        Assert.Equal("M4A", Read(file).Format);
    }

    [Fact]
    public void FragmentedFile_IsWholeFile() => AssertWholeFile(
        Join(Mp4, Box("moov", Track("vide", Chunks(), Runs(), Sizes())), Box("moof", Scan(20)), Box("mdat", Scan(50))));

    /// <summary>A HEIF file, for tests that damage it.</summary>
    internal static byte[] HeifSample() => Items(("Exif", 3), ("hvc1", 9), ("hvc1", 2));

    /// <summary>A film, for tests that damage it.</summary>
    internal static byte[] FilmSample() => Join(Mp4, Box("mdat", Scan(200)), Box(
        "moov",
        Track("soun", Chunks(150, 50, 90), Runs((1, 2), (3, 1)), Sizes(5, 6, 7, 8, 9)),
        Track("vide", Chunks(70, 110), Runs((1, 1)), Sizes(10, 12))));

    internal static byte[] Items(params (string Type, int Id)[] items)
    {
        var length = Build(0).Length;
        return Build(length - items.Length * 20);

        byte[] Build(int start) => Join(
            Heic,
            FullBox("meta", 0, Info(items), FullBox(
                "iloc", 0, Big16(0x4400, items.Length),
                Join([.. items.Select((item, i) => Join(Big16(item.Id, 0, 1), Big(start + i * 20, 20)))]))),
            Box("mdat", Join([.. items.Select(item => Scan(20, (byte)item.Id))])));
    }

    internal static byte[] Info(params (string Type, int Id)[] items) => FullBox(
        "iinf", 0, Big16(items.Length),
        Join([.. items.Select(item => FullBox("infe", 2, Big16(item.Id, 0), Text(item.Type), [0]))]));

    internal static byte[] Track(string handler, params byte[][] tables) => Box("trak", Box(
        "mdia", FullBox("hdlr", 0, Big(0), Text(handler), new byte[13]), Box("minf", Box("stbl", tables))));

    internal static byte[] Chunks(params int[] offsets) => FullBox("stco", 0, Big([offsets.Length, .. offsets]));

    internal static byte[] Runs(params (int First, int Samples)[] runs) => FullBox(
        "stsc", 0, Big([runs.Length, .. runs.SelectMany(run => new[] { run.First, run.Samples, 1 })]));

    internal static byte[] Sizes(params int[] sizes) => FullBox("stsz", 0, Big([0, sizes.Length, .. sizes]));
}
