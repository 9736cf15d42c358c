using System.Text;
using ImaLink.Media.Formats.Ends;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Media.Formats.Ends;

public sealed class FileEndTests : TemporaryFolderTest
{
    public static TheoryData<string, byte[]> Samples => new()
    {
        { "JPEG", TinyJpeg.Encode(7) },
        { "PNG", [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 1, .. "IHDR"u8, 9, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0] },
        { "WEBP", [.. "RIFF"u8, 12, 0, 0, 0, .. "WEBPVP8 "u8, 0, 0, 0, 0] },
        { "HEIC", [0, 0, 0, 16, .. "ftypheic"u8, 0, 0, 0, 0, 0, 0, 0, 12, .. "meta"u8, 0, 0, 0, 0, 0, 0, 0, 12, .. "mdat"u8, 1, 2, 3, 4] },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Of_CutAnywhere_IsCut(string format, byte[] whole)
    {
        Assert.Equal(EndState.Whole, Ask(whole, format).State);
        for (int length = 12; length < whole.Length; length++)
            Assert.True(Ask(whole[..length], format) is { State: EndState.Cut, Why.Length: > 0 }, $"{format} cut to {length}");
    }

    [Fact]
    public void Of_FormatWithoutAnEnd_IsUnknown() => Assert.Equal(EndState.Unknown, Ask(Encoding.ASCII.GetBytes("FLIF and what else there is"), "FLIF").State);

    private FileEnd Ask(byte[] content, string format)
    {
        using var file = File.OpenHandle(Write("image", content));
        return FileEnd.Of(file, format);
    }
}
