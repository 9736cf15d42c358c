using System.Text.Json;
using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Tests.Archive;

/// <summary>Finds files by what is known of their photos, in the catalog and in the indexes without one.</summary>
[Trait("Category", "Culture")]
[Trait("Category", "Sequences")]
public sealed class FilesOfPhotosTests : KnownPhotoTest
{
    [Fact]
    public void Files_RandomFilters_AreThoseOfThePhotosInTheCatalogAndInTheIndexes()
    {
        int found = 0, offline = 0, iterations = FixedSeed.Sequences(3);
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            KnownPhoto[] photos = Made(seed);
            CatalogDatabase catalog = Archive(photos, seed);
            Visit(catalog);
            var query = new FileQuery(catalog);
            var browser = new IndexBrowser(Row(catalog).Root, default);
            Filter(photos).Sample(filter =>
            {
                // Files of hidden photos are files like others, unless it is asked whether they are hidden.
                PhotoFilter meant = filter with { IncludeHidden = true };
                string[] expected = [.. photos.Where(photo => photo.Fits(meant)).Select(photo => photo.Path).Order(StringComparer.Ordinal)];
                FileFilter files = FileFilter.Of(filter);
                if (expected.Length > 0 || IsKnown(query, files))
                    Same(query.Run(files));
                found += expected.Length;
                if (filter is not { Text: null, Albums: null, Sessions: null, Storages: null, CopiesLessThan: null })
                    return; // these only a catalog knows, or they are asked of the storage
                Same(browser.Sessions(null).SelectMany(source => browser.Files(source, files)));
                offline += expected.Length;

                void Same(IEnumerable<ImageFile> actual)
                {
                    string[] paths = [.. actual.Select(file => file.RelativePath).Order(StringComparer.Ordinal)];
                    Assert.True(expected.SequenceEqual(paths), $"{JsonSerializer.Serialize(filter, IndexJson.Instance.PhotoFilter)}\nexpected {string.Join(' ', expected)}\nfound    {string.Join(' ', paths)}");
                }
            }, iter: 300, threads: 1);
        }, iterations, threads: 1);
        Assert.True(found > 300 * iterations && offline > 100 * iterations, "too few files are found to prove anything");

        // A name that this archive happens not to have is an error, and no answer.
        static bool IsKnown(FileQuery query, FileFilter filter)
        {
            try
            {
                return query.Run(filter).Take(1).ToList() is not null;
            }
            catch (ImaLinkException e) when (e.Code is ErrorCode.FileNotFound or ErrorCode.WordNotFound or ErrorCode.AlbumNotFound or ErrorCode.SessionNotFound or ErrorCode.StorageNotFound)
            {
                return false;
            }
        }
    }
}
