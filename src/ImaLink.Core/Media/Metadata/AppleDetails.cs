using System.Globalization;
using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The list of the photos in a folder of what Apple gives out of iCloud on request: <c>Photo Details.csv</c>, <c>Photo Details-1.csv</c>, …, with imgName, fileChecksum, favorite, hidden, deleted,
/// originalCreationDate and more, in whatever order.
/// </summary>
internal sealed partial class AppleDetails : IPhotoNotes
{
    /// <summary>The kind of these notes.</summary>
    internal const string Kind = "apple";

    /// <summary>Where the time stands: minutes of GMT, in which nothing is said of the local time.</summary>
    internal const string Created = "Apple:OriginalCreationDate";

    private const int MaxLength = 64 << 20;
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    private readonly ILookup<string, Row> _rows;

    private AppleDetails(IEnumerable<Row> rows, IReadOnlyList<string> warnings) =>
        (_rows, Warnings) = (rows.ToLookup(row => FileNames.Key(row.Name), StringComparer.Ordinal), warnings);

    private sealed record Row(string Name, string? Checksum, ImageFacts Facts);

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Remarks => [];

    /// <summary>Whether a file is such a list, by its name.</summary>
    internal static bool IsName(string name) =>
        name.StartsWith("Photo Details", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a list. Damage never throws; an empty list is one.</summary>
    /// <param name="stream">The file; readable and seekable; not closed.</param>
    /// <exception cref="IOException">The stream itself could not be read.</exception>
    internal static AppleDetails Read(Stream stream)
    {
        CsvRows csv = CsvRows.Read(stream, MaxLength);
        var warnings = new List<string>();
        if (csv.Damage is { } damage)
            warnings.Add(damage);
        if (csv.Rows.Count == 0)
            return new([], warnings);
        Dictionary<string, int> columns = csv.Rows[0].Select((name, i) => (Name: name.ToUpperInvariant(), i)).DistinctBy(column => column.Name).ToDictionary(column => column.Name, column => column.i);
        if (!columns.TryGetValue("IMGNAME", out int name))
            return new([], [.. warnings, "It has no column imgName."]);
        var rows = new List<Row>();
        int short_ = 0;
        foreach (string[] fields in csv.Rows.Skip(1).Select(row => Whole(row, csv.Rows[0].Length, columns)))
        {
            if (fields.Length <= name || fields[name].Length == 0 || fields.Length < columns.Count)
                short_++;
            if (fields.Length > name && fields[name].Length > 0)
                rows.Add(new(fields[name], Field(fields, "FILECHECKSUM"), FactsOf(column => Field(fields, column))));
        }

        if (short_ > 0)
            warnings.Add(string.Create(English, $"It is damaged: {(short_ == 1 ? "a row has" : $"{short_} rows have")} fewer columns than its first."));
        return new(rows, warnings);

        string? Field(string[] fields, string column) => columns.TryGetValue(column, out int i) && i < fields.Length && fields[i].Length > 0 ? fields[i] : null;
    }

    /// <inheritdoc/>
    public bool Speaks(string photo) => _rows.Contains(FileNames.Key(photo));

    /// <inheritdoc/>
    public ImageFacts? Of(string photo, Func<string?> checksum)
    {
        List<Row> rows = [.. _rows[FileNames.Key(photo)]];
        if (rows.Count > 1 && rows.Exists(row => AppleChecksum.Is(row.Checksum)) && checksum() is { } own && rows.Find(row => row.Checksum == own) is { } same)
            return same.Facts;
        // Several of one name of which none is proved are taken where they say the same.
        return rows.Count == 0 ? null : rows.DistinctBy(row => (row.Facts.IsFavorite, row.Facts.IsHidden, row.Facts.IsTrashed, row.Facts.TakenAt)).Count() == 1 ? rows[0].Facts
            : new() { Warnings = [$"The list has {rows.Count.ToString(English)} photos of this name and says different things of them; which of them it is could not be told, and none of it is said."] };
    }

    /// <summary>Whether a file is what a row means, by its checksum; null where the rows of its name have none.</summary>
    internal bool? IsProved(string photo, Func<string?> checksum) =>
        _rows[FileNames.Key(photo)].Where(row => AppleChecksum.Is(row.Checksum)).Select(row => row.Checksum).ToList() is { Count: > 0 } sums ? sums.Contains(checksum()) : null;

    private static ImageFacts FactsOf(Func<string, string?> field) => new()
    {
        TakenAt = Time(field("ORIGINALCREATIONDATE")),
        IsFavorite = IsYes(field("FAVORITE")),
        IsHidden = IsYes(field("HIDDEN")),
        IsTrashed = IsYes(field("DELETED")),
    };

    private static bool IsYes(string? text) => text?.ToUpperInvariant() is "YES" or "TRUE" or "1";

    /// <summary>Apple writes English, whatever the language: <c>Saturday June 4,2022 12:11 PM GMT</c>. The name of the day is not looked at.</summary>
    internal static CaptureTime? Time(string? text) =>
        text is not null && Date().Match(text) is { Success: true } match
        && DateTime.TryParseExact($"{match.Groups[1].Value} {match.Groups[2].Value} {match.Groups[3].Value} {match.Groups[4].Value} {match.Groups[5].Value.ToUpperInvariant()}", "MMMM d yyyy h:mm tt", English, DateTimeStyles.None, out DateTime time)
            ? new(time, DatePrecision.Minute, TimeSpan.Zero, Created) : null;

    /// <summary>A date has a comma in it, and is not always in quotes.</summary>
    private static string[] Whole(string[] row, int expected, Dictionary<string, int> columns)
    {
        var whole = row.ToList();
        foreach (string column in new[] { "ORIGINALCREATIONDATE", "IMPORTDATE" })
            if (whole.Count > expected && columns.TryGetValue(column, out int i) && i + 1 < whole.Count && Time($"{whole[i]},{whole[i + 1]}") is not null)
            {
                whole[i] += "," + whole[i + 1];
                whole.RemoveAt(i + 1);
            }

        return [.. whole];
    }

    [GeneratedRegex(@"^\w+,?\s+(\w+)\s+([0-9]{1,2}),\s*([0-9]{4}),?\s+([0-9]{1,2}:[0-9]{2})\s+([AaPp][Mm])\s+(?:GMT|UTC)$", RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
