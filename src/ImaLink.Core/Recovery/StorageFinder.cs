using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>Finds storages on disks by what lies there, and tells of each what its own indexes say.</summary>
/// <param name="catalog">Who tells which of them are registered; null where there is no usable catalog.</param>
public sealed class StorageFinder(CatalogDatabase? catalog)
{
    /// <summary>The storages below a folder, or in it, as they are found. Nothing is written.</summary>
    /// <param name="root">Full path of the folder.</param>
    /// <param name="reporter">Takes progress, and an error for each folder that cannot be listed; the others follow.</param>
    /// <param name="cancellationToken">Stops between two folders.</param>
    public IEnumerable<FoundStorage> Find(string root, OperationReporter reporter, CancellationToken cancellationToken) =>
        new StorageSearch(reporter).Run(root, cancellationToken).Select(path => Describe(IndexInventory.Read(path, cancellationToken)));

    private FoundStorage Describe(IndexInventory inventory)
    {
        string root = inventory.Layout.Root;
        StorageInfo? info = inventory.Storage;
        StorageRow? known = info is null ? null : catalog?.Storages.Find(info.Uuid);
        string[] problems = [.. new[] { inventory.MasterProblem }.Concat(inventory.Sessions.Select(session => session.Problem)).OfType<string>()];
        return new FoundStorage
        {
            Uuid = info?.Uuid,
            Name = info?.DisplayName ?? Path.GetFileName(root),
            Description = info?.Description,
            FullName = root,
            BasePath = Path.GetDirectoryName(root) ?? root,
            DirectoryName = Path.GetFileName(root),
            CreatedAt = IndexTime.ParseUtc(info?.CreatedAt),
            Sessions = inventory.Sessions.Count,
            LostSessions = inventory.Sessions.Count(session => session.UsablePath is null),
            TotalFiles = inventory.Master?.StorageInfo.TotalFiles,
            TotalBytes = inventory.Master?.StorageInfo.TotalSizeBytes,
            Index = inventory.MasterState,
            IsRetired = info?.Retired ?? false,
            IsRegistered = catalog is null ? null : known is not null,
            RegisteredPath = known?.Root,
            Detail = problems.Length == 0 ? null : string.Join(" ", problems),
        };
    }
}
