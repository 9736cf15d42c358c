using System.Text.Json;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Replication;

/// <summary>
/// Replicates sessions into other storages, verified. Running it again copies what the replica lacks, goes on with a copy that was
/// interrupted, and otherwise changes nothing.
/// </summary>
public sealed class SessionCopyService
{
    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;
    private readonly StorageService _storages;

    /// <summary>Creates the service.</summary>
    public SessionCopyService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles())
    {
    }

    internal SessionCopyService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files, _storages) = (catalog, lockTimeout, files, new StorageService(catalog, lockTimeout));

    /// <summary>Copies a session.</summary>
    /// <returns>The session as it is in the target.</returns>
    /// <exception cref="ImaLinkException">What makes the whole copy impossible; trouble with a file goes to the reporter.</exception>
    public ImportSession Copy(ImportSession session, Selector destination, OperationReporter reporter, CancellationToken cancellationToken)
    {
        (StorageRow source, StorageRow row, SessionRow from) = Prepare(session, destination, cancellationToken);
        using StorageWriter target = StorageWriter.Open(_catalog, row, _files, _lockTimeout, cancellationToken);
        var layout = new StorageLayout(source.Root);
        Journal? interrupted = Journal.Unfinished(_files, target.Layout).Find(journal =>
            journal.Kind == CopyPlan.JournalKind && journal.Plan(IndexJson.Instance.CopyPlan) is { } plan && plan.Session == session.Uuid);
        var compare = new CopyUnits(_catalog, target.Row);
        SessionRow? replica = _catalog.Sessions.Find(target.StorageId, session.Uuid);
        bool isNew = replica is null || replica.Header.Status != SessionStatus.Completed || !File.Exists(target.Layout.Ledger(replica.Header.Id));
        List<CopyUnit> units = [.. compare.Of(from, cancellationToken)];
        List<DocumentEntry> documents = DocumentCopy.Lacking(_catalog, target.Row, from);
        if (interrupted is null && !isNew && documents.Count == 0 && units.TrueForAll(unit => unit.IsDone))
        {
            target.WriteIndexes(cancellationToken);
            return Describe(replica!.Id);
        }

        FreeSpace.Require(target.Layout.Root, units.Select(unit => unit.Bytes).Concat(documents.Select(document => document.FileSize)).Total());
        Journal journal = interrupted ?? Begin(target, session);
        _files.CreateDirectory(journal.Incoming, target.Layout.Root);
        replica = Replica(target, from);
        var lines = new ImportJournal(journal, _files);
        var placement = new CopyPlacement(target, lines, replica.Id);
        if (interrupted is not null)
        {
            placement.Settle();
            units = [.. compare.Of(from, cancellationToken)];
            documents = DocumentCopy.Lacking(_catalog, target.Row, from);
        }

        new SessionCopy(target, layout, lines, reporter, placement).Run(units.FindAll(unit => !unit.IsDone), cancellationToken);
        new DocumentCopy(target, layout, lines, reporter, placement).Run(documents, cancellationToken);
        SessionHeader header = new ReplicaLedger(target, layout, from).Write(replica, compare.Of(from, cancellationToken));
        _catalog.Sessions.Update(_catalog.Sessions.Get(replica.Id) with { Header = header, Dirty = true });
        target.WriteIndexes(cancellationToken);
        journal.End();
        return Describe(replica.Id);
    }

    /// <summary>What a copy would do, file by file: full path in the source, and what becomes of it. Nothing is written.</summary>
    /// <exception cref="ImaLinkException">What would make the whole copy impossible.</exception>
    public IEnumerable<(string Source, string Action)> Simulate(ImportSession session, Selector destination, CancellationToken cancellationToken)
    {
        (StorageRow source, StorageRow target, SessionRow from) = Prepare(session, destination, cancellationToken);
        var layout = new StorageLayout(source.Root);
        foreach (CopyUnit unit in new CopyUnits(_catalog, target).Of(from, cancellationToken))
        {
            if (unit.Held is null)
                yield return (layout.FullName(unit.Row.Path), unit.Linked is null ? $"Copy to '{target.Name}'" : $"Link to '{unit.Linked}' in '{target.Name}'");
            foreach (CompanionEntry companion in unit.Companions)
                yield return (layout.FullName(companion.Path), $"Copy to '{target.Name}'");
        }

        foreach (DocumentEntry document in DocumentCopy.Lacking(_catalog, target, from))
            yield return (layout.FullName(document.Path), $"Copy to '{target.Name}'");
    }

    private (StorageRow Source, StorageRow Target, SessionRow Session) Prepare(ImportSession session, Selector destination, CancellationToken cancellationToken)
    {
        StorageRow source = _storages.Row(session.StorageUuid), target = _storages.RowOf(destination);
        if (source.Id == target.Id)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"The session '{session.Title}' lies in '{source.Name}' already. Give another storage as -Destination.", session.Title);
        StorageProbe.RequireOnline(source);
        StorageProbe.RequireOnline(target);
        new StorageIndexes(_catalog, _files, new StorageLayout(source.Root), source.Id).Merge(cancellationToken);
        SessionRow from = _catalog.Sessions.Find(source.Id, session.Uuid)
            ?? throw new ImaLinkException(ErrorCode.SessionNotFound, $"The session '{session.Title}' has been removed meanwhile.", session.Title);
        return from.Header.Status == SessionStatus.Completed ? (source, target, from) : throw new ImaLinkException(ErrorCode.SessionIncomplete,
            $"The import '{session.Title}' was interrupted. Go on with Resume-ImaSession first, then copy it.", session.Title);
    }

    private Journal Begin(StorageWriter target, ImportSession session)
    {
        Journal journal = Journal.Prepare(_files, target.Layout, CopyPlan.JournalKind, Guid.NewGuid(), _catalog.Uuid);
        journal.Begin(new CopyPlan { Session = session.Uuid }, IndexJson.Instance.CopyPlan);
        return journal;
    }

    /// <summary>The session in the target, with a number of its own there. One that was removed there comes back, newer than its tombstone.</summary>
    private SessionRow Replica(StorageWriter target, SessionRow session)
    {
        if (_catalog.Sessions.Find(target.StorageId, session.Header.Uuid) is { } known)
            return known;
        SessionHeader header = JsonSerializer.SerializeToElement(session.Header, IndexJson.Instance.SessionHeader).Deserialize(IndexJson.Instance.SessionHeader)!;
        (header.FileStorageUuid, header.StorageDirectory, header.Status) = (target.Row.Uuid, target.Row.DirectoryName, SessionStatus.Incomplete);
        (header.InPlace, header.RemovedFiles) = (null, null);
        return target.Indexes.CreateSession(header);
    }

    private ImportSession Describe(long id) => new SessionService(_catalog, _lockTimeout).Describe(_catalog.Sessions.Get(id));
}
