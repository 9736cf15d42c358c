using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink;

/// <summary>
/// How a user names a storage or session. A text is tried as UUID, exact name, wildcard, then id; a storage also by the
/// path of its directory.
/// </summary>
/// <param name="Text">The text as given.</param>
[JsonConverter(typeof(SelectorJson))]
public sealed record Selector(string Text)
{
    /// <summary>Whether the text may be a wildcard: that of a user, and not the name that an object has.</summary>
    public bool IsWildcard { get; init; }

    /// <summary>The text as a full path, where it may be one.</summary>
    public string? FullPath { get; init; }

    /// <summary>The storage of a session that is named by an object.</summary>
    public Guid? StorageUuid { get; init; }

    /// <summary>Whether it is an object of ours, which may also say what the thing was like when the object was made.</summary>
    public bool IsObject { get; init; }

    /// <summary>Names a thing by its UUID.</summary>
    public static Selector ByUuid(Guid uuid) => new(uuid.ToString());

    /// <summary>Whether it is this name letter for letter, so that brackets in it are no wildcard.</summary>
    public bool IsNameOf(string name) => string.Equals(name, Text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Those that are meant: the first way of naming that fits any decides.</summary>
    internal List<T> Select<T>(IReadOnlyCollection<T> candidates, Func<T, Guid> uuid, Func<T, string> name, Func<T, long> id)
    {
        if (Guid.TryParse(Text, out Guid wanted) && candidates.Where(item => uuid(item) == wanted).ToList() is { Count: > 0 } byUuid)
            return byUuid;
        var exact = candidates.Where(item => IsNameOf(name(item))).ToList();
        if (exact.Count > 0)
            return exact;
        if (IsWildcard && new Wildcard(Text) is var wildcard && candidates.Where(item => wildcard.IsMatch(name(item))).ToList() is { Count: > 0 } matching)
            return matching;
        return long.TryParse(Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? candidates.Where(item => id(item) == number).ToList() : [];
    }
}

/// <summary>A selector in a saved search: the text that its owner wrote.</summary>
internal sealed class SelectorJson : JsonConverter<Selector>
{
    public override Selector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.GetString() ?? throw new JsonException("a name has to be a text");
        return new Selector(text) { IsWildcard = Wildcard.IsWildcard(text) };
    }

    public override void Write(Utf8JsonWriter writer, Selector value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
