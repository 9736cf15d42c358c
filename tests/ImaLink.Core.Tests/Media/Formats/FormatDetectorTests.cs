using System.Text;
using ImaLink.Media.Formats;
using ImaLink.Media.Identity;

namespace ImaLink.Tests.Media.Formats;

public sealed class FormatDetectorTests : TemporaryFolderTest
{
    [Theory]
    [InlineData("GIF89a", "GIF", MediaKind.Photo)]
    [InlineData("RIFF....AVI LIST", "AVI", MediaKind.Video)]
    [InlineData("RIFF....WEBPVP8 ", "WEBP", MediaKind.Photo)]
    [InlineData("RIFF....WEBPVP8L", "WEBP (lossless)", MediaKind.Photo)]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "HEIC", MediaKind.Photo)]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0mif1avif", "AVIF", MediaKind.Photo)]
    [InlineData("\0\0\0\u0018ftypcrx \0\0\0\u0001crx isom", "CR3", MediaKind.Raw)]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0isommp41", "MP4", MediaKind.Video)]
    [InlineData("\0\0\0\u0014ftypqt  \0\0\0\0qt  ", "MOV", MediaKind.Video)]
    [InlineData("\0\0\0\u0008wide\0\0\0\u0008mdat", "MOV", MediaKind.Video)]
    [InlineData("\0\0\0\u000CjP  \r\n\u0087\n\0\0\0\u0014ftypjpx ", "JPX", MediaKind.Photo)]
    [InlineData("FUJIFILMCCD-RAW 0201", "RAF", MediaKind.Raw)]
    [InlineData("II\u001A\0\0\0HEAPCCDR", "CRW", MediaKind.Raw)]
    [InlineData("\0MRM\0\0\0\0", "MRW", MediaKind.Raw)]
    [InlineData("FOVb", "X3F", MediaKind.Raw)]
    [InlineData("IIRO\u0008\0\0\0", "ORF", MediaKind.Raw)]
    [InlineData("\u001AE\u00DF\u00A3\u0001\0\0\0B\u0082\u0084webm", "WEBM", MediaKind.Video)]
    [InlineData("8BPS\0\u0001", "PSD", MediaKind.Photo)]
    [InlineData("P6\n640 480", "PPM", MediaKind.Photo)]
    [InlineData("%PDF-1.7", "PDF", MediaKind.Other)]
    public void Detect_Content_GivesFormat(string content, string format, MediaKind kind)
    {
        var found = IdentityReader.Detect(Write("file.dat", Encoding.Latin1.GetBytes(content)));
        Assert.Equal(format, found?.Name);
        Assert.Equal(kind, found?.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I")]
    [InlineData("II and then some text")]
    [InlineData("MMX was an extension of")]
    [InlineData("BM is what this begins with, no more than that")]
    [InlineData("P1 is a name")]
    [InlineData("<?xml version=\"1.0\"?><x:xmpmeta/>")]
    public void Detect_Text_IsOfNoFormat(string content) =>
        Assert.Null(IdentityReader.Detect(Write("file.jpg", Encoding.Latin1.GetBytes(content))));

    [Fact]
    public void Table_HasEachNameOnceAndExtensionsInLowerCase()
    {
        Assert.Distinct(FormatTable.All.Select(format => format.Name));
        Assert.All(FormatTable.All, format =>
        {
            Assert.NotEmpty(format.Extensions);
            Assert.All(format.Extensions, extension => Assert.Matches("^[a-z0-9]+$", extension));
            Assert.Matches("^(image|video|audio|application)/", format.MimeType);
            Assert.Same(format, FormatTable.Named(format.Name));
        });
    }
}
