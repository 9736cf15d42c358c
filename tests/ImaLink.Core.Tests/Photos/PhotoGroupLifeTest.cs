using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Recovery;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Photos;

/// <summary>What happens to photos of several images: commands, and the owner's hands.</summary>
public abstract class PhotoGroupLifeTest : PhotoGroupTest
{
    private protected static void Sync(TestArchive archive, string? addNew = null) => archive.Use<object?>(db =>
    {
        new ReconcileService(db, Patience, new ImaLink.Files.DurableFiles(), new ImportService(db, Patience)).Sync(
            archive.Storage.Uuid, new SyncRequest { AllowMassMissing = true, AddNewTitle = addNew }, _ => { }, archive.Reporter, default);
        Assert.Empty(archive.Errors);
        return null;
    });

    private protected static void Remove(TestArchive archive, params string[] names) => archive.Use<object?>(db =>
    {
        new TrashService(db, Patience).Remove(archive.Storage.Uuid, names.Select(name => db.Query("SELECT id FROM file WHERE image_id = @0", row => row.GetInt64(0), ImageOf(db, name)).First()), default);
        return null;
    });

    private protected static void PutBack(TestArchive archive) => archive.Use<object?>(db =>
    {
        var trash = new TrashService(db, Patience);
        trash.Restore(archive.Storage.Uuid, [.. trash.Find(null, null, archive.Reporter).Select(item => item.Id)], archive.Reporter, default);
        Assert.Empty(archive.Errors);
        return null;
    });

    private protected TestArchive Backup(ImportSession session)
    {
        var backup = new TestArchive(Path.Combine(Folder, "backup"), "Backup", catalog: Mine.Catalog);
        Mine.Use(db => new SessionCopyService(db, Patience).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        return backup;
    }

    private protected void Repair() => Assert.NotEmpty(Mine.Use(db => new FileRepairService(db, Patience).Run(
        [new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], _ => true, Mine.Reporter, default).ToList()));

    /// <summary>The catalog is lost, and made anew of what lies in the folders.</summary>
    private protected static void Lose(TestArchive archive, string? root = null, bool isWhole = true)
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(archive.Catalog)!, Path.GetFileName(archive.Catalog) + "*"))
            File.Delete(file);
        archive.Use<object?>(db =>
        {
            var recovery = new RecoveryService(db);
            foreach (IndexInventory found in recovery.Find([root ?? archive.Layout.Root], archive.Reporter, default))
                recovery.Restore(found, new RestoreRequest { ScanOrphans = !isWhole }, _ => { }, archive.Reporter, default);
            Assert.True(!isWhole || archive.Errors.Count == 0);
            return null;
        });
    }

    /// <summary>The owner's hands.</summary>
    private protected void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Mine.Photo(to))!);
        File.Move(Mine.Photo(from), Mine.Photo(to));
    }

    private protected void Edit(string path, int number)
    {
        File.WriteAllBytes(Mine.Photo(path), TestPhotos.Jpeg(number));
        File.SetLastWriteTimeUtc(Mine.Photo(path), new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number));
    }
}
