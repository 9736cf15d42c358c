using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Writes the albums of one storage, under its lock. What lies there and is not what the catalog remembers is merged first.</summary>
internal sealed class AlbumWriter(CatalogDatabase catalog, DurableFiles files, StorageLayout layout, long storageId)
{
    private readonly AlbumMerge _merge = new(catalog, layout, storageId);
    private ImaLinkException? _refused;

    /// <summary>Writes every album that is due.</summary>
    /// <returns>Whether there was any.</returns>
    /// <exception cref="ImaLinkException">Something could not be written; what was written stays valid.</exception>
    internal bool WriteDue(CancellationToken cancellationToken)
    {
        bool any = false;
        foreach (AlbumFileRow due in catalog.AlbumFiles.OfStorage(storageId).Where(file => file.Dirty))
        {
            cancellationToken.ThrowIfCancellationRequested();
            any |= Write(due.Uuid);
        }

        return any;
    }

    /// <summary>Tells of an album that could not be written, after all else was.</summary>
    /// <exception cref="ImaLinkException">IndexTooNew, AccessDenied.</exception>
    internal void RequireWritten()
    {
        if (_refused is { } refused)
            throw refused;
    }

    private bool Write(Guid uuid)
    {
        string path = layout.Album(uuid);
        for (int attempt = 0; ; attempt++)
        {
            bool exists = File.Exists(path);
            if (exists && !OwnFiles.Exists(path))
            {
                _refused ??= IoErrors.Wrap(new LinkException(path), path, writing: true);
                return false;
            }

            bool isWhole = exists && _merge.TryMerge(uuid, CancellationToken.None);
            if (!isWhole && catalog.AlbumFiles.Find(uuid, storageId) is { Sha256: not null } && File.Exists(path + ".bak"))
                _merge.Recover(uuid, CancellationToken.None);
            AlbumFileRow file = catalog.AlbumFiles.Find(uuid, storageId)!;
            AlbumRow album = catalog.Albums.Get(file.Album);
            if (!exists && album.IsRemoved)
            {
                catalog.AlbumFiles.Drop(album.Id, storageId);
                return false;
            }

            if (isWhole && !file.Dirty)
                return false; // what lies there says it all
            AlbumHeader? former = isWhole ? AlbumFile.ReadStamp(path) : null;
            if (former is not null && !MasterIndexFile.IsWritable(former.Version))
            {
                _refused ??= new ImaLinkException(ErrorCode.IndexTooNew,
                    $"'{path}' was written by a newer version ({IndexCheck.Excerpt(former.Version)}). Install a newer ImaLink to write this album; it was left as it is.", path);
                return false;
            }

            if (exists && !isWhole)
                FormerIndex.Keep(files, path);
            if (TryReplace(path, album, new AlbumHeader(uuid, Sizes.NextRevision(Math.Max(file.Revision, former?.Revision ?? 0)), catalog.Uuid, MasterIndex.CurrentVersion, [.. album.Fields.Values]), isWhole ? file.Sha256 : null, exists, isWhole))
                return true;
            if (attempt == 5)
                throw new ImaLinkException(ErrorCode.StorageBusy,
                    $"'{path}' changes again and again while it is to be written, so it was left as it is. Find out which other program writes it, such as one that synchronises folders, wait for it, and run the command again.", path);
        }
    }

    /// <returns>False where somebody else wrote it meanwhile.</returns>
    private bool TryReplace(string path, AlbumRow album, AlbumHeader header, string? merged, bool exists, bool keepBackup)
    {
        files.CreateDirectory(layout.Albums, layout.Root);
        string sha256 = "";
        bool isOther = false;
        try
        {
            files.Replace(path,
                stream => sha256 = IndexDigest.Of(stream, to => AlbumFile.Write(to, header, catalog.AlbumMembers.Of(album.Id), catalog.AlbumMembers.Removed(album.Id))),
                keepBackup, lastLook: () =>
                {
                    isOther = merged is not null ? !File.Exists(path) || IndexDigest.Of(path) != merged : !exists && File.Exists(path);
                    if (isOther)
                        throw new OperationCanceledException();
                });
        }
        catch (OperationCanceledException) when (isOther)
        {
            return false;
        }

        catalog.AlbumFiles.Written(album, storageId, sha256, header);
        return true;
    }
}
