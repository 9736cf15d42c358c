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
    private long _files;

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
        if (inventory.Master is { } master)
            _merge.MergeRemovals(master);
    });

    /// <summary>Restores one session as far as its index can be had.</summary>
    internal RestoreReport Restore(SessionSource session, CancellationToken cancellationToken)
    {
        session.Verify(cancellationToken);
        if (session.UsablePath is not { } path)
            return Lost(session, session.State, session.Problem!);
        try
        {
            if (Find(session)?.IndexSha256 != session.Sha256)
                _merge.MergeSession(path, session.Header!, session.Sha256!, Counted(SessionIndexFile.ReadFiles(path)), cancellationToken);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.IndexCorrupt)
        {
            return Lost(session, RestoreState.Damaged, e.Message);
        }

        if (session.Problem is not null)
            reporter.Warning?.Invoke($"{session.Problem} {(path == session.IndexPath ? "It" : $"'{path}'")} was read.");
        return Report(session, session.State, session.Problem, 0);
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
            return inventory.Sessions.Count == 0 ? Report(null, inventory.MasterState, null, 0) : null;
        reporter.Warning?.Invoke(inventory.Master is null
            ? $"{problem} Name, description and removals of the storage are lost; the rest was taken from its session indexes."
            : $"{problem} '{inventory.MasterPath}' was read.");
        return Report(null, inventory.MasterState, problem, 0);
    }

    private MasterIndex Derived() => new() { StorageInfo = _info };

    private SessionRow? Find(SessionSource session) => session.Uuid is { } uuid ? catalog.Sessions.Find(_storageId, uuid) : null;

    private RestoreReport Lost(SessionSource session, string state, string problem)
    {
        reporter.Error?.Invoke(new ImaLinkException(ErrorCode.IndexCorrupt,
            $"The session {session.Number} of '{_info.DisplayName}'{(session.Title is { } title ? $", '{IndexCheck.Excerpt(title)}'," : "")} could not be restored: {problem}", session.IndexPath));
        return Report(session, state, problem, session.Listed?.FileCount ?? 0) with { IndexFile = null };
    }

    private RestoreReport Report(SessionSource? session, string state, string? detail, long lost)
    {
        StorageRow storage = catalog.Storages.Get(_storageId);
        SessionRow? row = session is null ? null : Find(session);
        return new RestoreReport
        {
            Storage = storage.Name,
            StorageUuid = storage.Uuid,
            FullName = inventory.Layout.Root,
            Session = row?.Header.Title ?? session?.Title ?? session?.Number.ToString("'Session '0", CultureInfo.InvariantCulture),
            SessionUuid = session?.Uuid,
            State = state,
            IndexFile = session is null ? inventory.MasterPath : session.UsablePath,
            Restored = row is null ? 0 : catalog.Sessions.FileCount(row.Id),
            Missing = lost + (row is null ? 0 : catalog.Sessions.MissingCount(row.Id)),
            Detail = detail,
        };
    }

    private IEnumerable<FileEntry> Counted(IEnumerable<FileEntry> files)
    {
        foreach (FileEntry file in files)
        {
            if (++_files % 256 == 0)
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Restoring catalog", Item = file.Path, Items = _files });
            yield return file;
        }
    }
}
