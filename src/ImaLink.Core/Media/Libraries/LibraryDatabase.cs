using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImaLink.Media.Libraries;

/// <summary>
/// The SQLite database of another program, which is only read. Its schema may be of any version, and the file from anybody: what is asked for and not there reads as NULL and is named, only
/// tables are read, and no value of absurd length.
/// </summary>
internal sealed class LibraryDatabase : IDisposable
{
    // SQLite's primary result codes.
    private const int Busy = 5, Locked = 6, ReadOnly = 8, Interrupted = 9, NotADatabase = 26;

    private const int MostBytesOfValue = 64 << 20;

    private readonly LibraryFile _file;
    private readonly SqliteConnection _connection;
    private readonly CancellationToken _cancellation;
    private CancellationTokenRegistration _interruption;
    private readonly Dictionary<string, HashSet<string>> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _missing = [];

    private LibraryDatabase(string path, LibraryFile file, CancellationToken cancellation)
    {
        (Path, _file, _cancellation) = (path, file, cancellation);
        // A copy is put together with its log, which changes it.
        _connection = new(new SqliteConnectionStringBuilder { DataSource = file.Source, Mode = file.IsCopy ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 1 }.ToString());
    }

    /// <summary>Full path of the file.</summary>
    internal string Path { get; }

    /// <summary>What was asked for and is not there: tables, and columns as <c>table.column</c>.</summary>
    internal IReadOnlyList<string> Missing => _missing;

    /// <summary>Opens a database.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, PathIsDirectory, AccessDenied, ReadFailed, StorageFull; NotALibrary, LibraryBusy, LibraryDamaged.</exception>
    internal static LibraryDatabase Open(string path, CancellationToken cancellation)
    {
        var database = new LibraryDatabase(path, LibraryFile.Open(path), cancellation);
        try
        {
            database.Prepare();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>What is said of a file that is none of the databases that can be read.</summary>
    internal static ImaLinkException NotALibrary(string path, string why) => new(ErrorCode.NotALibrary,
        $"'{path}' is no database that descriptions can be taken from: {why}. Give Lightroom Classic's catalog (.lrcat), or digikam4.db, which lies in the folder of digiKam's collection or where its settings say.", path);

    /// <summary>Whether all of these tables are there.</summary>
    internal bool Has(params string[] tables) => Array.TrueForAll(tables, _tables.ContainsKey);

    /// <summary>A table by the name that it has in a query; what of it is not there is noted.</summary>
    internal LibraryTable Table(string name, string alias = "")
    {
        if (!_tables.ContainsKey(name))
            Note(name);
        return new(this, name, alias);
    }

    /// <summary>Reads rows as they are found.</summary>
    /// <exception cref="ImaLinkException">LibraryBusy, LibraryDamaged.</exception>
    internal IEnumerable<T> Query<T>(string sql, Func<LibraryRow, T> map, params object[] values)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < values.Length; i++)
            command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@{i}"), values[i]);
        using SqliteDataReader reader = Guarded(command.ExecuteReader);
        var row = new LibraryRow(reader);
        while (Guarded(reader.Read))
            yield return map(row);
    }

    /// <summary>Reads rows beside others, by the id of whom they belong to, which comes first and whose order they have.</summary>
    /// <param name="sql">The query; null where what it asks is not there.</param>
    /// <param name="map">Takes the rest of a row.</param>
    internal OwnedRows<T> Owned<T>(string? sql, Func<LibraryRow, T> map) => new(sql is null ? [] : Query(sql, row => (row.Id(0), map(row))));

    /// <inheritdoc cref="LibraryFile.RequireUnchanged"/>
    internal void RequireUnchanged() => _file.RequireUnchanged();

    /// <inheritdoc/>
    public void Dispose()
    {
        _interruption.Dispose();
        _connection.Dispose();
        _file.Dispose();
    }

    /// <summary>Whether a table has a column; one that is asked for and not there is noted.</summary>
    internal bool HasColumn(string table, string column)
    {
        if (!_tables.TryGetValue(table, out HashSet<string>? columns))
            return false; // the table is noted
        if (columns.Contains(column))
            return true;
        Note($"{table}.{column}");
        return false;
    }

    private void Prepare()
    {
        Guarded<object?>(() =>
        {
            _connection.Open();
            raw.sqlite3_limit(_connection.Handle, raw.SQLITE_LIMIT_LENGTH, MostBytesOfValue);
            using SqliteCommand distrust = _connection.CreateCommand();
            distrust.CommandText = "PRAGMA trusted_schema = OFF";
            distrust.ExecuteNonQuery();
            return null;
        });
        _interruption = _cancellation.Register(() => raw.sqlite3_interrupt(_connection.Handle));
        // A view may be a query without end.
        foreach ((string table, string column) in Query("""
            SELECT tables.name, columns.name FROM pragma_table_list AS tables JOIN pragma_table_info(tables.name) AS columns WHERE tables.schema = 'main' AND tables.type = 'table'
            """, row => (row.Text(0) ?? "", row.Text(1) ?? "")))
        {
            if (!_tables.TryGetValue(table, out HashSet<string>? columns))
                _tables.Add(table, columns = new(StringComparer.OrdinalIgnoreCase));
            columns.Add(column);
        }
    }

    private void Note(string missing)
    {
        if (!_missing.Contains(missing))
            _missing.Add(missing);
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Interrupted && _cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }
        catch (SqliteException e)
        {
            throw e.SqliteErrorCode switch
            {
                NotADatabase => NotALibrary(Path, "it is no SQLite database, or is encrypted"),
                // Read-only is what SQLite says of a change that was begun just now and would have to be taken back.
                Busy or Locked or ReadOnly => new ImaLinkException(ErrorCode.LibraryBusy, $"Another program is writing '{Path}'. Close it and run the command again.", Path, e),
                _ => new ImaLinkException(ErrorCode.LibraryDamaged,
                    $"'{Path}' cannot be read to its end ({e.Message}). Mend it with its own program, or give a backup of it; what was taken over stays.", Path, e),
            };
        }
    }
}

/// <summary>A table of another program's database, as a query names it.</summary>
/// <param name="Database">The database.</param>
/// <param name="Name">Its name.</param>
/// <param name="Alias">What the query calls it; "" for its name.</param>
internal readonly record struct LibraryTable(LibraryDatabase Database, string Name, string Alias)
{
    /// <summary>Whether it is there.</summary>
    internal bool Exists => Database.Has(Name);

    /// <summary>A column as SQL names it: NULL where it is not there.</summary>
    internal string this[string column] => Database.HasColumn(Name, column) ? $"{(Alias.Length > 0 ? Alias : Name)}.\"{column}\"" : "NULL";
}

/// <summary>The row that is being read: what is of another type than it should be is read as far as it can be, and as nothing where it cannot.</summary>
internal readonly struct LibraryRow(SqliteDataReader reader)
{
    /// <summary>A text; null where there is none, or it is empty.</summary>
    internal string? Text(int column) => raw.sqlite3_column_text(reader.Handle, column).utf8_to_string() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number.</summary>
    internal long? Whole(int column) => Real(column) is { } number && Math.Abs(number) < 1L << 53 ? (long)Math.Round(number) : null;

    /// <summary>An id, whose every bit counts.</summary>
    internal long Id(int column) => raw.sqlite3_column_int64(reader.Handle, column);

    /// <summary>A number.</summary>
    internal double? Real(int column) => raw.sqlite3_column_type(reader.Handle, column) switch
    {
        raw.SQLITE_INTEGER or raw.SQLITE_FLOAT => raw.sqlite3_column_double(reader.Handle, column),
        raw.SQLITE_TEXT => double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null,
        _ => null,
    };

    /// <summary>Bytes, or those of a text.</summary>
    internal byte[] Bytes(int column) => raw.sqlite3_column_type(reader.Handle, column) == raw.SQLITE_BLOB
        ? raw.sqlite3_column_blob(reader.Handle, column).ToArray() : System.Text.Encoding.UTF8.GetBytes(Text(column) ?? "");
}
