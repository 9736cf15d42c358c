using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink.Index;

/// <summary>A file of a session that belongs to no photo, such as the description of an album: kept byte for byte.</summary>
public sealed class DocumentEntry
{
    /// <summary>Path relative to the storage.</summary>
    public string Path { get; set; } = "";

    /// <summary>Lower-case hex SHA-256 of all bytes.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Length in bytes.</summary>
    public long FileSize { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
