using System.Globalization;
using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>
/// Takes a camera's time, as digits that no zone shifts. A year alone is its first day; PowerShell would take the number for ticks. A
/// text means the same everywhere: PowerShell binds dates by the machine's culture, in which 2022 may have been in the Middle Ages. So it
/// begins with the year: 1.6.2024 is June to one and January to another.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            int year and >= 1000 and <= 9999 => FirstDay(year),
            string { Length: 4 } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year >= 1000 => FirstDay(year),
            string text when BeginsWithYear(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) => time,
            string or int or long or double or decimal => throw new ArgumentTransformationMetadataException(
                string.Create(CultureInfo.InvariantCulture, $"'{inputData}' is no date. Write it as 2024-06-01, or 2024-06-01T14:30.")),
            DateTime { Kind: DateTimeKind.Utc } time => time.ToLocalTime(),
            DateTimeOffset time => time.DateTime,
            _ => inputData,
        };

    internal static bool BeginsWithYear(string text)
    {
        ReadOnlySpan<char> start = text.AsSpan().TrimStart();
        return start.Length > 4 && !start[..4].ContainsAnyExceptInRange('0', '9') && start[4] is '-' or '/' or '.' or ' ';
    }

    private static DateTime FirstDay(int year) => new(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
}
