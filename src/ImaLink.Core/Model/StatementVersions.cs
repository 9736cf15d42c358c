using System.Globalization;

namespace ImaLink;

/// <summary>Versions of statements, of each writer the newest, as one text in the order of the writers: <c>2@&lt;writer&gt;,3@&lt;writer&gt;</c>; null for none.</summary>
internal static class StatementVersions
{
    // More catalogs than ever say the same field of one photo; of a hostile index no more is kept.
    private const int Most = 100;

    private static readonly Guid Everybody = new([.. Enumerable.Repeat<byte>(255, 16)]);

    /// <summary>One version.</summary>
    internal static string Of(long revision, Guid writer) => string.Create(CultureInfo.InvariantCulture, $"{revision}@{writer}");

    /// <summary>All versions of everybody that have a lower revision.</summary>
    internal static string Below(long revision) => Of(revision - 1, Everybody);

    /// <summary>The versions of both, but for those of one writer.</summary>
    internal static string? Union(string? one, string? other, Guid? except = null)
    {
        if (one is null && other is null)
            return null;
        var newest = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((long revision, Guid writer) in Each(one).Concat(Each(other)).Where(version => version.Writer != except))
            newest[writer.ToString()] = Math.Max(revision, newest.GetValueOrDefault(writer.ToString()));
        return newest.Count == 0 ? null : string.Join(',', newest.Take(Most).Select(version => string.Create(CultureInfo.InvariantCulture, $"{version.Value}@{version.Key}")));
    }

    /// <summary>Whether a version is one of these, or older than one of its writer's.</summary>
    internal static bool Have(string? versions, long revision, Guid writer) => Each(versions).Any(version => version.Revision >= revision && (version.Writer == writer || version.Writer == Everybody));

    /// <summary>A revision, or one with <c>@</c> and its writer; null for what is neither.</summary>
    internal static (long Revision, Guid? Writer)? Parse(ReadOnlySpan<char> text)
    {
        int at = text.IndexOf('@');
        Guid writer = Guid.Empty;
        if (!long.TryParse(at < 0 ? text : text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out long revision) || revision > Sizes.Max || (at >= 0 && !Guid.TryParseExact(text[(at + 1)..], "D", out writer)))
            return null;
        return (revision, writer == Guid.Empty ? null : writer);
    }

    private static IEnumerable<(long Revision, Guid Writer)> Each(string? versions)
    {
        foreach (string version in versions?.Split(',') ?? [])
            if (Parse(version) is (var revision, { } writer))
                yield return (revision, writer);
    }
}
