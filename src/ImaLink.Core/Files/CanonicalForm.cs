using System.Globalization;
using System.Reflection;
using System.Text;

namespace ImaLink.Files;

/// <summary>
/// Unicode's composed canonical form (NFC). .NET leaves every text as it is where it runs without ICU (measured: "e" and an
/// accent stay two characters under InvariantGlobalization, as imalink runs then), so names would count as the same
/// in one process and as different in the next.
/// </summary>
internal static class CanonicalForm
{
    // Hangul syllables are computed: first syllable, leading consonant, vowel, trailing consonant, and how many there are.
    private const int Syllable = 0xAC00, Leading = 0x1100, Vowel = 0x1161, Trailing = 0x11A7;
    private const int Leadings = 19, Vowels = 21, Trailings = 28, Syllables = Leadings * Vowels * Trailings;

    private static readonly Lazy<Tables> Data = new(Load);

    /// <summary>Composes a well-formed text.</summary>
    internal static string Compose(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var points = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        Order(points);
        Join(points);
        var result = new StringBuilder(text.Length);
        foreach (int point in points)
            result.Append(new Rune(point).ToString());
        return result.ToString();
    }

    private static void Decompose(int point, List<int> into)
    {
        int index = point - Syllable;
        if (index is >= 0 and < Syllables)
        {
            into.Add(Leading + index / (Vowels * Trailings));
            into.Add(Vowel + index % (Vowels * Trailings) / Trailings);
            if (index % Trailings != 0)
                into.Add(Trailing + index % Trailings);
        }
        else if (Data.Value.Decompositions.TryGetValue(point, out (int First, int Second) parts))
        {
            Decompose(parts.First, into);
            if (parts.Second != 0)
                Decompose(parts.Second, into);
        }
        else
        {
            into.Add(point);
        }
    }

    /// <summary>Marks behind one character are brought into the order of their classes; equal ones keep theirs.</summary>
    private static void Order(List<int> points)
    {
        for (int i = 1; i < points.Count; i++)
            for (int k = i; k > 0 && Class(points[k]) != 0 && Class(points[k - 1]) > Class(points[k]); k--)
                (points[k - 1], points[k]) = (points[k], points[k - 1]);
    }

    private static void Join(List<int> points)
    {
        int starter = -1, written = 0, last = -1;
        foreach (int point in points.ToArray())
        {
            int rank = Class(point);
            // A mark joins unless one of its class or a higher one stands between.
            if (starter >= 0 && last < rank && Pair(points[starter], point) is { } composed)
            {
                points[starter] = composed;
                continue;
            }

            if (rank == 0)
                (starter, last) = (written, -1);
            else
                last = rank;
            points[written++] = point;
        }

        points.RemoveRange(written, points.Count - written);
    }

    private static int? Pair(int first, int second)
    {
        if (first is >= Leading and < Leading + Leadings && second is >= Vowel and < Vowel + Vowels)
            return Syllable + ((first - Leading) * Vowels + second - Vowel) * Trailings;
        if (first - Syllable is >= 0 and < Syllables && (first - Syllable) % Trailings == 0 && second is > Trailing and < Trailing + Trailings)
            return first + second - Trailing;
        return Data.Value.Compositions.TryGetValue((first, second), out int composed) ? composed : null;
    }

    private static int Class(int point) => Data.Value.Classes.GetValueOrDefault(point);

    private sealed record Tables(
        Dictionary<int, int> Classes, Dictionary<int, (int First, int Second)> Decompositions, Dictionary<(int First, int Second), int> Compositions);

    private static Tables Load()
    {
        var tables = new Tables([], [], []);
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("ImaLink.Files.canonical-form.txt")!;
        using var reader = new StreamReader(stream);
        bool classes = false;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || !line.Contains(' '))
            {
                classes = line == "classes";
                continue;
            }

            int[] values = [.. line.TrimEnd('!').Split(' ').Select(value => int.Parse(value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            if (classes)
            {
                for (int point = values[1]; point <= values[^1]; point++)
                    tables.Classes.Add(point, values[0]);
                continue;
            }

            tables.Decompositions.Add(values[0], (values[1], values.Length > 2 ? values[2] : 0));
            if (values.Length > 2 && !line.EndsWith('!'))
                tables.Compositions.Add((values[1], values[2]), values[0]);
        }

        return tables;
    }
}
