using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImaLink.Photos;

namespace ImaLink.PowerShell;

/// <summary>A value that is nothing: null, and the empty text of a cell in a CSV file.</summary>
internal abstract class ValueArgumentAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value is null or "" ? null : Of(value, inputData);
        }
        catch (ImaLinkException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private protected abstract object? Of(object value, object? input);

    /// <summary>The entries of a hashtable, or the properties of an object, without regard to case.</summary>
    internal static Dictionary<string, object?> Parts(object value, object? input)
    {
        IEnumerable<(string, object?)> parts = value is IDictionary table
            ? table.Keys.Cast<object>().Select(key => (key.ToString()!, table[key]))
            : PSObject.AsPSObject(input ?? value).Properties.Select(property => (property.Name, (object?)property.Value));
        return parts.Where(part => part.Item2 is not null).ToDictionary(part => part.Item1, part => part.Item2 is PSObject wrapped ? wrapped.BaseObject : part.Item2, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A value as it was given, for a message.</summary>
    private protected static string Told(object value) => value switch
    {
        IDictionary table => string.Join("; ", table.Keys.Cast<object>().Select(key => string.Create(CultureInfo.InvariantCulture, $"{key} = {table[key]}"))),
        IList list => string.Join(", ", list.Cast<object?>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private protected static ImaLinkException NoPlace(object value) => new(ErrorCode.InvalidValue,
        $"'{Told(value)}' is no place. Write latitude and longitude in degrees as 41.9,12.5, or give what has a Latitude and a Longitude.");

    internal static double Number(object? value) => value switch
    {
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        IConvertible number and not string => number.ToDouble(CultureInfo.InvariantCulture),
        _ => double.NaN,
    };
}

/// <summary>Takes whole numbers, and nothing for nothing, which PowerShell would make 0 of.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RatingArgumentAttribute : ValueArgumentAttribute
{
    private protected override object? Of(object value, object? input) => Number(value) is var number && number == Math.Round(number) && Math.Abs(number) < 1000 ? (int)number
        : throw new ImaLinkException(ErrorCode.InvalidValue, $"'{Told(value)}' is no rating. A photo has 0 to 5 stars, or -1 where it is rejected.");
}

/// <summary>Takes a date in EDTF, a year as a number, or a time. One at midnight is a day.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EdtfArgumentAttribute : ValueArgumentAttribute
{
    private protected override object? Of(object value, object? input) => value switch
    {
        DateTime time => Edtf.Of(new CaptureTime(DateTime.SpecifyKind(Local(time), DateTimeKind.Unspecified), Local(time).TimeOfDay == TimeSpan.Zero ? DatePrecision.Day : DatePrecision.Second, null, "")).Text,
        DateTimeOffset time => Edtf.Of(new CaptureTime(time.DateTime, DatePrecision.Second, time.Offset, "")).Text,
        int or long or double or decimal => Edtf.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!).Text,
        _ => Edtf.Parse(value.ToString()!).Text,
    };

    private static DateTime Local(DateTime time) => time.Kind == DateTimeKind.Utc ? time.ToLocalTime() : time;
}

/// <summary>Takes a TimeSpan, or a text such as +1:30 or '-2d 3h'. A number is refused: PowerShell would take it for tenths of microseconds.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeShiftArgumentAttribute : ValueArgumentAttribute
{
    private protected override object? Of(object value, object? input) => value is TimeSpan span ? TimeShift.Checked(span) : TimeShift.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!);
}

/// <summary>Takes a length of time, as above.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationArgumentAttribute : ValueArgumentAttribute
{
    private protected override object? Of(object value, object? input) =>
        (value is TimeSpan span ? span : TimeShift.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!)) is { Ticks: >= 0 } length ? length
            : throw new ImaLinkException(ErrorCode.InvalidValue, $"'{value}' is less than nothing. Write how long, such as 10min.");
}

/// <summary>Takes a location as a hashtable or object of City, State, Country, Code and Sublocation, or as a text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LocationArgumentAttribute : ValueArgumentAttribute
{
    private protected override object? Of(object value, object? input) =>
        PhotoValues.Location(value is string text ? new Dictionary<string, string?> { ["text"] = text } : Parts(value, input).ToDictionary(part => part.Key, part => Convert.ToString(part.Value, CultureInfo.InvariantCulture)));
}

/// <summary>Takes a place as '41.9,12.5', as two or three numbers, or as a hashtable or object of Latitude, Longitude and Altitude.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GpsArgumentAttribute : ValueArgumentAttribute
{
    private protected override object? Of(object value, object? input)
    {
        if (value is string text)
            return PhotoValues.Gps(text);
        double[] numbers = value is IList list
            ? [.. list.Cast<object?>().Select(item => Number(item is PSObject wrapped ? wrapped.BaseObject : item))]
            : Parts(value, input) is var parts ? [Number(parts.GetValueOrDefault("Latitude")), Number(parts.GetValueOrDefault("Longitude")), .. parts.TryGetValue("Altitude", out object? altitude) ? [Number(altitude)] : Array.Empty<double>()] : [];
        return numbers.Length is 2 or 3 && !numbers.Any(double.IsNaN) ? PhotoValues.Gps(numbers[0], numbers[1], numbers.Length == 3 ? numbers[2] : null) : throw NoPlace(value);
    }
}

/// <summary>Takes a place as '41.9,12.5', as two numbers, or as anything that has a latitude and a longitude, such as a photo.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlaceArgumentAttribute : ValueArgumentAttribute
{
    private protected override object? Of(object value, object? input) => Place(value, input) is [var latitude, var longitude] place && !double.IsNaN(latitude + longitude) ? place : throw NoPlace(value);

    private static double[] Place(object value, object? input) => value switch
    {
        string text => [.. text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Number)],
        IList list => [.. list.Cast<object?>().Select(item => Number(item is PSObject wrapped ? wrapped.BaseObject : item))],
        _ => Parts(value, input) is var parts
            ? [Number(parts.GetValueOrDefault("GpsLatitude") ?? parts.GetValueOrDefault("Latitude")), Number(parts.GetValueOrDefault("GpsLongitude") ?? parts.GetValueOrDefault("Longitude"))] : [],
    };
}

/// <summary>A person that is added, and where in the picture.</summary>
/// <param name="Name">The name.</param>
/// <param name="Region">The region as a statement has it; null where it is not said.</param>
public sealed record PersonArgument(string Name, string? Region);

/// <summary>Takes persons as names, or as hashtables or objects of Name, X, Y, Width and Height.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PersonArgumentAttribute : ValueArgumentAttribute
{
    private static readonly string[] Region = ["X", "Y", "Width", "Height"];

    private protected override object? Of(object value, object? input) => value is IList list
        ? list.Cast<object?>().Where(item => item is not null).Select(item => One((item is PSObject wrapped ? wrapped.BaseObject : item)!, item)).ToArray()
        : new[] { One(value, input) };

    private static PersonArgument One(object value, object? input)
    {
        if (value is PersonArgument or string)
            return value as PersonArgument ?? new(PhotoValues.Person((string)value), null);
        Dictionary<string, object?> parts = Parts(value, input);
        string name = PhotoValues.Person(parts.GetValueOrDefault("Name") as string ?? "");
        if (!Region.Any(parts.ContainsKey))
            return new(name, null);
        double[] region = Array.ConvertAll(Region, part => Number(parts.GetValueOrDefault(part)));
        string[] missing = [.. Region.Where((_, i) => double.IsNaN(region[i]))];
        return missing.Length == 0 ? new(name, PhotoValues.Region(region[0], region[1], region[2], region[3])) : throw new ImaLinkException(ErrorCode.InvalidValue,
            $"Where '{name}' is in the picture is not said whole: {string.Join(", ", missing)}. Give the centre (X, Y) and the size (Width, Height) as parts of the picture, 0 to 1, or the name alone.", name);
    }
}
