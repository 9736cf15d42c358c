using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>
/// Records files as missing where they were, when they have been found in another storage. Nothing of them is forgotten: it may be
/// a copy that was found, and the file itself elsewhere in its storage, which only a scan of that one can tell. Where the former storage
/// cannot be written now, its next scan finds them missing.
/// </summary>
internal sealed class Departures(CatalogDatabase catalog, DurableFiles files)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    internal void Record(List<long> departed, string now, OperationReporter reporter, CancellationToken cancellationToken)
    {
        foreach (var group in departed.Select(catalog.Files.Find).OfType<FileRow>().GroupBy(row => row.StorageId))
        {
            StorageRow storage = catalog.Storages.Get(group.Key);
            try
            {
                using StorageWriter writer = StorageWriter.Open(catalog, storage, files, Patience, cancellationToken);
                catalog.Transaction(() =>
                {
                    foreach (FileRow row in group)
                        Record(row.Id, writer.Layout, now);
                });
                writer.WriteIndexes(CancellationToken.None);
            }
            catch (ImaLinkException e)
            {
                reporter.Warning?.Invoke($"The files that moved here count as present in '{storage.Name}' until Sync-ImaFileStorage is run on it: {e.Message}");
            }
        }
    }

    /// <summary>Opening has merged what other catalogs did: the file may be known at another place there, or be forgotten.</summary>
    private void Record(long id, StorageLayout layout, string now)
    {
        if (catalog.Files.Find(id) is not { State: FileState.Present } row || File.Exists(layout.FullName(row.Path)))
            return;
        catalog.Files.SetMissing(id, now);
        catalog.Sessions.MarkDirty(row.SessionId);
    }
}
