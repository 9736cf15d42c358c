using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using ImageMagick;
using ImaLink.Media.Formats;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Media.Previews;

public sealed class MagickDecoderTests : TemporaryFolderTest
{
    [Theory]
    [InlineData("JXL")]
    [InlineData("JP2")]
    [InlineData("J2C")]
    [InlineData("PSD")]
    [InlineData("PSB")]
    [InlineData("BMP")]
    [InlineData("EXR")]
    [InlineData("HDR")]
    [InlineData("PPM")]
    [InlineData("TGA")]
    [InlineData("PCX")]
    [InlineData("QOI")]
    [InlineData("JNG")]
    [InlineData("MNG")]
    public void Render_FormatOfMagick_GivesAPreview(string format)
    {
        var path = Write(Encode(format, 3000, 2000));

        using var preview = NetVips.Image.NewFromBuffer(Render(path, format)!);

        Assert.Equal((256, 171, 3), (preview.Width, preview.Height, preview.Bands));
        AssertNear(preview.Getpoint(20, 20), 255, 0, 0);
        AssertNear(preview.Getpoint(230, 150), 0, 0, 255);
    }

    [Fact]
    public void Render_TransparentPsd_LiesOnWhite()
    {
        using var image = new MagickImage(MagickColors.Transparent, 60, 40);
        var path = Write(image.ToByteArray(MagickFormat.Psd));

        using var preview = NetVips.Image.NewFromBuffer(Render(path, "PSD")!);

        Assert.Equal((60, 40), (preview.Width, preview.Height));
        AssertNear(preview.Getpoint(20, 20), 255, 255, 255);
    }

    public static TheoryData<string> Formats => [.. FormatTable.All.Where(format => MagickDecoder.Decodes(format.Decoder)).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Render_OtherContentUnderTheName_Fails(string format)
    {
        string[] contents =
        [
            "", "text", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "%!PS-Adobe-3.0 EPSF-3.0",
            "push graphic-context\nviewbox 0 0 9 9\npop graphic-context", "@/etc/hostname", "P1 1 1 1",
            "<?xml version='1.0'?><image><read filename='x'/></image>",
        ];
        foreach (var content in contents.Where(content => !(content.StartsWith("P1", StringComparison.Ordinal) && FormatTable.Named(format).Decoder == PictureDecoder.PortableMap)))
            AssertRefused(Write(Encoding.ASCII.GetBytes(content)), format);
        using var png = new MagickImage(MagickColors.Red, 9, 9);
        AssertRefused(Write(png.ToByteArray(MagickFormat.Png)), format);
    }

    [Theory]
    [InlineData("JXL")]
    [InlineData("JP2")]
    [InlineData("J2C")]
    [InlineData("PSD")]
    [InlineData("BMP")]
    [InlineData("EXR")]
    [InlineData("HDR")]
    [InlineData("PPM")]
    [InlineData("TGA")]
    [InlineData("PCX")]
    [InlineData("QOI")]
    [InlineData("JNG")]
    [InlineData("MNG")]
    public void Render_CutOffOrChangedAnywhere_GivesAPreviewOrFails(string format)
    {
        var whole = Encode(format, 60, 40);
        for (var i = 0; i < 40; i++)
        {
            var length = whole.Length * i / 40;
            Accept(whole[..length], format);
            var changed = (byte[])whole.Clone();
            changed[length] ^= (byte)(1 << i % 8);
            Accept(changed, format);
            changed[Math.Min(whole.Length - 1, i)] ^= 0xFF;
            Accept(changed, format);
        }
    }

    [Fact]
    public void Render_BombOfAHeader_IsRefusedInBoundedMemory()
    {
        byte[] bmp =
        [
            .. "BM"u8, .. Vectors.Little(100, 0, 54, 40, 60_000, 60_000), 1, 0, 24, 0, .. new byte[124],
        ];
        byte[] psd =
        [
            .. "8BPS"u8, 0, 1, .. new byte[6], 0, 3, .. Vectors.Big(30_000, 30_000), 0, 8, 0, 3,
            .. Vectors.Big(0, 0, 0), .. new byte[100],
        ];
        var j2k = Encode("J2C", 60, 40);
        Vectors.Big(40_000, 40_000).CopyTo(j2k, 8);
        Vectors.Big(40_000, 40_000).CopyTo(j2k, 24);
        AssertRefused(Write(Encode("BMP", 9, 9)[..20]), "BMP"); // loads the library, which takes memory too
        foreach (var (bytes, format) in new[] { (bmp, "BMP"), (psd, "PSD"), (j2k, "J2C"),
            (Encoding.ASCII.GetBytes("P6\n60000 60000\n255\n"), "PPM"), ([.. "qoif"u8, .. Vectors.Big(60_000, 60_000), 4, 0, .. new byte[100]], "QOI"),
            (Encoding.ASCII.GetBytes("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 60000 +X 60000\n\u0002\u0002"), "HDR"),
            ([0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 24, 0x20, .. new byte[100]], "TGA") })
        {
            var path = Write(bytes);
            var before = Process.GetCurrentProcess().PeakWorkingSet64;
            var clock = Stopwatch.StartNew();

            AssertRefused(path, format);

            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.InRange(Process.GetCurrentProcess().PeakWorkingSet64 - before, 0, 100 << 20);
        }
    }

    [Fact]
    public void Render_Jpeg_NeverLoadsMagick()
    {
        using var image = NetVips.Image.Black(300, 200, bands: 3);
        var path = Write(image.JpegsaveBuffer());
        var context = new OwnContext(typeof(PreviewRenderer).Assembly.Location);
        var renderer = context.LoadFromAssemblyPath(typeof(PreviewRenderer).Assembly.Location)
            .GetType(typeof(PreviewRenderer).FullName!)!;

        var preview = renderer.GetMethod(nameof(PreviewRenderer.Render))!
            .Invoke(null, [path, "JPEG", CancellationToken.None]);

        Assert.NotNull(preview);
        Assert.Contains(context.Assemblies, assembly => assembly.GetName().Name == "NetVips");
        Assert.DoesNotContain(context.Assemblies, assembly => assembly.GetName().Name!.Contains("Magick"));
    }

    private static byte[] Encode(string format, uint width, uint height)
    {
        using var image = new MagickImage(MagickColors.Blue, width, height) { Quality = 90 };
        using var corner = new MagickImage(MagickColors.Red, width / 2, height / 2);
        image.Composite(corner, 0, 0, CompositeOperator.Over);
        return image.ToByteArray(Enum.Parse<MagickFormat>(format == "J2C" ? "J2k" : format, ignoreCase: true));
    }

    private static byte[]? Render(string path, string format) =>
        PreviewRenderer.Render(path, format, TestContext.Current.CancellationToken);

    private static void AssertNear(double[] pixel, params double[] expected)
    {
        for (var i = 0; i < 3; i++)
            Assert.InRange(pixel[i], expected[i] - 12, expected[i] + 12);
    }

    private static void AssertRefused(string path, string format)
    {
        var error = Assert.Throws<ImaLinkException>(() => Render(path, format));
        Assert.Equal((ErrorCode.PreviewFailed, path), (error.Code, error.Target));
    }

    private void Accept(byte[] bytes, string format)
    {
        try
        {
            Assert.NotEmpty(Render(Write(bytes), format)!);
        }
        catch (ImaLinkException e)
        {
            Assert.Equal(ErrorCode.PreviewFailed, e.Code);
        }
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(Folder, "a");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A second copy of the core with its packages, as the module loads it.</summary>
    private sealed class OwnContext(string core) : AssemblyLoadContext
    {
        private readonly AssemblyDependencyResolver _resolver = new(core);

        protected override Assembly? Load(AssemblyName name) =>
            _resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;

        protected override nint LoadUnmanagedDll(string name) =>
            _resolver.ResolveUnmanagedDllToPath(name) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
