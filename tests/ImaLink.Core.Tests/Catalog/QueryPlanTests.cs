using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>
/// What is asked for one photo, or for the few that a command touches, searches an index: with a million photos a scan of a table is what a user waits for. The plans
/// are those of an empty catalog without statistics, which are those of every catalog.
/// </summary>
public sealed partial class QueryPlanTests : StorageTest
{
    private static readonly string[] Large = ["photo", "image", "file", "statement", "photo_tag", "photo_person", "album_member", "companion", "likeness", "document", "removed_file"];

    [Fact]
    public void ReadModel_EveryStep_SearchesIndexes()
    {
        CatalogDatabase catalog = Open();

        Assert.All(PhotoModelSql.Steps, step => Assert.Empty(Scans(catalog, step)));
    }

    [Fact]
    public void Edit_OfOnePhoto_SearchesIndexes()
    {
        CatalogDatabase catalog = WithOnePhoto();
        long photo = catalog.Scalar<long>("SELECT id FROM photo WHERE rowid = 1");
        HashSet<string> opening = [.. catalog.Prepared];

        catalog.Statements.Say(photo, new Dictionary<string, string?> { ["title"] = "\"Rome\"", ["tag:Places/Italy"] = "true", ["person:Anna"] = "true" });

        Assert.All(catalog.Prepared.Except(opening).Order(), statement => Assert.Empty(Scans(catalog, statement)));
    }

    /// <summary>An album is a table of its own to each of its photos: one that is put in or taken out does not read it.</summary>
    [Fact]
    public void AlbumMembers_OfOnePhoto_AreFoundWithoutReadingTheAlbum()
    {
        CatalogDatabase catalog = Open();
        string[] plan = [.. catalog.Query("EXPLAIN QUERY PLAN " + AlbumMemberTable.OfPhotoSql, row => row.GetString(3), 1L, 1L)];
        Assert.Equal(3, plan.Count(step => step.StartsWith("SEARCH member USING", StringComparison.Ordinal)));
        Assert.DoesNotContain(plan, step => step.EndsWith("(album_id=?)", StringComparison.Ordinal));
    }

    [Fact]
    public void AlbumsOfOnePhoto_AreFoundByItsImages()
    {
        CatalogDatabase catalog = Open();
        string[] plan = [.. catalog.Query("EXPLAIN QUERY PLAN " + AlbumMemberTable.AlbumsOfSql, row => row.GetString(3), 1L)];
        Assert.Contains(plan, step => step.StartsWith("SEARCH image USING", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.StartsWith("SEARCH member USING INDEX album_member_image", StringComparison.Ordinal));
    }

    [Fact]
    public void Origins_OfOnePhoto_SearchIndexes()
    {
        CatalogDatabase catalog = Open();
        HashSet<string> opening = [.. catalog.Prepared];

        _ = catalog.Files.ByOriginalNames(["a.jpg", "a.JPG"]);
        _ = catalog.Files.OriginsAt(1, "photos/a.jpg");
        _ = catalog.Files.OriginsOf(new string('a', 64));

        Assert.All(catalog.Prepared.Except(opening).Order(), statement => Assert.Empty(Scans(catalog, statement)));
    }

    [Fact]
    public void Previews_OfOneSessionOrImage_SearchIndexes()
    {
        CatalogDatabase catalog = Open();
        HashSet<string> opening = [.. catalog.Prepared];
        string hothash = new('a', 64);

        _ = catalog.Previews.Shown(1, hothash);
        _ = catalog.Previews.CountLacking(1);
        _ = catalog.Previews.Lacking(1).Count();
        _ = catalog.Previews.All(1).Count();
        _ = catalog.Previews.Count(1);
        _ = catalog.Previews.OfImage(1, hothash);
        catalog.Previews.SetMade(1);
        catalog.Previews.SetLacking(1, hothash);

        Assert.All(catalog.Prepared.Except(opening).Order(), statement => Assert.Empty(Scans(catalog, statement)));
    }

    /// <summary>Conditions by themselves; the words of most are looked up before.</summary>
    public static TheoryData<string> Filters =>
    [
        "text:\"lake\"", "after:\"2024-01-01T00:00:00\"", "before:\"2024-01-01T00:00:00\"", "dates:[\"2024-06\"]", "years:[2024]", "without_date:true", "cameras:[\"*EOS*\"]", "lenses:[\"*50mm*\"]",
        "rating_min:4", "unrated:true", "flags:[\"pick\"]", "labels:[\"red\"]", "favorite:true", "hidden:true", "tags:[\"P*\"]", "persons:[\"A*\"]", "authors:[\"A*\"]", "formats:[\"JPEG\"]", "kinds:[\"raw\"]",
        "near:[41.9,12.5]", "bounds:[41,12,42,13]", "without_gps:true", "hothashes:[\"0000000000000000000000000000000000000000000000000000000000000000\"]", "uuids:[\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"]", "paths:[\"*IMG_0107*\"]",
    ];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Filter_ByItself_SelectsFromAnIndex(string condition)
    {
        CatalogDatabase catalog = WithOnePhoto();
        var conditions = new PhotoConditions(catalog, Filter(condition) with { IncludeHidden = true }, new PhotoScope());

        PhotoCondition only = Assert.Single(conditions.All);
        Assert.NotNull(only.Set);
        Assert.Empty(Scans(catalog, only.Set));
    }

    /// <summary>What files are asked for of their own; paths are in <see cref="Filters"/>.</summary>
    public static TheoryData<string> FileFilters => [.. Filters, "formats:[\"nef\"]", "kinds:[\"raw\"]", "state"];

    [Theory]
    [MemberData(nameof(FileFilters))]
    public void FileFilter_ByItself_SearchesIndexes(string condition)
    {
        CatalogDatabase catalog = WithOnePhoto();
        FileFilter filter = condition == "state" ? new FileFilter { State = FileState.Missing } : FileFilter.Of(Filter(condition));
        var scope = new FileScope { Photos = filter.Photo is null ? null : new PhotoConditions(catalog, filter.Photo, new PhotoScope()) };
        var conditions = new FileConditions(catalog, filter, scope);

        Assert.Empty(Scans(catalog, $"{ImageFileTable.Columns}{conditions.Where} ORDER BY file.id"));
    }

    [Fact]
    public void Album_InItsOrder_IsReadOnceAndNotForEachPhoto()
    {
        CatalogDatabase catalog = Open();
        var conditions = new PhotoConditions(catalog, new PhotoFilter { RatingMin = 3 }, new PhotoScope { Albums = [new AlbumScope([1], [])] });

        string sql = new PhotoSearch(catalog).Sql(conditions, new PhotoPage(PhotoOrder.Album) { Album = 1 });
        string[] plan = [.. catalog.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3), [.. conditions.Values])];

        Assert.DoesNotContain(plan, line => line.Contains("CORRELATED", StringComparison.Ordinal));
        Assert.Contains(plan, line => line.StartsWith("SEARCH photo USING INTEGER PRIMARY KEY", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TimelineBy.Year)]
    [InlineData(TimelineBy.Hour)]
    public void Timeline_OfAllPhotos_ReadsTheIndexOfTimesYearByYear(TimelineBy by)
    {
        CatalogDatabase catalog = Open();
        HashSet<string> opening = [.. catalog.Prepared];

        _ = new PhotoTimeline(catalog).Run(new PhotoConditions(catalog, new PhotoFilter { RatingMin = 3, Untagged = true }, new PhotoScope()), by).Count();
        PhotoSource source = new(" FROM photo", " WHERE +(photo.hidden = 0)", "photo.id", HasList: false);
        string ofYear = PhotoTimeline.Sql(source, by, "photo.taken BETWEEN @0 AND @0 || '~'");

        Assert.All(catalog.Prepared.Except(opening).Order(), statement => Assert.Empty(Scans(catalog, statement)));
        Assert.Contains("SEARCH photo USING COVERING INDEX photo_time (taken>? AND taken<?)", catalog.Query("EXPLAIN QUERY PLAN " + ofYear, row => row.GetString(3), "2024"));
    }

    private static PhotoFilter Filter(string condition) =>
        JsonSerializer.Deserialize(condition.Split(':', 2) is [var name, var value] ? $"{{\"{name}\":{value}}}" : "", IndexJson.Instance.PhotoFilter)!;

    private CatalogDatabase WithOnePhoto()
    {
        using (CatalogDatabase made = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db")))
        {
            Create(made);
            AddSession(made, "Journey", "photos/2024/a.jpg");
        }

        return Open();
    }

    /// <summary>
    /// The large tables that a statement reads from one end to the other. Parts of it and temporary tables that are called like one are none; nor is a table whose
    /// first row is asked for, or an index of the few edits that stand in no index yet.
    /// </summary>
    internal static List<string> Scans(CatalogDatabase catalog, string statement)
    {
        int parameters = Parameter().Matches(statement).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1).DefaultIfEmpty().Max();
        List<string> plan = catalog.Query("EXPLAIN QUERY PLAN " + statement, row => row.GetString(3), new object?[parameters]).ToList();
        IEnumerable<Match> named = plan.Select(line => Made().Match(line)).Concat(Temporary().Matches(statement)).Concat(FirstRow().Matches(statement));
        HashSet<string> made = [.. named.Where(match => match.Success).Select(match => match.Groups[1].Value)];
        return [.. plan.Where(line => !line.Contains("statement_unwritten", StringComparison.Ordinal) && Scan().Match(line) is { Success: true } match && Large.Contains(match.Groups[1].Value) && !made.Contains(match.Groups[1].Value))];
    }

    [GeneratedRegex(@"@(\d+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^(?:MATERIALIZE|CO-ROUTINE) (\w+)")]
    private static partial Regex Made();

    [GeneratedRegex(@"temp\.\w+ AS (\w+)")]
    private static partial Regex Temporary();

    [GeneratedRegex(@"EXISTS \(SELECT 1 FROM (\w+)\)")]
    private static partial Regex FirstRow();

    [GeneratedRegex(@"^SCAN (\w+)")]
    private static partial Regex Scan();
}
