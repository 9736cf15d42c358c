using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Previews;

namespace ImaLink.Photos;

/// <summary>Makes copies of photos to give away. The storages are only read; what lies in the destination is never replaced.</summary>
public sealed class PhotoExportService(CatalogDatabase catalog)
{
    private readonly DurableFiles _files = new();

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal PhotoExportService(CatalogDatabase catalog, DurableFiles files)
        : this(catalog) => _files = files;

    /// <summary>Makes them.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="reporter">Who is told of progress, and of storages that are not there.</param>
    /// <param name="cancellationToken">Stops; what was told is there.</param>
    /// <returns>One result for each file.</returns>
    /// <exception cref="ImaLinkException">InvalidValue: the destination lies in a storage. InvalidLayout. The destination cannot be written.</exception>
    public IEnumerable<PhotoExport> Run(PhotoExportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(reporter);
        if (request.Format is { } format && !PictureRenderer.Extensions.ContainsKey(format))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"No pictures of the format '{format}' are made. Give {string.Join(", ", PictureRenderer.Extensions.Keys)}.", format);
        RequireOutside(request.Destination);
        var query = new FileQuery(catalog);
        long[] ids = [.. request.Filters.SelectMany(filter => query.Run(filter with { State = FileState.Present })).Select(file => file.Id).Distinct()];
        var copying = new PhotoCopying(catalog, _files, request);
        int done = 0;
        foreach (long id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PhotoExport result = copying.Copy(id, cancellationToken);
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Exporting photos", Item = result.SourcePath, Items = ++done, TotalItems = ids.Length });
            yield return result;
        }
    }

    /// <summary>What lies in a storage is the storage's: copies would be taken for new photos.</summary>
    private static void RequireOutside(string destination)
    {
        for (var folder = new DirectoryInfo(RealPath.Of(destination)); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, StorageLayout.PrivateFolder)) && File.Exists(Path.Combine(folder.FullName, "index.json")))
                throw new ImaLinkException(ErrorCode.InvalidValue, $"'{destination}' lies in the storage '{folder.FullName}', where copies would be taken for new photos. Name a folder elsewhere.", destination);
    }
}
