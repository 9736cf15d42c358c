using System.Globalization;

namespace ImaLink.Index;

/// <summary>Times as the indexes write them: ISO 8601, UTC with Z; <see cref="CaptureTime"/> is the time of a picture.</summary>
public static class IndexTime
{
    private const string Utc = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";
    private const string Local = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    /// <summary>Writes a time in UTC.</summary>
    public static string FormatUtc(DateTime time) => time.ToUniversalTime().ToString(Utc, CultureInfo.InvariantCulture);

    /// <summary>Reads a time in UTC; null where the text is none. A time without zone is taken as UTC.</summary>
    public static DateTime? ParseUtc(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime time)
            ? time
            : null;

    /// <summary>Whether a time is later than another; their texts do not tell, as whole seconds have no fraction. One that is absent is the earliest.</summary>
    internal static bool IsLater(string? time, string? than) => Nullable.Compare(ParseUtc(time), ParseUtc(than)) > 0;

    /// <summary>Writes a local time without its offset: texts that compare as the times do.</summary>
    public static string FormatLocal(DateTime time) => time.ToString(Local, CultureInfo.InvariantCulture);
}
