using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Photos;

namespace ImaLink.Tests.Archive;

/// <summary>Albums that are saved searches find what their filters mean, and what searches within them do.</summary>
[Trait("Category", "Culture")]
[Trait("Category", "Sequences")]
public sealed class SavedSearchTests : KnownPhotoTest
{
    [Fact]
    public void SavedSearch_RandomFilters_FindsAndCountsTheSame()
    {
        KnownPhoto[] photos = Made(11);
        CatalogDatabase catalog = Archive(photos, 11);
        var albums = new AlbumService(catalog, Patience);
        var query = new PhotoQuery(catalog);
        Filter(photos).Sample(filter =>
        {
            Album search = albums.Create($"Search {Guid.NewGuid()}", new AlbumEdit { Filter = filter });
            try
            {
                string[] expected = [.. photos.Where(photo => photo.Fits(filter)).Select(photo => photo.Path).Order(StringComparer.Ordinal)];
                var within = new PhotoFilter { Albums = [search.Uuid.ToString()], IncludeHidden = true };
                Assert.Equal(expected, query.Run(within).Select(photo => photo.RelativePath).Order(StringComparer.Ordinal));
                Assert.Equal(expected.Length, new AlbumFinder(catalog).Get(Selector.ByUuid(search.Uuid)).Count);
                // A search within that search finds the same.
                Album nested = albums.Create($"Nested {search.Uuid}", new AlbumEdit { Filter = within });
                Assert.Equal(expected.Length, nested.Count);
                albums.Remove(nested.Uuid, withAlbums: false);
            }
            catch (ImaLinkException e) when (e.Code is ErrorCode.AlbumNotFound or ErrorCode.SessionNotFound)
            {
            }
            finally
            {
                albums.Remove(search.Uuid, withAlbums: false);
                query = new PhotoQuery(catalog);
            }
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void SavedSearches_WithinEachOther_EndAndAreCounted()
    {
        KnownPhoto[] photos = Made(5);
        CatalogDatabase catalog = Archive(photos, 5);
        var albums = new AlbumService(catalog, Patience);
        Guid[] searches = [.. Enumerable.Range(0, 12).Select(number => albums.Create(FormattableString.Invariant($"Search {number}"), new AlbumEdit { Filter = new PhotoFilter { IncludeHidden = true } }).Uuid)];
        string[] all = [.. searches.Select(uuid => uuid.ToString())];
        foreach (Guid search in searches)
            albums.Set(search, new AlbumEdit { Filter = new PhotoFilter { Albums = [.. all, "Travel"], IncludeHidden = true } });
        long travel = photos.Count(photo => photo.Album?.StartsWith("Travel", StringComparison.Ordinal) ?? false);
        Assert.Equal(travel, new AlbumFinder(catalog).Get(Selector.ByUuid(searches[0])).Count);
        Assert.Equal(travel, new PhotoQuery(catalog).Count(new PhotoFilter { Albums = [all[3]], IncludeHidden = true }));
    }
}
