using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

[Trait("Category", "Culture")]
public sealed class GetIndexTests(ModuleFixture module) : ArchiveTest(module)
{
    private const string NoCatalog = " -Catalog nowhere.db";

    [Theory]
    [Trait("Cultures", "ar_SA")]
    [InlineData("Get-ImaFileStorage", "Get-ImaIndex $Root")]
    [InlineData("Get-ImaSession", "Get-ImaIndex $Root -Session *")]
    [InlineData("Get-ImaFile", "Get-ImaIndex $Root -File")]
    [InlineData("Get-ImaFile *IMG*", "Get-ImaIndex $Root -Path *IMG*")]
    [InlineData("Get-ImaFile disk/*/photos/2024/*", "Get-ImaIndex $Root -Path disk/*/photos/2024/*")]
    [InlineData("Get-ImaFile -Camera *eos*", "Get-ImaIndex $Root -Camera *eos*")]
    [InlineData("Get-ImaFile -After 2024-06-01", "Get-ImaIndex $Root -After 2024-06-01")]
    [InlineData("Get-ImaFile -Before 2024-12-01", "Get-ImaIndex $Root -Before 2024-12-01")]
    [InlineData("Get-ImaFile -Format jpeg", "Get-ImaIndex $Root -Format jpeg")]
    [InlineData("Get-ImaFile -Format NEF", "Get-ImaIndex $Root -Format NEF")]
    [InlineData("Get-ImaFile -State Present", "Get-ImaIndex $Root -State Present")]
    [InlineData("Get-ImaFile -State Missing", "Get-ImaIndex $Root -State Missing")]
    [InlineData("Get-ImaFile -Session Second", "Get-ImaIndex $Root Second -File")]
    [InlineData("Get-ImaFile -Hothash (Get-ImaHothash card/IMG_2041.jpg).Hothash", "Get-ImaIndex $Root -Hothash (Get-ImaHothash card/IMG_2041.jpg).Hothash.ToUpper()")]
    public void Get_WithoutCatalog_EmitsWhatTheCatalogsCommandEmits(string online, string offline)
    {
        FirstImport();
        Run("Import-ImaSession card/DSC_0107.jpg Archive Second -AllowDuplicate").Clean();
        File.Delete(Directory.EnumerateFiles(Path.Combine(Root, "photos"), "IMG_2041*", SearchOption.AllDirectories).First());
        Run("$null = Sync-ImaFileStorage Archive -AllowMassMissing").Clean();
        Assert.Equal(Records(Run(online)), Records(Run(offline + NoCatalog, new { Root })));
        Assert.False(File.Exists(Path.Combine(Folder, "nowhere.db")));
    }

    private static IEnumerable<string> Records(ScriptResult result) => result.Clean().Output
        .Select(item => string.Join("; ", item.Properties.Where(property => property.Name is not ("Id" or "FreeBytes")).Select(property => $"{property.Name}={property.Value}"))).Order(StringComparer.Ordinal);

    [Theory]
    [InlineData("Get-ImaIndex disk/imalink_*")]
    [InlineData("Get-Item -LiteralPath $Root | Get-ImaIndex")]
    [InlineData("$Root | Get-ImaIndex")]
    [InlineData("Find-ImaFileStorage disk | Get-ImaIndex")]
    [InlineData("Get-ImaIndex $Root -Session First | Get-ImaIndex")]
    [InlineData("Get-ImaIndex $Root/")]
    public void Get_ByEveryWayToNameAFolder_NeedsNoCatalog(string script)
    {
        FirstImport();
        Run("$PSDefaultParameterValues = @{ '*-Ima*:Catalog' = 'nowhere.db' }").Clean();
        Assert.Equal(["Archive"], Run(script, new { Root }).Clean().Output.Select(item => (string)(item.Properties["Name"] ?? item.Properties["Storage"]).Value));
    }

    [Theory]
    [InlineData("Get-ImaIndex")]
    [InlineData("Get-ImaIndex archive")]
    [InlineData("Get-ImaIndex -Storage Arch*")]
    [InlineData("Get-ImaFileStorage | Get-ImaIndex")]
    [InlineData("'Archive' | Get-ImaIndex")]
    public void Get_ByName_AsksTheCatalogWhereItLies(string script)
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "Archive"));
        Assert.Equal([Root], Run(script).Clean().Values<string>("FullName"));
    }

    [Fact]
    public void Get_OfASessionFromThePipeline_IsOfThatSession()
    {
        FirstImport();
        Run("Import-ImaSession card/DSC_0107.jpg Archive Second -AllowDuplicate").Clean();
        Assert.Single(Run("Get-ImaSession Second | Get-ImaIndex -File").Clean().Output);
        Assert.Equal(5, Run($"Get-ImaIndex $Root * {NoCatalog} | Where-Object Title -eq First | Get-ImaIndex -File {NoCatalog}", new { Root }).Clean().Output.Count);
    }

    [Fact]
    public void Get_FilesFromThePipeline_AreFilesToOtherCommands() =>
        Assert.Equal(5, Run("Get-ImaIndex $Root -File | Get-ImaHothash", Imported()).Clean().Output.Count);

    private object Imported()
    {
        FirstImport();
        return new { Root };
    }

    [Fact]
    public void Get_OneBadStorage_DoesNotStopTheRest()
    {
        FirstImport();
        var result = Run("Get-ImaIndex card, nowhere, $Root, nowhere/imalink_*", new { Root });
        Assert.Equal(["ImaLink.NotAStorage", "ImaLink.StorageNotFound"], result.ErrorIds);
        Assert.Equal([Root], result.Values<string>("FullName"));
        Assert.Equal(["ImaLink.SessionNotFound"], Run("Get-ImaIndex $Root Nothing", new { Root }).ErrorIds);
        Assert.Empty(Run("Get-ImaIndex $Root Nothing*", new { Root }).Clean().Output);
    }

    [Fact]
    public void Get_DamagedIndexes_WarnsAndShowsWhatIsLeft()
    {
        FirstImport();
        Run("$null = Import-ImaSession card/DSC_0107.jpg Archive Second -AllowDuplicate").Clean();
        File.Delete(Path.Combine(Root, "index.json"));
        File.WriteAllText(Path.Combine(Root, "imports", "session_1.json"), "{");
        File.Delete(Path.Combine(Root, "imports", "session_1.json.bak"));
        File.Delete(Path.Combine(Root, "imports", "session_2.json"));
        var result = Run("Get-ImaIndex $Root -Session *" + NoCatalog, new { Root });
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(("ImaLink.IndexCorrupt", ErrorCategory.InvalidData), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Equal(["Second"], result.Values<string>("Title"));
        Assert.Equal(2, result.Warnings.Count);
        Assert.EndsWith("session_2.json.bak'.", result.Warnings[1]);
    }
}
