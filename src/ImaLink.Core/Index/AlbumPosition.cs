namespace ImaLink.Index;

/// <summary>
/// Where a member stands in its album: a text, so that there is always room for another between two, and two catalogs that put photos in at once need not
/// number the others anew. Positions are compared ordinally; members at one position stand in the order of their hothashes. The first character says how many
/// digits of the whole number follow it, so that a hundred thousand photos that are added one after the other have short positions; the rest is a fraction.
/// </summary>
internal static class AlbumPosition
{
    /// <summary>No position is longer.</summary>
    internal const int MaxLength = 200;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly string Smallest = "A" + new string('0', 26);

    /// <summary>Whether a text is a position.</summary>
    internal static bool IsValid(string? text) => text is { Length: > 1 and <= MaxLength } && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit)
        && WholeLength(text) <= text.Length && text != Smallest && !(text.Length > WholeLength(text) && text[^1] == '0');

    /// <summary>So many positions between two, in their order.</summary>
    /// <param name="after">What they follow; null for the beginning.</param>
    /// <param name="before">What follows them, which is greater; null for the end.</param>
    /// <param name="count">How many.</param>
    /// <returns>Null where there is no room for as many without positions that are too long.</returns>
    internal static List<string>? Between(string? after, string? before, int count)
    {
        var positions = new List<string>(count);
        Fill(after, before, count, positions);
        return positions.Exists(position => position.Length > MaxLength) ? null : positions;
    }

    private static void Fill(string? after, string? before, int count, List<string> positions)
    {
        if (count == 0)
            return;
        if (before is null)
        {
            for (int i = 0; i < count; i++)
                positions.Add(after = One(after, null));
        }
        else if (after is null)
        {
            int first = positions.Count;
            for (int i = 0; i < count; i++)
                positions.Add(before = One(null, before));
            positions.Reverse(first, count);
        }
        else
        {
            string middle = One(after, before);
            Fill(after, middle, (count - 1) / 2, positions);
            positions.Add(middle);
            Fill(middle, before, count / 2, positions);
        }
    }

    private static string One(string? after, string? before)
    {
        if (after is null && before is null)
            return "a0";
        if (after is null)
        {
            string whole = Whole(before!), fraction = before![whole.Length..];
            return whole == Smallest ? whole + Middle("", fraction) : fraction.Length > 0 ? whole : Previous(whole) is { } less && less != Smallest ? less : Smallest + Middle("", null);
        }

        string low = Whole(after), rest = after[low.Length..];
        if (before is not null && low == Whole(before))
            return low + Middle(rest, before[low.Length..]);
        return Next(low) is { } next && (before is null || string.CompareOrdinal(next, before) < 0) ? next : low + Middle(rest, null);
    }

    private static int WholeLength(string text) => text[0] >= 'a' ? text[0] - 'a' + 2 : 'Z' - text[0] + 2;

    private static string Whole(string text) => text[..WholeLength(text)];

    /// <summary>The whole number that follows; null where there is none.</summary>
    private static string? Next(string whole)
    {
        char[] digits = whole.ToCharArray(1, whole.Length - 1);
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            int digit = Digits.IndexOf(digits[i]) + 1;
            digits[i] = Digits[digit % Digits.Length];
            if (digit < Digits.Length)
                return whole[0] + new string(digits);
        }

        return whole[0] switch
        {
            'Z' => "a0",
            'z' => null,
            var head => (char)(head + 1) + (head >= 'a' ? new string(digits) + '0' : new string(digits)[..^1]),
        };
    }

    /// <summary>The whole number before; null where there is none.</summary>
    private static string? Previous(string whole)
    {
        char[] digits = whole.ToCharArray(1, whole.Length - 1);
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            int digit = Digits.IndexOf(digits[i]) - 1;
            digits[i] = Digits[(digit + Digits.Length) % Digits.Length];
            if (digit >= 0)
                return whole[0] + new string(digits);
        }

        return whole[0] switch
        {
            'a' => "Zz",
            'A' => null,
            var head => (char)(head - 1) + (head <= 'Z' ? new string(digits) + 'z' : new string(digits)[..^1]),
        };
    }

    /// <summary>A fraction between two, the second of which may be absent: one.</summary>
    private static string Middle(string low, string? high)
    {
        if (high is not null)
        {
            int same = 0;
            while (same < high.Length && (same < low.Length ? low[same] : '0') == high[same])
                same++;
            if (same > 0)
                return high[..same] + Middle(same < low.Length ? low[same..] : "", high[same..]);
        }

        int from = low.Length > 0 ? Digits.IndexOf(low[0]) : 0, to = high is null ? Digits.Length : Digits.IndexOf(high[0]);
        if (to - from > 1)
            return Digits[(from + to + 1) / 2].ToString();
        return high is { Length: > 1 } ? high[..1] : Digits[from] + Middle(low.Length > 0 ? low[1..] : "", null);
    }
}
