using System.Text;
using ImaLink.Integrity;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Integrity;

public sealed class ImageEndTests : TemporaryFolderTest
{
    public static TheoryData<string, byte[]> Samples => new()
    {
        { "JPEG", TinyJpeg.Encode(7) },
        { "PNG", [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 1, .. "IHDR"u8, 9, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0] },
        { "WEBP", [.. "RIFF"u8, 12, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0] },
        { "HEIC", [0, 0, 0, 16, .. "ftypheic"u8, 0, 0, 0, 0, 0, 0, 0, 12, .. "mdat"u8, 1, 2, 3, 4] },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void IsMissing_CutAnywhere_IsTold(string format, byte[] whole)
    {
        Assert.False(Ask(whole, format));
        for (int length = 12; length < whole.Length; length++)
            Assert.True(Ask(whole[..length], format), $"{format} cut to {length}");
    }

    [Fact]
    public void IsMissing_FormatWithoutAnEnd_IsUnknown() => Assert.Null(Ask(Encoding.ASCII.GetBytes("II*\0 and what else there is"), "TIFF"));

    private bool? Ask(byte[] content, string format)
    {
        using var file = File.OpenHandle(Write("image", content));
        return ImageEnd.IsMissing(file, format);
    }
}
