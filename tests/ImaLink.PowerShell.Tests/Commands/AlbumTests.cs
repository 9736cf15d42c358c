namespace ImaLink.PowerShell.Tests.Commands;

[Trait("Category", "Culture")]
[Trait("Cultures", "da_DK")]
public sealed class AlbumTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void NewAddGetSetRemove_ByPositionAndPipeline_DoWhatTheySay()
    {
        FirstImport();
        Assert.Equal(["Travel/Lake"], Run("New-ImaAlbum Travel/Lake -Description 'by boat'").Clean().Values<string>("FullTitle"));
        Assert.Equal([5L], Run("Get-ImaFile | Add-ImaAlbumPhoto Travel/Lake").Clean().Values<long>("Count"));
        Assert.Equal([1L], Run("$null = New-ImaAlbum One; (Get-ImaFile)[0].Hothash | Add-ImaAlbumPhoto One").Clean().Values<long>("Count"));
        Assert.Equal(["One", "Travel", "Travel/Lake"], Run("Get-ImaAlbum").Clean().Values<string>("FullTitle"));
        Assert.Equal(["Travel/Lake"], Run("Get-ImaAlbum Travel/*").Clean().Values<string>("FullTitle"));
        Assert.Equal([4L], Run("(Get-ImaFile)[0] | Remove-ImaAlbumPhoto Lake -Confirm:$false").Clean().Values<long>("Count"));
        Assert.Equal(["Travel/Sea"], Run("Get-ImaAlbum Lake | Set-ImaAlbum -Title Sea -Order TakenAt").Clean().Values<string>("FullTitle"));
        Assert.Equal(["ImaLink.InvalidValue"], Run("Remove-ImaAlbum Travel -Confirm:$false").ErrorIds);
        Run("Remove-ImaAlbum Travel -Recurse -Confirm:$false").Clean();
        Assert.Equal(["One"], Run("Get-ImaAlbum").Clean().Values<string>("FullTitle"));
    }

    [Fact]
    public void Set_AlbumIntoItself_IsAnErrorAndTheOthersAreSet()
    {
        FirstImport();
        Run("New-ImaAlbum A/B; New-ImaAlbum C").Clean();
        var result = Run("'A', 'C' | Set-ImaAlbum -Parent A/B");
        Assert.Equal(["ImaLink.InvalidValue"], result.ErrorIds);
        Assert.Equal(["A/B/C"], result.Values<string>("FullTitle"));
        Assert.Equal(["ImaLink.AlbumNotFound"], Run("Get-ImaAlbum Nope, A").ErrorIds);
    }

    [Fact]
    public void WhatIf_AllOfThem_ChangeNothing()
    {
        FirstImport();
        Run("$null = New-ImaAlbum A; Get-ImaFile | Add-ImaAlbumPhoto A").Clean();
        string[] before = Directory.GetFiles(Path.Combine(Root, "albums")).Select(File.ReadAllText).ToArray();
        Assert.Empty(Run("New-ImaAlbum B -WhatIf; Set-ImaAlbum A -Title C -WhatIf; Remove-ImaAlbum A -WhatIf; (Get-ImaFile)[0] | Remove-ImaAlbumPhoto A -WhatIf; Get-ImaFile | Add-ImaAlbumPhoto A -Position 1 -WhatIf").Output);
        Assert.Equal(before, Directory.GetFiles(Path.Combine(Root, "albums")).Select(File.ReadAllText));
        Assert.Equal(["A"], Run("Get-ImaAlbum").Clean().Values<string>("Title"));
    }

    [Fact]
    public void SavedSearch_ByHashtable_NamesWhatIsNoCondition()
    {
        FirstImport();
        Assert.Equal(["Search"], Run("New-ImaAlbum Best -Filter @{ Tags = 'Family'; RatingMin = 4 }").Clean().Values<string>("Kind"));
        Assert.Equal(["ImaLink.InvalidValue"], Run("New-ImaAlbum Other -Filter @{ Nonsense = 1 }").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("New-ImaAlbum Other -Filter @{ RatingMin = 'many' }").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("New-ImaAlbum Other -Filter @{ Rating = 'many' }").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("New-ImaAlbum Other -Filter @{ Tag = 'Family'; Tags = 'Friends' }").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("Get-ImaFile | Add-ImaAlbumPhoto Best").ErrorIds);
    }

    [Fact]
    public void SavedSearch_MadeChangedAndNested_IsCountedAndSearched()
    {
        FirstImport();
        Run("Get-ImaFile | Select-Object -First 2 | Set-ImaPhoto -Rating 4 -AddTag Family; Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Rating 5").Clean();
        Assert.Equal([2L], Run("New-ImaAlbum Best -Filter @{ Tags = 'Family'; RatingMin = 4; After = [datetime]::new(2000, 1, 1); Sessions = 'First' }").Clean().Values<long>("Count"));
        Run("New-ImaAlbum Very -Filter @{ Albums = 'Best'; RatingMin = 5 }").Clean();
        Assert.Equal(["Best=2", "Very=1"], Texts("Get-ImaAlbum | ForEach-Object { \"$_=$($_.Count)\" }"));
        Assert.Equal(2, Run("Get-ImaPhoto -Album Best").Clean().Output.Count);
        Assert.Equal([5], Run("Get-ImaAlbum Very | Get-ImaPhoto").Clean().Values<int>("Rating"));
        Assert.Equal([2L], Run("New-ImaAlbum Typed -Filter @{ tag = 'Family'; Rating = '4..'; After = [datetime]::new(2000, 1, 1); Session = 'First'; Kind = 'Photo' }").Clean().Values<long>("Count"));
        Assert.Equal(Run("Get-ImaPhoto -Tag Family -Rating 4.. -After 2000 -Session First -Kind Photo -Sort Added").Clean().Values<Guid>("Uuid"), Run("Get-ImaPhoto -Album Typed -Sort Added").Clean().Values<Guid>("Uuid"));
        Assert.Equal([1L], Run("Set-ImaAlbum Best -Filter @{ RatingMin = 5 }").Clean().Values<long>("Count"));
        Assert.Equal(["ImaLink.InvalidValue"], Run("New-ImaAlbum Other -Filter @{ Months = 13 }").ErrorIds);
        Run("New-ImaAlbum Decade -Filter @{ Year = '1970..1979', 1985; Month = '6..' }").Clean();
        Assert.Equal(["ImaLink.InvalidValue"], Run("New-ImaAlbum Other -Filter @{ Year = '1970..now' }").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("New-ImaAlbum Other -Filter @{ Text = '\"unclosed' }").ErrorIds);
    }

    [Fact]
    public void GetIndex_Album_IsShownWithoutACatalog()
    {
        FirstImport();
        Run("$null = New-ImaAlbum Travel/Lake; Get-ImaFile | Select-Object -First 2 | Add-ImaAlbumPhoto Lake").Clean();
        Run("Remove-Item $Catalog*", new { Catalog }).Clean();
        Assert.Equal(["Travel", "Travel/Lake"], Run("Get-ImaIndex $Root -Album *", new { Root }).Clean().Values<string>("FullTitle"));
        Assert.Equal([2L], Run("Get-ImaIndex $Root -Album Lake", new { Root }).Clean().Values<long>("Count"));
        Assert.Equal(2, Run("Get-ImaIndex $Root -Album Travel/Lake -File", new { Root }).Clean().Output.Count);
        Assert.Empty(Run("Get-ImaIndex $Root -Album Travel -File", new { Root }).Clean().Output);
        Assert.Equal(["ImaLink.AlbumNotFound"], Run("Get-ImaIndex $Root -Album Nope", new { Root }).ErrorIds);
        Assert.False(File.Exists(Catalog));
    }

    [Theory]
    [InlineData("Get-ImaFile | Add-ImaAlbumPhoto A | Select-Object -First 1", 5)]
    [InlineData("Get-ImaFile | Select-Object -First 2 | Add-ImaAlbumPhoto A", 2)]
    [InlineData("Get-ImaFile | ForEach-Object { $_; if (++$n -eq 3) { throw 'stop' } } | Add-ImaAlbumPhoto A", 3)]
    public void Add_PipelineThatEndsEarly_PutsInWhatCameAndWritesIt(string script, long photos)
    {
        FirstImport();
        Run("$null = New-ImaAlbum A; $n = 0").Clean();
        Run(script);
        Assert.Equal([photos], Run("Get-ImaAlbum A").Clean().Values<long>("Count"));
        Run("$null = Restore-ImaCatalog disk -Catalog other.db").Clean();
        Assert.Equal([photos], Run("Get-ImaAlbum A -Catalog other.db").Clean().Values<long>("Count"));
    }

    [Fact]
    public void Add_StoppedByItsUser_PutsInWhatCameAndWritesIt()
    {
        FirstImport();
        Run("$null = New-ImaAlbum A; $global:came = 0").Clean();
        Assert.True(Module.InvokeAndStop("Get-ImaFile | ForEach-Object { $_; if (++$global:came -eq 2) { while ($true) { Start-Sleep -Milliseconds 50 } } } | Add-ImaAlbumPhoto A", TimeSpan.FromSeconds(2)).Stopped);
        Run("$null = Restore-ImaCatalog disk -Catalog other.db").Clean();
        Assert.Equal([2L], Run("Get-ImaAlbum A -Catalog other.db").Clean().Values<long>("Count"));
        Assert.Empty(Run("(Get-ImaAlbum A).Unwritten").Clean().Output);
    }

    [Fact]
    public void Restore_LostCatalog_HasTheAlbums()
    {
        FirstImport();
        Run("$null = New-ImaAlbum Travel/Lake; Get-ImaFile | Add-ImaAlbumPhoto Lake").Clean();
        Run("$null = Restore-ImaCatalog disk -Catalog other.db").Clean();
        Assert.Equal([0L, 5L], Run("Get-ImaAlbum -Catalog other.db").Clean().Values<long>("Count"));
        Assert.Equal([true], Run("Test-ImaIndex -Quiet").Clean().Output.Select(value => (bool)value.BaseObject));
    }

    [Fact]
    public void TestIndex_OfAnAlbum_TellsItsTitle()
    {
        FirstImport();
        Run("$null = New-ImaAlbum Lake; Get-ImaFile | Add-ImaAlbumPhoto Lake").Clean();
        Assert.Equal(["Lake"], Run("Test-ImaIndex | Where-Object Album").Clean().Values<string>("Album"));
        Assert.Contains("5 Lake", string.Join('\n', Run("Test-ImaIndex | Out-String -Stream").Clean().Output.Select(line => line.ToString())), StringComparison.Ordinal);
    }
}
