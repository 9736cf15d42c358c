namespace ImaLink.Catalog;

/// <summary>
/// Which album lies in which, as it is shown: an album whose parent was removed lies where that one lay, one whose parent is not known at the top. Two catalogs can
/// each put one album into the other; such a ring is cut at the album of which it was said last, which then lies at the top, in every catalog alike.
/// </summary>
internal sealed class AlbumTree
{
    private readonly Dictionary<Guid, AlbumRow> _albums;
    private readonly Dictionary<Guid, Guid?> _parents = [];
    private readonly HashSet<Guid> _cut = [];

    internal AlbumTree(IEnumerable<AlbumRow> albums)
    {
        _albums = albums.ToDictionary(album => album.Uuid);
        foreach (AlbumRow album in _albums.Values)
            CutRing(album);
        foreach (AlbumRow album in _albums.Values)
            _parents[album.Uuid] = ShownParent(album);
    }

    /// <summary>Albums that were put into each other, and lie at the top although they have a parent.</summary>
    internal IReadOnlyCollection<Guid> Cut => _cut;

    /// <summary>The album that one lies in; null for none.</summary>
    internal AlbumRow? ParentOf(Guid album) => _parents.GetValueOrDefault(album) is { } parent ? _albums[parent] : null;

    /// <summary>The albums that one lies in, the nearest first.</summary>
    internal IEnumerable<AlbumRow> Above(Guid album)
    {
        for (AlbumRow? above = ParentOf(album); above is not null; above = ParentOf(above.Uuid))
            yield return above;
    }

    /// <summary>The albums that lie in one.</summary>
    internal IEnumerable<AlbumRow> In(Guid album) => _albums.Values.Where(other => !other.IsRemoved && _parents[other.Uuid] == album);

    /// <summary>The titles of the albums that one lies in and its own.</summary>
    internal string FullTitle(AlbumRow album) => string.Join('/', Above(album.Uuid).Reverse().Append(album).Select(one => one.Title));

    /// <summary>Whether one album is another, or lies in it.</summary>
    internal bool IsWithin(Guid album, Guid other) => album == other || Above(album).Any(above => above.Uuid == other);

    private Guid? RawParent(AlbumRow album) => album.Parent is { } parent && !_cut.Contains(album.Uuid) && _albums.ContainsKey(parent) ? parent : null;

    private void CutRing(AlbumRow from)
    {
        var way = new List<AlbumRow> { from };
        while (RawParent(way[^1]) is { } next)
        {
            int begin = way.FindIndex(album => album.Uuid == next);
            if (begin >= 0)
            {
                AlbumRow last = way[begin];
                foreach (AlbumRow album in way.Skip(begin + 1))
                    if (StatementOrder.Compare(album.ParentSaid!, last.ParentSaid!) > 0)
                        last = album;
                _cut.Add(last.Uuid);
                return;
            }

            way.Add(_albums[next]);
        }
    }

    private Guid? ShownParent(AlbumRow album)
    {
        Guid? parent = RawParent(album);
        while (parent is { } removed && _albums[removed].IsRemoved)
            parent = RawParent(_albums[removed]);
        return parent;
    }
}
