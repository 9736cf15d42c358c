using System.Globalization;
using System.Text.Json;
using ImaLink.Index;

namespace ImaLink.Catalog;

/// <summary>A filter in SQL: conditions of the tables file, image, photo and storage, with their values as parameters.</summary>
internal sealed class FileConditions
{
    private readonly List<string> _all = [];

    /// <param name="catalog">The catalog, in which names are looked up.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="scope">What its names of storages and sessions are, and what it asks of photos.</param>
    /// <exception cref="ImaLinkException">InvalidValue: there are no such values.</exception>
    internal FileConditions(CatalogDatabase catalog, FileFilter filter, FileScope scope)
    {
        if (scope.Photos is { } photos)
        {
            Values.AddRange(photos.Values); // first: its parameters are counted from 0
            _all.AddRange(OfPhotos(catalog, photos));
        }

        if (scope.Storages is not null)
            In("file.storage_id", Numbers(scope.Storages));
        else if (filter is { Sessions: null, Ids: null, Photo: null or { Uuids: null } })
            _all.Add("storage.is_active = 1");
        if (scope.Sessions is not null)
            In("file.session_id", Numbers(scope.Sessions));
        PhotoFilterRules.CheckHothashes(filter.Hothashes);
        if (filter.Hothashes is not null)
            _all.Add($"image.hothash IN (SELECT unhex(value) FROM json_each({Value(Texts(filter.Hothashes))}))");
        if (filter.Paths is not null)
            AddPaths(new PathCondition(catalog, filter.Paths, Value));
        var names = new FilterNames(catalog, "file");
        if (filter.Formats is not null)
            In("file.format", Texts(names.Formats(filter.Formats)));
        if (filter.Kinds is not null)
            In("file.format", Texts(names.FormatsOf(filter.Kinds)));
        if (filter.Ids is not null)
            In("file.id", Numbers(filter.Ids));
        if (filter.State is not null)
            _all.Add(filter.State == FileState.Missing ? $"file.state = '{FileState.Missing}'" : $"file.state = {Value(filter.State)}"); // literally, for the index of these
        if (filter.FactsBefore is { } version)
            _all.Add($"coalesce(file.facts_version, 0) < {Value(version)}");
        if (filter.CopiesLessThan is { } copies)
            _all.Add($"{Copies(scope.Places)} < {Value(copies)}");
    }

    /// <summary>The values of the parameters @0, @1, ….</summary>
    internal List<object?> Values { get; } = [];

    /// <summary>WHERE and the conditions, or nothing.</summary>
    internal string Where => _all.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _all);

    // A file that was moved and found again by its fingerprint alone is itself no copy until it was read, and no reason to list the others.
    /// <summary>In how many places the bytes of a file lie for sure.</summary>
    /// <param name="places">By storage; what has none is not counted.</param>
    internal static string Copies(IReadOnlyDictionary<long, int> places) => $"""
        (SELECT count(DISTINCT CASE holder.storage_id WHEN 0 THEN 0 {string.Concat(places.Select(place => string.Create(CultureInfo.InvariantCulture, $"WHEN {place.Key} THEN {place.Value} ")))}END)
         FROM file AS holder WHERE holder.sha256 = file.sha256 AND holder.state = 'Present'
            AND (holder.last_verified IS NOT NULL OR (holder.linked_since IS NOT NULL AND file.last_verified IS NOT NULL)))
        """;

    /// <summary>Files of photos that are listed are found from the list; of photos of which very many fit each file's photo is asked, and the first come soon.</summary>
    private static IEnumerable<string> OfPhotos(CatalogDatabase catalog, PhotoConditions photos)
    {
        PhotoSource source = new PhotoSearch(catalog).Source(photos, new PhotoPage());
        if (source.HasList)
            yield return $"file.id IN (SELECT file.id FROM (SELECT {source.Id} AS id{source.From}{source.Where}) AS wanted CROSS JOIN image ON image.photo_id = wanted.id CROSS JOIN file ON file.image_id = image.id)";
        else if (source.Where.Length > 0)
            yield return $"+({source.Where[" WHERE ".Length..]})";
    }

    private void AddPaths(PathCondition paths)
    {
        if (paths.Listed is { } listed)
            In("file.id", Numbers(listed));
        else
            _all.Add($"+{paths.Fits}");
    }

    // One parameter for all of them: SQLite takes no more than 32,766.
    private void In(string column, string wanted) => _all.Add($"{column} IN (SELECT value FROM json_each({Value(wanted)}))");

    private string Value(object value)
    {
        Values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"@{Values.Count - 1}");
    }

    private static string Numbers(IEnumerable<long> values) => $"[{string.Join(',', values)}]";

    private static string Texts(IEnumerable<string> values) => JsonSerializer.Serialize(values.ToList(), IndexJson.Instance.ListString);
}
