using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink;

/// <summary>
/// Where a storage lies, as <c>storage_info.place</c> says it: copies of a file in storages of one place are lost together and count
/// as one.
/// </summary>
public sealed record StoragePlace
{
    /// <summary>What the owner said.</summary>
    internal const string Owner = "owner";

    /// <summary>A disk, by its own number.</summary>
    internal const string Disk = "disk";

    /// <summary>A file system, by its UUID, where the disk below it has no number of its own.</summary>
    internal const string FileSystem = "file_system";

    /// <summary>A server and what it exports.</summary>
    internal const string Network = "network";

    /// <summary>What tells the place: "owner", "disk", "file_system" or "network".</summary>
    public string Kind { get; set; } = "";

    /// <summary>Which one.</summary>
    public string Id { get; set; } = "";

    /// <summary>How it is known: "owner", "wwid", "serial", "file_system_uuid" or "mount".</summary>
    public string KnownBy { get; set; } = "";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>What is equal, case aside, for one place.</summary>
    [JsonIgnore]
    internal string Key => $"{Kind}\n{Id}".ToUpperInvariant();

    internal static StoragePlace Of(string kind, string id, string knownBy) => new() { Kind = kind, Id = id, KnownBy = knownBy };
}
