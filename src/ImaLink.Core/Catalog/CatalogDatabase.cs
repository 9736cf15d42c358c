using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <summary>
/// The catalog: an SQLite file in WAL mode with full synchronisation, which any number of processes may read while one
/// writes. All SQL of the catalog is in this namespace. An instance belongs to one thread.
/// </summary>
public sealed partial class CatalogDatabase : IDisposable
{
    /// <summary>Marks the file as a catalog of ImaLink: the letters "ImaL".</summary>
    public const int ApplicationId = 0x496D614C;

    /// <summary>The schema that this version knows.</summary>
    public const int SchemaVersion = 8;

    /// <summary>In KiB: an import looks up each file in several indexes.</summary>
    internal const string CacheSize = "PRAGMA cache_size = -8192";

    /// <summary>UUIDs and digests come in no order, and the indexes of them are needed.</summary>
    internal const string LargeCacheSize = "PRAGMA cache_size = -65536";

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];
    private readonly Dictionary<string, WriteStatement> _writes = [];
    private SqliteTransaction? _transaction;
    private SqliteTransaction? _rehearsal;
    private bool _isLooking;

    /// <summary>
    /// An instance belongs to one thread at a time, and nobody asks SQLite how much memory it has: without locks for the one and without counting for the other a read of very
    /// many rows takes a tenth less. Where the library runs already, it stays as it is.
    /// </summary>
    static CatalogDatabase()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private CatalogDatabase(string path, SqliteConnection connection)
    {
        (Path, _connection) = (path, connection);
        Storages = new StorageTable(this);
        Sessions = new SessionTable(this);
        Images = new ImageTable(this);
        Statements = new StatementTable(this);
        Shots = new ShotTable(this);
        StatementConflicts = new StatementConflicts(this);
        Waiting = new WaitingStatements(this);
        PhotoModel = new PhotoModel(this);
        BegunOperations = new BegunOperations(this);
        Files = new FileTable(this);
        Albums = new AlbumTable(this);
        AlbumFields = new AlbumFieldTable(this);
        AlbumMembers = new AlbumMemberTable(this);
        AlbumFiles = new AlbumFileTable(this);
        AlbumConflicts = new AlbumConflicts(this);
    }

    /// <summary>Full path of the catalog file.</summary>
    public string Path { get; }

    /// <summary>The catalog's own UUID: the <c>writer</c> of what it writes.</summary>
    public Guid Uuid { get; private set; }

    /// <summary>When the catalog was created, UTC.</summary>
    public DateTime CreatedAt { get; private set; }

    /// <summary>Whether the file exists; one that does not is read as empty and created by the first write.</summary>
    public bool Exists { get; private set; }

    /// <summary>Whether nothing can be recorded in it: its file, folder or medium cannot be written.</summary>
    internal bool IsReadOnly { get; private set; }

    /// <summary>What has to be said of storages that were written, whatever the command was for: sentences for its end.</summary>
    public ConcurrentQueue<string> Notices { get; } = new();

    internal StorageTable Storages { get; }

    internal SessionTable Sessions { get; }

    internal ImageTable Images { get; }

    internal StatementTable Statements { get; }

    internal ShotTable Shots { get; }

    internal StatementConflicts StatementConflicts { get; }

    internal WaitingStatements Waiting { get; }

    internal PhotoModel PhotoModel { get; }

    internal BegunOperations BegunOperations { get; }

    internal FileTable Files { get; }

    internal AlbumTable Albums { get; }

    internal AlbumFieldTable AlbumFields { get; }

    internal AlbumMemberTable AlbumMembers { get; }

    internal AlbumFileTable AlbumFiles { get; }

    internal AlbumConflicts AlbumConflicts { get; }

    internal DocumentTable Documents => new(this);

    internal PreviewTable Previews => new(this);

    internal LikenessTable Likenesses => new(this);

    internal bool IsInTransaction => (_transaction ?? _rehearsal) is not null;

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
            Length = FileLength(),
            Storages = Count("storage"),
            Sessions = Count("session"),
            Photos = Count("photo"),
            Images = Count("image"),
            Files = Count("file"),
            MissingFiles = Count("file WHERE state = 'Missing'"),
            Waiting = Waiting.Count(),
            Dirty = Count("storage WHERE dirty = 1") + Count("session WHERE dirty <> 0") + Count("(SELECT DISTINCT image.photo_id FROM statement JOIN image ON image.id = statement.image_id WHERE statement.unwritten = 1)") + Count("album_file WHERE dirty = 1"),
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
        if (_isLooking)
            throw new InvalidOperationException("Nothing is written during a look: it does not have the lock of a writer.");
        if ((_transaction ?? _rehearsal) is not null)
            return work();
        try
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            _transaction = transaction;
            T result = work();
            PhotoModel.Write();
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
            PhotoModel.Forget();
        }
    }

    /// <summary>Asks many questions at one look: each by itself takes and leaves the locks of the file. Nothing is written meanwhile.</summary>
    internal void Look(Action questions)
    {
        if (IsInTransaction)
        {
            questions();
            return;
        }

        try
        {
            using SqliteTransaction look = _connection.BeginTransaction(deferred: true);
            (_transaction, _isLooking) = (look, true);
            questions();
            look.Commit();
        }
        catch (SqliteException e)
        {
            throw Explain(e, Path);
        }
        finally
        {
            (_transaction, _isLooking) = (null, false);
        }
    }

    /// <summary>As <see cref="Transaction(Action)"/>, where it touches so much that pages would be written and read again many times for want of memory.</summary>
    internal void LargeTransaction(Action work)
    {
        if (IsInTransaction)
        {
            Transaction(work);
            return;
        }

        Execute(LargeCacheSize);
        try
        {
            Transaction(work);
        }
        finally
        {
            Execute(CacheSize);
            Execute("PRAGMA shrink_memory");
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

    /// <summary>The statements that were run so far: their plans are tested.</summary>
    internal IEnumerable<string> Prepared => [.. _commands.Keys, .. _writes.Keys];

    /// <summary>Makes a function known to SQL, or another one under its name.</summary>
    internal void Define(string name, int parameters, Action<sqlite3_context, sqlite3_value[]> function) =>
        raw.sqlite3_create_function(_connection.Handle, name, parameters, raw.SQLITE_UTF8, null, (context, _, values) => function(context, values));

    /// <summary>Runs one statement; parameters are named @0, @1, … in the order given.</summary>
    /// <returns>How many rows it changed, where it is one that changes rows.</returns>
    internal int Execute(string sql, params object?[] values)
    {
        try
        {
            if (!_writes.TryGetValue(sql, out WriteStatement? statement))
                _writes.Add(sql, statement = new WriteStatement(_connection.Handle!, sql));
            int rows = statement.Run(values);
            if (!IsInTransaction && SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) != 0)
                PhotoModel.Write();
            return rows;
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
            _commands.Add(sql, command);
        }

        // What asks for some of a filter's values is given all of them.
        for (int i = command.Parameters.Count; i < values.Length; i++)
            command.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"@{i}"), null));

        command.Transaction = _transaction ?? _rehearsal;
        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
