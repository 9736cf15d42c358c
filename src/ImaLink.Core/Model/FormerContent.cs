using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink;

/// <summary>What a file or companion held before it was changed.</summary>
public sealed class FormerContent
{
    /// <summary>Lower-case hex SHA-256 of all bytes.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Length in bytes.</summary>
    public long FileSize { get; set; }

    /// <summary>When the change was recorded, UTC.</summary>
    public string? Until { get; set; }

    /// <summary>The order of contents: raised by each change of the file. Earlier versions did not write it.</summary>
    public long? Revision { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
