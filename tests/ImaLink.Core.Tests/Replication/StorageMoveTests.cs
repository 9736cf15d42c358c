using ImaLink.Archive;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Tests.Integrity;

namespace ImaLink.Tests.Replication;

public sealed class StorageMoveTests : IntegrityTest
{
    private string Destination { get; set; } = "";

    private string Target => Path.Combine(Destination, Mine.Storage.DirectoryName);

    private void NewDestination(string name)
    {
        Destination = Path.Combine(Folder, name);
        Directory.CreateDirectory(Destination);
    }

    private FileStorage Move(bool removeSource = false) => Mine.Use(db =>
        new StorageMoveService(db, Timeout).Move(Mine.Storage.Uuid, Destination, removeSource, Mine.Reporter, default));

    private static Dictionary<string, string> Contents(string root) => Directory.EnumerateFiles(Path.Combine(root, "photos"), "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(root, file), file => $"{File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(File.ReadAllBytes(file))}");

    private void AssertMoved(FileStorage moved, Dictionary<string, string> contents)
    {
        Schema.AssertStorage(Target);
        Assert.Equal((Target, true, 2L), (moved.FullName, moved.IsAccessible, moved.TotalFiles));
        Assert.Equal(contents, Contents(Target));
        CheckResult check = Mine.Use(db => new StorageService(db, Timeout).Test(Mine.Storage.Uuid, default));
        Assert.True(check.Ok, check.Detail);
        Assert.All(Check(), file => Assert.True(file.Ok && file.FullName!.StartsWith(Target, StringComparison.Ordinal)));
        Assert.Equal(Destination, MasterIndexFile.Read(Path.Combine(Target, "index.json")).StorageInfo.BasePath);
    }

    [Fact]
    public void Move_Storage_IsThereWithEverythingAndTheOldOneIsRetired()
    {
        Photos(2);
        File.WriteAllText(Mine.Photo("unregistered.txt"), "the owner's");
        File.WriteAllText(Mine.Photo("empty.txt"), "");
        Directory.CreateDirectory(Mine.Photo("empty/folder"));
        Dictionary<string, string> contents = Contents(Mine.Layout.Root);
        NewDestination("disk");
        AssertMoved(Move(), contents);
        Assert.True(Directory.Exists(Path.Combine(Target, "photos/empty/folder")));
        Assert.Equal(contents, Contents(Mine.Layout.Root));
        Assert.True(MasterIndexFile.Read(Mine.Layout.MasterIndex).StorageInfo.Retired);
        Schema.AssertStorage(Mine.Layout.Root);
        Assert.Empty(Mine.Leftovers());
        Fails(ErrorCode.InvalidValue, () => Move());

        // The moved storage is written on; the old one by nobody, whichever catalog looks at it.
        string photo = Put("later/x.jpg", TestPhotos.Jpeg(50));
        Mine.Import(Path.GetDirectoryName(photo)!, "Later");
        Fails(ErrorCode.StorageRetired, () =>
        {
            using var other = ImaLink.Catalog.CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
            var service = new StorageService(other, Timeout);
            service.Set(service.Register(Mine.Layout.Root, null, default).Uuid, null, "x", null, null);
        });
    }

    [Fact]
    public void Move_RemoveSource_LeavesOnlyWhatTheTargetDoesNotHold()
    {
        Photos(2);
        Dictionary<string, string> contents = Contents(Mine.Layout.Root);
        NewDestination("disk");
        AssertMoved(Move(removeSource: true), contents);
        Assert.False(Directory.Exists(Mine.Layout.Root));

        string first = Target;
        NewDestination("next");
        Mine.Use(db => new StorageMoveService(db, Timeout).Move(Mine.Storage.Uuid, Destination, false,
            Mine.Reporter with { Progress = progress => Disturb(progress, first) }, default));
        Assert.Equal(4, Contents(first).Count);
    }

    [Fact]
    public void Move_RemoveSourceLater_RemovesWhatTheTargetHoldsByThen()
    {
        Photos(2);
        NewDestination("disk");
        Move();
        File.WriteAllBytes(Path.Combine(Target, "photos/IMG_001.jpg"), TestPhotos.Variant(1)); // edited since
        string photo = Put("later/x.jpg", TestPhotos.Jpeg(50));
        Mine.Import(Path.GetDirectoryName(photo)!, "Later");
        Assert.Contains("-RemoveSource", Assert.Throws<ImaLinkException>(() => Move()).Message);

        Move(removeSource: true);
        Assert.Equal(["IMG_001.jpg"], Mine.Photos());
        Assert.True(MasterIndexFile.Read(Mine.Layout.MasterIndex).StorageInfo.Retired);
        File.Copy(Mine.Photo("IMG_001.jpg"), Path.Combine(Target, "photos/IMG_001.jpg"), overwrite: true);
        FileStorage moved = Move(removeSource: true);
        Assert.False(Directory.Exists(Mine.Layout.Root));
        Assert.Equal((Target, 3L), (moved.FullName, moved.TotalFiles));
        Assert.All(Check(), file => Assert.True(file.Ok, file.Detail));
        Fails(ErrorCode.InvalidValue, () => Move(removeSource: true));
    }

    [Fact]
    public void Move_RemoveSourceLater_RefusesAnOldPlaceThatLeadsToTheNewOne()
    {
        Photos(1);
        NewDestination("disk");
        Move();
        Directory.Delete(Mine.Layout.Root, recursive: true);
        Directory.CreateSymbolicLink(Mine.Layout.Root, Target);
        string before = State(Target);
        Fails(ErrorCode.MoveFailed, () => Move(removeSource: true));
        Directory.Delete(Mine.Layout.Root);
        Fails(ErrorCode.PathNotFound, () => Move(removeSource: true));
        Assert.Equal(before, State(Target));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("link, retired")]
    [InlineData("journal")]
    public void Move_RemovalInterrupted_RefusesAnOldPlaceThatIsTheNewOne(string how)
    {
        Photos(2);
        NewDestination("disk");
        InterruptRemoval();
        if (how == "journal")
        {
            string plan = Directory.EnumerateFiles(new StorageLayout(Target).Journals, "operation.json", SearchOption.AllDirectories).Single();
            string text = File.ReadAllText(plan);
            Assert.Contains($"\"{Mine.Layout.Root}\"", text);
            File.WriteAllText(plan, text.Replace($"\"{Mine.Layout.Root}\"", $"\"{Target}\"", StringComparison.Ordinal));
        }
        else
        {
            if (how.EndsWith("retired", StringComparison.Ordinal))
                File.Copy(Mine.Layout.MasterIndex, Path.Combine(Target, "index.json"), overwrite: true);
            Directory.Delete(Mine.Layout.Root, recursive: true);
            Directory.CreateSymbolicLink(Mine.Layout.Root, Target);
        }

        string before = State(Target);
        Fails(ErrorCode.MoveFailed, () => Move(removeSource: true));
        Assert.Equal(before, State(Target));
        Assert.Equal(Target, Move().FullName); // without it the move is finished
        Assert.Empty(Directory.EnumerateFileSystemEntries(new StorageLayout(Target).Journals));
    }

    [Fact]
    public void Move_RemoveSource_KeepsWhatIsOneFileWithTheTargets()
    {
        Photos(2);
        NewDestination("disk");
        Move();
        File.Delete(Mine.Photo("IMG_001.jpg"));
        Assert.Equal(0, NativeFiles.Link(Path.Combine(Target, "photos/IMG_001.jpg"), Mine.Photo("IMG_001.jpg")));
        Move(removeSource: true);
        Assert.Equal(["IMG_001.jpg"], Mine.Photos());
    }

    /// <summary>A move that was stopped between the switch and the removal of the first file.</summary>
    private void InterruptRemoval()
    {
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation == DurableOperation.Delete && path.StartsWith(Mine.Layout.Photos, StringComparison.Ordinal))
                    throw new ImaLinkException(ErrorCode.WriteFailed, "The test stops here.", path);
            },
        };
        Fails(ErrorCode.WriteFailed, () => Mine.Use(db => new StorageMoveService(db, Timeout, files).Move(Mine.Storage.Uuid, Destination, true, Mine.Reporter, default)));
    }

    [Fact]
    public void Move_SourceWithSomethingElse_KeepsIt()
    {
        Photos(2);
        NewDestination("disk");
        bool added = false;
        Mine.Use(db => new StorageMoveService(db, Timeout).Move(Mine.Storage.Uuid, Destination, true, Mine.Reporter with
        {
            Progress = progress =>
            {
                if (progress.Activity != "Removing source" || added)
                    return;
                added = true;
                File.WriteAllText(Mine.Photo("new.txt"), "just put here");
            },
        }, default));
        Assert.Equal(["new.txt"], Mine.Photos());
        Assert.True(MasterIndexFile.Read(Mine.Layout.MasterIndex).StorageInfo.Retired);
    }

    [Fact]
    public void Move_ToAPlaceThatIsTaken_IsRefused()
    {
        Photos(1);
        NewDestination("disk");
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "mine.txt"), "x");
        string before = State(Mine);
        Fails(ErrorCode.MoveFailed, () => Move());
        Destination = Mine.Layout.Photos;
        Fails(ErrorCode.InvalidValue, () => Move());
        Destination = Path.Combine(Folder, "nowhere");
        Fails(ErrorCode.PathNotFound, () => Move());
        Assert.Equal(before, State(Mine));
    }

    /// <summary>The owner goes on working in the storage while it is moved.</summary>
    private static void Disturb(OperationProgress progress, string root)
    {
        if (progress.Items == 1)
            File.WriteAllText(Path.Combine(root, "photos", "late.txt"), "late");
    }
}
