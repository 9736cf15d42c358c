namespace ImaLink.Catalog;

/// <summary>
/// The full text of the photos, brought up to date once for each transaction and photo: a merge touches a photo several times,
/// and SQLite builds the index of many new texts faster in one go.
/// </summary>
internal sealed class PhotoTexts(CatalogDatabase catalog)
{
    private const int Most = 4096;

    private readonly HashSet<long> _changed = [];
    private long _firstAdded = long.MaxValue;

    /// <summary>A photo is new.</summary>
    internal void Added(long photo)
    {
        _firstAdded = Math.Min(_firstAdded, photo);
        Settle();
    }

    /// <summary>A photo, or what its files are called, has changed, or it is gone.</summary>
    internal void Changed(long photo)
    {
        if (photo < _firstAdded)
            _changed.Add(photo);
        Settle();
    }

    /// <summary>Brings everything up to date: right before the transaction ends.</summary>
    internal void Write()
    {
        WriteChanged();
        if (_firstAdded < long.MaxValue)
        {
            catalog.Execute($"{Insert} photo WHERE photo.id >= @0 AND {IsShown} AND NOT EXISTS (SELECT 1 FROM photo_claim WHERE shown_id = photo.id)", _firstAdded);
            catalog.Execute($"{Insert} shown_photo AS photo WHERE photo.id >= @0 AND photo.id IN (SELECT shown_id FROM photo_claim)", _firstAdded);
        }

        Forget();
    }

    /// <summary>The transaction was rolled back.</summary>
    internal void Forget()
    {
        _changed.Clear();
        _firstAdded = long.MaxValue;
    }

    private void Settle()
    {
        if (!catalog.IsInTransaction)
            Write();
        else if (_changed.Count >= Most)
            WriteChanged();
    }

    private void WriteChanged()
    {
        foreach (long photo in _changed)
            catalog.Execute("DELETE FROM photo_text WHERE rowid = @0", photo);
        foreach (long photo in _changed.Where(photo => photo < _firstAdded))
            catalog.Execute($"{Insert} shown_photo AS photo WHERE photo.id = @0", photo);
        _changed.Clear();
    }

    private const string Insert = $"INSERT INTO photo_text (rowid, title, description, location, author, tags, names, camera) SELECT photo.id, {Columns} FROM";

    private const string IsShown = "EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id)";

    /// <summary>What is found of a photo: of the table photo, or of the view shown_photo under that name.</summary>
    internal const string Columns = """
        photo.title, photo.description, photo.location, photo.author,
        (SELECT group_concat(tag.path, ' ') FROM shown_tag JOIN tag ON tag.id = shown_tag.tag_id WHERE shown_tag.photo_id = photo.id),
        (SELECT group_concat(file.path, ' ') FROM image JOIN file ON file.image_id = image.id WHERE image.photo_id = photo.id),
        (SELECT max(concat_ws(' ', file.camera_make, file.camera_model, file.lens_model)) FROM image JOIN file ON file.image_id = image.id
         WHERE image.photo_id = photo.id)
        """;
}
