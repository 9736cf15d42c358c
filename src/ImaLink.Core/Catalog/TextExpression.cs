using System.Text;

namespace ImaLink.Catalog;

/// <summary>What a user asks for, in the words of SQLite's full-text index.</summary>
/// <param name="Match">The expression that finds it, or what must not be found.</param>
/// <param name="IsNegated">Whether what the expression finds is what is not wanted.</param>
internal sealed record TextExpression(string Match, bool IsNegated)
{
    /// <summary>Reads what a user asks for.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: what is wrong, and where.</exception>
    internal static TextExpression Parse(string text) => Of(TextQueryParser.Parse(text));

    /// <summary>These words, one after the other, in one column or anywhere; they are what is meant, whatever they hold.</summary>
    internal static string Phrase(string? column, string text, bool isBeginning)
    {
        string prepared = SearchText.Of(text.Replace('\0', ' ')).Trim();
        if (Rune.DecodeLastFromUtf16(prepared, out Rune last, out int length) == System.Buffers.OperationStatus.Done && SearchText.IsPaired(last.Value))
        {
            // The run may go on in what is searched: its last pair says all. A run of one character is the beginning of a pair there, or the end of one.
            string rest = prepared[..^length].TrimEnd(' ');
            bool isOfPair = rest.Length < prepared.Length - length && rest.EndsWith(last.ToString(), StringComparison.Ordinal)
                && rest.Length > length && rest[^(length + 1)] != ' ';
            (prepared, isBeginning) = isOfPair ? (rest, isBeginning) : (prepared, true);
        }

        return $"{(column is null ? "" : column + " : ")}\"{prepared.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{(isBeginning ? " *" : "")}";
    }

    // The index can find, and leave something out of what it found; it cannot find everything but something.
    private static TextExpression Of(TextQuery query) => query switch
    {
        TextQuery.Phrase phrase => new(Phrase(phrase.Column, phrase.Text, phrase.IsBeginning), false),
        TextQuery.Not not => Of(not.Part) is var part ? part with { IsNegated = !part.IsNegated } : part,
        TextQuery.All all => Both([.. all.Parts.Select(Of)]),
        TextQuery.Any any => Both([.. any.Parts.Select(Of).Select(part => part with { IsNegated = !part.IsNegated })]) is var neither
            ? neither with { IsNegated = !neither.IsNegated } : neither,
        _ => throw new ArgumentException("There is no such query.", nameof(query)),
    };

    private static TextExpression Both(List<TextExpression> parts)
    {
        var wanted = parts.Where(part => !part.IsNegated).Select(part => part.Match).ToList();
        var unwanted = parts.Where(part => part.IsNegated).Select(part => part.Match).ToList();
        if (wanted.Count == 0)
            return new TextExpression(Joined(unwanted, " OR "), true);
        return new TextExpression(unwanted.Count == 0 ? Joined(wanted, " AND ") : $"({Joined(wanted, " AND ")} NOT {Joined(unwanted, " OR ")})", false);
    }

    private static string Joined(List<string> parts, string with) => parts.Count == 1 ? parts[0] : $"({string.Join(with, parts)})";
}
