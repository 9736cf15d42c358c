using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.Tests.Catalog;

/// <summary>A test with catalogs, which are closed before their folder is deleted.</summary>
public abstract class CatalogTest : TemporaryFolderTest
{
    private readonly List<CatalogDatabase> _open = [];

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The catalog of this name; created where it does not exist.</summary>
    protected CatalogDatabase Open(string name = "catalog")
    {
        var catalog = NewCatalog.Open(Path.Combine(Folder, name + ".db"), TimeSpan.FromSeconds(1));
        _open.Add(catalog);
        return catalog;
    }

    protected static StorageService Storages(CatalogDatabase catalog) => new(catalog, Patience);

    public override void Dispose()
    {
        _open.ForEach(catalog => catalog.Dispose());
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Everything a catalog records, ids and its own UUID aside, as text.</summary>
    internal static string Content(CatalogDatabase catalog)
    {
        var lines = new List<string>();
        foreach (var storage in catalog.Storages.All())
        {
            lines.Add($"storage {storage.Uuid} '{storage.Name}' '{storage.Description}' active {storage.IsActive} last {storage.LastSessionNumber} revision {storage.Revision} {storage.Writer}");
            lines.AddRange(catalog.Storages.Removed(storage.Id).OrderBy(removed => removed.Uuid).Select(removed => $"  removed {removed.Uuid} {removed.Revision}"));
            foreach (var session in catalog.Sessions.OfStorage(storage.Id))
            {
                lines.Add($"  session {session.Header.Id} {session.Header.Uuid} '{session.Header.Title}' '{session.Header.Description}' '{session.Header.DefaultAuthor?.Name}' {session.Header.TimeZone} {session.Header.Status} revision {session.Header.Revision} {session.Header.Writer}");
                lines.AddRange(catalog.Sessions.Removed(session.Id).Select(removed => $"    removed {removed.Path} {removed.Sha256[..8]} {removed.Revision}"));
                lines.AddRange(new FileEntries(catalog).OfSession(session.Id).Select(file => "    " + Index.Samples.TextOf(file)));
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>What is said, shown and found of the photos.</summary>
    internal static List<string> WhatIsSaid(CatalogDatabase catalog) => [.. new CatalogExport(catalog).All(default)
        .Where(item => item.Kind is CatalogKind.Photo or CatalogKind.SearchText or CatalogKind.Image or CatalogKind.Statement).Select(item => item.ToString())];

    /// <summary>What points nowhere, or is pointed at by nothing, and local times that are not what the zones of their sessions make of them.</summary>
    internal static void AssertWhole(CatalogDatabase catalog)
    {
        Assert.Empty(catalog.Check());
        Assert.Equal(0, catalog.Scalar<long>("SELECT count(*) FROM image WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.image_id = image.id)"));
        Assert.Equal(0, catalog.Scalar<long>("SELECT count(*) FROM photo WHERE NOT EXISTS (SELECT 1 FROM image WHERE image.photo_id = photo.id)"));
        List<string> photos = WhatIsSaid(catalog);
        catalog.Transaction(() => catalog.Query("SELECT id FROM image", row => row.GetInt64(0)).ToList().ForEach(image => catalog.PhotoModel.Changed(image)));
        Assert.Equal(WhatIsSaid(catalog), photos); // made anew, the read model is no other
        Assert.Equal(
            catalog.Query("SELECT id FROM photo ORDER BY id", row => row.GetInt64(0)).ToList(),
            catalog.Query("SELECT rowid FROM photo_text ORDER BY rowid", row => row.GetInt64(0)).ToList());
        Assert.All(
            catalog.Query("SELECT taken_local, taken_at, taken_at_source, time_zone FROM file JOIN session ON session.id = session_id WHERE taken_at NOT NULL OR taken_local NOT NULL",
                row => (Local: row.TextOrNull(0), Taken: CaptureTime.Parse(row.TextOrNull(1), row.TextOrNull(2))?.In(row.TextOrNull(3)))).ToList(),
            file => Assert.Equal(file.Taken is { } taken ? ImaLink.Index.IndexTime.FormatLocal(taken.Time) : null, file.Local));
    }
}
