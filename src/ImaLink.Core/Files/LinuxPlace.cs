namespace ImaLink.Files;

/// <summary>
/// What Linux tells of the disk below a folder, in <c>/proc/self/mountinfo</c> and <c>/sys</c>. The number of a device is never kept: two
/// sticks that are plugged in by turns have the same.
/// </summary>
/// <param name="root">Where to look; tests make a tree of their own.</param>
internal sealed class LinuxPlace(string root = "/")
{
    private const int MaxLayers = 16; // partition, volume group, encryption, image file, ... one above the other

    private static readonly string[] NetworkTypes = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ceph", "glusterfs", "afs", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs2", "fuse.smbnetfs"];

    private string[]? _lines;

    /// <summary>The place of a folder, given as it is without links; null where nothing tells it.</summary>
    internal StoragePlace? Of(string path) => Of(path, 0);

    /// <summary>What is mounted there, such as <c>/dev/sda1</c>.</summary>
    internal string? DeviceOf(string path) => MountOf(path)?.Source;

    /// <summary>
    /// Where the file system of a server is mounted in which a path lies, or what waits to be mounted once somebody looks; null where it lies in another.
    /// The path itself is not looked at, as a server that sleeps or is gone may not answer.
    /// </summary>
    internal string? NetworkMountOf(string path) => MountOf(path) is { } mount && (mount.Type == "autofs" || NetworkTypes.Contains(mount.Type)) ? mount.Point : null;

    private StoragePlace? Of(string path, int layer)
    {
        if (MountOf(path) is not { } mount)
            return null;
        if (NetworkTypes.Contains(mount.Type))
            return StoragePlace.Of(StoragePlace.Network, mount.Source, "mount");
        return DirectoryOf(mount) is { } device ? DiskBelow(device, layer) ?? FileSystem(device) : null;
    }

    /// <summary>The directory of a mount's device in /sys. Btrfs numbers its mounts as if there were no device, and names it.</summary>
    private string? DirectoryOf(Mount mount)
    {
        string path = !mount.Device.StartsWith("0:", StringComparison.Ordinal) ? In("sys/dev/block", mount.Device)
            : mount.Source.StartsWith("/dev/", StringComparison.Ordinal) ? In("sys/class/block", Path.GetFileName(RealPath.Of(In(mount.Source)))) : "";
        return Directory.Exists(path) ? RealPath.Of(path) : null;
    }

    private StoragePlace? DiskBelow(string device, int layer)
    {
        if (layer == MaxLayers)
            return null;
        if (File.Exists(Path.Combine(device, "partition")))
            return DiskBelow(Path.GetDirectoryName(device)!, layer + 1);
        if (Read(device, "loop/backing_file") is { } image)
            return File.Exists(In(image)) ? Of(image, layer + 1) : null;
        string slaves = Path.Combine(device, "slaves");
        string[] below = Directory.Exists(slaves) ? [.. Directory.EnumerateFileSystemEntries(slaves)] : [];
        if (below.Length == 0)
            return Disk(device);
        // Several disks that are one, such as a mirror, are a place of their own.
        List<StoragePlace?> places = [.. below.Select(slave => DiskBelow(RealPath.Of(slave), layer + 1)).DistinctBy(place => place?.Key).OrderBy(place => place?.Key, StringComparer.Ordinal)];
        return places.Contains(null) ? null : places.Count == 1 ? places[0]
            : StoragePlace.Of(StoragePlace.Disk, string.Join(" + ", places.Select(place => place!.Id)), places[0]!.KnownBy);
    }

    private StoragePlace? Disk(string disk)
    {
        if (Read(disk, "removable") == "1")
            return null; // a reader lends its number to every card; the file system's tells
        foreach (string file in new[] { "wwid", "device/wwid" })
            if (Read(disk, file) is { } wwid && SerialNumbers.IsUsable(wwid))
                return StoragePlace.Of(StoragePlace.Disk, wwid, "wwid");
        foreach (string file in new[] { "device/cid", "serial", "device/serial" })
            if (Read(disk, file) is { } serial && SerialNumbers.IsUsable(serial))
                return StoragePlace.Of(StoragePlace.Disk, Named(Read(disk, "device/vendor"), Read(disk, "device/model"), serial), "serial");
        return OfUsb(disk);
    }

    /// <summary>The number of the USB device that a disk is part of.</summary>
    private StoragePlace? OfUsb(string disk)
    {
        for (string? device = disk; device?.Length > root.Length; device = Path.GetDirectoryName(device))
            if (Read(device, "idVendor") is { } vendor)
                return Read(device, "serial") is { } serial && SerialNumbers.IsUsable(serial)
                    ? StoragePlace.Of(StoragePlace.Disk, Named($"{vendor}:{Read(device, "idProduct")}", null, serial), "serial") : null;
        return null;
    }

    private StoragePlace? FileSystem(string device)
    {
        string uuids = In("dev/disk/by-uuid");
        if (!Directory.Exists(uuids))
            return null;
        string? uuid = Directory.EnumerateFileSystemEntries(uuids).FirstOrDefault(link => Path.GetFileName(RealPath.Of(link)) == Path.GetFileName(device));
        return uuid is not null && SerialNumbers.IsUsable(Path.GetFileName(uuid)) ? StoragePlace.Of(StoragePlace.FileSystem, Path.GetFileName(uuid), "file_system_uuid") : null;
    }

    private static string Named(string? vendor, string? model, string serial) =>
        string.Join(' ', new[] { vendor, model, serial }.Where(part => part is { Length: > 0 } && !part.StartsWith("0x", StringComparison.Ordinal)));

    /// <summary>The mount in which a path lies: the longest, and of several in one folder the last.</summary>
    private Mount? MountOf(string path)
    {
        Mount? best = null;
        foreach (string line in Lines())
        {
            string[] parts = line.Split(' ');
            int dash = Array.IndexOf(parts, "-");
            if (dash < 0 || parts.Length < dash + 3 || dash < 5)
                continue;
            var mount = new Mount(parts[2], Unescape(parts[4]), parts[dash + 1], Unescape(parts[dash + 2]));
            if ((path + "/").StartsWith(mount.Point.TrimEnd('/') + "/", StringComparison.Ordinal) && mount.Point.Length >= (best?.Point.Length ?? 0))
                best = mount;
        }

        return best;
    }

    private string[] Lines()
    {
        string file = In("proc/self/mountinfo");
        return _lines ??= File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    /// <summary>Spaces and the like are written as three octal digits.</summary>
    private static string Unescape(string text) => text.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal)
        .Replace("\\012", "\n", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);

    /// <summary>The text of a file in /sys, spaces put together; null where there is none, or it cannot be read.</summary>
    private static string? Read(string directory, string file)
    {
        try
        {
            string path = Path.Combine(directory, file);
            string text = File.Exists(path) ? string.Join(' ', File.ReadAllText(path).Split((char[]?)['\0', ' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)) : "";
            return text.Length > 0 ? text : null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null; // an adapter may not answer
        }
    }

    private string In(params string[] parts) => Path.Combine([root, .. parts.Select(part => part.TrimStart('/'))]);

    /// <param name="Device">Major and minor number.</param>
    /// <param name="Point">Where it is mounted.</param>
    /// <param name="Type">Of which type the file system is.</param>
    /// <param name="Source">What is mounted.</param>
    private sealed record Mount(string Device, string Point, string Type, string Source);
}
