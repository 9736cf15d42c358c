using System.Text;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Media.Metadata;
using ImaLink.Photos;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Photos;

/// <summary>Sidecars of a run that was stopped are completed by the next; files of others are left; RAW and JPEG of one shot have each its own regions.</summary>
public sealed class SidecarExportStopTests : ReconcileTest
{
    private const string Region = "{\"h\":0.3,\"w\":0.2,\"x\":0.25,\"y\":0.4}";

    /// <summary>Stands for a process that ends there: nobody catches it.</summary>
#pragma warning disable CA1032, CA1064 // of this test alone
    private sealed class Killed : Exception;
#pragma warning restore CA1032, CA1064

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Export_StoppedBeforeASidecarIsRecorded_IsCompletedByTheNext(bool isThere)
    {
        Photo("in/1.jpg", 1);
        Adopt();
        Say("in/1.jpg", new() { ["title"] = "\"First\"" });
        if (isThere)
            Assert.Equal(["Written"], Verdicts());
        Say("in/1.jpg", new() { ["title"] = "\"Lake\"" });
        bool isReplaced = false;
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation is DurableOperation.Rename or DurableOperation.Replace && path.EndsWith(".jpg.xmp", StringComparison.Ordinal))
                    isReplaced = true;
                else if (isReplaced && operation == DurableOperation.FlushDirectory)
                    throw new Killed();
            },
        };
        Assert.Throws<Killed>(() => Run(files));
        Assert.Contains("Lake", File.ReadAllText(Full("in/1.jpg.xmp")), StringComparison.Ordinal);

        Assert.Equal(["Unchanged"], Verdicts());
        SyncSays();
        Say("in/1.jpg", new() { ["title"] = "\"Sea\"" });
        Assert.Equal(["Merged"], Verdicts());
        Assert.DoesNotContain("Lake", File.ReadAllText(Full("in/1.jpg.xmp")), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_SidecarOfWhichAnotherProgramChangedWhatIsItsOwn_IsRecorded()
    {
        Photo("in/1.jpg", 1);
        Adopt();
        Say("in/1.jpg", new() { ["title"] = "\"Lake\"" });
        Verdicts();
        string path = Full("in/1.jpg.xmp"), developed = File.ReadAllText(path).Replace("<dc:title>", "<crs:Exposure xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/'>1</crs:Exposure><dc:title>", StringComparison.Ordinal);
        Assert.Contains("crs:", developed, StringComparison.Ordinal);
        WriteFile("in/1.jpg.xmp", Encoding.UTF8.GetBytes(developed));
        Assert.Equal(["Unchanged"], Verdicts());
        Assert.Equal(developed, File.ReadAllText(path));
        SyncSays();
    }

    [Theory]
    [InlineData("in/1.jpg.xmp.new")]
    [InlineData("in/1.jpg.xmp.bak")]
    [InlineData("in/1.jpg.xmp~")]
    public void Export_FileOfAnotherBesideTheSidecar_IsLeft(string name)
    {
        Photo("in/1.jpg", 1);
        Adopt();
        WriteFile(name, "theirs"u8.ToArray());
        foreach (string title in new[] { "\"One\"", "\"Two\"" })
        {
            Say("in/1.jpg", new() { ["title"] = title });
            Verdicts();
            Assert.Equal("theirs", File.ReadAllText(Full(name)));
        }
    }

    [Theory]
    [InlineData(28)]
    [InlineData(30)]
    public void Export_StorageThatIsFullOrReadOnly_IsToldOnceAndLeavesNothing(int errno)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other numbers.");
        foreach (int number in Enumerable.Range(1, 5))
            Photo($"in/{number}.jpg", number);
        Adopt();
        foreach (int number in Enumerable.Range(1, 5))
            Say($"in/{number}.jpg", new() { ["title"] = "\"Lake\"" });
        var files = new DurableFiles { FaultPoint = (operation, path) => { if (operation == DurableOperation.Write && path.Contains(".xmp", StringComparison.Ordinal)) throw IoErrors.FromErrno(errno, path); } };
        Assert.Empty(Run(files));
        Assert.Equal(errno == 28 ? ErrorCode.StorageFull : ErrorCode.ReadOnly, Assert.Single(Errors).Code);
        Assert.DoesNotContain(Directory.EnumerateFiles(Full("in")), path => path.Contains(".xmp", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Repeat("Written", 5), Verdicts());
    }

    /// <summary>The region that a file says is measured in its own picture, which lies sideways in one of them; only one of both says it, or both do.</summary>
    [Theory]
    [InlineData(6, true)]
    [InlineData(6, false)]
    [InlineData(8, false)]
    [InlineData(3, false)]
    [InlineData(1, false)]
    public void Export_PhotoOfWhichOnePictureLiesSideways_HasTheRegionOfEach(int orientation, bool bothSay)
    {
        var lying = new RegionFact(0.25, 0.4, 0.2, 0.3);
        RegionFact upright = lying.Shown(orientation);
        WriteFile("in/a.jpg", Turned(1, orientation));
        WriteFile("in/a.jpg.xmp", Sidecar(lying));
        WriteFile("in/b.jpg", Turned(2, 1));
        if (bothSay)
            WriteFile("in/b.jpg.xmp", Sidecar(upright));
        Adopt();
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        var locator = new PhotoLocator(Catalog);
        new PhotoGroups(Catalog, statements).Join([locator.ByFile(Row("in/b.jpg").Id)!.Value, locator.ByFile(Row("in/a.jpg").Id)!.Value]);
        statements.Write();

        Assert.All(Run(), result => Assert.True(result.Ok, result.Detail));
        AssertRegion(lying, "in/a.jpg.xmp");
        AssertRegion(upright, "in/b.jpg.xmp");
        Assert.Equal(["Unchanged", "Unchanged"], Verdicts());
        SyncSays();
    }

    [Fact]
    public void Export_RegionThatTheOwnerSays_IsMeasuredInThePictureThatStandsForThePhoto()
    {
        WriteFile("in/a.jpg", Turned(1, 6));
        WriteFile("in/b.jpg", Turned(2, 1));
        Adopt();
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        var locator = new PhotoLocator(Catalog);
        new PhotoGroups(Catalog, statements).Join([locator.ByFile(Row("in/a.jpg").Id)!.Value], locator.ImageByFile(Row("in/b.jpg").Id)!.Value);
        statements.Write();
        Say("in/a.jpg", new() { ["person:Anna"] = Region });
        Run();
        AssertRegion(new RegionFact(0.25, 0.4, 0.2, 0.3), "in/b.jpg.xmp");
        AssertRegion(new RegionFact(0.25, 0.4, 0.2, 0.3).Stored(6), "in/a.jpg.xmp");
    }

    private void AssertRegion(RegionFact wanted, string sidecar)
    {
        using FileStream stream = File.OpenRead(Full(sidecar));
        RegionFact there = Assert.Single(SidecarReader.Read(stream).Persons).Region!;
        Assert.Equal(Rounded(wanted), Rounded(there));

        static (double, double, double, double) Rounded(RegionFact region) => (Math.Round(region.X, 6), Math.Round(region.Y, 6), Math.Round(region.Width, 6), Math.Round(region.Height, 6));
    }

    private static byte[] Turned(uint number, int orientation) =>
        new Exif { Make = "Canon", Model = "A", Orientation = (ushort)orientation, TakenAt = new DateTime(2024, 1, (int)number) }.InsertInto(TinyJpeg.Encode(number));

    private static byte[] Sidecar(RegionFact region) => SidecarSamples.Of(FormattableString.Invariant($"""
        <mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType='Resource'>
        <mwg-rs:Area stArea:x='{region.X}' stArea:y='{region.Y}' stArea:w='{region.Width}' stArea:h='{region.Height}' stArea:unit='normalized'/><mwg-rs:Name>Anna</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>
        </rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>
        """));

    private void Say(string path, Dictionary<string, string?> changes)
    {
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        statements.Say([(new PhotoLocator(Catalog).ByFile(Row(path).Id)!.Value, changes)]);
        statements.Write();
    }

    private IEnumerable<string> Verdicts() => Run().Select(result => result.Verdict);

    private List<SidecarResult> Run(DurableFiles? files = null) =>
        [.. new SidecarExportService(Catalog, TimeSpan.FromSeconds(2), files ?? new DurableFiles()).Run(new SidecarExportRequest { Filters = [new FileFilter()] }, Reporter, default)];
}
