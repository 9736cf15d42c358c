using System.Globalization;

namespace ImaLink.Catalog;

/// <summary>In which order photos are wanted, and how many.</summary>
/// <param name="By">A word of <see cref="PhotoOrder"/>.</param>
/// <param name="IsDescending">Whether the last come first.</param>
/// <param name="Skip">How many of the first are left out.</param>
/// <param name="First">How many are wanted; null for all.</param>
internal sealed record PhotoPage(string By = PhotoOrder.Added, bool IsDescending = false, int Skip = 0, int? First = null)
{
    /// <summary>The album whose order is meant, where that is.</summary>
    public long Album { get; init; }
}

/// <summary>Where photos come from.</summary>
/// <param name="From">FROM, and what follows it.</param>
/// <param name="Where">WHERE and the conditions, or nothing.</param>
/// <param name="Id">The column that is the photo's number.</param>
/// <param name="HasList">Whether what fits one of the conditions is selected first; else all photos are looked through.</param>
internal sealed record PhotoSource(string From, string Where, string Id, bool HasList);

/// <summary>
/// Finds photos. Of a filter's conditions one selects from an index, the others are asked of what it selects. Which is found out and not guessed: each may count what it
/// selects, at first up to a few, then up to very many, and the first that comes to its end is the smallest. Where even that has very many, photos are read in the
/// order in which they are wanted, from an index where there is one, until there are enough: they come soon.
/// </summary>
internal sealed class PhotoSearch(CatalogDatabase catalog)
{
    private const int Few = 5_000, Many = 100_000;

    /// <summary>The catalog's numbers of the photos that fit, as they are found.</summary>
    internal IEnumerable<long> Ids(PhotoConditions conditions, PhotoPage page) =>
        catalog.Query(Sql(conditions, page), row => row.GetInt64(0), [.. conditions.Values]);

    /// <summary>How many photos fit.</summary>
    internal long Count(PhotoConditions conditions) => catalog.Scalar<long>($"SELECT count(*) FROM ({Sql(conditions, new PhotoPage())})", [.. conditions.Values]);

    /// <summary>The statement that selects them.</summary>
    internal string Sql(PhotoConditions conditions, PhotoPage page)
    {
        PhotoSource source = Source(conditions, page);
        string limit = page is { Skip: 0, First: null } ? "" : string.Create(CultureInfo.InvariantCulture, $" LIMIT {page.First ?? -1} OFFSET {page.Skip}");
        return $"SELECT photo.id{source.From}{source.Where} ORDER BY {Order(page, source.Id)}{limit}";
    }

    /// <summary>Where the photos that fit come from.</summary>
    internal PhotoSource Source(PhotoConditions conditions, PhotoPage page)
    {
        if (page.By == PhotoOrder.Album && conditions.All.FirstOrDefault(each => each.IsAlbum) is { } album)
            return InOrderOf(album, conditions, page);
        (PhotoCondition? smallest, bool isFew) = Smallest(conditions);
        // The full text finds photos as they became known, the first at once.
        if (page.By == PhotoOrder.Added && !isFew && conditions.All.FirstOrDefault(each => each.IsFullText) is { } text && (smallest is null || smallest == text))
            return new($" FROM ({text.Set}) AS found CROSS JOIN photo ON photo.id = found.rowid", Where(conditions, each => each == text ? null : each.Fits), "found.rowid", true);
        // The list of what it selects is in order, and photos that are read by it come in the order in which they became known.
        if (smallest is not null && (isFew || page.By == PhotoOrder.Added || Column(page.By) is null))
            return new(" FROM photo", Where(conditions, each => each != smallest ? Aside(each) : each.Column is null ? $"photo.id IN ({each.Set})" : each.Fits), "photo.id", true);
        // Nor is a full text asked of one photo after the other: that takes a thousand times as long as to look into a list.
        return new($" FROM photo{(page.By == PhotoOrder.Added ? " NOT INDEXED" : "")}", Where(conditions, each =>
            each == smallest && each.Column is null || each.IsSlow ? $"+photo.id IN ({each.Set})" : each.Column is not null && each.Column == Column(page.By) ? each.Fits : Aside(each)), "photo.id", smallest is not null || conditions.All.Any(each => each.IsSlow));

        // A unary plus keeps SQLite to the order: it would take another index, and sort very many photos then.
        static string Aside(PhotoCondition each) => $"+({each.Fits})";
    }

    /// <summary>The photos of an album, each with its place: looked up for one photo after the other that would read the album as often as it has photos. Those of albums within it have none.</summary>
    private static PhotoSource InOrderOf(PhotoCondition album, PhotoConditions conditions, PhotoPage page) => new(
        string.Create(CultureInfo.InvariantCulture, $"""
             FROM (SELECT photo_id, min(position) AS position FROM (
                SELECT photo_id, position FROM album_photo WHERE album_id = {page.Album} UNION ALL SELECT photo_id, NULL FROM ({album.Set}))
            WHERE photo_id NOT NULL GROUP BY photo_id) AS placed CROSS JOIN photo ON photo.id = placed.photo_id
            """),
        Where(conditions, each => each == album ? null : each.IsSlow ? $"+photo.id IN ({each.Set})" : each.Fits), "photo.id", true);

    private static string Where(PhotoConditions conditions, Func<PhotoCondition, string?> fits) =>
        conditions.All.Select(fits).OfType<string>().ToList() is { Count: > 0 } all ? " WHERE " + string.Join(" AND ", all) : "";

    /// <summary>The condition that selects the fewest, and whether those are so few that they are better sorted than found in order; null where each selects very many.</summary>
    private (PhotoCondition? Condition, bool IsFew) Smallest(PhotoConditions conditions)
    {
        foreach (int most in (int[])[Few, Many])
        {
            var counted = conditions.All.Where(each => each is { Set: not null, IsMany: false })
                .Select(each => (Condition: each, Count: catalog.Scalar<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM ({each.Set} LIMIT {most})"), [.. conditions.Values]))).ToList();
            if (counted.Count > 0 && counted.MinBy(each => each.Count) is var (condition, count) && count < most)
                return (condition, most == Few);
        }

        return (null, false);
    }

    private static string? Column(string by) => by switch { PhotoOrder.TakenAt => "taken", PhotoOrder.Rating => "rating", _ => null };

    private static string Order(PhotoPage page, string id)
    {
        string down = page.IsDescending ? " DESC" : "";
        string last = page.IsDescending ? " DESC" : " NULLS LAST";
        string by = page.By switch
        {
            PhotoOrder.TakenAt => $"photo.taken{last}, ",
            PhotoOrder.Rating => $"photo.rating{last}, photo.taken{down}, ",
            PhotoOrder.Title => $"photo.title COLLATE NOCASE{last}, ",
            PhotoOrder.Camera => $"(SELECT camera.name FROM camera WHERE camera.id = photo.camera_id) COLLATE NOCASE{last}, ",
            PhotoOrder.Path => $"(SELECT storage.name || char(0) || file.path FROM file CROSS JOIN storage ON storage.id = file.storage_id WHERE file.id = photo.file_id){last}, ",
            PhotoOrder.Album => $"placed.position{last}, ",
            _ => "",
        };
        return $"{by}{id}{down}";
    }
}
