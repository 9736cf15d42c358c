using System.Globalization;

namespace ImaLink.Index;

/// <summary>Times as the indexes write them: ISO 8601, UTC with Z; the camera's local time with an offset only where known.</summary>
public static class IndexTime
{
    private const string Utc = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";
    private const string Local = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";
    private const string Offset = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz";

    /// <summary>Writes a time in UTC.</summary>
    public static string FormatUtc(DateTime time) => time.ToUniversalTime().ToString(Utc, CultureInfo.InvariantCulture);

    /// <summary>Reads a time in UTC; null where the text is none. A time without zone is taken as UTC.</summary>
    public static DateTime? ParseUtc(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time)
            ? time
            : null;

    /// <summary>Whether a time is later than another; their texts do not tell, as whole seconds have no fraction. One that is absent is the earliest.</summary>
    internal static bool IsLater(string? time, string? than) => Nullable.Compare(ParseUtc(time), ParseUtc(than)) > 0;

    /// <summary>Writes the camera's local time.</summary>
    public static string FormatLocal(DateTime time, TimeSpan? offset) => offset is { } known
        ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), known).ToString(Offset, CultureInfo.InvariantCulture)
        : time.ToString(Local, CultureInfo.InvariantCulture);

    /// <summary>Reads the camera's local time; null where the text is none.</summary>
    public static (DateTime Time, TimeSpan? Offset)? ParseLocal(string? text)
    {
        if (text is null || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            return null;
        int zone = text.LastIndexOfAny(['+', '-', 'Z']);
        return (time.DateTime, zone > 10 ? time.Offset : null);
    }
}
