using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

public sealed class CatalogTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void Readers_WithoutCatalog_FindNothingAndCreateNone()
    {
        Assert.Equal([false], Run("Get-ImaCatalog").Clean().Values<bool>("Exists"));
        Assert.Empty(Run("Get-ImaFileStorage; Get-ImaSession; Get-ImaFile; Get-ImaTrash; Test-ImaFileStorage").Clean().Output);
        Assert.Equal(["Missing", "False", "False"], Texts("(Test-ImaCatalog).Verdict; Test-ImaCatalog -Quiet; Test-ImaFileStorage -Quiet"));
        Assert.False(File.Exists(Catalog));
    }

    [Fact]
    public void Get_AfterAnImport_Counts()
    {
        FirstImport();
        var result = Run("Get-ImaCatalog").Clean();
        Assert.Equal([(1L, 1L, 5L)], result.Output.Select(info => ((long)info.Properties["Storages"].Value, (long)info.Properties["Sessions"].Value, (long)info.Properties["Files"].Value)));
        Assert.Equal(["Healthy", "True"], Texts("(Test-ImaCatalog).Verdict; Test-ImaCatalog -Quiet"));
    }

    [Fact]
    public void Environment_NamesTheCatalog_AndTheParameterOverridesIt()
    {
        string? before = Environment.GetEnvironmentVariable("IMALINK_CATALOG");
        try
        {
            Environment.SetEnvironmentVariable("IMALINK_CATALOG", Path.Combine(Folder, "environment.db"));
            Run("$PSDefaultParameterValues = @{}").Clean();
            Assert.Equal(["environment.db", "parameter.db"], Run("Get-ImaCatalog; Get-ImaCatalog -Catalog ./parameter.db").Clean().Values<string>("FullName").Select(Path.GetFileName));
            Assert.Equal([Path.Combine(Folder, "parameter.db")], Run("Get-ImaCatalog -Catalog ./parameter.db").Clean().Values<string>("FullName"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("IMALINK_CATALOG", before);
        }
    }

    [Theory]
    [InlineData("card/IMG_2041.jpg", "ImaLink.NotACatalog")]
    [InlineData("newer.db", "ImaLink.CatalogTooNew")]
    [InlineData("card", "ImaLink.CatalogUnavailable")]
    public void Unusable_Catalog_EndsTheCommandWithItsId(string catalog, string id)
    {
        Archive();
        byte[] newer = File.ReadAllBytes(Catalog);
        newer[63] = 99; // user_version
        File.WriteAllBytes(Path.Combine(Folder, "newer.db"), newer);
        foreach (string command in new[] { "Get-ImaFile", "Get-ImaCatalog", "Test-ImaFileStorage -Quiet", "New-ImaFileStorage X disk", "Import-ImaSession card Archive X", "Test-ImaImport card" })
        {
            var before = Everything();
            var result = Run($"{command} -Catalog $Path", new { Path = catalog });
            ErrorRecord error = Assert.Single(result.Errors);
            Assert.StartsWith(id + ",", error.FullyQualifiedErrorId);
            Assert.Contains(catalog, error.Exception.Message);
            Assert.Equal(before, Everything());
        }

        Assert.Equal(["Unusable", "False"], Texts("(Test-ImaCatalog -Catalog $Path).Verdict; Test-ImaCatalog -Catalog $Path -Quiet", new { Path = catalog }));
    }

    [Fact]
    public void Test_DamagedPages_AreAVerdict()
    {
        FirstImport();
        byte[] bytes = File.ReadAllBytes(Catalog);
        Array.Fill(bytes, (byte)0xA5, 8192, bytes.Length - 8192);
        File.WriteAllBytes(Catalog, bytes);
        Assert.Equal(["Damaged", "False"], Texts("(Test-ImaCatalog).Verdict; Test-ImaCatalog -Quiet"));
    }
}
