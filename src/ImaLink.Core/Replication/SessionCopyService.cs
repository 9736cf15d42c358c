using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// Replicates sessions into other storages, verified. Running it again copies what the replica lacks, goes on with a copy that was
/// interrupted, and otherwise changes nothing.
/// </summary>
public sealed class SessionCopyService : IInterruptible
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
    /// <returns>What became of it.</returns>
    /// <exception cref="ImaLinkException">What makes the whole copy impossible; trouble with a file goes to the reporter.</exception>
    public SessionResult Copy(ImportSession session, Selector destination, OperationReporter reporter, CancellationToken cancellationToken)
    {
        (StorageRow source, StorageRow row, SessionRow from) = Prepare(session, destination, cancellationToken);
        using StorageWriter target = StorageWriter.Open(_catalog, row, _files, _lockTimeout, cancellationToken);
        var events = new CopyEvents
        {
            Failed = trouble => reporter.Error?.Invoke(trouble.Error),
            Compared = units =>
            {
                if (units.Count(unit => unit.IsOlder) is var newer and > 0)
                    reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture, $"'{row.Name}' holds newer versions of {newer:N0} {(newer == 1 ? "file" : "files")} of '{session.Title}' than '{source.Name}': they stay as they are. Copy-ImaSession from there brings them here."));
            },
        };
        (long replica, int copied, int left) = new SessionReplication(target, source, events, reporter).Run(from, cancellationToken);
        return Result(source, replica, copied, left);
    }

    /// <summary>What a copy would do, file by file: full path in the source, and what becomes of it. Nothing is written.</summary>
    /// <exception cref="ImaLinkException">What would make the whole copy impossible.</exception>
    public IEnumerable<(string Source, string Action)> Simulate(ImportSession session, Selector destination, CancellationToken cancellationToken)
    {
        (StorageRow source, StorageRow target, SessionRow from) = Prepare(session, destination, cancellationToken);
        var layout = new StorageLayout(source.Root);
        foreach (CopyUnit unit in new CopyUnits(_catalog, target).Of(from, cancellationToken))
        {
            if (unit.Older is not null)
                yield return (layout.FullName(unit.Row.Path), $"Replace the older version '{unit.Held}' in '{target.Name}'");
            else if (unit.Held is null)
                yield return (layout.FullName(unit.Row.Path), unit.Linked is null ? $"Copy to '{target.Name}'" : $"Link to '{unit.Linked}' in '{target.Name}'");
            foreach (NewerCompanion newer in unit.NewerCompanions)
                yield return (layout.FullName(newer.Companion.Path), $"Replace the older version '{newer.Older.Path}' in '{target.Name}'");
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
        return from.Header.Status == SessionStatus.Completed ? (source, target, from) : throw InterruptedSession.Incomplete(source, session.Title, "cannot be copied yet");
    }

    string IInterruptible.Kind => CopyPlan.JournalKind;

    IEnumerable<InterruptedSession> IInterruptible.Interrupted(StorageRow target, Action<ImaLinkException> trouble)
    {
        var layout = new StorageLayout(target.Root);
        var found = new List<InterruptedSession>();
        foreach (Journal journal in Journal.Unfinished(_files, layout).Where(journal => journal.Kind == CopyPlan.JournalKind))
        {
            try
            {
                CopyPlan plan = journal.Plan(JournalJson.Instance.CopyPlan);
                found.Add(new InterruptedSession
                {
                    Kind = CopyPlan.JournalKind,
                    Storage = target.Name,
                    StorageUuid = target.Uuid,
                    Title = Title(plan),
                    SessionUuid = plan.Session,
                    IsOwn = IsOwn(journal, plan),
                    SourcesSha256 = plan.Sha256(),
                    Sources = SourceOf(plan, target) is { } source ? $"'{source.Root}'" : "a storage that this catalog does not know",
                    HeldBy = StorageLock.HolderOf(layout),
                });
            }
            catch (ImaLinkException e)
            {
                trouble(e);
            }
        }

        return found;
    }

    void IInterruptible.Resume(StorageRow target, InterruptedSession begun, ResumeRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        Guid session = begun.SessionUuid;
        Journal journal = Journal.Unfinished(_files, new StorageLayout(target.Root)).Find(journal =>
            journal.Kind == CopyPlan.JournalKind && journal.Plan(JournalJson.Instance.CopyPlan).Session == session)
            ?? throw new ImaLinkException(ErrorCode.NothingToResume, "The copy has been finished meanwhile.", session.ToString());
        CopyPlan plan = journal.Plan(JournalJson.Instance.CopyPlan);
        if (plan.Sha256() != request.Confirmed && !IsOwn(journal, plan))
            throw InterruptedSession.Unconfirmed(CopyPlan.JournalKind, target.Name, Title(plan));
        StorageRow? source = SourceOf(plan, target);
        if (source is not null && StorageProbe.IsOnline(source) && _catalog.Sessions.Find(source.Id, session) is { } from)
            Copy(Describe(from.Id), Selector.ByUuid(target.Uuid), reporter, cancellationToken);
        else if (request.SkipMissingSource)
            EndWithoutSource(target, session, cancellationToken);
        else if (source is not null && !StorageProbe.IsOnline(source))
            throw new ImaLinkException(ErrorCode.StorageOffline, $"The storage '{source.Name}' that the session '{Title(plan)}' is copied from is not there. Connect it, or end the copy without it with -SkipMissingSource.", source.Name);
        else
            throw new ImaLinkException(ErrorCode.SessionNotFound, $"The session '{Title(plan)}' is not where it is copied from any more. -SkipMissingSource ends the copy with the files that it has.", Title(plan));
    }

    /// <summary>Ends a copy whose source is gone: what was copied stays, in a session that says what it has.</summary>
    private void EndWithoutSource(StorageRow row, Guid session, CancellationToken cancellationToken)
    {
        using StorageWriter target = StorageWriter.Open(_catalog, row, _files, _lockTimeout, cancellationToken);
        if (SessionReplication.Find(_files, target.Layout, session) is not { } journal)
            return;
        if (_catalog.Sessions.Find(target.StorageId, session) is { } replica)
        {
            var lines = new ImportJournal(journal, _files);
            new CopyPlacement(target, lines, replica.Id).Settle();
            replica = _catalog.Sessions.Get(replica.Id);
            if (replica.Header.Status != SessionStatus.Completed)
                _catalog.Sessions.Update(replica with { Header = ReplicaLedger.OfCopied(target, replica.Header, lines), Dirty = true });
            target.WriteIndexes(cancellationToken);
        }

        SessionReplication.End(_catalog, journal);
    }

    /// <summary>The storage that a copy is of; where its plan does not say, one that has the session.</summary>
    private StorageRow? SourceOf(CopyPlan plan, StorageRow target) => plan.Source is { } source ? _catalog.Storages.Find(source)
        : _catalog.Storages.All().FirstOrDefault(row => row.Id != target.Id && _catalog.Sessions.Find(row.Id, plan.Session) is not null);

    private static string Title(CopyPlan plan) => IndexCheck.Excerpt(plan.Title ?? plan.Session.ToString());

    private bool IsOwn(Journal journal, CopyPlan plan) => journal.Operation is { } operation && _catalog.BegunOperations.Has(operation, plan.Sha256());

    private SessionResult Result(StorageRow source, long replica, int copied, int left)
    {
        ImportSession session = Describe(replica);
        return new SessionResult
        {
            FullName = session.IndexFile,
            Verdict = left > 0 ? SessionVerdict.Incomplete : copied > 0 ? SessionVerdict.Copied : SessionVerdict.Unchanged,
            Detail = left == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{left:N0} {(left == 1 ? "file" : "files")} of the session could not be copied, as errors told. Once they are readable or repaired, copy again."),
            Storage = session.Storage,
            StorageUuid = session.StorageUuid,
            Session = session.Title,
            SessionUuid = session.Uuid,
            Files = _catalog.Sessions.FileCount(replica),
            New = copied,
            Left = left,
            Mend = $"Copy-ImaSession -Session {session.Uuid.ToString()} -Storage {source.Name} -Destination {session.Storage}",
        };
    }

    private ImportSession Describe(long id) => new SessionService(_catalog, _lockTimeout).Describe(_catalog.Sessions.Get(id));
}
