using System.Globalization;
using System.Text.RegularExpressions;

namespace ImaLink.PowerShell;

/// <summary>How ImaLink.PowerShell.Format.ps1xml shows values to people; scripts use the properties themselves.</summary>
public static partial class DisplayText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>A number of things: "1 file", "1,200 files".</summary>
    /// <param name="number">How many.</param>
    /// <param name="thing">What one is called, in English.</param>
    /// <returns>The text.</returns>
    internal static string Count(int number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");

    /// <summary>A number of bytes: "15.3 kB", "2.4 MB"; "" for none.</summary>
    /// <param name="bytes">The number, or null.</param>
    /// <returns>The text.</returns>
    public static string Size(long? bytes)
    {
        if (bytes is not { } value)
            return "";
        decimal shown = value;
        int unit = 0;
        for (; shown >= 999.95m && unit < Units.Length - 1; unit++)
            shown /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? shown : decimal.Round(shown, 1)):0.#} {Units[unit]}");
    }

    /// <summary>A number of bytes, readable and exact: "2.4 MB (2,400,123 bytes)"; "" for none.</summary>
    /// <param name="bytes">The number, or null.</param>
    /// <returns>The text.</returns>
    public static string ExactSize(long? bytes) =>
        bytes is null or < 1000 ? Size(bytes) : string.Create(CultureInfo.InvariantCulture, $"{Size(bytes)} ({bytes:N0} bytes)");

    /// <summary>A time in the local zone, sortable: "2024-10-18 14:30"; a camera's time stays as it is; "" for none.</summary>
    /// <param name="time">The time, or null.</param>
    /// <returns>The text.</returns>
    public static string Time(DateTime? time) => Local(time, "yyyy-MM-dd HH:mm");

    /// <summary>The day of a time in the local zone: "2024-10-18"; "" for none.</summary>
    /// <param name="time">The time, or null.</param>
    /// <returns>The text.</returns>
    public static string Date(DateTime? time) => Local(time, "yyyy-MM-dd");

    /// <summary>A time to the second: "2024-10-18 14:30:52".</summary>
    /// <param name="time">The time, or null.</param>
    /// <returns>The text.</returns>
    public static string ExactTime(DateTime? time) => Local(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>When a picture was taken, as far as that is known, to the minute: "1993", "1993-08", "2024-10-18 14:30"; "" for none.</summary>
    /// <param name="time">The time, or null.</param>
    /// <param name="precision">How much of it is known, or null.</param>
    /// <returns>The text.</returns>
    public static string Taken(DateTime? time, string? precision) => Local(time, Known(precision, "yyyy-MM-dd HH:mm"));

    /// <summary>As <see cref="Taken"/>, to the second: "2024-10-18 14:30:52".</summary>
    /// <param name="time">The time, or null.</param>
    /// <param name="precision">How much of it is known, or null.</param>
    /// <returns>The text.</returns>
    public static string ExactTaken(DateTime? time, string? precision) => Local(time, Known(precision, "yyyy-MM-dd HH:mm:ss"));

    /// <summary>A fact as the index has it, short: of a time that states its offset "2024-07-01 10:00:00+02"; "" for none.</summary>
    /// <param name="value">The fact, or null.</param>
    /// <returns>The text.</returns>
    public static string Fact(string? value) => OffsetTime().Replace(value ?? "", "$1 $2");

    /// <summary>How long something took: "0:00:07.4", "1:02:03.0".</summary>
    /// <param name="duration">The duration, or null.</param>
    /// <returns>The text.</returns>
    public static string Duration(TimeSpan? duration) =>
        duration is not { } value ? "" : string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalHours}:{value:mm\\:ss\\.f}");

    /// <summary>An exposure in seconds, short ones as photographers write them: "1/60", "0.5"; "" for none.</summary>
    /// <param name="seconds">The seconds, or null.</param>
    /// <returns>The text.</returns>
    public static string Exposure(double? seconds) => seconds is not { } value ? ""
        : value is > 0 and < 0.3 ? string.Create(CultureInfo.InvariantCulture, $"1/{1 / value:0.#}") : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A path in a storage from the owner's folder on: "photos/2024/a.jpg"; any other path as it is.</summary>
    /// <param name="path">The full path, or null.</param>
    /// <returns>The text.</returns>
    public static string InStorage(string? path) => path is null ? "" : OwnersFolder().Match(path) is { Success: true } match ? match.Groups[1].Value : path;

    /// <summary>Where a file came from and what there is to say of it: "was photos/a.jpg. …"; "" for nothing.</summary>
    /// <param name="oldPath">The former path, or null.</param>
    /// <param name="detail">The detail, or null.</param>
    /// <returns>The text.</returns>
    public static string Note(string? oldPath, string? detail) =>
        string.Join(". ", new[] { string.IsNullOrEmpty(oldPath) ? null : $"was {oldPath}", detail }.Where(text => !string.IsNullOrEmpty(text)));

    /// <summary>What was compared, short: the session's title, the storage's name, a path in the storage, else what there is.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="fullName">Its full path or name.</param>
    /// <param name="storage">Name of the storage, or null.</param>
    /// <param name="session">Title of the session, or null.</param>
    /// <returns>The text.</returns>
    public static string Compared(string? kind, string? fullName, string? storage, string? session) =>
        (kind == "Storage" ? storage : kind == "Session" ? session : null) ?? InStorage(fullName);

    /// <summary>How two records of a field differ: "title: Lake (catalog), The lake (index)"; the detail where no field differs.</summary>
    /// <param name="field">The field, or null.</param>
    /// <param name="catalog">What the catalog says, or null.</param>
    /// <param name="index">What the index says, or null.</param>
    /// <param name="detail">The detail, or null.</param>
    /// <returns>The text.</returns>
    public static string Difference(string? field, string? catalog, string? index, string? detail) =>
        string.IsNullOrEmpty(field) ? detail ?? "" : $"{field}: {Value(catalog)} (catalog), {Value(index)} (index)";

    private static string Value(string? value) => string.IsNullOrEmpty(value) ? "nothing" : value.ReplaceLineEndings(", ");

    [GeneratedRegex(@"[\\/]imalink_\d{8}_\d{6}_[0-9a-f]{8}[\\/](photos[\\/].*)$", RegexOptions.Singleline)]
    private static partial Regex OwnersFolder();

    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9:.]+[+-][0-9]{2}):00\z")]
    private static partial Regex OffsetTime();

    private static string Known(string? precision, string whole) => precision switch
    {
        nameof(DatePrecision.Year) => "yyyy",
        nameof(DatePrecision.Month) => "yyyy-MM",
        nameof(DatePrecision.Day) => "yyyy-MM-dd",
        nameof(DatePrecision.Minute) => "yyyy-MM-dd HH:mm",
        _ => whole,
    };

    private static string Local(DateTime? time, string format) =>
        (time is { Kind: DateTimeKind.Utc } utc ? utc.ToLocalTime() : time)?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
