using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Edits that a backup has and that stood in no index when it was made. Where the index was written since, the edit is in it or was
/// overtaken, and must not be taken for the last word again.
/// </summary>
internal sealed class StaleEdits(CatalogDatabase catalog)
{
    /// <summary>Lets go of the edits whose index is no longer the one that the backup remembers, or cannot be looked at; tells which.</summary>
    internal void Settle(OperationReporter reporter) => catalog.Transaction(() =>
    {
        foreach (StorageRow storage in catalog.Storages.All())
        {
            var layout = new StorageLayout(storage.Root);
            if (storage.Pending.Length > 0 && !IsRemembered(layout.MasterIndex, storage.IndexSha256))
            {
                catalog.Storages.Update(storage with { Pending = "" });
                Tell($"the storage '{storage.Name}'", storage.Pending);
            }

            foreach (SessionRow session in catalog.Sessions.OfStorage(storage.Id))
            {
                if (session.Pending.Length == 0 || IsRemembered(layout.SessionIndex(session.Header.Id), session.IndexSha256))
                    continue;
                catalog.Sessions.Update(session with { Pending = "" });
                Tell($"the session '{session.Header.Title}' in '{storage.Name}'", session.Pending);
            }
        }

        catalog.Statements.LetVersionsDecide();
        catalog.AlbumFields.LetVersionsDecide();

        void Tell(string of, string columns) => reporter.Warning?.Invoke(
            $"The backup has an edit of {of} ({columns.Replace(",", ", ", StringComparison.Ordinal)}) that was not yet in the index. The index has changed since, is offline or cannot be read, so what it says counts; make the edit again if it is lost.");
    });

    private static bool IsRemembered(string index, string? sha256)
    {
        try
        {
            return IndexDigest.Of(index) == sha256;
        }
        catch (ImaLinkException)
        {
            return false; // not there, or not readable
        }
    }
}
