using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Integrity;

/// <summary>
/// Finds registered files that hold the same bytes or the same image, within a storage and across storages, from the catalog:
/// files of storages that are offline too, missing files not. Two names of one file (hard links) are no duplicates.
/// </summary>
public sealed class DuplicateSearch(CatalogDatabase catalog)
{
    private const int PageLength = 256;

    /// <summary>The groups, as they are found.</summary>
    /// <param name="storages">Among the files of which storages; null for all active ones.</param>
    /// <param name="includeVariant">Groups files with the same image, whatever their metadata, instead of those with the same bytes.</param>
    /// <param name="countReplicas">Counts what Copy-ImaSession placed as what could go.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IEnumerable<DuplicateGroup> Run(IReadOnlyCollection<Guid>? storages, bool includeVariant, bool countReplicas, CancellationToken cancellationToken)
    {
        HashSet<Guid> wanted = [.. catalog.Storages.All().Where(row => storages?.Contains(row.Uuid) ?? row.IsActive).Select(row => row.Uuid)];
        var query = new FileQuery(catalog);
        var group = new List<ImageFile>();
        long number = 0;
        foreach ((long Group, long FileId)[] page in new CheckTable(catalog).Repeated(includeVariant).Chunk(PageLength))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Dictionary<long, ImageFile> files = query.Run(new FileFilter { Ids = Array.ConvertAll(page, item => item.FileId) }).ToDictionary(file => file.Id);
            foreach ((long next, long id) in page)
            {
                if (next != number && Describe(group, countReplicas) is { } found)
                    yield return found;
                if (next != number)
                    group.Clear();
                number = next;
                if (files.TryGetValue(id, out ImageFile? file) && wanted.Contains(file.StorageUuid))
                    group.Add(file);
            }
        }

        if (Describe(group, countReplicas) is { } last)
            yield return last;
    }

    private static DuplicateGroup? Describe(List<ImageFile> group, bool countReplicas)
    {
        if (group.Count < 2)
            return null;
        var linked = new HashSet<UInt128>();
        group.RemoveAll(file => Inode.OfLinked(file.FullName) is { } id && !linked.Add(id));
        return group.Count < 2 ? null : new DuplicateGroup
        {
            Hothash = group[0].Hothash,
            CountsReplicas = countReplicas,
            Files = [.. group.OrderBy(file => file.IsReplica).Select(file => new DuplicateFile
            {
                FullName = file.FullName,
                Length = file.Length,
                Sha256 = file.Sha256,
                Storage = file.Storage,
                StorageUuid = file.StorageUuid,
                RelativePath = file.RelativePath,
                Session = file.Session,
                SessionUuid = file.SessionUuid,
                IsReplica = file.IsReplica,
            })],
        };
    }
}
