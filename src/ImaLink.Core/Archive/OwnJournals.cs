using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Archive;

/// <summary>
/// Operations that this catalog began and that were interrupted, read without the lock: what a command that is given again looks for
/// when it finds nothing to do any more.
/// </summary>
internal sealed class OwnJournals(CatalogDatabase catalog, DurableFiles files)
{
    /// <summary>Those of all storages that are accessible.</summary>
    internal IEnumerable<(StorageRow Storage, Journal Journal)> Of(string kind) =>
        from storage in catalog.Storages.All().Where(StorageProbe.IsOnline)
        from journal in Of(catalog.Uuid, files, new StorageLayout(storage.Root), kind)
        select (storage, journal);

    /// <summary>Those of one storage.</summary>
    internal static IEnumerable<Journal> Of(Guid catalog, DurableFiles files, StorageLayout layout, string kind) =>
        Journal.Unfinished(files, layout).Where(journal => journal.Kind == kind && journal.IsOf(catalog));
}
