using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Health;

/// <summary>Other folders that hold a storage with the same identity: a copied disk or folder, or the storage itself where it was moved by hand.</summary>
internal static class Twins
{
    // Beside a folder are looked at so many.
    private const int MostBeside = 200;

    /// <summary>Those in sight: in the places of other storages, and beside each folder above this one, where another disk is mounted. No disk is searched, and no server asked that has no storage which the catalog knows: it may not answer.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="all">All that the catalog knows.</param>
    /// <param name="mounts">What tells where servers are mounted; a test has a tree of its own.</param>
    internal static IEnumerable<string> Of(StorageRow storage, IReadOnlyCollection<StorageRow> all, LinuxPlace? mounts = null)
    {
        mounts ??= new LinuxPlace();
        HashSet<string> known = [.. all.Select(row => mounts.NetworkMountOf(row.Root)).OfType<string>()];
        var seen = new HashSet<string> { Identity(storage.Root) };
        return Candidates(storage.Root).Concat(all.Select(row => Path.Combine(row.BasePath, storage.DirectoryName))).Distinct(StringComparer.Ordinal)
            .Where(root => (mounts.NetworkMountOf(root) is not { } mount || known.Contains(mount)) && Holds(root, storage.Uuid) && seen.Add(Identity(root)));
    }

    /// <summary>What is equal where one folder is mounted, or linked, in two places.</summary>
    private static string Identity(string root) => Inode.Of(new StorageLayout(root).MasterIndex)?.ToString(CultureInfo.InvariantCulture) ?? RealPath.Of(root);

    private static bool Holds(string root, Guid uuid)
    {
        try
        {
            string index = new StorageLayout(root).MasterIndex;
            return File.Exists(index) && MasterIndexFile.Read(index).StorageInfo is var info && info.Uuid == uuid && !info.Retired;
        }
        catch (ImaLinkException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Candidates(string root)
    {
        for (string folder = root; Path.GetDirectoryName(folder) is { } parent; folder = parent)
        {
            string below = Path.GetRelativePath(folder, root);
            if (Path.GetDirectoryName(parent) is not null || OperatingSystem.IsWindows()) // what lies beside /media is the system's own
                foreach (string beside in Beside(parent))
                    yield return below == "." ? beside : Path.Combine(beside, below);
        }

        if (OperatingSystem.IsWindows() && Path.GetPathRoot(root) is { Length: > 0 } drive)
            foreach (DriveInfo other in DriveInfo.GetDrives())
                yield return Path.Combine(other.Name, Path.GetRelativePath(drive, root));
    }

    private static IEnumerable<string> Beside(string parent)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(parent).Take(MostBeside)];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return [];
        }
    }
}
