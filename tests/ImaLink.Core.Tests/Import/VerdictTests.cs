using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Import;

public sealed class VerdictTests : ImportTest
{
    [Fact]
    public void Import_NewPhotos_AreImported()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("sub/b.jpg", TestPhotos.Jpeg(2));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "b.jpg: Imported"], Verdicts(session));
        Assert.Equal(["2024/Italy/a.jpg", "2024/Italy/sub/b.jpg"], Mine.Photos());
    }

    [Fact]
    public void Import_SameImageTwice_IsReportedAsDuplicate()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        var again = Mine.Import(Source, "Again");
        Assert.Equal(["a.jpg: Duplicate"], Verdicts(again));
        Assert.Equal(Mine.Photo("2024/Italy/a.jpg"), Mine.Items(again)[0].ExistingPath);
        Assert.Equal(["2024/Italy/a.jpg"], Mine.Photos());
    }

    [Fact]
    public void Import_SameBytesTwiceInTheSource_SecondIsDuplicate()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(1));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "b.jpg: Duplicate"], Verdicts(session));
        Assert.Equal(Mine.Photo("2024/Italy/a.jpg"), Mine.Items(session)[1].ExistingPath);
    }

    [Fact]
    public void Import_HolderDeletedFromDisk_IsNoHolder()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        File.Delete(Mine.Photo("2024/Italy/a.jpg"));
        var again = Mine.Import(Source, "Again");
        Assert.Equal(["a.jpg: Imported"], Verdicts(again));
        Assert.Contains("missing", Mine.Items(again)[0].Reason);
        Assert.Equal(["2024/Again/a.jpg"], Mine.Photos());
    }

    [Fact]
    public void Import_HolderChangedOnDisk_IsNoHolder()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        byte[] damaged = TestPhotos.Jpeg(1);
        damaged[^5] ^= 0xFF;
        File.WriteAllBytes(Mine.Photo("2024/Italy/a.jpg"), damaged);
        Assert.Equal(["a.jpg: Imported"], Verdicts(Mine.Import(Source, "Again")));
        Assert.Equal(2, Mine.Photos().Count);
    }

    [Fact]
    public void Import_SameImageOtherMetadata_IsVariant()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Variant(1));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "b.jpg: Variant"], Verdicts(session));
        var items = Mine.Items(session);
        Assert.Equal(items[0].Hothash, items[1].Hothash);
        Assert.Equal(items[0].FullName, items[1].ExistingPath);
        Assert.Single(TestArchive.Index(session).Select(entry => entry.PhotoUuid()).Distinct());

        Put("c.jpg", TestPhotos.Variant(1, "Pixel 8"));
        Assert.Equal(["a.jpg: Duplicate", "b.jpg: Duplicate", "c.jpg: Variant"], Verdicts(Mine.Import(Source, "Later")));
    }

    [Fact]
    public void Import_SkipVariant_LeavesVariantsOutWithReason()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        Put("b.jpg", TestPhotos.Variant(1));
        var session = Mine.Import(Source, "Later", request => request with { SkipVariant = true });
        Assert.Equal(["a.jpg: Duplicate", "b.jpg: Skipped"], Verdicts(session));
        Assert.Contains("other bytes", Mine.Items(session)[1].Reason);
    }

    [Fact]
    public void Import_SkipVariantWhoseOtherFileIsGone_IsImported()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source);
        File.Delete(Mine.Photo("2024/Italy/a.jpg"));
        File.Delete(Path.Combine(Source, "a.jpg"));
        Put("b.jpg", TestPhotos.Variant(1));
        Assert.Equal(["b.jpg: Imported"], Verdicts(Mine.Import(Source, "Later", request => request with { SkipVariant = true })));
    }

    [Fact]
    public void Import_AllowDuplicate_CopiesAgain()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("b.jpg", TestPhotos.Jpeg(1));
        var session = Mine.Import(Source, "Both", request => request with { AllowDuplicate = true });
        Assert.Equal(["a.jpg: Imported", "b.jpg: Imported"], Verdicts(session));
        Assert.Equal(["2024/Both/a.jpg", "2024/Both/b.jpg"], Mine.Photos());
        var again = Mine.Import(Source, "Both", request => request with { AllowDuplicate = true });
        Assert.Equal(["a.jpg: Imported", "b.jpg: Imported"], Verdicts(again));
        Assert.Equal(["2024/Both/a.jpg", "2024/Both/a_1.jpg", "2024/Both/b.jpg", "2024/Both/b_1.jpg"], Mine.Photos());
    }

    [Theory]
    [InlineData("online")]
    [InlineData("offline")]
    [InlineData("missing")]
    public void Import_KnownElsewhere_IsImportedAndNamed(string state)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        var other = new TestArchive(Path.Combine(Folder, "other"), "Other", catalog: Mine.Catalog);
        other.Import(Source);
        if (state == "offline")
            Directory.Move(Path.Combine(Folder, "other"), Path.Combine(Folder, "unplugged"));
        else if (state == "missing")
            File.Delete(other.Photo("2024/Italy/a.jpg"));

        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported"], Verdicts(session));
        ImportItem item = Mine.Items(session)[0];
        Assert.Equal(other.Photo("2024/Italy/a.jpg"), item.ExistingPath);
        Assert.Contains(state == "online" ? "another storage" : state, item.Reason);
    }

    [Fact]
    public void Import_SkipKnownElsewhere_AcceptsAccessibleCopiesOnly()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        var other = new TestArchive(Path.Combine(Folder, "other"), "Other", catalog: Mine.Catalog);
        other.Import(Source);
        var session = Mine.Import(Source, "Skipping", request => request with { SkipKnownElsewhere = true });
        Assert.Equal(["a.jpg: Duplicate"], Verdicts(session));
        Assert.Equal(other.Photo("2024/Italy/a.jpg"), Mine.Items(session)[0].ExistingPath);
        Assert.Empty(Mine.Photos());

        File.Delete(other.Photo("2024/Italy/a.jpg"));
        Assert.Equal(["a.jpg: Imported"], Verdicts(Mine.Import(Source, "Now", request => request with { SkipKnownElsewhere = true })));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_SameScanOtherDimensions_IsImportedAsHothashCollision(bool inTwoSessions)
    {
        Put("a.jpg", TestPhotos.Bare(1));
        if (inTwoSessions)
            Mine.Import(Source, "First");
        Put("b.jpg", TestPhotos.Collision(1));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: " + (inTwoSessions ? "Duplicate" : "Imported"), "b.jpg: Imported"], Verdicts(session));
        var items = Mine.Items(session);
        Assert.Equal(items[0].Hothash, items[1].Hothash);
        Assert.StartsWith("HothashCollision", items[1].Reason);
        Assert.Equal(2, Mine.Use(db => db.Describe().Images));
        Assert.Equal(2, Mine.Use(db => db.Describe().Photos));
    }

    [Fact]
    public void Import_Sidecars_TravelWithTheirPhotos()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("stem"));
        Put("b.jpg", TestPhotos.Jpeg(2));
        Put("b.jpg.xmp", TestPhotos.Xmp("whole name"));
        Put("c.xmp", TestPhotos.Xmp("orphan"));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion", "b.jpg: Imported", "b.jpg.xmp: Companion", "c.xmp: Companion"], Verdicts(session));
        Assert.Equal(["2024/Italy/a.jpg", "2024/Italy/a.xmp", "2024/Italy/b.jpg", "2024/Italy/b.jpg.xmp", $"{session.ImportedAt.ToUniversalTime():yyyy}/Italy/c.xmp"], Mine.Photos());
        Assert.Equal(["photos/2024/Italy/a.xmp", "photos/2024/Italy/b.jpg.xmp"],
            TestArchive.Index(session).SelectMany(entry => entry.Companions ?? []).Select(companion => companion.Path).Order());
        Assert.NotNull(Mine.Items(session)[4].Reason);
    }

    [Fact]
    public void Import_RawAndJpegWithOneSidecar_SidecarBelongsToTheRaw()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.nef", TestPhotos.Jpeg(2));
        Put("a.xmp", TestPhotos.Xmp("raw"));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "a.nef: Imported", "a.xmp: Companion"], Verdicts(session));
        Assert.Equal("a.nef", Assert.Single(TestArchive.Index(session), entry => entry.Companions is not null).Filename);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_SidecarOfADuplicate_GoesToTheHolderUnlessItHasIt(bool inTwoSessions)
    {
        Put("1/a.jpg", TestPhotos.Jpeg(1));
        Put("1/a.xmp", TestPhotos.Xmp("same"));
        if (inTwoSessions)
            Mine.Import(Source, "First");
        Put("2/a.jpg", TestPhotos.Jpeg(1));
        Put("2/a.xmp", TestPhotos.Xmp("same"));
        Put("3/a.jpg", TestPhotos.Jpeg(1));
        Put("3/a.xmp", TestPhotos.Xmp("other"));
        var session = Mine.Import(Source);
        Assert.Equal(
            inTwoSessions
                ? ["a.jpg: Duplicate", "a.xmp: Duplicate", "a.jpg: Duplicate", "a.xmp: Duplicate", "a.jpg: Duplicate", "a.xmp: Companion"]
                : ["a.jpg: Imported", "a.xmp: Companion", "a.jpg: Duplicate", "a.xmp: Duplicate", "a.jpg: Duplicate", "a.xmp: Companion"],
            Verdicts(session));
        string title = inTwoSessions ? "First" : "Italy";
        Assert.Equal([$"2024/{title}/1/a.jpg", $"2024/{title}/1/a.xmp", $"2024/{title}/1/a_1.xmp"], Mine.Photos());
        Assert.Equal(2, Mine.Use(db => db.Files.Companions(db.Files.ByPath(1, $"photos/2024/{title}/1/a.jpg")!.Id).Count));
    }

    [Fact]
    public void Import_SidecarOfADuplicateGoneFromDisk_IsCopiedAgain()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.xmp", TestPhotos.Xmp("a"));
        Mine.Import(Source, "First");
        File.Delete(Mine.Photo("2024/First/a.xmp"));
        Assert.Equal(["a.jpg: Duplicate", "a.xmp: Companion"], Verdicts(Mine.Import(Source)));
        Assert.Equal(["a.jpg: Duplicate", "a.xmp: Duplicate"], Verdicts(Mine.Import(Source)));
    }

    [Fact]
    public void Import_SidecarsGivenOneByOne_TravelWithTheirPhotos()
    {
        string photo = Put("a.jpg", TestPhotos.Jpeg(1)), sidecar = Put("a.xmp", TestPhotos.Xmp("given"));
        var session = Mine.Import(new ImportRequest { Paths = [sidecar, photo], Title = "Italy", NoPreview = true });
        Assert.Equal(["a.jpg: Imported", "a.xmp: Companion"], Verdicts(session));
    }

    [Fact]
    public void Import_WhatIsNoPhoto_IsSkippedWithReason()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("empty.jpg", []);
        Put("text.jpg", "not a picture at all"u8.ToArray());
        Put("text.xmp", TestPhotos.Xmp("of text.jpg"));
        var session = Mine.Import(Source);
        Assert.Equal(["a.jpg: Imported", "empty.jpg: Skipped", "text.jpg: Skipped", "text.xmp: Companion"], Verdicts(session));
        Assert.All(Mine.Items(session).Skip(1), item => Assert.NotEmpty(item.Reason!));
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

    [Fact]
    public void Simulate_Import_TellsWhatTheImportThenDoesAndWritesNothing()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Source, "First");
        Put("a.xmp", TestPhotos.Xmp("late"));
        Put("b.jpg", TestPhotos.Variant(1));
        Put("b.xmp", TestPhotos.Xmp("variant"));
        Put("c.jpg", TestPhotos.Jpeg(3));
        Put("c2.jpg", TestPhotos.Jpeg(3));
        Put("d.txt", "text"u8.ToArray());
        string before = Tree.Of(Folder);
        var told = Mine.Simulate(Source);
        Assert.Equal(before, Tree.Of(Folder));
        var done = Mine.Items(Mine.Import(Source));
        Assert.Equal(done.ConvertAll(Essence), told.ConvertAll(Essence));

        static (string, string, string?, string?) Essence(ImportItem item) => (item.SourcePath, item.Verdict, item.FullName, item.ExistingPath);
    }
}
