using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Removal;
using ImaLink.Replication;
using ImaLink.Storage;

namespace ImaLink.Import;

/// <summary>Imports, resumes, lists, changes and removes sessions.</summary>
public sealed class SessionService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private readonly DurableFiles _files = new();
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal SessionService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Imports photos into a storage as one session.</summary>
    /// <exception cref="ImaLinkException">What makes the whole import impossible; trouble with a file goes to the reporter.</exception>
    public ImportSession Import(Selector storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken) =>
        Describe(catalog.Sessions.Get(Service().Import(_storages.RowOf(storage), Checked(request), reporter, cancellationToken)));

    /// <summary>What an import would do, file by file; nothing is written anywhere.</summary>
    /// <exception cref="ImaLinkException">What would make the whole import impossible.</exception>
    public IEnumerable<ImportItem> Simulate(Selector storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken) =>
        new ImportSimulation(catalog, _storages.RowOf(storage), Checked(request), reporter).Run(cancellationToken);

    /// <summary>Goes on with imports and copies that were interrupted: those that this catalog began, and one whose sources were confirmed.</summary>
    /// <param name="storage">Whose; null for all storages that are accessible.</param>
    /// <param name="session">Title or UUID of the one session; null for all.</param>
    /// <param name="confirmed">Digest of the sources that were confirmed, of one that this catalog did not begin; else null.</param>
    /// <param name="skipMissingSource">Ends what the source is gone of.</param>
    /// <param name="layoutScript">The layout script, where the import stopped before it was asked for every file.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; it stays resumable.</param>
    /// <exception cref="ImaLinkException">NothingToResume; PathNotFound, StorageOffline, SessionNotFound where a source is gone.</exception>
    public IEnumerable<ImportSession> Resume(
        Selector? storage, Selector? session, string? confirmed, bool skipMissingSource, Func<LayoutFacts, string>? layoutScript, OperationReporter reporter,
        CancellationToken cancellationToken)
    {
        List<InterruptedSession> found = [.. Resumable(storage, session)], chosen = found.FindAll(begun => begun.IsOwn || begun.SourcesSha256 == confirmed);
        if (chosen.Count == 0 && found.Count > 0)
            throw InterruptedSession.Unconfirmed(found[0].Kind, found[0].Storage, found[0].Title);
        if (chosen.Count == 0)
            throw InterruptedSession.NoneFound(session?.Text ?? storage?.Text);
        foreach (InterruptedSession begun in chosen)
        {
            StorageRow row = _storages.Row(begun.StorageUuid);
            if (begun.Kind == CopyPlan.JournalKind)
                Copies().Resume(row, begun.SessionUuid, confirmed, skipMissingSource, reporter, cancellationToken);
            else
                Service().Resume(row, begun.SessionUuid, confirmed, skipMissingSource, layoutScript, reporter, cancellationToken);
            if (catalog.Sessions.Find(row.Id, begun.SessionUuid) is { } resumed)
                yield return Describe(resumed);
        }
    }

    /// <summary>The imports and copies that can be resumed.</summary>
    /// <param name="storage">Whose; null for all active storages that are accessible.</param>
    /// <param name="session">Those that are meant, in a disabled storage too where one is named; null for all.</param>
    /// <exception cref="ImaLinkException">IndexCorrupt: the journal of one in a storage that was named is damaged; elsewhere it is left out.</exception>
    public IEnumerable<InterruptedSession> Resumable(Selector? storage, Selector? session)
    {
        var all = (storage is null ? catalog.Storages.All().Where(row => row.IsActive || session is { IsMatch: null }) : _storages.Rows(storage))
            .Where(StorageProbe.IsOnline)
            .SelectMany(row => Service().Describe(row, Trouble).Concat(Copies().Interrupted(row, Trouble))).ToList();
        return session is null ? all : session.Select(all, begun => begun.SessionUuid, begun => begun.Title,
            begun => catalog.Storages.Find(begun.StorageUuid) is { } row ? catalog.Sessions.Find(row.Id, begun.SessionUuid)?.Id ?? 0 : 0);

        void Trouble(ImaLinkException error)
        {
            if (storage is not null)
                throw error;
        }
    }

    /// <summary>The sessions, oldest first.</summary>
    /// <param name="session">Those that are meant; null for all.</param>
    /// <param name="storages">Of which storages; none or null for all active ones.</param>
    /// <exception cref="ImaLinkException">SessionNotFound, where a name without wildcard fits none.</exception>
    public IEnumerable<ImportSession> Find(Selector? session, params Selector?[]? storages) => Rows(session, storages).Select(Describe);

    /// <summary>The one session that is meant.</summary>
    /// <exception cref="ImaLinkException">SessionNotFound, AmbiguousSession with the candidates.</exception>
    public ImportSession Get(Selector session, Selector? storage) => Describe(RowOf(session, storage));

    /// <summary>The ledger of a session, line by line.</summary>
    /// <exception cref="ImaLinkException">StorageOffline; PathNotFound where the import is not finished.</exception>
    public IEnumerable<ImportItem> Items(ImportSession session)
    {
        StorageRow storage = _storages.Row(session.StorageUuid);
        StorageProbe.RequireOnline(storage);
        SessionRow row = catalog.Sessions.Get(session.Id);
        string path = new StorageLayout(storage.Root).Ledger(row.Header.Id);
        if (!File.Exists(path))
            throw InterruptedSession.Incomplete(storage, session.Title, "has no ledger yet");
        Dictionary<Guid, string> roots = catalog.Storages.All().ToDictionary(known => known.Uuid, known => known.Root);
        return new JsonLines<LedgerEntry>(_files, path, IndexJson.Instance.LedgerEntry).Read().Select(entry => ItemOf(entry, row.Header, storage.Root, roots));
    }

    /// <summary>Changes what is recorded of a session; what is null stays. Offline, it is written on the storage's next visit.</summary>
    /// <exception cref="ImaLinkException">InvalidValue, StorageBusy.</exception>
    public ImportSession Set(ImportSession session, string? title, string? description, string? author, CancellationToken cancellationToken = default)
    {
        if (title is not null)
            RequireTitle(title);
        StorageRow storage = _storages.Row(session.StorageUuid);
        if (StorageProbe.IsReachable(storage))
        {
            using StorageWriter writer = StorageWriter.Open(catalog, storage, _files, lockTimeout, cancellationToken);
            Edit();
            writer.WriteIndexes(CancellationToken.None);
        }
        else
        {
            Edit();
        }

        return Describe(Standing());

        SessionRow Standing() => catalog.Sessions.Find(storage.Id, session.Uuid)
            ?? throw new ImaLinkException(ErrorCode.SessionNotFound, $"The session '{session.Title}' has been removed meanwhile.", session.Title);

        void Edit()
        {
            SessionRow row = Standing();
            IEnumerable<string> columns = new[] { (title is not null, "title"), (description is not null, "description"), (author is not null, "author") }
                .Where(edit => edit.Item1).Select(edit => edit.Item2);
            row.Header.Title = title ?? row.Header.Title;
            row.Header.Description = description ?? row.Header.Description;
            row.Header.DefaultAuthor = author is null ? row.Header.DefaultAuthor : AuthorEntry.Parse(author);
            catalog.Sessions.Update(row with { Dirty = true, Pending = string.Join(',', row.Pending.Split(',', StringSplitOptions.RemoveEmptyEntries).Union(columns)) });
        }
    }

    /// <summary>
    /// Undoes an import: its files go to the trash, except those that other sessions count on, which pass to them. Files that
    /// were registered in place are only unregistered, unless <paramref name="includeFile"/> says otherwise.
    /// </summary>
    /// <exception cref="ImaLinkException">SessionIncomplete, StorageOffline, StorageBusy.</exception>
    public void Remove(ImportSession session, bool includeFile, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(session.StorageUuid), _files, lockTimeout, cancellationToken);
        if (writer.Completed.RemovedSessions.Contains(session.Uuid))
            return;
        SessionRow row = catalog.Sessions.Find(writer.StorageId, session.Uuid)
            ?? throw new ImaLinkException(ErrorCode.SessionNotFound, $"The session '{session.Title}' has been removed meanwhile.", session.Title);
        if (Service().Interrupted(writer.Row).Exists(header => header.Uuid == session.Uuid))
            throw new ImaLinkException(ErrorCode.SessionIncomplete, $"The import '{session.Title}' was interrupted. Go on with Resume-ImaSession first, then remove it.", session.Title);
        if (Journal.Unfinished(_files, writer.Layout).Exists(journal => journal.Kind == CopyPlan.JournalKind && journal.Plan(IndexJson.Instance.CopyPlan).Session == session.Uuid))
            throw new ImaLinkException(ErrorCode.SessionIncomplete, $"The copy of the session '{session.Title}' into '{writer.Row.Name}' was interrupted. Go on with Resume-ImaSession first, then remove it.", session.Title);
        var rows = catalog.Files.BySession(row.Id).ToList();
        List<PassedFile> passes = new SessionHeirs(catalog, _files, Service()).Of(writer, row, rows, cancellationToken);
        var passing = passes.Select(pass => pass.Path).ToHashSet(StringComparer.Ordinal);
        new FileRemoval(writer).Remove(rows.Where(file => !passing.Contains(file.Path)), row, passes, row.Header.InPlace == true && !includeFile, cancellationToken);
    }

    /// <summary>
    /// Sessions whose removal by this catalog was interrupted when it knew them no more: <see cref="Remove"/> completes it.
    /// </summary>
    public IReadOnlyList<ImportSession> BeingRemoved(Selector session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var found = new List<ImportSession>();
        foreach ((StorageRow storage, Journal journal) in new OwnJournals(catalog, _files).Of(RemovalPlan.JournalKind))
        {
            RemovalPlan plan = journal.Plan(IndexJson.Instance.RemovalPlan);
            if (plan.Session is { } uuid && catalog.Sessions.Find(storage.Id, uuid) is null)
                found.Add(IndexObjects.Session(new SessionHeader { Id = plan.SessionNumber, Uuid = uuid, Title = plan.SessionTitle ?? "" }, 0, storage.Name, storage.Uuid, new StorageLayout(storage.Root).SessionIndex(plan.SessionNumber)));
        }

        return session.Select(found, item => item.Uuid, item => item.Title, _ => 0);
    }

    internal List<SessionRow> Rows(Selector? session, params Selector?[]? storages)
    {
        List<Selector> wanted = [.. (storages ?? []).OfType<Selector>()];
        var among = (wanted.Count == 0 ? catalog.Storages.All().Where(row => row.IsActive) : wanted.SelectMany(_storages.Rows)).Select(row => row.Id).ToHashSet();
        // A session that is named is found in a disabled storage too.
        bool named = session is { IsMatch: null } && wanted.Count == 0;
        var candidates = catalog.Sessions.All().Where(row => named || among.Contains(row.StorageId))
            .Where(row => session?.StorageUuid is null || row.Header.FileStorageUuid == session.StorageUuid).ToList();
        if (session is null)
            return candidates;
        var found = session.Select(candidates, row => row.Header.Uuid, row => row.Header.Title, row => row.Id);
        return found.Count > 0 || session.IsMatch is not null ? found
            : throw new ImaLinkException(ErrorCode.SessionNotFound, $"No session is called '{session.Text}'. Get-ImaSession lists them.", session.Text);
    }

    private static ImportRequest Checked(ImportRequest request)
    {
        RequireTitle(request.Title);
        return request;
    }

    private static void RequireTitle(string title)
    {
        if (string.IsNullOrWhiteSpace(title))
            throw new ImaLinkException(ErrorCode.InvalidValue, "A session needs a title. Give one with -Title.", title);
    }

    private SessionRow RowOf(Selector session, Selector? storage) => Rows(session, storage) switch
    {
        [var one] => one,
        [] => throw new ImaLinkException(ErrorCode.SessionNotFound, $"No session is called '{session.Text}'. Get-ImaSession lists them.", session.Text),
        var several => throw new ImaLinkException(ErrorCode.AmbiguousSession,
            $"'{session.Text}' fits several sessions: {string.Join("; ", several.Select(row => $"'{row.Header.Title}' of {row.Header.ImportedAt} on {catalog.Storages.Get(row.StorageId).Name} ({row.Header.Uuid})"))}. {HowToTell(several)}",
            session.Text),
    };

    /// <summary>A session and its copy have one UUID: the storage tells them apart.</summary>
    private string HowToTell(List<SessionRow> several)
    {
        string storages = string.Join(" or ", several.Select(row => catalog.Storages.Get(row.StorageId).Name).Distinct().Select(name => $"-Storage '{name}'"));
        int uuids = several.DistinctBy(row => row.Header.Uuid).Count();
        return uuids == several.Count ? "Name one by its UUID."
            : uuids == 1 ? $"It is one session and its copies: say which is meant with {storages}."
            : $"Name one by its UUID, and say with {storages} which of its copies is meant.";
    }

    internal ImportSession Describe(SessionRow row)
    {
        StorageRow storage = catalog.Storages.Get(row.StorageId);
        return IndexObjects.Session(row.Header, row.Id, storage.Name, storage.Uuid, new StorageLayout(storage.Root).SessionIndex(row.Header.Id));
    }

    internal static ImportItem ItemOf(LedgerEntry entry, SessionHeader session, string root, IReadOnlyDictionary<Guid, string> roots)
    {
        var layout = new StorageLayout(root);
        string? existingRoot = entry.ExistingStorage is { } other ? roots.GetValueOrDefault(other) : root;
        return new ImportItem
        {
            SourcePath = entry.SourcePath,
            Verdict = entry.Verdict,
            FullName = entry.Path is null ? null : layout.FullName(entry.Path),
            ExistingPath = entry.ExistingPath is null || existingRoot is null ? entry.ExistingPath : new StorageLayout(existingRoot).FullName(entry.ExistingPath),
            Reason = entry.Reason,
            EndsEarly = entry.EndsEarly ?? false,
            Hothash = entry.Hothash,
            Length = entry.FileSize,
            Session = session.Title,
            SessionUuid = session.Uuid,
        };
    }

    private SessionCopyService Copies() => new(catalog, lockTimeout, _files);

    private ImportService Service() => new(catalog, _files, lockTimeout);
}
