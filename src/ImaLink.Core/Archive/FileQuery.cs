using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Media.Formats;

namespace ImaLink.Archive;

/// <summary>Finds registered files.</summary>
public sealed class FileQuery(CatalogDatabase catalog)
{
    private readonly ImageFileTable _files = new(catalog);

    /// <summary>The files that fit, as they are found, in the order in which they were registered.</summary>
    /// <exception cref="ImaLinkException">StorageNotFound, SessionNotFound: a name without wildcard fits none. InvalidValue: there is no such format.</exception>
    public IEnumerable<ImageFile> Run(FileFilter filter)
    {
        if (filter.Formats?.FirstOrDefault(text => !FormatTable.Knows(text) && !_files.Formats().Contains(text, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{unknown}' is no format that ImaLink knows, by name (JPEG, NEF) or extension (jpg, tif). Get-ImaFile | Group-Object Format lists those of the archive.", unknown);
        var storages = new StorageService(catalog, TimeSpan.Zero);
        var sessions = new SessionService(catalog, TimeSpan.Zero);
        return _files.Select(filter, filter.Storages?.SelectMany(storages.Rows).Select(row => row.Id), filter.Sessions?.SelectMany(session => sessions.Rows(session, null)).Select(row => row.Id),
            filter.CopiesLessThan is null ? null : StorageDisk.Number(catalog.Storages.All(), filter.OnlineOnly));
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

    /// <summary>The formats of the files, in order.</summary>
    public IReadOnlyList<string> Formats() => _files.Formats();

    /// <summary>Whether any file was taken with a camera whose model, or maker and model, fits.</summary>
    public bool AnyCamera(Predicate<string> camera) => _files.AnyCamera(camera);

    /// <summary>The camera models of the files, in order.</summary>
    public IReadOnlyList<string> Cameras() => _files.Cameras();
}
