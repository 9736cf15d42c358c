using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Integrity;

/// <summary>
/// Makes the hotpreviews that are lacking, and those that show a photo as it was before it was turned. Which these are is told without decoding:
/// by size and orientation of the file that counts, and by its last change, if that was recorded after the preview was made.
/// </summary>
public sealed class PreviewUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout)
{
    private readonly StorageService _storages = new(catalog, lockTimeout);

    /// <summary>The one class that writes; a test gives one that fails.</summary>
    internal DurableFiles Files { get; init; } = new();

    /// <summary>The files whose preview would be made, or become another one: those few that look stale are decoded to know it.</summary>
    /// <param name="storage">Whose.</param>
    /// <param name="force">All present files instead.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImaLinkException">StorageOffline.</exception>
    public IEnumerable<ImageFile> Candidates(Guid storage, bool force, CancellationToken cancellationToken)
    {
        StorageRow row = _storages.Row(storage);
        StorageProbe.RequireOnline(row);
        var query = new FileQuery(catalog);
        var layout = new StorageLayout(row.Root);
        foreach (PreviewCandidate candidate in Due(row.Id, layout, force, cancellationToken))
        {
            if (force || !candidate.HasHotpreview || !PreviewPass.IsAsMade(layout, candidate, cancellationToken))
                yield return query.Run(new FileFilter { Ids = [candidate.FileId] }).First();
        }
    }

    /// <summary>
    /// Makes the previews of a storage. What is done stays when it is stopped; run again, it goes on, and with nothing left to be done it changes nothing.
    /// </summary>
    /// <param name="storage">Whose files.</param>
    /// <param name="force">Makes all of them again.</param>
    /// <param name="changed">Takes each file that has got a preview, or another one.</param>
    /// <param name="reporter">Who is told; files of which no preview can be made are details.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, StorageRetired, IndexTooNew, IndexCorrupt, ReadOnly.</exception>
    public void Run(Guid storage, bool force, Action<FileUpdate> changed, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, _storages.Row(storage), Files, lockTimeout, cancellationToken);
        var query = new FileQuery(catalog);
        try
        {
            new PreviewPass(writer, reporter).Run(
                Due(writer.StorageId, writer.Layout, force, cancellationToken), catalog.Previews.Count(writer.StorageId),
                candidate => changed(FileUpdate.Of(query.Run(new FileFilter { Ids = [candidate.FileId] }).First(), UpdateVerdict.PreviewMade)), cancellationToken);
            new LikenessPass(catalog, reporter).Run([_storages.Row(storage)], cancellationToken);
        }
        finally
        {
            writer.WriteIndexes(CancellationToken.None);
        }
    }

    private IEnumerable<PreviewCandidate> Due(long storageId, StorageLayout layout, bool force, CancellationToken cancellationToken)
    {
        foreach (PreviewCandidate candidate in catalog.Previews.All(storageId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!candidate.HasHotpreview || (force && candidate.IsShown) || !IsCurrent(layout, candidate))
                yield return candidate;
        }
    }

    private static bool IsCurrent(StorageLayout layout, PreviewCandidate candidate)
    {
        var preview = new FileInfo(layout.Hotpreview(candidate.Hothash));
        ShownFile shown = candidate.Shown;
        return preview.Exists && (!candidate.IsShown
            || (Hotpreviews.Fits(layout, candidate.Hothash, shown.Width, shown.Height, shown.Orientation)
                && !(IndexTime.ParseUtc(shown.Previous?.LastOrDefault()?.Until) > preview.LastWriteTimeUtc)));
    }
}
