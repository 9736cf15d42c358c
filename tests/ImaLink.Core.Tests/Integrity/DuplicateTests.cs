using ImaLink.Files;
using ImaLink.Integrity;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Integrity;

public sealed class DuplicateTests : IntegrityTest
{
    private List<DuplicateGroup> Registered(bool variants = false, params Guid[] storages) =>
        Mine.Use(db => new DuplicateSearch(db).Run(storages.Length > 0 ? storages : null, variants, false, default).ToList());

    private List<DuplicateGroup> Plain(bool variants = false) =>
        new PlainDuplicateSearch(Mine.Reporter).Run([Source], variants, default).ToList();

    [Fact]
    public void Registered_WithinAndAcrossStorages_AreGrouped()
    {
        Photos(3);
        Put("again/IMG_001.jpg", TestPhotos.Jpeg(1));
        Put("again/IMG_002.jpg", TestPhotos.Variant(2));
        Mine.Import(Path.Combine(Source, "again"), "Again", request => request with { AllowDuplicate = true });
        DuplicateGroup group = Assert.Single(Registered());
        Assert.Equal((2, TestPhotos.Jpeg(1).Length), (group.Count, group.ReclaimableBytes));
        Assert.Equal(["IMG_001.jpg", "IMG_001.jpg"], group.Files.Select(file => Path.GetFileName(file.FullName)));
        Assert.Equal(["Italy", "Again"], group.Files.Select(file => file.Session));
        Assert.Equal([TestPhotos.Jpeg(1).Length, 0], Registered(variants: true).Select(item => item.ReclaimableBytes).OrderDescending());

        TestArchive backup = Second();
        backup.Import(Source);
        Assert.Equal([2, 2, 2, 3], Registered().ConvertAll(item => item.Count).Order());
        Assert.Single(Registered(false, Mine.Storage.Uuid));
        Assert.Empty(Registered(false, backup.Storage.Uuid));
    }

    [Fact]
    public void Registered_TwoNamesOfOneFile_IsNoDuplicate()
    {
        string photo = Path.Combine(Mine.Layout.Photos, "a.jpg"), link = Path.Combine(Mine.Layout.Photos, "b.jpg");
        File.WriteAllBytes(photo, TestPhotos.Jpeg(1));
        Assert.Equal(0, NativeFiles.Link(photo, link));
        Mine.Import(Mine.Layout.Photos, "Here", request => request with { InPlace = true });
        Assert.Equal(2, Files().Count);
        Assert.Empty(Registered());
    }

    [Fact]
    public void Plain_TwoContentsBehindOneSample_AreTwoGroups()
    {
        byte[] one = new byte[500_000];
        new Random(1).NextBytes(one);
        byte[] other = [.. one];
        other[150_000] ^= 1; // outside of every sample
        Put("a.bin", one);
        Put("b.bin", other);
        Put("c.bin", one);
        Put("d.bin", other);
        Put("e.bin", [.. one[..150_001], .. other[150_001..^200_000], .. new byte[200_000]]);

        List<DuplicateGroup> groups = Plain();

        Assert.Equal([["a.bin", "c.bin"], ["b.bin", "d.bin"]], groups.Select(group => group.Files.Select(file => Path.GetRelativePath(Source, file.FullName)).ToArray()));
        Assert.All(groups, group => Assert.All(group.Files, file => Assert.Equal(Hex(File.ReadAllBytes(file.FullName)), file.Sha256)));

        static string Hex(byte[] bytes) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes)).ToLowerInvariant();
    }

    [Fact]
    public void Plain_SameBytes_SmallAndLarge_AreFoundAndNothingElse()
    {
        byte[] large = new byte[500_000];
        new Random(1).NextBytes(large);
        Put("a/large.bin", large);
        Put("b/large copy.bin", large);
        large[150_000] ^= 1; // outside of every sample
        Put("b/almost.bin", large);
        Put("a/1.jpg", TestPhotos.Jpeg(1));
        Put("b/1.jpg", TestPhotos.Jpeg(1));
        Put("c/1 [x].jpg", TestPhotos.Jpeg(1));
        Put("a/2.jpg", TestPhotos.Jpeg(2));
        Put("c/2.jpg", TestPhotos.Variant(2));
        Put("a/empty", []);
        Put("b/empty", []);
        File.CreateSymbolicLink(Path.Combine(Source, "link.jpg"), Path.Combine(Source, "a/2.jpg"));
        Directory.CreateSymbolicLink(Path.Combine(Source, "folder"), Path.Combine(Source, "a"));
        Assert.Equal(0, NativeFiles.Link(Path.Combine(Source, "a/2.jpg"), Path.Combine(Source, "hard.jpg")));

        List<DuplicateGroup> groups = Plain();
        Assert.Equal([["a/1.jpg", "b/1.jpg", "c/1 [x].jpg"], ["a/large.bin", "b/large copy.bin"]],
            groups.Select(group => group.Files.Select(file => Path.GetRelativePath(Source, file.FullName)).ToArray()));
        Assert.Equal([2L * TestPhotos.Jpeg(1).Length, 500_000], groups.Select(group => group.ReclaimableBytes));
        Assert.Equal(ImaLink.Media.Identity.IdentityReader.Read(Path.Combine(Source, "a/1.jpg")).Hothash, groups[0].Hothash);
        Assert.Equal([3, 2, 2], Plain(variants: true).ConvertAll(group => group.Count));
        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Plain_SameFolderTwice_CountsOnce()
    {
        Put("1.jpg", TestPhotos.Jpeg(1));
        Assert.Empty(new PlainDuplicateSearch(Mine.Reporter).Run([Source, Source, Path.Combine(Source, "1.jpg")], false, default));
    }

    [Fact]
    public void CopiesLessThan_CountsVerifiedStorages()
    {
        Photos(3);
        Put("again/IMG_001.jpg", TestPhotos.Jpeg(1));
        Mine.Import(Path.Combine(Source, "again"), "Again", request => request with { AllowDuplicate = true });
        Assert.Equal(4, Less(2).Count);
        Assert.Empty(Less(1));
        TestArchive backup = Second();
        backup.Import(Source);
        Assert.Empty(Less(2));
        Assert.Equal(4, Less(3).Count);
        Directory.Move(backup.Layout.Root, backup.Layout.Root + ".gone");
        Assert.Empty(Less(2));
        Directory.Move(backup.Layout.Root + ".gone", backup.Layout.Root);
        FlipBit(Directory.EnumerateFiles(backup.Layout.Photos, "IMG_002.jpg", SearchOption.AllDirectories).Single(), 4000);
        Check(backup);
        Assert.Equal(["IMG_002.jpg"], Less(2).ConvertAll(file => file.Name));

        List<ImageFile> Less(int copies) => Files(Mine, filter => filter with { CopiesLessThan = copies });
    }

    [Fact]
    public void Measure_ByEverything_AddsUp()
    {
        Photos(3);
        Mine.Use(db =>
        {
            var measure = new StorageMeasurement(db);
            StorageMeasure whole = Assert.Single(measure.Run(null, MeasureGrouping.None));
            Assert.Equal((3, "None", null), (whole.Count, whole.By, whole.Name));
            foreach (MeasureGrouping by in Enum.GetValues<MeasureGrouping>())
                Assert.Equal(whole.Bytes, measure.Run([Mine.Storage.Uuid], by).Sum(part => part.Bytes));
            Assert.Equal("2024", Assert.Single(measure.Run(null, MeasureGrouping.Year)).Name);
            Assert.Equal("Italy", Assert.Single(measure.Run(null, MeasureGrouping.Session)).Name);
            return 0;
        });
    }
}
