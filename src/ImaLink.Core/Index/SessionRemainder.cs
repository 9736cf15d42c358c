using System.Text.Json;

namespace ImaLink.Index;

/// <summary>
/// What a session index holds beside the session and its files: fields that this version does not know, which have no place
/// in the catalog and go from the index that is replaced into the one that replaces it.
/// </summary>
internal sealed class SessionRemainder
{
    // The order in which an index has them; written anew each time.
    private static readonly string[] Known = ["total_files", "total_size_bytes", "index_generated", "imalink_version"];

    internal Dictionary<string, JsonElement> TopLevel { get; } = [];

    internal Dictionary<string, JsonElement>? Statistics { get; private set; }

    internal Dictionary<string, JsonElement>? Counts { get; set; }

    /// <summary>The version that wrote the index.</summary>
    internal string Version { get; private set; } = MasterIndex.PlainVersion;

    internal void TakeStatistics(Dictionary<string, JsonElement>? statistics)
    {
        if (statistics is null)
            return;
        if (statistics.TryGetValue("imalink_version", out JsonElement version) && version.ValueKind == JsonValueKind.String)
            Version = version.GetString()!;
        foreach (string name in Known)
            statistics.Remove(name);
        Statistics = statistics;
    }

    internal static void Write(Utf8JsonWriter writer, Dictionary<string, JsonElement>? fields)
    {
        foreach ((string name, JsonElement value) in fields ?? [])
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }
}
