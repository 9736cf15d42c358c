using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Integrity;

/// <summary>
/// What was read of files without the lock of their storage is in the catalog; at the end it goes into the storage's indexes. Where that cannot be, nothing
/// is lost: they get it with the next command that can write them.
/// </summary>
/// <param name="catalog">The catalog.</param>
/// <param name="files">Writes.</param>
/// <param name="lockTimeout">How long a storage that another process writes is waited for.</param>
/// <param name="what">What is kept, as the beginning of a sentence.</param>
internal sealed class KeptInCatalog(CatalogDatabase catalog, DurableFiles files, TimeSpan lockTimeout, string what)
{
    /// <summary>Writes the indexes of a storage that are due.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="before">What is to be done first, with the storage locked.</param>
    /// <param name="reporter">Who is told where that cannot be.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether they were written, or could not be for a reason that lies in no damage.</returns>
    internal bool Write(StorageRow storage, Action<StorageWriter>? before, OperationReporter reporter, CancellationToken cancellationToken)
    {
        string kept = $"{what} is kept in the catalog, and not yet in the indexes of '{storage.Name}', which get it with the next command that can write them.";
        try
        {
            using StorageWriter writer = StorageWriter.Open(catalog, storage, files, lockTimeout, cancellationToken);
            before?.Invoke(writer);
            writer.WriteIndexes(cancellationToken);
            return true;
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.StorageBusy or ErrorCode.StorageRetired)
        {
            reporter.Detail?.Invoke($"{kept} {e.Message}"); // others write there, or nobody does any more
            return true;
        }
        catch (ImaLinkException e)
        {
            // What was found has been told, and is kept in the catalog: nothing is lost that would be worth an error.
            reporter.Warning?.Invoke($"{kept} {e.Message}");
            return e.Code is ErrorCode.ReadOnly or ErrorCode.AccessDenied or ErrorCode.IndexTooNew or ErrorCode.StorageFull or ErrorCode.StorageOffline;
        }
    }
}
