using ImaLink.Integrity;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Media.Metadata;
using NetVips;

namespace ImaLink.Tests.Archive;

/// <summary>Whatever turns a photo, or lets another file count for its image: the preview shows what counts.</summary>
public sealed class PreviewUpkeepTests : PreviewUpkeepTest
{
    [Theory]
    [InlineData(6)]
    [InlineData(3)]
    [InlineData(2)]
    public void Sync_PhotoWasTurned_TurnsItsPreview(int orientation)
    {
        Import(("a.jpg", 1));
        AssertShown(1);
        Retag(Mine.Photo("a.jpg"), orientation);
        Assert.Equal(["MetadataChanged"], Sync().ConvertAll(finding => finding.Verdict));
        AssertShown(orientation);
        Assert.True(Assert.Single(Files()).HasHotpreview);
        AssertWhole(Mine);
    }

    [Fact]
    public void Import_OrientationInXmpAlone_ShowsItTurned()
    {
        byte[] packet = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(XmpSamples.Packet("<tiff:Orientation>6</tiff:Orientation>"))];
        Put("a.jpg", [.. Picture[..2], 0xFF, 0xE1, (byte)((packet.Length + 2) >> 8), (byte)(packet.Length + 2), .. packet, .. Picture[2..]]);
        Mine.Import(Source, "Turned", request => request with { Layout = "{source}", NoPreview = false });
        Assert.Equal(6, Assert.Single(Files()).Orientation);
        AssertShown(6);
        Assert.Empty(Candidates());
    }

    [Fact]
    public void Sync_OtherTagsChanged_LeavesThePreview()
    {
        Import(("a.jpg", 6));
        DateTime made = File.GetLastWriteTimeUtc(PreviewFile(Mine));
        Retag(Mine.Photo("a.jpg"), 6, "Model Y");
        Sync();
        Assert.Equal(made, File.GetLastWriteTimeUtc(PreviewFile(Mine)));
        AssertShown(6);
    }

    [Fact]
    public void Sync_AnotherPictureInItsPlace_GetsItsPreview()
    {
        Import(("a.jpg", 1));
        using (var other = Image.Black(64, 48).Invert().Cast(Enums.BandFormat.Uchar))
            Overwrite(Mine.Photo("a.jpg"), other.JpegsaveBuffer());
        Sync();
        Assert.True(Assert.Single(Files()).HasHotpreview);
        Assert.True(File.Exists(Mine.Layout.Hotpreview(Files()[0].Hothash)));
    }

    [Fact]
    public void Import_VariantsOfOneImage_ShowTheFirstOfTheIndex()
    {
        Import(("b.jpg", 6));
        Import(("a.jpg", 3));
        AssertShown(6);
        Import(("d.jpg", 8), ("c.jpg", 1)); // a later session
        AssertShown(6);
    }

    [Fact]
    public void Import_VariantsInOneSession_ShowTheFirstPath()
    {
        Import(("b.jpg", 6), ("c.jpg", 1), ("a.jpg", 8));
        AssertShown(8);
    }

    [Fact]
    public void Remove_TheFileThatCounts_ShowsTheNext_AndRestoredItCountsAgain()
    {
        Import(("a.jpg", 1));
        Import(("b.jpg", 3));
        Remove("a.jpg");
        AssertShown(3);
        Restore("a.jpg");
        AssertShown(1);
    }

    [Fact]
    public void Restore_WhenAnotherWasShownMeanwhile_ShowsWhatIsBack()
    {
        Import(("a.jpg", 1));
        Import(("b.jpg", 3));
        Remove("b.jpg");
        Remove("a.jpg");
        Restore("b.jpg");
        AssertShown(3);
        Remove("b.jpg");
        Restore("a.jpg");
        AssertShown(1);
    }

    [Fact]
    public void Repair_Previous_ShowsTheFormerTurn()
    {
        ImportSession session = Import(("a.jpg", 1));
        TestArchive backup = Second();
        Copy(session, backup);
        Retag(Mine.Photo("a.jpg"), 6);
        Sync();
        AssertShown(6);
        Assert.Single(Mine.Use(db => new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], previous: true, _ => true, Mine.Reporter, default).ToList()));
        AssertShown(1);
    }

    [Fact]
    public void Copy_AnotherVariantThanTheOneShown_ShowsItself()
    {
        Import(("a.jpg", 1));
        ImportSession second = Import(("b.jpg", 8));
        TestArchive backup = Second();
        Copy(second, backup);
        AssertShown(8, backup);
        Assert.True(Assert.Single(Files(backup)).HasHotpreview);
    }

    [Fact]
    public void Copy_NewerVersionThatIsTurned_TurnsThePreviewOfTheReplica()
    {
        ImportSession session = Import(("a.jpg", 1));
        TestArchive backup = Second();
        Copy(session, backup);
        AssertShown(1, backup);
        Retag(Mine.Photo("a.jpg"), 6);
        Sync();
        Copy(session, backup);
        AssertShown(6, backup);
    }

    [Fact]
    public void Sync_ByAnotherCatalogOfTheStorage_IsSeenByAll()
    {
        Import(("a.jpg", 1));
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        Retag(Mine.Photo("a.jpg"), 8);
        Sync(other);
        Mine.Write();
        Assert.Equal(8, Assert.Single(Files()).Orientation);
        AssertShown(8);
    }

    private void Copy(ImportSession session, TestArchive to) =>
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(to.Storage.Uuid), Mine.Reporter, default));
}
