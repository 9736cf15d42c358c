using ImaLink.Archive;
using ImaLink.Index;
using ImaLink.Replication;
using ImaLink.Tests.Files;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Integrity;

/// <summary>On which disk storages are, and what that means for copies.</summary>
public sealed class PlaceTests : IntegrityTest
{
    private int Less(int copies, bool online = false) => Files(Mine, filter => filter with { CopiesLessThan = copies, OnlineOnly = online }).Count;

    private FileStorage Set(TestArchive archive, string place) => Mine.Use(db => new StorageService(db, Timeout).Set(archive.Storage.Uuid, null, null, null, null, place));

    private CheckResult Test(TestArchive archive) => Mine.Use(db => new StorageService(db, Timeout).Test(archive.Storage.Uuid, default));

    private IReadOnlyList<string> Together(TestArchive archive) => Mine.Use(db => new StorageService(db, Timeout).InOnePlaceWith(archive.Storage.Uuid));

    [Fact]
    public void CopiesLessThan_TwoStoragesInOnePlace_AreOneCopy()
    {
        Photos(3);
        TestArchive backup = Second();
        backup.Import(Source);
        Assert.Equal((0, 3), (Less(2), Less(3)));
        Assert.Empty(Together(Mine));

        FileStorage same = Set(backup, " archive "); // as the other's, but for case and spaces
        Assert.Equal(("archive", "Owner"), (same.Place, same.PlaceKnownBy));
        Assert.Equal((3, 0), (Less(2), Less(1)));
        Assert.Equal(["Backup"], Together(Mine));
        Set(backup, "shelf");
        Assert.Equal(0, Less(2));
        StoragePlace? written = MasterIndexFile.Read(backup.Layout.MasterIndex).StorageInfo.Place;
        Assert.Equal(("owner", "shelf", "owner", "2.1"), (written?.Kind, written?.Id, written?.KnownBy, MasterIndexFile.Read(backup.Layout.MasterIndex).ImalinkVersion));
        AssertWhole(backup);
        AssertWhole(Mine);
    }

    [Fact]
    public void CopiesLessThan_TwoFoldersOfOneDisk_AreOneCopy()
    {
        Photos(3);
        Set(Mine, "");
        TestArchive backup = Second(place: "");
        backup.Import(Source);
        Assert.Equal(3, Less(2));
        Assert.Equal(["Archive"], Together(backup));
    }

    [Fact]
    public void CopiesLessThan_OtherFileSystem_IsAnotherCopyAndUnknown()
    {
        Photos(3);
        Set(Mine, "");
        using var mount = new TemporaryMount(Path.Combine(Folder, "memory"), "8m");
        var first = new TestArchive(Path.Combine(Folder, "memory"), "First", catalog: Mine.Catalog, place: "");
        first.Import(Source);
        Assert.Equal((null, "Unknown", "tmpfs"), (first.Storage.Place, first.Storage.PlaceKnownBy, first.Storage.Device));
        Assert.Null(MasterIndexFile.Read(first.Layout.MasterIndex).StorageInfo.Place);
        Assert.Equal((0, 3), (Less(2), Less(3)));
        var second = new TestArchive(Path.Combine(Folder, "memory"), "Second", catalog: Mine.Catalog, place: "");
        second.Import(Source);
        Assert.Equal((0, 3), (Less(2), Less(3))); // both in one file system
        Assert.Equal(["First"], Together(second));
        using var other = new TemporaryMount(Path.Combine(Folder, "more memory"), "8m");
        new TestArchive(Path.Combine(Folder, "more memory"), "Third", catalog: Mine.Catalog, place: "").Import(Source);
        Assert.Equal((0, 3), (Less(3), Less(4)));
    }

    [Fact]
    public void CopiesLessThan_OnlineOnly_CountsWhatCanBeReached()
    {
        Photos(3);
        TestArchive backup = Second();
        backup.Import(Source);
        Assert.Equal((0, 0), (Less(2), Less(2, online: true)));
        Directory.Move(backup.Layout.Root, backup.Layout.Root + ".away");
        Assert.Equal((0, 3), (Less(2), Less(2, online: true)));
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + ".away");
        Assert.Equal((0, 3), (Less(2), Less(1, online: true)));
    }

    [Fact]
    public void Set_OfflineAndInTwoCatalogs_IsWrittenAndMerged()
    {
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        Assert.Equal("Archive", other.Storage.Place);
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + ".away");
        Assert.Equal("shelf", Set(Mine, "shelf").Place);
        Directory.Move(Mine.Layout.Root + ".away", Mine.Layout.Root);
        other.Use(db => new StorageService(db, Timeout).Set(other.Storage.Uuid, null, "said meanwhile", null, null, "desk"));
        FileStorage mine = Mine.Use(db => new StorageService(db, Timeout).Set(Mine.Storage.Uuid, null, null, null, isActive: true));
        Assert.Equal(("said meanwhile", "shelf"), (mine.Description, mine.Place)); // what is said here and not yet written
        Assert.Equal("shelf", MasterIndexFile.Read(Mine.Layout.MasterIndex).StorageInfo.Place?.Id);
        Assert.Equal("shelf", other.Use(db => new StorageService(db, Timeout).Set(other.Storage.Uuid, null, null, null, isActive: true)).Place);
        Schema.AssertStorage(Mine.Layout.Root);
    }

    [Fact]
    public void Set_WordTakenBackOffline_IsNotTheDiskOfTheEmptyMountPoint()
    {
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + ".away");
        Assert.Equal((null, "Unknown"), Set(Mine, "") is var away ? (away.Place, away.PlaceKnownBy) : default);
        Directory.Move(Mine.Layout.Root + ".away", Mine.Layout.Root);
        FileStorage back = Mine.Use(db => new StorageService(db, Timeout).Set(Mine.Storage.Uuid, null, null, null, isActive: true));
        Assert.NotEqual("Owner", back.PlaceKnownBy);
        Assert.Equal(back.Place, MasterIndexFile.Read(Mine.Layout.MasterIndex).StorageInfo.Place?.Id);
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("long")]
    public void Set_PlaceIsNoShortText_IsRefused(string place) =>
        Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Set(Mine, place == "long" ? new string('x', 1000) : place)).Code);

    [Theory]
    [InlineData("""{"kind":"owner","id":"shelf","known_by":"owner","floor":2}""", true)]
    [InlineData("""{"kind":"orbit","id":"1","known_by":"telescope"}""", true)]
    [InlineData("""{"kind":"","id":"shelf","known_by":"owner"}""", false)]
    [InlineData("""{"kind":"owner","id":"","known_by":"owner"}""", false)]
    [InlineData("""{"kind":"owner","id":"shelf"}""", false)]
    [InlineData("""{"kind":"owner","id":null,"known_by":"owner"}""", false)]
    [InlineData("""{"kind":"owner","id":"a\u001b[2J","known_by":"owner"}""", false)]
    [InlineData("""{"kind":7,"id":"shelf","known_by":"owner"}""", false)]
    [InlineData("\"shelf\"", false)]
    public void MasterIndex_PlaceOfAnotherVersion_IsKeptOrRefused(string place, bool accepted)
    {
        string index = File.ReadAllText(Mine.Layout.MasterIndex);
        int start = index.IndexOf("\"place\": {", StringComparison.Ordinal), end = index.IndexOf('}', start) + 1;
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(index[..start] + "\"place\": " + place + index[end..]);
        File.WriteAllBytes(Mine.Layout.MasterIndex, bytes);
        if (accepted)
        {
            Mine.Use(db => new StorageService(db, Timeout).Set(Mine.Storage.Uuid, null, "written again", null, null));
            string again = File.ReadAllText(Mine.Layout.MasterIndex);
            Assert.Equal(place.Contains("floor", StringComparison.Ordinal), again.Contains("\"floor\": 2", StringComparison.Ordinal));
            Schema.AssertStorage(Mine.Layout.Root);
        }
        else
        {
            Assert.Equal(ErrorCode.IndexCorrupt, Assert.Throws<ImaLinkException>(() => MasterIndexFile.Read(Mine.Layout.MasterIndex)).Code);
        }
    }

    [Fact]
    public void Move_ToAnotherDisk_TakesNoPlaceAlongThatWasSaidOfTheFormer()
    {
        Photos(2);
        string near = Directory.CreateDirectory(Path.Combine(Folder, "near")).FullName;
        Assert.Equal("Archive", Move(near).Place);
        using var mount = new TemporaryMount(Path.Combine(Folder, "memory"), "8m");
        Assert.Equal((null, "Unknown"), (Move(Path.Combine(Folder, "memory")) is var moved ? moved.Place : "", moved.PlaceKnownBy));
        Assert.Contains(Mine.Warnings, warning => warning.Contains("'Archive' was said of the disk", StringComparison.Ordinal));
        Assert.Null(MasterIndexFile.Read(Path.Combine(moved.FullName, "index.json")).StorageInfo.Place);

        FileStorage Move(string to) => Mine.Use(db => new StorageMoveService(db, Timeout).Move(Mine.Storage.Uuid, to, removeSource: false, Mine.Reporter, default));
    }

    [Fact]
    public void Test_PhotosAreGone_IsFilesMissing()
    {
        Photos(3);
        Assert.Equal("Healthy", Test(Mine).Verdict);
        File.Delete(Mine.Layout.FullName(Files()[1].RelativePath));
        CheckResult one = Test(Mine);
        Assert.Equal(("FilesMissing", false), (one.Verdict, one.Ok));
        Assert.StartsWith("1 of 4 registered file(s) are not there, such as 'photos/IMG_001.jpg'.", one.Detail, StringComparison.Ordinal);
        Directory.Delete(Mine.Layout.Photos, recursive: true);
        Directory.CreateDirectory(Mine.Layout.Photos);
        Assert.StartsWith("4 of 4 ", Test(Mine).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_DiskRemountedReadOnly_IsReadOnlyAndHasNoRoom()
    {
        Photos(2);
        using var mount = new TemporaryMount(Path.Combine(Folder, "memory"), "8m");
        var archive = new TestArchive(Path.Combine(Folder, "memory"), "Memory", catalog: Mine.Catalog);
        archive.Import(Source);
        Assert.True(archive.Storage.IsWritable);
        Assert.Equal("Healthy", Test(archive).Verdict);
        mount.MakeReadOnly();
        FileStorage storage = Mine.Use(db => new StorageService(db, Timeout).Get(Selector.ByUuid(archive.Storage.Uuid)));
        Assert.Equal((true, false, null, "tmpfs"), (storage.IsAccessible, storage.IsWritable, storage.FreeBytes, storage.Device));
        CheckResult check = Test(archive);
        Assert.Equal(("ReadOnly", false), (check.Verdict, check.Ok));
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + ".away");
        FileStorage away = Mine.Use(db => new StorageService(db, Timeout).Get(Selector.ByUuid(Mine.Storage.Uuid)));
        Assert.Equal((false, false, null, "Archive"), (away.IsAccessible, away.IsWritable, away.Device, away.Place));
    }
}
