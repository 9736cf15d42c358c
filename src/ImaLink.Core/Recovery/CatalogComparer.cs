using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Compares a catalog with what its storages' indexes say: they are merged into a temporary catalog, and both are read side
/// by side. Nothing is written, neither to the catalog nor to a storage.
/// </summary>
public sealed class CatalogComparer : IDisposable
{
    private readonly CatalogDatabase _catalog;
    private readonly CatalogDatabase _rebuilt = CatalogDatabase.OpenTemporary();
    private readonly Dictionary<Guid, StorageRow> _storages = [];
    private readonly Dictionary<(Guid Storage, Guid Session), ComparedSession> _sessions = [];
    private readonly HashSet<(Guid Storage, Guid? Session)> _unreadable = [];
    private bool _isComplete = true;

    /// <summary>Creates the comparer; the catalog is read in one state, that of its first look, whoever writes meanwhile.</summary>
    /// <param name="path">The catalog file.</param>
    /// <exception cref="ImaLinkException">NotACatalog, CatalogTooNew, CatalogUnavailable.</exception>
    public CatalogComparer(string path)
    {
        _catalog = CatalogDatabase.OpenForReading(path);
        _catalog.Rehearse();
    }

    /// <summary>Compares.</summary>
    /// <param name="found">Takes each difference as it is found, then one result for each storage and session that has none.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops.</param>
    public void Run(Action<CatalogComparison> found, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using (new RecoveryService(_rebuilt).BeginLoad())
        {
            foreach (StorageRow storage in _catalog.Storages.All())
                foreach (CatalogComparison problem in Rebuild(storage, reporter, cancellationToken).ToList())
                    LeaveOut(problem);
        }

        foreach (CatalogComparison difference in _storages.Values.SelectMany(MatchSessions).ToList())
            LeaveOut(difference);
        var differing = new HashSet<(Guid?, Guid?)>();
        long total = _catalog.Describe().Files, files = 0;
        foreach ((CatalogItem? known, CatalogItem? indexed) in Side(cancellationToken))
        {
            if ((known ?? indexed)!.Kind == CatalogKind.File)
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Comparing the catalog with the indexes", Items = ++files, TotalItems = total });
            foreach (CatalogComparison difference in Compare(known, indexed))
            {
                differing.Add((difference.StorageUuid, difference.SessionUuid));
                found(difference);
            }
        }

        foreach (StorageRow storage in _storages.Values.Where(storage => !differing.Contains((storage.Uuid, null)) && !_unreadable.Contains((storage.Uuid, null))))
            found(Result(CatalogKind.Storage, storage.Root, ComparisonVerdict.Same, storage, null));
        foreach (ComparedSession session in _sessions.Values.Where(session => !differing.Contains((session.Storage.Uuid, session.Row.Header.Uuid))))
            found(Result(CatalogKind.Session, session.Index, ComparisonVerdict.Same, session.Storage, session.Row));

        void LeaveOut(CatalogComparison result)
        {
            _isComplete = false;
            found(result);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _catalog.Dispose();
        _rebuilt.Dispose();
    }

    /// <summary>Takes a storage's indexes over into the temporary catalog.</summary>
    /// <returns>What of it cannot be compared, and why.</returns>
    private IEnumerable<CatalogComparison> Rebuild(StorageRow storage, OperationReporter reporter, CancellationToken cancellationToken)
    {
        if (!storage.IsActive)
            return [Result(CatalogKind.Storage, storage.Root, ComparisonVerdict.NotCompared, storage, null) with { Detail = "The storage is disabled." }];
        IndexInventory inventory = IndexInventory.Read(storage.Root, cancellationToken);
        if (inventory.Storage?.Uuid != storage.Uuid)
        {
            string detail = inventory.MasterState == IndexState.Damaged ? inventory.MasterProblem!
                : $"The storage is offline: '{storage.Root}' does not hold it. Connect its drive, or tell where it lies now with Set-ImaFileStorage -BasePath.";
            string verdict = inventory.MasterState == IndexState.Damaged ? ComparisonVerdict.Unreadable : ComparisonVerdict.Offline;
            return [Result(CatalogKind.Storage, storage.Root, verdict, storage, null) with { Detail = detail }];
        }

        var reports = new List<RestoreReport>();
        new RecoveryService(_rebuilt).Restore(inventory, new RestoreRequest(), reports.Add, new OperationReporter { Progress = reporter.Progress }, cancellationToken);
        _storages.Add(storage.Uuid, storage);
        return Unreadable(storage, inventory, reports);
    }

    /// <summary>What is wrong with the indexes themselves; a previous version that stood in for one says nothing about the present one.</summary>
    private IEnumerable<CatalogComparison> Unreadable(StorageRow storage, IndexInventory inventory, List<RestoreReport> reports)
    {
        if (inventory.MasterState != IndexState.Valid)
        {
            _unreadable.Add((storage.Uuid, null));
            yield return Result(CatalogKind.Storage, inventory.Layout.MasterIndex, ComparisonVerdict.Unreadable, storage, null) with { Detail = inventory.MasterProblem };
        }

        foreach (RestoreReport report in reports.Where(report => report.Session is not null && report.State is RestoreState.Backup or RestoreState.Missing or RestoreState.Damaged))
        {
            if (report.SessionUuid is { } uuid)
                _unreadable.Add((storage.Uuid, uuid));
            SessionRow? session = report.SessionUuid is { } known ? _catalog.Sessions.Find(storage.Id, known) : null;
            string index = session is null ? report.FullName : inventory.Layout.SessionIndex(session.Header.Id);
            yield return Result(CatalogKind.Session, index, ComparisonVerdict.Unreadable, storage, session) with { Detail = report.Detail };
        }
    }

    /// <summary>Finds the sessions that both sides know; the others are differences as a whole.</summary>
    private IEnumerable<CatalogComparison> MatchSessions(StorageRow storage)
    {
        var layout = new StorageLayout(storage.Root);
        var known = _catalog.Sessions.OfStorage(storage.Id).ToDictionary(session => session.Header.Uuid);
        var indexed = _rebuilt.Sessions.OfStorage(_rebuilt.Storages.Find(storage.Uuid)!.Id).ToDictionary(session => session.Header.Uuid);
        foreach (SessionRow session in known.Values.Where(session => !_unreadable.Contains((storage.Uuid, session.Header.Uuid))))
        {
            string index = layout.SessionIndex(session.Header.Id);
            if (indexed.TryGetValue(session.Header.Uuid, out SessionRow? other))
                _sessions.Add((storage.Uuid, session.Header.Uuid), new ComparedSession(storage, session, index, other.Header.Revision));
            else
                yield return Result(CatalogKind.Session, index, session.Dirty ? ComparisonVerdict.Pending : ComparisonVerdict.OnlyInCatalog, storage, session);
        }

        foreach (SessionRow session in indexed.Values.Where(session => !known.ContainsKey(session.Header.Uuid) && !_unreadable.Contains((storage.Uuid, session.Header.Uuid))))
            yield return Result(CatalogKind.Session, layout.SessionIndex(session.Header.Id), ComparisonVerdict.OnlyInIndex, storage, session);
    }

    /// <summary>Both exports, item beside item; null where one side has none.</summary>
    private IEnumerable<(CatalogItem? Known, CatalogItem? Indexed)> Side(CancellationToken cancellationToken)
    {
        using IEnumerator<CatalogItem> known = Export(_catalog, cancellationToken).GetEnumerator();
        using IEnumerator<CatalogItem> indexed = Export(_rebuilt, cancellationToken).GetEnumerator();
        bool left = known.MoveNext(), right = indexed.MoveNext();
        while (left || right)
        {
            int order = !left ? 1 : !right ? -1 : CatalogItem.Compare(known.Current, indexed.Current);
            yield return (order <= 0 ? known.Current : null, order >= 0 ? indexed.Current : null);
            left = order <= 0 ? known.MoveNext() : left;
            right = order >= 0 ? indexed.MoveNext() : right;
        }
    }

    // An author whom no session names stands in no index; those of sessions are fields of theirs.
    private IEnumerable<CatalogItem> Export(CatalogDatabase catalog, CancellationToken cancellationToken) => _isComplete
        ? new CatalogExport(catalog).All(cancellationToken).Where(item => item.Kind != CatalogKind.Author)
        : new CatalogExport(catalog).Of(_storages.Keys.ToHashSet(), _sessions.Keys.ToHashSet(), cancellationToken);

    private IEnumerable<CatalogComparison> Compare(CatalogItem? known, CatalogItem? indexed)
    {
        CatalogItem item = known ?? indexed!;
        if (item.Kind is CatalogKind.Storage or CatalogKind.RemovedSession && _unreadable.Contains((Guid.Parse(item.Key[0]), null)))
            yield break;
        bool pending = known?.IsDirty == true || (known is null && IsDirty(item));
        if (known is null || indexed is null)
        {
            yield return Named(item, pending ? ComparisonVerdict.Pending : known is null ? ComparisonVerdict.OnlyInIndex : ComparisonVerdict.OnlyInCatalog);
            yield break;
        }

        // A statement that is newer here goes into the indexes with the next write of its sessions.
        pending |= item.Kind == CatalogKind.Statement && Revision(known) > Revision(indexed);
        CatalogComparison difference = Named(item, pending ? ComparisonVerdict.Pending : ComparisonVerdict.Different);
        if (item.Kind == CatalogKind.Storage && !pending && Revision(indexed) > Revision(known))
            difference = difference with { Detail = NewerIndex };
        List<CatalogComparison> fields = [.. known.Fields.Zip(indexed.Fields, (mine, other) => difference with { Field = mine.Name, CatalogValue = mine.Value, IndexValue = other.Value })
            .Where(field => field.CatalogValue != field.IndexValue && !CatalogExport.LocalFields.Contains(field.Field))];
        // An update of the facts that was stopped leaves several of very many files.
        if (pending && item.Kind == CatalogKind.File && fields.Count > 1)
            fields = [difference with { Field = string.Join(", ", fields.Select(field => field.Field)) }];
        foreach (CatalogComparison field in fields)
            yield return field;
    }

    private const string NewerIndex =
        "The index is newer than what the catalog has merged: another catalog wrote it. The next command that writes the storage takes it over.";

    private static long Revision(CatalogItem item) => long.Parse(item.Fields.First(field => field.Name == "revision").Value!, CultureInfo.InvariantCulture);

    /// <summary>Whether the catalog has yet to write the session that it no longer finds a thing of an index in.</summary>
    private bool IsDirty(CatalogItem item) => SessionOf(item) is { } session ? session.Row.Dirty
        : StorageOf(item)?.Dirty ?? false;

    private StorageRow? StorageOf(CatalogItem item) => item.Kind is CatalogKind.Photo or CatalogKind.Image or CatalogKind.Statement or CatalogKind.SearchText or CatalogKind.Album or CatalogKind.AlbumMember
        ? null : _storages.GetValueOrDefault(Guid.Parse(item.Key[0]));

    private ComparedSession? SessionOf(CatalogItem item)
    {
        string? session = item.Kind is CatalogKind.Session or CatalogKind.RemovedFile ? item.Key[1]
            : item.Kind is CatalogKind.File or CatalogKind.Companion or CatalogKind.Document ? item.Fields[0].Value : null;
        return session is null ? null : _sessions.GetValueOrDefault((Guid.Parse(item.Key[0]), Guid.Parse(session)));
    }

    private CatalogComparison Named(CatalogItem item, string verdict)
    {
        ComparedSession? session = SessionOf(item);
        StorageRow? storage = StorageOf(item);
        string name = item.Kind switch
        {
            CatalogKind.Storage => storage!.Root,
            CatalogKind.Session => session!.Index,
            CatalogKind.File or CatalogKind.Document => new StorageLayout(storage!.Root).FullName(item.Key[1]),
            CatalogKind.RemovedFile or CatalogKind.Companion => new StorageLayout(storage!.Root).FullName(item.Key[2]),
            CatalogKind.RemovedSession => item.Key[1],
            CatalogKind.Statement => $"{item.Key[0]} {item.Key[3]}",
            CatalogKind.AlbumFile => new StorageLayout(storage!.Root).Album(Guid.ParseExact(item.Key[1], "N")),
            CatalogKind.Album or CatalogKind.AlbumMember => Guid.ParseExact(item.Key[0], "N").ToString(),
            _ => item.Key[0],
        };
        CatalogComparison result = Result(item.Kind, name, verdict, storage, session?.Row);
        return session is { IsNewer: true } && !result.Ok
            ? result with { Detail = NewerIndex }
            : result;
    }

    private static CatalogComparison Result(string kind, string name, string verdict, StorageRow? storage, SessionRow? session) => new()
    {
        Kind = kind,
        FullName = name,
        Verdict = verdict,
        Storage = storage?.Name,
        StorageUuid = storage?.Uuid,
        Session = session?.Header.Title,
        SessionUuid = session?.Header.Uuid,
    };

    private sealed record ComparedSession(StorageRow Storage, SessionRow Row, string Index, long IndexRevision)
    {
        internal bool IsNewer => IndexRevision > Row.Header.Revision;
    }
}
