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
                yield return Describe(storage, by, new MeasuredFiles(storage.Id, null, 0, 0, 0, 0));
            foreach (MeasuredFiles sum in sums[storage.Id])
                yield return Describe(storage, by, sum);
        }
    }

    private static StorageMeasure Describe(StorageRow storage, MeasureGrouping by, MeasuredFiles sum) => new()
    {
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
        By = by.ToString(),
        Name = sum.Key,
        SessionUuid = sum.Session,
        Count = sum.Count,
        Bytes = sum.Bytes,
        Companions = sum.Companions,
        CompanionBytes = sum.CompanionBytes,
    };
}
