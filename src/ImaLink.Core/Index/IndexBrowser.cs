using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>
/// Looks through one storage by its indexes alone: no catalog, nothing written. Files come as a stream, so the first is there at
/// once; an index that is damaged further on tells it when the stream gets there.
/// </summary>
public sealed class IndexBrowser
{
    private readonly IndexInventory _inventory;
    private readonly StorageInfo _info;

    /// <summary>Looks at the master index and the beginning of each session index.</summary>
    /// <param name="root">The storage's own directory.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="ImaLinkException">StorageOffline: it is not there; NotAStorage: nothing there tells which storage it is.</exception>
    public IndexBrowser(string root, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(root))
            throw new ImaLinkException(ErrorCode.StorageOffline, $"'{root}' is not there. Connect its drive, or tell where it lies now with Set-ImaFileStorage -BasePath.", root);
        _inventory = IndexInventory.Read(root, cancellationToken);
        _info = _inventory.Storage ?? throw new ImaLinkException(ErrorCode.NotAStorage, File.Exists(_inventory.Layout.MasterIndex)
            ? $"{_inventory.MasterProblem} No session index tells more."
            : $"'{root}' is no FileStorage: it has no index.json and no session index. Find-ImaFileStorage looks for storages in folders.", root);
    }

    /// <summary>What is wrong with the master index; null for nothing.</summary>
    public string? MasterProblem => _inventory.MasterProblem;

    /// <summary>The storage. Without a usable master index its files are counted in the session indexes, as far as they can be read.</summary>
    /// <param name="cancellationToken">Stops the counting.</param>
    public FileStorage Storage(CancellationToken cancellationToken)
    {
        string root = _inventory.Layout.Root;
        (long files, long bytes) = _inventory.Master is null ? Count(cancellationToken) : (_info.TotalFiles, _info.TotalSizeBytes);
        return new FileStorage
        {
            Id = 0,
            Uuid = _info.Uuid,
            Name = _info.DisplayName,
            Description = _info.Description,
            BasePath = Path.GetDirectoryName(root) ?? root,
            DirectoryName = Path.GetFileName(root),
            FullName = root,
            IsActive = _info.IsActive,
            IsAccessible = true,
            CreatedAt = IndexTime.ParseUtc(_info.CreatedAt) ?? default,
            LastScan = IndexTime.ParseUtc(_info.LastScan),
            TotalFiles = files,
            TotalBytes = bytes,
        }.On(_info.Place is { Kind: StoragePlace.Owner } said ? said : Place.Of(root) ?? _info.Place);
    }

    /// <summary>The sessions that are meant, by number; also those that have no usable index.</summary>
    /// <param name="selector">UUID, title, wildcard or number; null for all.</param>
    /// <exception cref="ImaLinkException">SessionNotFound, where a name without wildcard fits none.</exception>
    public IReadOnlyList<SessionSource> Sessions(Selector? selector) =>
        selector is null ? _inventory.Sessions : _inventory.Select(selector);

    /// <summary>A session as the catalog's commands show it.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt: it has no usable index.</exception>
    public ImportSession Describe(SessionSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ImportSession session = IndexObjects.Session(source.Early ?? Header(source), source.Number, _info.DisplayName, _info.Uuid, source.UsablePath ?? source.IndexPath);
        if (session.SourceFiles > 0 && source.Listed is { } listed)
            return session with { Files = listed.FileCount };
        (long files, long bytes) = Held(source, default);
        return session with { Files = files, Bytes = session.SourceFiles == 0 ? bytes : session.Bytes };
    }

    /// <summary>The files of a session that fit, as they are read; of their photos as far as the entries tell. The filter may ask for nothing that only a catalog knows.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt, with the place, when the stream gets there.</exception>
    public IEnumerable<ImageFile> Files(SessionSource source, FileFilter filter)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(filter);
        SessionHeader header = Header(source);
        var home = new FileHome(_inventory.Layout, _info.DisplayName, header.FileStorageUuid, header.Title, header.Uuid, header.TimeZone);
        var wanted = new EntryFilter(filter, header.DefaultAuthor?.Name);
        return SessionIndexFile.ReadFiles(source.UsablePath!)
            .Select(entry => (Entry: entry, File: IndexObjects.File(entry, home)))
            .Where(found => wanted.Fits(found.Entry, found.File)).Select(found => found.File);
    }

    private static SessionHeader Header(SessionSource source) => source.Header ?? throw new ImaLinkException(ErrorCode.IndexCorrupt, source.Early is { } early
        ? $"ImaLink's first implementation wrote the index '{source.IndexPath}' of the session '{early.Title}', without the paths of its files. Restore-ImaCatalog finds them again."
        : $"The session {source.Title ?? $"number {source.Number}"} has no usable index: {source.Problem} A catalog that knows it can write it again with Update-ImaIndex.", source.IndexPath);

    private (long Files, long Bytes) Count(CancellationToken cancellationToken) =>
        _inventory.Sessions.Select(source => Held(source, cancellationToken)).Aggregate((Files: 0L, Bytes: 0L), (sum, held) => (sum.Files + held.Files, sum.Bytes + held.Bytes));

    /// <summary>The files of a session and their bytes, as far as its index can be read.</summary>
    private static (long Files, long Bytes) Held(SessionSource source, CancellationToken cancellationToken)
    {
        (long files, long bytes) = (0, 0);
        try
        {
            foreach (FileEntry entry in source.UsablePath is { } path ? SessionIndexFile.ReadFiles(path) : [])
            {
                cancellationToken.ThrowIfCancellationRequested();
                (files, bytes) = (files + 1, bytes + entry.FileSize);
            }
        }
        catch (ImaLinkException)
        {
            // What comes behind the damage is not counted; whoever asks for the files is told.
        }

        return (files, bytes);
    }
}
