using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.Tests.Import;

/// <summary>What results are about, as the catalog has it afterwards.</summary>
internal static class Outcomes
{
    internal static ImportSession In(this SessionResult result, CatalogDatabase catalog) =>
        new SessionService(catalog, TimeSpan.Zero).Find(Selector.ByUuid(result.SessionUuid), [Selector.ByUuid(result.StorageUuid)]).Single();

    internal static List<ImageFile> In(this IEnumerable<FileRepaired> results, CatalogDatabase catalog) =>
        results.Select(result => result.Id).ToArray() is { Length: > 0 } ids ? [.. new FileQuery(catalog).Run(new FileFilter { Ids = ids })] : [];
}
