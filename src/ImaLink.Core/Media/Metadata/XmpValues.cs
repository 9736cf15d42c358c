namespace ImaLink.Media.Metadata;

/// <summary>The values of the properties of an XMP packet, by name; arrays have several.</summary>
internal sealed class XmpValues
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    public void Add(string name, string value)
    {
        if (_values.TryGetValue(name, out var values))
            values.Add(value);
        else
            _values[name] = [value];
    }

    /// <summary>The first value: of texts in several languages the one for everybody.</summary>
    public string? First(string name) => _values.GetValueOrDefault(name)?[0];

    public IReadOnlyList<string> All(string name) => _values.GetValueOrDefault(name) ?? [];
}
