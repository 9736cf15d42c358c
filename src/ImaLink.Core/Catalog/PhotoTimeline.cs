using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>
/// Counts photos by the time at which they were taken, in one grouped statement over an index that has all it asks for. Where a filter selects very many, each year has a
/// statement of its own, so that the first periods come at once: what is of one period begins in one year.
/// </summary>
internal sealed class PhotoTimeline(CatalogDatabase catalog)
{
    // The cover is the greatest of a number of favourite, rating and, in its lowest 48 bits, the photo's own number, the lesser the greater.
    private const string Rank = "(((photo.favorite * 8 + coalesce(photo.rating, 0) + 1) << 48) + (281474976710655 - photo.id))", Cover = "(281474976710655 - (max(rank) & 281474976710655))";

    /// <summary>The periods in which photos that fit were taken, in order; those of which nobody knows it last.</summary>
    internal IEnumerable<TimelineEntry> Run(PhotoConditions conditions, TimelineBy by)
    {
        PhotoSource source = new PhotoSearch(catalog).Source(conditions, new PhotoPage(PhotoOrder.Path));
        if (source.HasList)
        {
            foreach (TimelineEntry entry in catalog.Query(Sql(source, by, null), Map, [.. conditions.Values]))
                yield return entry;
            yield break;
        }

        string year = $"@{conditions.Values.Count.ToString(CultureInfo.InvariantCulture)}";
        string ofYear = Sql(source, by, $"photo.taken BETWEEN {year} AND {year} || '~'");
        for (string? next = Next(""); next is not null; next = Next(next + '~'))
        {
            foreach (TimelineEntry entry in catalog.Query(ofYear, Map, [.. conditions.Values, next]))
                yield return entry;
        }

        foreach (TimelineEntry entry in catalog.Query(Sql(source, by, "photo.taken IS NULL"), Map, [.. conditions.Values]))
            yield return entry;

        string? Next(string after) => catalog.Scalar<string>("SELECT substr(min(taken), 1, 4) FROM photo WHERE taken > @0", after);
    }

    /// <summary>The statement that counts what a source has, and of that only what fits one condition more.</summary>
    internal static string Sql(PhotoSource source, TimelineBy by, string? also)
    {
        int length = by switch { TimelineBy.Year => 4, TimelineBy.Month => 7, TimelineBy.Day => 10, _ => 13 };
        string where = also is null ? source.Where : source.Where.Length == 0 ? $" WHERE {also}" : $"{source.Where} AND {also}";
        // What is not certain (1975~) stands with what is.
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT period, photos, first, last, (SELECT photo.uuid FROM photo WHERE photo.id = cover),
                (SELECT file.path FROM photo CROSS JOIN file ON file.id = photo.file_id WHERE photo.id = cover)
            FROM (SELECT period, count(*) AS photos, min(taken) AS first, max(taken) AS last, {Cover} AS cover FROM (SELECT iif(photo.taken_edtf IS NULL OR photo.taken IS NULL, substr(photo.taken, 1, {length}),
                    coalesce(edtf_period(photo.taken_edtf, {length}), rtrim(photo.taken_edtf, '?~%'))) AS period, photo.taken AS taken, {Rank} AS rank{source.From}{where}) GROUP BY period)
            ORDER BY first NULLS LAST, length(period), period
            """);
    }

    private static TimelineEntry Map(SqliteDataReader row) => new()
    {
        Period = row.TextOrNull(0),
        Photos = row.GetInt64(1),
        First = Time(row.TextOrNull(2)),
        Last = Time(row.TextOrNull(3)),
        CoverUuid = row.UuidOrNull(4),
        Cover = row.TextOrNull(5) is { } path ? path[(path.LastIndexOf('/') + 1)..] : null,
    };

    private static DateTime? Time(string? text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;
}
