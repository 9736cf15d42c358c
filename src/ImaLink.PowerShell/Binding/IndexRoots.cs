using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Recovery;

namespace ImaLink.PowerShell;

/// <summary>
/// Where the storages lie whose indexes are to be read: one that is named by its folder needs no catalog, one named otherwise is looked up in it.
/// </summary>
/// <param name="cmdlet">The command, for its location.</param>
/// <param name="storages">The storages of the catalog, asked for only where they are needed.</param>
internal sealed class IndexRoots(PSCmdlet cmdlet, Func<StorageService> storages)
{
    /// <summary>The directories of storages that a selector means; without one, those of all storages that are enabled.</summary>
    public List<string> Of(Selector? storage)
    {
        if (storage is null)
            return [.. storages().All().Where(known => known.IsActive).Select(known => known.FullName)];
        if (storage.FullPath is { } path && StorageFinder.IsStorage(path))
            return [System.IO.Path.TrimEndingDirectorySeparator(path)];
        if (storage.IsWildcard && storage.Text.AsSpan().ContainsAny('/', '\\'))
            return Fitting(storage.Text);
        try
        {
            return [.. storages().Find(storage).Select(known => known.FullName)];
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.StorageNotFound && Directory.Exists(storage.FullPath))
        {
            throw new ImaLinkException(ErrorCode.NotAStorage, $"'{storage.FullPath}' is no FileStorage. Find-ImaFileStorage looks for storages in folders.", storage.FullPath, e);
        }
    }

    private List<string> Fitting(string wildcard)
    {
        try
        {
            return [.. SessionPaths.Resolve(cmdlet, wildcard, literal: false).Where(StorageFinder.IsStorage)];
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.PathNotFound)
        {
            return []; // a folder before the wildcard is not there: nothing fits
        }
    }
}
