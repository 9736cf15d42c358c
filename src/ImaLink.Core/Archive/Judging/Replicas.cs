using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive.Judging;

/// <summary>Finds other files that are recorded to hold the same bytes, where they are accessible. The catalog's thread.</summary>
internal sealed class Replicas(CatalogDatabase catalog)
{
    private readonly Dictionary<long, StorageRow> _online = catalog.Storages.All().Where(StorageProbe.IsOnline).ToDictionary(row => row.Id);

    /// <summary>Full paths, those verified last first; only bytes prove that one is what it is recorded to be.</summary>
    internal List<string> Of(string sha256, string exceptFullName) =>
    [
        .. catalog.Files.BySha256(sha256).Where(row => row.State == FileState.Present)
            .OrderByDescending(row => row.LastVerified, StringComparer.Ordinal).Select(row => (row.StorageId, row.Path))
            .Concat(catalog.Files.CompanionsBySha256(sha256).Select(row => (row.StorageId, row.Companion.Path)))
            .Where(place => _online.ContainsKey(place.StorageId))
            .Select(place => (Layout: new StorageLayout(_online[place.StorageId].Root), place.Path))
            .Where(place => place.Layout.FullName(place.Path) != exceptFullName && place.Layout.Reaches(place.Path))
            .Select(place => place.Layout.FullName(place.Path)).Distinct(),
    ];
}
