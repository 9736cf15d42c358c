using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImaLink.Index;

/// <summary>The <c>import_session</c> block of a session index.</summary>
public sealed class SessionHeader
{
    /// <summary>The session's number in its storage; never reused.</summary>
    public int Id { get; set; }

    /// <summary>UUID of the session.</summary>
    public Guid Uuid { get; set; }

    /// <summary>Title.</summary>
    public string Title { get; set; } = "";

    /// <summary>Description.</summary>
    public string? Description { get; set; }

    /// <summary>When the import began, UTC.</summary>
    public string ImportedAt { get; set; } = "";

    /// <summary>Author of the photos, unless a photo says otherwise.</summary>
    public AuthorEntry? DefaultAuthor { get; set; }

    /// <summary>UUID of the storage.</summary>
    public Guid FileStorageUuid { get; set; }

    /// <summary>Name of the storage's directory.</summary>
    public string? StorageDirectory { get; set; }

    /// <summary>Where the photos came from.</summary>
    public string? SourcePath { get; set; }

    /// <summary>True where the files were registered where they lay; else absent.</summary>
    public bool? InPlace { get; set; }

    /// <summary>
    /// The zone that the photos were taken in, by IANA's name: times that are UTC by nature, as those of films, are placed, sorted and
    /// found in it. Absent where nobody said.
    /// </summary>
    public string? TimeZone { get; set; }

    /// <summary>"Incomplete" until all of it is done, previews too, or "Completed" (<see cref="SessionStatus"/>).</summary>
    public string? Status { get; set; }

    /// <summary>How many files got which verdict.</summary>
    public SessionCounts? Counts { get; set; }

    /// <summary>Bytes copied (or registered in place).</summary>
    public long Bytes { get; set; }

    /// <summary>How long the import worked, in seconds.</summary>
    public double DurationSeconds { get; set; }

    /// <summary>Files that were removed from the session, so that no merge brings them back.</summary>
    public List<RemovedFile>? RemovedFiles { get; set; }

    /// <summary>Raised by each write.</summary>
    public long Revision { get; set; }

    /// <summary>UUID of the catalog that wrote last.</summary>
    public Guid Writer { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>Counts one source file. A ledger may say anything: the sum of its sizes ends at its bound.</summary>
    internal void Count(LedgerEntry line)
    {
        (Counts ??= new SessionCounts()).Add(line);
        Bytes = Math.Min(Sizes.Max, Bytes + (line.Path is null ? 0 : line.FileSize));
    }

    /// <summary>The same session in another storage, for files of it that lie there.</summary>
    internal SessionHeader ContinuedIn(Guid storage, string directory) => new()
    {
        Uuid = Uuid,
        Title = Title,
        Description = Description,
        ImportedAt = ImportedAt,
        DefaultAuthor = DefaultAuthor,
        FileStorageUuid = storage,
        StorageDirectory = directory,
        SourcePath = SourcePath,
        TimeZone = TimeZone,
        Status = SessionStatus.Completed,
    };
}

/// <summary>The values of a session's <c>status</c>.</summary>
public static class SessionStatus
{
    /// <summary>The import has begun and is not finished; it can be resumed.</summary>
    public const string Incomplete = "Incomplete";

    /// <summary>Every source file has its verdict.</summary>
    public const string Completed = "Completed";
}

/// <summary>An author as an index names them.</summary>
public sealed class AuthorEntry
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>E-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>Understands <c>Name</c> and <c>Name &lt;e-mail&gt;</c>.</summary>
    public static AuthorEntry Parse(string text)
    {
        int bracket = text.IndexOf('<', StringComparison.Ordinal);
        return bracket > 0 && text.EndsWith('>')
            ? new AuthorEntry { Name = text[..bracket].Trim(), Email = text[(bracket + 1)..^1].Trim() }
            : new AuthorEntry { Name = text.Trim() };
    }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>How many source files got which verdict; the verdicts add up to <see cref="SourceFiles"/>.</summary>
public sealed class SessionCounts
{
    /// <summary>All source files.</summary>
    public int SourceFiles { get; set; }

    /// <summary>Imported.</summary>
    public int Imported { get; set; }

    /// <summary>Held already, byte for byte.</summary>
    public int Duplicate { get; set; }

    /// <summary>The same image in other bytes; kept as a further file.</summary>
    public int Variant { get; set; }

    /// <summary>Travelled with a photo.</summary>
    public int Companion { get; set; }

    /// <summary>Left out, with a reason.</summary>
    public int Skipped { get; set; }

    /// <summary>Changed while it was read.</summary>
    public int StillChanging { get; set; }

    /// <summary>Could not be read or placed.</summary>
    public int Failed { get; set; }

    /// <summary>Of all of them, those whose image ends early, or seems to.</summary>
    public int EndingEarly { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>Counts one source file.</summary>
    internal void Add(LedgerEntry line)
    {
        SourceFiles++;
        EndingEarly += line.EndsEarly == true ? 1 : 0;
        switch (line.Verdict)
        {
            case ImportVerdict.Imported: Imported++; break;
            case ImportVerdict.Duplicate: Duplicate++; break;
            case ImportVerdict.Variant: Variant++; break;
            case ImportVerdict.Companion: Companion++; break;
            case ImportVerdict.Skipped: Skipped++; break;
            case ImportVerdict.StillChanging: StillChanging++; break;
            default: Failed++; break;
        }
    }
}

/// <summary>A file that was removed from a session.</summary>
public sealed class RemovedFile
{
    /// <summary>Its path in the storage.</summary>
    public string Path { get; set; } = "";

    /// <summary>Its SHA-256.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>The session's revision that removed it.</summary>
    public long Revision { get; set; }

    /// <summary>
    /// A word of <see cref="TrashReason"/>, where a command took these very bytes to the trash on request; null where they were not there any more,
    /// had decayed, or are a former version. Earlier versions did not say.
    /// </summary>
    public string? Reason { get; set; }

    /// <summary>Which removal a replica followed by it; null where none, and where it is not known.</summary>
    public FollowedRemoval? Followed { get; set; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A removal in the source of a replica: the file may have lain elsewhere there.</summary>
/// <param name="Path">Where the file lay in the source.</param>
/// <param name="Revision">The session's revision there that removed it.</param>
public sealed record FollowedRemoval(string Path, long Revision);
