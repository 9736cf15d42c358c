using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Recovery;

/// <summary>
/// Puts a backup in the place of a catalog. The catalog that was there is kept beside it; the restored one is another writer than the
/// one that the backup was made of, and learns what happened since from the storages' indexes, on the next visit of each.
/// </summary>
/// <param name="path">The catalog file; it need not exist.</param>
/// <param name="timeout">How long other processes that have the catalog open are waited for.</param>
public sealed class BackupRestoration(string path, TimeSpan timeout)
{
    /// <summary>The one class that writes; a test gives one that fails.</summary>
    internal DurableFiles Durable { get; init; } = new();

    /// <summary>Restores; the catalog is then the restored one as a whole, or as it was.</summary>
    /// <param name="backup">The backup; it is only read.</param>
    /// <param name="reporter">Who is told; also of edits in the backup that are too old to be still meant.</param>
    /// <param name="cancellationToken">Stops before anything is replaced.</param>
    /// <exception cref="ImaLinkException">
    /// PathNotFound, NotACatalog, CatalogTooNew, CatalogCorrupt where the backup is no good; CatalogBusy where another process has the
    /// catalog open; StorageFull, WriteFailed. Nothing was changed.
    /// </exception>
    public RestoredCatalog Run(string backup, OperationReporter reporter, CancellationToken cancellationToken)
    {
        if (!File.Exists(backup))
            throw new ImaLinkException(ErrorCode.PathNotFound, $"There is no backup '{backup}'. Check the path; is the drive connected?", backup);
        if (backup == path)
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{backup}' is the catalog itself. Give the path of a backup.", backup);
        Durable.CreateDirectory(Path.GetDirectoryName(path)!);
        string prepared = path + ".restoring";
        Durable.Delete(prepared);
        try
        {
            Guid former = Prepare(backup, prepared, reporter, cancellationToken);
            string? replaced = Replace(prepared);
            using CatalogDatabase restored = CatalogDatabase.OpenForReading(path);
            CatalogInfo content = restored.Describe();
            return new RestoredCatalog
            {
                FullName = path,
                FromBackup = backup,
                Replaced = replaced,
                Uuid = restored.Uuid,
                FormerUuid = former,
                Storages = content.Storages,
                Sessions = content.Sessions,
                Photos = content.Photos,
                Files = content.Files,
            };
        }
        finally
        {
            Durable.Delete(prepared);
        }
    }

    /// <summary>Makes what will be the catalog, as a file of its own, durable.</summary>
    /// <returns>The UUID in the backup.</returns>
    private Guid Prepare(string backup, string prepared, OperationReporter reporter, CancellationToken cancellationToken)
    {
        Guid former;
        using (CatalogDatabase source = OpenBackup(backup))
        {
            former = source.Uuid;
            if (source.Check(cancellationToken) is { Count: > 0 } problems)
                throw new ImaLinkException(ErrorCode.CatalogCorrupt, $"The backup '{backup}' is damaged ({problems[0]}). Give another one; nothing was changed.", backup);
            source.CopyTo(prepared, reporter, cancellationToken);
        }

        using (CatalogDatabase catalog = CatalogDatabase.OpenForWriting(prepared))
        {
            catalog.RenewUuid();
            new StaleEdits(catalog).Settle(reporter);
            catalog.LeaveWal();
        }

        cancellationToken.ThrowIfCancellationRequested();
        Flush(prepared);
        return former;
    }

    private static CatalogDatabase OpenBackup(string backup)
    {
        try
        {
            return CatalogDatabase.OpenUnchanged(backup);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.NotACatalog)
        {
            throw new ImaLinkException(ErrorCode.NotACatalog, $"'{backup}' is no backup of a catalog. Give a file that Backup-ImaCatalog made; nothing was changed.", backup, e);
        }
    }

    /// <returns>Where what was replaced lies.</returns>
    private string? Replace(string prepared)
    {
        if (!File.Exists(path))
        {
            SetAside(null);
            Place(prepared, path);
            return null;
        }

        string kept = Kept(), copy = kept + ".new";
        try
        {
            using CatalogDatabase catalog = CatalogDatabase.OpenAlone(path, timeout);
            catalog.CopyTo(copy, OperationReporter.None, CancellationToken.None);
            Flush(copy);
            Place(copy, kept);
            using CatalogDatabase source = CatalogDatabase.OpenUnchanged(prepared);
            source.CopyTo(catalog);
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.NotACatalog or ErrorCode.CatalogCorrupt)
        {
            // Too damaged to be opened, so nobody works with it.
            SetAside(kept);
            Place(prepared, path);
        }
        finally
        {
            Durable.Delete(copy);
        }

        return kept;
    }

    /// <summary>Gives what lies in the catalog's place another name: also a log without its catalog, which SQLite would apply to the new one.</summary>
    private void SetAside(string? kept)
    {
        kept ??= Kept();
        foreach (string suffix in new[] { "", "-wal", "-shm", "-journal" })
            if (File.Exists(path + suffix))
                Place(path + suffix, kept + suffix);
    }

    private string Kept()
    {
        string stem = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path));
        string name = string.Create(CultureInfo.InvariantCulture, $"{stem}_replaced_{DateTime.UtcNow:yyyyMMdd_HHmmss}{Path.GetExtension(path)}");
        return Enumerable.Range(0, int.MaxValue).Select(n => FileNames.Numbered(name, n)).First(file => !File.Exists(file));
    }

    private void Place(string from, string to)
    {
        if (!Durable.TryPlace(from, to))
            throw new ImaLinkException(ErrorCode.FileExists, $"'{to}' exists, and no file is overwritten. Run the command again.", to);
        Durable.FlushDirectory(Path.GetDirectoryName(to)!);
    }

    private void Flush(string file)
    {
        using DurableFile durable = Durable.Append(file);
        durable.Commit();
    }
}
