using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>
/// A prepared statement that is run for what it does, not for rows. Microsoft.Data.Sqlite looks every parameter up by its name
/// each time, which costs a merge of a million files more than SQLite's own work; here that is done once.
/// </summary>
internal sealed class WriteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    /// <summary>Prepares one statement; its parameters are named @0, @1, ….</summary>
    /// <exception cref="SqliteException">It cannot be prepared.</exception>
    internal WriteStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out _statement), database);
        _places = [.. Enumerable.Range(0, raw.sqlite3_bind_parameter_count(_statement))
            .Select(i => raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"@{i}")))];
    }

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="SqliteException">It failed.</exception>
    internal int Run(ReadOnlySpan<object?> values)
    {
        try
        {
            for (int i = 0; i < _places.Length; i++)
                SqliteException.ThrowExceptionForRC(Bind(_places[i], values[i]), _database);
            int code;
            do
                code = raw.sqlite3_step(_statement);
            while (code == raw.SQLITE_ROW);
            if (code != raw.SQLITE_DONE)
                SqliteException.ThrowExceptionForRC(code, _database);
            return raw.sqlite3_changes(_database);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => BindText(place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int(_statement, place, number),
        bool truth => raw.sqlite3_bind_int(_statement, place, truth ? 1 : 0),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        _ => throw new ArgumentException($"SQLite has no place for a {value.GetType()}.", nameof(value)),
    };

    private int BindText(int place, string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? large = null;
        Span<byte> bytes = most <= 1024 ? stackalloc byte[1024] : large = ArrayPool<byte>.Shared.Rent(most);
        int code = raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        if (large is not null)
            ArrayPool<byte>.Shared.Return(large);
        return code;
    }
}
