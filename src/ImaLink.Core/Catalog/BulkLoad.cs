using System.Text.RegularExpressions;

namespace ImaLink.Catalog;

/// <summary>
/// Fills a catalog that has no files yet without the indexes that only finding and linking needs: made at the end, all at once,
/// they cost a tenth. Should a process die meanwhile, the next one that writes makes them; and it brings those of a catalog up to date that another version made.
/// </summary>
internal sealed partial class BulkLoad : IDisposable
{
    /// <summary>The script that makes the indexes.</summary>
    internal const string Indexes = "lookup";

    private const int TextMemory = 1 << 20;

    private readonly CatalogDatabase _catalog;

    private BulkLoad(CatalogDatabase catalog) => _catalog = catalog;

    /// <summary>Begins; null where the catalog has files, or is being filled already: then nothing is different.</summary>
    internal static BulkLoad? Begin(CatalogDatabase catalog)
    {
        if (catalog.Scalar<long>("SELECT EXISTS (SELECT 1 FROM file)") != 0 || !IsUpToDate(catalog))
            return null;
        foreach (string name in Names(Made()))
            catalog.Execute($"DROP INDEX {name}");
        catalog.Execute(CatalogDatabase.LargeCacheSize);
        SetTextMemory(catalog, 16 << 20);
        return new BulkLoad(catalog);
    }

    /// <summary>Makes the indexes that are missing, and removes those that are needed no more.</summary>
    internal static void Repair(CatalogDatabase catalog)
    {
        if (IsUpToDate(catalog))
            return;
        SetTextMemory(catalog, TextMemory);
        catalog.ExecuteScript(CatalogDatabase.Script(Indexes));
    }

    /// <summary>Makes the indexes.</summary>
    public void Dispose()
    {
        _catalog.Execute(CatalogDatabase.CacheSize); // sorting takes as much again
        _catalog.Execute("PRAGMA shrink_memory");
        SetTextMemory(_catalog, TextMemory);
        _catalog.ExecuteScript(CatalogDatabase.Script(Indexes));
    }

    /// <summary>How many bytes of the full text are collected before they are written: those of a load are merged fewer times.</summary>
    private static void SetTextMemory(CatalogDatabase catalog, int bytes) => catalog.Execute("INSERT INTO photo_text (photo_text, rank) VALUES ('hashsize', @0)", bytes);

    private static bool IsUpToDate(CatalogDatabase catalog)
    {
        HashSet<string> present = [.. catalog.Query("SELECT name FROM sqlite_master WHERE type = 'index'", row => row.GetString(0))];
        return present.IsSupersetOf(Names(Made())) && !present.Overlaps(Names(Removed()));
    }

    private static IEnumerable<string> Names(Regex statement) => statement.Matches(CatalogDatabase.Script(Indexes)).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"CREATE INDEX IF NOT EXISTS (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Made();

    [GeneratedRegex(@"DROP INDEX IF EXISTS (\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Removed();
}
