using ImaLink.Catalog;
using ImaLink.Storage;

namespace ImaLink.Reconcile;

/// <summary>
/// Forgets files where they were, when they have been found in another storage: with a tombstone, so that no merge brings
/// them back. Where the former storage cannot be written now they stay there, and its next scan finds them missing.
/// </summary>
internal sealed class Departures(CatalogDatabase catalog, DurableFiles files)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    internal void Forget(List<long> departed, OperationReporter reporter, CancellationToken cancellationToken)
    {
        foreach (var group in departed.Select(catalog.Files.Get).GroupBy(row => row.StorageId))
        {
            StorageRow storage = catalog.Storages.Get(group.Key);
            try
            {
                using StorageWriter writer = StorageWriter.Open(catalog, storage, files, Patience, cancellationToken);
                catalog.Transaction(() =>
                {
                    foreach (FileRow row in group)
                        Forget(row);
                });
                writer.WriteIndexes(CancellationToken.None);
            }
            catch (ImaLinkException e)
            {
                reporter.Warning?.Invoke($"The files that moved here stay recorded as missing in '{storage.Name}': {e.Message}");
            }
        }
    }

    private void Forget(FileRow row)
    {
        SessionRow session = catalog.Sessions.Get(row.SessionId);
        catalog.Sessions.AddRemoved(session.Id, row.Path, row.Sha256, session.Header.Revision + 1);
        catalog.Files.Delete(row.Id);
        catalog.Sessions.MarkDirty(session.Id);
    }
}
