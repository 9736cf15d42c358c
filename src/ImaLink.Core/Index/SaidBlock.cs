using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink.Index;

/// <summary>
/// The <c>said</c> block of an entry (docs/statements.md): values as a person reads them, tags and persons as lists, and apart from them, in few lines, which
/// field has which version. A field with a version and no value was withdrawn; a value without a version was written by hand and counts as revision 1 of nobody.
/// </summary>
internal sealed class SaidBlock : JsonConverter<List<Statement>>
{
    private const string Tags = "tags", Persons = "persons", Versions = "versions";

    private const string TooMany = "More statements are made of one image than can be.";

    private static readonly string[] Order =
    [
        StatementField.Title, StatementField.Description, StatementField.AltText, StatementField.Rating, StatementField.Flag, StatementField.Label, StatementField.Favorite,
        StatementField.Author, StatementField.Rights, StatementField.Date, StatementField.Location, StatementField.Gps, StatementField.Orientation, StatementField.Hidden,
        Tags, Persons, StatementField.Photo, StatementField.Primary, StatementField.Role,
    ];

    /// <summary>Statements by field; null for a block that says nothing.</summary>
    public override List<Statement>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(JsonSerializer.Deserialize(ref reader, IndexJson.Instance.JsonElement)) is { Count: > 0 } said ? said : null;

    /// <summary>The same bytes for the same statements, in whatever order they come.</summary>
    public override void Write(Utf8JsonWriter writer, List<Statement> value, JsonSerializerOptions options)
    {
        IndexCheck.Require(value.Count <= StatementRules.MostOfImage, TooMany);
        writer.WriteStartObject();
        foreach (IGrouping<string, Statement> property in value.Where(statement => statement.Value is not null).OrderBy(statement => statement.Field, StringComparer.Ordinal)
            .GroupBy(statement => Property(statement.Field)).OrderBy(property => (uint)Array.IndexOf(Order, property.Key)))
        {
            writer.WritePropertyName(property.Key);
            writer.WriteRawValue(property.Key switch
            {
                Tags => $"[{string.Join(", ", property.Select(tag => Named(tag, StatementField.TagPrefix, "value")))}]",
                Persons => $"[{string.Join(", ", property.Select(person => Named(person, StatementField.PersonPrefix, "region")))}]",
                _ => property.Single().Value!,
            });
        }

        writer.WriteStartObject(Versions);
        foreach (IGrouping<(long Revision, string Version), Statement> version in value.GroupBy(statement => (statement.Revision, statement.Version))
            .OrderByDescending(version => version.Key.Revision).ThenBy(version => version.Key.Version, StringComparer.Ordinal))
        {
            writer.WritePropertyName(version.Key.Version);
            writer.WriteRawValue($"[{string.Join(", ", version.Select(statement => statement.Field).Order(StringComparer.Ordinal).Select(CanonicalJson.Of))}]");
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string Property(string field) =>
        StatementRules.Fault(field) is { } fault ? throw new JsonException($"There can be no field '{IndexCheck.Excerpt(field)}': {fault}.")
        : field.StartsWith(StatementField.TagPrefix, StringComparison.Ordinal) ? Tags
        : field.StartsWith(StatementField.PersonPrefix, StringComparison.Ordinal) ? Persons
        : field;

    private static string Named(Statement said, string prefix, string member)
    {
        string name = CanonicalJson.Of(said.Field[prefix.Length..]);
        return said.Value == CanonicalJson.True ? name : $"{{\"name\": {name}, \"{member}\": {said.Value}}}";
    }

    private static List<Statement> Read(JsonElement block)
    {
        Expect(block, JsonValueKind.Object, "What is said is no object.");
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        JsonElement versions = default;
        foreach (JsonProperty property in block.EnumerateObject())
        {
            if (property.NameEquals(Versions))
                versions = property.Value;
            else if (property.NameEquals(Tags))
                Named(property.Value, StatementField.TagPrefix, "value", values);
            else if (property.NameEquals(Persons))
                Named(property.Value, StatementField.PersonPrefix, "region", values);
            else
                Add(values, property.Name, property.Value.ValueKind == JsonValueKind.Null ? null : CanonicalJson.Of(property.Value));
        }

        var said = new Dictionary<string, Statement>(StringComparer.Ordinal);
        if (versions.ValueKind != JsonValueKind.Undefined)
            Versioned(versions, values, said);
        foreach ((string field, string value) in values)
            said.TryAdd(field, new Statement(field, value, 1, null));
        IndexCheck.Require(said.Count <= StatementRules.MostOfImage, TooMany);
        return [.. said.Values.OrderBy(statement => statement.Field, StringComparer.Ordinal)];
    }

    private static void Named(JsonElement list, string prefix, string member, Dictionary<string, string> values)
    {
        Expect(list, JsonValueKind.Array, $"The {(prefix == StatementField.TagPrefix ? Tags : Persons)} are no list.");
        foreach (JsonElement element in list.EnumerateArray())
        {
            bool isPlain = element.ValueKind == JsonValueKind.String;
            JsonElement name = element, value = default;
            if (!isPlain)
            {
                IndexCheck.Require(element.ValueKind == JsonValueKind.Object && element.TryGetProperty("name", out name) && name.ValueKind == JsonValueKind.String
                    && element.TryGetProperty(member, out value) && element.GetPropertyCount() == 2, $"One of the {(prefix == StatementField.TagPrefix ? Tags : Persons)} is neither a name nor an object of name and {member}.");
            }

            Add(values, prefix + name.GetString(), isPlain ? CanonicalJson.True : CanonicalJson.Of(value));
        }
    }

    private static void Versioned(JsonElement versions, Dictionary<string, string> values, Dictionary<string, Statement> said)
    {
        Expect(versions, JsonValueKind.Object, "The versions of what is said are no object.");
        foreach (JsonProperty version in versions.EnumerateObject())
        {
            (long revision, Guid? writer) = Parse(version.Name);
            Expect(version.Value, JsonValueKind.Array, $"The fields of the version '{IndexCheck.Excerpt(version.Name)}' are no list.");
            foreach (JsonElement element in version.Value.EnumerateArray())
            {
                Expect(element, JsonValueKind.String, $"A field of the version '{IndexCheck.Excerpt(version.Name)}' is no text.");
                string field = element.GetString()!;
                Property(field);
                IndexCheck.Require(said.TryAdd(field, new Statement(field, values.GetValueOrDefault(field), revision, writer)), $"The field '{IndexCheck.Excerpt(field)}' has two versions.");
            }
        }
    }

    private static (long Revision, Guid? Writer) Parse(string version)
    {
        int at = version.IndexOf('@', StringComparison.Ordinal);
        Guid writer = Guid.Empty;
        IndexCheck.Require(long.TryParse(at < 0 ? version : version[..at], NumberStyles.None, CultureInfo.InvariantCulture, out long revision) && revision <= Sizes.Max
            && (at < 0 || Guid.TryParseExact(version[(at + 1)..], "D", out writer)), $"'{IndexCheck.Excerpt(version)}' is no version: a revision is expected, or one with @ and the UUID of its writer.");
        return (revision, writer == Guid.Empty ? null : writer);
    }

    private static void Add(Dictionary<string, string> values, string field, string? value)
    {
        Property(field);
        IndexCheck.Require(value is null || values.TryAdd(field, value), $"'{IndexCheck.Excerpt(field)}' is said twice.");
        IndexCheck.Require(values.Count <= StatementRules.MostOfImage, TooMany);
    }

    private static void Expect(JsonElement value, JsonValueKind kind, string otherwise) => IndexCheck.Require(value.ValueKind == kind, otherwise);
}
