namespace ImaLink.Media.Metadata;

/// <summary>The dates of an IPTC block: day and time stand in datasets of their own (IIM 4.2: CCYYMMDD, HHMMSS±HHMM).</summary>
internal static class IptcDates
{
    private static readonly (string Source, int Day, int Time)[] Datasets =
    [
        ("IPTC:DateCreated", 0x0237, 0x023c),
        ("IPTC:DigitalCreationDate", 0x023e, 0x023f),
    ];

    /// <summary>Whether a dataset is a part of a date.</summary>
    public static bool IsOf(int id) => Datasets.Any(set => id == set.Day || id == set.Time);

    /// <summary>Reads them.</summary>
    /// <param name="text">The text of a dataset, by record and number; null if there is none.</param>
    public static IReadOnlyList<CaptureTime> Read(Func<int, string?> text) =>
        [.. Datasets.Select(set => text(set.Day) is { } day ? FactDate.Parse($"{day} {text(set.Time)}", set.Source) ?? FactDate.Parse(day, set.Source) : null).OfType<CaptureTime>()];
}
