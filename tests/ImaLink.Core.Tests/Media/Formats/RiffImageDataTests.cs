using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

public sealed class RiffImageDataTests : ImageDataTest
{
    [Fact]
    public void WebP_IsItsPicture() =>
        AssertImageData(Riff("WEBP", RiffChunk("VP8 ", Scan(20)), RiffChunk("EXIF", Scan(9))), Scan(20));

    [Fact]
    public void OddChunk_CountsWithItsPadding() =>
        AssertImageData(Riff("WEBP", RiffChunk("VP8L", Scan(21))), Scan(21), [0]);

    [Fact]
    public void ExtendedWebP_IsAlphaAndPictureWithoutMetadata() => AssertImageData(
        Riff("WEBP", RiffChunk("VP8X", new byte[10]), RiffChunk("ICCP", Scan(8)), RiffChunk("ALPH", Scan(6)),
            RiffChunk("VP8 ", Scan(20)), RiffChunk("XMP ", Scan(4))),
        Scan(6), Scan(20));

    [Fact]
    public void CutPicture_IsWholeFile() => AssertWholeFile(Riff("WEBP", RiffChunk("VP8 ", Scan(20)))[..^1]);

    [Fact]
    public void Avi_IsContentOfMovi() => AssertImageData(
        Riff("AVI ", RiffChunk("LIST", [.. Text("hdrl"), .. Scan(8)]),
            RiffChunk("LIST", [.. Text("movi"), .. Scan(40)]), RiffChunk("idx1", Scan(6))), Scan(40));

    [Fact]
    public void LargeAvi_GoesOnInFurtherRiffChunks() => AssertImageData(
        Join(
            Riff("AVI ", RiffChunk("LIST", [.. Text("movi"), .. Scan(40)])),
            Riff("AVIX", RiffChunk("LIST", [.. Text("movi"), .. Scan(30)]))),
        Scan(40), Scan(30));

    [Fact]
    public void CutAvi_CountsAsFarAsItGoes() => AssertImageData(
        Riff("AVI ", RiffChunk("LIST", [.. Text("movi"), .. Scan(40)]))[..^10], Scan(40)[..30]);
}
