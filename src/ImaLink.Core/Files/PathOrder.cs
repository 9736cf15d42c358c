namespace ImaLink.Files;

/// <summary>
/// Compares paths by code point, which is the order of their UTF-8 bytes and so the catalog's: a walk in this order can be
/// merged with what the catalog lists. Pure.
/// </summary>
internal sealed class PathOrder : IComparer<string>
{
    internal static readonly PathOrder Instance = new();

    public int Compare(string? x, string? y) => Compare(x.AsSpan(), y.AsSpan());

    /// <summary>Compares two paths.</summary>
    internal static int Compare(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        int same = one.CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
            return one.Length - other.Length;
        (char a, char b) = (one[same], other[same]);
        // Surrogates, D800 to DFFF, stand for what lies beyond FFFF: they come after E000 to FFFF.
        if (a >= 0xD800 && b >= 0xD800)
            return Rank(a) - Rank(b);
        return a - b;
    }

    /// <summary>Compares two names in one folder; a subfolder stands where its paths do, as if its name ended with <c>/</c>.</summary>
    internal static int Compare(string one, bool oneIsFolder, string other, bool otherIsFolder)
    {
        int same = one.AsSpan().CommonPrefixLength(other);
        if (same == one.Length && same < other.Length && oneIsFolder)
            return other[same] < '/' ? 1 : -1;
        if (same == other.Length && same < one.Length && otherIsFolder)
            return one[same] < '/' ? -1 : 1;
        return Compare(one, other);
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x2000 : c - 0x800;
}
