using System.Management.Automation;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ImaLink.HelpBuilder;

/// <summary>The types of what commands emit, and what they are in JSON.</summary>
internal static class ObjectTypes
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static bool IsOurs(string name) => name.StartsWith("ImaLink.", StringComparison.Ordinal);

    /// <summary>All types that commands emit, with those that lie in their properties.</summary>
    public static IReadOnlyList<Type> All(IEnumerable<CmdletInfo> cmdlets)
    {
        var found = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        void Add(Type? type)
        {
            if (type?.FullName is { } name && IsOurs(name) && found.TryAdd(name, type))
                foreach (var property in Properties(type))
                    Add(Element(property.PropertyType));
        }

        foreach (var output in cmdlets.SelectMany(cmdlet => cmdlet.OutputType))
            Add(output.Type);
        return [.. found.Values];
    }

    public static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    public static string Name(PropertyInfo property) => TypeName(property.PropertyType) + (IsNullable(property) ? ", or none" : "");

    public static string Words(PropertyInfo property, XmlDocs docs) => string.Join(" ", docs.Paragraphs($"P:{property.DeclaringType!.FullName}.{property.Name}", "summary")) is { Length: > 0 } words
        ? words : property.GetMethod!.GetBaseDefinition().DeclaringType is { } told && told != property.DeclaringType ? Words(told.GetProperty(property.Name)!, docs) : docs.Parameter($"T:{property.DeclaringType.FullName}", property.Name);

    /// <summary>The JSON Schema of what ConvertTo-Json makes of an object.</summary>
    public static JsonObject Schema(Type type, XmlDocs docs)
    {
        var definitions = new JsonObject();
        JsonObject schema = Object(type, docs, definitions);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", type.FullName);
        if (definitions.Count > 0)
            schema["$defs"] = definitions;
        return schema;
    }

    private static JsonObject Object(Type type, XmlDocs docs, JsonObject definitions)
    {
        var properties = new JsonObject();
        foreach (var property in Properties(type))
        {
            JsonObject value = Value(property.PropertyType, IsNullable(property), docs, definitions);
            if (Words(property, docs) is { Length: > 0 } words)
                value["description"] = words;
            properties[property.Name] = value;
        }
        return new JsonObject
        {
            ["description"] = string.Join(" ", docs.Paragraphs("T:" + type.FullName, "summary")),
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]),
        };
    }

    private static JsonObject Value(Type type, bool isNullable, XmlDocs docs, JsonObject definitions)
    {
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray)
            return new JsonObject { ["type"] = Kind("array", isNullable), ["items"] = Value(type.GetElementType()!, false, docs, definitions) };
        if (IsOurs(type.FullName!) && !type.IsEnum)
        {
            if (!definitions.ContainsKey(type.Name))
            {
                definitions[type.Name] = new JsonObject(); // for a type that holds itself
                definitions[type.Name] = Object(type, docs, definitions);
            }
            var reference = new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
            return isNullable ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
        }
        string kind = type == typeof(bool) ? "boolean" : type == typeof(int) || type == typeof(long) || type.IsEnum ? "integer" : type == typeof(double) ? "number"
            : type == typeof(TimeSpan) ? "object" : "string";
        var value = new JsonObject { ["type"] = Kind(kind, isNullable) };
        if (type == typeof(Guid))
            value["format"] = "uuid";
        if (type == typeof(DateTime)) // with an offset where the time is that of this machine, without where a camera told it
            value["pattern"] = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}";
        return value;
    }

    private static JsonNode Kind(string kind, bool isNullable) => isNullable ? new JsonArray(kind, "null") : kind;

    private static bool IsNullable(PropertyInfo property) => property.PropertyType.IsValueType
        ? System.Nullable.GetUnderlyingType(property.PropertyType) is not null : Nullability.Create(property).ReadState != NullabilityState.NotNull;

    private static Type Element(Type type) => type.IsArray ? type.GetElementType()! : System.Nullable.GetUnderlyingType(type) ?? type;

    private static string TypeName(Type type) => type.IsArray ? TypeName(type.GetElementType()!) + "[]" : Element(type).Name;
}
