using System.Globalization;
using System.Text.RegularExpressions;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Recovery;

/// <summary>Makes backups of a catalog while it is in use, and tells which older ones may go.</summary>
/// <param name="path">The catalog file.</param>
public sealed partial class CatalogBackupService(string path)
{
    /// <summary>The one class that writes; a test gives one that fails.</summary>
    internal DurableFiles Durable { get; init; } = new();

    /// <summary>What a backup into this folder will be called.</summary>
    /// <exception cref="ImaLinkException">As <see cref="Run"/>.</exception>
    public string Place(string destination)
    {
        using CatalogDatabase catalog = Open();
        return Place(catalog, destination, DateTime.UtcNow);
    }

    /// <summary>Makes a backup; it is verified, and durable when this returns.</summary>
    /// <param name="destination">A folder that exists, or the path of a file that does not.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; no backup is left then.</param>
    /// <exception cref="ImaLinkException">
    /// PathNotFound, FileExists, AccessDenied, ReadOnly, StorageFull, WriteFailed; CatalogCorrupt where what was copied is damaged, as the catalog then is.
    /// </exception>
    public CatalogBackup Run(string destination, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using CatalogDatabase catalog = Open();
        catalog.Rehearse(); // one state: what is counted is what is copied
        DateTime now = DateTime.UtcNow;
        string backup = Place(catalog, destination, now), temporary = backup + ".new";
        CatalogInfo content = catalog.Describe();
        DeleteLeftovers(Path.GetDirectoryName(backup)!, catalog.Uuid);
        Durable.Delete(temporary);
        try
        {
            Begin(temporary, backup);
            catalog.CopyTo(temporary, reporter, cancellationToken);
            Verify(temporary, content, cancellationToken);
            using (DurableFile file = Durable.Append(temporary))
                file.Commit();
            if (!Durable.TryPlace(temporary, backup))
                throw Exists(backup);
            Durable.FlushDirectory(Path.GetDirectoryName(backup)!);
        }
        catch
        {
            Durable.Delete(temporary);
            throw;
        }

        new BackupNote(now, backup).Write(Durable, path);
        return new CatalogBackup
        {
            FullName = backup,
            Length = new FileInfo(backup).Length,
            Catalog = path,
            CatalogUuid = catalog.Uuid,
            CreatedAt = now,
            Storages = content.Storages,
            Sessions = content.Sessions,
            Photos = content.Photos,
            Files = content.Files,
        };
    }

    /// <summary>
    /// The backups in a folder that are older than the newest ones: files that have the name of a backup and are a backup of this
    /// very catalog. Anything else there, also a backup that cannot be read, is none of them.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="keep">How many are kept.</param>
    /// <param name="made">One that is kept besides, whatever the time in its name says: clocks are set back.</param>
    /// <exception cref="ImaLinkException">PathNotFound, AccessDenied, ReadFailed: the folder cannot be looked through.</exception>
    public IReadOnlyList<string> Expired(string folder, int keep, string? made = null)
    {
        using CatalogDatabase catalog = Open();
        Guid uuid = catalog.Uuid;
        return [.. Files(folder, "*").Where(file => file != made && BackupName().IsMatch(Path.GetFileName(file)) && IsOf(file, uuid))
            .OrderByDescending(Moment, StringComparer.Ordinal)
            .ThenByDescending(Number).Skip(keep)];
    }

    /// <summary>Deletes a backup that has expired.</summary>
    /// <exception cref="ImaLinkException">It could not be deleted.</exception>
    public void Delete(string backup) => Durable.Delete(backup);

    private CatalogDatabase Open() => File.Exists(path)
        ? CatalogDatabase.OpenForReading(path)
        : throw new ImaLinkException(ErrorCode.PathNotFound, $"There is no catalog '{path}', so there is nothing to back up. Give another one with -Catalog.", path);

    private static string Place(CatalogDatabase catalog, string destination, DateTime now)
    {
        if (!Directory.Exists(destination))
        {
            if (File.Exists(destination))
                throw Exists(destination);
            if (Path.EndsInDirectorySeparator(destination) || !Directory.Exists(Path.GetDirectoryName(destination)))
                throw new ImaLinkException(ErrorCode.PathNotFound, $"The folder of '{destination}' does not exist. Create it, or connect its drive.", destination);
            return destination;
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"imalink_catalog_{now:yyyyMMdd_HHmmss}_{catalog.Uuid.ToString("N")[..8]}.db");
        return Enumerable.Range(0, int.MaxValue).Select(n => FileNames.Numbered(Path.Combine(destination, name), n)).First(file => !File.Exists(file));
    }

    /// <summary>Makes the file that SQLite fills: the file system says why it cannot be made, which SQLite does not.</summary>
    private void Begin(string temporary, string backup)
    {
        try
        {
            Durable.Create(temporary).Dispose();
        }
        catch (ImaLinkException e) when (e.InnerException is { } cause && IoErrors.IsIo(cause))
        {
            throw IoErrors.Wrap(cause, backup, writing: true);
        }
    }

    private static void Verify(string backup, CatalogInfo content, CancellationToken cancellationToken)
    {
        using CatalogDatabase copy = CatalogDatabase.OpenUnchanged(backup);
        if (copy.Check(cancellationToken) is { Count: > 0 } problems)
            throw new ImaLinkException(ErrorCode.CatalogCorrupt,
                $"The catalog '{content.FullName}' is damaged ({problems[0]}), so it was not backed up. Older backups are as they were; move it away and rebuild it from the storages.", content.FullName);
        if (copy.Describe() with { FullName = content.FullName, Length = content.Length } != content)
            throw new ImaLinkException(ErrorCode.WriteFailed, $"The backup '{backup}' does not hold what the catalog holds; it was not kept. Check the medium.", backup);
    }

    private static bool IsOf(string file, Guid uuid)
    {
        try
        {
            using CatalogDatabase backup = CatalogDatabase.OpenUnchanged(file);
            return backup.Uuid == uuid;
        }
        catch (ImaLinkException)
        {
            return false;
        }
    }

    /// <summary>What backups of this catalog left that were killed; one that is being made is written to all the time.</summary>
    private void DeleteLeftovers(string folder, Guid uuid)
    {
        foreach (string file in Files(folder, $"imalink_catalog_*_{uuid.ToString("N")[..8]}*.new"))
            if (BackupName().IsMatch(Path.GetFileNameWithoutExtension(file)) && File.GetLastWriteTimeUtc(file) < DateTime.UtcNow.AddHours(-1))
                Durable.Delete(file);
    }

    private static string[] Files(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, folder);
        }
    }

    private static string Moment(string backup) => BackupName().Match(Path.GetFileName(backup)).Groups[1].Value;

    private static int Number(string backup) =>
        int.TryParse(BackupName().Match(Path.GetFileName(backup)).Groups[2].ValueSpan, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static ImaLinkException Exists(string file) =>
        new(ErrorCode.FileExists, $"'{file}' exists, and no file is overwritten. Give another name, or a folder.", file);

    [GeneratedRegex(@"^imalink_catalog_(\d{8}_\d{6})_[0-9a-f]{8}(?:_(\d{1,9}))?\.db$", RegexOptions.CultureInvariant)]
    private static partial Regex BackupName();
}
