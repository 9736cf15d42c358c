using System.Globalization;
using System.Text;

namespace ImaLink;

/// <summary>
/// What an owner writes, as it is recorded: in normal form (NFC), so that the same words of two systems are the same, and with nothing in it that
/// cannot be shown, searched or written into the file of another program.
/// </summary>
internal static class OwnerText
{
    /// <summary>The longest text, in characters.</summary>
    internal const int MaxLength = 65_536;

    private const int ExcerptLength = 64;

    /// <summary>A text of one line: a title, a name, a tag.</summary>
    /// <param name="what">What it is, at the beginning of a sentence.</param>
    /// <param name="text">The text as it was given.</param>
    /// <param name="most">How long it may be.</param>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    internal static string Line(string what, string text, int most = MaxLength) => Checked(what, text, most, c => char.IsControl(c) || c is '\u2028' or '\u2029');

    /// <summary>A text that may have several lines; they end with LF.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    internal static string Lines(string what, string text) => Checked(what, text.ReplaceLineEndings("\n"), MaxLength, c => char.IsControl(c) && c is not ('\n' or '\t'));

    /// <summary>Whether half of a character outside the basic plane stands alone: no file can hold it.</summary>
    internal static bool HasLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }

    internal static ImaLinkException Refused(string text, string problem, string remedy)
    {
        string excerpt = text.Length <= ExcerptLength ? text : text[..ExcerptLength] + "…";
        string shown = string.Concat(excerpt.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? Rune.ReplacementChar : rune));
        return new(ErrorCode.InvalidValue, $"'{shown}' {problem}. {remedy}.", text);
    }

    private static string Checked(string what, string text, int most, Func<char, bool> isForbidden)
    {
        // U+FFFE and U+FFFF are no characters: XML cannot hold them.
        if (HasLoneSurrogate(text) || text.Any(c => c >= '\uFFFE' || isForbidden(c)))
            throw Refused(text, "has characters that cannot be recorded", "Leave out control characters such as NUL, and line breaks where there is one line");
        string normal = text.Normalize(NormalizationForm.FormC).Trim();
        return normal.Length <= most ? normal
            : throw Refused(normal, "is too long", string.Create(CultureInfo.InvariantCulture, $"{what} has at most {most} characters"));
    }
}
