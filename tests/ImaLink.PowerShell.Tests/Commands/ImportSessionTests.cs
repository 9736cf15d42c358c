using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests.Commands;

public sealed class ImportSessionTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void ByPosition_Folder_EmitsTheSession()
    {
        Archive();
        var result = Run("Import-ImaSession ./card Archive First").Clean();
        Assert.Equal([(6, 5, 1, "Completed")], result.Output.Select(item => ((int)item.Properties["SourceFiles"].Value, (int)item.Properties["Imported"].Value,
            (int)item.Properties["Duplicate"].Value, (string)item.Properties["Status"].Value)));
        Assert.Equal(["First"], result.Values<string>("Title"));
    }

    [Fact]
    public void Records_EachPairOfStorageAndTitle_BecomesOneSession()
    {
        Archive();
        var result = Run("""
            $null = New-ImaFileStorage Other disk
            [pscustomobject]@{ Path = 'card/IMG_*.jpg'; Storage = 'Archive'; Title = 'Lake' },
            [pscustomobject]@{ Path = 'card/DSC_0107.jpg'; Storage = 'Archive'; Title = 'Snow' },
            [pscustomobject]@{ Path = 'card/PXL_20250302_174455.jpg'; Storage = 'Other'; Title = 'Lake' },
            [pscustomobject]@{ Path = 'card/DSC_0112.jpg'; Storage = 'Archive'; Title = 'Snow' } | Import-ImaSession
            """).Clean();
        Assert.Equal(["Lake/Archive/2", "Snow/Archive/2", "Lake/Other/1"],
            result.Output.Select(item => $"{item.Properties["Title"].Value}/{item.Properties["Storage"].Value}/{item.Properties["Imported"].Value}"));
    }

    [Fact]
    public void Records_OneStorageNamedInSeveralWays_IsOneSession()
    {
        Archive();
        var result = Run("""
            [pscustomobject]@{ Path = 'card/IMG_2041.jpg'; Storage = 'Archive'; Title = 'Lake' },
            [pscustomobject]@{ Path = 'card/DSC_0107.jpg'; Storage = 'Nope'; Title = 'Lake' },
            [pscustomobject]@{ Path = 'card/DSC_0107.jpg'; Storage = (Get-ImaFileStorage Archive).Uuid; Title = 'Lake' },
            [pscustomobject]@{ Path = 'card/DSC_0112.jpg'; Storage = 'arch*'; Title = 'Lake' } | Import-ImaSession
            """);
        Assert.Equal(["ImaLink.StorageNotFound"], result.ErrorIds);
        Assert.Equal([3], result.Values<int>("Imported"));
    }

    [Fact]
    public void SamePhotosAgain_UnderTheSameTitle_WarnsOfBoth()
    {
        FirstImport();
        var result = Run("Import-ImaSession card Archive First").Clean();
        Assert.Equal([0], result.Values<int>("Imported"));
        Assert.Collection(result.Warnings, text => Assert.Contains("had a session 'First' already", text), text => Assert.Contains("no file of its own", text));
        Assert.Empty(Run("Import-ImaSession card Archive Second -AllowDuplicate").Clean().Warnings);
    }

    [Fact]
    public void Pipeline_PathsAndFiles_AreOneSession()
    {
        Archive();
        Assert.Equal([5], Run("'card/IMG_2041.jpg', 'card/IMG_2058.jpg', 'card' | Import-ImaSession -Storage Archive -Title Texts").Clean().Values<int>("Imported"));
        Assert.Equal([2], Run("Get-Item $Card/IMG_2041.jpg, $Card/IMG_2058.jpg | Select-Object -ExpandProperty FullName | Import-ImaSession -Storage Archive -Title Files -AllowDuplicate", new { Card }).Clean().Values<int>("Imported"));
    }

    [Fact]
    public void BadItems_AmongGood_CostOneErrorEach()
    {
        Archive();
        string broken = Path.Combine(Card, "broken.jpg");
        File.CreateSymbolicLink(broken, Path.Combine(Card, "nowhere"));
        var result = Run("Import-ImaSession card, ./missing, Env:PATH -Storage Archive -Title First; Import-ImaSession card Nope X; Import-ImaSession -LiteralPath gone -Storage Archive -Title X; Import-ImaSession card Archive X -Layout '{nope}'; Import-ImaSession $Root Archive X; Import-ImaSession card Archive ' '; Import-ImaSession card Archive ' ' -WhatIf", new { Root });
        Assert.Equal(["ImaLink.PathNotFound", "ImaLink.NotFileSystem", "ImaLink.ImportFailed", "ImaLink.StorageNotFound", "ImaLink.PathNotFound", "ImaLink.InvalidLayout", "ImaLink.SourceInStorage", "ImaLink.InvalidValue", "ImaLink.InvalidValue"], result.ErrorIds);
        Assert.Equal(broken, result.Errors[2].TargetObject);
        Assert.Equal([5], result.Values<int>("Imported"));
    }

    [Fact]
    public void Nothing_ToImport_IsAnErrorAndLeavesNoSession()
    {
        Archive();
        Directory.CreateDirectory(Path.Combine(Folder, "empty"));
        Assert.Equal(["ImaLink.NothingToImport"], Run("Import-ImaSession empty Archive None").ErrorIds);
        Assert.Empty(Run("Get-ImaSession").Clean().Output);
    }

    [Fact]
    public void WhatIf_ListsEachFileWithVerdictAndTarget_AndChangesNothing()
    {
        Archive();
        var before = Everything();
        var result = Run("Import-ImaSession card Archive First -WhatIf").Clean();
        Assert.Equal(["Duplicate 1", "Imported 5"], result.Values<string>("Verdict").GroupBy(verdict => verdict).Select(verdict => $"{verdict.Key} {verdict.Count()}").Order());
        Assert.Equal([Path.Combine(Card, "Lake copy.jpg")], result.Output.Where(item => item.Properties["ExistingPath"].Value is string).Select(item => item.Properties["SourcePath"].Value));
        Assert.Contains(Path.Combine(Root, "photos", "2024", "First", "IMG_2041.jpg"), result.Values<string>("FullName"));
        Assert.Contains("\"Import session 'First'\" on target \"Archive: ", result.HostText);
        Assert.Contains("What if: 6 files: 1 Duplicate (", Assert.Single(Texts("Import-ImaSession card Archive First -WhatIf 6>&1 | Where-Object { $_ -is [System.Management.Automation.InformationRecord] }")));
        Assert.Equal(before, Everything());
        Assert.Empty(Run("Get-ImaSession").Clean().Output);
    }

    [Fact]
    public void Confirm_Refused_ChangesNothing()
    {
        Archive();
        var before = Everything();
        Module.Answers.Enqueue(2);
        Assert.Contains("Import session 'First'", Run("Import-ImaSession card Archive First -Confirm").Clean().HostText);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void Layout_TextAndScript_DecideThePlace()
    {
        Archive();
        Run("Import-ImaSession card Archive First -Layout '{yyyy}-{MM}/{name}'").Clean();
        Run("Import-ImaSession card Archive Second -AllowDuplicate -Layout { \"$($_.CameraModel)/$($_.TakenAt.Year)\" }").Clean();
        Assert.Equal(["photos/2024-06/IMG_2041.jpg"], Run("Get-ImaFile -Session First *IMG_2041*").Clean().Values<string>("RelativePath"));
        Assert.Equal(["photos/Pixel 8/2025/PXL_20250302_174455.jpg"], Run("Get-ImaFile -Session Second -Camera Pixel*").Clean().Values<string>("RelativePath"));
        var broken = Run("Import-ImaSession card Archive Third -AllowDuplicate -Layout { throw 'no' }; Import-ImaSession card Archive Fourth -Layout 7");
        Assert.All(broken.Errors, error => Assert.DoesNotContain("   at ", error.ToString()));
        Assert.Contains("ImaLink.InvalidLayout", broken.ErrorIds);
    }

    [Fact]
    public void Verbose_TellsTheDecisionForEachFile()
    {
        Archive();
        var told = Run("Import-ImaSession card Archive First -Verbose").Clean().Verbose;
        Assert.Equal(5, told.Count(line => line.StartsWith("Imported: ", StringComparison.Ordinal)));
        Assert.Single(told, line => line.StartsWith("Duplicate: ", StringComparison.Ordinal));
    }

    [Fact]
    public void InPlace_RegistersWhatLiesInTheStorage()
    {
        Archive();
        foreach (string photo in Directory.EnumerateFiles(Card))
            File.Copy(photo, Path.Combine(Root, "photos", Path.GetFileName(photo)));
        Assert.Equal([6], Run("Import-ImaSession $Photos Archive Adopted -InPlace", new { Photos = Path.Combine(Root, "photos") }).Clean().Values<int>("Imported"));
        Assert.Equal(["ImaLink.NotInStorage"], Run("Import-ImaSession card Archive X -InPlace").ErrorIds);
    }

    [Fact]
    public void Stopped_EndsPromptly_WarnsLaterAndIsResumed()
    {
        Archive();
        BulkPhotos.Tiny(Path.Combine(Folder, "many"), 20_000); // seconds of work on any machine
        string photos = Path.Combine(Root, "photos");
        Assert.True(Module.InvokeAndStop("Import-ImaSession many Archive 'Many [1]' -NoPreview", when: () => Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories).Any()).Stopped);
        Assert.InRange(Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories).Count(), 1, 15_000);
        Assert.Equal(["True True Incomplete"], Texts("Get-ImaSession | ForEach-Object { \"$($_.Files -gt 0) $($_.Bytes -gt 0) $($_.Status)\" }")); // what is there so far
        Assert.Equal(["Unfinished", "False"], Texts("(Test-ImaFileStorage).Verdict; Test-ImaFileStorage -Quiet"));
        Assert.Contains("Resume-ImaSession", Assert.Single(Run("Import-ImaSession card Archive Later").Clean().Warnings));

        // The same command again would copy once more what it has placed.
        Assert.Equal(["ImaLink.SessionIncomplete"], Run("Import-ImaSession many Archive 'Many [1]' -NoPreview").ErrorIds);

        var before = Everything();
        Assert.Contains("\"Resume import\" on target \"Archive: Many [1]\"", Run("Resume-ImaSession -WhatIf").Clean().HostText);
        Assert.Equal(before, Everything());

        // Another catalog goes on with it by its very name only, and shows from where.
        Run("New-ImaFileStorage -Existing $Root -Catalog other.db", new { Root }).Clean();
        foreach (string unnamed in new[] { "Resume-ImaSession", "Resume-ImaSession *", "Get-ImaSession 'Many [1]' -Catalog other.db | Resume-ImaSession" })
            Assert.Equal(["ImaLink.NothingToResume"], Run($"{unnamed} -Catalog other.db -Confirm:$false").ErrorIds.Distinct());
        Assert.Contains($"'{Path.Combine(Folder, "many")}", Run("Resume-ImaSession 'Many [1]' -Catalog other.db -WhatIf").Clean().HostText);
        Assert.InRange(Directory.EnumerateFiles(photos, "*", SearchOption.AllDirectories).Count(), 1, 15_010);
        var result = Run("'Nope', 'Many [1]', 'Later' | Resume-ImaSession");
        Assert.Equal(["ImaLink.NothingToResume", "ImaLink.NothingToResume"], result.ErrorIds);
        Assert.Equal([(20_000L, "Imported")], result.Output.Select(item => ((long)item.Properties["Files"].Value, (string)item.Properties["Verdict"].Value)));
        Assert.Empty(Run("Resume-ImaSession").Clean().Output);
        Assert.Equal(["True"], Texts("Test-ImaFileStorage -Quiet"));
        Assert.NotEmpty(result.Progress);
        Assert.Equal(System.Management.Automation.ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }
}
