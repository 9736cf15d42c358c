using ImaLink.Media.Identity;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>Reads columns that may be NULL. Texts and digests with SQLite's own calls: Microsoft.Data.Sqlite asks for the type of a column up to three times for each value.</summary>
internal static class RowReading
{
    internal static string? TextOrNull(this SqliteDataReader row, int column) => raw.sqlite3_column_text(row.Handle, column).utf8_to_string();

    internal static int? IntOrNull(this SqliteDataReader row, int column) => IsNull(row, column) ? null : row.GetInt32(column);

    internal static double? DoubleOrNull(this SqliteDataReader row, int column) => IsNull(row, column) ? null : raw.sqlite3_column_double(row.Handle, column);

    /// <summary>A digest, kept as bytes, as lower-case hex.</summary>
    internal static string? HexOrNull(this SqliteDataReader row, int column) =>
        IsNull(row, column) ? null : Hex.Of(raw.sqlite3_column_blob(row.Handle, column));

    private static bool IsNull(SqliteDataReader row, int column) => raw.sqlite3_column_type(row.Handle, column) == raw.SQLITE_NULL;

    /// <summary>A UUID that is kept as bytes; null where they are empty.</summary>
    internal static Guid? UuidOrNull(this SqliteDataReader row, int column) =>
        !row.IsDBNull(column) && row.GetFieldValue<byte[]>(column) is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : null;

    /// <summary>A digest in hex as the bytes that are kept.</summary>
    internal static byte[]? Bytes(string? hex) => hex is null ? null : Convert.FromHexString(hex);

    /// <summary>A UUID as the bytes that are kept, which compare as its text does; none are nobody's.</summary>
    internal static byte[] Bytes(Guid? uuid) => uuid?.ToByteArray(bigEndian: true) ?? [];

    /// <summary>Rows that come one after the other and belong together.</summary>
    internal static IEnumerable<List<T>> GroupInRow<T, TKey>(this IEnumerable<T> rows, Func<T, TKey> key)
    {
        var group = new List<T>();
        foreach (T row in rows)
        {
            if (group.Count > 0 && !EqualityComparer<TKey>.Default.Equals(key(group[0]), key(row)))
            {
                yield return group;
                group = [];
            }

            group.Add(row);
        }

        if (group.Count > 0)
            yield return group;
    }
}
