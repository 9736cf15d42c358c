using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Decides which place of a storage is used where it lies in several: one that was not retired by a move, and where the
/// catalog uses one of them, that one. Else neither is preferred.
/// </summary>
internal sealed class StoragePlaces(CatalogDatabase catalog, OperationReporter reporter)
{
    /// <returns>Null where none can be chosen; told.</returns>
    internal IndexInventory? Choose(IReadOnlyList<IndexInventory> places)
    {
        List<IndexInventory> live = [.. places.Where(place => !place.Storage!.Retired)];
        List<IndexInventory> candidates = live.Count > 0 ? live : [.. places];
        foreach (IndexInventory retired in places.Except(candidates))
            reporter.Detail?.Invoke($"'{retired.Layout.Root}' is left out: the storage was moved away from there.");
        if (catalog.Storages.Find(places[0].Storage!.Uuid) is { } known && IsInUse(known))
        {
            if (candidates.Find(place => IsSame(place.Layout.Root, known.Root)) is { } used)
            {
                Tell([.. candidates.Where(place => place != used).Select(place => place.Layout.Root)], known.Root);
                return used;
            }

            if (live.Count > 0)
                Tell([.. live.Select(place => place.Layout.Root)], known.Root);
            else
                reporter.Detail?.Invoke($"'{places[0].Layout.Root}' is left out: the storage was moved to '{known.Root}'.");
            return null;
        }

        if (candidates.Count == 1)
            return candidates[0];
        reporter.Error?.Invoke(new ImaLinkException(ErrorCode.StorageCloned,
            $"The storage '{candidates[0].Storage!.DisplayName}' lies in several places: {string.Join(", ", candidates.Select(place => $"'{place.Layout.Root}'"))}. None was restored: name the one that is to be used.",
            candidates[0].Layout.Root));
        return null;
    }

    private void Tell(string[] others, string used)
    {
        foreach (string other in others)
        {
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.StorageCloned,
                $"The storage at '{other}' lies in two places, and the catalog uses '{used}'. Disconnect that one to use this.", other));
        }
    }

    /// <summary>Whether the place that the catalog knows holds the storage, and no move retired it.</summary>
    private static bool IsInUse(StorageRow known) =>
        StorageProbe.IsOnline(known) && !MasterIndexFile.Read(new StorageLayout(known.Root).MasterIndex).StorageInfo.Retired;

    private static bool IsSame(string one, string other) => string.Equals(RealPath.Of(one), RealPath.Of(other),
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
