using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Finds sessions by what a user typed, tells what became of their source files, and changes what is recorded of them.</summary>
public sealed class SessionService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private readonly DurableFiles _files = new();
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal SessionService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>The sessions, oldest first.</summary>
    /// <param name="session">Those that are meant; null for all.</param>
    /// <param name="storages">Of which storages; none or null for all active ones.</param>
    /// <exception cref="ImaLinkException">SessionNotFound, where a name without wildcard fits none.</exception>
    public IEnumerable<ImportSession> Find(Selector? session, params Selector?[]? storages) => Rows(session, storages).Select(Describe);

    /// <summary>What sessions are called, oldest first; no file is counted.</summary>
    /// <param name="storages">Of which storages; none for all active ones.</param>
    public IEnumerable<(string Title, string Storage, DateTime? ImportedAt, bool IsIncomplete)> Titles(params Selector[] storages) => Rows(null, storages)
        .Select(row => (row.Header.Title, catalog.Storages.Get(row.StorageId).Name, IndexTime.ParseUtc(row.Header.ImportedAt), row.Header.Status == SessionStatus.Incomplete));

    /// <summary>The one session that is meant.</summary>
    /// <exception cref="ImaLinkException">SessionNotFound, AmbiguousSession with the candidates.</exception>
    public ImportSession Get(Selector session, params Selector?[]? storages) => Describe(RowOf(session, storages));

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
        return new JsonLines<LedgerEntry>(_files, path, IndexJson.Instance.LedgerEntry).Read().Select(entry => ItemOf(entry, row.Header, storage, roots));
    }

    /// <summary>
    /// Changes what is recorded of a session; what is null stays. Offline, it is written on the storage's next visit. Where its photos were taken holds
    /// for its copies as well, and is said of them too.
    /// </summary>
    /// <exception cref="ImaLinkException">InvalidValue, StorageBusy.</exception>
    public ImportSession Set(ImportSession session, string? title, string? description, string? author, string? timeZone = null, CancellationToken cancellationToken = default)
    {
        if (title is not null)
            RequireTitle(title);
        string? zone = timeZone is null ? null : TimeZones.Require(timeZone);
        StorageRow storage = _storages.Row(session.StorageUuid);
        // The copies first: what stops one of them leaves the session as it was, so that the same command does the rest.
        foreach (SessionRow copy in catalog.Sessions.All().Where(row => zone is not null && row.Header.Uuid == session.Uuid && row.StorageId != storage.Id))
            SetZone(catalog.Storages.Get(copy.StorageId), session.Uuid, zone!, cancellationToken);
        Within(storage, () => Edit(Standing(), title, description, author, zone), cancellationToken);
        return Describe(Standing());

        SessionRow Standing() => catalog.Sessions.Find(storage.Id, session.Uuid)
            ?? throw new ImaLinkException(ErrorCode.SessionNotFound, $"The session '{session.Title}' has been removed meanwhile.", session.Title);
    }

    /// <summary>Says where the photos of a copy were taken: in its index, or in the catalog alone where the copy cannot be written now.</summary>
    private void SetZone(StorageRow storage, Guid session, string zone, CancellationToken cancellationToken)
    {
        try
        {
            Within(storage, EditCopy, cancellationToken);
        }
        catch (ImaLinkException e) when (e.Code != ErrorCode.StorageBusy)
        {
            EditCopy();
        }

        void EditCopy()
        {
            if (catalog.Sessions.Find(storage.Id, session) is { } row && row.Header.TimeZone != zone)
                Edit(row, null, null, null, zone);
        }
    }

    private void Within(StorageRow storage, Action edit, CancellationToken cancellationToken)
    {
        if (StorageProbe.IsReachable(storage))
        {
            using StorageWriter writer = StorageWriter.Open(catalog, storage, _files, lockTimeout, cancellationToken);
            edit();
            writer.WriteIndexes(CancellationToken.None);
        }
        else
        {
            edit();
        }
    }

    private void Edit(SessionRow row, string? title, string? description, string? author, string? zone)
    {
        IEnumerable<string> columns = new[] { (title is not null, "title"), (description is not null, "description"), (author is not null, "author"), (zone is not null, "time_zone") }
            .Where(edit => edit.Item1).Select(edit => edit.Item2);
        row.Header.Title = title ?? row.Header.Title;
        row.Header.Description = description ?? row.Header.Description;
        row.Header.DefaultAuthor = author is null ? row.Header.DefaultAuthor : AuthorEntry.Parse(author);
        row.Header.TimeZone = zone ?? row.Header.TimeZone;
        catalog.Sessions.Update(row with { Dirty = true, Pending = string.Join(',', row.Pending.Split(',', StringSplitOptions.RemoveEmptyEntries).Union(columns)) });
    }

    internal List<SessionRow> Rows(Selector? session, params Selector?[]? storages)
    {
        List<Selector> wanted = [.. (storages ?? []).OfType<Selector>()];
        var among = (wanted.Count == 0 ? catalog.Storages.All().Where(row => row.IsActive) : wanted.SelectMany(_storages.Rows)).Select(row => row.Id).ToHashSet();
        // A session that is named is found in a disabled storage too.
        bool named = session is { IsWildcard: false } && wanted.Count == 0;
        var candidates = catalog.Sessions.All().Where(row => named || among.Contains(row.StorageId))
            .Where(row => session?.StorageUuid is null || row.Header.FileStorageUuid == session.StorageUuid).ToList();
        if (session is null)
            return candidates;
        var found = session.Select(candidates, row => row.Header.Uuid, row => row.Header.Title, row => row.Id);
        return found.Count > 0 || session.IsWildcard ? found
            : throw NotFound(session, candidates);
    }

    private static ImaLinkException NotFound(Selector session, IEnumerable<SessionRow> known) => new(ErrorCode.SessionNotFound,
        $"No session is called '{session.Text}'.{NearNames.Hint(session.Text, known.Select(row => row.Header.Title))} Get-ImaSession lists them.", session.Text);

    internal static void RequireTitle(string title)
    {
        if (string.IsNullOrWhiteSpace(title))
            throw new ImaLinkException(ErrorCode.InvalidValue, "A session needs a title. Give one with -Title.", title);
    }

    private SessionRow RowOf(Selector session, Selector?[]? storages) => Rows(session, storages) switch
    {
        [var one] => one,
        [] => throw NotFound(session, []),
        var several => throw new ImaLinkException(ErrorCode.AmbiguousSession,
            $"'{session.Text}' fits several sessions: {string.Join("; ", several.Select(row => $"'{row.Header.Title}' of {Day(row.Header)} on {catalog.Storages.Get(row.StorageId).Name} ({row.Header.Uuid})"))}. {HowToTell(several)}",
            session.Text),
    };

    private static string? Day(SessionHeader header) => IndexTime.ParseUtc(header.ImportedAt)?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

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
        (long files, long bytes) = catalog.Sessions.Holding(row.Id);
        ImportSession session = IndexObjects.Session(row.Header, row.Id, storage.Name, storage.Uuid, new StorageLayout(storage.Root).SessionIndex(row.Header.Id));
        return session with { Files = files, Bytes = session.SourceFiles == 0 ? bytes : session.Bytes };
    }

    internal static ImportItem ItemOf(LedgerEntry entry, SessionHeader session, StorageRow storage, IReadOnlyDictionary<Guid, string> roots)
    {
        var layout = new StorageLayout(storage.Root);
        string? existingRoot = entry.ExistingStorage is { } other ? roots.GetValueOrDefault(other) : storage.Root;
        return new ImportItem
        {
            SourcePath = entry.SourcePath,
            Verdict = entry.Verdict,
            FullName = entry.Path is null ? null : layout.FullName(entry.Path),
            ExistingPath = entry.ExistingPath is null || existingRoot is null ? entry.ExistingPath : new StorageLayout(existingRoot).FullName(entry.ExistingPath),
            Storage = storage.Name,
            Detail = entry.Reason,
            Said = entry.Said,
            EndsEarly = entry.EndsEarly ?? false,
            Hothash = entry.Hothash,
            Length = entry.FileSize,
            Session = session.Title,
            SessionUuid = session.Uuid,
        };
    }
}
