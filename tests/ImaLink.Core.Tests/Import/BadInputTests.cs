using System.Text;
using ImaLink.Archive.Intake;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index.Journals;
using Microsoft.Data.Sqlite;

namespace ImaLink.Tests.Import;

public sealed class BadInputTests : ImportTest
{
    [Fact]
    public void Import_MissingSource_IsRefused()
    {
        string missing = Path.Combine(Folder, "missing");
        var error = Fails(ErrorCode.PathNotFound, () => Mine.Import(missing));
        Assert.Equal(missing, error.Target);
        Assert.Empty(Mine.Leftovers());
        Assert.Empty(Mine.Sessions(service => service.Find(null, null).ToList()));
    }

    [Fact]
    public void Import_EmptySource_IsRefusedAndLeavesNothing()
    {
        Directory.CreateDirectory(Path.Combine(Source, "sub"));
        Fails(ErrorCode.NothingToImport, () => Mine.Import(Source));
        Assert.Empty(Mine.Leftovers());
        Assert.Empty(Mine.Sessions(service => service.Find(null, null).ToList()));
    }

    [Fact]
    public void Import_UnreadableFile_FailsAlone()
    {
        if (Environment.UserName == "root")
            Assert.Skip("The superuser may read every file.");
        if (OperatingSystem.IsWindows())
            return;
        string secret = Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        File.SetUnixFileMode(secret, UnixFileMode.None);
        var session = Mine.Import(Source);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        Assert.Equal(["a.jpg: Failed", "b.jpg: Imported"], Verdicts(session));
        Assert.Equal((ErrorCode.ImportFailed, secret), (Mine.Errors[0].Code, Mine.Errors[0].Target));
    }

    [Fact]
    public void Import_PreviewsCannotBeWritten_IsCompleteAndSaysSo()
    {
        Put("1.jpg", TestPhotos.Jpeg(1));
        Put("2.jpg", TestPhotos.Jpeg(2));
        File.WriteAllText(Mine.Layout.Hotpreviews, "A file where the previews' folder was.");
        var session = Mine.Import(Source, options: request => request with { NoPreview = false });
        Assert.Equal(("Completed", 2), (session.Status, Mine.Photos().Count));
        Assert.Empty(Mine.Errors);
        Assert.Contains("could not be written", Assert.Single(Mine.Warnings));
        Assert.Contains("2 of the 2 files have no preview", Mine.News[^1]);
        Assert.Empty(Mine.Leftovers());
    }

    [Fact]
    public void Import_TruncatedJpeg_IsImportedAsItIs()
    {
        Put("a.jpg", TestPhotos.Jpeg(1)[..200]);
        Put("b.jpg", [0xFF, 0xD8, 0xFF]);
        Put("c.jpg", TestPhotos.Jpeg(1)[..^2]);
        var session = Mine.Import(Source, options: request => request with { NoPreview = false });
        Assert.Equal(["a.jpg: Imported", "b.jpg: Imported", "c.jpg: Imported"], Verdicts(session));
        Assert.Empty(Mine.Errors); // they are safe as they are; what has no preview is counted, and told on request
        Assert.Contains(" of the 3 files have no preview", Mine.News[^1]);
        Assert.Contains(Mine.Details, detail => detail.StartsWith("No preview", StringComparison.Ordinal) && !detail.Contains("damage"));
    }

    [Fact]
    public void Import_DirectoryNamedLikeAPhoto_IsEntered()
    {
        Put("x.jpg/y.jpg", TestPhotos.Jpeg(1));
        Assert.Equal(["y.jpg: Imported"], Verdicts(Mine.Import(Source)));
        Assert.Equal(["2024/Italy/x.jpg/y.jpg"], Mine.Photos());
    }

    [Theory]
    [InlineData("with space.jpg")]
    [InlineData("it's \"quoted\".jpg")]
    [InlineData("line\nbreak.jpg")]
    [InlineData("emoji 😀👩‍👩‍👧.jpg")]
    [InlineData("[brackets] *?.jpg")]
    [InlineData("trailing dot.jpg.")]
    [InlineData("back\\slash.jpg")]
    [InlineData("-rf.jpg")]
    [InlineData("%20 $HOME `id`.jpg")]
    public void Import_OddName_IsImportedAndFoundAgain(string name)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows allows few of these names.");
        string path = Put(name, TestPhotos.Jpeg(1));
        var session = Mine.Import(Source);
        AssertAddsUp(Mine, session, Mine.Items(session));
        Assert.Equal(1, session.Imported);
        Assert.Equal(path, Mine.Items(session)[0].SourcePath);
        Assert.Equal(name, Assert.Single(TestArchive.Index(session)).OriginalFilename);
        Assert.True(Assert.Single(Mine.Check(Source)).Ok);
        Assert.Equal(1, Mine.Import(Source, "Again").Duplicate);
        Manifest.Verify(Mine);
    }

    [Theory]
    [InlineData('x', 250)]
    [InlineData('ü', 125)]
    [InlineData('字', 83)]
    public void Import_NameOf250Bytes_IsImportedTwiceOver(char letter, int count)
    {
        Put(new string(letter, count - 4) + ".jpg", TestPhotos.Jpeg(1));
        Put("sub/" + new string(letter, count - 4) + ".jpg", TestPhotos.Jpeg(2));
        var session = Mine.Import(Source, options: request => request with { Layout = "{name}" });
        AssertAddsUp(Mine, session, Mine.Items(session));
        Assert.Equal(2, session.Imported);
        Assert.All(Mine.Photos(), path => Assert.InRange(Encoding.UTF8.GetByteCount(path), 200, 255));
    }

    [Fact]
    public void Import_PathTooLongInTheStorage_FailsAlone()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The limit is that of Linux.");
        var name = new StringBuilder();
        while (Encoding.UTF8.GetByteCount(Path.Combine(Source, name.ToString())) < 3900)
            name.Append(new string('d', 100)).Append('/');
        Put(name + "a.jpg", TestPhotos.Jpeg(1));
        Put("z.jpg", TestPhotos.Jpeg(2));
        string title = new('T', 240);
        var session = Mine.Import(Source, title);
        Assert.Equal(["z.jpg: Imported", "a.jpg: Failed"], Verdicts(session));
    }

    [Fact]
    public void Import_NamesThatDifferOnlyInCase_BothAreKept()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("A.jpg", TestPhotos.Jpeg(2));
        if (Directory.GetFiles(Source).Length < 2)
            Assert.Skip("This file system ignores case.");
        var session = Mine.Import(Source);
        Assert.Equal(["A.jpg: Imported", "a.jpg: Imported"], Verdicts(session));
        Assert.Equal(["2024/Italy/A.jpg", "2024/Italy/a_1.jpg"], Mine.Photos());
    }

    [Fact]
    public void Import_Links_FilesAreFollowedFoldersAreNotLoopsFail()
    {
        string real = Put("real/a.jpg", TestPhotos.Jpeg(1));
        Directory.CreateDirectory(Path.Combine(Source, "links"));
        File.CreateSymbolicLink(Path.Combine(Source, "links", "file.jpg"), real);
        File.CreateSymbolicLink(Path.Combine(Source, "links", "nothing.jpg"), Path.Combine(Source, "nothing"));
        File.CreateSymbolicLink(Path.Combine(Source, "links", "self.jpg"), "self.jpg");
        Directory.CreateSymbolicLink(Path.Combine(Source, "links", "folder"), Path.Combine(Source, "real"));
        Directory.CreateSymbolicLink(Path.Combine(Source, "links", "up"), Source);
        var session = Mine.Import(Source);
        Assert.Equal(["file.jpg: Imported", "nothing.jpg: Failed", "self.jpg: Failed", "a.jpg: Duplicate"], Verdicts(session));
        Assert.All(Mine.Photos(), path => Assert.Null(new FileInfo(Mine.Photo(path)).LinkTarget));
        Assert.Equal(2, Mine.Errors.Count);
        Assert.Contains(Mine.Details, detail => detail.Contains("'" + Path.Combine(Source, "links", "folder") + "' is left out"));
    }

    [Fact]
    public void Import_SourceInsideTheStorage_IsRefused()
    {
        Directory.CreateDirectory(Mine.Photo("sub"));
        File.WriteAllBytes(Mine.Photo("sub/a.jpg"), TestPhotos.Jpeg(1));
        Fails(ErrorCode.SourceInStorage, () => Mine.Import(Mine.Photo("sub")));
        Fails(ErrorCode.SourceInStorage, () => Mine.Import(Mine.Layout.Root));
        Fails(ErrorCode.NotInStorage, () => Mine.Import(Source, options: request => request with { InPlace = true }));
        Assert.Empty(Mine.Leftovers());
    }

    [Fact]
    public void Import_StorageInsideTheSource_IsLeftOut()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put(".hidden/b.jpg", TestPhotos.Jpeg(2));
        var inside = new TestArchive(Source, "Inside", catalog: Mine.Catalog);
        inside.Import(Path.Combine(Source, "a.jpg"));
        File.Delete(Mine.Catalog + "-none");
        Assert.Equal(["a.jpg: Imported"], Verdicts(Mine.Import(Source)));
        Assert.Equal(["a.jpg: Duplicate"], Verdicts(inside, inside.Import(Source, "Again")));
    }

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

    [Fact]
    public void Take_FileThatGrowsAsFastAsItIsRead_IsStillChanging()
    {
        string path = Put("a.jpg", TestPhotos.Jpeg(1)), incoming = Directory.CreateDirectory(Path.Combine(Folder, "incoming")).FullName;
        int reads = 0;
        var intake = new FileIntake(new DurableFiles(), incoming, _ =>
        {
            Assert.True(++reads < 1000, "It is read for ever.");
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(new byte[1 << 19]);
        });
        var taken = intake.Take(new PlannedFile { Number = 1, Path = path, Size = new FileInfo(path).Length }, copy: true, default);
        Assert.Equal(ImportVerdict.StillChanging, taken.Verdict);
        Assert.Empty(Directory.EnumerateFiles(incoming));
    }
}
