using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Gives restored storages names that are unique in the catalog. Where two have one name, the older storage has it, and the
/// other gets the beginning of its UUID behind it, in whichever order they come. A storage that this catalog has written
/// keeps its name: scripts know it by that.
/// </summary>
internal sealed class StorageNaming(CatalogDatabase catalog)
{
    /// <summary>The name for a storage that is not yet in the catalog; the one that has it may have to give it away.</summary>
    internal string Take(StorageInfo info)
    {
        string name = string.IsNullOrWhiteSpace(info.DisplayName) ? info.DirectoryName : info.DisplayName;
        if (catalog.Storages.All().FirstOrDefault(row => string.Equals(row.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } holder)
            return name;
        if (holder.Writer == catalog.Uuid || holder.IsPending("name")
            || IsOlder(holder, info))
            return Distinct(name, info.Uuid);
        catalog.Storages.Update(holder with { Name = Distinct(holder.Name, holder.Uuid) });
        return name;
    }

    private static bool IsOlder(StorageRow one, StorageInfo other) =>
        string.CompareOrdinal(one.CreatedAt, other.CreatedAt) is var order && order != 0 ? order < 0 : string.CompareOrdinal(one.Uuid.ToString(), other.Uuid.ToString()) < 0;

    private string Distinct(string name, Guid uuid)
    {
        string distinct = $"{name} ({uuid.ToString("N")[..8]})";
        return catalog.Storages.IsNameTaken(distinct, uuid) ? $"{name} ({uuid})" : distinct;
    }
}
