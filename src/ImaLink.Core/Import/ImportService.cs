using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Import;

/// <summary>Imports photos into a storage as sessions, and goes on with imports that were interrupted.</summary>
public sealed class ImportService : IInterruptible, IAdoption
{
    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;

    /// <summary>A service on a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="lockTimeout">How long a storage that another process writes is waited for.</param>
    public ImportService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles()) { }

    internal ImportService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files) = (catalog, lockTimeout, files);

    /// <summary>Imports photos into a storage as one session. Whatever interrupts it, what was placed stays and the rest can be resumed.</summary>
    /// <exception cref="ImaLinkException">What makes the whole import impossible; trouble with a file goes to the reporter.</exception>
    public ImportSession Import(Selector storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        long session = Import(new StorageService(_catalog, _lockTimeout).RowOf(storage), Checked(request), reporter, cancellationToken);
        return new SessionService(_catalog, _lockTimeout).Describe(_catalog.Sessions.Get(session));
    }

    /// <summary>The first of several storages that is there, can be written and has room for an import.</summary>
    /// <param name="storages">The storages, in the order in which they are tried.</param>
    /// <param name="request">The import.</param>
    /// <param name="reporter">Who is told why others are left out.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImaLinkException">StorageFull, where none has room; PathNotFound, SourceInStorage.</exception>
    public FileStorage FirstWithRoom(IReadOnlyList<FileStorage> storages, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storages);
        var why = new List<string>();
        foreach (FileStorage storage in storages)
        {
            StorageRow row = new StorageService(_catalog, _lockTimeout).Row(storage.Uuid);
            string? trouble = !storage.IsAccessible ? "is not connected" : !storage.IsWritable ? "cannot be written" : null;
            if (trouble is null)
            {
                ImportPreparation.CheckSources(row, request);
                trouble = ImportPreparation.HasRoom(_catalog, row, request, cancellationToken) ? null : "has no room";
            }

            if (trouble is null)
            {
                if (why.Count > 0)
                    reporter.News?.Invoke($"'{storage.Name}' takes '{request.Title}': {string.Join(", ", why)}.");
                return storage;
            }

            why.Add($"'{storage.Name}' {trouble}");
        }

        throw new ImaLinkException(ErrorCode.StorageFull, $"No storage can take '{request.Title}': {string.Join(", ", why)}. Nothing was copied. Make room, connect a storage, or name another one, and run the command again.", request.Title);
    }

    /// <summary>What an import would do, file by file; nothing is written anywhere.</summary>
    /// <exception cref="ImaLinkException">What would make the whole import impossible.</exception>
    public IEnumerable<ImportItem> Simulate(Selector storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken) =>
        new ImportSimulation(_catalog, new StorageService(_catalog, _lockTimeout).RowOf(storage), Checked(request), reporter).Run(cancellationToken);

    private long Import(StorageRow storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        _ = new LayoutTemplate(request.Layout);
        ImportPreparation.CheckSources(storage, request);
        using StorageWriter writer = StorageWriter.Open(_catalog, storage, _files, _lockTimeout, cancellationToken);
        ImportJournal journal = ImportPreparation.Prepare(writer, request, reporter, cancellationToken);
        return Carry(writer, journal, request.LayoutScript, skipMissingSource: false, reporter, cancellationToken);
    }

    private static ImportRequest Checked(ImportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        SessionService.RequireTitle(request.Title);
        return request with { TimeZone = request.TimeZone is null ? null : TimeZones.Require(request.TimeZone) };
    }

    string IInterruptible.Kind => ImportPlan.JournalKind;

    IEnumerable<InterruptedSession> IInterruptible.Interrupted(StorageRow storage, Action<ImaLinkException> trouble)
    {
        foreach (ImportJournal journal in ImportJournal.Unfinished(_files, new StorageLayout(storage.Root)))
        {
            InterruptedSession? import = null;
            try
            {
                import = InterruptedSession.Of(_catalog, storage, journal);
            }
            catch (ImaLinkException e)
            {
                trouble(e);
            }

            if (import is not null)
                yield return import;
        }
    }

    void IInterruptible.Resume(StorageRow storage, InterruptedSession begun, ResumeRequest request, OperationReporter reporter, CancellationToken cancellationToken) =>
        Resume(storage, begun.SessionUuid, request.Confirmed, request.SkipMissingSource, request.LayoutScript, reporter, cancellationToken);

    void IAdoption.GoOn(StorageRow storage, string title, OperationReporter reporter, CancellationToken cancellationToken)
    {
        foreach (ImportPlan plan in ImportJournal.Unfinished(_files, new StorageLayout(storage.Root)).Where(IsOwn).Select(journal => journal.Plan)
            .Where(plan => plan.Session.InPlace == true && plan.Session.Title == title).ToList())
            Resume(storage, plan.Session.Uuid, confirmed: null, skipMissingSource: false, script: null, reporter, cancellationToken);
    }

    void IAdoption.Adopt(StorageRow storage, string title, Predicate<string> isWanted, OperationReporter reporter, CancellationToken cancellationToken) =>
        Import(storage, new ImportRequest { Paths = [new StorageLayout(storage.Root).Photos], Title = title, InPlace = true, Wanted = isWanted }, reporter, cancellationToken);

    private bool IsOwn(ImportJournal journal)
    {
        try
        {
            return _catalog.BegunOperations.Has(journal.Plan.Session.Uuid, journal.SourcesSha256);
        }
        catch (ImaLinkException)
        {
            return false; // damaged: told by who resumes it
        }
    }

    /// <summary>Goes on with an interrupted import, copying nothing twice. One that this catalog did not begin has to be confirmed.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="session">The session.</param>
    /// <param name="confirmed">Digest of the sources that the user was shown and confirmed; null where nothing was.</param>
    /// <param name="skipMissingSource">Ends the import without a source that is gone.</param>
    /// <param name="script">The layout script.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; the import stays resumable.</param>
    /// <exception cref="ImaLinkException">PathNotFound where a source is not there; NothingToResume where another process finished it.</exception>
    private void Resume(
        StorageRow storage, Guid session, string? confirmed, bool skipMissingSource, Func<LayoutFacts, string>? script, OperationReporter reporter,
        CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(_catalog, storage, _files, _lockTimeout, cancellationToken);
        ImportJournal journal = ImportJournal.Unfinished(_files, writer.Layout).Find(journal => journal.Plan.Session.Uuid == session)
            ?? throw new ImaLinkException(ErrorCode.NothingToResume, "The import has been finished meanwhile.", session.ToString());
        ImportPlan plan = journal.Plan;
        if (journal.SourcesSha256 is var sources && sources != confirmed && !_catalog.BegunOperations.Has(session, sources))
            throw InterruptedSession.Unconfirmed(ImportPlan.JournalKind, storage.Name, plan.Session.Title);
        if (!skipMissingSource && plan.Paths.Find(path => !Path.Exists(path)) is { } gone && journal.HighestNumber() < plan.SourceFiles)
        {
            throw new ImaLinkException(ErrorCode.PathNotFound,
                $"The source '{gone}' of the session '{plan.Session.Title}' is not there. Connect it, or end the import without it with -SkipMissingSource.", gone);
        }

        Carry(writer, journal, script, skipMissingSource, reporter, cancellationToken);
    }

    private static long Carry(
        StorageWriter writer, ImportJournal journal, Func<LayoutFacts, string>? script, bool skipMissingSource, OperationReporter reporter,
        CancellationToken cancellationToken)
    {
        ImportPlan plan = journal.Plan;
        SessionRow session = writer.Catalog.Sessions.Find(writer.StorageId, plan.Session.Uuid) ?? writer.Indexes.CreateSession(plan.Session);
        if (plan.LayoutScripted)
            AskScript(journal, plan, script, reporter, cancellationToken);
        var run = new ImportRun(writer, journal, session, skipMissingSource, reporter);
        run.Run(cancellationToken);
        new ImportAlbums(writer, journal, reporter).Take(cancellationToken);
        (SessionCounts counts, int unlike) = ImportCompletion.Finish(writer, journal, session.Id, run.Elapsed, cancellationToken);
        ImportCompletion.Tell(counts, unlike, plan, writer.Row.Name, reporter);
        if (!plan.NoPreview)
        {
            new PreviewPass(writer, reporter).Run(session.Id, cancellationToken);
            ImportCompletion.Complete(writer, session.Id, cancellationToken);
        }

        journal.Journal.End();
        writer.Catalog.BegunOperations.Remove(plan.Session.Uuid);
        return session.Id;
    }

    /// <summary>Asks the layout script for every file before the first is copied, and journals its answers.</summary>
    private static void AskScript(
        ImportJournal journal, ImportPlan plan, Func<LayoutFacts, string>? script, OperationReporter reporter, CancellationToken cancellationToken)
    {
        int answered = journal.Places().Select(place => place.Number).DefaultIfEmpty().Max();
        if (script is null)
        {
            if (answered < journal.Sources().Where(file => !file.IsCompanion).Select(file => file.Number).DefaultIfEmpty().Max())
                throw new ImaLinkException(ErrorCode.InvalidLayout,
                    $"The import '{plan.Session.Title}' stopped before its layout script was asked for every file. Give the script again with -Layout.", plan.Session.Title);
            return;
        }

        journal.WritePlaces(journal.Sources().Where(file => file.Number > answered && !file.IsCompanion).Select(file =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Asking the layout script", Item = file.Path, Items = file.Number, TotalItems = plan.SourceFiles });
            return LayoutScript.Ask(file, script, plan.Session);
        }));
    }
}
