using ImaLink.Catalog;
using ImaLink.Tests.Files;
using ImaLink.Tests.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests.Catalog;

public sealed class CatalogDatabaseTests : CatalogTest
{
    private string File(string name = "catalog.db") => Path.Combine(Folder, name);

    [Fact]
    public void OpenForReading_NoFile_IsEmptyAndCreatesNothing()
    {
        using var catalog = CatalogDatabase.OpenForReading(Path.Combine(Folder, "new", "catalog.db"));
        Assert.False(catalog.Exists);
        Assert.Empty(catalog.Storages.All());
        Assert.False(catalog.Describe().Exists);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public void OpenForWriting_NoFolder_CreatesBoth()
    {
        using var catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "new", "catalog.db"));
        Assert.True(catalog.Exists);
        Assert.NotEqual(Guid.Empty, catalog.Uuid);
        Assert.InRange(catalog.CreatedAt, DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1));
    }

    [Fact]
    public void Open_Again_KeepsItsUuid()
    {
        var first = Open();
        using var second = CatalogDatabase.OpenForReading(File());
        Assert.Equal(first.Uuid, second.Uuid);
    }

    [Fact]
    public void Open_New_IsSetUpAsDesigned()
    {
        var catalog = Open();
        Assert.Equal("wal", catalog.Scalar<string>("PRAGMA journal_mode"));
        Assert.Equal(2, catalog.Scalar<long>("PRAGMA synchronous"));
        Assert.Equal(1, catalog.Scalar<long>("PRAGMA foreign_keys"));
        Assert.Equal(CatalogDatabase.ApplicationId, catalog.Scalar<long>("PRAGMA application_id"));
        Assert.Equal(CatalogDatabase.SchemaVersion, catalog.Scalar<long>("PRAGMA user_version"));
        Assert.Empty(catalog.Query("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'", row => row.GetString(0)));
    }

    [Fact]
    public void Open_TextFile_IsNoCatalogAndStaysAsItIs()
    {
        System.IO.File.WriteAllText(File(), "not a database, but long enough to be one".PadRight(4096, '.'));
        Fails(ErrorCode.NotACatalog, () => CatalogDatabase.OpenForReading(File()));
        Fails(ErrorCode.NotACatalog, () => CatalogDatabase.OpenForWriting(File()));
        Assert.StartsWith("not a database", System.IO.File.ReadAllText(File()));
        Assert.Single(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsNoCatalogAndStaysAsItIs()
    {
        Sql(File(), "CREATE TABLE t (x); PRAGMA user_version = 9;");
        var before = System.IO.File.ReadAllBytes(File());
        Fails(ErrorCode.NotACatalog, () => CatalogDatabase.OpenForReading(File()));
        Fails(ErrorCode.NotACatalog, () => CatalogDatabase.OpenForWriting(File()));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File()));
    }

    [Fact]
    public void Open_NewerSchema_IsRefused()
    {
        Open("newer").Execute($"PRAGMA user_version = {CatalogDatabase.SchemaVersion + 1}");
        Fails(ErrorCode.CatalogTooNew, () => CatalogDatabase.OpenForReading(File("newer.db")));
        Fails(ErrorCode.CatalogTooNew, () => CatalogDatabase.OpenForWriting(File("newer.db")));
    }

    [Fact]
    public void Open_FolderHasTheName_IsUnavailable()
    {
        Directory.CreateDirectory(File());
        Fails(ErrorCode.CatalogUnavailable, () => CatalogDatabase.OpenForWriting(File()));
    }

    [Fact]
    public void OpenForWriting_ReadOnlyMedium_IsUnavailable()
    {
        using var mount = new TemporaryMount(File("fixed"), "4m");
        mount.MakeReadOnly();
        Fails(ErrorCode.CatalogUnavailable, () => CatalogDatabase.OpenForWriting(Path.Combine(File("fixed"), "catalog.db")));
        Fails(ErrorCode.CatalogUnavailable, () => CatalogDatabase.OpenForWriting(Path.Combine(File("fixed"), "new", "catalog.db")));
    }

    [Fact]
    public void OpenForReading_ReadOnlyMedium_IsReadAsItIs()
    {
        using var mount = new TemporaryMount(File("fixed"), "4m");
        var path = Path.Combine(File("fixed"), "catalog.db");
        long files;
        using (var catalog = CatalogDatabase.OpenForWriting(path))
        {
            Fill(catalog, 3);
            files = catalog.Describe().Files;
        }

        mount.MakeReadOnly();
        using var read = CatalogDatabase.OpenForReading(path);
        Assert.Equal(files, read.Describe().Files);
    }

    [Fact]
    public void Transaction_DiskIsFull_SaysSoAndChangesNothing()
    {
        using var mount = new TemporaryMount(File("small"), "1m");
        using var catalog = CatalogDatabase.OpenForWriting(Path.Combine(File("small"), "catalog.db"));
        Fails(ErrorCode.StorageFull, () => catalog.Transaction(() => Fill(catalog, 5000)));
        Assert.Equal(0, catalog.Describe().Files);
        Assert.Empty(catalog.Check());
    }

    [Fact]
    public void Transaction_AnotherWrites_IsBusyAndReadersAreNot()
    {
        var catalog = Open();
        Fill(catalog, 3);
        var other = Open();
        other.Execute("BEGIN IMMEDIATE");
        Fails(ErrorCode.CatalogBusy, () => catalog.Transaction(() => { }));
        Fails(ErrorCode.CatalogBusy, () => catalog.Storages.MarkDirty(1));
        other.Execute("DELETE FROM file");
        using var reader = CatalogDatabase.OpenForReading(File());
        Assert.Equal(3, reader.Describe().Files);
        other.Execute("COMMIT");
        Assert.Equal(0, reader.Describe().Files);
    }

    [Fact]
    public async Task Read_WhileAnotherWrites_SeesWholeTransactions()
    {
        var catalog = Open();
        Fill(catalog, 1);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            using var reader = CatalogDatabase.OpenForReading(File());
            while (!stop.IsCancellationRequested)
                Assert.Equal(1, reader.Scalar<long>("SELECT count(*) % 10 FROM file"));
        }, TestContext.Current.CancellationToken)).ToArray();
        for (var i = 0; i < 30; i++)
            catalog.Transaction(() => Fill(catalog, 10, 1 + i * 10));
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(301, catalog.Describe().Files);
    }

    [Fact]
    public void Transaction_WorkFails_IsRolledBackAndTheNextWorks()
    {
        var catalog = Open();
        Assert.Throws<InvalidOperationException>(() => catalog.Transaction(() =>
        {
            Fill(catalog, 3);
            throw new InvalidOperationException();
        }));
        Assert.Equal(0, catalog.Describe().Storages);
        Fill(catalog, 2);
        Assert.Equal(2, catalog.Describe().Files);
    }

    [Fact]
    public void Migrate_InterruptedInTheMiddle_IsDoneByTheNext()
    {
        // What a migration that died before its commit leaves: a database with nothing in it.
        Sql(File(), "PRAGMA journal_mode = WAL; BEGIN; CREATE TABLE storage (id INTEGER); ROLLBACK;");
        using var catalog = CatalogDatabase.OpenForWriting(File());
        Assert.Equal(CatalogDatabase.SchemaVersion, catalog.Scalar<long>("PRAGMA user_version"));
        Fill(catalog, 1);
    }

    [Fact]
    public void Migrate_StatementFails_LeavesNothingBehind()
    {
        Sql(File(), $"PRAGMA application_id = {CatalogDatabase.ApplicationId}; CREATE TABLE photo (x);"); // in the way of the schema
        Fails(ErrorCode.CatalogUnavailable, () => CatalogDatabase.OpenForWriting(File()));
        using var connection = Connect(File());
        Assert.Equal("photo", Scalar(connection, "SELECT group_concat(name) FROM sqlite_master"));
        Assert.Equal(0L, Scalar(connection, "PRAGMA user_version"));
    }

    [Fact]
    public void Open_ManyAtOnceOnNewFile_AllWork()
    {
        Parallel.For(0, 6, _ =>
        {
            using var catalog = CatalogDatabase.OpenForWriting(File());
            Assert.NotEqual(Guid.Empty, catalog.Uuid);
        });
        using var connection = Connect(File());
        Assert.Equal(1L, Scalar(connection, "SELECT count(*) FROM catalog_info"));
    }

    [Fact]
    public void Check_Healthy_FindsNothing()
    {
        var catalog = Open();
        Fill(catalog, 20);
        AssertWhole(catalog);
    }

    [Fact]
    public void Check_ReferenceLeadsNowhere_NamesIt()
    {
        Fill(Open(), 3);
        Sql(File(), "PRAGMA foreign_keys = OFF; DELETE FROM image;");
        using var catalog = CatalogDatabase.OpenForReading(File());
        Assert.Contains(catalog.Check(), problem => problem.Contains("of file refers to a row of image"));
    }

    [Fact]
    public void Check_PagesAreDamaged_FindsItOrRefusesTheFile()
    {
        using (var catalog = CatalogDatabase.OpenForWriting(File()))
        {
            Fill(catalog, 300);
            catalog.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var healthy = System.IO.File.ReadAllBytes(File());
        var damaged = 0;
        for (var page = 0; page * 4096 < healthy.Length; page++)
        {
            var bytes = healthy.ToArray();
            for (var i = page == 0 ? 100 : 0; i < 4096; i++)
                bytes[page * 4096 + i] ^= 0xFF;
            System.IO.File.WriteAllBytes(File("damaged.db"), bytes);
            try
            {
                using var catalog = CatalogDatabase.OpenForReading(File("damaged.db"));
                damaged += catalog.Check().Count > 0 ? 1 : 0;
            }
            catch (ImaLinkException e)
            {
                Assert.Contains(e.Code, new[] { ErrorCode.CatalogCorrupt, ErrorCode.NotACatalog });
                damaged++;
            }
        }

        Assert.True(damaged > healthy.Length / 4096 / 2, $"{damaged} of {healthy.Length / 4096} were noticed");
    }

    [Fact]
    public void Check_Cancelled_Stops()
    {
        Fill(Open(), 300);
        using var catalog = CatalogDatabase.OpenForReading(File());
        Assert.ThrowsAny<OperationCanceledException>(() => catalog.Check(new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Files_PutChangeDelete_LeaveNoOrphanAndTextFollows()
    {
        var catalog = Open();
        var (storage, session) = Fill(catalog, 0);
        var first = Samples.File("photos/a.jpg");
        first.Say("title", "Sunrise");
        var id = catalog.Files.Put(storage, session, first);
        catalog.Files.Put(storage, session, Samples.File("photos/copy.jpg"));
        Assert.Equal(1, Found("sunrise"));
        Assert.Equal(1, Found("copy"));
        catalog.Files.Delete(catalog.Files.ByPath(storage, "photos/copy.jpg")!.Id);
        Assert.Equal(0, Found("copy"));

        var changed = Samples.File("photos/a.jpg", '2');
        changed.Say("title", "Sunset");
        Assert.Equal(id, catalog.Files.Put(storage, session, changed));
        Assert.Equal((0, 1), (Found("sunrise"), Found("sunset")));
        AssertWhole(catalog);

        var other = Samples.File("photos/b.jpg", '2');
        other.Say("title", "Moonrise", 9);
        catalog.Files.Put(storage, session, other);
        Assert.Equal((0, 1), (Found("sunset"), Found("moonrise")));
        AssertWhole(catalog);

        catalog.Sessions.Delete(session);
        AssertWhole(catalog);
        Assert.Equal(0, Found("moonrise"));

        long Found(string word) => catalog.Scalar<long>("SELECT count(*) FROM photo_text WHERE photo_text MATCH @0", word);
    }

    [Fact]
    public void Locate_NothingGiven_FollowsTheEnvironment()
    {
        Assert.Equal(Path.GetFullPath("x.db"), CatalogDatabase.Locate("x.db"));
        Assert.EndsWith("catalog.db", CatalogDatabase.Locate());
    }

    internal static (long Storage, long Session) Fill(CatalogDatabase catalog, int files, int from = 0)
    {
        var storage = catalog.Storages.Find(Samples.Storage)?.Id ?? catalog.Storages.Insert(new StorageRow
        {
            Uuid = Samples.Storage,
            Name = "NAS",
            DirectoryName = "imalink_x",
            BasePath = "/nowhere",
            CreatedAt = "2024-10-18T14:30:52Z",
        });
        var session = catalog.Sessions.Find(storage, Samples.Header().Uuid)?.Id ?? catalog.Sessions.Insert(new SessionRow { StorageId = storage, Header = Samples.Header() });
        for (var i = from; i < from + files; i++)
        {
            var file = Samples.File($"photos/{i}.jpg");
            file.Hothash = file.Sha256 = $"{i:x64}";
            catalog.Files.Put(storage, session, file);
        }

        return (storage, session);
    }

    private static void Fails(ErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ImaLinkException>(action).Code);

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Sql(string path, string sql)
    {
        using var connection = Connect(path);
        Scalar(connection, sql);
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
