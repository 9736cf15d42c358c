using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Creates, registers, finds, changes, forgets and checks storages.</summary>
public sealed partial class StorageService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private const int MaxPlace = 200;
    private readonly DurableFiles _files = new();

    /// <summary>All storages, by name.</summary>
    public IEnumerable<FileStorage> All() => catalog.Storages.All().Select(Describe);

    /// <summary>The storages that are meant.</summary>
    /// <exception cref="ImaLinkException">StorageNotFound, where a name without wildcard fits none; StorageCloned.</exception>
    public IEnumerable<FileStorage> Find(Selector selector) => Rows(selector).Select(Describe);

    /// <summary>The one storage that is meant.</summary>
    /// <exception cref="ImaLinkException">StorageNotFound, StorageCloned, AmbiguousStorage.</exception>
    public FileStorage Get(Selector selector) => Describe(RowOf(selector));

    /// <summary>Changes what is recorded of a storage; what is null stays. Offline, it is written on the storage's next visit.</summary>
    /// <param name="uuid">The storage.</param>
    /// <param name="name">Another name.</param>
    /// <param name="description">Another description.</param>
    /// <param name="basePath">Where it lies now.</param>
    /// <param name="isActive">Whether it takes part when no storage is named.</param>
    /// <param name="place">Where its owner says that it lies; empty for what the disk tells.</param>
    /// <param name="isChosen">Whether the one at the base path is meant, where the storage lies in both places.</param>
    /// <param name="cancellationToken">Stops the waiting for another process.</param>
    /// <exception cref="ImaLinkException">StorageNameTaken, StorageOffline (for a base path), InvalidValue, StorageBusy.</exception>
    public FileStorage Set(Guid uuid, string? name, string? description, string? basePath, bool? isActive, string? place = null, bool isChosen = false, CancellationToken cancellationToken = default)
    {
        RequirePlace(place);
        StorageRow row = Row(uuid);
        if (basePath is not null)
            row = Relocate(row, File.Exists(new StorageLayout(basePath).MasterIndex) ? basePath : Path.Combine(basePath, row.DirectoryName), isChosen);
        if (name is not null)
            RequireName(name, uuid);
        if (name is null && description is null && isActive is null && place is null)
            return Describe(row);
        if (!StorageProbe.IsReachable(row))
        {
            Edit(row);
            return Describe(Row(uuid));
        }

        using StorageWriter writer = StorageWriter.Open(catalog, row, _files, lockTimeout, cancellationToken);
        Edit(writer.Row);
        writer.WriteIndexes(CancellationToken.None);
        return Describe(Row(uuid));

        void Edit(StorageRow current)
        {
            IEnumerable<string> columns = new[] { (name is not null, "name"), (description is not null, "description"), (isActive is not null, "is_active"), (place is not null, "place") }
                .Where(edit => edit.Item1).Select(edit => edit.Item2);
            StorageRow edited = current with
            {
                Name = name ?? current.Name,
                Description = description ?? current.Description,
                IsActive = isActive ?? current.IsActive,
                Place = place is null ? current.Place : PlaceOf(place, StorageProbe.IsReachable(current) ? current.Root : null),
                Dirty = true,
                Pending = string.Join(',', current.Pending.Split(',', StringSplitOptions.RemoveEmptyEntries).Union(columns)),
            };
            catalog.Transaction(() =>
            {
                catalog.Storages.Update(edited);
                if (isActive == true)
                    catalog.AlbumFiles.TakeHomeless();
            });
        }
    }

    /// <summary>Forgets a storage; its disk is untouched. What was edited here and is not yet in its indexes is written first.</summary>
    /// <returns>False where edits could not be written because the storage is offline, and <paramref name="force"/> was not given: nothing was changed.</returns>
    public bool Remove(Guid uuid, bool force, CancellationToken cancellationToken = default)
    {
        StorageRow row = Row(uuid);
        // That it was disabled is of no use to whoever registers it again.
        if ((row.Dirty && row.Pending != "is_active") || catalog.Sessions.OfStorage(row.Id).Exists(session => session.Dirty && session.Header.Status == SessionStatus.Completed)
            || catalog.AlbumFiles.IsDue(row.Id))
        {
            if (StorageProbe.IsReachable(row))
            {
                using StorageWriter writer = StorageWriter.Open(catalog, row, _files, lockTimeout, cancellationToken);
                writer.WriteIndexes(CancellationToken.None);
            }
            else if (!force)
            {
                return false;
            }
        }

        catalog.Storages.Delete(row.Id);
        return true;
    }

    /// <summary>Checks one storage: is it there, do its indexes parse and match each other, is anything unfinished?</summary>
    public CheckResult Test(Guid uuid, CancellationToken cancellationToken) => StorageCheck.Run(catalog, Row(uuid), _files, cancellationToken);

    /// <summary>The names of the other storages that are in one place with this one: copies in them are lost with it.</summary>
    public IReadOnlyList<string> InOnePlaceWith(Guid uuid)
    {
        StorageRow row = Row(uuid);
        List<StorageRow> all = [.. catalog.Storages.All()];
        Dictionary<long, int> places = StorageDisk.Number(all, onlineOnly: false);
        return !places.TryGetValue(row.Id, out int place) ? []
            : [.. all.Where(other => other.Id != row.Id && places.TryGetValue(other.Id, out int number) && number == place).Select(other => other.Name)];
    }

    /// <summary>The storages as they are recorded; no disk is asked.</summary>
    public IEnumerable<(string Name, string FullName, bool IsActive)> Known() => catalog.Storages.All().Select(row => (row.Name, row.Root, row.IsActive));

    /// <summary>The rows that are meant; a path to a registered storage updates where it lies.</summary>
    internal List<StorageRow> Rows(Selector selector)
    {
        var found = selector.Select(catalog.Storages.All().ToList(), row => row.Uuid, row => row.Name, row => row.Id);
        if (found.Count > 0)
            return found;
        if (selector.FullPath is { } path && StorageProbe.UuidAt(path) is { } uuid)
        {
            StorageRow known = catalog.Storages.Find(uuid) ?? throw new ImaLinkException(ErrorCode.StorageNotFound,
                $"The catalog does not know the storage at '{path}'. Register it with New-ImaFileStorage -Existing.", path);
            return [Relocate(known, Path.TrimEndingDirectorySeparator(path))];
        }

        return selector.IsWildcard ? [] : throw NotFound(selector);
    }

    /// <summary>The one row that is meant.</summary>
    /// <exception cref="ImaLinkException">StorageNotFound, AmbiguousStorage.</exception>
    internal StorageRow RowOf(Selector selector) => Rows(selector) switch
    {
        [var one] => one,
        [] => throw NotFound(selector),
        var several => throw new ImaLinkException(ErrorCode.AmbiguousStorage,
            $"'{selector.Text}' fits several storages: {string.Join(", ", several.Select(row => row.Name))}. Name one.", selector.Text),
    };

    private ImaLinkException NotFound(Selector selector)
    {
        List<string> names = [.. catalog.Storages.All().Select(row => row.Name)];
        return new ImaLinkException(ErrorCode.StorageNotFound, $"No storage is called '{selector.Text}'" + (names.Count == 0
            ? ", and there is none yet: New-ImaFileStorage with a name and a folder makes one, and Restore-ImaCatalog with the folder of a disk brings back those that lie there."
            : $".{NearNames.Hint(selector.Text, names)} Get-ImaFileStorage lists them."), selector.Text);
    }

    internal StorageRow Row(Guid uuid) => catalog.Storages.Find(uuid)
        ?? throw new ImaLinkException(ErrorCode.StorageNotFound, $"The catalog does not know the storage {uuid}.", uuid.ToString());

    internal FileStorage Describe(StorageRow row)
    {
        (long count, long bytes) = catalog.Storages.Totals(row.Id);
        bool online = StorageProbe.IsOnline(row);
        return new FileStorage
        {
            Id = row.Id,
            Uuid = row.Uuid,
            Name = row.Name,
            Description = row.Description,
            BasePath = row.BasePath,
            DirectoryName = row.DirectoryName,
            FullName = row.Root,
            IsActive = row.IsActive,
            IsAccessible = online,
            CreatedAt = IndexTime.ParseUtc(row.CreatedAt) ?? default,
            LastScan = IndexTime.ParseUtc(row.LastScan),
            TotalFiles = count,
            TotalBytes = bytes,
        }.On(StorageDisk.Of(row, online));
    }

    /// <summary>Records that a storage lies elsewhere now. Where it lies in both places, neither is preferred silently.</summary>
    private StorageRow Relocate(StorageRow row, string root, bool isChosen = false)
    {
        root = Path.TrimEndingDirectorySeparator(root);
        string index = new StorageLayout(root).MasterIndex;
        if (!File.Exists(index) || MasterIndexFile.Read(index).StorageInfo.Uuid != row.Uuid)
            throw new ImaLinkException(ErrorCode.StorageOffline, $"'{root}' does not hold the storage '{row.Name}'.", root);
        if (PathsEqual(row.Root, root))
            return row;
        if (!isChosen && StorageProbe.IsOnline(row) && !Same(row.Root, root))
            throw new ImaLinkException(ErrorCode.StorageCloned,
                $"The storage '{row.Name}' lies in two places: '{row.Root}', which the catalog uses, and '{root}'. Disconnect one of them, or choose that one with Set-ImaFileStorage -BasePath -Force.", root);
        catalog.Storages.Update(row with { BasePath = Path.GetDirectoryName(root)!, DirectoryName = Path.GetFileName(root) });
        return catalog.Storages.Get(row.Id);
    }

    /// <summary>Whether two paths lead to one directory: through a link, or because it is mounted twice.</summary>
    private static bool Same(string one, string other) => PathsEqual(Resolve(one), Resolve(other));

    private static string Resolve(string path) => new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static bool PathsEqual(string one, string other) => string.Equals(
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(one)), Path.TrimEndingDirectorySeparator(Path.GetFullPath(other)),
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static StoragePlace? PlaceOf(string? said, string? folder) =>
        string.IsNullOrWhiteSpace(said) ? folder is null ? null : Place.Of(folder) : StoragePlace.Of(StoragePlace.Owner, said.Trim(), "owner");

    private static void RequirePlace(string? place)
    {
        if (place is not null && (place.Length > MaxPlace || place.Any(char.IsControl)))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"A place is a short text of printable characters, such as 'shelf', of {MaxPlace} at most.", place);
    }

    private void RequireName(string name, Guid except)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
            throw new ImaLinkException(ErrorCode.InvalidValue, "A storage needs a name of printable characters.", name);
        if (catalog.Storages.IsNameTaken(name, except))
            throw new ImaLinkException(ErrorCode.StorageNameTaken, $"Another storage is called '{name}'. Give another name with -Name.", name);
    }
}
