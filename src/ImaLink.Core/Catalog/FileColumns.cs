using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Relatives;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>A column of the table <c>file</c>, and the field of an entry that it keeps.</summary>
/// <param name="Name">Its name in the catalog, and in what is exported and compared.</param>
/// <param name="Get">What is written of an entry; null is NULL.</param>
/// <param name="Set">Takes a value over into an entry, unless it is NULL; null where the column only repeats another.</param>
internal sealed record FileColumn(string Name, Func<FileEntry, object?> Get, Action<FileEntry, SqliteDataReader, int>? Set)
{
    /// <summary>Whether no command shows it.</summary>
    internal bool IsHidden { get; init; }
}

/// <summary>Columns of a file that are read, and with them those of its image: how a SELECT begins.</summary>
internal sealed class ColumnSelection(FileColumn[] columns)
{
    internal string Sql { get; } = $"{string.Concat(columns.Select(column => $"file.{column.Name}, "))}image.hothash, image.width, image.height, image.scheme";

    /// <summary>How many columns those are: the number of the first one after them.</summary>
    internal int Count { get; } = columns.Length + 4;

    /// <summary>The entry of a row: without photo and companions.</summary>
    internal FileEntry Read(SqliteDataReader row)
    {
        var file = new FileEntry();
        for (int i = 0; i < columns.Length; i++)
            columns[i].Set?.Invoke(file, row, i);
        file.Hothash = row.HexOrNull(columns.Length)!;
        file.Width = row.GetInt32(columns.Length + 1) is var width and > 0 ? width : null;
        file.Height = row.GetInt32(columns.Length + 2) is var height and > 0 ? height : null;
        file.HothashScheme = row.GetString(columns.Length + 3);
        return file;
    }
}

/// <summary>
/// The columns of a file, one line each, in the order of the table: how they are written, read and exported follows from here. What a
/// file belongs to (its image, storage and session) is no field of an entry and is named where it is used.
/// </summary>
internal static class FileColumns
{
    /// <summary>All of them.</summary>
    internal static readonly FileColumn[] All =
    [
        Text("path", file => file.Path, (file, value) => (file.Path, file.Filename) = (value, value[(value.LastIndexOf('/') + 1)..])),
        new("path_key", file => FileNames.Key(file.Path!), null) { IsHidden = true },
        new("shot_key", file => ShotName.KeyOf(file.Path!), null) { IsHidden = true },
        new("size", file => file.FileSize, (file, row, i) => file.FileSize = row.GetInt64(i)),
        Digest("sha256", file => file.Sha256, (file, value) => file.Sha256 = value),
        new("mtime", file => IndexTime.ParseUtc(file.ModifiedAt)?.Ticks, (file, row, i) => file.ModifiedAt = row.IsDBNull(i) ? null : IndexTime.FormatUtc(new DateTime(row.GetInt64(i), DateTimeKind.Utc))),
        Digest("fingerprint", file => file.Fingerprint, (file, value) => file.Fingerprint = value) with { IsHidden = true },
        Text("state", file => file.State ?? FileState.Present, (file, value) => file.State = value),
        Text("missing_since", file => file.MissingSince, (file, value) => file.MissingSince = value),
        Text("last_verified", file => file.LastVerified, (file, value) => file.LastVerified = value),
        new("has_hotpreview", file => file.HasHotpreview, (file, row, i) => file.HasHotpreview = row.GetBoolean(i)),
        Text("format", file => file.FileFormat, (file, value) => file.FileFormat = value),
        Text("mime_type", file => file.MimeType, (file, value) => file.MimeType = value) with { IsHidden = true },
        Integer("orientation", file => file.Orientation, (file, value) => file.Orientation = value),
        Text("taken_at", file => file.TakenAt, (file, value) => file.TakenAt = value),
        Text("taken_at_source", file => file.TakenAtSource, (file, value) => file.TakenAtSource = value),
        Text("created_at", file => file.CreatedAt, (file, value) => file.CreatedAt = value) with { IsHidden = true },
        Text("original_filename", file => file.OriginalFilename, (file, value) => file.OriginalFilename = value),
        Text("original_path", file => file.OriginalPath, (file, value) => file.OriginalPath = value) with { IsHidden = true },
        Text("camera_make", file => file.CameraMake, (file, value) => file.CameraMake = value),
        Text("camera_model", file => file.CameraModel, (file, value) => file.CameraModel = value),
        Text("lens_model", file => file.LensModel, (file, value) => file.LensModel = value),
        Integer("iso", file => file.Iso, (file, value) => file.Iso = value),
        Real("aperture", file => file.Aperture, (file, value) => file.Aperture = value),
        Real("exposure_time", file => file.ExposureTime, (file, value) => file.ExposureTime = value),
        Real("focal_length", file => file.FocalLength, (file, value) => file.FocalLength = value),
        Real("gps_latitude", file => file.GpsLatitude, (file, value) => file.GpsLatitude = value),
        Real("gps_longitude", file => file.GpsLongitude, (file, value) => file.GpsLongitude = value),
        Real("gps_altitude", file => file.GpsAltitude, (file, value) => file.GpsAltitude = value),
        Json("former_hothashes", IndexJson.Instance.ListString, file => file.FormerHothashes, (file, value) => file.FormerHothashes = value) with { IsHidden = true },
        Json("previous", IndexJson.Instance.ListFormerContent, file => file.Previous, (file, value) => file.Previous = value) with { IsHidden = true },
        Json("extra", IndexJson.Instance.DictionaryStringJsonElement, file => file.Extra, (file, value) => file.Extra = value) with { IsHidden = true },
        Text("replica_of", file => file.ReplicaOf?.ToString(), (file, value) => file.ReplicaOf = Guid.TryParse(value, out Guid source) ? source : null),
        Integer("facts_version", file => file.FactsVersion, (file, value) => file.FactsVersion = value) with { IsHidden = true },
        Text("content_identifier", file => file.ContentIdentifier, (file, value) => file.ContentIdentifier = value),
        Text("burst_id", file => file.BurstId, (file, value) => file.BurstId = value),
        Text("linked_since", file => file.LinkedSince, (file, value) => file.LinkedSince = value),
        Text("words", file => file.Words, (file, value) => file.Words = value) with { IsHidden = true },
    ];

    /// <summary>All that an index says of a file.</summary>
    internal static readonly ColumnSelection Whole = new([.. All.Where(column => column.Set is not null)]);

    /// <summary>What commands show of it: of very many files, half of them to be read.</summary>
    internal static readonly ColumnSelection Shown = new([.. All.Where(column => !column.IsHidden)]);

    private static FileColumn Text(string name, Func<FileEntry, string?> get, Action<FileEntry, string> set) =>
        new(name, get, (file, row, i) => Take(file, row.TextOrNull(i), set));

    private static FileColumn Digest(string name, Func<FileEntry, string?> get, Action<FileEntry, string> set) =>
        new(name, file => RowReading.Bytes(get(file)), (file, row, i) => Take(file, row.HexOrNull(i), set));

    private static FileColumn Integer(string name, Func<FileEntry, int?> get, Action<FileEntry, int> set) =>
        new(name, file => get(file), (file, row, i) => Take(file, row.IntOrNull(i), set));

    private static FileColumn Real(string name, Func<FileEntry, double?> get, Action<FileEntry, double> set) =>
        new(name, file => get(file), (file, row, i) => Take(file, row.DoubleOrNull(i), set));

    private static FileColumn Json<T>(string name, JsonTypeInfo<T> type, Func<FileEntry, T?> get, Action<FileEntry, T?> set) where T : class => new(
        name,
        file => get(file) is { } value ? JsonSerializer.Serialize(value, type) : null,
        (file, row, i) => Take(file, row.TextOrNull(i), (entry, text) => set(entry, JsonSerializer.Deserialize(text, type))));

    private static void Take<T>(FileEntry file, T? value, Action<FileEntry, T> set)
        where T : class
    {
        if (value is not null)
            set(file, value);
    }

    private static void Take<T>(FileEntry file, T? value, Action<FileEntry, T> set)
        where T : struct
    {
        if (value is { } known)
            set(file, known);
    }
}
