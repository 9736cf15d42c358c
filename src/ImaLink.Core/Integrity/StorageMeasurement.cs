using ImaLink.Catalog;

namespace ImaLink.Integrity;

/// <summary>Tells what the files of storages take, from the catalog.</summary>
public sealed class StorageMeasurement(CatalogDatabase catalog)
{
    /// <summary>One result per storage and group, storages by name, the biggest group first.</summary>
    /// <param name="storages">UUIDs of the storages; null for all.</param>
    /// <param name="by">How files are put together.</param>
    public IEnumerable<StorageMeasure> Run(IReadOnlyCollection<Guid>? storages, MeasureGrouping by)
    {
        var sums = new CheckTable(catalog).Measure(by).ToLookup(sum => sum.StorageId);
        foreach (StorageRow storage in catalog.Storages.All().Where(row => storages is null || storages.Contains(row.Uuid)))
        {
            if (by == MeasureGrouping.None && !sums.Contains(storage.Id))
                yield return Describe(storage, by, null, 0, 0);
            foreach ((_, string? key, long count, long bytes) in sums[storage.Id])
                yield return Describe(storage, by, key, count, bytes);
        }
    }

    private static StorageMeasure Describe(StorageRow storage, MeasureGrouping by, string? name, long count, long bytes) => new()
    {
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
        By = by.ToString(),
        Name = name,
        Count = count,
        Bytes = bytes,
    };
}
