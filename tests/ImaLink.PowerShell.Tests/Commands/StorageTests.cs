using System.Globalization;

namespace ImaLink.PowerShell.Tests.Commands;

public sealed class StorageTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void New_ByPosition_CreatesItByTheSessionsLocation()
    {
        var storage = Run("New-ImaFileStorage Archive ./disk 'All of it'").Clean();
        Assert.Equal(["Archive"], storage.Values<string>("Name"));
        Assert.Equal(["All of it"], storage.Values<string>("Description"));
        Assert.Equal([Path.Combine(Folder, "disk")], storage.Values<string>("BasePath"));
        Assert.Equal([Root], storage.Values<string>("FullName"));
        Assert.Equal([true], storage.Values<bool>("IsAccessible"));
        Assert.True(File.Exists(Path.Combine(Root, "index.json")));
    }

    [Fact]
    public void New_WithoutFolderOrWithANameTaken_IsAnErrorOfItsOwn()
    {
        Assert.Equal(["ImaLink.PathNotFound", "ImaLink.StorageNameTaken", "ImaLink.InvalidValue"],
            Run("New-ImaFileStorage B nowhere; $null = New-ImaFileStorage A disk; New-ImaFileStorage a disk; New-ImaFileStorage ' ' disk").ErrorIds);
        Assert.Equal(["A"], Run("Get-ImaFileStorage").Clean().Values<string>("Name"));
    }

    [Theory]
    [InlineData("$Root")]
    [InlineData("[IO.DirectoryInfo]$Root")]
    [InlineData("Get-ImaFileStorage")]
    [InlineData("[pscustomobject]@{ PSPath = \"Microsoft.PowerShell.Core\\FileSystem::$Root\"; Name = 'not this' }")]
    public void Existing_FromThePipeline_IsRegisteredAfterABadOne(string source)
    {
        FirstImport();
        var result = Run($"'nowhere', ({source}) | New-ImaFileStorage -Catalog other.db", new { Root });
        Assert.Equal(["ImaLink.NotAStorage"], result.ErrorIds);
        Assert.Equal([("Archive", 5L)], result.Output.Select(item => ((string)item.Properties["Name"].Value, (long)item.Properties["TotalFiles"].Value)));
    }

    [Fact]
    public void New_InsideAStorage_IsRefused()
    {
        Archive();
        var result = Run("New-ImaFileStorage Inner $Root/photos; New-ImaFileStorage Inner $Root", new { Root });
        Assert.Equal(["ImaLink.InvalidValue", "ImaLink.InvalidValue"], result.ErrorIds);
        Assert.Equal(["Archive"], Texts("(Get-ImaFileStorage).Name"));
    }

    [Fact]
    public void Existing_UnknownToTheCatalog_ComesWithItsSessions()
    {
        FirstImport();
        var result = Run("New-ImaFileStorage -Existing $Root -Catalog other.db; (Get-ImaFile -Catalog other.db).Count; New-ImaFileStorage -Existing $Root; New-ImaFileStorage -Existing card", new { Root });
        Assert.Equal(["ImaLink.StorageAlreadyRegistered", "ImaLink.NotAStorage"], result.ErrorIds);
        Assert.Equal("Archive", result.Output[0].Properties["Name"].Value);
        Assert.Equal(5, result.Output[1].BaseObject);
        Assert.True(File.Exists(Path.Combine(Folder, "other.db")));
    }

    [Theory]
    [InlineData("Get-ImaFileStorage Archive")]
    [InlineData("Get-ImaFileStorage archive")]
    [InlineData("Get-ImaFileStorage Arch*")]
    [InlineData("Get-ImaFileStorage 1")]
    [InlineData("Get-ImaFileStorage '1'")]
    [InlineData("Get-ImaFileStorage $uuid")]
    [InlineData("Get-ImaFileStorage \"$uuid\"")]
    [InlineData("Get-ImaFileStorage $root")]
    [InlineData("Get-ImaFileStorage $root/")]
    [InlineData("Get-ImaFileStorage ./disk/$name")]
    [InlineData("Set-Location disk; Get-ImaFileStorage $name")]
    [InlineData("Get-ImaFileStorage $storage")]
    [InlineData("$storage | Get-ImaFileStorage")]
    [InlineData("Get-Item -LiteralPath $root | Get-ImaFileStorage")]
    [InlineData("Get-ImaFileStorage (Get-Item -LiteralPath $root)")]
    [InlineData("'Archive' | Get-ImaFileStorage")]
    [InlineData("[pscustomobject]@{ Storage = 'Archive' } | Get-ImaFileStorage")]
    [InlineData("Get-ImaSession | Get-ImaFileStorage")]
    [InlineData("Get-ImaFile | ForEach-Object { $_; break } | Get-ImaFileStorage")]
    public void Storage_HoweverNamed_IsFound(string script)
    {
        FirstImport();
        Run("New-ImaFileStorage Other disk; $storage = Get-ImaFileStorage Archive; $uuid = $storage.Uuid; $root = $storage.FullName; $name = $storage.DirectoryName").Clean();
        if (script.Contains("break", StringComparison.Ordinal))
            script = "$file = (Get-ImaFile)[0]; $file | Get-ImaFileStorage";
        Assert.Equal(["Archive"], Run(script).Clean().Values<string>("Name"));
    }

    [Fact]
    public void Storage_OneOfSeveralUnknown_IsOneError()
    {
        Archive();
        var result = Run("Get-ImaFileStorage Nope, Archive, 77; 'Nope', 'Archive' | Get-ImaFileStorage; Get-ImaFileStorage Nope*");
        Assert.Equal(["ImaLink.StorageNotFound", "ImaLink.StorageNotFound", "ImaLink.StorageNotFound"], result.ErrorIds);
        Assert.Equal(["Archive", "Archive"], result.Values<string>("Name"));
        Assert.Equal("Nope", result.Errors[0].TargetObject);
        Assert.Contains("Get-ImaFileStorage lists them", result.Errors[0].Exception.Message);
    }

    [Fact]
    public void Set_NameAndDescription_EmitsTheChangedAndWritesTheIndex()
    {
        Archive();
        var result = Run("Get-ImaFileStorage | Set-ImaFileStorage -Name Main -Description 'x'").Clean();
        Assert.Equal(["Main"], result.Values<string>("Name"));
        Assert.Contains("\"display_name\": \"Main\"", File.ReadAllText(Path.Combine(Root, "index.json")));
    }

    [Fact]
    public void Set_BasePath_FindsADriveAtItsNewPlace()
    {
        FirstImport();
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "mounted"));
        var offline = Run("Import-ImaSession card Archive Second; Get-ImaTrash Archive; Get-ImaImportItem First; Test-ImaFileStorage; Test-ImaFileStorage -Quiet");
        Assert.Equal(["ImaLink.StorageOffline", "ImaLink.StorageOffline", "ImaLink.StorageOffline"], offline.ErrorIds);
        Assert.Contains("Set-ImaFileStorage -BasePath", offline.Errors[0].Exception.Message);
        Assert.Equal("Offline", offline.Output[0].Properties["Verdict"].Value);
        Assert.Equal(false, offline.Output[1].BaseObject);
        Assert.Equal(5, Run("Get-ImaFile").Clean().Output.Count);
        Assert.Equal(["ImaLink.StorageOffline"], Run("Set-ImaFileStorage Archive -BasePath card").ErrorIds);
        Assert.Equal([true], Run("Set-ImaFileStorage Archive -BasePath ./mounted").Clean().Values<bool>("IsAccessible"));
        Directory.Move(Path.Combine(Folder, "mounted"), Path.Combine(Folder, "disk"));
        Assert.Equal([Root], Run("Get-ImaFileStorage $Root", new { Root }).Clean().Values<string>("FullName"));
    }

    [Fact]
    public void Disabled_IsSkippedUnlessNamed()
    {
        FirstImport();
        Assert.Equal([false], Run("Disable-ImaFileStorage Archive").Clean().Values<bool>("IsActive"));
        Assert.Empty(Run("Get-ImaSession; Get-ImaSession First*; Get-ImaFile; Get-ImaFile *IMG_2041*; Get-ImaTrash; Test-ImaFileStorage").Clean().Output);
        Assert.Equal([1, 1, 5, 5, 1, 1], Texts("""
            @(Get-ImaFileStorage).Count; @(Get-ImaSession First).Count; @(Get-ImaFile -Session First).Count; @(Get-ImaFile -Storage Archive).Count
            @(Test-ImaFileStorage Archive).Count; @(Import-ImaSession card Archive Second -AllowDuplicate).Count
            """).Select(text => int.Parse(text!, CultureInfo.InvariantCulture)));
        Assert.Equal([true], Run("Enable-ImaFileStorage Archive").Clean().Values<bool>("IsActive"));
        Assert.Equal(2, Run("Get-ImaSession").Clean().Output.Count);
    }

    [Fact]
    public void Remove_AskedAndConfirmed_ForgetsItAndLeavesTheDisk()
    {
        FirstImport();
        Module.Answers.Enqueue(2);
        Run("Remove-ImaFileStorage Archive").Clean();
        Assert.Single(Run("Get-ImaFileStorage").Clean().Output);
        Run("Get-ImaFileStorage | Remove-ImaFileStorage -Confirm:$false").Clean();
        Assert.Empty(Run("Get-ImaFileStorage; Get-ImaFile").Clean().Output);
        Assert.Equal(5, Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public void Place_OfTwoStoragesOnOneDisk_IsWarnedOfAndCountsOnce()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        ScriptResult backup = Run("New-ImaFileStorage Backup other");
        Assert.Contains("'Backup' is on one disk with 'Archive'", Assert.Single(backup.Warnings));
        ScriptResult copy = Run("Get-ImaSession -Storage Archive | Copy-ImaSession -Destination Backup; Import-ImaSession card Archive Again -AllowDuplicate; Get-ImaSession -Storage Archive | Copy-ImaSession -Destination Backup").Clean();
        Assert.Equal(2, copy.Warnings.Count(warning => warning.Contains("'Backup' is on one disk with 'Archive'", StringComparison.Ordinal))); // once a command
        Assert.NotEmpty(Run("Get-ImaFile -CopiesLessThan 2").Clean().Output);

        Assert.Equal(["grey disk", "Owner"], Texts("Set-ImaFileStorage Backup -Place 'grey disk' | ForEach-Object { $_.Place; $_.PlaceKnownBy }"));
        Assert.Empty(Run("Get-ImaFile -CopiesLessThan 2; Get-ImaFile -CopiesLessThan 2 -Online").Clean().Output);
        Assert.Empty(Run("Get-ImaSession First -Storage Archive | Copy-ImaSession -Destination Backup").Clean().Warnings);
        Directory.Move(Path.Combine(Folder, "other"), Path.Combine(Folder, "away"));
        Assert.Empty(Run("Get-ImaFile -CopiesLessThan 2").Clean().Output);
        Assert.NotEmpty(Run("Get-ImaFile -CopiesLessThan 2 -Online").Clean().Output);
        Assert.Equal(["ImaLink.InvalidValue"], Run("Get-ImaFile -Online").ErrorIds);
        Directory.Move(Path.Combine(Folder, "away"), Path.Combine(Folder, "other"));
        Assert.NotEqual("grey disk", Texts("(Set-ImaFileStorage Backup -Place '').Place").Single());
        Assert.Equal(["red disk"], Texts("(Get-ImaFileStorage Backup).FullName | New-ImaFileStorage -Place 'red disk' -Catalog new.db | ForEach-Object Place"));
    }

    [Fact]
    public void Test_PhotosAreGone_IsNotHealthy()
    {
        FirstImport();
        Directory.Delete(Path.Combine(Root, "photos"), recursive: true);
        Directory.CreateDirectory(Path.Combine(Root, "photos"));
        Assert.Equal(["FilesMissing", "False"], Texts("(Test-ImaFileStorage).Verdict; Test-ImaFileStorage -Quiet"));
        Assert.Equal(["True", "True"], Texts("Get-ImaFileStorage | ForEach-Object { $_.IsWritable; $null -ne $_.FreeBytes }"));
    }

    [Fact]
    public void Test_EachVerdict_AndQuiet()
    {
        FirstImport();
        Assert.Equal(["Healthy", "True"], Texts("(Test-ImaFileStorage).Verdict; Test-ImaFileStorage -Quiet"));
        Assert.Equal(["True"], Texts("Get-ImaFileStorage | Test-ImaFileStorage -Quiet"));
        var unknown = Run("Test-ImaFileStorage Archive, Nope -Quiet");
        Assert.Equal(["ImaLink.StorageNotFound"], unknown.ErrorIds);
        Assert.Equal(false, Assert.Single(unknown.Output).BaseObject);
        Assert.Equal(["False"], Texts("Test-ImaFileStorage Nope* -Quiet"));
        File.AppendAllText(Path.Combine(Root, "imports", "session_1.json"), " ");
        Assert.Equal(["Damaged", "False"], Texts("(Test-ImaFileStorage).Verdict; Test-ImaFileStorage -Quiet"));
    }

    [Fact]
    public void Busy_AnotherHoldsTheLock_NamesIt()
    {
        Archive();
        using var held = new FileStream(Path.Combine(Root, ".imalink", "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var result = Run("Import-ImaSession card Archive First -LockTimeout 0; Set-ImaFileStorage Archive -Description x -LockTimeout 0");
        Assert.Equal(["ImaLink.StorageBusy", "ImaLink.StorageBusy"], result.ErrorIds);
        Assert.Contains("-LockTimeout", result.Errors[0].Exception.Message);
    }

    [Theory]
    [InlineData("Set-ImaFileStorage Archive -Description new")]
    [InlineData("Disable-ImaFileStorage Archive")]
    [InlineData("Enable-ImaFileStorage Archive")]
    [InlineData("Remove-ImaFileStorage Archive -Confirm:$false")]
    [InlineData("Set-ImaSession First -Title Second")]
    public void Stop_WhileTheStorageIsBusy_EndsPromptly(string command)
    {
        FirstImport();
        string disk = Path.Combine(Folder, "disk");
        Directory.Move(disk, disk + " unplugged");
        Run("Set-ImaFileStorage Archive -Description 'to be written'").Clean();
        Directory.Move(disk + " unplugged", disk);
        using var held = new FileStream(Path.Combine(Root, ".imalink", "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.True(Module.InvokeAndStop(command + " -LockTimeout 60", TimeSpan.FromSeconds(0.5)).Stopped);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
        held.Dispose();
        Assert.Equal(["Archive First"], Texts("(Get-ImaFileStorage).Name + ' ' + (Get-ImaSession).Title"));
    }
}
