namespace ImaLink.Catalog;

/// <summary>Finds the registered file that an object from an earlier command speaks of.</summary>
public sealed class FileLocator(CatalogDatabase catalog)
{
    /// <summary>The catalog's number for the file at this path of a storage; null where there is none.</summary>
    public long? Find(Guid storage, string relativePath) =>
        catalog.Storages.Find(storage) is { } row ? catalog.Files.ByPath(row.Id, relativePath)?.Id : null;
}
