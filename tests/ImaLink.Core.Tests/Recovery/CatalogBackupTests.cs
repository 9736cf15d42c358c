using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Recovery;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Recovery;

public sealed class CatalogBackupTests : StorageTest
{
    private static readonly string[] Three = ["photos/a.jpg", "photos/b.jpg", "photos/c.jpg"];

    private string Backups => Directory.CreateDirectory(Path.Combine(Folder, "backups")).FullName;

    private CatalogDatabase Filled()
    {
        CatalogDatabase catalog = Open();
        Create(catalog);
        AddSession(catalog, "Italy", Three);
        return catalog;
    }

    private static CatalogBackup Back(CatalogDatabase catalog, string destination, DurableFiles? files = null) =>
        new CatalogBackupService(catalog.Path) { Durable = files ?? new DurableFiles() }.Run(destination, OperationReporter.None, default);

    private static ImaLinkException Fails(ErrorCode code, Action action)
    {
        var error = Assert.Throws<ImaLinkException>(action);
        Assert.True(code == error.Code, $"{error.Code}: {error.Message}");
        return error;
    }

    [Fact]
    public void Run_IntoFolder_IsOneFileThatHoldsWhatTheCatalogHolds()
    {
        CatalogDatabase catalog = Filled();
        CatalogBackup backup = Back(catalog, Backups);

        Assert.Equal([backup.FullName], Directory.GetFiles(Backups));
        Assert.Matches($@"imalink_catalog_\d{{8}}_\d{{6}}_{catalog.Uuid.ToString("N")[..8]}\.db$", backup.FullName);
        Assert.Equal((catalog.Uuid, catalog.Path, 1L, 1L, 3L, 3L, new FileInfo(backup.FullName).Length),
            (backup.CatalogUuid, backup.Catalog, backup.Storages, backup.Sessions, backup.Photos, backup.Files, backup.Length));
        using CatalogDatabase copy = CatalogDatabase.OpenUnchanged(backup.FullName);
        Assert.Equal(CatalogText.Of(catalog), CatalogText.Of(copy));
        Assert.Equal([backup.FullName], Directory.GetFiles(Backups)); // looking at it leaves nothing beside it
    }

    [Fact]
    public void Run_AsFile_NeverReplacesOne()
    {
        CatalogDatabase catalog = Filled();
        string file = Path.Combine(Backups, "mine.db");
        Assert.Equal(file, Back(catalog, file).FullName);
        byte[] before = File.ReadAllBytes(file);
        Fails(ErrorCode.FileExists, () => Back(catalog, file));
        Fails(ErrorCode.FileExists, () => Back(catalog, catalog.Path));
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    [Fact]
    public void Run_NoFolderOrNoCatalog_SaysSo()
    {
        CatalogDatabase catalog = Filled();
        Fails(ErrorCode.PathNotFound, () => Back(catalog, Path.Combine(Folder, "nowhere", "x.db")));
        Fails(ErrorCode.PathNotFound, () => Back(catalog, Path.Combine(Folder, "nowhere") + "/"));
        Fails(ErrorCode.PathNotFound, () => new CatalogBackupService(Path.Combine(Folder, "no.db")).Run(Backups, OperationReporter.None, default));
        Assert.False(File.Exists(Path.Combine(Folder, "no.db")));
    }

    [Fact]
    public void Run_MediumIsReadOnly_NamesTheBackupAndSaysWhatToDo()
    {
        CatalogDatabase catalog = Filled();
        using var mount = new TemporaryMount(Backups);
        mount.MakeReadOnly();
        string file = Path.Combine(Backups, "x.db");
        var error = Fails(ErrorCode.ReadOnly, () => Back(catalog, file));
        Assert.StartsWith($"'{file}' cannot be written", error.Message);
        Assert.EndsWith("run the command again.", error.Message);
    }

    [Fact]
    public void Run_WhileOthersReadAndWrite_IsOneStateOfTheCatalog()
    {
        CatalogDatabase catalog = Filled();
        catalog.Execute("CREATE TABLE pair (one INTEGER, other INTEGER, filler BLOB)");
        catalog.Execute("INSERT INTO pair VALUES (0, 0, zeroblob(40000000))");
        using var stop = new CancellationTokenSource();
        int written = 0;
        var writer = new Thread(() =>
        {
            using CatalogDatabase other = CatalogDatabase.OpenForWriting(catalog.Path);
            while (!stop.IsCancellationRequested)
            {
                // Far apart in the file: at its beginning and behind the filler.
                other.Transaction(() =>
                {
                    other.Execute("UPDATE pair SET one = one + 1, other = other + 1");
                    other.Execute("INSERT INTO tag (path) VALUES (@0)", string.Create(CultureInfo.InvariantCulture, $"tag {written}"));
                });
                written++;
            }
        });
        writer.Start();
        try
        {
            for (int i = 0; i < 3; i++)
            {
                int before = Volatile.Read(ref written);
                while (Volatile.Read(ref written) == before && writer.IsAlive)
                    Thread.Yield();
                using CatalogDatabase copy = CatalogDatabase.OpenUnchanged(Back(catalog, Backups).FullName);
                Assert.Equal(
                    copy.Scalar<long>("SELECT one FROM pair"), copy.Scalar<long>("SELECT count(*) FROM tag"));
            }
        }
        finally
        {
            stop.Cancel();
            writer.Join();
        }
    }

    [Fact]
    public void Run_AnyChangeToTheDiskFails_LeavesNoBackupOrAWholeOne()
    {
        CatalogDatabase catalog = Filled();
        List<string> expected = CatalogText.Of(catalog);
        Faults.Everywhere((n, files) =>
        {
            string folder = Directory.CreateDirectory(Path.Combine(Folder, $"fault {n}")).FullName;
            try
            {
                Back(catalog, folder, files);
            }
            catch (ImaLinkException e) when (e.Code == ErrorCode.WriteFailed)
            {
            }

            foreach (string file in Directory.GetFiles(folder).Where(file => file.EndsWith(".db", StringComparison.Ordinal)))
            {
                using CatalogDatabase copy = CatalogDatabase.OpenUnchanged(file);
                Assert.Equal(expected, CatalogText.Of(copy));
            }
        });
    }

    [Fact]
    public void Run_Stopped_LeavesNothing()
    {
        CatalogDatabase catalog = Filled();
        catalog.Execute("CREATE TABLE filler AS SELECT zeroblob(40000000) AS x");
        using var stop = new CancellationTokenSource();
        var reporter = new OperationReporter { Progress = _ => stop.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => new CatalogBackupService(catalog.Path).Run(Backups, reporter, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(Backups));
    }

    [Fact]
    public void Run_CatalogIsDamaged_KeepsNoBackup()
    {
        CatalogDatabase catalog = Filled();
        catalog.Execute("PRAGMA foreign_keys = OFF");
        catalog.Execute("UPDATE image SET photo_id = 999");
        Fails(ErrorCode.CatalogCorrupt, () => Back(catalog, Backups));
        Assert.Empty(Directory.GetFileSystemEntries(Backups));
    }

    [Fact]
    public void Run_AfterOneThatWasKilled_TidiesUp()
    {
        CatalogDatabase catalog = Filled();
        string uuid = catalog.Uuid.ToString("N")[..8];
        string[] left = [$"imalink_catalog_20240101_000000_{uuid}.db.new", $"imalink_catalog_20240101_000001_{uuid}.db.new", "imalink_catalog_20240101_000000_00000000.db.new"];
        foreach (string name in left)
            File.WriteAllText(Path.Combine(Backups, name), "half");
        File.SetLastWriteTimeUtc(Path.Combine(Backups, left[0]), DateTime.UtcNow.AddDays(-1));
        File.SetLastWriteTimeUtc(Path.Combine(Backups, left[2]), DateTime.UtcNow.AddDays(-1));
        CatalogBackup backup = Back(catalog, Backups);
        Assert.Equal(
            new[] { left[1], left[2], Path.GetFileName(backup.FullName) }.Order(), Directory.GetFiles(Backups).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Expired_AreOldBackupsOfThisCatalogAndNothingElse()
    {
        CatalogDatabase catalog = Filled();
        CatalogDatabase other = Open("other");
        string uuid = catalog.Uuid.ToString("N")[..8];
        string newest = Back(catalog, Backups).FullName;
        string Old(string name, string? from = null)
        {
            string file = Path.Combine(Backups, name);
            File.Copy(from ?? newest, file);
            return file;
        }

        string oldest = Old($"imalink_catalog_20240101_000000_{uuid}.db");
        string second = Old($"imalink_catalog_20240101_000000_{uuid}_1.db"), third = Old($"imalink_catalog_20240101_000000_{uuid}_10.db");
        string fromOther = Back(other, Backups).FullName;
        Old($"imalink_catalog_20230101_000000_{uuid}.db", fromOther); // another catalog under our name
        Old("imalink_catalog_20230101_000000.db");
        Old($"imalink_catalog_20230101_000000_{uuid}.db.txt");
        Old("my own backup.db");
        File.WriteAllText(Path.Combine(Backups, $"imalink_catalog_20230102_000000_{uuid}.db"), "damaged");

        var service = new CatalogBackupService(catalog.Path);
        Assert.Equal([third, second, oldest], service.Expired(Backups, 1));
        Assert.Equal([oldest], service.Expired(Backups, 3));
        Assert.Empty(service.Expired(Backups, 4));
        Fails(ErrorCode.PathNotFound, () => service.Expired(Path.Combine(Folder, "nowhere"), 1));
        service.Delete(oldest);
        Assert.False(File.Exists(oldest));
        Assert.Equal(9, Directory.GetFiles(Backups).Length);
    }
}
