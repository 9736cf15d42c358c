using System.Text.Json;
using ImaLink.Files;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>What a file is recognised by that another program knows.</summary>
internal sealed record OriginRow(long Id, long Image, long StorageId, string Path)
{
    /// <summary>The full path that it was imported from.</summary>
    internal string? OriginalPath { get; init; }

    /// <summary>Its length, and those that it had before.</summary>
    internal IReadOnlyList<long> Sizes { get; init; } = [];

    /// <summary>When it was taken, as it states itself.</summary>
    internal CaptureTime? Taken { get; init; }

    /// <summary>Width in pixels; 0 where it is not known.</summary>
    internal int Width { get; init; }

    /// <summary>Height in pixels; 0 where it is not known.</summary>
    internal int Height { get; init; }
}

/// <content>Where files came from.</content>
internal sealed partial class FileTable
{
    private const string OriginColumns =
        "file.id, file.image_id, file.storage_id, file.path, file.original_path, file.size, file.previous, file.taken_at, file.taken_at_source, image.width, image.height";

    /// <summary>The files that came with one of these names, in whatever storage, those that are missing too.</summary>
    internal List<OriginRow> ByOriginalNames(IReadOnlyCollection<string> names) => catalog.Query($"""
        SELECT {OriginColumns} FROM json_each(@0) AS wanted CROSS JOIN file ON file.original_filename = wanted.value CROSS JOIN image ON image.id = file.image_id ORDER BY file.id
        """, MapOrigin, JsonSerializer.Serialize([.. names], IndexJson.Instance.ListString)).ToList();

    /// <summary>The files with a hothash.</summary>
    internal List<OriginRow> OriginsOf(string hothash) => catalog.Query($"""
        SELECT {OriginColumns} FROM image CROSS JOIN file ON file.image_id = image.id WHERE image.hothash = @0 ORDER BY file.id
        """, MapOrigin, RowReading.Bytes(hothash)).ToList();

    /// <summary>The files at a path of a storage, whatever its letters' case and normal form.</summary>
    internal List<OriginRow> OriginsAt(long storageId, string path) => catalog.Query($"""
        SELECT {OriginColumns} FROM file CROSS JOIN image ON image.id = file.image_id WHERE file.storage_id = @0 AND file.path_key = @1 ORDER BY file.id
        """, MapOrigin, storageId, FileNames.Key(path)).ToList();

    private static OriginRow MapOrigin(SqliteDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3))
    {
        OriginalPath = row.TextOrNull(4),
        Sizes = row.TextOrNull(6) is { } previous ? [row.GetInt64(5), .. JsonSerializer.Deserialize(previous, IndexJson.Instance.ListFormerContent)!.Select(former => former.FileSize)] : [row.GetInt64(5)],
        Taken = CaptureTime.Parse(row.TextOrNull(7), row.TextOrNull(8)),
        Width = row.GetInt32(9),
        Height = row.GetInt32(10),
    };
}
