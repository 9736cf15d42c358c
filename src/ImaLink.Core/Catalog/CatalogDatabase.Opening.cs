using System.Globalization;
using System.Reflection;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <content>Where the catalog lies, and how it is opened, created and migrated.</content>
public sealed partial class CatalogDatabase
{
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
    public static CatalogDatabase OpenForReading(string path, TimeSpan? timeout = null)
    {
        if (!System.IO.Path.Exists(path))
            return Open(path, SqliteOpenMode.Memory, timeout);
        try
        {
            return Open(path, SqliteOpenMode.ReadWrite, timeout);
        }
        catch (ImaLinkException e) when (e.InnerException is SqliteException { SqliteErrorCode: ReadOnly or CannotOpen })
        {
            return OpenOthers(path, timeout, e);
        }
    }

    /// <summary>
    /// Opens a catalog that may only be read, as another user's: beside its owner where that has it open; else as a file that nobody writes,
    /// because SQLite cannot make the files that it coordinates with. A log that is left without its owner holds what the file lacks.
    /// </summary>
    private static CatalogDatabase OpenOthers(string path, TimeSpan? timeout, ImaLinkException trouble)
    {
        bool hasLog = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
        CatalogDatabase catalog;
        try
        {
            catalog = Open(path, SqliteOpenMode.ReadOnly, timeout, hasLog ? path : new Uri(path).AbsoluteUri + "?immutable=1");
        }
        catch (ImaLinkException) when (hasLog)
        {
            throw new ImaLinkException(ErrorCode.CatalogUnavailable,
                $"The catalog '{path}' may only be read, and what was written last lies in its log beside it. Let a command of its owner open it once, then run the command again.", path, trouble);
        }
        catch (ImaLinkException e) when (e.InnerException is SqliteException { SqliteErrorCode: ReadOnly or CannotOpen })
        {
            throw trouble;
        }

        if (catalog.Scalar<long>("PRAGMA user_version") == SchemaVersion)
            return catalog;
        catalog.Dispose();
        throw new ImaLinkException(ErrorCode.CatalogUnavailable,
            $"The catalog '{path}' may only be read and is of an older version. Let a command of its owner open it once, which brings it up to date.", path, trouble);
    }

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

    /// <summary>Opens an empty catalog of this process alone, in a temporary file that is gone when it is closed.</summary>
    internal static CatalogDatabase OpenTemporary() => Open("", SqliteOpenMode.ReadWriteCreate, null);

    private static CatalogDatabase Open(string path, SqliteOpenMode mode, TimeSpan? timeout, string? source = null)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = mode == SqliteOpenMode.Memory ? ":memory:" : source ?? path,
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
            SearchText.Register(connection.Handle!);
            FilterFunctions.Register(connection.Handle!);
            catalog.PhotoModel.Register(connection.Handle!);
            catalog.Shots.Register(connection.Handle!);
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, settings.DefaultTimeout * 1000);
            catalog.Prepare(mode);
            catalog.Exists = mode != SqliteOpenMode.Memory;
            catalog.IsReadOnly = mode == SqliteOpenMode.ReadOnly;
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

    private void Prepare(SqliteOpenMode mode)
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
        Execute(CacheSize);
        PhotoModel.Prepare();
        if (mode == SqliteOpenMode.ReadOnly)
        {
            if (tables == 0)
                throw new ImaLinkException(ErrorCode.NotACatalog, $"'{Path}' is no catalog: it is empty.", Path);
        }
        else
        {
            Execute("PRAGMA journal_mode = WAL");
            Execute("PRAGMA synchronous = FULL");
            if (version < SchemaVersion)
                Migrate();
        }

        PhotoModel.Watch();
        Shots.Watch();
        if (mode == SqliteOpenMode.ReadWriteCreate)
            BulkLoad.Repair(this);
        (Uuid, CreatedAt) = Query("SELECT uuid, created_at FROM catalog_info",
            row => (Guid.TryParse(row.GetString(0), out Guid uuid) ? uuid : default, IndexTime.ParseUtc(row.GetString(1)) ?? default)).FirstOrDefault();
        if (Uuid == default)
            throw Damaged(Path, null);
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
                if (next == 3)
                    Files.SetLocalTimes();
                if (next == SchemaVersion && FormerPhotos.AreThere(this)) // the read model, made then, needs all tables
                    new FormerPhotos(this).CarryOver();
                if (next == SchemaVersion)
                    ExecuteScript(Script(BulkLoad.Indexes));
                if (next == 1)
                {
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
}
