using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace ImaLink.PowerShell;

/// <summary>The conditions of a saved search as they are typed: by the names and values of Get-ImaPhoto's parameters, or by those that are saved.</summary>
internal static class FilterConditions
{
    private static readonly string[] Ranges = [nameof(PhotoFilterCommand.Iso), nameof(PhotoFilterCommand.Aperture), nameof(PhotoFilterCommand.ExposureTime),
        nameof(PhotoFilterCommand.FocalLength), nameof(PhotoFilterCommand.Megapixels), nameof(PhotoFilterCommand.Rating)];

    /// <summary>The same conditions by the names of <see cref="PhotoFilter"/>; a name that is none is left as it is.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: one is given twice, or is no range.</exception>
    internal static Hashtable Of(Hashtable typed)
    {
        var conditions = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry condition in typed)
        {
            string name = condition.Key.ToString()!;
            object? value = Bare(condition.Value) is object?[] several ? Array.ConvertAll(several, Bare) : Bare(condition.Value);
            if (Ranges.FirstOrDefault(range => range.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } ranged)
            {
                NumberRange range = Range(name, value);
                bool isWhole = ranged == nameof(PhotoFilterCommand.Rating);
                Add($"{ranged}Min", isWhole ? range.WholeMin : range.Min);
                Add($"{ranged}Max", isWhole ? range.WholeMax : range.Max);
            }
            else
            {
                Add(Saved(name), Numbers(name, value));
            }
        }

        return conditions;

        void Add(string name, object? value)
        {
            if (value is null)
                return;
            if (conditions.ContainsKey(name))
                throw new ImaLinkException(ErrorCode.InvalidValue, $"The filter asks for {name} twice. Give it once, with several values if need be.", name);
            conditions[name] = value;
        }
    }

    // A parameter has the singular of what is saved.
    private static string Saved(string name) => name.ToUpperInvariant() switch
    {
        "ORIENTATION" => nameof(PhotoFilter.Shape),
        "ONLINE" => nameof(PhotoFilter.OnlineOnly),
        _ => new[] { name, $"{name}s", $"{name}es" }.Select(each => typeof(PhotoFilter).GetProperty(each, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)?.Name).OfType<string>().FirstOrDefault() ?? name,
    };

    private static NumberRange Range(string name, object? value) => (NumberRange)Taken(name, new NumberRangeArgumentAttribute(), value)!;

    /// <summary>What the parameter of this name takes as whole numbers; others as they are.</summary>
    private static object? Numbers(string name, object? value) =>
        typeof(PhotoFilterCommand).GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)?.GetCustomAttribute<WholeNumbersArgumentAttribute>() is { } numbers ? Taken(name, numbers, value) : value;

    private static object? Taken(string name, ArgumentTransformationAttribute attribute, object? value)
    {
        try
        {
            return attribute.Transform(null!, value);
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw new ImaLinkException(ErrorCode.InvalidValue, $"{name}: {e.Message}", name, e);
        }
    }

    /// <summary>Without what PowerShell puts around values that a command emitted, such as Get-Date.</summary>
    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
