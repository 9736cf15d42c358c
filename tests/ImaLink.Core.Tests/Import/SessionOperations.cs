using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Replication;
using ImaLink.Trash;

namespace ImaLink.Tests.Import;

/// <summary>All that can be done with sessions, over one catalog and files that a test may make fail.</summary>
public sealed class SessionOperations
{
    private readonly SessionService _sessions;
    private readonly ImportService _imports;
    private readonly ResumeService _interrupted;
    private readonly SessionRemovalService _removals;

    public SessionOperations(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles()) { }

    internal SessionOperations(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
    {
        _sessions = new SessionService(catalog, lockTimeout, files);
        _imports = new ImportService(catalog, lockTimeout, files);
        _interrupted = new ResumeService(catalog, lockTimeout, _imports, new SessionCopyService(catalog, lockTimeout, files));
        _removals = new SessionRemovalService(catalog, lockTimeout, files);
    }

    public ImportSession Import(Selector storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken) =>
        _imports.Import(storage, request, reporter, cancellationToken);

    public IEnumerable<ImportItem> Simulate(Selector storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken) =>
        _imports.Simulate(storage, request, reporter, cancellationToken);

    public IEnumerable<InterruptedSession> Resumable(Selector? storage, Selector? session) => _interrupted.Resumable(storage, session);

    public IEnumerable<ImportSession> Resume(
        Selector? storage, Selector? session, string? confirmed, bool skipMissingSource, Func<LayoutFacts, string>? script, OperationReporter reporter, CancellationToken cancellationToken) =>
        _interrupted.Resume(storage, session, new ResumeRequest { Confirmed = confirmed, SkipMissingSource = skipMissingSource, LayoutScript = script }, reporter, cancellationToken).Select(result => _sessions.Find(Selector.ByUuid(result.SessionUuid), [Selector.ByUuid(result.StorageUuid)]).Single());

    public IEnumerable<ImportSession> Find(Selector? session, params Selector?[]? storages) => _sessions.Find(session, storages);

    public ImportSession Get(Selector session, Selector? storage) => _sessions.Get(session, storage);

    public IEnumerable<ImportItem> Items(ImportSession session) => _sessions.Items(session);

    public ImportSession Set(ImportSession session, string? title, string? description, string? author, string? timeZone = null) => _sessions.Set(session, title, description, author, timeZone);

    public void Remove(ImportSession session, bool includeFile, CancellationToken cancellationToken) => _removals.Remove(session, includeFile, cancellationToken);

    public IReadOnlyList<ImportSession> BeingRemoved(Selector session) => _removals.BeingRemoved(session);
}
