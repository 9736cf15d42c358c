using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Rebuilds the catalog from the indexes of storages: a merge into an empty catalog or one that knows something already.
/// Storages are read, never written. Done twice it changes nothing, and the order does not matter.
/// </summary>
public sealed class RecoveryService(CatalogDatabase catalog)
{
    /// <summary>
    /// The storages under some folders that can be restored, the oldest first. One that lies in two places is told and left
    /// out, unless one of them was retired by a move, or the catalog uses one of them.
    /// </summary>
    /// <param name="paths">Storages, or folders in which they are looked for.</param>
    /// <param name="reporter">Takes what cannot be restored: NotAStorage, IndexCorrupt, StorageCloned.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IReadOnlyList<IndexInventory> Find(IEnumerable<string> paths, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, IndexInventory>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            bool any = false;
            foreach (string root in new StorageSearch(reporter).Run(Path.TrimEndingDirectorySeparator(path), cancellationToken))
            {
                any = true;
                if (!found.ContainsKey(RealPath.Of(root)))
                    found.Add(RealPath.Of(root), IndexInventory.Read(root, cancellationToken));
            }

            if (!any)
                reporter.Error?.Invoke(new ImaLinkException(ErrorCode.NotAStorage, $"No FileStorage lies in '{path}'. Is the drive connected?", path));
        }

        foreach (IndexInventory unknown in found.Values.Where(storage => storage.Storage is null))
        {
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.IndexCorrupt,
                $"Nothing in '{unknown.Layout.Root}' tells which storage it was. {unknown.MasterProblem} Its photos can be imported into a new storage.", unknown.Layout.Root));
        }

        var places = new StoragePlaces(catalog, reporter);
        return [.. found.Values.Where(storage => storage.Storage is not null).GroupBy(storage => storage.Storage!.Uuid)
            .Select(same => places.Choose([.. same])).OfType<IndexInventory>()
            .OrderBy(storage => storage.Storage!.CreatedAt, StringComparer.Ordinal).ThenBy(storage => storage.Storage!.Uuid)];
    }

    /// <summary>Makes the catalog ready to take very much at once, until what is returned is disposed; for an empty one that is faster.</summary>
    /// <returns>Null where the catalog holds files already.</returns>
    public IDisposable? BeginLoad() => BulkLoad.Begin(catalog);

    /// <summary>Restores one storage with everything its indexes say.</summary>
    /// <param name="storage">One that <see cref="Find"/> gave.</param>
    /// <param name="request">How.</param>
    /// <param name="report">Takes a report on each session, and one on the storage where there is something to say of it.</param>
    /// <param name="reporter">Takes progress, and an error for each session that is lost.</param>
    /// <param name="cancellationToken">Stops; sessions that were restored stay so.</param>
    /// <exception cref="ImaLinkException">The catalog cannot be written.</exception>
    public void Restore(IndexInventory storage, RestoreRequest request, Action<RestoreReport> report, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var recovery = new StorageRecovery(catalog, storage, request.Verify, reporter);
        recovery.Begin();
        recovery.MergeAlbums(cancellationToken); // before the photos, whose full text is written once then
        var lost = new List<(SessionSource Session, string Problem)>();
        foreach (SessionSource session in recovery.Order(cancellationToken))
        {
            if (recovery.Merge(session, cancellationToken) is { } problem)
                lost.Add((session, problem));
            else
                report(recovery.Report(session, null, cancellationToken));
        }

        recovery.Settle();
        foreach ((SessionSource session, _) in lost.Where(item => item.Session.Early is not null))
            recovery.FindAgain(session, cancellationToken);
        if (request.ScanOrphans)
            recovery.ScanOrphans(lost.ConvertAll(item => item.Session), cancellationToken);
        foreach ((SessionSource session, string problem) in lost)
            report(recovery.Report(session, problem, cancellationToken));
        foreach (RestoreReport rest in recovery.Rest(cancellationToken))
            report(rest);
    }
}
