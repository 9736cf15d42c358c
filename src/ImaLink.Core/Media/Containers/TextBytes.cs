using System.Text;
using System.Text.Unicode;

namespace ImaLink.Media.Containers;

/// <summary>Texts of formats that do not say how they are encoded, or are not believed.</summary>
internal static class TextBytes
{
    /// <summary>What Windows wrote in the west before it wrote UTF-8. It has a letter where Latin-1 has none.</summary>
    public static Encoding Windows1252 { get; } = CodePage(1252);

    /// <summary>An encoding of Windows; it is not among those that .NET knows without being told.</summary>
    public static Encoding CodePage(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number)!;

    /// <summary>UTF-8 where the bytes are valid: hardly any text of another encoding is. Else Windows-1252.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => (Utf8.IsValid(bytes) ? Encoding.UTF8 : Windows1252).GetString(bytes);
}
