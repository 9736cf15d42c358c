using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

[Trait("Category", "Culture")]
[Trait("Cultures", "tr_TR")]
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

    [Theory]
    [InlineData("Get-ImaPhoto -Tag ", "family|Places")]
    [InlineData("Get-ImaPhoto -Tag Places/", "Places/Italy|Places/Norway")]
    [InlineData("Get-ImaPhoto -Tag Places/Italy/", "Places/Italy/Rome")]
    [InlineData("Get-ImaPhoto -Tag Rom", "Places/Italy/Rome")]
    [InlineData("Get-ImaPhoto -Date 2", "2024")]
    [InlineData("Get-ImaPhoto -Date 2024-", "2024-07")]
    [InlineData("Get-ImaFile -After 2024-07-", "2024-07-14")]
    [InlineData("Get-ImaPhoto -Year ", "2024")]
    [InlineData("Get-ImaPhoto -Person an", "'Anna Lind'")]
    [InlineData("Get-ImaPhoto -Author ", "'Ben Berg'")]
    [InlineData("Get-ImaPhoto -Album T", "Travel|Travel/Italy")]
    [InlineData("Get-ImaPhoto -Format ", "JPEG")]
    [InlineData("Get-ImaFile -State M", "Missing")]
    [InlineData("Get-ImaImportItem -Verdict Fa", "Failed")]
    [InlineData("Resume-ImaSession ", "")]
    [InlineData("Enable-ImaFileStorage ", "Away")]
    [InlineData("Disable-ImaFileStorage ", "Archive|Backup")]
    [InlineData("Get-ImaFile -Storage Backup -Session ", "Snow")]
    [InlineData("Get-ImaFile -Session Sn", "Snow")]
    [InlineData("Import-ImaSession card Archive X -Layout '{session}", "'{session}/{name}'|'{session}/{source}'")]
    public void Words_OfTheArchive_AreOfferedWithToolTips(string line, string expected)
    {
        Archive();
        Run("""
            $null = New-ImaFileStorage Backup disk -WarningAction Ignore; $null = New-ImaFileStorage Away disk -WarningAction Ignore; $null = Disable-ImaFileStorage Away
            $null = Import-ImaSession card Archive 'Lake 2024'; $null = Import-ImaSession card/IMG_2041.jpg Backup Snow
            $all = Get-ImaFile -Storage Archive; $null = $all | Set-ImaPhoto -Date 2024-07-14T12:00 -AddTag family, Places/Norway -AddPerson 'Anna Lind' -Author 'Ben Berg'
            $null = $all[0] | Set-ImaPhoto -AddTag Places/Italy/Rome; $null = New-ImaAlbum Travel/Italy
            """).Clean();
        PSObject[] matches = [.. Run("(TabExpansion2 $line $line.Length).CompletionMatches", new { line }).Clean().Output]; // the catalog is that of $PSDefaultParameterValues
        Assert.Equal(expected, string.Join('|', matches.Select(match => (string)match.Properties["CompletionText"].Value)));
        Assert.All(matches, match => Assert.NotEqual("", (string)match.Properties["ToolTip"].Value));
    }

    [Fact]
    public void Trash_IsCompletedByItsIdsWithWhatItWas()
    {
        FirstImport();
        Run("Get-ImaFile *IMG_2041* | Remove-ImaFile -Confirm:$false").Clean();
        string id = Assert.Single(Texts("(Get-ImaTrash).Id"))!;
        PSObject match = Assert.Single(Run("(TabExpansion2 'Restore-ImaTrash ' 17).CompletionMatches").Clean().Output);
        Assert.Contains(id, (string)match.Properties["CompletionText"].Value, StringComparison.Ordinal);
        Assert.Contains("IMG_2041.jpg", (string)match.Properties["ToolTip"].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutCatalog_NothingIsOfferedAndNothingSaid()
    {
        var quiet = from item in Run("Get-Command -Module ImaLink.PowerShell").Clean().Output
                    let cmdlet = (CmdletInfo)item.BaseObject
                    from parameter in cmdlet.Parameters.Values
                    where parameter.Attributes.OfType<ArgumentCompleterAttribute>().Any(completer => typeof(NameCompleter).IsAssignableFrom(completer.Type))
                    select $"{cmdlet.Name} -{parameter.Name} ";
        int asked = 0;
        foreach (string line in quiet)
        {
            Assert.Empty(Run("(TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue", new { line }).Clean().Output);
            asked++;
        }

        Assert.True(asked > 50, $"{asked} were asked");
        Assert.False(File.Exists(Catalog));
    }
}
