using ImaLink.Files;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Import;

/// <summary>What an import says, and what it leaves to be resumed, when things are taken away or not what they seem.</summary>
public sealed class HonestyTests : ImportTest
{
    [Fact]
    public void Import_SourceTakenAwayMeanwhile_StopsAndGoesOnWhenItIsBack()
    {
        BulkPhotos.Tiny(Source, 40);
        string away = Source + " away";
        bool gone = false;
        TestArchive unplugged = Mine.With((operation, path) =>
        {
            if (operation != DurableOperation.Create || gone || !path.Contains("incoming", StringComparison.Ordinal) || Path.GetFileName(path) != "20")
                return;
            gone = true;
            Directory.Move(Source, away);
        });

        var error = Assert.Throws<ImaLinkException>(() => unplugged.Import(Source));
        Assert.Equal(ErrorCode.PathNotFound, error.Code);
        Assert.True(gone);
        Assert.Equal(ErrorCode.PathNotFound, Assert.Throws<ImaLinkException>(() => Mine.Resume()).Code);

        Directory.Move(away, Source);
        ImportSession session = Assert.Single(Mine.Resume());
        Assert.Equal((40, 40, 0), (session.SourceFiles, session.Imported, session.Failed));
    }

    [Fact]
    public void Import_SomethingLeftOut_DoesNotSayThatTheSourceMayBeRemoved()
    {
        BulkPhotos.Tiny(Source, 3);
        File.WriteAllText(Path.Combine(Source, "DSC_9999.NEF"), "what is left of a photo on a bad card");

        Mine.Import(Source);

        string news = Assert.Single(Mine.News);
        Assert.Contains("3 of 4 source files are safe", news, StringComparison.Ordinal);
        Assert.DoesNotContain("may be removed", news, StringComparison.Ordinal);
        Assert.Contains(Mine.Check(Source), result => result is { Ok: false, Verdict: "NotHeld" });
    }

    [Fact]
    public void Resume_PhotoEditedWhileOnlyPreviewsWereLeft_CopiesNothingAgain()
    {
        BulkPhotos.Tiny(Source, 5);
        TestArchive killed = Mine.With((operation, path) =>
        {
            if (path.Contains("hotpreviews", StringComparison.Ordinal))
                throw new InvalidOperationException("Killed.");
        });
        Assert.Throws<InvalidOperationException>(() => killed.Import(Source, options: request => request with { NoPreview = false }));
        string edited = Directory.EnumerateFiles(Mine.Layout.Photos, "*.jpg", SearchOption.AllDirectories).First();
        File.AppendAllText(edited, "an edit of the owner");

        Mine.Resume();

        Assert.Equal(5, Directory.EnumerateFiles(Mine.Layout.Photos, "*", SearchOption.AllDirectories).Count());
    }
}
