using System.Globalization;
using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>
/// Takes a camera's time, as digits that no zone shifts. A year alone is its first day; PowerShell would take the number for ticks. A
/// text means the same everywhere: PowerShell binds dates by the machine's culture, in which 2022 may have been in the Middle Ages.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            int year and >= 1000 and <= 9999 => FirstDay(year),
            string { Length: 4 } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year >= 1000 => FirstDay(year),
            string text when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) => time,
            string text => throw new ArgumentTransformationMetadataException($"'{text}' is no date. Write it as 2024-06-01, or 2024-06-01T14:30."),
            DateTime { Kind: DateTimeKind.Utc } time => time.ToLocalTime(),
            DateTimeOffset time => time.DateTime,
            _ => inputData,
        };

    private static DateTime FirstDay(int year) => new(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
}
