using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

public sealed class JpegImageDataTests : ImageDataTest
{
    [Fact]
    public void Baseline_IsSliceFromSosToBeforeEoi() => AssertImageData(Jpeg(), JpegImageData());

    [Fact]
    public void Baseline_IsOneRange() => Assert.Equal(1, Read(Jpeg()).RangeCount);

    [Fact]
    public void EditedMetadata_LeavesHothash() =>
        Assert.Equal(Read(Jpeg("before")).Hothash, Read(Jpeg("a longer comment, written afterwards")).Hothash);

    [Fact]
    public void ChangedScan_ChangesHothash() =>
        Assert.NotEqual(Read(Jpeg(scanLength: 300)).Hothash, Read(Jpeg(scanLength: 301)).Hothash);

    [Fact]
    public void BytesBehindEoi_AreIgnored() => AssertImageData(Join(Jpeg(), Jpeg("second")), JpegImageData());

    [Fact]
    public void ScanBeforeSegment_LosesWhatFollowsItsLastCode()
    {
        var file = Join(Soi, Sos, Scan(30), [0xFF, 0x00], Scan(40), Segment(0xC4, new byte[20]), Sos, Scan(50), Eoi);
        AssertImageData(file, Sos, Scan(30), Sos, Scan(50));
        Assert.Equal(2, Read(file).RangeCount);
    }

    [Fact]
    public void ScanBeforeScan_IsWhole() =>
        AssertImageData(Join(Soi, Sos, Scan(30), Sos, Scan(50), Eoi), Sos, Scan(30), Sos, Scan(50));

    [Fact]
    public void ScanBeforeDnl_LosesWhatFollowsItsLastCode() => AssertImageData(
        Join(Soi, Sos, Scan(30), [0xFF, 0xD0], Scan(40), Segment(0xDC, 0, 9), Eoi), Sos, Scan(30));

    [Fact]
    public void FillBytes_BelongToGapExceptTheLast() => AssertImageData(
        Join(Soi, Sos, Scan(30), [0xFF, 0xFF, 0xFF], Eoi), Sos, Scan(30), [0xFF, 0xFF, 0xFF]);

    [Fact]
    public void NoEoi_EndsBeforeLastCode() => AssertImageData(
        Join(Soi, Sos, Scan(30), [0xFF, 0xD0], Scan(40), [0xFF, 0x00], Scan(50)),
        Sos, Scan(30), [0xFF, 0xD0], Scan(40));

    [Fact]
    public void NoEoiAndNoCodeInScan_IsWholeFile() =>
        AssertWholeFile(Join(Soi, Segment(0xDB, new byte[9]), Sos, Scan(30)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0x40, 0)]
    public void BadSegmentLength_EndsWalk(byte high, byte low) => AssertWholeFile(
        Join(Soi, [0xFF, 0xE0, high, low], Scan(20), Sos, Scan(20), Eoi));

    [Fact]
    public void GapLargerThanBlock_IsHashedWhenItTurnsOutToBeImageData()
    {
        // Two megabytes without any code: longer than what is kept in memory while the next code is awaited.
        var scan = Scan(2 << 20);
        AssertImageData(Join(Soi, Sos, scan, Eoi), Sos, scan);
        AssertImageData(Join(Soi, Sos, Scan(9), [0xFF, 0x00], scan, Segment(0xC4, 1), Sos, Scan(9), Eoi),
            Sos, Scan(9), Sos, Scan(9));
    }
}
