namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>What is said of photos, written beside their files.</summary>
public sealed class ExportSidecarTests(ModuleFixture module) : ArchiveTest(module)
{
    private string[] Sidecars() => [.. Directory.EnumerateFiles(Path.Combine(Folder, "disk"), "*.xmp", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Export_StorageByPosition_WritesThoseOfWhichSomethingIsSaid()
    {
        FirstImport();
        Run("$null = Get-ImaPhoto | Select-Object -First 2 | Set-ImaPhoto -Title T").Clean();
        ScriptResult result = Run("Export-ImaSidecar Archive").Clean();
        Assert.Equal(["Written", "Written"], result.Values<string>("Verdict"));
        Assert.Equal(result.Values<string>("FullName").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal), Sidecars());
        Assert.Equal(["Unchanged", "Unchanged"], Run("Export-ImaSidecar").Clean().Values<string>("Verdict"));
        Assert.Empty(Run("Sync-ImaFileStorage Archive").Clean().Output);
    }

    [Theory]
    [InlineData("Get-ImaPhoto -Tag x | Export-ImaSidecar")]
    [InlineData("Get-ImaFile -Tag x | Export-ImaSidecar")]
    [InlineData("Get-ImaAlbum A | Export-ImaSidecar")]
    [InlineData("Export-ImaSidecar -Album A")]
    [InlineData("Export-ImaSidecar -InputObject (Get-ImaPhoto -Tag x)")]
    [InlineData("Export-ImaSidecar -LiteralPath (Get-ImaPhoto -Tag x).FullName")]
    public void Export_PhotosHoweverTheyAreNamed_WritesTheirs(string script)
    {
        FirstImport();
        Run("$null = Get-ImaPhoto | Set-ImaPhoto -Title T; $null = New-ImaAlbum A; $null = Get-ImaPhoto | Select-Object -First 1 | Set-ImaPhoto -AddTag x -PassThru:$false | Add-ImaAlbumPhoto A".Replace(" -PassThru:$false", "", StringComparison.Ordinal)).Clean();
        Assert.Equal(["Written"], Run(script).Clean().Values<string>("Verdict"));
        Assert.Single(Sidecars());
    }

    [Fact]
    public void Export_WhatIf_WritesNothing()
    {
        FirstImport();
        Run("$null = Get-ImaPhoto | Set-ImaPhoto -Title T").Clean();
        Assert.Empty(Run("Export-ImaSidecar -WhatIf").Clean().Output);
        Assert.Empty(Sidecars());
    }

    [Fact]
    public void Export_NameThatNothingHas_IsAnError() => Assert.Equal(["ImaLink.AlbumNotFound"], Run("Export-ImaSidecar -Album nothing").ErrorIds);
}
