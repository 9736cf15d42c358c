using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Trash;

/// <summary>Removes sessions: what they imported goes to the trash.</summary>
public sealed class SessionRemovalService
{
    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;
    private readonly StorageService _storages;

    /// <summary>A service on a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="lockTimeout">How long a storage that another process writes is waited for.</param>
    public SessionRemovalService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles()) { }

    internal SessionRemovalService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files, _storages) = (catalog, lockTimeout, files, new StorageService(catalog, lockTimeout));

    /// <summary>
    /// Undoes an import: its files go to the trash, except those that other sessions count on, which pass to them. Files that
    /// were registered in place are only unregistered, unless <paramref name="includeFile"/> says otherwise.
    /// </summary>
    /// <exception cref="ImaLinkException">SessionIncomplete, StorageOffline, StorageBusy.</exception>
    public void Remove(ImportSession session, bool includeFile, CancellationToken cancellationToken, OperationReporter? reporter = null)
    {
        using StorageWriter writer = StorageWriter.Open(_catalog, _storages.Row(session.StorageUuid), _files, _lockTimeout, cancellationToken);
        if (writer.Completed.RemovedSessions.Contains(session.Uuid))
            return;
        SessionRow row = _catalog.Sessions.Find(writer.StorageId, session.Uuid)
            ?? throw new ImaLinkException(ErrorCode.SessionNotFound, $"The session '{session.Title}' has been removed meanwhile.", session.Title);
        if (ImportJournal.Unfinished(_files, writer.Layout).Exists(journal => journal.Plan.Session.Uuid == session.Uuid))
            throw new ImaLinkException(ErrorCode.SessionIncomplete, $"The import '{session.Title}' was interrupted. Go on with Resume-ImaSession first, then remove it.", session.Title);
        if (Journal.Unfinished(_files, writer.Layout).Exists(journal => journal.Kind == CopyPlan.JournalKind && journal.Plan(JournalJson.Instance.CopyPlan).Session == session.Uuid))
            throw new ImaLinkException(ErrorCode.SessionIncomplete, $"The copy of the session '{session.Title}' into '{writer.Row.Name}' was interrupted. Go on with Resume-ImaSession first, then remove it.", session.Title);
        Dictionary<string, PassedFile> passes = new SessionHeirs(_catalog, _files).Of(writer, row, cancellationToken);
        IEnumerable<FileRow> rows = _catalog.Files.IdsOfSession(row.Id).Select(_catalog.Files.Get).Where(file => !passes.ContainsKey(file.Path));
        new FileRemoval(writer, reporter).Remove(rows, row, passes.Values, row.Header.InPlace == true && !includeFile, cancellationToken);
        writer.Previews.Make(new OperationReporter { Progress = reporter?.Progress }, cancellationToken);
    }

    /// <summary>
    /// Sessions whose removal by this catalog was interrupted when it knew them no more: <see cref="Remove"/> completes it.
    /// </summary>
    public IReadOnlyList<ImportSession> BeingRemoved(Selector session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var found = new List<ImportSession>();
        foreach ((StorageRow storage, Journal journal) in new OwnJournals(_catalog, _files).Of(RemovalPlan.JournalKind))
        {
            RemovalPlan plan = journal.Plan(JournalJson.Instance.RemovalPlan);
            if (plan.Session is { } uuid && _catalog.Sessions.Find(storage.Id, uuid) is null)
                found.Add(IndexObjects.Session(new SessionHeader { Id = plan.SessionNumber, Uuid = uuid, Title = plan.SessionTitle ?? "" }, 0, storage.Name, storage.Uuid, new StorageLayout(storage.Root).SessionIndex(plan.SessionNumber)));
        }

        return session.Select(found, item => item.Uuid, item => item.Title, _ => 0);
    }
}
