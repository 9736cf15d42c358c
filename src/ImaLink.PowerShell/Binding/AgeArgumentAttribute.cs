using System.Globalization;
using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>Takes a point in time, or an age before now: a TimeSpan, or a number of days.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AgeArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            DateTime time => time.ToUniversalTime(),
            DateTimeOffset time => time.UtcDateTime,
            TimeSpan age => Before(age),
            int or long or double => Before(TimeSpan.FromDays(Convert.ToDouble(value, CultureInfo.InvariantCulture))),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan age) => Before(age),
            string text when DateArgumentAttribute.BeginsWithYear(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out DateTime time) => time,
            _ => throw new ArgumentTransformationMetadataException($"'{inputData}' is neither a time nor an age. Give a number of days, a TimeSpan, or a time as 2024-06-01 or 2024-06-01T14:30."),
        };
    }

    private static DateTime Before(TimeSpan age) => age < TimeSpan.Zero || age > TimeSpan.FromDays(365_000)
        ? throw new ArgumentTransformationMetadataException($"An age of {age} is not possible.")
        : DateTime.UtcNow - age;
}
