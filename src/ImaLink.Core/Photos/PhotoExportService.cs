using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
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
        var folder = new ExportFolder(request.Destination, [.. catalog.Storages.All()], _files);
        folder.Require(request.Destination);
        var query = new FileQuery(catalog);
        long[] ids = [.. request.Filters.SelectMany(filter => query.Run(filter with { State = FileState.Present })).Select(file => file.Id).Distinct()];
        var storages = new Dictionary<long, StorageRow?>();
        var words = new SaidWords(catalog);
        int done = 0;
        foreach (long id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FileRow row = catalog.Files.Get(id);
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Exporting photos", Item = row.Path, Items = ++done, TotalItems = ids.Length });
            if (!storages.TryGetValue(row.StorageId, out StorageRow? storage))
                storages.Add(row.StorageId, storage = Reachable(row.StorageId, reporter));
            if (storage is null)
                continue;
            PhotoExport result = new PhotoCopying(catalog, folder, request, row, storage, words, cancellationToken).Copy();
            // Its disk may have been unplugged meanwhile: that is told once, and not of each file.
            if (!result.Ok && (storages[row.StorageId] = Reachable(row.StorageId, reporter)) is null)
                continue;
            yield return result;
        }
    }

    /// <summary>The storage; null, and told, where it is not there.</summary>
    private StorageRow? Reachable(long id, OperationReporter reporter)
    {
        StorageRow storage = catalog.Storages.Get(id);
        if (StorageProbe.IsReachable(storage))
            return storage;
        reporter.Warning?.Invoke($"The storage '{storage.Name}' is not there, so none of its photos is exported. Connect its drive and run the command again.");
        return null;
    }
}
