using System.Text.Json;
using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Tests.Archive;

/// <summary>Finds photos by every filter, alone and together, and holds what is found to the plain meaning of the filter.</summary>
[Trait("Category", "Culture")]
[Trait("Category", "Sequences")]
public sealed class PhotoQueryTests : KnownPhotoTest
{
    [Fact]
    public void Run_RandomFilters_FindWhatTheyMean()
    {
        int found = 0, iterations = FixedSeed.Sequences(3);
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            KnownPhoto[] photos = Made(seed);
            CatalogDatabase catalog = Archive(photos, seed);
            Filter(photos).Sample(filter =>
            {
                string[] expected = [.. photos.Where(photo => photo.Fits(filter)).Select(photo => photo.Path).Order(StringComparer.Ordinal)];
                string[] actual = [.. Run(catalog, filter).Select(photo => photo.RelativePath).Order(StringComparer.Ordinal)];
                Assert.True(expected.SequenceEqual(actual), $"{JsonSerializer.Serialize(filter, IndexJson.Instance.PhotoFilter)}\nexpected {string.Join(' ', expected)}\nfound    {string.Join(' ', actual)}");
                found += actual.Length;
            }, iter: 300);
        }, iterations);
        Assert.True(found > 300 * iterations, "too few photos are found to prove anything"); // one of 60, on the average
    }

    [Fact]
    public void Timeline_RandomFilters_CountsWhatTheyMean()
    {
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            KnownPhoto[] photos = Made(seed);
            CatalogDatabase catalog = Archive(photos, seed);
            var query = new PhotoQuery(catalog);
            Gen.Select(Filter(photos), One(Enum.GetValues<TimelineBy>())).Sample((filter, by) =>
            {
                int digits = by switch { TimelineBy.Year => 4, TimelineBy.Month => 7, TimelineBy.Day => 10, _ => 13 };
                List<TimelineEntry> entries;
                try
                {
                    entries = [.. query.Timeline(filter, by)];
                }
                catch (ImaLinkException)
                {
                    return; // a name that this archive happens not to have
                }

                var expected = photos.Where(photo => photo.Fits(filter)).GroupBy(photo => photo.Period(digits))
                    .Select(group => (group.Key, (long)group.Count(), group.Min(photo => photo.Taken), group.Max(photo => photo.Taken)));
                Assert.Equal(expected.OrderBy(each => each.Key, StringComparer.Ordinal), entries.Select(entry => (entry.Period, entry.Photos, entry.First, entry.Last)).OrderBy(each => each.Period, StringComparer.Ordinal));
                DateTime?[] firsts = [.. entries.Where(entry => entry.Period is not null).Select(entry => entry.First)];
                Assert.Equal(firsts.Order(), firsts);
                Assert.All(entries.SkipLast(1), entry => Assert.NotNull(entry.Period)); // what has no date comes last
                foreach (TimelineEntry entry in entries)
                {
                    KnownPhoto cover = photos.Single(photo => photo.Path.EndsWith("/" + entry.Cover, StringComparison.Ordinal));
                    Assert.Equal(entry.Period, cover.Period(digits));
                    Assert.DoesNotContain(photos, photo => photo.Period(digits) == entry.Period && photo.Fits(filter) && (photo.Favorite, photo.Rating ?? 0).CompareTo((cover.Favorite, cover.Rating ?? 0)) > 0);
                    if (filter.Dates is null && entry.Period is { } period && period.Length == digits && period[^1] != 'X')
                        Assert.Equal(entry.Photos, query.Count(filter with { Dates = [period] }));
                }
            }, iter: 100);
        }, FixedSeed.Sequences(3));
    }

    [Fact]
    public void Run_SortSkipFirst_ArePagesOfOneOrder()
    {
        KnownPhoto[] photos = Made(7);
        var query = new PhotoQuery(Archive(photos, 7));
        foreach (string by in (string[])[PhotoOrder.Added, PhotoOrder.TakenAt, PhotoOrder.Rating, PhotoOrder.Title, PhotoOrder.Camera, PhotoOrder.Path])
        {
            foreach (bool down in (bool[])[false, true])
            {
                var all = query.Run(new PhotoFilter { IncludeHidden = true }, by, down).ToList();
                Assert.Equal(photos.Length, all.Count);
                var paged = new List<Photo>();
                for (int skip = 0; skip < all.Count; skip += 7)
                    paged.AddRange(query.Run(new PhotoFilter { IncludeHidden = true }, by, down, skip, 7));
                Assert.Equal(all.Select(photo => photo.Uuid), paged.Select(photo => photo.Uuid));
                object?[] keys = [.. all.Select(photo => by switch { PhotoOrder.TakenAt => (object?)photo.TakenAt, PhotoOrder.Rating => photo.Rating, PhotoOrder.Title => photo.Title, PhotoOrder.Camera => photo.Camera, PhotoOrder.Path => photo.RelativePath, _ => photo.Id })];
                object[] known = [.. keys.OfType<object>()];
                Assert.Equal(known, keys.Take(known.Length)); // what is not known comes last
                IEnumerable<object> ordered = by switch
                {
                    PhotoOrder.Title or PhotoOrder.Camera => known.Cast<string>().OrderBy(text => text, StringComparer.OrdinalIgnoreCase),
                    PhotoOrder.Path => known.Cast<string>().OrderBy(text => text, StringComparer.Ordinal),
                    _ => known.Order(),
                };
                Assert.Equal(down ? ordered.Reverse() : ordered, known);
            }
        }
    }

    [Fact]
    public void Run_NameThatNothingHas_IsAnErrorThatSaysSo()
    {
        CatalogDatabase catalog = Archive(Made(3), 3);
        var query = new PhotoQuery(catalog);
        Assert.Equal(ErrorCode.FileNotFound, Error(new PhotoFilter { Cameras = ["EOS"] }));
        Assert.Equal(ErrorCode.WordNotFound, Error(new PhotoFilter { Tags = ["Nowhere"] }));
        Assert.Equal(ErrorCode.WordNotFound, Error(new PhotoFilter { Persons = ["Nobody"] }));
        Assert.Equal(ErrorCode.WordNotFound, Error(new PhotoFilter { Authors = ["'; DROP TABLE photo; --"] }));
        Assert.Equal(ErrorCode.AlbumNotFound, Error(new PhotoFilter { Albums = ["Nowhere"] }));
        Assert.Equal(ErrorCode.InvalidValue, Error(new PhotoFilter { Formats = ["xyz"] }));
        Assert.Equal(ErrorCode.InvalidValue, Error(new PhotoFilter { Near = [91, 0] }));
        Assert.Equal(ErrorCode.InvalidValue, Error(new PhotoFilter { Near = [double.NaN, 0] }));
        Assert.Equal(ErrorCode.InvalidValue, Error(new PhotoFilter { Months = [13] }));
        Assert.Equal(ErrorCode.InvalidValue, Error(new PhotoFilter { Dates = ["2024-02-31"] }));
        Assert.Equal(ErrorCode.InvalidValue, Error(new PhotoFilter { Text = "\"unclosed" }));
        Assert.Equal(ErrorCode.InvalidValue, Error(new PhotoFilter { Text = "NEAR(" }));
        Assert.Empty(Run(catalog, new PhotoFilter { Tags = ["Nowhere*"] }));
        Assert.Empty(Run(catalog, new PhotoFilter { Text = "'; DROP TABLE photo; --" }));
        Assert.Empty(Run(catalog, new PhotoFilter { Cameras = ["*'); DELETE FROM photo; --"] }));

        ErrorCode? Error(PhotoFilter filter) => Assert.Throws<ImaLinkException>(() => query.Run(filter).ToList()).Code;
    }

    /// <summary>What is asked for by a name that this archive happens not to have is nothing, as in a saved search.</summary>
    private static IReadOnlyList<Photo> Run(CatalogDatabase catalog, PhotoFilter filter) => [.. new PhotoTable(catalog).ByIds(new PhotoQuery(catalog).Found(filter))];
}
