using System.Globalization;
using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Takes a year alone as its first day; PowerShell would take the number for ticks. All else is left to PowerShell.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            int year and >= 1000 and <= 9999 => FirstDay(year),
            string { Length: 4 } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year >= 1000 => FirstDay(year),
            _ => inputData,
        };

    private static DateTime FirstDay(int year) => new(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
}
