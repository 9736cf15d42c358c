using System.Globalization;

namespace ImaLink.Index;

/// <summary>
/// What the indexes of one storage directory hold, found without a catalog and without writing: the master index or what
/// stands in for it, and for every session that it or the disk names the index to read or the reason why there is none.
/// Damaged input is told, not thrown.
/// </summary>
public sealed class IndexInventory
{
    private readonly List<IndexFile> _files;

    private IndexInventory(StorageLayout layout, List<IndexFile> files) => (Layout, _files) = (layout, files);

    /// <summary>Where things lie in the storage.</summary>
    public StorageLayout Layout { get; }

    /// <summary>Valid, Backup, Missing or Damaged (<see cref="IndexState"/>).</summary>
    public string MasterState { get; private set; } = IndexState.Missing;

    /// <summary>What is wrong with <c>index.json</c>; null where it is well.</summary>
    public string? MasterProblem { get; private set; }

    /// <summary>The master index, or its previous version; null where neither is usable.</summary>
    public MasterIndex? Master { get; private set; }

    /// <summary>Where <see cref="Master"/> was read; null where there is none.</summary>
    public string? MasterPath { get; private set; }

    /// <summary>SHA-256 of the file at <see cref="MasterPath"/>.</summary>
    public string? MasterSha256 { get; private set; }

    /// <summary>
    /// The storage as the master index says, or as the session indexes and the name of the directory tell; null where
    /// nothing tells its UUID.
    /// </summary>
    public StorageInfo? Storage { get; private set; }

    /// <summary>The sessions, by number.</summary>
    public IReadOnlyList<SessionSource> Sessions { get; private set; } = [];

    /// <summary>Looks at a storage: reads its master index and the beginning of each session index.</summary>
    /// <param name="root">The storage's own directory.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public static IndexInventory Read(string root, CancellationToken cancellationToken = default)
    {
        var layout = new StorageLayout(Path.TrimEndingDirectorySeparator(root));
        var inventory = new IndexInventory(layout, IndexFile.All(layout, cancellationToken));
        inventory.FindMaster();
        inventory.Storage = inventory.Master?.StorageInfo ?? inventory.Derive();
        inventory.FindSessions();
        return inventory;
    }

    /// <summary>The sessions that are meant, by number; also those that have no usable index.</summary>
    /// <param name="selector">UUID, title, wildcard or number in the storage.</param>
    /// <exception cref="ImaLinkException">SessionNotFound, where a name without wildcard fits none.</exception>
    public IReadOnlyList<SessionSource> Select(Selector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var found = selector.Select(Sessions, source => source.Uuid ?? Guid.Empty, source => source.Title ?? "", source => source.Number);
        return found.Count > 0 || selector.IsWildcard ? found : throw new ImaLinkException(ErrorCode.SessionNotFound,
            $"No session in the storage '{Storage?.DisplayName}' is called '{selector.Text}'. Get-ImaIndex -Session * lists them.", selector.Text);
    }

    private void FindMaster()
    {
        if (TryMaster(Layout.MasterIndex) is { } master)
        {
            (Master, MasterState) = (master, IndexState.Valid);
            return;
        }

        MasterState = File.Exists(Layout.MasterIndex) ? IndexState.Damaged : IndexState.Missing;
        string? problem = MasterState == IndexState.Missing ? $"'{Layout.MasterIndex}' is not there." : MasterProblem;
        if (TryMaster(Layout.MasterIndex + ".bak") is { } former)
            (Master, MasterState) = (former, IndexState.Backup);
        MasterProblem = problem;
    }

    private MasterIndex? TryMaster(string path)
    {
        try
        {
            MasterIndex master = MasterIndexFile.Read(path, out string sha256);
            if (!IsForeign(master.StorageInfo.Uuid))
            {
                (MasterPath, MasterSha256) = (path, sha256);
                return master;
            }

            MasterProblem = $"'{path}' is the master index of another storage, {master.StorageInfo.Uuid}: this directory and its sessions tell another UUID.";
        }
        catch (ImaLinkException e)
        {
            MasterProblem = e.Message;
        }

        return null;
    }

    /// <summary>A master index whose UUID no session has, while the directory's name or several sessions agree on another one.</summary>
    private bool IsForeign(Guid uuid)
    {
        List<Guid> told = [.. Headers.Select(header => header.FileStorageUuid)];
        return told.Count > 0 && !told.Contains(uuid) && !IsNamedAfter(uuid) && (told.Exists(IsNamedAfter) || (told.Count > 1 && told.Distinct().Count() == 1));
    }

    private IEnumerable<SessionHeader> Headers => _files.Select(file => file.Header).OfType<SessionHeader>();

    private bool IsNamedAfter(Guid uuid) => Path.GetFileName(Layout.Root).EndsWith("_" + uuid.ToString("N")[..8], StringComparison.OrdinalIgnoreCase);

    private StorageInfo? Derive()
    {
        if (!Headers.Any())
            return null;
        Guid uuid = Headers.GroupBy(header => header.FileStorageUuid)
            .OrderByDescending(group => IsNamedAfter(group.Key)).ThenByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        string name = Path.GetFileName(Layout.Root);
        string[] parts = name.Split('_');
        bool isDated = parts.Length == 4 && DateTime.TryParseExact(parts[1] + parts[2], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        return new StorageInfo
        {
            Uuid = uuid,
            DirectoryName = name,
            DisplayName = name,
            CreatedAt = isDated
                ? IndexTime.FormatUtc(DateTime.ParseExact(parts[1] + parts[2], "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
                : Headers.Select(header => header.ImportedAt).Min(StringComparer.Ordinal)!,
            LastSessionNumber = _files.Max(file => file.Number),
        };
    }

    private void FindSessions()
    {
        ILookup<Guid, IndexFile> usable = _files.Where(file => file.Header is { } header && header.FileStorageUuid == Storage?.Uuid).ToLookup(file => file.Header!.Uuid);
        var sources = new List<SessionSource>();
        List<SessionSummary> listed = Master?.ImportSessions ?? [];
        listed.ForEach(Confirm);
        foreach (SessionSummary session in listed)
            sources.Add(Source(session.Id, session.Uuid, session, [.. usable[session.Uuid].Where(file => file.Header!.Id == session.Id)], usable));
        foreach (IGrouping<Guid, IndexFile> files in usable.Where(files => !listed.Exists(session => session.Uuid == files.Key)))
        {
            // A number is never used twice: where the master index gives it to another session, the UUID is what is damaged.
            List<IndexFile> alive = [.. files.Where(file => !IsRemoved(file.Header!) && !listed.Exists(session => session.Id == file.Header!.Id))];
            if (alive.Count > 0)
                sources.Add(Source(alive[0].Header!.Id, files.Key, null, alive, usable));
        }

        foreach (IndexFile file in _files.Where(file => !file.IsBackup && !sources.Exists(source => source.Number == file.Number)
            && !usable.Contains(file.Header?.Uuid ?? Guid.Empty)))
            sources.Add(Source(file.Number, null, null, [], usable));
        Sessions = [.. sources.OrderBy(source => source.Number).ThenBy(source => source.Uuid)];
    }

    /// <summary>An index that has the very hash which the master index names is the one that it means: where its UUID is another, the master index is damaged there.</summary>
    private void Confirm(SessionSummary session)
    {
        IndexFile? main = _files.Find(file => file.Path == Layout.SessionIndex(session.Id));
        if (main?.Header is { } header && header.Uuid != session.Uuid && header.FileStorageUuid == Storage?.Uuid && HashOf(main.Path) == session.IndexSha256)
            session.Uuid = header.Uuid;
    }

    private static string? HashOf(string path)
    {
        try
        {
            return IndexDigest.Of(path);
        }
        catch (ImaLinkException)
        {
            return null; // told when the session is read
        }
    }

    private SessionSource Source(int number, Guid? uuid, SessionSummary? listed, List<IndexFile> candidates, ILookup<Guid, IndexFile> usable)
    {
        IndexFile? main = _files.Find(file => file.Path == Layout.SessionIndex(number));
        // Damage hits one field; what names another session and also another storage, or another number, is that one's index.
        bool isAnothers = main?.Header is { } header && header.Uuid != uuid
            && (header.FileStorageUuid != Storage?.Uuid || (header.Id != number && usable.Contains(header.Uuid)));
        if (main?.Early is { } early && Storage is { } storage)
            (early.Uuid, early.FileStorageUuid) = (uuid ?? EarlyFormat.SessionUuid(storage.Uuid, number), storage.Uuid);
        return new SessionSource(Layout, number, listed, candidates, isAnothers ? null : main, MainProblem(number, uuid));
    }

    private bool IsRemoved(SessionHeader header) =>
        Master?.RemovedSessions.Exists(removed => removed.Uuid == header.Uuid && removed.Revision >= header.Revision) == true;

    /// <summary>What is wrong with the file that lies where a session's index belongs, as far as its beginning tells.</summary>
    private string? MainProblem(int number, Guid? session)
    {
        string path = Layout.SessionIndex(number);
        if (_files.Find(file => file.Path == path) is not { } main)
            return $"'{path}' is not there.";
        if (main.Header is not { } header)
            return main.Problem;
        if (header.FileStorageUuid != Storage?.Uuid)
            return $"'{path}' belongs to another storage, {header.FileStorageUuid}.";
        if (header.Uuid != session)
            return $"'{path}' belongs to another session, {header.Uuid} ('{IndexCheck.Excerpt(header.Title)}').";
        return header.Id != number ? $"'{path}' says that it is number {header.Id}." : null;
    }
}
