using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Files;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Recovery;

public sealed class BackupRestorationTests : StorageTest
{
    private static readonly string[] Three = ["photos/a.jpg", "photos/b.jpg", "photos/c.jpg"];
    private readonly List<string> _warnings = [];

    private string File => Path.Combine(Folder, "catalog.db");

    private string Backup { get; set; } = "";

    /// <summary>Does something to a catalog that is then closed.</summary>
    private void Use(Action<CatalogDatabase> work)
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(File, TimeSpan.FromSeconds(1));
        work(catalog);
    }

    private void BackUp() => Backup = new CatalogBackupService(File).Run(Folder, OperationReporter.None, default).FullName;

    private RestoredCatalog Restore(DurableFiles? files = null) => new BackupRestoration(File, TimeSpan.FromSeconds(1)) { Durable = files ?? new DurableFiles() }
        .Run(Backup, new OperationReporter { Warning = _warnings.Add }, default);

    private static ImaLinkException Fails(ErrorCode code, Action action)
    {
        var error = Assert.Throws<ImaLinkException>(action);
        Assert.True(code == error.Code, $"{error.Code}: {error.Message}");
        return error;
    }

    private static List<string> TextOf(string file)
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenUnchanged(file);
        return CatalogText.Of(catalog);
    }

    private List<string> TextOfCatalog()
    {
        List<string> text = [];
        Use(catalog => text = CatalogText.Of(catalog));
        return text;
    }

    [Fact]
    public void Run_OverAnotherState_IsTheBackupAsANewWriterAndKeepsWhatItReplaced()
    {
        Guid uuid = default;
        Use(catalog =>
        {
            uuid = catalog.Uuid;
            Create(catalog);
            AddSession(catalog, "Italy", Three);
        });
        List<string> backedUp = TextOfCatalog();
        BackUp();
        Use(catalog => AddSession(catalog, "Later", "photos/d.jpg"));
        List<string> later = TextOfCatalog();

        RestoredCatalog restored = Restore();

        Assert.Equal((File, Backup, uuid, 1L, 1L, 3L, 3L),
            (restored.FullName, restored.FromBackup, restored.FormerUuid, restored.Storages, restored.Sessions, restored.Photos, restored.Files));
        Assert.NotEqual(uuid, restored.Uuid);
        Assert.Equal(backedUp, TextOfCatalog());
        Use(catalog => Assert.Equal(restored.Uuid, catalog.Uuid));
        Assert.Equal(later, TextOf(restored.Replaced!));
        Assert.Equal(backedUp, TextOf(Backup));
        Assert.DoesNotContain(Directory.GetFiles(Folder), file => file.Contains(".new", StringComparison.Ordinal) || file.Contains(".restoring", StringComparison.Ordinal));
        Assert.Empty(_warnings);
        Assert.NotEqual(restored.Replaced, Restore().Replaced); // again: both are kept
    }

    [Fact]
    public void Run_NoCatalogThere_PutsTheBackupThere()
    {
        Use(catalog => Create(catalog));
        List<string> expected = TextOfCatalog();
        BackUp();
        System.IO.File.Delete(File);
        System.IO.File.WriteAllText(File + "-wal", "a log that belongs to nothing any more");
        RestoredCatalog restored = Restore();
        Assert.Null(restored.Replaced);
        Assert.Equal(expected, TextOfCatalog());
        Assert.Contains(Directory.GetFiles(Folder), file => file.EndsWith(".db-wal", StringComparison.Ordinal) && file.Contains("_replaced_", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_CatalogIsDamaged_IsSetAsideAsItIs()
    {
        Use(catalog => Create(catalog));
        List<string> expected = TextOfCatalog();
        BackUp();
        byte[] damaged = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 31))];
        System.IO.File.WriteAllBytes(File, damaged);
        Assert.Equal(damaged, System.IO.File.ReadAllBytes(Restore().Replaced!));
        Assert.Equal(expected, TextOfCatalog());
    }

    [Fact]
    public void Run_CatalogIsOpenElsewhere_IsRefused()
    {
        Use(catalog => Create(catalog));
        BackUp();
        using CatalogDatabase other = CatalogDatabase.OpenForReading(File);
        string before = CatalogTest.Content(other);
        Fails(ErrorCode.CatalogBusy, () => Restore());
        Assert.Equal(before, CatalogTest.Content(other));
        other.Transaction(() => Fails(ErrorCode.CatalogBusy, () => Restore()));
        Assert.Equal("wal", other.Scalar<string>("PRAGMA journal_mode"));
        Assert.Empty(Directory.GetFiles(Folder, "*_replaced_*"));
    }

    [Fact]
    public void Run_BackupIsNoGood_IsRefusedAndChangesNothing()
    {
        Use(catalog => Create(catalog));
        BackUp();
        List<string> before = TextOfCatalog();
        string good = Backup;
        byte[] bytes = System.IO.File.ReadAllBytes(good);

        Backup = Write("cut.db", bytes[..(bytes.Length / 2)]);
        Fails(ErrorCode.CatalogCorrupt, () => Restore());
        Backup = Write("text.db", [.. Enumerable.Repeat((byte)'x', 5000)]);
        Fails(ErrorCode.NotACatalog, () => Restore());
        Backup = Write("empty.db", []);
        Fails(ErrorCode.NotACatalog, () => Restore());
        Backup = Path.Combine(Folder, "nowhere.db");
        Fails(ErrorCode.PathNotFound, () => Restore());
        Backup = File;
        Fails(ErrorCode.InvalidValue, () => Restore());

        Assert.Equal(before, TextOfCatalog());
        Assert.Empty(Directory.GetFiles(Folder, "*_replaced_*"));
    }

    [Fact]
    public void Run_AnyChangeToTheDiskFails_TheCatalogIsTheOldOrTheNewOne()
    {
        Use(catalog => Create(catalog));
        List<string> backedUp = TextOfCatalog();
        BackUp();
        Use(catalog => AddSession(catalog, "Later", "photos/d.jpg"));
        List<string> later = TextOfCatalog();
        byte[] whole = System.IO.File.ReadAllBytes(File);
        foreach (bool damaged in new[] { false, true })
        {
            byte[] start = damaged ? [.. whole.Select(b => (byte)~b)] : whole;
            Faults.Everywhere((_, files) =>
            {
                System.IO.File.WriteAllBytes(File, start);
                try
                {
                    Restore(files);
                }
                catch (ImaLinkException e) when (e.Code == ErrorCode.WriteFailed)
                {
                }

                Assert.True(!System.IO.File.Exists(File) ? damaged : damaged && System.IO.File.ReadAllBytes(File).SequenceEqual(start)
                    || TextOfCatalog() is var now && (now.SequenceEqual(backedUp) || now.SequenceEqual(later)));
                Assert.Empty(Directory.GetFiles(Folder, "*_replaced_*.new"));
                Assert.True(System.IO.File.Exists(File) || Directory.GetFiles(Folder, "*_replaced_*").Any(file => System.IO.File.ReadAllBytes(file).SequenceEqual(start)));
            });
        }
    }

    [Fact]
    public void AfterRestore_WhatHappenedSinceComesBackFromTheIndexes()
    {
        Guid removed = default;
        Use(catalog =>
        {
            Create(catalog);
            AddSession(catalog, "Italy", Three);
            removed = AddSession(catalog, "Removed later", "photos/r.jpg");
        });
        BackUp();
        Use(catalog =>
        {
            Edit(catalog, "photos/a.jpg", file => file.Say(null, null, ("title", "Rated later"), ("rating", 5)));
            Move(catalog, ("photos/b.jpg", "photos/moved/b.jpg"));
            Remove(catalog, "photos/c.jpg");
            AddSession(catalog, "Later", "photos/d.jpg");
            RemoveSession(catalog, removed);
            Storages(catalog).Set(Row(catalog).Uuid, "Called otherwise", null, null, null);
        });
        List<string> later = TextOfCatalog();

        Restore();
        Assert.NotEqual(later, TextOfCatalog());
        Use(catalog =>
        {
            Visit(catalog);
            CatalogText.AssertSame(Knowledge(later), Knowledge(CatalogText.Of(catalog)), "After the visit");
            AssertConsistent(catalog);
        });
    }

    [Fact]
    public void AfterRestore_EditThatWasPendingInTheBackup_DoesNotOverwriteTheNewerIndex()
    {
        Use(catalog =>
        {
            Create(catalog);
            Guid session = AddSession(catalog, "Italy", Three);
            string root = Row(catalog).Root;
            Directory.Move(root, root + ".away");
            Storages(catalog).Set(Row(catalog).Uuid, "Pending name", null, null, null);
            Sessions(catalog).Set(Sessions(catalog).Get(Selector.ByUuid(session), null), "Pending title", null, null);
            foreach (long photo in catalog.Query("SELECT id FROM photo", row => row.GetInt64(0)).ToList())
                catalog.Statements.Say(photo, new Dictionary<string, string?> { ["title"] = "\"Pending photo\"" });
            Directory.Move(root + ".away", root);
        });
        BackUp();
        Use(catalog =>
        {
            Visit(catalog);
            Guid session = catalog.Sessions.All()[0].Header.Uuid;
            Storages(catalog).Set(Row(catalog).Uuid, "Newer name", null, null, null);
            Sessions(catalog).Set(Sessions(catalog).Get(Selector.ByUuid(session), null), "Newer title", null, null);
            Edit(catalog, "photos/a.jpg", file => file.Say("title", "Newer photo"));
        });
        List<string> later = TextOfCatalog();

        Restore();
        Assert.Equal(2, _warnings.Count);
        Use(catalog =>
        {
            Visit(catalog);
            CatalogText.AssertSame(Knowledge(later), Knowledge(CatalogText.Of(catalog)), "After the visit");
            Assert.Equal("Newer name", Row(catalog).Name);
            Assert.Contains(CatalogText.Of(catalog), line => line.Contains("title=Newer photo", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void AfterRestore_EditThatWasPendingAndIsStillTheLast_IsWritten()
    {
        Use(catalog =>
        {
            Create(catalog);
            AddSession(catalog, "Italy", Three);
            string root = Row(catalog).Root;
            Directory.Move(root, root + ".away");
            Storages(catalog).Set(Row(catalog).Uuid, "Pending name", null, null, null);
            Directory.Move(root + ".away", root);
        });
        BackUp();
        Restore();
        Assert.Empty(_warnings);
        Use(catalog =>
        {
            Visit(catalog);
            Assert.Equal("Pending name", MasterIndexFile.Read(Layout(catalog).MasterIndex).StorageInfo.DisplayName);
        });
    }

    [Fact]
    public void AfterRestore_IndexThatCannotBeRead_CostsThePendingEditAndNoMore()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A file that opens and cannot be read is made with /proc.");
        Use(catalog =>
        {
            Create(catalog);
            Guid session = AddSession(catalog, "Italy", Three);
            string root = Row(catalog).Root;
            Directory.Move(root, root + ".away");
            Sessions(catalog).Set(Sessions(catalog).Get(Selector.ByUuid(session), null), "Pending title", null, null);
            Directory.Move(root + ".away", root);
            string index = Layout(catalog).SessionIndex(1);
            System.IO.File.Move(index, index + ".away");
            System.IO.File.CreateSymbolicLink(index, "/proc/self/mem");
        });
        BackUp();
        Restore();
        Assert.Contains("Pending title", Assert.Single(_warnings));
    }

    /// <summary>What is known, without who wrote it down when.</summary>
    private static List<string> Knowledge(List<string> text) => [.. text.Where(line => !line.StartsWith("FileStorage", StringComparison.Ordinal))
        .Select(line => string.Join('\t', line.Split('\t').Where(field => !Incidental.Any(name => field.StartsWith(name + "=", StringComparison.Ordinal)))))
        .Where(line => !line.StartsWith("ImportSession", StringComparison.Ordinal))];

    private static readonly string[] Incidental = ["revision", "writer", "index_sha256", "dirty"];
}
