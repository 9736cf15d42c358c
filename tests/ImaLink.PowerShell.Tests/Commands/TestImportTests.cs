namespace ImaLink.PowerShell.Tests.Commands;

public sealed class TestImportTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void Verdicts_OfACard_TellWhatWouldBeLost()
    {
        FirstImport();
        File.WriteAllText(Path.Combine(Card, "notes.txt"), "x");
        Run("Get-ImaFile *DSC_0107* | Remove-ImaFile -Confirm:$false").Clean();
        var result = Run("Test-ImaImport card").Clean();
        Assert.Equal(["NotHeld", "Held", "Held", "Held", "Held", "Held", "NotAPhoto"], result.Values<string>("Verdict"));
        Assert.Equal(["DSC_0107.jpg"], result.Output.Where(item => !(bool)item.Properties["Ok"].Value).Select(item => Path.GetFileName((string)item.Properties["FullName"].Value)));
        Assert.Equal(["Imported"], Run("Test-ImaImport card | Where-Object Ok -eq $false | Import-ImaSession -Storage Archive -Title Rest | Get-ImaImportItem").Clean().Values<string>("Verdict"));
        Assert.Equal(["True"], Texts("Test-ImaImport card -Quiet"));
        Assert.Equal(["True"], Texts("Test-ImaImport card -Quick -Quiet"));
    }

    [Theory]
    [InlineData("Test-ImaImport card/*.jpg -Quiet", true, 0)]
    [InlineData("Test-ImaImport card, ./missing -Quiet", false, 1)]
    [InlineData("Test-ImaImport -LiteralPath card, missing -Quiet", false, 1)]
    [InlineData("'card', 'missing' | Test-ImaImport -Quiet", false, 1)]
    [InlineData("Test-ImaImport *.none -Quiet", false, 0)]
    [InlineData("Test-ImaImport empty -Quiet", false, 0)]
    [InlineData("Test-ImaImport texts -Quiet", false, 0)]
    [InlineData("Test-ImaImport more -Quiet", false, 0)]
    public void Quiet_IsTrueOnlyIfAPhotoWasCheckedAndAllAreHeld(string script, bool expected, int errors)
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "empty"));
        Module.File(Path.Combine(Folder, "texts", "a.txt"), "a");
        string more = Module.File(Path.Combine(Folder, "more", "x.jpg"), "");
        File.WriteAllBytes(more, [.. File.ReadAllBytes(Path.Combine(Card, "IMG_2041.jpg")), 0]);
        var result = Run(script);
        Assert.Equal(expected, Assert.Single(result.Output).BaseObject);
        Assert.Equal(Enumerable.Repeat("ImaLink.PathNotFound", errors), result.ErrorIds);
    }
}
