using ImaLink.Integrity;
using NetVips;

namespace ImaLink.Tests.Archive;

/// <summary>Update-ImaPreview makes what is lacking or stale, and lists nothing else.</summary>
public sealed class PreviewUpdateTests : PreviewUpkeepTest
{
    [Fact]
    public void Update_PreviewThatWouldComeOutTheSame_IsNotListed()
    {
        Import(("a.jpg", 1));
        Assert.Empty(Candidates());
        // What an earlier version read of it, say: the record differs from what the file says, and no preview can please both.
        Mine.Use(db => db.Execute("UPDATE file SET orientation = 6"));
        Assert.Empty(Candidates());
        Assert.Empty(Update());
        Assert.Equal(["a.jpg"], Candidates(force: true));

        using (var other = Image.Black(48, 64))
            File.WriteAllBytes(PreviewFile(Mine), other.JpegsaveBuffer());
        Mine.Use(db => db.Execute("UPDATE file SET orientation = 1"));
        Assert.Equal(["a.jpg"], Candidates());
        Assert.Equal(["a.jpg"], Update());
        Assert.Empty(Candidates());
    }

    [Fact]
    public void Update_MendsWhatIsLackingOrStale_AndThenNothing()
    {
        Import(("a.jpg", 6));
        byte[] right = File.ReadAllBytes(PreviewFile(Mine));
        Assert.Empty(Update());

        using (var across = Image.NewFromBuffer(Picture))
            File.WriteAllBytes(PreviewFile(Mine), across.JpegsaveBuffer()); // as it was before the photo was turned
        Assert.Equal(["a.jpg"], Update());
        Assert.Equal(right, File.ReadAllBytes(PreviewFile(Mine)));

        File.WriteAllBytes(PreviewFile(Mine), [1, 2, 3]);
        Assert.Equal(["a.jpg"], Update());
        File.Delete(PreviewFile(Mine));
        Assert.Equal(["a.jpg"], Update());
        Assert.Equal(right, File.ReadAllBytes(PreviewFile(Mine)));
        Assert.Empty(Update());
        Assert.Empty(Update(force: true)); // none that would be another one
    }

    [Fact]
    public void Update_PreviewOlderThanTheLastChange_IsMadeAgain()
    {
        Import(("a.jpg", 1));
        Retag(Mine.Photo("a.jpg"), 3);
        Sync();
        byte[] right = File.ReadAllBytes(PreviewFile(Mine));
        using (var before = Image.NewFromBuffer(Picture))
            File.WriteAllBytes(PreviewFile(Mine), before.JpegsaveBuffer()); // of the same shape
        File.SetLastWriteTimeUtc(PreviewFile(Mine), DateTime.UtcNow.AddDays(-1));
        Assert.Equal(["a.jpg"], Update());
        Assert.Equal(right, File.ReadAllBytes(PreviewFile(Mine)));
    }

    [Fact]
    public void AfterImportWithoutPreviews_UpdateMakesThem()
    {
        Put("a.jpg", Jpeg(8));
        Mine.Import(Source, "Bare", request => request with { Layout = "{source}" });
        Assert.False(Assert.Single(Files()).HasHotpreview);
        Assert.Equal(["a.jpg"], Update());
        AssertShown(8);
        Assert.True(Assert.Single(Files()).HasHotpreview);
        AssertWhole(Mine);
    }

    private List<string> Update(bool force = false) => Mine.Use(db =>
    {
        var changed = new List<string>();
        new PreviewUpdateService(db, Timeout).Run(Mine.Storage.Uuid, force, file => changed.Add(Path.GetFileName(file.FullName!)), Mine.Reporter, default);
        return changed;
    });
}
