using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Formats;

public sealed class PngImageDataTests : ImageDataTest
{
    [Fact]
    public void OnlyDataOfIdatCounts() => AssertImageData(
        Png(Chunk("tEXt", 1, 2, 3), Chunk("IDAT", Scan(10)), Chunk("IDAT", Scan(20, 2)), Chunk("fdAT", Scan(30))),
        Scan(10), Scan(20, 2));

    [Fact]
    public void SplitOtherwise_IsSameImage() => Assert.Equal(
        Read(Png(Chunk("IDAT", Scan(40)))).Hothash,
        Read(Png(Chunk("IDAT", Scan(40)[..7]), Chunk("IDAT", Scan(40)[7..]))).Hothash);

    [Fact]
    public void AnimatedPng_IsItsDefaultImage()
    {
        var identity = Read(Png(Chunk("acTL", new byte[8]), Chunk("IDAT", Scan(10)), Chunk("fdAT", Scan(30))));
        Assert.Equal("APNG", identity.Format);
        Assert.Equal(Sha256(Scan(10)), identity.Hothash);
    }

    [Fact]
    public void CutChunk_CountsAsFarAsItGoes() => AssertImageData(Png(Chunk("IDAT", Scan(100)))[..73], Scan(100)[..32]);

    [Fact]
    public void ChunkBehindEnd_StillCounts() => AssertImageData(
        Join(Png(Chunk("IDAT", Scan(10))), Chunk("IDAT", Scan(5))), Scan(10), Scan(5));

    [Fact]
    public void AbsurdLength_EndsWalk() => AssertWholeFile(Png([0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, .. Scan(10)]));

    [Fact]
    public void NoIdat_IsWholeFile() => AssertWholeFile(Png());
}
