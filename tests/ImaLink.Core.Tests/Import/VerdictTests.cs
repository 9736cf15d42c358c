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
        Assert.Contains("missing", Mine.Items(again)[0].Detail);
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
        Assert.Contains("other bytes", Mine.Items(session)[1].Detail);
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
        Assert.Contains(state == "online" ? "another storage" : state, item.Detail);
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
        Assert.StartsWith("HothashCollision", items[1].Detail);
        Assert.Equal(2, Mine.Use(db => db.Describe().Images));
        Assert.Equal(2, Mine.Use(db => db.Describe().Photos));
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
