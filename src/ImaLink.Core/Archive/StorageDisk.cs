using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Archive;

/// <summary>On which disk a storage lies, by its owner's word, by what its disk tells, or by what was seen last.</summary>
internal static class StorageDisk
{
    /// <summary>The place of a storage: what its owner says, else what is found now, else what was last.</summary>
    internal static StoragePlace? Of(StorageRow storage, bool isOnline) =>
        storage.Place is { Kind: StoragePlace.Owner } said ? said : (isOnline ? Place.Of(storage.Root) : null) ?? storage.Place;

    /// <summary>
    /// The places of storages, numbered: two with one number are lost together. Where nothing that lasts tells the place, storages that
    /// lie in one file system now are together, and any other is a place of its own.
    /// </summary>
    /// <param name="storages">The storages; retired ones have no place.</param>
    /// <param name="onlineOnly">Leaves out those that cannot be reached now.</param>
    internal static Dictionary<long, int> Number(IEnumerable<StorageRow> storages, bool onlineOnly)
    {
        var numbers = new Dictionary<string, int>();
        var places = new Dictionary<long, int>();
        foreach (StorageRow storage in storages.Where(storage => !storage.Retired))
        {
            bool isOnline = StorageProbe.IsOnline(storage);
            if (onlineOnly && !isOnline)
                continue;
            string key = Of(storage, isOnline)?.Key ?? (isOnline ? Place.FileSystemOf(storage.Root) : null) ?? storage.Uuid.ToString();
            if (!numbers.TryGetValue(key, out int number))
                numbers.Add(key, number = numbers.Count);
            places.Add(storage.Id, number);
        }

        return places;
    }
}
