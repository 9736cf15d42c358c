using System.Collections;
using System.Reflection;
using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Photos;

/// <summary>A filter as a user writes it to be saved: names and values, as in <c>@{ Tags = 'Family'; RatingMin = 4 }</c>.</summary>
public static class SavedFilter
{
    private static readonly Dictionary<string, PropertyInfo> Conditions = typeof(PhotoFilter).GetProperties()
        .Where(property => property.Name is not (nameof(PhotoFilter.Extra) or nameof(PhotoFilter.Ids))).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a filter.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: there is no such condition, or its value is none.</exception>
    public static PhotoFilter Parse(IDictionary conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        var values = new Dictionary<string, JsonElement>();
        foreach (DictionaryEntry condition in conditions)
        {
            string name = condition.Key.ToString()!;
            if (!Conditions.TryGetValue(name, out PropertyInfo? property))
                throw new ImaLinkException(ErrorCode.InvalidValue, $"'{IndexCheck.Excerpt(name)}' is no condition of a filter. There are {string.Join(", ", Conditions.Keys.Order(StringComparer.Ordinal))}.", name);
            object? value = condition.Value;
            bool isList = property.PropertyType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
            values[JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)] = isList
                ? JsonSerializer.SerializeToElement(value is IEnumerable and not string ? ((IEnumerable)value).Cast<object?>().Select(Plain).ToArray() : [Plain(value)])
                : JsonSerializer.SerializeToElement(Plain(value));
        }

        try
        {
            JsonElement json = JsonSerializer.SerializeToElement(values, IndexJson.Instance.DictionaryStringJsonElement);
            return JsonSerializer.Deserialize(json, IndexJson.Instance.PhotoFilter)!;
        }
        catch (JsonException e)
        {
            throw new ImaLinkException(ErrorCode.InvalidValue, $"A value of the filter cannot be used: {e.Path?.TrimStart('$', '.')}. Give a text, a number, a time, or several of them, as the condition wants it.", null, e);
        }
    }

    private static object? Plain(object? value) => value switch
    {
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Unspecified), // the camera's time, wherever it is looked for
        null or string or bool or int or long or double or Guid => value,
        Enum or char => value.ToString(),
        IConvertible number => number.ToDouble(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
