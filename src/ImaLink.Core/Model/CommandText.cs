using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImaLink;

/// <summary>A command as text that works when pasted into PowerShell. What stands for a name is quoted, whatever it consists of, so that nothing in it is carried out.</summary>
internal static partial class CommandText
{
    // PowerShell takes typographic quotes for quotes.
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b", DoubleQuotes = "\"\u201c\u201d\u201e";

    /// <summary>The text of a command.</summary>
    /// <param name="command">The command; each text that is put into it is quoted, and of several each.</param>
    /// <param name="catalog">The catalog that each of its cmdlets is to use; null for the usual one.</param>
    internal static string Of(FormattableString command, string? catalog = null)
    {
        string format = catalog is null ? command.Format
            : Cmdlet().Replace(command.Format, found => $"{found.Value} -Catalog {Quoted(catalog).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)}");
        return string.Format(CultureInfo.InvariantCulture, format, [.. command.GetArguments().Select(argument => argument switch
        {
            string text => Quoted(text),
            string[] texts => string.Join(", ", texts.Select(Quoted)),
            _ => argument,
        })]);
    }

    /// <summary>A text as PowerShell reads it as itself.</summary>
    internal static string Quoted(string text)
    {
        bool isPlain = !text.Any(char.IsControl); // a terminal acts on what is none, and breaks the line
        var quoted = new StringBuilder(isPlain ? "'" : "\"");
        foreach (char c in text)
        {
            if (isPlain && SingleQuotes.Contains(c, StringComparison.Ordinal))
                quoted.Append(c);
            else if (!isPlain && (c is '`' or '$' || DoubleQuotes.Contains(c, StringComparison.Ordinal)))
                quoted.Append('`');
            if (char.IsControl(c))
                quoted.Append(CultureInfo.InvariantCulture, $"`u{{{(int)c:x}}}");
            else
                quoted.Append(c);
        }

        return quoted.Append(isPlain ? '\'' : '"').ToString();
    }

    [GeneratedRegex("[A-Z][a-z]+-Ima[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Cmdlet();
}
