namespace ImaLink.Index;

/// <summary>
/// Which of two records of one thing is the newer: the one with the higher revision; of two with one revision the one whose writer's
/// text is the higher; of two that one writer gave the same revision, as a catalog does that was put back to an older copy, the one
/// whose text is. Texts are compared ordinally, so that every catalog decides alike on every machine.
/// </summary>
/// <param name="revision">Raised by each write.</param>
/// <param name="writer">UUID of the catalog that wrote it; null where none is known.</param>
/// <param name="value">The text of what is said, in its canonical form; asked for only where nothing else decides.</param>
internal readonly struct RecordVersion(long revision, Guid? writer, Func<string> value)
{
    private readonly long _revision = revision;
    private readonly Guid? _writer = writer;
    private readonly Func<string> _value = value;

    /// <summary>Greater than 0 where this one is the newer, 0 where both are the same.</summary>
    internal int CompareTo(RecordVersion other)
    {
        int order = _revision.CompareTo(other._revision);
        if (order == 0)
            order = string.CompareOrdinal(_writer?.ToString() ?? "", other._writer?.ToString() ?? "");
        return order != 0 ? order : string.CompareOrdinal(_value(), other._value());
    }

    /// <summary>Whether this one is the newer.</summary>
    internal bool IsNewerThan(RecordVersion other) => CompareTo(other) > 0;

    /// <summary>What several values say, as one text; what is absent differs from what is empty.</summary>
    internal static string Text(params string?[] values) => string.Concat(values.Select(value => value is null ? "\u0001" : $"\u0002{value}\u0001"));
}
