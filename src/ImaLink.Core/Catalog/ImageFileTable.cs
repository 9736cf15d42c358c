using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Selects registered files with all that is shown of them.</summary>
internal sealed class ImageFileTable(CatalogDatabase catalog)
{
    internal static readonly string Columns = $"""
        SELECT {FileColumns.Shown.Sql}, file.id, session.id, storage.name, storage.uuid, storage.base_path, storage.directory_name, session.title, session.uuid,
            EXISTS (SELECT 1 FROM companion WHERE companion.file_id = file.id), session.time_zone,
            photo.uuid, (SELECT value FROM statement WHERE statement.image_id = image.id AND statement.field = 'role')
        FROM file
        JOIN image ON image.id = file.image_id
        JOIN photo ON photo.id = image.photo_id
        JOIN storage ON storage.id = file.storage_id
        JOIN session ON session.id = file.session_id
        """;

    /// <summary>The files that fit, as they are found, in the order in which they were registered.</summary>
    /// <param name="filter">What is wanted.</param>
    /// <param name="scope">What its names are in the catalog.</param>
    /// <exception cref="ImaLinkException">InvalidValue: there are no such values.</exception>
    internal IEnumerable<ImageFile> Select(FileFilter filter, FileScope scope)
    {
        var homes = new Dictionary<long, FileHome>();
        var conditions = new FileConditions(catalog, filter, scope);
        return catalog.Query($"{Columns}{conditions.Where} ORDER BY file.id", row => Map(row, homes), [.. conditions.Values]);
    }

    /// <param name="row">A row of <see cref="Columns"/>.</param>
    /// <param name="homes">By session: very many files have the same.</param>
    private ImageFile Map(SqliteDataReader row, Dictionary<long, FileHome> homes)
    {
        const int Id = 0, Session = 1, Storage = 2, Companions = 8, TimeZone = 9, Photo = 10, Role = 11; // after the columns of the file
        int first = FileColumns.Shown.Count;
        FileEntry file = FileColumns.Shown.Read(row);
        if (row.GetBoolean(first + Companions))
            file.Companions = catalog.Files.Companions(row.GetInt64(first + Id));
        if (!homes.TryGetValue(row.GetInt64(first + Session), out FileHome? home))
        {
            string Text(int i) => row.GetString(first + Storage + i);
            home = new FileHome(new StorageLayout(Path.Combine(Text(2), Text(3))), Text(0), Guid.Parse(Text(1)), Text(4), Guid.Parse(Text(5)), row.TextOrNull(first + TimeZone));
            homes.Add(row.GetInt64(first + Session), home);
        }

        return IndexObjects.File(file, row.GetInt64(first + Id), home, row.UuidOrNull(first + Photo)!.Value, row.TextOrNull(first + Role));
    }
}
