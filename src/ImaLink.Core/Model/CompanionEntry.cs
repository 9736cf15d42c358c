using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink;

/// <summary>A file that travels with an image file, as indexes, catalog and objects say it.</summary>
public sealed class CompanionEntry
{
    /// <summary>Path relative to the storage.</summary>
    public string Path { get; set; } = "";

    /// <summary>Length in bytes.</summary>
    public long FileSize { get; set; }

    /// <summary>Lower-case hex SHA-256 of all bytes.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>What it is: "xmp", "aae", ….</summary>
    public string Kind { get; set; } = "";

    /// <summary>When it was last modified, UTC.</summary>
    public string? ModifiedAt { get; set; }

    /// <summary>"Present" or "Missing" (<see cref="FileState"/>).</summary>
    public string? State { get; set; }

    /// <summary>Since when it is missing, UTC.</summary>
    public string? MissingSince { get; set; }

    /// <summary>When all its bytes were last read and found as recorded, UTC.</summary>
    public string? LastVerified { get; set; }

    /// <summary>What a sidecar said when that was last taken over, in short: eight digits of each word. Null where it was not read for words.</summary>
    public string? Words { get; set; }

    /// <summary>What it held before, oldest first.</summary>
    public List<FormerContent>? Previous { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
