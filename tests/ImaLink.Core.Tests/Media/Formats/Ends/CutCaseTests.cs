using ImaLink.Media.Formats.Ends;
using ImaLink.Tests.Import;
using ImaLink.Tests.Media.Identity;

namespace ImaLink.Tests.Media.Formats.Ends;

/// <summary>The cases cut-short and cut-at-import, which lie beside the repository.</summary>
public sealed class CutCaseTests : ImportTest
{
    [Theory]
    [InlineData("scan.jpg", 27_172)]
    [InlineData("motion.jpg", -4_000)]
    [InlineData("ultrahdr.jpg", -4_000)]
    [InlineData("twopage.tif", -4_000)]
    public void CutShort_IsCutAndTheWholeIsWhole(string name, int length)
    {
        byte[] whole = File.ReadAllBytes(Case("cut-short", name));
        Assert.Equal(EndState.Whole, Ask(whole).State);
        Assert.Equal(EndState.Cut, Ask(whole[..(length > 0 ? length : whole.Length + length)]).State);
        for (int cut = 1; cut < 20; cut++)
        {
            if (name != "motion.jpg" || whole.Length * cut / 20 is < 9_175 or > 9_300)
                Assert.True(Ask(whole[..(whole.Length * cut / 20)]).State == EndState.Cut, $"{name} cut to {cut} of 20 parts");
        }
    }

    [Fact]
    public void CutShort_StillOfMotionPhoto_IsWhole() =>
        Assert.Equal(EndState.Whole, Ask(File.ReadAllBytes(Case("cut-short", "motion.jpg"))[..9_175]).State);

    [Theory]
    [InlineData("y08-cut.jpg")]
    [InlineData("y10-cut.mp4")]
    public void CutAtImport_IsImportedAndTold(string name)
    {
        Put(name, File.ReadAllBytes(Case("cut-at-import", name)));
        var session = Mine.Import(Source);
        Assert.Equal([$"{name}: Imported"], Verdicts(session));
        Assert.Equal(1, session.EndingEarly);
        Assert.Contains("The image ends early", Mine.Items(session)[0].Detail);
        Assert.Contains("ends early", Assert.Single(Mine.Warnings));
        Assert.DoesNotContain("may be removed", Mine.News[^1]);
        var check = Assert.Single(Mine.Check(Source));
        Assert.Equal("Held", check.Verdict);
        Assert.Contains("The image ends early", check.Detail);
    }

    private FileEnd Ask(byte[] content)
    {
        using var file = File.OpenHandle(Write("case", content));
        return FileEnd.Of(file);
    }

    private static string Case(string folder, string name)
    {
        string? path = Corpus.Folder is null ? null : Path.Combine(Path.GetDirectoryName(Corpus.Folder)!, "cases", folder, name);
        Assert.SkipWhen(path is null || !File.Exists(path), "The cases are not beside the repository (shared/cases).");
        return path;
    }
}
