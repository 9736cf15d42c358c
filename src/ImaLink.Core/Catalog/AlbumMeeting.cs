using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>
/// Finds out, while the file of an album is merged, what was said here and there by catalogs that did not know of each other: of one field, or where one of them removed
/// the album that the other changed.
/// </summary>
internal sealed class AlbumMeeting(CatalogDatabase catalog, AlbumRow album, long storage)
{
    private readonly Dictionary<string, AlbumFieldRow> _known = catalog.AlbumFields.Of(album.Id);

    // Whoever says otherwise in a file that holds what was edited here knew of the edit.
    private readonly long _written = catalog.AlbumFiles.WrittenChanges(album.Id, storage);
    private bool _isRemovedThere;

    /// <summary>Compares what the file says of a field with what is known.</summary>
    /// <returns>Greater than 0 where the file has the newer version.</returns>
    internal int Meet(Statement there)
    {
        _isRemovedThere |= there is { Field: AlbumField.Removed, Value: not null };
        AlbumFieldRow? here = _known.GetValueOrDefault(there.Field);
        int order = here is null ? 1 : StatementOrder.Compare(there, here.Said);
        if (here is { Changed: > 0 })
        {
            if (there.Writer == catalog.Uuid || !StatementOrder.IsNewer(there, here.Base))
                return order; // one's own words say nothing of what another said meanwhile
            if (here.Changed > _written && there.Value != here.Said.Value)
                catalog.AlbumConflicts.Note(album.Id, here.Said, there, order > 0);
            else
                catalog.AlbumFields.SetBase(album.Id, there); // known from now on, wherever it is met again
        }
        else if (there is { Field: AlbumField.Removed, Value: not null } && order > 0 && catalog.AlbumFields.LastChange(album.Id) > _written)
        {
            catalog.AlbumConflicts.Note(album.Id, new Statement(AlbumField.Removed, null, album.Revision, catalog.Uuid), there, isThereKept: true);
        }

        return order;
    }

    /// <summary>All was compared: an album that was removed here was changed there.</summary>
    /// <param name="isChanged">Whether a field was new.</param>
    /// <param name="highest">The highest revision in the file: what was known when the album was removed has a lower one than the removal.</param>
    /// <param name="writer">Who wrote the file.</param>
    internal void End(bool isChanged, long highest, Guid? writer)
    {
        if (!_isRemovedThere && _known.GetValueOrDefault(AlbumField.Removed) is { Said.Value: not null } removal && removal.Changed > _written
            && (isChanged || highest >= removal.Said.Revision) && highest > (removal.Base?.Revision ?? 0))
            catalog.AlbumConflicts.Note(album.Id, removal.Said, new Statement(AlbumField.Removed, null, highest, writer), isThereKept: false);
    }
}
