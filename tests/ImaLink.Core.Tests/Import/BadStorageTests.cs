using ImaLink.Files;
using ImaLink.Import;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests.Import;

/// <summary>An import into a storage or catalog that is full, gone, damaged or busy loses nothing and says what to do.</summary>
public sealed class BadStorageTests : ImportTest
{
    [Fact]
    public void Import_ReadOnlyStorage_IsToldAndLosesNothing()
    {
        using var disk = new SmallDisk(Path.Combine(Folder, "disk"), 16_000);
        Put("a.jpg", TestPhotos.Jpeg(1));
        var archive = new TestArchive(Path.Combine(Folder, "archive2"), "Small", disk.Path);
        archive.Import(Source, "First");
        string before = Tree.Of(archive.Layout.Root);
        disk.MakeReadOnly();
        Put("b.jpg", TestPhotos.Jpeg(2));
        Fails(ErrorCode.ReadOnly, () => archive.Import(Source));
        Assert.Equal(before, Tree.Of(archive.Layout.Root));
        Assert.Single(archive.Items(archive.Sessions(service => service.Find(null, null).Single())));
        disk.MakeWritable();
        Assert.Equal(["a.jpg: Duplicate", "b.jpg: Imported"], Verdicts(archive, archive.Import(Source)));
    }

    [Fact]
    public void Import_MoreThanThereIsRoomFor_IsRefusedBeforeTheFirstByte()
    {
        using var disk = new SmallDisk(Path.Combine(Folder, "disk"), 4_000);
        var archive = new TestArchive(Path.Combine(Folder, "archive2"), "Small", disk.Path);
        Put("big.jpg", [.. TestPhotos.Jpeg(1), .. new byte[5_000_000]]);
        var error = Fails(ErrorCode.StorageFull, () => archive.Import(Source));
        Assert.Contains("5,000,3", error.Message);
        Assert.Contains("1,048,576 more kept free", error.Message);
        Assert.Contains("choose another disk", error.Message);
        Assert.Empty(archive.Photos());
        Assert.Empty(archive.Leftovers());
        File.Delete(Path.Combine(Source, "big.jpg"));
        Put("big.iso", new byte[5_000_000]); // no photo by its name: needs no room
        Assert.Equal(["big.iso: Skipped"], Verdicts(archive, archive.Import(Source)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(40)]
    public void Import_DiskFillsUpMeanwhile_ResumesWhenThereIsRoom(int calls)
    {
        using var disk = new SmallDisk(Path.Combine(Folder, "disk"), 8_000);
        for (int i = 0; i < 40; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        var archive = new TestArchive(Path.Combine(Folder, "archive2"), "Small", disk.Path);
        int called = 0;
        var error = Fails(ErrorCode.StorageFull, () => archive.With((operation, path) =>
        {
            if (operation == DurableOperation.Create && path.Contains("incoming") && Interlocked.Increment(ref called) >= calls)
            {
                lock (disk)
                    disk.Fill();
            }
        }).Import(Source));
        Assert.Contains("Free some space", error.Message);
        foreach (string photo in archive.Photos())
            Assert.Contains(Directory.GetFiles(Source), source => File.ReadAllBytes(source).AsSpan().SequenceEqual(File.ReadAllBytes(archive.Photo(photo))));
        disk.MakeRoom();
        var session = Assert.Single(archive.Resume());
        Assert.Equal(40, session.Imported);
        AssertAddsUp(archive, session, archive.Items(session));
    }

    [Fact]
    public void Import_StorageVanishedBefore_IsOffline()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + ".unplugged");
        Fails(ErrorCode.StorageOffline, () => Mine.Import(Source));
        Directory.Move(Mine.Layout.Root + ".unplugged", Mine.Layout.Root);
        Assert.Equal(["a.jpg: Imported"], Verdicts(Mine.Import(Source)));
    }

    [Theory]
    [InlineData("sources.jsonl")]
    [InlineData("incoming")]
    [InlineData("records.jsonl")]
    [InlineData("photos")]
    [InlineData("session_1.json")]
    [InlineData("manifest")]
    [InlineData("index.json")]
    public void Import_StorageVanishesMeanwhile_ResumesWhenItIsBack(string when)
    {
        for (int i = 1; i <= 5; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        string away = Mine.Layout.Root + ".unplugged";
        var gate = new Lock();
        var archive = Mine.With((_, path) =>
        {
            lock (gate)
            {
                if (path[Mine.Layout.Root.Length..].Contains(when) && Directory.Exists(Mine.Layout.Root))
                    Directory.Move(Mine.Layout.Root, away);
            }
        });
        var error = Assert.Throws<ImaLinkException>(() => archive.Import(Source));
        Assert.True(error.Code is ErrorCode.PathNotFound or ErrorCode.StorageOffline or ErrorCode.WriteFailed, $"{error.Code}: {error.Message}");
        if (Directory.Exists(Mine.Layout.Root))
            Directory.Delete(Mine.Layout.Root, recursive: true);
        Directory.Move(away, Mine.Layout.Root);
        var session = Mine.Sessions(service => service.Resumable(null, null).Any()) ? Assert.Single(Mine.Resume()) : Mine.Import(Source);
        Assert.Equal(5, session.Imported);
        AssertAddsUp(Mine, session, Mine.Items(session));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("no JSON at all")]
    [InlineData("null")]
    public void Import_CorruptMasterIndex_IsRefusedAndChangesNothing(string content)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        string good = File.ReadAllText(Mine.Layout.MasterIndex);
        File.WriteAllText(Mine.Layout.MasterIndex, content);
        Put("b.jpg", TestPhotos.Jpeg(2));
        string before = Tree.Of(Mine.Layout.Root);
        var error = Fails(ErrorCode.IndexCorrupt, () => Mine.Import(Source, "Next"));
        Assert.Contains(".bak", error.Message);
        Assert.Equal(before, Tree.Of(Mine.Layout.Root));
        File.WriteAllText(Mine.Layout.MasterIndex, good);
        Assert.Equal(["a.jpg: Duplicate", "b.jpg: Imported"], Verdicts(Mine.Import(Source, "Next")));
    }

    [Fact]
    public void Import_CatalogOfANewerVersion_IsRefusedAndUnchanged()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        using (var raw = new SqliteConnection($"Data Source={Mine.Catalog};Pooling=False"))
        {
            raw.Open();
            using var command = raw.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        byte[] before = File.ReadAllBytes(Mine.Catalog);
        Fails(ErrorCode.CatalogTooNew, () => Mine.Import(Source));
        Assert.Equal(before, File.ReadAllBytes(Mine.Catalog));
    }

    [Fact]
    public void Import_CatalogThatIsNoDatabase_IsRefusedAndUnchanged()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        File.WriteAllText(Mine.Catalog, new string('x', 5000));
        Fails(ErrorCode.NotACatalog, () => Mine.Import(Source));
        Assert.Equal(new string('x', 5000), File.ReadAllText(Mine.Catalog));
    }

    [Fact]
    public void Import_CatalogLockedMeanwhile_IsToldAndResumes()
    {
        for (int i = 1; i <= 5; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        using var other = new SqliteConnection($"Data Source={Mine.Catalog};Pooling=False");
        other.Open();
        SqliteTransaction? held = null;
        var archive = Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Rename && path.Contains("photos"))
                held ??= other.BeginTransaction(deferred: false);
        });
        Fails(ErrorCode.CatalogBusy, () => archive.Import(Source));
        held!.Dispose();
        var session = Assert.Single(Mine.Resume());
        Assert.Equal(5, session.Imported);
        AssertAddsUp(Mine, session, Mine.Items(session));
    }

    [Fact]
    public void Import_TwoAtOnceIntoOneStorage_SecondWaitsOrIsBusy()
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("2/b.jpg", TestPhotos.Jpeg(2));
        ImaLinkException? busy = null;
        var archive = Mine.With((operation, _) =>
        {
            if (operation == DurableOperation.Rename && busy is null)
                busy = Assert.Throws<ImaLinkException>(() => Mine.Use(db => new SessionOperations(db, TimeSpan.Zero)
                    .Import(Selector.ByUuid(Mine.Storage.Uuid), new ImportRequest { Paths = [Path.Combine(Source, "2")], Title = "Two" }, Mine.Reporter, default)));
        });
        Assert.Equal(["a.jpg: Imported"], Verdicts(archive.Import(Path.Combine(Source, "1"), "One")));
        Assert.Equal(ErrorCode.StorageBusy, busy!.Code);
        Assert.Contains($"{Environment.ProcessId}", busy.Message);

        Parallel.For(0, 4, i => Mine.Use(db => new SessionOperations(db, TimeSpan.FromMinutes(1)).Import(Selector.ByUuid(Mine.Storage.Uuid),
            new ImportRequest { Paths = [Source], Title = $"Parallel {i}" }, OperationReporter.None, default)));
        var sessions = Mine.Sessions(service => service.Find(null, null).ToList());
        Assert.Equal(5, sessions.Count);
        Assert.Equal((2, 7), (sessions.Sum(session => session.Imported), sessions.Sum(session => session.Duplicate)));
        sessions.ForEach(session => AssertAddsUp(Mine, session, Mine.Items(session)));
        Manifest.Verify(Mine);
    }

    [Fact]
    public void Import_TwoCatalogsInTurn_BothSessionsAndEditsSurvive()
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("2/b.jpg", TestPhotos.Jpeg(2));
        Put("3/c.jpg", TestPhotos.Jpeg(3));
        Mine.Import(Path.Combine(Source, "1"), "One");
        var second = Mine.SeenBy(Path.Combine(Folder, "second.db"));
        var first = Mine.Sessions(service => service.Find(null, null).Single());
        Mine.Sessions(service => service.Set(first, "One, edited", null, null));
        second.Import(Path.Combine(Source, "2"), "Two");
        Mine.Import(Path.Combine(Source, "3"), "Three");
        Assert.Equal(["a.jpg: Duplicate", "b.jpg: Duplicate", "c.jpg: Duplicate"], Verdicts(second, second.Import(Source, "All")));
        Mine.Write();
        foreach (var archive in new[] { Mine, second })
        {
            var sessions = archive.Sessions(service => service.Find(null, null).ToList());
            Assert.Equal(["One, edited", "Two", "Three", "All"], sessions.Select(session => session.Title));
            Assert.Equal(4, ImaLink.Index.MasterIndexFile.Read(archive.Layout.MasterIndex).ImportSessions.Count);
        }

        Assert.Equal(3, Manifest.Verify(Mine));
    }

    [Fact]
    public void Resume_ByAnotherCatalog_CompletesWhatTheFirstBegan()
    {
        for (int i = 1; i <= 5; i++)
            Put($"{i}.jpg", TestPhotos.Jpeg(i));
        var archive = Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Rename && path.EndsWith("/3.jpg", StringComparison.Ordinal))
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.");
        });
        Fails(ErrorCode.WriteFailed, () => archive.Import(Source));
        var second = Mine.SeenBy(Path.Combine(Folder, "second.db"));
        var session = Assert.Single(second.ResumeConfirmed());
        Assert.Equal(5, session.Imported);
        AssertAddsUp(second, session, second.Items(session));
        Mine.Write();
        var known = Assert.Single(Mine.Sessions(service => service.Find(null, null).ToList()));
        AssertAddsUp(Mine, known, Mine.Items(known));
        Assert.Equal(Snapshot.Of(second), Snapshot.Of(Mine));
    }

    [Fact]
    public void Simulate_NoRoomOrNoFile_SaysWhatTheImportWouldSay()
    {
        using (var file = File.OpenWrite(Put("a.jpg", TestPhotos.Jpeg(1))))
            file.SetLength(1L << 42); // sparse
        Assert.Equal(ErrorCode.StorageFull, Assert.Throws<ImaLinkException>(() => Mine.Simulate(Source)).Code);
        File.Delete(Path.Combine(Source, "a.jpg"));
        Assert.Equal(ErrorCode.NothingToImport, Assert.Throws<ImaLinkException>(() => Mine.Simulate(Source)).Code);
    }
}
