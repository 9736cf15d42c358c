namespace ImaLink.PowerShell.Tests.Commands;

public sealed class IntegrityTests(ModuleFixture module) : ArchiveTest(module)
{
    private const string Photo = "(Get-ImaFile *DSC_0107*)";

    private void Backup()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("New-ImaFileStorage Backup other -Place 'another disk'; Copy-ImaSession First Backup").Clean();
    }

    private string FlipBit()
    {
        string path = Texts($"{Photo}[0].FullName").First()!;
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 4;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
        return path;
    }

    [Fact]
    public void TestFile_EveryWayOfNaming_FindsTheSame()
    {
        FirstImport();
        FlipBit();
        foreach (string script in new[]
        {
            "Test-ImaFile", "Test-ImaFile *", "Test-ImaFile -Storage Archive", "Test-ImaFile -Session First", "Get-ImaFile | Test-ImaFile",
            "Get-ImaSession | Test-ImaFile", "Get-ImaFileStorage | Test-ImaFile", "Test-ImaFile | Test-ImaFile", "(Get-ImaFile).FullName | Test-ImaFile",
            "Test-ImaFile -LiteralPath (Get-ImaFile).FullName", "Test-ImaFile -Hothash (Get-ImaFile).Hothash", "Test-ImaFile -OlderThan ([datetime]::UtcNow)",
            "Test-ImaFile -OlderThan ([timespan]::Zero)", "Test-ImaFile -MaxDuration 0:1",
        })
        {
            ScriptResult result = Run(script).Clean();
            Assert.Equal((script, 5, 1), (script, result.Output.Count, result.Values<string>("Verdict").Count(verdict => verdict == "Corrupt")));
        }
    }

    [Fact]
    public void TestFile_Quiet_IsOneBoolean()
    {
        FirstImport();
        Assert.Equal(["True"], Texts("Test-ImaFile -Quiet"));
        Assert.Equal(["False"], Texts("Test-ImaFile -OlderThan 30 -Quiet")); // nothing was checked
        FlipBit();
        Assert.Equal(["False"], Texts("Test-ImaFile -Quiet"));
        ScriptResult unknown = Run("'nowhere' | Test-ImaFile -Quiet");
        Assert.Equal(["ImaLink.FileNotFound"], unknown.ErrorIds);
        Assert.Equal("False", Assert.Single(unknown.Output).ToString());

        // Whatever goes wrong: also what ends the command, and a storage whose index cannot be written at the end.
        ScriptResult nothing = Run("Test-ImaFile -Session Nowhere -Quiet");
        Assert.Equal(["ImaLink.SessionNotFound"], nothing.ErrorIds);
        Assert.Equal("False", Assert.Single(nothing.Output).ToString());
        FlipBit(); // back to what it was
        Assert.Equal(["True"], Texts("Test-ImaFile -Quiet"));
        File.WriteAllText(Path.Combine(Root, "imports", "session_1.json"), "{");
        ScriptResult damaged = Run("Test-ImaFile -Quiet");
        Assert.Contains("Update-ImaIndex", Assert.Single(damaged.Clean().Warnings));
        Assert.Equal("False", Assert.Single(damaged.Output).ToString());
    }

    [Fact]
    public void CopyTestRepair_OneAfterTheOther_Heals()
    {
        Backup();
        Assert.Empty(Run("Get-ImaFile -CopiesLessThan 2").Clean().Output);
        string path = FlipBit();
        Assert.Equal(["Corrupt"], Run("Get-ImaFile -Storage Archive | Test-ImaFile | Where-Object -not Ok").Clean().Values<string>("Verdict"));
        Assert.Single(Run("Get-ImaFile -CopiesLessThan 2 | Where-Object Storage -eq Archive").Clean().Output);
        string[] before = Everything();
        Assert.Contains("Repair file (Corrupt)", Run("Repair-ImaFile -Storage Archive -WhatIf").Clean().HostText);
        Assert.Equal(before, Everything());
        Assert.Contains("Repair file (Corrupt)", Run("Test-ImaFile -Storage Archive | Repair-ImaFile -WhatIf").Clean().HostText);
        Assert.Equal([path], Run("Test-ImaFile -Storage Archive | Repair-ImaFile -Confirm:$false").Clean().Values<string>("FullName"));
        Assert.Equal(["True"], Texts("Test-ImaFile -Quiet"));
        File.Delete(path);
        Assert.Single(Run("Get-ImaFile -Storage Archive | Repair-ImaFile -Confirm:$false").Clean().Output);
    }

    [Fact]
    public void RepairFile_NoSource_IsAnErrorPerFile()
    {
        FirstImport();
        File.Delete(Texts($"{Photo}.FullName").Single()!);
        ScriptResult result = Run("Repair-ImaFile -Confirm:$false");
        Assert.Equal(["ImaLink.RepairFailed"], result.ErrorIds);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void CopySession_AgainByItsTitle_IsNotMistakenForItsReplica()
    {
        Backup();
        foreach (string title in new[] { "First", "F*", "First", "*" })
            Assert.Equal(["Backup"], Run($"Copy-ImaSession {title} Backup").Clean().Values<string>("Storage"));
        Assert.Equal(["ImaLink.StorageNotFound"], Run("Copy-ImaSession First Nowhere").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("Copy-ImaSession First Backup -Storage Backup").ErrorIds);
    }

    [Fact]
    public void CopyAndMove_WhatIf_ListEachFileAndChangeNothing()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("New-ImaFileStorage Backup other").Clean();
        string[] before = Everything();
        Assert.Equal(5 + 1, Run("Copy-ImaSession First Backup -WhatIf").Clean().HostText.Split("What if:").Length - 1); // and how many they are
        Assert.InRange(Run("Move-ImaFileStorage Archive other -WhatIf").Clean().HostText.Split("What if:").Length - 1, 7, 100);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void MoveStorage_RemoveSource_AsksAndMoves()
    {
        FirstImport();
        string root = Root;
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Module.Answers.Enqueue(2); // No
        Assert.Empty(Run("Move-ImaFileStorage Archive other -RemoveSource").Clean().Output);
        Assert.Empty(Module.Answers);
        Assert.True(Directory.Exists(root));
        Assert.Equal(["True"], Run("Move-ImaFileStorage Archive other -RemoveSource -Confirm:$false").Clean().Values<string>("IsAccessible"));
        Assert.False(Directory.Exists(root));
        Assert.Equal(["True"], Texts("Test-ImaFile -Quiet"));
        Assert.Equal(["ImaLink.InvalidValue"], Run("Move-ImaFileStorage Archive other").ErrorIds);
    }

    [Fact]
    public void FindDuplicate_InFoldersAndStorages_GroupsAndBinds()
    {
        Backup();
        ScriptResult card = Run("Find-ImaDuplicate card").Clean();
        Assert.Equal([2], card.Values<int>("Count"));
        Assert.Equal(5, Run("Find-ImaDuplicate").Clean().Output.Count);
        Assert.Empty(Run("Find-ImaDuplicate -Storage Archive").Clean().Output);
        Run("Find-ImaDuplicate | ForEach-Object { $_.Files[1..9] } | Remove-ImaFile -IncludeCopy -Confirm:$false").Clean();
        Assert.Empty(Run("Find-ImaDuplicate").Clean().Output);
        Assert.Equal(["ImaLink.PathNotFound"], Run("Find-ImaDuplicate nowhere").ErrorIds);
        Assert.Equal(5, Run("Measure-ImaFileStorage Archive").Clean().Values<int>("Count").Single());
    }
}
