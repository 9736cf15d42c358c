using System.Text.Json;

namespace ImaLink;

/// <summary>
/// Which of two statements of one field is the newer: the higher revision; then the higher text of the writer, of whom nobody is the lowest; then the higher
/// value, by its code points, of which a withdrawal is the lowest. So two versions never tie, and every catalog decides alike.
/// What the program says of the photo that an image belongs to has revision 0 and is not a matter of when: there the better evidence is first, then the smaller UUID.
/// </summary>
public static class StatementOrder
{
    /// <summary>Greater than 0 where <paramref name="one"/> is the newer, 0 where both say the same in the same version.</summary>
    /// <param name="one">A statement.</param>
    /// <param name="other">Another of the same field.</param>
    public static int Compare(Statement one, Statement other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        int order = one.Revision.CompareTo(other.Revision);
        if (order == 0 && one is { Revision: 0, Field: StatementField.Photo })
            order = CompareGroups(one.Value, other.Value);
        if (order == 0)
            order = string.CompareOrdinal(one.Writer?.ToString(), other.Writer?.ToString());
        return order != 0 ? order : CompareTexts(one.Value, other.Value);
    }

    /// <summary>Whether <paramref name="one"/> replaces <paramref name="other"/>.</summary>
    /// <param name="one">A statement.</param>
    /// <param name="other">Another of the same field; null where there is none.</param>
    public static bool IsNewer(Statement one, Statement? other) => other is null || Compare(one, other) > 0;

    /// <summary>The newest statement of each field, by field.</summary>
    /// <param name="statements">Statements of one image.</param>
    public static List<Statement> Newest(IEnumerable<Statement> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var newest = new SortedDictionary<string, Statement>(StringComparer.Ordinal);
        foreach (Statement statement in statements)
            if (IsNewer(statement, newest.GetValueOrDefault(statement.Field)))
                newest[statement.Field] = statement;
        return [.. newest.Values];
    }

    private static int CompareGroups(string? one, string? other)
    {
        (int evidence, string uuid) = Group(one);
        (int otherEvidence, string otherUuid) = Group(other);
        return evidence != otherEvidence ? evidence.CompareTo(otherEvidence) : string.CompareOrdinal(otherUuid, uuid);
    }

    private static (int Evidence, string Uuid) Group(string? value)
    {
        if (value is null)
            return (-2, "");
        using JsonDocument document = JsonDocument.Parse(value);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? (PhotoEvidence.Rank(Text(document.RootElement, "by")), Text(document.RootElement, "uuid"))
            : (-1, value);
    }

    private static string Text(JsonElement group, string name) =>
        group.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    /// <summary>As the bytes of both in UTF-8 compare, which is how SQLite does: by code points, not by halves of them.</summary>
    private static int CompareTexts(string? one, string? other)
    {
        if (one is null || other is null)
            return (one is null ? 0 : 1) - (other is null ? 0 : 1);
        int length = Math.Min(one.Length, other.Length);
        int first = one.AsSpan().CommonPrefixLength(other);
        if (first == length)
            return one.Length.CompareTo(other.Length);
        return Rank(one[first]).CompareTo(Rank(other[first]));
    }

    /// <summary>Halves of pairs lie below U+E000 to U+FFFF, and the characters that they make up above.</summary>
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
