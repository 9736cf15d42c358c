using System.Buffers.Binary;
using ImaLink.Media.Previews;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>A preview shows what the file shows, small, in sRGB, and says nothing else; or it is said that there is none.</summary>
public sealed class PreviewRendererTests : PreviewTest
{
    [Theory]
    [InlineData(1000, 500, 256, 128)]
    [InlineData(500, 1000, 128, 256)]
    [InlineData(257, 10, 256, 10)]
    [InlineData(256, 256, 256, 256)]
    [InlineData(40, 30, 40, 30)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(5000, 1, 256, 1)]
    public void Render_AnySize_FitsAndIsNeverEnlarged(int width, int height, int expectedWidth, int expectedHeight)
    {
        foreach (var extension in new[] { ".jpg", ".png", ".tif", ".webp" })
        {
            using var image = Image.Black(width, height, bands: 3) + 128;
            using var preview = Decode(Render(Save(image, "a" + extension), FormatOf(extension)));
            Assert.Equal((expectedWidth, expectedHeight), (preview.Width, preview.Height));
        }
    }

    [Fact]
    public void Render_WithMetadata_LeavesItAllOut()
    {
        using var image = (Image.Black(400, 300, bands: 3) + 128).Copy(interpretation: Enums.Interpretation.Srgb);
        var exif = Metadata.TiffBuilder.Jpeg(new Metadata.TiffBuilder().Ascii(0x010f, "Maker").Build());
        var jpeg = image.JpegsaveBuffer();
        var path = Path.Combine(Folder, "a.jpg");
        File.WriteAllBytes(path, [.. exif[..(4 + BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(4)))], .. jpeg[2..]]);
        Assert.Equal("Maker", Facts(File.ReadAllBytes(path)).CameraMake);

        var preview = Render(path, "JPEG")!;

        Assert.Null(Facts(preview).CameraMake);
        Assert.Equal([0xff, 0xd8], preview[..2]);
        Assert.Equal(-1, preview.AsSpan().IndexOf("Exif"u8));
        Assert.Equal(-1, preview.AsSpan().IndexOf("ICC_PROFILE"u8));
    }

    [Fact]
    public void Render_OtherColourSpaces_ComeOutAsSrgb()
    {
        using var grey = (Image.Black(300, 200) + 128).Cast(Enums.BandFormat.Uchar);
        using var deep = (Image.Black(300, 200, bands: 3) + 0x8080).Cast(Enums.BandFormat.Ushort)
            .Copy(interpretation: Enums.Interpretation.Rgb16);
        using var cmyk = (Image.Black(300, 200, bands: 4) + new double[] { 0, 255, 255, 0 })
            .Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Cmyk);
        using var clear = (Image.Black(300, 200, bands: 4) + new double[] { 0, 0, 0, 0 }).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
        using var wide = (Image.Black(300, 200, bands: 3) + new double[] { 0, 255, 0 }).Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb).IccTransform("p3", inputProfile: "srgb");

        AssertColour(Render(Save(grey, "grey.jpg"), "JPEG"), 128, 128, 128);
        AssertColour(Render(Save(grey, "grey.png"), "PNG"), 128, 128, 128);
        AssertColour(Render(Save(deep, "deep.png"), "PNG"), 128, 128, 128);
        AssertColour(Render(Save(deep, "deep.tif"), "TIFF"), 128, 128, 128);
        AssertColour(Render(Save(clear, "clear.png"), "PNG"), 255, 255, 255);
        AssertColour(Render(Save(wide, "wide.jpg"), "JPEG"), 0, 255, 0);
        using var red = Decode(Render(Save(cmyk, "cmyk.tif"), "TIFF"));
        var pixel = red.Getpoint(100, 100);
        Assert.True(pixel.Length == 3 && pixel[0] > 180 && pixel[1] < 90 && pixel[2] < 90, string.Join(", ", pixel));
    }

    [Fact]
    public void Render_NameThatEndsInBracket_IsTakenAsItIs()
    {
        using var image = Image.Black(300, 200, bands: 3) + 128;
        var path = Path.Combine(Folder, "a [shrink=8]");
        File.Move(Save(image, "a.jpg"), path);

        Assert.NotNull(Render(path, "JPEG"));
    }

    [Theory]
    [InlineData("FLIF")]
    [InlineData("CR3")]
    [InlineData("")]
    public void Render_FormatWithoutDecoder_IsNoError(string format)
    {
        var path = Path.Combine(Folder, "a");
        File.WriteAllBytes(path, new byte[100]);

        Assert.Null(Render(path, format));
    }

    [Theory]
    [InlineData("JPEG")]
    [InlineData("PNG")]
    [InlineData("TIFF")]
    [InlineData("GIF")]
    public void Render_TextUnderAnImageName_Fails(string format)
    {
        var path = Path.Combine(Folder, "a.jpg");
        const string drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
        foreach (var content in new[] { "", "not an image at all", drawing })
        {
            File.WriteAllText(path, content);
            var error = Assert.Throws<ImaLinkException>(() => Render(path, format));
            Assert.Equal((ErrorCode.PreviewFailed, path), (error.Code, error.Target));
        }
    }

    [Fact]
    public void Render_CutOffAnywhere_GivesAPreviewOrFails()
    {
        using var noise = Image.Gaussnoise(300, 200, sigma: 40, mean: 128).Cast(Enums.BandFormat.Uchar);
        foreach (var extension in new[] { ".jpg", ".png", ".tif", ".webp" })
        {
            var (name, format) = ("a" + extension, FormatOf(extension));
            var path = Save(noise, name);
            var whole = File.ReadAllBytes(path);
            for (var length = 0; length < whole.Length; length += whole.Length / 12 + 1)
            {
                File.WriteAllBytes(path, whole[..length]);
                try
                {
                    Assert.NotEmpty(Render(path, format)!);
                }
                catch (ImaLinkException e)
                {
                    Assert.Equal(ErrorCode.PreviewFailed, e.Code);
                }
            }
        }
    }

    [Fact]
    public void Render_Cancelled_Stops()
    {
        var path = Path.Combine(Folder, "large.png");
        WritePng(path, 1_000, 1_000, 0, rows: 1_000);

        Assert.ThrowsAny<OperationCanceledException>(() => PreviewRenderer.Render(path, "PNG", new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Render_MissingFile_IsAnIoError() =>
        Assert.ThrowsAny<IOException>(() => Render(Path.Combine(Folder, "none.jpg"), "JPEG"));

    private static void AssertColour(byte[]? preview, params double[] expected)
    {
        using var image = Decode(preview);
        var pixel = image.Getpoint(image.Width / 2, image.Height / 2);
        Assert.Equal(3, pixel.Length);
        for (var i = 0; i < 3; i++)
            Assert.InRange(pixel[i], expected[i] - 4, expected[i] + 4);
    }
}
