using ImaLink.Files;

namespace ImaLink.Tests.Import;

/// <summary>What cannot be imported is told with its reason, and the source may not be removed.</summary>
public sealed class SourceVerdictTests : ImportTest
{
    [Fact]
    public void Import_WhatIsNoPhoto_IsSkippedWithReason()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("empty.jpg", []);
        Put("text.jpg", "not a picture at all"u8.ToArray());
        Put("text.xmp", TestPhotos.Xmp("of text.jpg"));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "empty.jpg: Skipped", "text.jpg: Skipped", "text.xmp: Companion"], Verdicts(session));
        Assert.All(Mine.Items(session).Skip(1), item => Assert.NotEmpty(item.Detail!));
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Import_SourceChangesWhileItIsRead_IsLeftForTheNextRun()
    {
        string changing = Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        bool changed = false;
        var archive = Mine.With((operation, path) =>
        {
            if (operation == DurableOperation.Write && path.EndsWith("/1", StringComparison.Ordinal) && !changed)
            {
                changed = true;
                File.AppendAllText(changing, "more");
            }
        });
        var session = archive.Import(Source);
        Assert.Equal(["a.jpg: StillChanging", "b.jpg: Imported"], Verdicts(session));
        Assert.Equal(ErrorCode.StillChanging, Assert.Single(archive.Errors).Code);
        Assert.Equal(["2024/Italy/b.jpg"], Mine.Photos());
        Assert.Equal(["a.jpg: Imported", "b.jpg: Duplicate"], Verdicts(Mine.Import(Source, "Next")));
    }

    [Fact]
    public void Import_SourceVanishesAfterItWasPlanned_Fails()
    {
        string gone = Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        var archive = Mine.With((operation, path) =>
        {
            if (path.EndsWith("operation.json", StringComparison.Ordinal))
                File.Delete(gone);
        });
        var session = archive.Import(Source);
        Put("a.jpg", TestPhotos.Jpeg(1));
        Assert.Equal(["a.jpg: Failed", "b.jpg: Imported"], Verdicts(session));
        Assert.Equal((ErrorCode.ImportFailed, gone), (archive.Errors[0].Code, archive.Errors[0].Target));
    }

    [Fact]
    public void Import_WithFailures_DoesNotSayThatTheSourceMayBeRemoved()
    {
        string gone = Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(2));
        var archive = Mine.With((_, path) =>
        {
            if (path.EndsWith("operation.json", StringComparison.Ordinal))
                File.Delete(gone);
        });
        archive.Import(Source, options: request => request with { NoPreview = false });
        Assert.DoesNotContain("may be removed", Assert.Single(archive.News));
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source, options: request => request with { NoPreview = false });
        Assert.Contains("may be removed", Assert.Single(Mine.News));
    }
}
