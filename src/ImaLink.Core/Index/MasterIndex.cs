using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink.Index;

/// <summary>The master index <c>index.json</c> of a storage (docs/master-index.schema.json).</summary>
public sealed class MasterIndex
{
    /// <summary>The highest version of the format that this version writes: of an index that has companions, albums or a place.</summary>
    public const string CurrentVersion = "2.1";

    /// <summary>The version of an index that has nothing which a reader of 2.0 would not keep up to date.</summary>
    public const string PlainVersion = "2.0";

    /// <summary>The storage itself.</summary>
    public StorageInfo StorageInfo { get; set; } = new();

    /// <summary>Its sessions, by number.</summary>
    public List<SessionSummary> ImportSessions { get; set; } = [];

    /// <summary>Sessions that were removed, so that no merge brings them back.</summary>
    public List<RemovedSession> RemovedSessions { get; set; } = [];

    /// <summary>Raised by each write.</summary>
    public long Revision { get; set; }

    /// <summary>UUID of the catalog that wrote last.</summary>
    public Guid Writer { get; set; }

    /// <summary>Version of the format.</summary>
    public string ImalinkVersion { get; set; } = PlainVersion;

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The <c>storage_info</c> block of the master index.</summary>
public sealed class StorageInfo
{
    /// <summary>UUID of the storage.</summary>
    public Guid Uuid { get; set; }

    /// <summary>Name of its directory.</summary>
    public string DirectoryName { get; set; } = "";

    /// <summary>Where it was last seen: information only.</summary>
    public string? BasePath { get; set; }

    /// <summary>The name its owner gave it.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary>Where it lies: what counts as one copy; null where nothing tells it.</summary>
    public StoragePlace? Place { get; set; }

    /// <summary>When it was created, UTC.</summary>
    public string CreatedAt { get; set; } = "";

    /// <summary>When it was last scanned, UTC.</summary>
    public string? LastScan { get; set; }

    /// <summary>Whether it takes part when no storage is named.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Whether it was moved elsewhere.</summary>
    public bool Retired { get; set; }

    /// <summary>The highest session number ever used here.</summary>
    public int LastSessionNumber { get; set; }

    /// <summary>Number of registered files.</summary>
    public long TotalFiles { get; set; }

    /// <summary>Their size in units of 1,048,576 bytes, with two decimals.</summary>
    public double TotalSizeMb { get; set; }

    /// <summary>Their size in bytes.</summary>
    public long TotalSizeBytes { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>One session as the master index lists it.</summary>
public sealed class SessionSummary
{
    /// <summary>The session's number in this storage.</summary>
    public int Id { get; set; }

    /// <summary>UUID.</summary>
    public Guid Uuid { get; set; }

    /// <summary>Title.</summary>
    public string Title { get; set; } = "";

    /// <summary>When the import began, UTC.</summary>
    public string ImportedAt { get; set; } = "";

    /// <summary>Number of files.</summary>
    public long FileCount { get; set; }

    /// <summary>Path of its index relative to the storage.</summary>
    public string IndexFile { get; set; } = "";

    /// <summary>SHA-256 of that index file.</summary>
    public string IndexSha256 { get; set; } = "";

    /// <summary>Revision of that index file.</summary>
    public long Revision { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A session that was removed.</summary>
public sealed class RemovedSession
{
    /// <summary>UUID.</summary>
    public Guid Uuid { get; set; }

    /// <summary>Its own revision when it was removed: a higher one says that it came back.</summary>
    public long Revision { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
