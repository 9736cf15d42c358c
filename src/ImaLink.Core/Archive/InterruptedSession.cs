using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Archive;

/// <summary>
/// An import or a copy of a session that was interrupted, as its journal in the storage tells. A journal can be written by whoever can
/// write the storage, and names files of this computer: one that this catalog did not begin goes on only after its sources were shown and
/// confirmed.
/// </summary>
public sealed class InterruptedSession
{
    private const int MaxPlaces = 20;

    /// <summary>"import", or "copy" of a session from another storage.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the storage.</summary>
    public required string Storage { get; init; }

    /// <summary>UUID of the storage.</summary>
    public required Guid StorageUuid { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Title { get; init; }

    /// <summary>UUID of the session.</summary>
    public required Guid SessionUuid { get; init; }

    /// <summary>Whether this catalog began it, and its sources are what they were then.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Digest of the list of its source files, or of the plan of a copy: what is confirmed.</summary>
    public required string SourcesSha256 { get; init; }

    /// <summary>
    /// Where its source files really lie, for a person: each folder with the number of files, or the storage that a copy is of. Empty where
    /// this catalog began it.
    /// </summary>
    public required string Sources { get; init; }

    /// <summary>The process that writes the storage at this moment, so that it may just be carried out; null where none does.</summary>
    public string? HeldBy { get; init; }

    internal static InterruptedSession Of(CatalogDatabase catalog, StorageRow storage, ImportJournal journal)
    {
        SessionHeader session = journal.Plan.Session;
        string sha256 = journal.SourcesSha256;
        bool isOwn = catalog.BegunOperations.Has(session.Uuid, sha256);
        return new InterruptedSession
        {
            Kind = ImportPlan.JournalKind,
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            Title = session.Title,
            SessionUuid = session.Uuid,
            IsOwn = isOwn,
            SourcesSha256 = sha256,
            Sources = isOwn ? "" : Places(journal),
            HeldBy = StorageLock.HolderOf(new StorageLayout(storage.Root)),
        };
    }

    /// <summary>The error where there is nothing to go on with.</summary>
    public static ImaLinkException NoneFound(string? target) => new(ErrorCode.NothingToResume,
        "No import and no copy of a session that was interrupted was found on the storages that are accessible.", target);

    /// <summary>Why a session that is not all there cannot be used: it is being worked on, or was interrupted.</summary>
    internal static ImaLinkException Incomplete(StorageRow storage, string title, string what) => new(ErrorCode.SessionIncomplete,
        $"The session '{title}' in '{storage.Name}' {what}: " + (StorageLock.HolderOf(new StorageLayout(storage.Root)) is { } holder
            ? $"{holder} writes that storage at this moment. Run the command again when it has ended."
            : "its import or copy was interrupted. Go on with Resume-ImaSession."), title);

    internal static ImaLinkException Unconfirmed(string kind, string storage, string title) => new(ErrorCode.NothingToResume,
        $"The {kind} '{IndexCheck.Excerpt(title)}' into the storage '{storage}' was not begun by this catalog, and its journal names {(kind == ImportPlan.JournalKind ? "files of this computer as its sources" : "a storage that files would be copied from")}. "
        + "To see them and to go on with it, name it: Resume-ImaSession -Session with its title.", title);

    /// <summary>The folders of the source files, links in their paths followed, in the order in which they occur.</summary>
    private static string Places(ImportJournal journal)
    {
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        long more = 0;
        foreach (PlannedFile file in journal.Sources())
        {
            string folder = Path.GetDirectoryName(RealPath.Of(file.Path)) ?? file.Path;
            if (places.TryGetValue(folder, out long count) || places.Count < MaxPlaces)
                places[folder] = count + 1;
            else
                more++;
        }

        IEnumerable<string> told = places.Select(place => string.Create(CultureInfo.InvariantCulture, $"'{place.Key}' ({place.Value} {(place.Value == 1 ? "file" : "files")})"));
        return string.Join(", ", more == 0 ? told : told.Append(string.Create(CultureInfo.InvariantCulture, $"and {more} {(more == 1 ? "file" : "files")} in other folders")));
    }
}
