using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>How a catalog comes to know a storage.</summary>
public sealed partial class StorageService
{
    /// <summary>Creates a storage in a directory that exists.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="basePath">The directory.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="place">Where its owner says that it lies; null for what the disk tells.</param>
    /// <exception cref="ImaLinkException">StorageNameTaken, PathNotFound, InvalidValue (also for a folder in another storage), MediumUnsuitable, or the medium cannot be written.</exception>
    public FileStorage Create(string name, string basePath, string? description, string? place = null)
    {
        RequireName(name, Guid.Empty);
        RequirePlace(place);
        if (!Directory.Exists(basePath))
            throw new ImaLinkException(ErrorCode.PathNotFound, $"The folder '{basePath}' does not exist. Create it, or connect its drive.", basePath);
        if (EnclosingStorage(basePath) is { } enclosing)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{basePath}' belongs to the storage '{enclosing}', and storages are not nested. Give a folder outside of it.", basePath);
        DateTime now = DateTime.UtcNow;
        Guid uuid = Guid.NewGuid();
        var row = new StorageRow
        {
            Uuid = uuid,
            Name = name,
            Description = description,
            DirectoryName = StorageLayout.DirectoryName(now, uuid),
            BasePath = basePath,
            CreatedAt = IndexTime.FormatUtc(new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc)),
            Revision = 1,
            Writer = catalog.Uuid,
            Place = PlaceOf(place, basePath),
        };
        var layout = new StorageLayout(row.Root);
        string sha256 = Lay(layout, new MasterIndex
        {
            StorageInfo = new StorageInfo
            {
                Uuid = uuid,
                DirectoryName = row.DirectoryName,
                BasePath = basePath,
                DisplayName = name,
                Description = description,
                CreatedAt = row.CreatedAt,
                Place = row.Place,
            },
            Revision = row.Revision,
            Writer = catalog.Uuid,
            ImalinkVersion = row.Place is null ? MasterIndex.PlainVersion : MasterIndex.CurrentVersion,
        });
        row = row with { IndexSha256 = sha256 };
        return Describe(catalog.Storages.Get(catalog.Storages.Insert(row)));
    }

    /// <summary>Registers a storage that lies on a disk and that the catalog does not know, with all that its indexes say.</summary>
    /// <param name="path">The storage's own directory.</param>
    /// <param name="name">Another name for it; null keeps its own.</param>
    /// <param name="cancellationToken">Stops; nothing is then registered.</param>
    /// <exception cref="ImaLinkException">NotAStorage, StorageAlreadyRegistered, StorageCloned, StorageNameTaken, IndexCorrupt.</exception>
    public FileStorage Register(string path, string? name, CancellationToken cancellationToken)
    {
        var layout = new StorageLayout(Path.TrimEndingDirectorySeparator(path));
        if (!File.Exists(layout.MasterIndex))
            throw new ImaLinkException(ErrorCode.NotAStorage, $"'{path}' is no FileStorage: it has no index.json.", path);
        MasterIndex master = MasterIndexFile.Read(layout.MasterIndex);
        if (catalog.Storages.Find(master.StorageInfo.Uuid) is { } known)
        {
            if (PathsEqual(known.Root, layout.Root))
                throw new ImaLinkException(ErrorCode.StorageAlreadyRegistered, $"The storage '{known.Name}' at '{path}' is registered already.", known.Name);
            return Describe(Relocate(known, layout.Root));
        }

        string display = name ?? master.StorageInfo.DisplayName;
        RequireName(display, master.StorageInfo.Uuid);
        return catalog.Transaction(() =>
        {
            long id = catalog.Storages.Insert(new StorageRow
            {
                Uuid = master.StorageInfo.Uuid,
                Name = display,
                DirectoryName = Path.GetFileName(layout.Root),
                BasePath = Path.GetDirectoryName(layout.Root)!,
                CreatedAt = master.StorageInfo.CreatedAt,
                Dirty = name is not null,
                Pending = name is not null ? "name" : "",
            });
            new AlbumMerge(catalog, layout, id).MergeAll(cancellationToken); // before the photos, whose full text is written once then
            new StorageMerge(catalog, layout, id).MergeChanged(cancellationToken);
            return Describe(catalog.Storages.Get(id));
        });
    }

    /// <summary>Writes what an empty storage consists of, by all the means that later commands use; a medium that lacks one gets nothing.</summary>
    /// <returns>SHA-256 of its master index.</returns>
    private string Lay(StorageLayout layout, MasterIndex master)
    {
        try
        {
            foreach (string folder in new[] { layout.Photos, layout.Imports, layout.Private })
                _files.CreateDirectory(folder);
            using StorageLock held = StorageLock.Acquire(layout, lockTimeout);
            _files.Replace(layout.Manifest, _ => { });
            return MasterIndexFile.Create(_files, layout, master);
        }
        catch (ImaLinkException)
        {
            DeleteWhatIsLeft(layout.Root);
            throw;
        }
    }

    /// <summary>Takes away a folder of our own that could not be completed; why is what the user must hear.</summary>
    private void DeleteWhatIsLeft(string folder)
    {
        try
        {
            _files.DeleteTree(folder);
        }
        catch (ImaLinkException)
        {
        }
    }

    private static string? EnclosingStorage(string folder)
    {
        for (DirectoryInfo? place = new(folder); place is not null; place = place.Parent)
            if (StorageProbe.UuidAt(place.FullName) is not null)
                return place.FullName;
        return null;
    }
}
