namespace ImaLink;

/// <summary>What a user asks a text for, as <see cref="TextQueryParser"/> read it.</summary>
internal abstract record TextQuery
{
    /// <summary>Words one after the other; of the last one perhaps only the beginning.</summary>
    /// <param name="Column">Where; null for anywhere.</param>
    /// <param name="Text">As it was written.</param>
    /// <param name="IsBeginning">Whether the last word may go on.</param>
    internal sealed record Phrase(string? Column, string Text, bool IsBeginning) : TextQuery;

    /// <summary>All of them.</summary>
    internal sealed record All(IReadOnlyList<TextQuery> Parts) : TextQuery;

    /// <summary>Any of them.</summary>
    internal sealed record Any(IReadOnlyList<TextQuery> Parts) : TextQuery;

    /// <summary>Anything but that.</summary>
    internal sealed record Not(TextQuery Part) : TextQuery;

    /// <summary>Where words can be asked for by <c>column:word</c>, in the singular as well as in the plural.</summary>
    internal static readonly IReadOnlyList<string> Columns = ["title", "description", "tags", "persons", "location", "author", "names", "albums", "session", "camera"];

    /// <summary>The column of this name; null where there is none.</summary>
    internal static string? ColumnOf(string name) =>
        Columns.FirstOrDefault(column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase) || string.Equals(column, name + "s", StringComparison.OrdinalIgnoreCase));
}
