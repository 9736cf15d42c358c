using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

[Trait("Category", "Culture")]
public sealed class CompletionTests(ModuleFixture module) : ArchiveTest(module)
{
    [Theory]
    [InlineData("Get-ImaFileStorage -Catalog ./catalog.db ", "Archive|'It''s [old]'")]
    [InlineData("Get-ImaFileStorage -Catalog ./catalog.db Ar", "Archive")]
    [InlineData("Get-ImaFileStorage -Catalog catalog.db 'It", "'It''s [old]'")]
    [InlineData("Import-ImaSession card -Catalog ./catalog.db -Storage a", "Archive")]
    [InlineData("Get-ImaFile -Catalog ./catalog.db -Session ", "'Lake 2024'|Snow")]
    [InlineData("Get-ImaFile -Catalog ./catalog.db -Format j", "JPEG")]
    [InlineData("Get-ImaFile -Catalog ./catalog.db -Camera p", "'Google Pixel 8'")]
    [InlineData("Get-ImaPhoto -Catalog ./catalog.db -Camera Goo", "'Google Pixel 8'")]
    [InlineData("Set-ImaSession Snow -TimeZone europe/os", "Europe/Oslo")]
    [InlineData("Import-ImaSession card Archive X -TimeZone tok", "Asia/Tokyo")]
    [InlineData("Remove-ImaSession -Catalog ./catalog.db S", "Snow")]
    public void Names_AreCompletedByTheCatalogGiven(string line, string expected)
    {
        Archive();
        Run("$null = New-ImaFileStorage \"It's [old]\" disk; Import-ImaSession card Archive 'Lake 2024'; Import-ImaSession card Archive Snow").Clean();
        var matches = Run("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", new { line }).Clean().Output;
        Assert.Equal(expected.Split('|'), matches.Select(match => match.ToString()));
    }

    [Fact]
    public void EveryStorageAndSession_HasACompleter() =>
        Assert.Empty(
            from item in Run("Get-Command -Module ImaLink.PowerShell").Clean().Output
            let cmdlet = (CmdletInfo)item.BaseObject
            from name in new[] { "Storage", "Session" }
            where cmdlet.Parameters.TryGetValue(name, out ParameterMetadata? parameter) && !parameter.Attributes.OfType<ArgumentCompleterAttribute>().Any()
            select cmdlet.Name);
}
