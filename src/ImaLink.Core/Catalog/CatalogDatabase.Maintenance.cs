using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ImaLink.Catalog;

/// <content>The file as a whole: copying it while it is in use, replacing what it holds, making it small and fast.</content>
public sealed partial class CatalogDatabase
{
    private const int PagesAtOnce = 2048;

    /// <summary>Opens a catalog that nobody writes, such as a backup, and leaves it as it is.</summary>
    /// <exception cref="ImaLinkException">NotACatalog, CatalogTooNew, CatalogCorrupt, CatalogUnavailable.</exception>
    internal static CatalogDatabase OpenUnchanged(string path) => Open(path, SqliteOpenMode.ReadOnly, null);

    /// <summary>Opens the catalog for this process alone; as long as it is open no other process gets at it.</summary>
    /// <exception cref="ImaLinkException">CatalogBusy where another process has it open; NotACatalog, CatalogTooNew, CatalogCorrupt, CatalogUnavailable.</exception>
    internal static CatalogDatabase OpenAlone(string path, TimeSpan timeout)
    {
        CatalogDatabase catalog = Open(path, SqliteOpenMode.ReadWrite, timeout);
        try
        {
            catalog.Execute("PRAGMA locking_mode = EXCLUSIVE");
            catalog.LeaveWal();
            return catalog;
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.CatalogBusy)
        {
            catalog.Dispose();
            throw new ImaLinkException(ErrorCode.CatalogBusy,
                $"The catalog '{path}' is open in another process, or by another command of this one. Let it end and run the command again; nothing was changed.", path, e);
        }
        catch
        {
            catalog.Dispose();
            throw;
        }
    }

    /// <summary>Puts everything into the one file, until the catalog is opened again.</summary>
    /// <exception cref="ImaLinkException">CatalogBusy where another process has it open.</exception>
    internal void LeaveWal() => Execute("PRAGMA journal_mode = DELETE");

    /// <summary>
    /// The catalog goes on as another one: what it writes, edits that stand in no index yet included, must not be taken for what the one
    /// it is a copy of wrote.
    /// </summary>
    internal void RenewUuid() => Transaction(() =>
    {
        Guid former = Uuid;
        Uuid = Guid.NewGuid();
        Execute("UPDATE catalog_info SET uuid = @0", Uuid.ToString());
        Execute("UPDATE statement SET writer = @1 WHERE unwritten = 1 AND writer = @0", RowReading.Bytes(former), RowReading.Bytes(Uuid));
        Waiting.Rename(former, Uuid);
    });

    /// <summary>
    /// Copies the catalog into a file that is one with it when this returns, in one state, whoever reads and writes meanwhile;
    /// nothing else is needed to open it.
    /// </summary>
    /// <exception cref="ImaLinkException">The file could not be written, or the catalog not be read.</exception>
    internal void CopyTo(string path, OperationReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            target.Open();
            CopyTo(target, reporter, cancellationToken);
            using SqliteCommand command = target.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            throw Explain(e, path);
        }
    }

    /// <summary>Makes another catalog, which is open alone, hold what this one holds: all of it, or nothing of it.</summary>
    /// <exception cref="ImaLinkException">The other could not be written.</exception>
    internal void CopyTo(CatalogDatabase other)
    {
        try
        {
            CopyTo(other._connection, OperationReporter.None, CancellationToken.None);
        }
        catch (SqliteException e)
        {
            throw Explain(e, other.Path);
        }
    }

    private void CopyTo(SqliteConnection target, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using sqlite3_backup backup = raw.sqlite3_backup_init(target.Handle, "main", _connection.Handle, "main");
        if (backup.IsInvalid)
            throw new SqliteException(raw.sqlite3_errmsg(target.Handle).utf8_to_string(), raw.sqlite3_errcode(target.Handle));
        int result;
        while ((result = raw.sqlite3_backup_step(backup, PagesAtOnce)) == raw.SQLITE_OK)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long pages = raw.sqlite3_backup_pagecount(backup), left = raw.sqlite3_backup_remaining(backup);
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Copying the catalog", Items = pages - left, TotalItems = pages });
        }

        if (result != raw.SQLITE_DONE)
            throw new SqliteException(raw.sqlite3_errstr(result).utf8_to_string(), result);
    }

    /// <summary>Gives back the space that is no longer used, and brings up to date what makes queries fast. Others may read meanwhile.</summary>
    /// <exception cref="ImaLinkException">CatalogBusy where another process writes; StorageFull: as much again as the catalog takes is needed.</exception>
    public CatalogOptimization Optimize(OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        var watch = Stopwatch.StartNew();
        long before = FileLength();
        (string Item, string Sql)[] steps =
        [
            ("search text", "INSERT INTO photo_text (photo_text) VALUES ('optimize')"),
            ("statistics", "ANALYZE"),
            ("unused space", "VACUUM"),
            ("write-ahead log", "PRAGMA wal_checkpoint (TRUNCATE)"),
        ];
        using CancellationTokenRegistration _ = cancellationToken.Register(() => raw.sqlite3_interrupt(_connection.Handle));
        try
        {
            for (int i = 0; i < steps.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Optimizing the catalog", Item = steps[i].Item, Items = i, TotalItems = steps.Length });
                Execute(steps[i].Sql);
            }
        }
        catch (ImaLinkException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return new CatalogOptimization { FullName = Path, LengthBefore = before, LengthAfter = FileLength(), Duration = watch.Elapsed };
    }

    /// <summary>Size in bytes, the write-ahead log included.</summary>
    private long FileLength() => new[] { Path, Path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
}
