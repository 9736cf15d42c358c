using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Tells whether a storage lies where it is looked for.</summary>
internal static class StorageProbe
{
    /// <summary>Whether the directory holds the storage with this UUID.</summary>
    internal static bool IsOnline(StorageRow storage) => UuidAt(storage.Root) == storage.Uuid;

    /// <summary>Like <see cref="IsOnline"/>, for who is about to change something: a damaged index is no reason to think it offline.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt.</exception>
    internal static bool IsReachable(StorageRow storage)
    {
        string index = new StorageLayout(storage.Root).MasterIndex;
        return File.Exists(index) && MasterIndexFile.Read(index).StorageInfo.Uuid == storage.Uuid;
    }

    /// <exception cref="ImaLinkException">StorageOffline; IndexCorrupt where the directory is there and its index is not readable.</exception>
    internal static void RequireOnline(StorageRow storage)
    {
        var layout = new StorageLayout(storage.Root);
        string index = layout.MasterIndex;
        if (!File.Exists(index))
        {
            throw !Directory.Exists(layout.Imports) ? Offline(storage, "is not there") : new ImaLinkException(ErrorCode.StorageOffline,
                $"The storage '{storage.Name}' cannot be used: '{storage.Root}' has no index.json any more. Update-ImaIndex writes it again.", storage.Name);
        }

        if (MasterIndexFile.Read(index).StorageInfo.Uuid != storage.Uuid)
            throw Offline(storage, "holds another storage");
    }

    /// <summary>The UUID of the storage whose own directory this is; null where it is none.</summary>
    internal static Guid? UuidAt(string root)
    {
        try
        {
            return MasterIndexFile.Read(new StorageLayout(root).MasterIndex).StorageInfo.Uuid;
        }
        catch (ImaLinkException)
        {
            return null;
        }
    }

    internal static ImaLinkException Offline(StorageRow storage, string what) => new(ErrorCode.StorageOffline,
        $"The storage '{storage.Name}' is offline: '{storage.Root}' {what}. Connect its drive, or tell where it lies now with Set-ImaFileStorage -BasePath.", storage.Name);
}
