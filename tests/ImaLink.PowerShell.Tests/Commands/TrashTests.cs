namespace ImaLink.PowerShell.Tests.Commands;

[Trait("Category", "Culture")]
public sealed class TrashTests(ModuleFixture module) : ArchiveTest(module)
{
    private void Filled()
    {
        FirstImport();
        Run("Get-ImaFile | Remove-ImaFile -Confirm:$false").Clean();
    }

    [Fact]
    public void Get_ByStorage_ListsWhatWasRemoved()
    {
        Filled();
        Assert.Equal(5, Run("Get-ImaTrash").Clean().Output.Count);
        Assert.Equal(5, Run("Get-ImaFileStorage | Get-ImaTrash").Clean().Output.Count);
        Assert.Equal(5, Run("Get-ImaTrash Archive").Clean().Output.Count);
        Assert.Equal(["ImaLink.StorageNotFound"], Run("Get-ImaTrash Nope, Archive").ErrorIds);
    }

    [Fact]
    public void Restore_ByPositionPipelineAndWildcard_BringsBack()
    {
        Filled();
        Assert.Equal(["DSC_0107.jpg"], Run("Restore-ImaTrash (Get-ImaTrash)[0].Id").Clean().Values<string>("Name"));
        Assert.Equal(["DSC_0112.jpg"], Run("(Get-ImaTrash)[0] | Restore-ImaTrash").Clean().Values<string>("Name"));
        Assert.Equal(3, Run("Restore-ImaTrash * -Storage Archive").Clean().Output.Count);
        Assert.Equal(5, Run("Get-ImaFile").Clean().Output.Count);
    }

    [Fact]
    public void Restore_OneUnknown_RestoresTheRest()
    {
        Filled();
        var result = Run("'nope/1', (Get-ImaTrash)[0].Id | ForEach-Object { [pscustomobject]@{ Id = $_ } } | Restore-ImaTrash");
        Assert.Equal(["ImaLink.TrashItemNotFound"], result.ErrorIds);
        Assert.Single(result.Output);
    }

    [Fact]
    public void Restore_AFolderOfTheTrashIsDamaged_IsOneErrorAndTheOthersComeBack()
    {
        FirstImport();
        Run("(Get-ImaFile)[0] | Remove-ImaFile -Confirm:$false").Clean();
        string damaged = Directory.EnumerateFiles(Path.Combine(Root, ".imalink", "trash"), "entries.jsonl", SearchOption.AllDirectories).Single();
        Run("Get-ImaFile | Remove-ImaFile -Confirm:$false").Clean();
        File.WriteAllText(damaged, "{");
        var result = Run("Get-ImaTrash | Restore-ImaTrash");
        Assert.Equal(["ImaLink.IndexCorrupt"], result.ErrorIds);
        Assert.Equal(4, result.Output.Count);
        Assert.Equal(["ImaLink.IndexCorrupt"], Run("Restore-ImaTrash * -Storage Archive -WhatIf").ErrorIds);
    }

    [Fact]
    public void Clear_AskedForEach_DeletesForGood()
    {
        Filled();
        Module.Answers.Enqueue(0);
        Module.Answers.Enqueue(3);
        Run("Get-ImaTrash | Clear-ImaTrash").Clean();
        Assert.Equal(4, Run("Get-ImaTrash").Clean().Output.Count);
        Run("Clear-ImaTrash * -Storage Archive -Confirm:$false").Clean();
        Assert.Empty(Run("Get-ImaTrash").Clean().Output);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Root, ".imalink", "trash"), "*.jpg", SearchOption.AllDirectories));
    }

    /// <summary>A photo was removed, and another one repaired from its replica.</summary>
    private void Repaired()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("New-ImaFileStorage Backup other; Copy-ImaSession First Backup").Clean();
        string path = Texts("(Get-ImaFile -Storage Archive *DSC_0107*).FullName").Single()!;
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 4;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
        Run("Repair-ImaFile -Storage Archive -Confirm:$false; Get-ImaFile -Storage Archive *DSC_0112* | Remove-ImaFile -Confirm:$false").Clean();
    }

    [Fact]
    public void Restore_WhatRepairReplaced_StaysUnlessNamed()
    {
        Repaired();
        Assert.Equal(["Removed", "Repaired"], Run("Get-ImaTrash").Clean().Values<string>("Reason").Order());
        ScriptResult all = Run("Get-ImaTrash | Restore-ImaTrash").Clean();
        Assert.Equal(["DSC_0112.jpg"], all.Values<string>("Name"));
        Assert.Contains("-Reason Repaired", Assert.Single(all.Warnings), StringComparison.Ordinal);
        Assert.Empty(Run("Restore-ImaTrash * -Storage Archive").Clean().Output);
        Assert.Equal(5, Run("Get-ImaFile -Storage Archive").Clean().Output.Count);

        // An earlier version did not write why.
        string entries = Directory.EnumerateFiles(Path.Combine(Root, ".imalink", "trash"), "entries.jsonl", SearchOption.AllDirectories).Single();
        File.WriteAllText(entries, File.ReadAllText(entries).Replace("\"reason\":\"Repaired\",", "", StringComparison.Ordinal));
        Assert.Equal(["Repaired"], Run("Get-ImaTrash -Reason Repaired").Clean().Values<string>("Reason"));
        Assert.Empty(Run("Get-ImaTrash -Reason Removed, SessionRemoved").Clean().Output);
        Assert.Empty(Run("Get-ImaTrash | Restore-ImaTrash").Clean().Output);

        Assert.Empty(Run("Get-ImaTrash | Restore-ImaTrash -Reason Removed").Clean().Output);
        Assert.Contains("DSC_0107", Run("Get-ImaTrash | Restore-ImaTrash -Reason Repaired -WhatIf").Clean().HostText, StringComparison.Ordinal);
        Assert.Single(Run("Restore-ImaTrash (Get-ImaTrash).Id").Clean().Output);
    }

    [Fact]
    public void Remove_FileAndSession_SayWhy()
    {
        FirstImport();
        Run("(Get-ImaFile)[0] | Remove-ImaFile -Confirm:$false; Remove-ImaSession First -Confirm:$false").Clean();
        Assert.Equal([("Removed", 1), ("SessionRemoved", 4)], Run("Get-ImaTrash").Clean().Values<string>("Reason").GroupBy(reason => reason).Select(same => (same.Key!, same.Count())).Order());
        Assert.Equal(5, Run("Get-ImaTrash | Restore-ImaTrash").Clean().Output.Count);
    }

    [Fact]
    public void Clear_ByReason_NeedsNoId()
    {
        Repaired();
        Assert.Equal(["Removed", "Repaired"], Run("Get-ImaTrash").Clean().Values<string>("Reason").Order());
        Run("Clear-ImaTrash -Reason Repaired -Confirm:$false").Clean();
        Assert.Equal(["Removed"], Run("Get-ImaTrash").Clean().Values<string>("Reason"));
        Assert.Equal(["ImaLink.InvalidValue"], Run("Clear-ImaTrash -Confirm:$false").ErrorIds);
        Assert.Equal(["ImaLink.InvalidValue"], Run("[pscustomobject]@{ Storage = 'Archive' } | Clear-ImaTrash -Confirm:$false").ErrorIds);
        Assert.Single(Run("Get-ImaTrash").Clean().Output);
        Run("Get-ImaTrash | Clear-ImaTrash -Reason Repaired -Confirm:$false; Clear-ImaTrash * -Reason Repaired, Superseded -Confirm:$false").Clean();
        Assert.Single(Run("Get-ImaTrash").Clean().Output);
        Run("Get-ImaTrash | Clear-ImaTrash -Reason Removed -Confirm:$false").Clean();
        Assert.Empty(Run("Get-ImaTrash").Clean().Output);
    }

    [Fact]
    public void Clear_OlderThan_LeavesOlderVersionsThatNobodyElseHolds()
    {
        Repaired();
        string path = Texts("(Get-ImaFile -Storage Archive *IMG_2058*).FullName").Single()!;
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("Canon"u8)] = (byte)'K';
        File.WriteAllBytes(path, bytes);
        Run("Sync-ImaFileStorage Archive; Copy-ImaSession First Backup -Storage Archive").Clean();
        Assert.Equal(["Superseded"], Run("Get-ImaTrash -Storage Backup").Clean().Values<string>("Reason"));
        Assert.Empty(Run("Get-ImaTrash -Storage Backup | Restore-ImaTrash").Clean().Output);
        ScriptResult result = Run("Clear-ImaTrash -OlderThan ([timespan]::Zero) -Confirm:$false").Clean();
        Assert.Contains("-Reason Superseded", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Superseded"], Run("Get-ImaTrash").Clean().Values<string>("Reason"));

        // Taken back, the bytes are held again.
        Run("Repair-ImaFile $Path -Previous -Confirm:$false", new { Path = path }).Clean();
        Assert.Empty(Run("Clear-ImaTrash -OlderThan ([timespan]::Zero) -Reason Repaired -Confirm:$false").Clean().Warnings);
        Assert.Empty(Run("Clear-ImaTrash -OlderThan ([timespan]::Zero) -Confirm:$false").Clean().Warnings);
        Assert.Empty(Run("Get-ImaTrash").Clean().Output);
    }
}
