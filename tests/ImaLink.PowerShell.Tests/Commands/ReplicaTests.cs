namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>A replica is a copy on purpose.</summary>
public sealed class ReplicaTests(ModuleFixture module) : ArchiveTest(module)
{
    private void Backup()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("New-ImaFileStorage Backup other -Place 'another disk'; Copy-ImaSession First Backup").Clean();
    }

    private int Count(string script) => Run(script).Clean().Output.Count;

    [Fact]
    public void Copy_WhatItPlaced_IsReplica()
    {
        Backup();
        Assert.Equal(5, Count("Get-ImaFile -Storage Backup | Where-Object IsReplica"));
        Assert.Equal(0, Count("Get-ImaFile -Storage Archive | Where-Object IsReplica"));
        Assert.Equal(5, Count("Get-ImaIndex Backup -File | Where-Object IsReplica"));

        // What comes back to where it was copied from is the file itself.
        Run("Remove-ImaSession First -Storage Archive -Confirm:$false; Copy-ImaSession First -Storage Backup -Destination Archive").Clean();
        Assert.Equal(5, Count("Get-ImaFile -Storage Archive | Where-Object -not IsReplica"));
        Assert.Equal(5, Count("Get-ImaFile -Storage Backup | Where-Object IsReplica"));
    }

    [Theory]
    [InlineData("First")]
    [InlineData("Fi*")]
    public void Copy_OfASessionThatHasReplicas_CopiesTheSessionItself(string title)
    {
        Backup();
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        Run("$null = New-ImaFileStorage Third third -Place 'a third disk'").Clean();
        ScriptResult result = Run("Copy-ImaSession $Title Third", new { Title = title }).Clean();
        Assert.Equal(["Third"], result.Values<string>("Storage"));
        Assert.Equal(5, Count("Get-ImaFile -Storage Third | Where-Object IsReplica"));

        // Where only replicas are left to copy from, somebody has to say from which.
        Run("Remove-ImaSession First -Storage Archive -Confirm:$false").Clean();
        Assert.Equal(["ImaLink.AmbiguousSession"], Run("Copy-ImaSession First Archive").ErrorIds);
        Run("$null = Copy-ImaSession First Archive -Storage Third").Clean();
    }

    [Fact]
    public void RemoveSession_OfOneThatHasReplicas_SaysWithWhichParameterToTell()
    {
        Backup();
        ScriptResult result = Run("Remove-ImaSession First -Confirm:$false");
        Assert.Equal(["ImaLink.AmbiguousSession"], result.ErrorIds);
        Assert.Contains("-Storage 'Archive' or -Storage 'Backup'", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Run("Remove-ImaSession First -Storage 'Archive' -Confirm:$false").Clean();
        Assert.Equal((0, 5), (Count("Get-ImaFile -Storage Archive"), Count("Get-ImaFile -Storage Backup")));
    }

    [Fact]
    public void RemoveFile_OfASession_LeavesReplicas()
    {
        Backup();
        ScriptResult result = Run("Get-ImaFile -Session First | Remove-ImaFile -Confirm:$false").Clean();
        Assert.Contains("5 replicas", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal((0, 5), (Count("Get-ImaFile -Storage Archive"), Count("Get-ImaFile -Storage Backup")));
        Run("Remove-ImaFile *DSC_0107* -IncludeCopy -Confirm:$false").Clean();
        Assert.Equal(4, Count("Get-ImaFile -Storage Backup"));
        Assert.Empty(Run("Get-ImaFile | Remove-ImaFile -Storage Backup -Confirm:$false").Clean().Warnings);
        Assert.Equal(0, Count("Get-ImaFile"));
    }

    [Fact]
    public void RemoveFile_StorageTyped_RemovesOnlyThere()
    {
        Backup();
        Assert.Empty(Run("Get-ImaFile -Session First | Remove-ImaFile -Storage Backup -Confirm:$false").Clean().Warnings);
        Assert.Equal((5, 0), (Count("Get-ImaFile -Storage Archive"), Count("Get-ImaFile -Storage Backup")));
    }

    [Fact]
    public void RemoveSession_FromThePipeline_LeavesReplicas()
    {
        Backup();
        ScriptResult result = Run("Get-ImaSession First | Remove-ImaSession -Confirm:$false").Clean();
        Assert.Contains("5 of its files are replicas", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal((0, 5), (Count("Get-ImaFile -Storage Archive"), Count("Get-ImaFile -Storage Backup")));
        Run("Remove-ImaSession First -Confirm:$false").Clean();
        Assert.Equal(5, Count("Get-ImaFile -Storage Backup"));
        Run("Get-ImaSession First | Remove-ImaSession -IncludeCopy -Confirm:$false").Clean();
        Assert.Equal(0, Count("Get-ImaFile"));
        Run("Get-ImaTrash -Storage Backup | Restore-ImaTrash").Clean();
        Assert.Equal(5, Count("Get-ImaFile -Storage Backup | Where-Object IsReplica"));
        Assert.Empty(Run("Remove-ImaSession First -Storage Backup -Confirm:$false").Clean().Warnings);
        Assert.Equal(0, Count("Get-ImaFile"));
    }

    [Fact]
    public void FindDuplicate_Replicas_AreNotReclaimable()
    {
        Backup();
        ScriptResult result = Run("Find-ImaDuplicate").Clean();
        Assert.Equal([0, 0, 0, 0, 0], result.Values<long>("ReclaimableBytes"));
        Assert.Equal([1, 1, 1, 1, 1], result.Values<int>("ReplicasLeftOut"));
        Assert.Contains("5 replicas", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["Archive"], Texts("(Find-ImaDuplicate)[0].Files[0].Storage"));
        foreach (string option in new[] { "-IncludeCopy", "-Storage Archive, Backup" })
            Assert.All(Run($"Find-ImaDuplicate {option}").Clean().Values<long>("ReclaimableBytes"), bytes => Assert.True(bytes > 0, option));
    }

    [Fact]
    public void Move_ByItsOwnerIntoAnotherStorage_IsNoReplica()
    {
        Backup();
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        Run("New-ImaFileStorage Third third -Place 'a third disk'").Clean();
        string replica = Texts("(Get-ImaFile -Storage Backup *DSC_0107*).FullName").Single()!;
        File.Move(replica, Path.Combine(Texts("(Get-ImaFileStorage Third).FullName").Single()!, "photos", Path.GetFileName(replica)));
        Run("Sync-ImaFileStorage Third").Clean();
        Assert.Equal(["False"], Texts("(Get-ImaFile -Storage Third).IsReplica"));
        Assert.Empty(Run("Get-ImaFile -Storage Third | Remove-ImaFile -Confirm:$false").Clean().Warnings);
        Assert.Equal(0, Count("Get-ImaFile -Storage Third"));
    }

    [Fact]
    public void CopiesLessThan_AfterARename_ListsWhatAwaitsReadingAndSaysWhatToDo()
    {
        Backup();
        Assert.Equal(0, Count("Get-ImaFile -CopiesLessThan 2"));
        string folder = Path.GetDirectoryName(Texts("(Get-ImaFile -Storage Archive)[0].FullName").Single()!)!;
        Directory.Move(folder, Path.Combine(Root, "photos", "renamed"));
        Run("Sync-ImaFileStorage Archive").Clean();
        ScriptResult result = Run("Get-ImaFile -CopiesLessThan 2").Clean();
        Assert.Equal(["Archive"], result.Values<string>("Storage").Distinct());
        Assert.Contains("Test-ImaFile -Storage 'Archive'", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.All(result.Values<bool>("AwaitsReading"), Assert.True);
        Run("Test-ImaFile -Storage Archive").Clean();
        Assert.Equal(0, Count("Get-ImaFile -CopiesLessThan 2"));
    }

    [Fact]
    public void CopiesLessThan_FoundDamagedAfterARename_ListsTheOtherToo()
    {
        Backup();
        string path = Texts("(Get-ImaFile -Storage Archive *DSC_0107*).FullName").Single()!;
        string moved = Path.Combine(Path.GetDirectoryName(path)!, "moved.jpg");
        File.Move(path, moved);
        Run("Sync-ImaFileStorage Archive").Clean();
        Assert.Equal(1, Count("Get-ImaFile -CopiesLessThan 2"));
        DateTime time = File.GetLastWriteTimeUtc(moved);
        byte[] bytes = File.ReadAllBytes(moved);
        bytes[^100] ^= 4;
        File.WriteAllBytes(moved, bytes);
        File.SetLastWriteTimeUtc(moved, time);
        Run("Test-ImaFile -Storage Archive").Clean();
        ScriptResult result = Run("Get-ImaFile -CopiesLessThan 2").Clean();
        Assert.Equal(["Archive", "Backup"], result.Values<string>("Storage").Order());
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void SyncReplica_AfterWhatTheOwnerDid_FollowsAndTells()
    {
        Backup();
        string root = Root;
        Run("Get-ChildItem $Root/photos -Recurse -File -Filter *DSC_0107* | Move-Item -Destination $Root/photos/moved.jpg; Sync-ImaFileStorage Archive; Get-ImaFile *IMG_2041* -Storage Archive | Remove-ImaFile -Confirm:$false -WarningAction Ignore", new { Root = root }).Clean();
        var before = Everything();
        string plan = Run("Sync-ImaReplica Archive Backup -WhatIf").Clean().HostText;
        Assert.Contains("Move in 'Backup'", plan, StringComparison.Ordinal);
        Assert.Contains("Take out of 'Backup', into its trash", plan, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
        ScriptResult result = Run("Get-ImaFileStorage Archive | Sync-ImaReplica -Destination Backup").Clean();
        Assert.Equal(["Moved", "Removed"], result.Values<string>("Verdict").Order(StringComparer.Ordinal));
        Assert.Equal(["Backup", "Backup"], result.Values<string>("Storage"));
        Assert.Empty(Run("Sync-ImaReplica Archive -Destination Backup").Clean().Output);
        Assert.Empty(Run("Compare-Object (Get-ImaFile -Storage Archive).RelativePath (Get-ImaFile -Storage Backup).RelativePath").Clean().Output);
        Assert.Equal(1, Count("Get-ImaTrash -Storage Backup -Reason SourceRemoved"));
    }

    [Fact]
    public void SyncReplica_OfItselfOrOnOneDisk_IsRefused()
    {
        Backup();
        Assert.Equal(["ImaLink.InvalidValue"], Run("Sync-ImaReplica Archive Archive").ErrorIds);
        Run("Set-ImaFileStorage Archive -Place x; Set-ImaFileStorage Backup -Place x").Clean();
        Assert.Equal(["ImaLink.InvalidValue"], Run("Sync-ImaReplica Archive Backup").ErrorIds);
        Assert.Equal(["ImaLink.StorageNotFound"], Run("Sync-ImaReplica Archive Nowhere").ErrorIds);
    }

    [Fact]
    public void RemoveStorage_Lost_TellsAndItsRemedyMakesSecondCopiesAgain()
    {
        Backup();
        File.WriteAllBytes(Path.Combine(Card, "late.jpg"), SamplePhotos.TinyJpeg.Encode(77));
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        Run("Import-ImaSession card/late.jpg Archive Late; $null = New-ImaFileStorage Third third -Place 'a third disk'").Clean();
        Assert.Equal(["ImaLink.InvalidValue"], Run("Remove-ImaFileStorage Archive -Lost -Confirm:$false").ErrorIds);
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "dead"));
        Assert.Equal(["Lost", "Held"], Run("Remove-ImaFileStorage Archive -Lost -WhatIf").Clean().Values<string>("Verdict"));
        ScriptResult told = Run("Remove-ImaFileStorage Archive -Lost -Confirm:$false").Clean();
        Assert.Equal(["Lost", "Held"], told.Values<string>("Verdict"));
        Assert.Equal(Path.Combine(Card, "late.jpg"), told.Values<string>("SourcePath").First());
        string remedy = told.Values<string>("Remedy").Last()!;
        Assert.Equal($"Sync-ImaReplica -Catalog '{Catalog}' -Storage 'Backup' -Destination 'Third'", remedy);
        Assert.Equal(["Backup", "Third"], Run("Get-ImaFileStorage").Clean().Values<string>("Name"));
        Assert.Equal(5, Count(remedy));
        Assert.Equal(0, Count("Get-ImaFile -CopiesLessThan 2"));
    }

    [Fact]
    public void Import_OfSeveralStorages_TakesTheFirstThatIsThere()
    {
        Archive();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("$null = New-ImaFileStorage Second other -Place 'another disk'").Clean();
        Assert.Equal(["Archive"], Run("Import-ImaSession card -Storage Archive, Second -Title One").Clean().Values<string>("Storage"));
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "away"));
        ScriptResult result = Run("Import-ImaSession card -Storage Archive, Second -Title Two").Clean();
        Assert.Equal(["Second"], result.Values<string>("Storage"));
        Assert.Contains("'Second' takes 'Two': 'Archive' is not connected.", result.HostText, StringComparison.Ordinal);
        Directory.Move(Path.Combine(Folder, "other"), Path.Combine(Folder, "away too"));
        Assert.Equal(["ImaLink.StorageFull"], Run("Import-ImaSession card -Storage Archive, Second -Title Three").ErrorIds);
    }

    [Fact]
    public void SetStorage_BothClonesMounted_ForceTakesTheOneThatIsNamed()
    {
        FirstImport();
        string root = Root, clone = Path.Combine(Folder, "clone");
        Run("$null = New-Item -ItemType Directory clone; Copy-Item disk/* clone -Recurse").Clean();
        Assert.Equal(["ImaLink.StorageCloned"], Run("Set-ImaFileStorage Archive -BasePath clone").ErrorIds);
        Assert.Equal([clone], Run("Set-ImaFileStorage Archive -BasePath clone -Force").Clean().Values<string>("BasePath"));
        Assert.Equal(["True"], Texts("Test-ImaFile -Storage Archive -Quiet"));
    }
}
