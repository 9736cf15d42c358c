using System.Text.Json;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// Brings the replica of a session up to date in a storage that is open for writing. Journaled: a further run goes on with one that was
/// interrupted, and otherwise changes nothing.
/// </summary>
internal sealed class SessionReplication(StorageWriter target, StorageRow source, CopyEvents events, OperationReporter reporter)
{
    private readonly CatalogDatabase _catalog = target.Catalog;

    /// <summary>Only what was copied from this storage is replaced by newer versions; null for whatever the session has in the target.</summary>
    internal Guid? ReplicasOf { private get; init; }

    /// <summary>Copies what the replica lacks.</summary>
    /// <returns>The session in the target, how many files were copied or replaced, and how many it still lacks.</returns>
    internal (long Session, int Copied, int Left) Run(SessionRow from, CancellationToken cancellationToken)
    {
        var layout = new StorageLayout(source.Root);
        Journal? interrupted = Find(target.Files, target.Layout, from.Header.Uuid);
        var compare = new CopyUnits(_catalog, target.Row, ReplicasOf);
        SessionRow? replica = _catalog.Sessions.Find(target.StorageId, from.Header.Uuid);
        bool isNew = replica is null || replica.Header.Status != SessionStatus.Completed || !File.Exists(target.Layout.Ledger(replica.Header.Id));
        List<CopyUnit> units = [.. compare.Of(from, cancellationToken)];
        List<DocumentEntry> documents = DocumentCopy.Lacking(_catalog, target.Row, from);
        events.Compared?.Invoke(units);
        if (interrupted is null && !isNew && documents.Count == 0 && units.TrueForAll(unit => unit.IsDone))
        {
            target.WriteIndexes(cancellationToken);
            return (replica!.Id, 0, 0);
        }

        int lacking = units.Count(unit => !unit.IsDone) + documents.Count;
        FreeSpace.Require(target.Layout.Root, units.Select(unit => unit.Bytes).Concat(documents.Select(document => document.FileSize)).Total());
        Journal journal = interrupted ?? Begin(from.Header);
        target.Files.CreateDirectory(journal.Incoming, target.Layout.Root);
        replica = Replica(from);
        var lines = new ImportJournal(journal, target.Files);
        var placement = new CopyPlacement(target, lines, replica.Id) { Copied = events.Copied };
        if (interrupted is not null)
        {
            placement.Settle();
            units = [.. compare.Of(from, cancellationToken)];
            documents = DocumentCopy.Lacking(_catalog, target.Row, from);
        }

        units = new Supersession(target, layout, events, reporter).Run(units, cancellationToken);
        new SessionCopy(target, layout, lines, events, reporter, placement).Run(units.FindAll(unit => !unit.IsDone), cancellationToken);
        new DocumentCopy(target, layout, lines, events, placement).Run(documents, cancellationToken);
        List<CopyUnit> copied = [.. compare.Of(from, cancellationToken)];
        SessionHeader header = new ReplicaLedger(target, layout, from).Write(replica, copied);
        _catalog.Sessions.Update(_catalog.Sessions.Get(replica.Id) with { Header = header, Dirty = true });
        target.WriteIndexes(cancellationToken);
        target.Previews.Make(reporter, cancellationToken);
        End(_catalog, journal);
        int left = copied.Count(unit => !unit.IsDone) + DocumentCopy.Lacking(_catalog, target.Row, from).Count;
        return (replica.Id, Math.Max(0, lacking - left), left);
    }

    /// <summary>The journal of a copy of a session into a storage that was interrupted.</summary>
    internal static Journal? Find(DurableFiles files, StorageLayout target, Guid session) => Journal.Unfinished(files, target).Find(journal =>
        journal.Kind == CopyPlan.JournalKind && journal.Plan(JournalJson.Instance.CopyPlan).Session == session);

    internal static void End(CatalogDatabase catalog, Journal journal)
    {
        journal.End();
        if (journal.Operation is { } operation)
            catalog.BegunOperations.Remove(operation);
    }

    private Journal Begin(SessionHeader session)
    {
        var plan = new CopyPlan { Session = session.Uuid, Title = session.Title, Source = source.Uuid, SourceName = source.Name };
        Guid operation = Guid.NewGuid();
        _catalog.BegunOperations.Add(operation, plan.Sha256());
        Journal journal = Journal.Prepare(target.Files, target.Layout, CopyPlan.JournalKind, operation, _catalog.Uuid);
        journal.Begin(plan, JournalJson.Instance.CopyPlan);
        return journal;
    }

    /// <summary>The session in the target, with a number of its own there. One that was removed there comes back, newer than its tombstone.</summary>
    private SessionRow Replica(SessionRow session)
    {
        if (_catalog.Sessions.Find(target.StorageId, session.Header.Uuid) is { } known)
            return known;
        SessionHeader header = JsonSerializer.SerializeToElement(session.Header, IndexJson.Instance.SessionHeader).Deserialize(IndexJson.Instance.SessionHeader)!;
        (header.FileStorageUuid, header.StorageDirectory, header.Status) = (target.Row.Uuid, target.Row.DirectoryName, SessionStatus.Incomplete);
        (header.InPlace, header.RemovedFiles) = (null, null);
        return target.Indexes.CreateSession(header);
    }
}
