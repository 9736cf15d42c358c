using Microsoft.Data.Sqlite;

namespace ImaLink.Catalog;

/// <content>What SQLite's errors mean to the user.</content>
public sealed partial class CatalogDatabase
{
    // SQLite's primary result codes.
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>A row that contradicts another, or lacks what it must have.</summary>
    internal const int Constraint = 19;

    internal static ImaLinkException Explain(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        NotADatabase => new(ErrorCode.NotACatalog, $"'{path}' is no catalog: it is not an SQLite database. Give another path with -Catalog.", path, e),
        Corrupt => Damaged(path, e),
        Busy or Locked => new(ErrorCode.CatalogBusy, $"The catalog '{path}' is being written by another process. Wait for it and run the command again.", path, e),
        Full => new(ErrorCode.StorageFull, $"There is no room left to write the catalog '{path}'. Free some space and run the command again.", path, e),
        ReadOnly => new(ErrorCode.CatalogUnavailable, $"The catalog '{path}' cannot be written. Check its permissions, or give another path with -Catalog.", path, e),
        CannotOpen => new(ErrorCode.CatalogUnavailable, $"The catalog '{path}' cannot be opened. Check the path and its permissions.", path, e),
        IoError => new(ErrorCode.CatalogUnavailable, $"The medium of the catalog '{path}' refused to read or write. Check it, and run the command again.", path, e),
        _ => new(ErrorCode.CatalogUnavailable, $"The catalog '{path}' failed ({e.Message}). Test-ImaCatalog tells whether it is sound.", path, e),
    };

    private static ImaLinkException Damaged(string path, Exception? e) => new(ErrorCode.CatalogCorrupt,
        $"The catalog '{path}' is damaged. Restore-ImaCatalog -FromBackup puts a backup in its place and keeps it beside; without a backup, move it away and rebuild it with Restore-ImaCatalog from the storages, which hold everything.", path, e);
}
