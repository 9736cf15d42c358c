using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

public sealed class Jpeg2000ImageDataTests : ImageDataTest
{
    internal static readonly byte[] Jp2 = Join(Big(12), Text("jP  \r\n\u0087\n"),
        Box("ftyp", Text("jp2 "), Big(0), Text("jp2 ")));
    internal static readonly byte[] Jxl = Join(Big(12), Text("JXL \r\n\u0087\n"),
        Box("ftyp", Text("jxl "), Big(0), Text("jxl ")));

    [Fact]
    public void Container_IsItsCodestreams() => AssertImageData(
        Join(Jp2, Box("jp2h", Scan(9)), Box("jp2c", Scan(30)), Box("uuid", Scan(20)), Box("jp2c", Scan(5))),
        Scan(30), Scan(5));

    [Fact]
    public void BoxOfLengthZero_GoesToTheEnd() => AssertImageData(Join(Jp2, Big(0), Text("jp2c"), Scan(30)), Scan(30));

    [Fact]
    public void BoxOf64Bits_Counts() =>
        AssertImageData(Join(Jp2, Big(1), Text("jp2c"), Big(0, 46), Scan(30)), Scan(30));

    [Fact]
    public void CutBox_IsWholeFile() => AssertWholeFile(Join(Jp2, Box("jp2c", Scan(30)))[..^1]);

    [Fact]
    public void Codestream_IsWhatFollowsFirstTileHeader() => AssertImageData(
        Join([0xFF, 0x4F], Segment(0x51, new byte[9]), Segment(0x90, new byte[8]), [0xFF, 0x93], Scan(40),
            [0xFF, 0x90], Scan(4)),
        Scan(40), [0xFF, 0x90], Scan(4));

    [Fact]
    public void JpegXlContainer_IsItsCodestreamAndPartsWithCounters()
    {
        AssertImageData(Join(Jxl, Box("Exif", Scan(9)), Box("jxlc", Scan(30))), Scan(30));
        AssertImageData(Join(Jxl, Box("jxlp", Big(0), Scan(30)), Box("jxlp", Big(1), Scan(3))),
            Big(0), Scan(30), Big(1), Scan(3));
    }

    [Fact]
    public void JpegXlCodestream_IsAll() => AssertImageData([0xFF, 0x0A, .. Scan(30)], [0xFF, 0x0A], Scan(30));
}
