using ImaLink.Files;
using ImaLink.Media.Formats;

namespace ImaLink.Catalog;

/// <summary>
/// What the names of a filter stand for: those of the catalog's few cameras, lenses, tags, persons, authors and labels that are called exactly so, else those that
/// fit as a wildcard. So no wildcard is ever held against the photos themselves.
/// </summary>
/// <param name="catalog">The catalog.</param>
/// <param name="table">Of what it is asked for formats: photos, as they are shown, or files.</param>
internal sealed class FilterNames(CatalogDatabase catalog, string table = "photo")
{
    /// <summary>Names without wildcard that nothing is called by, each as an error that says so.</summary>
    internal List<ImaLinkException> Unknown { get; } = [];

    internal IReadOnlyCollection<long> Cameras(IReadOnlyList<string> names) => Ids(names, catalog.Query("SELECT id, name, make, model FROM camera",
            row => (row.GetInt64(0), Called: (IReadOnlyList<string>)[row.GetString(1), row.TextOrNull(3) ?? "", $"{row.TextOrNull(2)} {row.TextOrNull(3)}"])),
        (name, near) => new ImaLinkException(ErrorCode.FileNotFound, $"No photo was taken with a camera called '{name}'.{near} Wildcards are allowed, as in '*{name}*'; Tab completes -Camera with those of the archive.", name));

    internal IReadOnlyCollection<long> Lenses(IReadOnlyList<string> names) => Ids(names, Named("SELECT id, model FROM lens"),
        (name, near) => new ImaLinkException(ErrorCode.FileNotFound, $"No photo was taken with a lens called '{name}'.{near} Wildcards are allowed, as in '*{name}*'; Tab completes -Lens with those of the archive.", name));

    internal IReadOnlyCollection<long> Persons(IReadOnlyList<string> names) => Ids(names, Named("SELECT id, name FROM person"),
        (name, near) => Word($"No photo shows '{name}'.{near} Get-ImaPerson lists the persons.", name));

    /// <summary>Tags of these names, and all below them.</summary>
    /// <param name="names">Paths; one level's name alone finds it in whatever branch.</param>
    /// <param name="isExcluded">What is not wanted may be there or not.</param>
    internal IReadOnlyCollection<long> Tags(IReadOnlyList<string> names, bool isExcluded)
    {
        return Ids([.. names.Select(name => TagPath.TryParse(name) ?? name)], catalog.Query("SELECT id, path FROM tag", row => (row.GetInt64(0), Called(row.GetString(1)))),
            (name, near) => isExcluded ? null : Word($"No photo has the tag '{name}'.{near} Get-ImaTag lists the tags.", name));

        static IReadOnlyList<string> Called(string path) => [.. TagPath.WithParents(path), .. path.Split(TagPath.Separator).Skip(1)];
    }

    internal IReadOnlyCollection<string> Authors(IReadOnlyList<string> names) => Values(names, Distinct("author"), (name, near) => Word($"No photo is by '{name}'.{near} Get-ImaAuthor lists the authors.", name));

    internal IReadOnlyCollection<string> Labels(IReadOnlyList<string> names) => Values(names, Distinct("label"), (_, _) => null);

    /// <exception cref="ImaLinkException">InvalidValue: no format of this name is known.</exception>
    internal IReadOnlyCollection<string> Formats(IReadOnlyList<string> names)
    {
        List<string> known = Distinct("format");
        if (names.FirstOrDefault(name => !FormatTable.Knows(name) && !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{unknown}' is no format that ImaLink knows, by name (JPEG, NEF) or extension (jpg, tif). Tab completes -Format with those of the archive.", unknown);
        var wanted = names.SelectMany(FormatTable.NamesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return known.FindAll(wanted.Contains);
    }

    internal IReadOnlyCollection<string> FormatsOf(IReadOnlyList<string> kinds) =>
        Distinct("format").FindAll(format => kinds.Contains(FormatTable.Find(format)?.Kind.ToString() ?? "", StringComparer.OrdinalIgnoreCase));

    /// <summary>The values of an indexed column: each is jumped to, so that no row is read.</summary>
    internal List<string> Distinct(string column) => [.. catalog.Query($"""
        WITH RECURSIVE jump (value) AS (
            SELECT min({column}) FROM {table} UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {column} > jump.value) FROM jump WHERE jump.value NOT NULL)
        SELECT value FROM jump WHERE value NOT NULL
        """, row => row.GetString(0))];

    private IEnumerable<(long Id, IReadOnlyList<string> Called)> Named(string sql) => catalog.Query(sql, row => (row.GetInt64(0), (IReadOnlyList<string>)[row.GetString(1)]));

    private List<string> Values(IReadOnlyList<string> names, List<string> known, Func<string, string, ImaLinkException?> unknown) =>
        [.. Ids(names, known.Select((value, i) => ((long)i, (IReadOnlyList<string>)[value])), unknown).Select(i => known[(int)i])];

    private HashSet<long> Ids(IReadOnlyList<string> names, IEnumerable<(long Id, IReadOnlyList<string> Called)> known, Func<string, string, ImaLinkException?> unknown)
    {
        var all = known.ToList();
        var ids = new HashSet<long>();
        foreach (string given in names)
        {
            string name = CanonicalForm.Compose(given.Trim());
            bool isFound = Add(called => string.Equals(called, name, StringComparison.OrdinalIgnoreCase));
            if (!isFound && Wildcard.IsWildcard(name))
                isFound = Add(new Wildcard(name).IsMatch);
            else if (!isFound && unknown(name, NearNames.Hint(name, all.SelectMany(one => one.Called))) is { } error)
                Unknown.Add(error);
        }

        return ids;

        bool Add(Predicate<string> fits)
        {
            bool any = false;
            foreach ((long id, IReadOnlyList<string> called) in all)
            {
                if (!called.Any(name => fits(name)))
                    continue;
                any = true;
                ids.Add(id);
            }

            return any;
        }
    }

    private static ImaLinkException Word(string message, string name) => new(ErrorCode.WordNotFound, message, name);
}
