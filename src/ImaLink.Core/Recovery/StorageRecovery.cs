using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>Restores one storage: its row and tombstones, then each session in a transaction of its own, then what its master index says.</summary>
internal sealed class StorageRecovery(CatalogDatabase catalog, IndexInventory inventory, OperationReporter reporter)
{
    private readonly StorageInfo _info = inventory.Storage!;
    private long _storageId;
    private StorageMerge _merge = null!;
    private SessionRecovery _sessions = null!;

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
        if (inventory.Master is { } master)
            _merge.MergeRemovals(master);
    });

    /// <summary>Restores one session as far as its index can be had.</summary>
    internal RestoreReport Restore(SessionSource session, CancellationToken cancellationToken)
    {
        try
        {
            string? problem = _sessions.Merge(session, cancellationToken);
            if (problem is not null)
                reporter.Warning?.Invoke(problem);
            return Report(session, session.State, problem);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.IndexCorrupt)
        {
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.IndexCorrupt,
                $"The session {session.Number} of '{_info.DisplayName}'{(session.Title is { } title ? $", '{IndexCheck.Excerpt(title)}'," : "")} could not be restored: {e.Message}", session.IndexPath, e));
            return Report(session, session.State == IndexState.Missing ? RestoreState.Missing : RestoreState.Damaged, e.Message) with { IndexFile = null };
        }
    }

    /// <summary>Takes over what is said of the storage itself.</summary>
    /// <returns>A report, where there is something to say.</returns>
    internal RestoreReport? End()
    {
        catalog.Transaction(() =>
        {
            StorageRow known = catalog.Storages.Get(_storageId);
            bool isWhole = inventory.MasterState == IndexState.Valid;
            string? sha256 = isWhole ? inventory.MasterSha256 : null;
            if (isWhole ? known.IndexSha256 != sha256 : known.Revision == 0 || known.Revision < inventory.Master?.Revision)
                _merge.MergeStorage(inventory.Master ?? Derived(), sha256);
            if (!isWhole && !known.Dirty)
                catalog.Storages.MarkDirty(_storageId);
        });
        if (inventory.MasterProblem is not { } problem)
            return inventory.Sessions.Count == 0 ? Report(null, inventory.MasterState, null) : null;
        reporter.Warning?.Invoke(inventory.Master is null
            ? $"{problem} Name, description and removals of the storage are lost; the rest was taken from its session indexes."
            : $"{problem} '{inventory.MasterPath}' was read.");
        return Report(null, inventory.MasterState, problem);
    }

    private MasterIndex Derived() => new() { StorageInfo = _info };

    private RestoreReport Report(SessionSource? session, string state, string? detail)
    {
        StorageRow storage = catalog.Storages.Get(_storageId);
        SessionRow? row = session is null ? null : _sessions.Known(session);
        long restored = row is null ? 0 : catalog.Sessions.FileCount(row.Id);
        // What the master index counts and nothing could be read of.
        long lost = detail is null ? 0 : Math.Max(0, (session?.Listed?.FileCount ?? 0) - restored);
        bool isDamaged = session is not null && File.Exists(session.IndexPath);
        return new RestoreReport
        {
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            FullName = inventory.Layout.Root,
            Session = row?.Header.Title ?? session?.Title ?? session?.Number.ToString("'Session '0", CultureInfo.InvariantCulture),
            SessionUuid = session?.Uuid,
            State = state,
            IndexFile = session is null ? inventory.MasterPath : session.UsablePath,
            Restored = restored,
            Missing = (isDamaged ? 0 : lost) + (row is null ? 0 : catalog.Sessions.MissingCount(row.Id)),
            Damaged = (isDamaged ? lost : 0) + (row?.Refused ?? 0),
            Detail = detail,
        };
    }
}
