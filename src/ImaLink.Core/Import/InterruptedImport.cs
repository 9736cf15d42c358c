using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Import;

/// <summary>
/// An import that was interrupted, as its journal in the storage tells. A journal can be written by whoever can write the storage,
/// and names files of this computer: one that this catalog did not begin goes on only after its sources were shown and confirmed.
/// </summary>
public sealed class InterruptedImport
{
    private const int MaxPlaces = 20;

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

    /// <summary>Digest of the list of its source files: what is confirmed.</summary>
    public required string SourcesSha256 { get; init; }

    /// <summary>Where its source files really lie, for a person: each folder with the number of files. Empty where this catalog began it.</summary>
    public required string Sources { get; init; }

    internal static InterruptedImport Of(CatalogDatabase catalog, StorageRow storage, ImportJournal journal)
    {
        SessionHeader session = journal.Plan.Session;
        string sha256 = journal.SourcesSha256;
        bool isOwn = catalog.BegunImports.Has(session.Uuid, sha256);
        return new InterruptedImport
        {
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            Title = session.Title,
            SessionUuid = session.Uuid,
            IsOwn = isOwn,
            SourcesSha256 = sha256,
            Sources = isOwn ? "" : Places(journal),
        };
    }

    internal static ImaLinkException Unconfirmed(string storage, string title) => new(ErrorCode.NothingToResume,
        $"The import '{IndexCheck.Excerpt(title)}' into the storage '{storage}' was not begun by this catalog, and its journal names files of this computer as its sources. "
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

        IEnumerable<string> told = places.Select(place => string.Create(CultureInfo.InvariantCulture, $"'{place.Key}' ({place.Value} files)"));
        return string.Join(", ", more == 0 ? told : told.Append(string.Create(CultureInfo.InvariantCulture, $"and {more} files in other folders")));
    }
}
