using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Checks the albums of a storage where they lie, without writing, as <see cref="IndexChecker"/> does its other indexes.</summary>
/// <param name="catalog">The catalog to compare with.</param>
/// <param name="inventory">The storage.</param>
/// <param name="known">The storage as the catalog knows it; null where it does not.</param>
internal sealed class AlbumChecker(CatalogDatabase? catalog, IndexInventory inventory, StorageRow? known)
{
    /// <summary>One result for each album that lies there, or should.</summary>
    internal IEnumerable<IndexFileCheck> Check(CancellationToken cancellationToken)
    {
        List<AlbumFileRow> rows = known is null ? [] : catalog!.AlbumFiles.OfStorage(known.Id);
        foreach (Guid uuid in inventory.Layout.PresentAlbums().Union(rows.Select(row => row.Uuid)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Check(uuid, rows.Find(row => row.Uuid == uuid), cancellationToken);
        }
    }

    private IndexFileCheck Check(Guid uuid, AlbumFileRow? row, CancellationToken cancellationToken)
    {
        string path = inventory.Layout.Album(uuid);
        var found = new List<(string Verdict, string Detail)>();
        AlbumHeader? header = null;
        long? entries = null;
        if (!File.Exists(path))
        {
            found.Add(row is { Sha256: null } ? (IndexVerdict.Unwritten, "The catalog has an album that does not lie there yet. Update-ImaIndex writes it.")
                : (IndexVerdict.Missing, "It is not there. Update-ImaIndex writes it again."));
        }
        else
        {
            try
            {
                header = AlbumFile.ReadHeader(path);
                if (header.Uuid != uuid)
                    throw new ImaLinkException(ErrorCode.IndexCorrupt, $"It says that it is the album {header.Uuid}.", path);
                entries = 0;
                foreach (AlbumMember member in AlbumFile.ReadMembers(path))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    entries += member.IsRemoved ? 0 : 1;
                }

                if (known is not null)
                    Compare(row, header, IndexDigest.Of(path), found);
            }
            catch (ImaLinkException e)
            {
                found.Add((IndexVerdict.Damaged, e.Message.Replace(inventory.Layout.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
            }
        }

        return IndexChecker.Result(inventory, path, found) with { Album = header is null ? null : Title(header), Revision = header?.Revision, Entries = entries };
    }

    private static string? Title(AlbumHeader header) => CanonicalJson.Text(header.Fields.FirstOrDefault(field => field.Field == AlbumField.Title)?.Value);

    private static void Compare(AlbumFileRow? row, AlbumHeader header, string sha256, List<(string, string)> found)
    {
        if (row?.Sha256 == sha256 && row.Dirty)
            found.Add((IndexVerdict.Unwritten, "The catalog has changes that are not in it. Update-ImaIndex writes them."));
        else if (row?.Sha256 is not null && row.Sha256 != sha256 && (row.Revision, row.Writer) == (header.Revision, header.Writer))
            found.Add((IndexVerdict.Damaged, $"It has revision {header.Revision} as the one that is known, and another SHA-256. Update-ImaIndex writes it again."));
        else if (row?.Sha256 != sha256)
            found.Add((IndexVerdict.Unmerged, (row?.Sha256 is null ? "The catalog does not know this album here." : "It is not the one that the catalog remembers: another catalog wrote it.") + " Update-ImaIndex takes over what it says."));
    }
}
