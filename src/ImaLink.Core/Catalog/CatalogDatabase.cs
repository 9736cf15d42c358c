using System.Globalization;
using System.Reflection;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <summary>
/// The catalog: an SQLite file in WAL mode with full synchronisation, which any number of processes may read while one
/// writes. All SQL of ImaLink is in this namespace. An instance belongs to one thread.
/// </summary>
public sealed class CatalogDatabase : IDisposable
{
    /// <summary>Marks the file as a catalog of ImaLink: the letters "ImaL".</summary>
    public const int ApplicationId = 0x496D614C;

    /// <summary>The schema that this version knows.</summary>
    public const int SchemaVersion = 1;

    /// <summary>In KiB: an import looks up each file in several indexes.</summary>
    internal const string CacheSize = "PRAGMA cache_size = -8192";

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly Dictionary<string, WriteStatement> _writes = [];
    private SqliteTransaction? _transaction;
    private SqliteTransaction? _rehearsal;

    private CatalogDatabase(string path, SqliteConnection connection)
    {
        (Path, _connection) = (path, connection);
        Storages = new StorageTable(this);
        Sessions = new SessionTable(this);
        Photos = new PhotoTable(this);
        Texts = new PhotoTexts(this);
        Files = new FileTable(this);
    }

    /// <summary>Full path of the catalog file.</summary>
    public string Path { get; }

    /// <summary>The catalog's own UUID: the <c>writer</c> of what it writes.</summary>
    public Guid Uuid { get; private set; }

    /// <summary>When the catalog was created, UTC.</summary>
    public DateTime CreatedAt { get; private set; }

    /// <summary>Whether the file exists; one that does not is read as empty and created by the first write.</summary>
    public bool Exists { get; private set; }

    internal StorageTable Storages { get; }

    internal SessionTable Sessions { get; }

    internal PhotoTable Photos { get; }

    internal PhotoTexts Texts { get; }

    internal FileTable Files { get; }

    internal bool IsInTransaction => (_transaction ?? _rehearsal) is not null;

    /// <summary>
    /// Where the catalog lies: the path given, else <c>$env:IMALINK_CATALOG</c>, else <c>ImaLink/catalog.db</c> in the
    /// user's local application data.
    /// </summary>
    public static string Locate(string? path = null)
    {
        if (!string.IsNullOrEmpty(path))
            return System.IO.Path.GetFullPath(path);
        string? fromEnvironment = Environment.GetEnvironmentVariable("IMALINK_CATALOG");
        if (!string.IsNullOrEmpty(fromEnvironment))
            return System.IO.Path.GetFullPath(fromEnvironment);
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return System.IO.Path.Combine(data, "ImaLink", "catalog.db");
    }

    /// <summary>Opens the catalog for reading; one that does not exist is empty, and stays not existing.</summary>
    /// <exception cref="ImaLinkException">NotACatalog, CatalogTooNew, CatalogUnavailable.</exception>
    public static CatalogDatabase OpenForReading(string path, TimeSpan? timeout = null) =>
        System.IO.Path.Exists(path) ? Open(path, SqliteOpenMode.ReadWrite, timeout) : Open(path, SqliteOpenMode.Memory, timeout);

    /// <summary>Opens the catalog for writing; it and its folder are created where they do not exist.</summary>
    /// <exception cref="ImaLinkException">NotACatalog, CatalogTooNew, CatalogUnavailable.</exception>
    public static CatalogDatabase OpenForWriting(string path, TimeSpan? timeout = null)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImaLinkException(ErrorCode.CatalogUnavailable,
                $"The folder of the catalog '{path}' cannot be created. Give another place with -Catalog or $env:IMALINK_CATALOG.", path, e);
        }

        return Open(path, SqliteOpenMode.ReadWriteCreate, timeout);
    }

    /// <summary>Describes the catalog.</summary>
    public CatalogInfo Describe()
    {
        long Count(string what) => Scalar<long>($"SELECT count(*) FROM {what}");
        return new CatalogInfo
        {
            FullName = Path,
            Exists = Exists,
            Uuid = Exists ? Uuid : null,
            CreatedAt = Exists ? CreatedAt : null,
            SchemaVersion = SchemaVersion,
            Length = new[] { Path, Path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length),
            Storages = Count("storage"),
            Sessions = Count("session"),
            Photos = Count("(SELECT DISTINCT photo_id FROM image)"),
            Images = Count("image"),
            Files = Count("file"),
            MissingFiles = Count("file WHERE state = 'Missing'"),
            Dirty = Count("storage WHERE dirty = 1") + Count("session WHERE dirty = 1") + Count("photo WHERE dirty = 1"),
        };
    }

    /// <summary>Checks the file's structure and references (integrity_check, foreign_key_check).</summary>
    /// <returns>What is wrong, in SQLite's words; empty when all is well.</returns>
    public IReadOnlyList<string> Check(CancellationToken cancellationToken = default)
    {
        using CancellationTokenRegistration _ = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(_connection.Handle));
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problems = Query("PRAGMA integrity_check", row => row.GetString(0)).Where(line => line != "ok").ToList();
            problems.AddRange(Query("PRAGMA foreign_key_check",
                row => $"row {(row.IsDBNull(1) ? "?" : row.GetInt64(1))} of {row.GetString(0)} refers to a row of {row.GetString(2)} that is not there"));
            return problems;
        }
        catch (ImaLinkException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.CatalogCorrupt)
        {
            return [e.InnerException!.Message]; // damaged beyond looking at the rest
        }
    }

    /// <summary>From now on nothing that is written stays: it is seen by this instance until it is disposed.</summary>
    /// <exception cref="ImaLinkException">CatalogUnavailable, CatalogCorrupt.</exception>
    public void Rehearse() => _rehearsal = Guarded(() => _connection.BeginTransaction(deferred: true));

    /// <summary>Runs <paramref name="work"/> in one transaction; an inner call joins the outer one.</summary>
    /// <exception cref="ImaLinkException">CatalogBusy, CatalogUnavailable, CatalogCorrupt, StorageFull.</exception>
    public void Transaction(Action work) => Transaction<object?>(() =>
    {
        work();
        return null;
    });

    /// <inheritdoc cref="Transaction(Action)"/>
    public T Transaction<T>(Func<T> work)
    {
        if ((_transaction ?? _rehearsal) is not null)
            return work();
        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            _transaction = transaction;
            T result = work();
            Texts.Write();
            transaction.Commit();
            return result;
        }
        catch (SqliteException e)
        {
            throw Explain(e, Path);
        }
        finally
        {
            _transaction = null;
            Texts.Forget();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values)
            command.Dispose();
        foreach (WriteStatement statement in _writes.Values)
            statement.Dispose();
        _rehearsal?.Dispose();
        _connection.Dispose();
    }

    /// <summary>Runs one statement; parameters are named @0, @1, … in the order given.</summary>
    /// <returns>How many rows it changed, where it is one that changes rows.</returns>
    internal int Execute(string sql, params object?[] values)
    {
        try
        {
            if (!_writes.TryGetValue(sql, out WriteStatement? statement))
                _writes.Add(sql, statement = new WriteStatement(_connection.Handle!, sql));
            return statement.Run(values);
        }
        catch (SqliteException e) when (_transaction is null)
        {
            throw Explain(e, Path);
        }
    }

    /// <summary>Runs an INSERT and tells the new row's id; 0 where it inserted none because of a conflict.</summary>
    internal long Insert(string sql, params object?[] values) =>
        Execute(sql, values) == 0 ? 0 : SQLitePCL.raw.sqlite3_last_insert_rowid(_connection.Handle);

    /// <summary>Reads rows as they are found. A statement that is read must be read to its end or disposed before it is used again.</summary>
    internal IEnumerable<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params object?[] values)
    {
        using SqliteDataReader reader = Guarded(() => Prepare(sql, values).ExecuteReader());
        while (Guarded(reader.Read))
            yield return map(reader);
    }

    /// <summary>Reads a single value; null where there is no row or the value is NULL.</summary>
    internal T? Scalar<T>(string sql, params object?[] values)
    {
        object? value = Guarded(() => Prepare(sql, values).ExecuteScalar());
        return value is null or DBNull ? default : (T)value;
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e) when (_transaction is null)
        {
            throw Explain(e, Path);
        }
    }

    private SqliteCommand Prepare(string sql, object?[] values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@{i}"), null));
            _commands.Add(sql, command);
        }

        command.Transaction = _transaction ?? _rehearsal;
        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    private static CatalogDatabase Open(string path, SqliteOpenMode mode, TimeSpan? timeout)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = mode == SqliteOpenMode.Memory ? ":memory:" : path,
            Mode = mode,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling((timeout ?? TimeSpan.FromSeconds(10)).TotalSeconds)),
        };
        var connection = new SqliteConnection(settings.ToString());
        var catalog = new CatalogDatabase(path, connection);
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, settings.DefaultTimeout * 1000);
            catalog.Prepare(isForWriting: mode == SqliteOpenMode.ReadWriteCreate);
            catalog.Exists = mode != SqliteOpenMode.Memory;
            return catalog;
        }
        catch (SqliteException e)
        {
            catalog.Dispose();
            throw Explain(e, path);
        }
        catch
        {
            catalog.Dispose();
            throw;
        }
    }

    private void Prepare(bool isForWriting)
    {
        // In one statement, so in one state of the file: another process may be creating it now.
        (long version, long application, long tables) = Query(
            "SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_master)",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))).First();
        if (tables > 0 && application != ApplicationId)
            throw new ImaLinkException(ErrorCode.NotACatalog, $"'{Path}' is an SQLite database of another program. Give another path with -Catalog.", Path);
        if (version > SchemaVersion)
            throw new ImaLinkException(ErrorCode.CatalogTooNew,
                $"The catalog '{Path}' has schema {version}, this version knows {SchemaVersion}. Install a newer ImaLink; nothing was changed.", Path);
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        Execute(CacheSize);
        if (version < SchemaVersion)
            Migrate();
        if (isForWriting)
            BulkLoad.Repair(this);
        (Uuid, CreatedAt) = Query("SELECT uuid, created_at FROM catalog_info",
            row => (Guid.Parse(row.GetString(0)), IndexTime.ParseUtc(row.GetString(1)) ?? default)).First();
    }

    private void Migrate()
    {
        // Each migration is one transaction; the version is read again inside it, as another process may have been first.
        for (int next = 1; next <= SchemaVersion; next++)
        {
            Transaction(() =>
            {
                if (Scalar<long>("PRAGMA user_version") >= next)
                    return;
                ExecuteScript(Script($"{next:D4}"));
                if (next == 1)
                {
                    ExecuteScript(Script(BulkLoad.Indexes));
                    Execute("INSERT INTO catalog_info (uuid, created_at) VALUES (@0, @1)", Guid.NewGuid().ToString(), IndexTime.FormatUtc(DateTime.UtcNow));
                    Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
                }

                Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {next}"));
            });
        }
    }

    /// <summary>A script of the schema.</summary>
    internal static string Script(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"ImaLink.Catalog.Schema.{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Runs several statements.</summary>
    internal void ExecuteScript(string script)
    {
        using SqliteCommand command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (script, _transaction ?? _rehearsal);
        Guarded(command.ExecuteNonQuery);
    }

    // SQLite's primary result codes.
    private const int Busy = 5, Locked = 6, ReadOnly = 8, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>A row that contradicts another, or lacks what it must have.</summary>
    internal const int Constraint = 19;

    internal static ImaLinkException Explain(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        NotADatabase => new(ErrorCode.NotACatalog, $"'{path}' is no catalog: it is not an SQLite database. Give another path with -Catalog.", path, e),
        Corrupt => new(ErrorCode.CatalogCorrupt, $"The catalog '{path}' is damaged. Move it away and rebuild it with Restore-ImaCatalog; the storages hold everything.", path, e),
        Busy or Locked => new(ErrorCode.CatalogBusy, $"The catalog '{path}' is being written by another process. Wait for it and run the command again.", path, e),
        Full => new(ErrorCode.StorageFull, $"There is no room left to write the catalog '{path}'. Free some space and run the command again.", path, e),
        ReadOnly => new(ErrorCode.CatalogUnavailable, $"The catalog '{path}' cannot be written. Check its permissions, or give another path with -Catalog.", path, e),
        CannotOpen => new(ErrorCode.CatalogUnavailable, $"The catalog '{path}' cannot be opened. Check the path and its permissions.", path, e),
        _ => new(ErrorCode.CatalogUnavailable, $"The catalog '{path}' failed ({e.Message}).", path, e),
    };
}
