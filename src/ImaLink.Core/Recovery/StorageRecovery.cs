using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>Restores one storage: its row and tombstones, then each session in a transaction of its own, then what its master index says.</summary>
internal sealed class StorageRecovery(CatalogDatabase catalog, IndexInventory inventory, RestoreVerification verification, OperationReporter reporter)
{
    private readonly StorageInfo _info = inventory.Storage!;
    private long _storageId;
    private StorageMerge _merge = null!;
    private SessionRecovery _sessions = null!;
    private OrphanScan _orphans = null!;
    private readonly Dictionary<int, long> _early = [];
    private readonly RestoredFileCheck _check = new(catalog, inventory.Layout, verification, reporter);

    /// <summary>Makes the storage known, where it lies now.</summary>
    internal void Begin() => catalog.Transaction(() =>
    {
        (string name, string basePath) = (Path.GetFileName(inventory.Layout.Root), Path.GetDirectoryName(inventory.Layout.Root)!);
        if (catalog.Storages.Find(_info.Uuid) is { } known)
        {
            _storageId = known.Id;
            if ((known.DirectoryName, known.BasePath) != (name, basePath))
                catalog.Storages.Update(known with { DirectoryName = name, BasePath = basePath });
        }
        else
        {
            _storageId = catalog.Storages.Insert(new StorageRow
            {
                Uuid = _info.Uuid,
                Name = new StorageNaming(catalog).Take(_info),
                DirectoryName = name,
                BasePath = basePath,
                CreatedAt = _info.CreatedAt,
            });
        }

        _merge = new StorageMerge(catalog, inventory.Layout, _storageId);
        _sessions = new SessionRecovery(catalog, inventory.Layout, _storageId, reporter);
        _orphans = new OrphanScan(catalog, inventory, _storageId, reporter);
        if (inventory.Master is { } master)
            _merge.MergeRemovals(master);
    });

    /// <summary>
    /// The sessions in the order in which they are restored: those of which only a former version can be had after the others, which
    /// know better whose a file is now.
    /// </summary>
    internal IReadOnlyList<SessionSource> Order(CancellationToken cancellationToken)
    {
        foreach (SessionSource session in inventory.Sessions)
            session.Verify(cancellationToken);
        return [.. inventory.Sessions.OrderBy(session => session.IsFormer)];
    }

    /// <summary>Restores one session as far as its index can be had.</summary>
    /// <returns>What is wrong; null where all is well.</returns>
    internal string? Merge(SessionSource session, CancellationToken cancellationToken)
    {
        try
        {
            return _sessions.Merge(session, cancellationToken);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.IndexCorrupt)
        {
            return e.Message;
        }
    }

    /// <summary>Takes over what is said of the storage itself; after all its sessions.</summary>
    internal void Settle() => catalog.Transaction(() =>
    {
        StorageRow known = catalog.Storages.Get(_storageId);
        bool isWhole = inventory.MasterState == IndexState.Valid;
        string? sha256 = isWhole ? inventory.MasterSha256 : null;
        if (isWhole ? known.IndexSha256 != sha256 : known.Revision == 0 || known.Revision < inventory.Master?.Revision)
            _merge.MergeStorage(inventory.Master ?? new MasterIndex { StorageInfo = _info }, sha256);
        if (!isWhole && !catalog.Storages.Get(_storageId).Dirty)
            catalog.Storages.MarkDirty(_storageId);
    });

    /// <summary>Takes over the albums; one of which nothing can be read is an error, and the rest goes on.</summary>
    internal void MergeAlbums(CancellationToken cancellationToken)
    {
        var merge = new AlbumMerge(catalog, inventory.Layout, _storageId);
        IReadOnlyList<Guid> albums = [];
        try
        {
            albums = inventory.Layout.PresentAlbums();
        }
        catch (ImaLinkException e)
        {
            reporter.Error?.Invoke(e);
        }

        foreach (Guid album in albums)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (merge.Recover(album, cancellationToken) is { } problem)
                    reporter.Warning?.Invoke(problem);
            }
            catch (ImaLinkException e) when (e.Code is ErrorCode.IndexCorrupt or ErrorCode.ReadFailed or ErrorCode.AccessDenied or ErrorCode.PathNotFound)
            {
                reporter.Error?.Invoke(e);
            }
        }

        catalog.Transaction(catalog.AlbumFiles.Complete);
    }

    /// <summary>Looks for the files of a session whose index the first implementation wrote.</summary>
    internal void FindAgain(SessionSource session, CancellationToken cancellationToken) =>
        _early[session.Number] = new EarlyRecovery(catalog, inventory.Layout, _storageId, reporter).Run(session, cancellationToken);

    /// <summary>Looks for the files of sessions that are not whole.</summary>
    internal void ScanOrphans(IReadOnlyList<SessionSource> lost, CancellationToken cancellationToken) => _orphans.Run(lost, cancellationToken);

    /// <summary>Reports on a session, after its files were looked at.</summary>
    /// <param name="session">The session.</param>
    /// <param name="problem">What is wrong with its index.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal RestoreReport Report(SessionSource session, string? problem, CancellationToken cancellationToken)
    {
        SessionRow? row = _sessions.Known(session);
        if (problem is not null && row is not null)
            reporter.Warning?.Invoke(problem);
        else if (problem is not null)
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.IndexCorrupt, $"The session {session.Number} of '{_info.DisplayName}'{Named(session)} could not be restored: {problem}", session.IndexPath));
        bool isFoundAgain = session.State == IndexState.Missing && row is not null;
        RestoreReport report = Report(row, isFoundAgain ? RestoreState.Recovered : session.State, problem, cancellationToken);
        // What the master index counts and was not found.
        long lost = problem is null ? 0 : _early.TryGetValue(session.Number, out long notFound) ? notFound : Math.Max(0, (session.Listed?.FileCount ?? 0) - report.Restored);
        bool isDamaged = session.State != IndexState.Early && File.Exists(session.IndexPath);
        return report with
        {
            Session = row?.Header.Title ?? session.Title ?? session.Number.ToString("'Session '0", CultureInfo.InvariantCulture),
            SessionUuid = session.Uuid,
            IndexFile = session.UsablePath ?? (session.IsDamaged && row is not null ? session.IndexPath : null),
            Missing = report.Missing + (isDamaged ? 0 : lost),
            Damaged = report.Damaged + Math.Max(isDamaged ? lost : 0, row?.Refused ?? 0),
        };
    }

    /// <summary>Reports on the storage, and on files of which the session cannot be told, where there is something to say.</summary>
    internal IEnumerable<RestoreReport> Rest(CancellationToken cancellationToken)
    {
        if (_orphans.Recovered is { } recovered)
            yield return Report(recovered, RestoreState.Recovered, recovered.Header.Description, cancellationToken) with { Session = recovered.Header.Title, SessionUuid = recovered.Header.Uuid };
        if (_orphans.New > 0)
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{_orphans.New} photo(s) in '{inventory.Layout.Photos}' were never registered. Sync-ImaFileStorage -AddNew registers them."));
        if (inventory.MasterProblem is { } problem)
        {
            reporter.Warning?.Invoke(inventory.Master is null
                ? $"{problem} Name, description and removals of the storage are lost; the rest was taken from its session indexes."
                : $"{problem} '{inventory.MasterPath}' was read.");
        }

        if (inventory.MasterProblem is not null || inventory.Sessions.Count == 0)
            yield return Report(null, inventory.MasterState, inventory.MasterProblem, cancellationToken) with { IndexFile = inventory.MasterPath };
    }

    private RestoreReport Report(SessionRow? row, string state, string? detail, CancellationToken cancellationToken)
    {
        StorageRow storage = catalog.Storages.Get(_storageId);
        (long missing, long damaged) = row is null ? (0, 0) : _check.Run(row.Id, cancellationToken);
        return new RestoreReport
        {
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            FullName = inventory.Layout.Root,
            State = state,
            Restored = row is null ? 0 : catalog.Sessions.FileCount(row.Id),
            Missing = missing + (row is null ? 0 : catalog.Sessions.MissingCount(row.Id)),
            Damaged = damaged,
            Detail = detail,
        };
    }

    private static string Named(SessionSource session) => session.Title is { } title ? $", '{IndexCheck.Excerpt(title)}'," : "";
}
