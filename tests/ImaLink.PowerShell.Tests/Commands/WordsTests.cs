using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>What is said is so: words of commands that were wrong once.</summary>
public sealed class WordsTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void SyncWhatIf_SaysOfEachFindingWhetherItIsRecorded()
    {
        FirstImport();
        File.Copy(Path.Combine(Card, Directory.EnumerateFiles(Card).First()), Path.Combine(Root, "photos", "copy.jpg"));
        string text = Run("Sync-ImaFileStorage Archive -WhatIf").Clean().HostText;
        Assert.DoesNotContain("Record as", text);
        Assert.Contains("Tell as Copied, recorded only with -AddNew", text);
        Assert.Contains("Record as Copied in the session 'By hand'", Run("Sync-ImaFileStorage Archive -AddNew -Title 'By hand' -WhatIf").Clean().HostText);
    }

    [Theory]
    [InlineData("Get-ImaFileStorage Arhive", "No storage is called 'Arhive'. Did you mean 'Archive'?")]
    [InlineData("Get-ImaSession Frist", "No session is called 'Frist'. Did you mean 'First'?")]
    [InlineData("Get-ImaAlbum Mien", "No album is called 'Mien'. Did you mean 'Mine'?")]
    [InlineData("Get-ImaTag lkae", "No photo has the tag 'lkae'. Did you mean 'lake'?")]
    [InlineData("Get-ImaPhoto -Tag lkae", "No photo has the tag 'lkae'. Did you mean 'lake'?")]
    [InlineData("Get-ImaPhoto -Camera 'Google Pixl 8'", "Did you mean 'Google Pixel 8'?")]
    public void NameThatNothingHas_HintsAtTheNearest(string line, string expected)
    {
        FirstImport();
        Run("$null = New-ImaAlbum Mine; $null = Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -AddTag lake").Clean();
        Assert.Contains(expected, Assert.Single(Run(line).Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesThatFailed_AreImportedFromTheirLedger()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link that leads nowhere needs rights there.");
        Archive();
        string late = Path.Combine(Card, "late.jpg"), elsewhere = Path.Combine(Folder, "late");
        File.CreateSymbolicLink(late, elsewhere);
        Run("Import-ImaSession card Archive First -WarningAction Ignore -ErrorAction Ignore").Clean();
        File.WriteAllBytes(elsewhere, ImaLink.SamplePhotos.PhotoLike.Jpeg(7, 40, 30));
        var again = Run("Get-ImaImportItem First -Verdict Failed | ForEach-Object SourcePath | Import-ImaSession -Storage Archive -Title 'First, again' -WarningAction Ignore");
        Assert.Equal([1], again.Clean().Values<int>("Imported"));
    }

    [Fact]
    public void StorageWhereNoneExistsYet_TellsHowToMakeOne() =>
        Assert.Contains("there is none yet: New-ImaFileStorage", Assert.Single(Run("Import-ImaSession card Archive First -WarningAction Ignore").Errors).Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void AmbiguousSession_TellsTimesToTheMinute()
    {
        FirstImport();
        Run("Import-ImaSession card Archive First -AllowDuplicate -WarningAction Ignore").Clean();
        string told = Assert.Single(Run("Set-ImaSession First -Description x").Errors).Exception.Message;
        Assert.Matches(@"'First' of \d{4}-\d\d-\d\d \d\d:\d\d on Archive", told);
    }

    [Fact]
    public void WhatIf_OfSeveral_TellsHowManyTheyAre()
    {
        FirstImport();
        Assert.Equal(["What if: 5 in all."], Texts("Get-ImaFile | Remove-ImaFile -WhatIf 6>&1"));
    }

    [Fact]
    public void SetSession_FromCsv_RetitlesAndLeavesWhatIsEmptyOrTheSame()
    {
        FirstImport();
        Run("$null = Import-ImaSession card Archive Second -AllowDuplicate -NoPreview -Author Ann").Clean();
        // What Export-Csv and Import-Csv make of Get-ImaSession, with one title edited.
        Run("$rows = Get-ImaSession | ForEach-Object { [pscustomobject]@{ Uuid = \"$($_.Uuid)\"; StorageUuid = \"$($_.StorageUuid)\"; Title = \"$($_.Title)\".Replace('First', 'Lake'); Description = ''; Author = \"$($_.Author)\" } }").Clean();
        Assert.Equal(["Lake", "Second"], Run("$rows | Set-ImaSession").Clean().Values<string>("Title"));
        Assert.Equal(["Lake /", "Second /Ann"], Texts("Get-ImaSession | ForEach-Object { \"$($_.Title) $($_.Description)/$($_.Author)\" }"));
        Run("$rows = [pscustomobject]@{ Session = 'Lake'; Title = 'Sea'; Description = '' }, [pscustomobject]@{ Session = 'Second'; Title = ''; Description = 'Waves' }").Clean();
        Assert.Equal(["Sea /", "Second Waves/Ann"], Texts("$rows | Set-ImaSession | ForEach-Object { \"$($_.Title) $($_.Description)/$($_.Author)\" }"));
    }

    [Fact]
    public void SetSession_ObjectFromThePipeline_OnlyNamesTheSession()
    {
        FirstImport();
        Assert.Equal(["New/Text"], Texts("$old = Get-ImaSession; $null = Set-ImaSession First -Title New; $old | Set-ImaSession -Description Text | ForEach-Object { \"$($_.Title)/$($_.Description)\" }"));
        Assert.Equal(["ImaLink.InvalidValue", "ImaLink.InvalidValue"], Run("Get-ImaSession | Set-ImaSession; Set-ImaSession New").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("Set-ImaSession New -Title ''").ErrorIds);
    }

    [Fact]
    public void SetStorage_FromCsv_RenamesAndDescribes()
    {
        Archive();
        Run("$rows = [pscustomobject]@{ Storage = 'Archive'; Name = 'NAS'; Description = 'The big one' }").Clean();
        Assert.Equal(["NAS/The big one"], Texts("$rows | Set-ImaFileStorage | ForEach-Object { \"$($_.Name)/$($_.Description)\" }"));
        Assert.Equal(["ImaLink.InvalidValue"], Run("Get-ImaFileStorage | Set-ImaFileStorage").ErrorIds);
    }

    [Fact]
    public void Remove_DisabledStorageWhoseDiskIsDead_IsForgotten()
    {
        Archive();
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "gone"));
        Run("$null = Disable-ImaFileStorage Archive; Remove-ImaFileStorage Archive -Confirm:$false").Clean();
        Assert.Empty(Texts("Get-ImaFileStorage"));
    }

    [Fact]
    public void Backup_ClockWasSetBack_KeepsTheOneJustMade()
    {
        Archive();
        Directory.CreateDirectory(Path.Combine(Folder, "backups"));
        string made = Texts("(Backup-ImaCatalog backups).FullName").Single()!;
        File.Move(made, made.Replace("imalink_catalog_2", "imalink_catalog_3", StringComparison.Ordinal)); // a clock that was a thousand years ahead
        string kept = Texts("(Backup-ImaCatalog backups -Keep 1).FullName").Single()!;
        Assert.Equal([kept], Directory.EnumerateFiles(Path.Combine(Folder, "backups")));
    }

    [Fact]
    public void Question_NobodyCanBeAsked_SaysWhatToAdd()
    {
        Archive();
        Run("$null = New-ImaFileStorage Other disk").Clean();
        ScriptResult result = Run("Get-ImaFileStorage | Remove-ImaFileStorage"); // the host of these tests cannot be asked
        Assert.Equal(["ImaLink.NotInteractive"], result.ErrorIds);
        Assert.Contains("-Confirm:$false", result.Errors[0].Exception.Message);
        Assert.DoesNotContain("defect", result.Errors[0].Exception.Message);
        Assert.Equal(2, Texts("Get-ImaFileStorage").Count());
    }

    [Fact]
    public void Import_PreviewCannotBeMade_GivesItsSessionEvenWhereErrorsStop()
    {
        Archive();
        Directory.CreateDirectory(Path.Combine(Folder, "odd"));
        File.WriteAllBytes(Path.Combine(Folder, "odd", "a.jpg"), File.ReadAllBytes(Directory.EnumerateFiles(Card, "*.jpg").First())[..300]);
        ScriptResult result = Run("Import-ImaSession odd Archive Odd -ErrorAction Stop -Verbose").Clean();
        Assert.Equal(["Completed"], result.Values<string>("Status"));
        Assert.Contains(result.Verbose, text => text.StartsWith("No preview", StringComparison.Ordinal));
        Assert.Equal(["False"], Texts("(Get-ImaFile -Session Odd).HasHotpreview"));
    }

    [Fact]
    public void Import_FolderThatHoldsOnlyAStorage_SaysSo()
    {
        Archive();
        Run("$null = mkdir other; $null = New-ImaFileStorage Other other").Clean();
        Assert.Contains("storages are left out", Assert.Single(Run("Import-ImaSession disk Other X").Errors).Exception.Message);
    }

    [Fact]
    public void Import_OfOnePhoto_SpeaksOfOne()
    {
        Archive();
        string photo = Directory.EnumerateFiles(Card).First();
        Assert.Contains("The one source file is accounted for", Texts("Import-ImaSession $photo Archive A 6>&1", new { photo }).First());
        Assert.Contains("its only photo was in the archive already", Assert.Single(Run("Import-ImaSession $photo Archive B", new { photo }).Clean().Warnings));
        Assert.Contains("(Archive, 1 file)", Run("Remove-ImaSession A -WhatIf").Clean().HostText);
    }

    [Fact]
    public void Import_InPlaceAgain_DoesNotCountWhatIsRegisteredAsUnsafe()
    {
        Archive();
        File.Copy(Directory.EnumerateFiles(Card).First(), Path.Combine(Root, "photos", "a.jpg"));
        string photos = Path.Combine(Root, "photos");
        ScriptResult again = Run("$null = Import-ImaSession $photos Archive A -InPlace; Import-ImaSession $photos Archive B -InPlace 6>&1", new { photos }).Clean();
        string news = Assert.Single(again.Output.Select(item => item.ToString()!), text => text.Contains("registered", StringComparison.Ordinal));
        Assert.Contains("0 of 1 files were registered on 'Archive'; 1 were left as they are", news);
        Assert.DoesNotContain("safe", news);
    }

    [Fact]
    public void GetSession_SeveralStorages_GivesTheSessionsOfAll()
    {
        FirstImport();
        Run("$null = mkdir other; $null = New-ImaFileStorage Other other; $null = Copy-ImaSession First Other").Clean();
        Assert.Equal(["Archive", "Other"], Run("Get-ImaSession -Storage Archive, Other").Clean().Values<string>("Storage"));
        Assert.Equal(2 * Texts("Get-ImaImportItem First -Storage Archive").Count(), Texts("Get-ImaImportItem First -Storage Archive, Other").Count());
        Assert.Contains("'First' fits several sessions", Assert.Single(Run("Set-ImaSession First -Storage Archive, Other -Title X").Errors).Exception.Message);
    }

    [Fact]
    public void ReadingCommand_CatalogDoesNotExist_Warns()
    {
        Assert.Contains("There is no catalog", Assert.Single(Run("Get-ImaSession -Catalog mistyped.db").Clean().Warnings));
        Assert.Contains("There is no catalog", Assert.Single(Run("Get-ImaFile -Catalog mistyped.db").Clean().Warnings));
        Archive();
        Assert.Empty(Run("Get-ImaSession").Clean().Warnings);
    }

    [Fact]
    public void SetSession_SessionAndItsCopy_SaysThatTheStorageDecides()
    {
        FirstImport();
        Run("$null = mkdir other; $null = New-ImaFileStorage Other other; $null = Copy-ImaSession First Other").Clean();
        string message = Assert.Single(Run("Set-ImaSession First -Title X").Errors).Exception.Message;
        Assert.Contains("-Storage 'Archive' or -Storage 'Other'", message);
        Assert.DoesNotContain("by its UUID", message);
        Assert.Equal(["First"], Texts("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", new { line = "Get-ImaSession -Catalog ./catalog.db " }));
        Assert.Equal(["Other"], Run("Set-ImaSession First -Storage Other -Title X").Clean().Values<string>("Storage"));
    }

    [Fact]
    public void Import_RowsOfACsv_TakeDescriptionAndAuthor()
    {
        Archive();
        Run("$rows = [pscustomobject]@{ Path = 'card'; Storage = 'Archive'; Title = 'Lake'; Description = 'At the lake'; Author = 'Ann' }, [pscustomobject]@{ Path = 'card'; Storage = 'Archive'; Title = 'Sea'; Description = ''; Author = '' }").Clean();
        Assert.Equal(["Lake At the lake/Ann", "Sea /"], Texts("$rows | Import-ImaSession -AllowDuplicate -NoPreview | ForEach-Object { \"$($_.Title) $($_.Description)/$($_.Author)\" }"));
    }

    [Fact]
    public void GetImportItem_FilesFromThePipeline_GivesTheirLinesAlone()
    {
        FirstImport();
        Assert.Equal(["True"], Texts("$file = @(Get-ImaFile)[0]; $items = @($file | Get-ImaImportItem); \"$($items.Count -eq 1 -and $items[0].FullName -eq $file.FullName)\""));
        string moved = Texts("$file.FullName").Single()!;
        File.Move(moved, Path.Combine(Root, "photos", "moved.jpg"));
        Assert.Equal([Path.GetFileName(moved)], Texts("$null = Sync-ImaFileStorage Archive; Get-ImaFile | Where-Object Name -eq moved.jpg | Get-ImaImportItem | Where-Object Verdict -eq Imported | ForEach-Object { [IO.Path]::GetFileName($_.FullName) }"));
        Assert.Equal(["True"], Texts("\"$(@(Get-ImaSession | Get-ImaImportItem).Count -eq (Get-ImaSession).SourceFiles)\""));
    }

    [Fact]
    public void Measure_SessionsOfOneTitle_AreKeptApart()
    {
        FirstImport();
        Run("$null = Import-ImaSession card Archive First -AllowDuplicate -NoPreview -WarningAction Ignore").Clean();
        ScriptResult result = Run("Measure-ImaFileStorage -By Session").Clean();
        Assert.Equal(["First", "First"], result.Values<string>("Name"));
        Assert.Equal(2, result.Values<Guid>("SessionUuid").Distinct().Count());
    }

    [Fact]
    public void Import_Stopped_SaysThatItGoesOn()
    {
        Archive();
        BulkPhotos.Tiny(Path.Combine(Folder, "many"), 20_000); // seconds of work on any machine
        string photos = Path.Combine(Root, "photos");
        ScriptResult result = Module.InvokeAndStop("Import-ImaSession many Archive Many -NoPreview", when: () => Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories).Any());
        Assert.True(result.Stopped);
        Assert.Contains("Resume-ImaSession goes on with the rest", result.HostText);
    }
}
