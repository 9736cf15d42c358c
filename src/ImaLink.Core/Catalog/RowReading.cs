using ImaLink.Media.Identity;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>Reads columns that may be NULL.</summary>
internal static class RowReading
{
    internal static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static int? IntOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    internal static double? DoubleOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    /// <summary>A digest, kept as bytes, as lower-case hex.</summary>
    internal static string? HexOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : Hex.Of(row.GetFieldValue<byte[]>(column));

    /// <summary>A digest in hex as the bytes that are kept.</summary>
    internal static byte[]? Bytes(string? hex) => hex is null ? null : Convert.FromHexString(hex);
}
