using System.Text;
using CsCheck;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Tests.Files;

public sealed class FileNamesTests
{
    // Text of the kind that hurts: marks, reserved characters, devices, dots and blanks, emoji, broken surrogates.
    private static readonly Gen<string> Piece = OneOf(
        "a", "B", "é", "e\u0301", "\u0301", "\u0323\u0307", "\u1100\u1161\u11A8", "각", "ß", "İ", "ı", "Å", "\u212B", "A\u030A", "日本", "📷", "\uD83D", "\uDCF7",
        ".", "..", " ", "  ", "CON", "con", "aux", "NUL", "COM1", "LPT¹", ".jpg", "/", "\\", ":", "*", "\0", "\n", "\u007f", "\uFFFE", new string('x', 240), new string('é', 130));

    private static readonly Gen<string> Name = Gen.OneOf(Piece.Array[0, 9].Select(string.Concat), Gen.String[0, 300]);

    [Fact]
    public void Portable_AnyName_IsPortable() => Name.Sample(name =>
    {
        var portable = FileNames.Portable(name);
        Assert.NotEmpty(portable);
        Assert.True(FileNames.IsPlainOnWindows(portable), $"'{portable}'");
        Assert.DoesNotContain(portable, c => c < ' ' || "<>:\"/\\|?*\x7f".Contains(c));
        Assert.True(portable[^1] is not ('.' or ' '));
        Assert.True(Encoding.UTF8.GetByteCount(portable) <= FileNames.MaxNameBytes);
        Assert.Equal(portable, CanonicalForm.Compose(portable));
        Assert.Equal(portable, FileNames.Portable(portable));
        Assert.Equal(portable, new UTF8Encoding(false, true).GetString(new UTF8Encoding(false, true).GetBytes(portable)));
    }, iter: 20_000);

    [Fact]
    public void PortablePath_AnyPath_NeverLeadsOut() => Name.Sample(path =>
    {
        var portable = FileNames.PortablePath(path);
        Assert.DoesNotContain(portable.Split('/'), segment => segment is "." or "..");
        if (portable.Length > 0)
        {
            Assert.True(StorageLayout.IsSafePhotoPath("photos/" + portable, onWindows: true), $"'{portable}'");
            Assert.StartsWith("/root/photos/", Path.GetFullPath("/root/photos/" + portable), StringComparison.Ordinal);
        }

        Assert.Equal(portable, FileNames.PortablePath(portable));
    }, iter: 20_000);

    [Fact]
    public void Key_NamesDifferInCaseOrNormalisation_IsEqual() => OneOf("é", "Å", "각", "ạ̇", "straße", "IMG_1.JPG", "日本").Array[1, 5].Sample(pieces =>
    {
        var name = string.Concat(pieces);
        var decomposed = Decompose(name);
        Assert.Equal(FileNames.Key(name), FileNames.Key(decomposed));
        Assert.Equal(FileNames.Key(name), FileNames.Key(name.ToLowerInvariant()));
        Assert.Equal(FileNames.Key(name), FileNames.Key(name.ToUpperInvariant()));
        Assert.Equal(FileNames.Key(name), FileNames.Key(FileNames.Key(name)));
    });

    [Theory]
    [InlineData("a.jpg", "b.jpg")]
    [InlineData("é.jpg", "e.jpg")]
    public void Key_NamesDiffer_Differs(string one, string other) => Assert.NotEqual(FileNames.Key(one), FileNames.Key(other));

    [Theory]
    [InlineData("CON", "_CON")]
    [InlineData("con.jpg", "_con.jpg")]
    [InlineData("aux .tar.gz", "_aux .tar.gz")]
    [InlineData("COM1.x", "_COM1.x")]
    [InlineData("COMX.x", "COMX.x")]
    [InlineData("console", "console")]
    [InlineData("a:b?.jpg", "a_b_.jpg")]
    [InlineData(" a. . ", "a")]
    [InlineData("...", "_")]
    [InlineData("", "_")]
    [InlineData("e\u0301.jpg", "é.jpg")]
    [InlineData(".hidden", ".hidden")]
    public void Portable_KnownName_IsAsExpected(string name, string expected) => Assert.Equal(expected, FileNames.Portable(name));

    [Fact]
    public void Portable_BrokenSurrogate_IsReplaced() => Assert.Equal("a\uFFFDb", FileNames.Portable("a\uD83Db"));

    [Fact]
    public void Portable_LongName_KeepsItsExtension() =>
        Assert.Equal(new string('x', FileNames.MaxNameBytes - 4) + ".jpg", FileNames.Portable(new string('x', 400) + ".jpg"));

    [Theory]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("/etc//passwd", "etc/passwd")]
    [InlineData("C:\\Windows\\x", "C_/Windows/x")]
    [InlineData("a/ .. /b", "a/b")]
    [InlineData("a/. ./b", "a/_/b")]
    [InlineData("", "")]
    public void PortablePath_KnownPath_IsAsExpected(string path, string expected) => Assert.Equal(expected, FileNames.PortablePath(path));

    [Theory]
    [InlineData("a/b.jpg", 0, "a/b.jpg")]
    [InlineData("a/b.jpg", 1, "a/b_1.jpg")]
    [InlineData("a/b.tar.gz", 12, "a/b.tar_12.gz")]
    [InlineData("a.b/c", 3, "a.b/c_3")]
    public void Numbered_KnownPath_IsAsExpected(string path, int n, string expected) => Assert.Equal(expected, FileNames.Numbered(path, n));

    [Theory]
    [InlineData("in/a_1.xmp", "in/a.xmp")]
    [InlineData("in/a_12", "in/a")]
    [InlineData("in/a.xmp", "in/a.xmp")]
    [InlineData("in/a1.xmp", "in/a1.xmp")]
    [InlineData("in/a_.xmp", "in/a_.xmp")]
    public void WithoutNumber_KnownPath_IsAsExpected(string path, string expected) => Assert.Equal(expected, FileNames.WithoutNumber(path));

    [Fact]
    public void Numbered_LongestPortableName_FitsTheFileSystem() => Name.Sample(name =>
        Assert.True(Encoding.UTF8.GetByteCount(FileNames.Numbered(FileNames.Portable(name), 12345)) <= 255));

    // From Unicode's NormalizationTest.txt, and a few that names are made of.
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u1E0A\u0323", "\u1E0C\u0307")]
    [InlineData("D\u0307\u0323", "\u1E0C\u0307")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0340a", "\u0300a")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("o\u0308\u0304", "\u022B")]
    [InlineData("\uFB01", "\uFB01")]
    public void Compose_KnownText_IsAsUnicodeSays(string text, string expected)
    {
        Assert.Equal(expected, CanonicalForm.Compose(text));
        Assert.Equal(expected, CanonicalForm.Compose(expected));
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Decompose(string text) => text.Replace("é", "e\u0301").Replace("Å", "A\u030A").Replace("각", "\u1100\u1161\u11A8")
        .Replace("ạ̇", "a\u0307\u0323");
}
