namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Restore-ImaCatalog as a user types it.</summary>
public sealed class RestoreCatalogTests(ModuleFixture module) : ArchiveTest(module)
{
    /// <summary>Everything that the queries tell, but for the catalog's own ids.</summary>
    private const string Dump = """
        Get-ImaFileStorage; Get-ImaSession; Get-ImaFile; Get-ImaTrash; Get-ImaImportItem First
        """;

    private string?[] Queries() => [.. Texts($$"""
        & { {{Dump}} } | ForEach-Object {
            $values = $_.PSObject.Properties | Where-Object Name -notin Id, FreeBytes | ForEach-Object { "$($_.Name)=$($_.Value)" }
            $values -join '; '
        }
        """).Order(StringComparer.Ordinal)];

    private void Lose()
    {
        foreach (string file in new[] { Catalog, Catalog + "-wal", Catalog + "-shm" })
            File.Delete(file);
    }

    [Theory]
    [InlineData("Restore-ImaCatalog disk")]
    [InlineData("Restore-ImaCatalog -LiteralPath disk")]
    [InlineData("'disk' | Restore-ImaCatalog")]
    [InlineData("Find-ImaFileStorage disk | Restore-ImaCatalog")]
    [InlineData("Restore-ImaCatalog d?sk/*")]
    [InlineData("Restore-ImaCatalog .")]
    public void Restore_CatalogLost_EveryQueryTellsTheSameAsBefore(string command)
    {
        FirstImport();
        Run("Get-ImaFile *DSC_0107* | Remove-ImaFile -Confirm:$false; $null = Test-ImaFile").Clean();
        string?[] before = Queries();
        Assert.True(before.Length > 10);
        Lose();
        Assert.Equal(["First Valid 4"], Texts($"{command} | ForEach-Object {{ \"$($_.Session) $($_.State) $($_.Restored)\" }}"));
        Assert.Equal(before, Queries());
        Run("Get-ImaTrash | Restore-ImaTrash").Clean();
        Assert.Equal(["5"], Texts("(Get-ImaFile).Count"));
    }

    [Fact]
    public void Restore_OnePathOfSeveralIsNoStorage_TheRestIsRestored()
    {
        FirstImport();
        Lose();
        ScriptResult result = Run("Restore-ImaCatalog nowhere, card, disk");
        Assert.Equal(["ImaLink.PathNotFound", "ImaLink.NotAStorage"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(["First"], result.Values<string>("Session"));
    }

    [Fact]
    public void Restore_IndexLost_IsAnErrorThatNamesIt_AndScanOrphansFindsTheFiles()
    {
        FirstImport();
        string index = Path.Combine(Root, "imports", "session_1.json");
        File.Delete(index);
        File.Delete(index + ".bak");
        Lose();
        ScriptResult result = Run("Restore-ImaCatalog disk");
        Assert.Equal("ImaLink.IndexCorrupt", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(index, result.Errors[0].TargetObject);
        Assert.Equal([("Missing", 0L, 5L)], result.Output.Select(report => ((string)report.Properties["State"].Value, (long)report.Properties["Restored"].Value, (long)report.Properties["Missing"].Value)));
        Assert.Equal(["Recovered 5 0"], Texts("Restore-ImaCatalog disk -ScanOrphans -WarningAction Ignore | ForEach-Object { \"$($_.State) $($_.Restored) $($_.Missing)\" }"));
        Assert.Equal(["First 5"], Texts("Get-ImaSession | ForEach-Object { \"$($_.Title) $((Get-ImaFile -Session $_).Count)\" }"));
    }

    [Fact]
    public void Restore_VerifyExists_NamesWhatIsGone()
    {
        FirstImport();
        string photo = Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*IMG_2041*", SearchOption.AllDirectories).First();
        File.Delete(photo);
        Lose();
        ScriptResult result = Run("Restore-ImaCatalog disk -Verify Exists");
        Assert.Equal(("ImaLink.FileNotFound", photo), (Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0], (string)result.Errors[0].TargetObject));
        Assert.Equal([1L], result.Values<long>("Missing"));
    }

    [Fact]
    public void Restore_WhatIf_ListsStoragesAndSessionsAndCreatesNoCatalog()
    {
        FirstImport();
        Lose();
        var before = Everything();
        ScriptResult result = Run("Restore-ImaCatalog disk -WhatIf").Clean();
        Assert.Empty(result.Output);
        Assert.Contains($"Archive ({Root})", result.HostText);
        Assert.Contains("First (", result.HostText);
        Assert.Equal(before, Everything());
    }
}
