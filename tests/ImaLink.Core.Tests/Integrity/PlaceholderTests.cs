using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Integrity;

/// <summary>Files of a cloud drive whose bytes are not on this disk. Here those are away that are called so.</summary>
public sealed class PlaceholderTests : IntegrityTest
{
    private readonly Func<string, bool> _look = Placeholder.Look;

    public PlaceholderTests() => Placeholder.Look = path => path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith("away.jpg", StringComparison.Ordinal);

    public override void Dispose()
    {
        Placeholder.Look = _look;
        base.Dispose();
    }

    [Theory]
    [InlineData(0x20u, 0u, false)] // an archive bit
    [InlineData(0x220u, 0u, false)] // sparse
    [InlineData(0x80020u, 0u, false)] // pinned: always on this disk
    [InlineData(0x100020u, 0u, false)] // unpinned, and still here
    [InlineData(0x1020u, 0u, true)] // offline, as tape libraries say
    [InlineData(0x40020u, 0u, true)] // recall on open
    [InlineData(0x501620u, 0u, true)] // OneDrive: sparse, reparse point, offline, recall on data access, unpinned
    [InlineData(0x400020u, 0u, true)] // recall on data access
    [InlineData(0u, 0x40u, false)] // macOS: tracked
    [InlineData(0u, 0x40000060u, true)] // macOS: dataless, compressed, tracked
    public void IsAway_IsTold(uint windows, uint macOS, bool isAway) => Assert.Equal(isAway, Placeholder.IsAway(windows, macOS));

    [Fact]
    public void Import_BytesAreNotOnThisDisk_IsFailedAndNotHeld()
    {
        Put("here.jpg", TestPhotos.Jpeg(1));
        Put("away.jpg", TestPhotos.Jpeg(2));
        ImportSession session = Mine.Import(Source);
        Assert.Equal((1, 1), (session.Imported, session.Failed));
        Assert.Contains("not on this disk", Mine.Items(session).Single(item => item.Verdict == "Failed").Detail);
        CheckResult check = Mine.Check(Source).Single(result => result.FullName!.EndsWith("away.jpg", StringComparison.Ordinal));
        Assert.Equal(("NotHeld", false), (check.Verdict, check.Ok));
    }

    [Fact]
    public void TestSyncAndRepair_BytesAreNotOnThisDisk_AreOfflineAndNeitherRotNorMissing()
    {
        Put("here.jpg", TestPhotos.Jpeg(1));
        Put("x.jpg", TestPhotos.Jpeg(2));
        ImportSession session = Mine.Import(Source, options: request => request with { Layout = "{source}" });
        File.Move(Mine.Photo("x.jpg"), Mine.Photo("away.jpg.tmp"));
        File.Move(Mine.Photo("away.jpg.tmp"), Mine.Photo("1away.jpg"));
        Placeholder.Look = _look;
        Sync(Mine, ["Moved"]);
        // The cloud drive takes the bytes away, and whoever read them would see none.
        string away = Mine.Photo("1away.jpg");
        DateTime time = File.GetLastWriteTimeUtc(away);
        File.WriteAllBytes(away, new byte[new FileInfo(away).Length]);
        File.SetLastWriteTimeUtc(away, time);
        Placeholder.Look = path => path == away;

        FileCheck check = Check().Single(result => result.FullName == away);
        Assert.Equal((FileVerdict.Offline, false), (check.Verdict, check.Ok));
        Assert.Contains("not on this disk", check.Detail);
        Assert.False(FileVerdict.IsDamage(check.Verdict));
        Sync(Mine, []);
        Assert.Empty(Mine.Use(db => new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], _ => true, Mine.Reporter, default).ToList()));
        Assert.Empty(Mine.Errors);

        // Its time changes: what it holds is not known, and stays as recorded.
        File.SetLastWriteTimeUtc(away, time.AddHours(1));
        Sync(Mine, []);
        Assert.All(Mine.Errors, error => Assert.Equal(ErrorCode.FileOffline, error.Code));
        Assert.NotEmpty(Mine.Errors);
        Assert.Equal(2, Files().Count(file => file.State == FileState.Present));
    }

    private static void Sync(TestArchive archive, string[] kinds)
    {
        var findings = new List<Finding>();
        archive.Use<object?>(db =>
        {
            new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.Storage.Uuid, new SyncRequest(), findings.Add, archive.Reporter, default);
            return null;
        });
        Assert.Equal(kinds, findings.Select(finding => finding.Verdict));
    }
}
