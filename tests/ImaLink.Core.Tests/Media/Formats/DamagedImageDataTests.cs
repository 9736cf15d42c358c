using static ImaLink.Tests.Media.Formats.IsoMediaImageDataTests;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

/// <summary>
/// Damaged files: where the hothash is that of ExifTool nevertheless, and each of the kinds for which docs/hothash.md says that it differs. What
/// ExifTool 13.58 makes of the same bytes stands beside each of the latter.
/// </summary>
public sealed class DamagedImageDataTests : ImageDataTest
{
    private const int MoreThanLarge = 11 << 20;
    private static readonly byte[] A = Scan(10, 1), B = Scan(20, 2);

    [Theory]
    [InlineData(0x111)]
    [InlineData(0x117)]
    [InlineData(0x103)]
    [InlineData(0x14A)]
    public void TagOfTheImage_ThatClaimsMoreThanTenMegabytesOutside_DiscardsItsDirectory(int tag) =>
        AssertWholeFile(WithDamagedEntry((ushort)tag, MoreThanLarge, 400));

    [Fact]
    public void UnknownTag_ThatClaimsMoreThanTenMegabytesOutside_IsSkipped() => AssertImageData(WithDamagedEntry(0xABCD, MoreThanLarge, 400), A);

    [Fact]
    public void ValueAtOffsetZero_IsSkipped() => AssertImageData(WithDamagedEntry(0x10E, 50, 0), A);

    [Theory]
    [InlineData(0x10E)]
    [InlineData(0xABCD)]
    public void ValueAtOffsetZero_ThatLeavesTheFile_DiscardsItsDirectory(int tag) => AssertWholeFile(WithDamagedEntry((ushort)tag, 100_000, 0));

    [Fact]
    public void ChunkTable_ThatClaimsMoreThanItsBox_CountsAsFarAsItGoes() => AssertImageData(
        Film(FullBox("stco", 0, Big(255, Data(20), Data(60))), Runs((1, 1)), Sizes(10, 12)), Scan(200)[20..30], Scan(200)[60..72]);

    [Fact]
    public void SizeTable_ThatClaimsMoreThanItsBox_CountsAsFarAsItGoes() => AssertImageData(
        Film(Chunks(Data(20), Data(60)), Runs((1, 1)), FullBox("stsz", 0, Big(0, 255, 10, 12))), Scan(200)[20..30], Scan(200)[60..72]);

    [Fact]
    public void ChunksBehindTheLastSample_AreLeftOut() => AssertImageData(
        Film(Chunks(Data(20), Data(60), Data(100)), Runs((1, 1)), Sizes(10, 12)), Scan(200)[20..30], Scan(200)[60..72]);

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public void RunsThatDoNotBeginWithTheFirstChunk_BeginWithIt(int first) => AssertImageData(
        Film(Chunks(Data(20), Data(60)), Runs((first, 1)), Sizes(10, 12)), Scan(200)[20..30], Scan(200)[60..72]);

    [Fact]
    public void RunsThatDoNotAscend_TakeAChunkEach() => AssertImageData(
        Film(Chunks(Data(20), Data(60), Data(90)), Runs((1, 1), (1, 2), (1, 1)), Sizes(10, 12, 13, 14)),
        Scan(200)[20..30], Scan(200)[60..85], Scan(200)[90..104]);

    [Fact]
    public void RunWithoutSamples_HasOneAChunk() => AssertImageData(
        Film(Chunks(Data(20), Data(60)), Runs((1, 0)), Sizes(10, 12)), Scan(200)[20..30], Scan(200)[60..72]);

    [Fact]
    public void LocationsThatBreakOff_LeaveOutTheItemInWhichTheyDo()
    {
        var whole = Located(Big16(0x4400, 2, 1, 0, 1), Big(0, 20), Big16(2, 0, 2), Big(0, 20));
        AssertImageData(Located(Big16(0x4400, 2, 1, 0, 1), Big(whole.Length - 40, 20), Big16(2, 0, 2), Big(whole.Length - 20, 20)), Scan(20, 1));
    }

    [Fact]
    public void LocationsWithABaseOfImpossibleSize_CountWithoutIt()
    {
        var whole = Located(Big16(0x4450, 1, 1, 0), new byte[5], Big16(1), Big(0, 20));
        AssertImageData(Located(Big16(0x4450, 1, 1, 0), [1, 2, 3, 4, 5], Big16(1), Big(whole.Length - 40, 20)), Scan(20, 1));
    }

    [Fact]
    public void ItemDataThatClaimsMoreThanItsParent_CountsWhereItBegins() => AssertImageData(
        Join(Heic, FullBox("meta", 0, Info(("av01", 1)), FullBox("iloc", 1, Big16(0x4400, 1, 1, 1, 0, 1), Big(4, 10)),
            Join(Big(5000), Text("idat"), Scan(20)))),
        Scan(20)[4..14]);

    [Fact]
    public void CrwWhoseDirectoryIsDamagedBehindThePicture_Counts()
    {
        var block = Join(Scan(20), Little16(2), Little16(0x2005), Little(20, 0), Little16(0x2800), Little(-1, -1), Little(20));
        AssertImageData(Join(Text("II"), Little(14), Text("HEAPCCDR"), block), Scan(20));
    }

    // ExifTool: no image data, as the whole directory is discarded.
    [Theory]
    [InlineData(0x10E)]
    [InlineData(0x8773)]
    public void OtherKnownTag_ThatClaimsMoreThanTenMegabytesOutside_IsSkipped(int tag) => AssertImageData(WithDamagedEntry((ushort)tag, MoreThanLarge, 400), A);

    // ExifTool: the chunk 2,000 times.
    [Fact]
    public void ChunksOfMoreThanSixteenTimesTheFile_AreNoImageData() => AssertWholeFile(
        Film(Chunks([.. Enumerable.Repeat(Data(0), 2000)]), Runs((1, 1)), FullBox("stsz", 0, Big(200, 2000))));

    // ExifTool: no image data, as it knows no id.
    [Fact]
    public void ItemOfAnUnknownVersion_Counts() => AssertImageData(
        Join(Heic, FullBox("meta", 0, FullBox("iinf", 0, Big16(1), FullBox("infe", 6, Big16(1, 0), Text("hvc1"), [0])),
            FullBox("iloc", 1, Big16(0x4400, 1, 1, 1, 0, 1), Big(4, 10)), Box("idat", Scan(20)))),
        Scan(20)[4..14]);

    // ExifTool: no image data, as it takes it for no JPEG XL.
    [Fact]
    public void JpegXlWithoutItsTypeBox_Counts() => AssertImageData(
        Join(Box("JXL ", [0x0D, 0x0A, 0x87, 0x0A]), Box("typo", Text("jxl "), Big(0), Text("jxl ")), Box("jxlc", Scan(20))), Scan(20));

    // ExifTool: the picture, as it looks at the chunks of any RIFF.
    [Fact]
    public void RiffOfAnUnknownKind_IsWholeFile() => AssertWholeFile(Riff("WEBQ", RiffChunk("VP8 ", Scan(20))));

    private static int Data(int offset) => Mp4.Length + 8 + offset;

    private static byte[] Film(params byte[][] tables) => Join(Mp4, Box("mdat", Scan(200)), Box("moov", Track("vide", tables)));

    /// <summary>Two images of 20 bytes, and locations that a test makes.</summary>
    private static byte[] Located(params byte[][] locations) => Join(
        Heic, FullBox("meta", 0, Info(("hvc1", 1), ("hvc1", 2)), FullBox("iloc", 0, locations)), Box("mdat", Scan(20, 1), Scan(20, 2)));

    /// <summary>One strip, and before it an entry of bytes that claims so many at a place.</summary>
    private static byte[] WithDamagedEntry(ushort tag, int count, int place)
    {
        var tiff = new TiffBuilder();
        var strip = tiff.Data(A);
        var entries = Join(
            Little16(tag, 7), Little(count, place), Little16(0x111, 4), Little(1, (int)strip), Little16(0x117, 4), Little(1, A.Length), Little(0));
        return Join(tiff.Build(tiff.Data(Join(Little16(3), entries))), B);
    }
}
