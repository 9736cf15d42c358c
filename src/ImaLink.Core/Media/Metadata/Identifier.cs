namespace ImaLink.Media.Metadata;

/// <summary>A text by which files call themselves one: only what can be meant so counts.</summary>
internal static class Identifier
{
    private const int MinLength = 8;
    private const int MaxLength = 128;

    /// <summary>The text without blanks around it; null where it is none: too short or too long, or of one character alone, as are UUIDs that were never set.</summary>
    public static string? Of(string? text)
    {
        text = text?.Trim('\0', ' ', '\r', '\n', '\t');
        return text is { Length: >= MinLength and <= MaxLength } && text.Where(char.IsAsciiLetterOrDigit).Distinct().Skip(1).Any() ? text : null;
    }
}
