using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Photos;

/// <summary>
/// Writes what is said of photos into XMP sidecars beside their files, for other programs. Each is written whole and durably, recorded, and told; whoever stops it, or kills the process, loses
/// nothing: what was written and not recorded says what is said.
/// </summary>
public sealed class SidecarExportService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private const int BatchFiles = 64;

    private readonly DurableFiles _files = new();

    /// <summary>As the public constructor, with files that tests make fail.</summary>
    internal SidecarExportService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files)
        : this(catalog, lockTimeout) => _files = files;

    /// <summary>Writes them.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="reporter">Who is told: of storages that are not there a warning, of one that cannot be written an error.</param>
    /// <param name="cancellationToken">Stops; what was told is written and recorded.</param>
    /// <returns>One result for each file of which something is said.</returns>
    /// <exception cref="ImaLinkException">StorageNotFound, SessionNotFound.</exception>
    public IEnumerable<SidecarResult> Run(SidecarExportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(reporter);
        var query = new FileQuery(catalog);
        long[] ids = [.. request.Filters.SelectMany(filter => query.Run(filter with { State = FileState.Present })).Select(file => file.Id).Distinct()];
        ILookup<long, long> byStorage = ids.Select(id => (Id: id, Row: catalog.Files.Find(id))).Where(file => file.Row is not null).ToLookup(file => file.Row!.StorageId, file => file.Id);
        int done = 0;
        foreach (IGrouping<long, long> group in byStorage)
        {
            StorageRow storage = catalog.Storages.Get(group.Key);
            if (!StorageProbe.IsReachable(storage))
            {
                reporter.Warning?.Invoke($"The storage '{storage.Name}' is not there, so no sidecar was written in it.");
                continue;
            }

            using StorageWriter? writer = request.Rehearsal ? null : TryOpen(storage, reporter, cancellationToken);
            if (writer is null && !request.Rehearsal)
                continue;
            var export = new SidecarExport(catalog, writer?.Row ?? storage, _files, request);
            try
            {
                foreach (long[] batch in group.Chunk(BatchFiles))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    (List<SidecarResult> results, bool goesOn) = Written(export, batch, reporter);
                    done += batch.Length;
                    export.Record();
                    reporter.Progress?.Invoke(new OperationProgress { Activity = "Writing sidecars", Item = results.LastOrDefault()?.RelativePath, Items = done, TotalItems = ids.Length });
                    foreach (SidecarResult result in results)
                        yield return result;
                    if (!goesOn)
                        break;
                }
            }
            finally
            {
                export.Record();
                writer?.WriteIndexes(CancellationToken.None);
            }
        }
    }

    /// <summary>Writes some; a storage that is full, or cannot be written any more, is told once and ends there.</summary>
    private static (List<SidecarResult> Results, bool GoesOn) Written(SidecarExport export, long[] batch, OperationReporter reporter)
    {
        var results = new List<SidecarResult>();
        try
        {
            foreach (long file in batch)
                if (export.Write(file) is { } result)
                    results.Add(result);
            return (results, true);
        }
        catch (ImaLinkException e)
        {
            reporter.Error?.Invoke(e);
            return (results, false);
        }
    }

    private StorageWriter? TryOpen(StorageRow storage, OperationReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            return StorageWriter.Open(catalog, storage, _files, lockTimeout, cancellationToken);
        }
        catch (ImaLinkException e)
        {
            reporter.Error?.Invoke(e);
            return null;
        }
    }
}
