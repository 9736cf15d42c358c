using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>
/// Merges what the albums of one storage say into the catalog. Reads the storage, writes only the catalog. A file of the very revision that is remembered and with
/// another SHA-256 is damaged.
/// </summary>
internal sealed class AlbumMerge(CatalogDatabase catalog, StorageLayout layout, long storageId)
{
    /// <summary>
    /// Takes over what other catalogs wrote. An album that cannot be read is left to the command that writes it; one whose file is gone is written again, as absence
    /// deletes nothing.
    /// </summary>
    internal void MergeAll(CancellationToken cancellationToken)
    {
        List<Guid> present = [.. layout.PresentAlbums().Where(uuid => File.Exists(layout.Album(uuid)))];
        bool any = false;
        foreach (Guid uuid in present)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Stamp(uuid) is { } stamp && !IsRemembered(stamp))
                any |= TryMerge(uuid, cancellationToken);
        }

        foreach (AlbumFileRow lost in catalog.AlbumFiles.OfStorage(storageId).Where(file => file.Sha256 is not null && !file.Dirty && !present.Contains(file.Uuid)))
            catalog.AlbumFiles.SetDirty(lost.Album, storageId);
        if (any)
            catalog.Transaction(catalog.AlbumFiles.Complete);
    }

    /// <summary>Takes over what can be read of one album: its file where that is whole, else the previous version.</summary>
    /// <returns>What is wrong; null where all is well.</returns>
    /// <exception cref="ImaLinkException">IndexCorrupt, ReadFailed, where nothing can be read.</exception>
    internal string? Recover(Guid uuid, CancellationToken cancellationToken)
    {
        string path = layout.Album(uuid), backup = path + ".bak";
        ImaLinkException trouble;
        try
        {
            Merge(uuid, cancellationToken);
            return null;
        }
        catch (ImaLinkException e) when (e.Code != ErrorCode.Unexpected)
        {
            trouble = e;
        }

        string problem = File.Exists(path) ? trouble.Message : $"'{path}' is not there.";
        bool isKnown = catalog.AlbumFiles.Find(uuid, storageId) is not null;
        if (isKnown)
            catalog.AlbumFiles.SetDirty(catalog.AlbumFiles.Find(uuid, storageId)!.Album, storageId);
        if (!File.Exists(backup))
            return isKnown ? problem : throw trouble;
        try
        {
            Take(uuid, backup, null, cancellationToken);
            return $"{problem} '{backup}' was read.";
        }
        catch (ImaLinkException) when (isKnown)
        {
            return problem;
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.IndexCorrupt)
        {
            throw trouble;
        }
    }

    /// <summary>Merges one album's file, unless it is the one that is remembered.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt, ReadFailed.</exception>
    internal void Merge(Guid uuid, CancellationToken cancellationToken)
    {
        string path = layout.Album(uuid), sha256 = IndexDigest.Of(path);
        if (catalog.AlbumFiles.Find(uuid, storageId)?.Sha256 != sha256)
            Take(uuid, path, sha256, cancellationToken);
    }

    /// <summary>As <see cref="Merge"/>, where a file that cannot be read is no reason to stop.</summary>
    /// <returns>Whether it could be read.</returns>
    internal bool TryMerge(Guid uuid, CancellationToken cancellationToken)
    {
        try
        {
            Merge(uuid, cancellationToken);
            return true;
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.IndexCorrupt or ErrorCode.ReadFailed or ErrorCode.AccessDenied or ErrorCode.PathNotFound)
        {
            return false;
        }
    }

    private void Take(Guid uuid, string path, string? sha256, CancellationToken cancellationToken)
    {
        AlbumHeader header = AlbumFile.ReadHeader(path);
        if (header.Uuid != uuid)
            throw Corrupt(path, $"it says that it is the album {header.Uuid}");
        if (sha256 is not null && IsRemembered(header))
            throw Corrupt(path, $"it has revision {header.Revision} as the one that is known, and another SHA-256: it is damaged");
        catalog.Transaction(() => catalog.Albums.Merge(header, AlbumFile.ReadMembers(path).Select(member =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return member;
        }), storageId, sha256));
    }

    private bool IsRemembered(AlbumHeader stamp) => catalog.AlbumFiles.Find(stamp.Uuid, storageId) is { Sha256: not null } known
        && (known.Revision, known.Writer) == (stamp.Revision, stamp.Writer);

    /// <summary>Which version of an album's file lies there; null where it cannot be read.</summary>
    private AlbumHeader? Stamp(Guid uuid)
    {
        try
        {
            return AlbumFile.ReadStamp(layout.Album(uuid)) is { } stamp && stamp.Uuid == uuid ? stamp : null;
        }
        catch (ImaLinkException)
        {
            return null;
        }
    }

    private static ImaLinkException Corrupt(string path, string what) => new(ErrorCode.IndexCorrupt,
        $"'{path}' is no usable album ({what}). Its previous version, if there is one, is '{path}.bak'; nothing was changed. Update-ImaIndex writes it again from all that can be read.", path);
}
