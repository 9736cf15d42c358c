using System.Globalization;

namespace ImaLink.Index;

/// <summary>Looks in what is said of files for values that this version does not understand: they are kept, and shown as nothing.</summary>
internal sealed class SaidCheck
{
    private long _strange;
    private string? _first;

    /// <summary>What there is, in words; null for nothing.</summary>
    internal string? Differences => _strange == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{_strange:N0} value(s) of what is said in it are not understood by this version, such as {_first}. They are kept and not shown; a newer ImaLink may know them, and Set-ImaPhoto says something else.");

    internal void Look(FileEntry entry)
    {
        foreach (Statement said in entry.Said ?? [])
            if (said.Value is { } value && StatementField.IsKnown(said.Field) && !StatementRules.IsUnderstood(said.Field, value))
            {
                _strange++;
                _first ??= $"{IndexCheck.Excerpt(said.Field)} {IndexCheck.Excerpt(value)} of '{IndexCheck.Excerpt(entry.Path)}'";
            }
    }
}
