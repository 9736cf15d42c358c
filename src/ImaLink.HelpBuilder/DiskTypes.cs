using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ImaLink.HelpBuilder;

/// <summary>What lies in <c>.imalink</c> of a storage while something is under way, and in its trash: JSON Schemas of the very types that write it.</summary>
internal static partial class DiskTypes
{
    private const string Context = "ImaLink.Index.Journals.JournalJson";

    /// <summary>By name, such as import-plan.</summary>
    public static IEnumerable<(string Name, JsonNode Schema)> Schemas(Assembly core, XmlDocs docs)
    {
        Type context = core.GetType(Context, throwOnError: true)!;
        var json = (JsonSerializerContext)context.GetField("Instance", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        foreach (var attribute in context.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == nameof(JsonSerializableAttribute)))
        {
            var type = (Type)attribute.ConstructorArguments[0].Value!;
            JsonNode schema = JsonSchemaExporter.GetJsonSchemaAsNode(json.GetTypeInfo(type)!, new JsonSchemaExporterOptions
            {
                TreatNullObliviousAsNonNullable = true,
                TransformSchemaNode = (node, made) => Described(node, made, docs),
            });
            schema.AsObject().Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
            schema.AsObject().Insert(1, "title", type.Name);
            yield return (Word().Replace(type.Name, "-").ToLowerInvariant(), schema);
        }
    }

    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode schema, XmlDocs docs)
    {
        var member = context.PropertyInfo?.AttributeProvider as MemberInfo;
        if (member?.IsDefined(typeof(JsonConverterAttribute)) == true)
            schema = new JsonObject { ["$comment"] = "Written by a converter of its own: docs/statements.md", ["type"] = new JsonArray("object", "null") };
        string id = member is null ? $"T:{context.TypeInfo.Type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}";
        if (schema is JsonObject described && string.Join(" ", docs.Paragraphs(id, "summary")) is { Length: > 0 } words)
            described.Insert(0, "description", words);
        return schema;
    }

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Word();
}
