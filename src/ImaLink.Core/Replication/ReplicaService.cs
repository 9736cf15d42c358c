using System.Globalization;
using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// Keeps a storage as a replica of another one: what is new is copied, what was moved or edited follows, and so does what was removed on request.
/// Nothing is lost by it: what is replaced or taken out goes to the replica's trash, and files that are no replicas of the source are never touched.
/// </summary>
public sealed class ReplicaService
{
    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;
    private readonly StorageService _storages;

    /// <summary>Creates the service.</summary>
    public ReplicaService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles())
    {
    }

    internal ReplicaService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files, _storages) = (catalog, lockTimeout, files, new StorageService(catalog, lockTimeout));

    /// <summary>Brings a replica up to date. Run again after an interruption it goes on.</summary>
    /// <param name="source">The storage.</param>
    /// <param name="destination">The storage that holds its replica.</param>
    /// <param name="allowMassRemoved">Follows removals however many they are.</param>
    /// <param name="emit">Takes each result, when it is durable and recorded.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; the same command goes on.</param>
    /// <exception cref="ImaLinkException">InvalidValue, StorageOffline, StorageBusy, StorageRetired, StorageFull; MassRemoved, when all else is done.</exception>
    public void Sync(Guid source, Guid destination, bool allowMassRemoved, Action<ReplicaResult> emit, OperationReporter reporter, CancellationToken cancellationToken)
    {
        (StorageRow from, StorageRow row) = Prepare(source, destination);
        using StorageWriter target = StorageWriter.Open(_catalog, row, _files, _lockTimeout, cancellationToken);
        from = Merged(from, cancellationToken);
        var results = new ReplicaResults(from, target.Row);
        List<ReplicaRemoval> removals = new ReplicaRemovals(_catalog, _files, from, target.Row).Of(reporter, cancellationToken);
        removals.FindAll(removal => removal.Kept is not null).ForEach(removal => emit(results.Kept(removal)));
        removals.RemoveAll(removal => removal.Kept is not null);
        ImaLinkException? mass = allowMassRemoved ? null : MassRemoved(from, target.Row, removals);
        if (mass is null && removals.Count > 0)
        {
            new FileRemoval(target).Remove(removals.Select(removal => removal.Row), null, [], keepOnDisk: false, cancellationToken, removals.ToDictionary(removal => removal.Row.Id, removal => removal.Followed));
            removals.ForEach(removal => emit(results.Removed(removal)));
        }

        List<SessionRow> sessions = Sessions(from, emit, results);
        Move(target, from, sessions, emit, results, cancellationToken);
        foreach (SessionRow session in sessions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Copy(target, from, session, emit, results, reporter, cancellationToken);
        }

        target.WriteIndexes(cancellationToken);
        target.Previews.Make(reporter, cancellationToken);
        if (mass is not null)
            throw mass;
    }

    /// <summary>What <see cref="Sync"/> would do. Nothing is written.</summary>
    /// <exception cref="ImaLinkException">What would make it impossible; MassRemoved at the end.</exception>
    public IEnumerable<ReplicaResult> Plan(Guid source, Guid destination, bool allowMassRemoved, OperationReporter reporter, CancellationToken cancellationToken)
    {
        (StorageRow from, StorageRow target) = Prepare(source, destination);
        (target, from) = (Merged(target, cancellationToken), Merged(from, cancellationToken));
        var results = new ReplicaResults(from, target);
        List<ReplicaRemoval> removals = new ReplicaRemovals(_catalog, _files, from, target).Of(reporter, cancellationToken);
        ImaLinkException? mass = allowMassRemoved ? null : MassRemoved(from, target, removals.FindAll(removal => removal.Kept is null));
        foreach (ReplicaRemoval removal in removals.Where(removal => removal.Kept is not null || mass is null))
            yield return removal.Kept is null ? results.Removed(removal) : results.Kept(removal);
        var told = new List<ReplicaResult>();
        List<SessionRow> sessions = Sessions(from, told.Add, results);
        var moves = new ReplicaMoves(_catalog, from, target);
        foreach (SessionRow session in sessions)
        {
            foreach (CopyUnit unit in new CopyUnits(_catalog, target, from.Uuid).Of(session, cancellationToken))
            {
                moves.Add(unit, cancellationToken);
                told.AddRange(results.Planned(unit, session.Header));
            }

            told.AddRange(DocumentCopy.Lacking(_catalog, target, session).Select(document => results.Planned(document.Path, document.FileSize, session.Header)));
        }

        foreach (RelocatedFile step in moves.Steps().Where(step => step.To is not null && moves.Files.ContainsKey(step.Number)))
            yield return results.Moved(moves.Files[step.Number], step.To!, Header(moves.Files[step.Number]));
        foreach (ReplicaResult result in told)
            yield return result;
        if (mass is not null)
            throw mass;
    }

    private (StorageRow Source, StorageRow Target) Prepare(Guid source, Guid destination)
    {
        (StorageRow from, StorageRow target) = (_storages.Row(source), _storages.Row(destination));
        if (from.Id == target.Id)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{from.Name}' cannot be a replica of itself. Give another storage as -Destination.", from.Name);
        StorageProbe.RequireOnline(from);
        StorageProbe.RequireOnline(target);
        if (_storages.InOnePlaceWith(target.Uuid).Contains(from.Name))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{target.Name}' is on one disk with '{from.Name}': a replica there is lost with the disk. Give a storage on another disk as -Destination, or say with Set-ImaFileStorage -Place where it really lies. Copy-ImaSession copies there all the same.", target.Name);
        return (from, target);
    }

    /// <summary>The storage as its indexes have it now.</summary>
    private StorageRow Merged(StorageRow row, CancellationToken cancellationToken)
    {
        new StorageIndexes(_catalog, _files, new StorageLayout(row.Root), row.Id).Merge(cancellationToken);
        row = _catalog.Storages.Get(row.Id);
        return !row.Retired ? row : throw new ImaLinkException(ErrorCode.StorageRetired, $"The storage '{row.Name}' was moved elsewhere: what lies in '{row.Root}' is what is left of it. Tell with Set-ImaFileStorage -BasePath where it lies now.", row.Name);
    }

    private static ImaLinkException? MassRemoved(StorageRow from, StorageRow target, List<ReplicaRemoval> removals, long all) => !Mass.Is(removals.Count, all) ? null
        : new ImaLinkException(ErrorCode.MassRemoved, string.Create(CultureInfo.InvariantCulture,
            $"{removals.Count:N0} of the {all:N0} files of '{target.Name}' were removed from '{from.Name}'. Was that meant? None of them was taken out of the replica; if it was, Sync-ImaReplica -AllowMassRemoved does it."), target.Name);

    private ImaLinkException? MassRemoved(StorageRow from, StorageRow target, List<ReplicaRemoval> removals) =>
        MassRemoved(from, target, removals.FindAll(removal => removal.Row.State == FileState.Present), _catalog.Storages.Totals(target.Id).Files);

    /// <summary>The sessions that can be copied.</summary>
    private List<SessionRow> Sessions(StorageRow from, Action<ReplicaResult> emit, ReplicaResults results)
    {
        ILookup<bool, SessionRow> all = _catalog.Sessions.OfStorage(from.Id).ToLookup(session => session.Header.Status == SessionStatus.Completed);
        foreach (SessionRow session in all[false])
            emit(results.Incomplete(session.Header, InterruptedSession.Incomplete(from, session.Header.Title, "is left out").Message));
        return [.. all[true]];
    }

    private void Move(StorageWriter target, StorageRow from, List<SessionRow> sessions, Action<ReplicaResult> emit, ReplicaResults results, CancellationToken cancellationToken)
    {
        var moves = new ReplicaMoves(_catalog, from, target.Row);
        foreach (SessionRow session in sessions)
            foreach (CopyUnit unit in new CopyUnits(_catalog, target.Row, from.Uuid).Of(session, cancellationToken))
                moves.Add(unit, cancellationToken);
        foreach ((int number, string place) in new FileRelocation(target).Run(moves.Steps()))
            if (moves.Files.TryGetValue(number, out FileRow? file))
                emit(results.Moved(file, place, Header(file)));
    }

    private static void Copy(StorageWriter target, StorageRow from, SessionRow session, Action<ReplicaResult> emit, ReplicaResults results, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var events = new CopyEvents
        {
            Compared = units => units.SelectMany(unit => results.Standing(unit, session.Header)).ToList().ForEach(emit),
            Copied = record => emit(results.Copied(record, session.Header)),
            Replaced = file => emit(results.Replaced(file, session.Header)),
            Failed = trouble => emit(results.Failed(trouble, session.Header)),
        };
        try
        {
            new SessionReplication(target, from, events, reporter) { ReplicasOf = from.Uuid }.Run(session, cancellationToken);
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.IndexCorrupt or ErrorCode.IndexTooNew)
        {
            reporter.Error?.Invoke(e); // of one session; the others go on
        }
    }

    private SessionHeader Header(FileRow file) => _catalog.Sessions.Get(file.SessionId).Header;
}
