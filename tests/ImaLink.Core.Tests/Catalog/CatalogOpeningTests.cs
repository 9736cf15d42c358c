using ImaLink.Catalog;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Catalog;

/// <summary>A catalog is opened, set up and brought forward, or it is said why not; what is no catalog stays as it is.</summary>
public sealed class CatalogOpeningTests : CatalogFileTest
{
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
    public void Locate_NothingGiven_FollowsTheEnvironment()
    {
        Assert.Equal(Path.GetFullPath("x.db"), CatalogDatabase.Locate("x.db"));
        Assert.EndsWith("catalog.db", CatalogDatabase.Locate());
    }
}
