using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Finds registered files.</summary>
public sealed class FileQuery(CatalogDatabase catalog)
{
    /// <summary>The files that fit, as they are found, in the order in which they were registered.</summary>
    /// <exception cref="ImaLinkException">A name without wildcard fits nothing; InvalidValue: there are no such values.</exception>
    public IEnumerable<ImageFile> Run(FileFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var storages = new StorageService(catalog, TimeSpan.Zero);
        var sessions = new SessionService(catalog, TimeSpan.Zero);
        return new ImageFileTable(catalog).Select(filter, new FileScope
        {
            Storages = filter.Storages?.SelectMany(storages.Rows).Select(row => row.Id).ToHashSet(),
            Sessions = filter.Sessions?.SelectMany(session => sessions.Rows(session, null)).Select(row => row.Id).ToHashSet(),
            Photos = filter.Photo is null ? null : new PhotoQuery(catalog).Checked(filter.Photo, inAnyStorage: true),
            Places = filter.CopiesLessThan is null ? new Dictionary<long, int>() : StorageDisk.Number(catalog.Storages.All(), filter.OnlineOnly),
        });
    }

    /// <summary>The registered file with this full path; null where there is none.</summary>
    public ImageFile? ByFullName(string fullName)
    {
        foreach (StorageRow storage in catalog.Storages.All())
        {
            var layout = new StorageLayout(storage.Root);
            if (fullName.StartsWith(layout.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && catalog.Files.ByPath(storage.Id, layout.RelativePath(fullName)) is { } row)
            {
                return Run(new FileFilter { Ids = [row.Id] }).FirstOrDefault();
            }
        }

        return null;
    }
}
