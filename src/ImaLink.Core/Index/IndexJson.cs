using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink.Index;

/// <summary>
/// How the indexes are written as JSON: snake_case, indented, LF, unknown values left out, letters of all languages as
/// themselves (the files are UTF-8 and no web page). Read strictly: duplicate keys and deep nesting are refused, as is null where there
/// has to be a value.
/// </summary>
[JsonSerializable(typeof(MasterIndex))]
[JsonSerializable(typeof(SessionHeader))]
[JsonSerializable(typeof(FileEntry))]
[JsonSerializable(typeof(DocumentEntry))]
[JsonSerializable(typeof(PhotoBlock))]
[JsonSerializable(typeof(SaidLine))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(AuthorEntry))]
[JsonSerializable(typeof(List<FormerContent>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(StoragePlace))]
[JsonSerializable(typeof(PhotoFilter))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class IndexJson : JsonSerializerContext
{
    /// <summary>Deeper nesting than this is refused.</summary>
    internal const int MaxDepth = 32;

    internal static readonly IndexJson Instance = new(NewOptions());

    /// <summary>How everything is written that lies in a storage.</summary>
    internal static JsonSerializerOptions NewOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        MaxDepth = MaxDepth,
    };

    /// <summary>Whether this is how reading JSON says that a document is malformed.</summary>
    internal static bool IsMalformed(Exception e) =>
        e is JsonException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException;

    /// <summary>What is wrong with a malformed document: in our words where we refused it, else without the words of the library that did.</summary>
    internal static string Problem(Exception malformed) =>
        malformed is JsonException && malformed.Source == typeof(IndexJson).Assembly.GetName().Name ? malformed.Message.TrimEnd('.') : "it is cut off or overwritten there";

    internal static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
