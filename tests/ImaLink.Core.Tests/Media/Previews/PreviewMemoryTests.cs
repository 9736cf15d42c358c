using System.Diagnostics;
using ImaLink.Media.Previews;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>What is large, or says that it is, is drawn in bounded memory, and comes out no different.</summary>
[Collection(Alone.Name)] // some measure the memory of the process
public sealed class PreviewMemoryTests : PreviewTest
{
    [Fact]
    public void Render_TiffInStrips_IsOnePictureWithoutSeams()
    {
        var path = Path.Combine(Folder, "panorama.tif");
        byte[] heights = [.. Enumerable.Range(0, 1_501).Select(y => (byte)(y * 255 / 1_500))];
        using (var column = Image.NewFromMemory(heights, 1, 1_501, bands: 1, Enums.BandFormat.Uchar))
        using (var wide = column.Embed(0, 0, 6_007, 1_501, extend: Enums.Extend.Copy))
            wide.Tiffsave(path, compression: Enums.ForeignTiffCompression.Packbits);

        using var opened = Image.NewFromFile(path, access: Enums.Access.Sequential);
        using var shrunk = StripPicture.Shrink(opened, TestContext.Current.CancellationToken);
        Assert.Equal((1024, 256), (shrunk.Width, shrunk.Height));
        for (var y = 0; y < 256; y++)
            Assert.InRange(shrunk.Getpoint(500, y)[0], y - 2, y + 2);
    }

    [Fact]
    public void Render_WideColouredPngWithOrientationAndTransparency_IsAsThatOfASmallOne()
    {
        // 18,000 x 1,500 pixels of four samples would need 101 MB as a whole.
        var (large, small) = (Path.Combine(Folder, "large.png"), Path.Combine(Folder, "small.png"));
        using (var part = Image.Black(180, 15, bands: 3).Linear([1.0, 1.0, 1.0], [200.0, 100.0, 20.0], uchar: true).Copy(interpretation: Enums.Interpretation.Srgb))
        using (var clear = part.Bandjoin(Image.Black(180, 15).Linear([1.0], [128.0], uchar: true)))
        using (var turned = clear.Mutate(image => image.Set(GValue.GIntType, "orientation", 6)))
        {
            turned.Pngsave(small);
            using var enlarged = turned.Zoom(100, 100);
            enlarged.Pngsave(large, compression: 1);
        }

        using var one = Decode(Render(large, "PNG"));
        using var other = Decode(Render(small, "PNG"));
        Assert.Equal((21, 256), (one.Width, one.Height));
        Assert.Equal((15, 180), (other.Width, other.Height));
        for (var band = 0; band < 3; band++)
            Assert.Equal(other.Getpoint(7, 90)[band], one.Getpoint(10, 128)[band], tolerance: 3);
    }

    [Theory]
    [InlineData(30_000, 30_000, 0)]
    [InlineData(22_000, 22_000, 1)]
    [InlineData(400_000, 1_200, 0)]
    [InlineData(2_000_000_000, 2_000_000_000, 0)]
    public void Render_DecompressionBomb_IsRefusedInBoundedMemory(int width, int height, byte interlace)
    {
        var path = Path.Combine(Folder, "bomb.png");
        WritePng(path, width, height, interlace, rows: 10);
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<ImaLinkException>(() => Render(path, "PNG"));

        Assert.Equal(ErrorCode.PreviewFailed, error.Code);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 100 << 20);
    }

    [Fact]
    public void Render_LargeButHonestPng_NeedsLittleMemory()
    {
        var path = Path.Combine(Folder, "large.png");
        WritePng(path, 10_000, 10_000, 0, rows: 10_000);
        var before = Process.GetCurrentProcess().PeakWorkingSet64;

        using var preview = Decode(Render(path, "PNG"));

        Assert.Equal((256, 256), (preview.Width, preview.Height));
        Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 100 << 20);
    }
}
