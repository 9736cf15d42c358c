namespace ImaLink.PowerShell.Tests.Commands;

public sealed class SessionTests(ModuleFixture module) : ArchiveTest(module)
{
    private void TwoStorages()
    {
        FirstImport();
        Run("New-ImaFileStorage Second disk; Import-ImaSession card Second First; Import-ImaSession card/IMG_2058.jpg Second Other").Clean();
    }

    [Fact]
    public void Get_ByStorageFromThePipeline_FiltersByIt()
    {
        TwoStorages();
        Assert.Equal(["First", "First", "Other"], Run("Get-ImaFileStorage | Get-ImaSession").Clean().Values<string>("Title"));
        Assert.Equal(["First", "Other"], Run("Get-ImaSession -Storage Second").Clean().Values<string>("Title"));
        Assert.Equal(["Second"], Run("Get-ImaFileStorage Second | Get-ImaSession First").Clean().Values<string>("Storage"));
        Assert.Equal(["First", "Other"], Run("[pscustomobject]@{ Storage = 'Second' } | Get-ImaSession").Clean().Values<string>("Title"));
    }

    [Theory]
    [InlineData("Get-ImaSession Other")]
    [InlineData("Get-ImaSession oth*")]
    [InlineData("Get-ImaSession $session.Id")]
    [InlineData("Get-ImaSession \"$($session.Id)\"")]
    [InlineData("Get-ImaSession $session.Uuid")]
    [InlineData("Get-ImaSession $session")]
    [InlineData("$session | Get-ImaSession")]
    [InlineData("'Other' | Get-ImaSession")]
    [InlineData("[pscustomobject]@{ Session = 'Other'; Storage = 'Second' } | Get-ImaSession")]
    [InlineData("Get-ImaImportItem Other | Get-ImaSession")]
    public void Session_HoweverNamed_IsFound(string script)
    {
        TwoStorages();
        Run("$session = Get-ImaSession Other").Clean();
        Assert.Equal(["Other"], Run(script).Clean().Values<string>("Title"));
    }

    [Fact]
    public void Unknown_AmongKnown_IsOneError()
    {
        FirstImport();
        var result = Run("Get-ImaSession Nope, First, Nope*; 'Nope', 'First' | Get-ImaImportItem -Verdict Duplicate");
        Assert.Equal(["ImaLink.SessionNotFound", "ImaLink.SessionNotFound"], result.ErrorIds);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Writers_AmbiguousTitle_IsAnErrorWithTheCandidates()
    {
        TwoStorages();
        var result = Run("Set-ImaSession First -Title New; Remove-ImaSession First -Confirm:$false");
        Assert.Equal(["ImaLink.AmbiguousSession", "ImaLink.AmbiguousSession"], result.ErrorIds);
        Assert.Empty(result.Output);
        foreach (Guid uuid in Run("Get-ImaSession First").Clean().Values<Guid>("Uuid"))
            Assert.Contains(uuid.ToString(), result.Errors[0].Exception.Message);
        Assert.Equal(["New"], Run("Set-ImaSession First -Storage Second -Title New").Clean().Values<string>("Title"));
        Assert.Equal(["Renamed"], Run("Get-ImaSession First | Set-ImaSession -Title Renamed").Clean().Values<string>("Title"));
    }

    [Fact]
    public void Set_FromRecords_GoesOnAfterABadOne()
    {
        FirstImport();
        var result = Run("[pscustomobject]@{ Session = 'Nope'; Storage = 'Archive' }, [pscustomobject]@{ Session = 'First'; Storage = 'Archive' } | Set-ImaSession -Author 'Ann Example <ann@example.org>' -Description d");
        Assert.Equal(["ImaLink.SessionNotFound"], result.ErrorIds);
        Assert.Equal(["Ann Example"], result.Values<string>("Author"));
        Assert.Contains("ann@example.org", File.ReadAllText(result.Values<string>("IndexFile").Single()!));
    }

    [Fact]
    public void ImportItem_OfAllSessions_AddsUp()
    {
        TwoStorages();
        Assert.Equal(13, Run("Get-ImaSession | Get-ImaImportItem").Clean().Output.Count);
        Assert.Equal(["Lake copy.jpg"], Run("Get-ImaImportItem First -Storage Archive -Verdict Duplicate").Clean().Values<string>("SourcePath").Select(Path.GetFileName));
        Assert.Equal(["Duplicate"], Run("Get-ImaFileStorage Second | Get-ImaSession Other | Get-ImaImportItem").Clean().Values<string>("Verdict"));
    }

    [Fact]
    public void Remove_AsksAndMovesToTrash()
    {
        FirstImport();
        Module.Answers.Enqueue(2);
        Assert.Contains("First (Archive, 5 files)", Run("Remove-ImaSession First").Clean().HostText);
        Assert.Single(Run("Get-ImaSession").Clean().Output);
        Run("Get-ImaSession | Remove-ImaSession -Confirm:$false").Clean();
        Assert.Empty(Run("Get-ImaSession; Get-ImaFile").Clean().Output);
        Assert.Equal(5, Run("Get-ImaTrash").Clean().Output.Count);
        Assert.Equal(5, Run("Get-ImaTrash | Restore-ImaTrash").Clean().Output.Count);
        Assert.Equal(["First"], Run("Get-ImaSession").Clean().Values<string>("Title"));
    }

    [Fact]
    public void Writers_TitleWithBracketsThatFitsSeveral_IsAnErrorToo()
    {
        FirstImport();
        Run("New-ImaFileStorage Second disk -Place Shelf; Import-ImaSession card Second 'T [x]'; Set-ImaSession First -Title 'T [x]'");
        var result = Run("Remove-ImaSession 'T [x]' -Confirm:$false; Set-ImaSession 'T [x]' -Description d");
        Assert.Equal(["ImaLink.AmbiguousSession", "ImaLink.AmbiguousSession"], result.ErrorIds);
        Assert.Equal(2, Run("Get-ImaSession 'T [x]'").Clean().Output.Count);
    }

    [Fact]
    public void Set_TimeZone_TakesWhateverNamesOne()
    {
        FirstImport();
        Assert.Equal(["Asia/Tokyo", "Asia/Tokyo", "America/New_York", "Europe/Oslo", "UTC"], Texts("""
            (Set-ImaSession First -TimeZone asia/tokyo).TimeZone
            (Get-ImaSession).TimeZone
            (Set-ImaSession First -TimeZone 'Eastern Standard Time').TimeZone
            ([pscustomobject]@{ Session = 'First'; TimeZone = 'Europe/Oslo' }, [pscustomobject]@{ Session = 'First'; TimeZone = '' } | Set-ImaSession)[1].TimeZone
            (Set-ImaSession First -TimeZone (Get-TimeZone -Id UTC)).TimeZone
            """));
        var refused = Run("Set-ImaSession First -TimeZone Mars; Set-ImaSession First -TimeZone ''; Import-ImaSession card Archive Second -TimeZone 'Kyoto Time'");
        Assert.Equal(["ImaLink.InvalidValue", "ImaLink.InvalidValue", "ImaLink.InvalidValue"], refused.ErrorIds);
        Assert.Empty(Run("Get-ImaSession Sec*").Clean().Output);
    }

    [Fact]
    public void Import_TimeZoneFromRecords_TheFirstThatSaysItCounts()
    {
        Archive();
        Assert.Equal(["Asia/Tokyo"], Texts("""
            $rows = '', 'Asia/Tokyo', 'Europe/Oslo' | ForEach-Object { [pscustomobject]@{ Path = 'card'; Storage = 'Archive'; Title = 'T'; TimeZone = $_ } }
            ($rows | Import-ImaSession).TimeZone
            """));
        Assert.NotEqual("", Texts("(Import-ImaSession card Archive Second -WarningAction Ignore).TimeZone").Single());
    }
}
