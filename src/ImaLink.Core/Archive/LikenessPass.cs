using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Likeness;

namespace ImaLink.Archive;

/// <summary>
/// Reads from hotpreviews how pictures look, where the catalog does not know it: after a restore, or where another version made it. Nothing in a storage is
/// changed, so none is waited for.
/// </summary>
internal sealed class LikenessPass(CatalogDatabase catalog, OperationReporter reporter)
{
    private sealed record Seen(string Hothash, bool IsRead, LikenessHash? Likeness);

    /// <summary>Reads what is lacking from storages, as far as they are there. What was read is kept when it is stopped.</summary>
    internal void Run(IEnumerable<StorageRow> storages, CancellationToken cancellationToken)
    {
        foreach (StorageRow storage in storages.Where(StorageProbe.IsOnline))
            Run(storage, cancellationToken);
    }

    private void Run(StorageRow storage, CancellationToken cancellationToken)
    {
        var layout = new StorageLayout(storage.Root);
        long done = 0;
        var unrecorded = new List<Seen>();
        try
        {
            foreach (Seen seen in ParallelOrdered.Map(catalog.Likenesses.Lacking(storage.Id), Environment.ProcessorCount, 64, (hothash, _) => Read(layout, hothash), cancellationToken))
            {
                if (seen.IsRead)
                    unrecorded.Add(seen);
                if (unrecorded.Count >= 1024)
                    Record(unrecorded);
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Looking at previews", Item = seen.Hothash, Items = ++done });
            }
        }
        finally
        {
            Record(unrecorded);
        }
    }

    private static Seen Read(StorageLayout layout, string hothash) =>
        new(hothash, LikenessReader.TryRead(layout.Hotpreview(hothash), out LikenessHash? likeness), likeness);

    private void Record(List<Seen> seen)
    {
        if (seen.Count > 0)
            catalog.Transaction(() => seen.ForEach(one => catalog.Likenesses.Set(one.Hothash, one.Likeness)));
        seen.Clear();
    }
}
