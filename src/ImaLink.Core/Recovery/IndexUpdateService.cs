using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Brings the indexes of a storage up to date: takes over everything that can be read there, damaged indexes and previous
/// versions included, and only then writes what is due. An index of which nothing can be read is written from the catalog.
/// </summary>
public sealed class IndexUpdateService
{
    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;
    private readonly HashSet<Selector> _found = [];

    /// <summary>Works with this catalog.</summary>
    /// <param name="catalog">The catalog that knows the storages.</param>
    /// <param name="lockTimeout">How long another process that writes the storage is waited for.</param>
    public IndexUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles()) { }

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal IndexUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files) = (catalog, lockTimeout, files);

    /// <summary>
    /// Whether a storage may lack a session that is named, because others are asked as well; <see cref="RequireFound"/> then tells
    /// what none of them had.
    /// </summary>
    public bool MayLackSessions { get; init; }

    /// <summary>After the last of several storages: refuses sessions that none of them had.</summary>
    /// <param name="sessions">The sessions that were named.</param>
    /// <exception cref="ImaLinkException">SessionNotFound.</exception>
    public void RequireFound(IReadOnlyList<Selector> sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        if (sessions.FirstOrDefault(selector => !selector.IsWildcard && !_found.Contains(selector)) is { } absent)
            throw NotFound("No session of the storages that could be read", absent);
    }

    /// <summary>What <see cref="Update"/> would write. The storage is only read; the catalog takes over what it says, so it rehearses.</summary>
    /// <inheritdoc cref="Update"/>
    public IReadOnlyList<IndexFileCheck> Preview(FileStorage storage, IReadOnlyList<Selector>? sessions, bool force, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        IndexInventory inventory = TakeOver(Row(storage), reporter, cancellationToken);
        return Results(inventory, Row(storage), Due(inventory, Row(storage), sessions, force), Albums(Row(storage), force));
    }

    /// <summary>Merges, and writes what is due: what is dirty, missing, damaged or older than what was known.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="sessions">The sessions whose indexes are written even if they are not due, by UUID, title, wildcard or number in the storage.</param>
    /// <param name="force">Writes all of them again even if nothing is due.</param>
    /// <param name="reporter">Takes progress, and an error for each session of which neither storage nor catalog know anything.</param>
    /// <param name="cancellationToken">Stops; what was written stays valid.</param>
    /// <returns>What was written: session indexes, albums, then manifest and master index.</returns>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, StorageRetired, IndexTooNew, ReadOnly, SessionNotFound.</exception>
    public IReadOnlyList<IndexFileCheck> Update(FileStorage storage, IReadOnlyList<Selector>? sessions, bool force, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        IndexInventory inventory = TakeOver(Row(storage), reporter, cancellationToken);
        if (inventory.MasterState != IndexState.Valid)
        {
            PutBackMaster(inventory, Row(storage), cancellationToken);
            TakeOver(Row(storage), reporter, cancellationToken); // what the catalog is to remember is what lies there now
        }

        using StorageWriter writer = StorageWriter.Open(_catalog, Row(storage), _files, _lockTimeout, cancellationToken);
        List<SessionRow>? due = Due(inventory, writer.Row, sessions, force);
        if (due is null)
            return [];
        _catalog.Transaction(() =>
        {
            due.ForEach(session => _catalog.Sessions.MarkDirty(session.Id));
            if (force)
                _catalog.AlbumFiles.OfStorage(writer.StorageId).ForEach(file => _catalog.AlbumFiles.SetDirty(file.Album, writer.StorageId));
            _catalog.Storages.MarkDirty(writer.StorageId);
        });
        List<AlbumFileRow> albums = Albums(writer.Row, force);
        writer.WriteIndexes(cancellationToken);
        return Results(inventory, writer.Row, due.ConvertAll(session => _catalog.Sessions.Get(session.Id)), albums);
    }

    /// <summary>Takes over what the storage says, as a recovery does. What the catalog knows and the storage lost is no trouble.</summary>
    private IndexInventory TakeOver(StorageRow row, OperationReporter reporter, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(row.Root))
            throw StorageProbe.Offline(row, "is not there");
        IndexInventory inventory = IndexInventory.Read(row.Root, cancellationToken);
        if (inventory.Storage is { } info ? info.Uuid != row.Uuid : !row.DirectoryName.EndsWith("_" + row.Uuid.ToString("N")[..8], StringComparison.OrdinalIgnoreCase))
            throw new ImaLinkException(ErrorCode.StorageOffline, $"'{row.Root}' holds another storage than '{row.Name}', or nothing that tells which.", row.Root);
        if (inventory.Storage is not null)
            new RecoveryService(_catalog).Restore(inventory, new RestoreRequest(), _ => { }, reporter with { Error = Lost, Warning = reporter.Detail }, cancellationToken);
        return inventory;

        void Lost(ImaLinkException error)
        {
            if (inventory.Sessions.FirstOrDefault(session => session.IndexPath == error.Target)?.Uuid is not { } uuid || _catalog.Sessions.Find(row.Id, uuid) is null)
                reporter.Error?.Invoke(error);
        }
    }

    /// <summary>The sessions whose indexes are due; null where not even manifest and master index are.</summary>
    private List<SessionRow>? Due(IndexInventory inventory, StorageRow row, IReadOnlyList<Selector>? wanted, bool force)
    {
        List<SessionRow> all = _catalog.Sessions.OfStorage(row.Id);
        List<SessionRow> named = wanted is not null ? [.. wanted.SelectMany(selector => Select(all, selector))] : force ? all : [];
        var due = all.Where(session => session.Dirty || !File.Exists(inventory.Layout.SessionIndex(session.Header.Id)) || named.Contains(session)).ToList();
        bool any = due.Count > 0 || force || row.Dirty || Albums(row, force: false).Count > 0 || inventory.MasterState != IndexState.Valid || !File.Exists(inventory.Layout.Manifest);
        return any ? due : null;
    }

    /// <summary>The albums whose files are due.</summary>
    private List<AlbumFileRow> Albums(StorageRow row, bool force) => _catalog.AlbumFiles.OfStorage(row.Id).FindAll(file => force || file.Dirty);

    private List<SessionRow> Select(List<SessionRow> sessions, Selector selector)
    {
        var found = selector.Select(sessions, session => session.Header.Uuid, session => session.Header.Title, session => session.Header.Id);
        if (found.Count > 0)
            _found.Add(selector);
        else if (!selector.IsWildcard && !MayLackSessions)
            throw NotFound("No session of the storage", selector);
        return found;
    }

    private static ImaLinkException NotFound(string which, Selector selector) =>
        new(ErrorCode.SessionNotFound, $"{which} is called '{selector.Text}'. Get-ImaSession lists them.", selector.Text);

    /// <summary>
    /// Makes a storage whose master index is missing or damaged one that can be opened: with the previous version or, where there
    /// is none, with what the catalog knows of the storage itself. The sessions are merged into it when it is written.
    /// </summary>
    private void PutBackMaster(IndexInventory inventory, StorageRow row, CancellationToken cancellationToken)
    {
        if (inventory.Master?.StorageInfo.Retired ?? row.Retired)
            throw new ImaLinkException(ErrorCode.StorageRetired, $"The storage at '{row.Root}' was moved elsewhere and is not written here any more.", row.Root);
        if (inventory.Master is { } former && !MasterIndexFile.IsWritable(former.ImalinkVersion))
            throw new ImaLinkException(ErrorCode.IndexTooNew, $"'{inventory.MasterPath}' was written by a newer version. Install a newer ImaLink to write this storage; nothing was changed.", row.Root);
        _files.CreateDirectory(inventory.Layout.Private, row.Root);
        using StorageLock held = StorageLock.Acquire(inventory.Layout, _lockTimeout, cancellationToken);
        if (IndexInventory.Read(row.Root, cancellationToken).MasterState == IndexState.Valid)
            return; // another process was faster
        MasterIndexFile.Replace(_files, inventory.Layout, inventory.Master ?? Master(row));
    }

    private MasterIndex Master(StorageRow row) => new()
    {
        StorageInfo = new StorageInfo
        {
            Uuid = row.Uuid,
            DirectoryName = row.DirectoryName,
            BasePath = row.BasePath,
            DisplayName = row.Name,
            Description = row.Description,
            Place = row.Place,
            CreatedAt = row.CreatedAt,
            LastScan = row.LastScan,
            IsActive = row.IsActive,
            Retired = row.Retired,
            LastSessionNumber = row.LastSessionNumber,
        },
        RemovedSessions = [.. _catalog.Storages.Removed(row.Id)],
        Revision = row.Revision,
        Writer = row.Writer ?? _catalog.Uuid,
        ImalinkVersion = row.Place is null ? MasterIndex.PlainVersion : MasterIndex.CurrentVersion,
    };

    private List<IndexFileCheck> Results(IndexInventory inventory, StorageRow row, List<SessionRow>? due, List<AlbumFileRow> albums)
    {
        if (due is null)
            return [];
        StorageLayout layout = inventory.Layout;
        var results = due.ConvertAll(session =>
        {
            string path = layout.SessionIndex(session.Header.Id);
            string? problem = inventory.Sessions.FirstOrDefault(source => source.IndexPath == path) is { } source ? source.Problem : $"'{path}' is not there.";
            return Result(path, problem, session.Header.Revision, _catalog.Sessions.FileCount(session.Id)) with { Session = session.Header.Title, SessionUuid = session.Header.Uuid };
        });
        results.AddRange(albums.Select(album => Result(layout.Album(album.Uuid), null, _catalog.AlbumFiles.Find(album.Uuid, row.Id)?.Revision, _catalog.AlbumMembers.Count(album.Album))));
        results.Add(Result(layout.Manifest, null, null, null));
        results.Add(Result(layout.MasterIndex, inventory.MasterProblem, row.Revision, _catalog.Sessions.OfStorage(row.Id).Count));
        return results;

        IndexFileCheck Result(string path, string? problem, long? revision, long? entries) => new()
        {
            FullName = path,
            Verdict = problem is null ? IndexVerdict.Written : IndexVerdict.Rebuilt,
            Detail = problem?.Replace(layout.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal),
            Storage = row.Name,
            StorageUuid = row.Uuid,
            Revision = revision,
            Entries = entries,
        };
    }

    private StorageRow Row(FileStorage storage) => _catalog.Storages.Find(storage.Uuid)
        ?? throw new ImaLinkException(ErrorCode.StorageNotFound, $"The catalog does not know the storage '{storage.Name}'.", storage.Name);
}
