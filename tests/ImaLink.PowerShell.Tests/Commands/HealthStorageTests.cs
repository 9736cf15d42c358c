namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Faults of storages, of their places and their trash: each is really made, and what is told of it is what mends it.</summary>
public sealed class HealthStorageTests(ModuleFixture module) : HealthTest(module)
{
    /// <summary>What is to be done with its files needs the storage.</summary>
    [Fact]
    public void OfflineStorage_IsAllThatIsToldOfIt()
    {
        Sound();
        Directory.Move(Root, Root + ".away");
        Assert.Equal(["StorageOffline"], Findings("Archive -MinCopies 3 -VerifiedWithin 0").Select(finding => finding.Id));
    }

    [Fact]
    public void ClonedStorage_IsToldUntilTheCopyIsAway()
    {
        Sound();
        Run("Copy-Item disk copy -Recurse").Clean();
        Assert.Equal(["StorageCloned"], Findings().Select(finding => finding.Id));
        Assert.Contains(Path.Combine(Folder, "copy"), Run("Get-ImaHealth").Clean().Values<string>("Message").Single(), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(Folder, "copy"), recursive: true);
        Assert.Equal([], Findings());
    }

    /// <summary>A storage that was moved by hand to a place in sight is found there.</summary>
    [Fact]
    public void StorageMovedByHand_IsMended()
    {
        Sound();
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "newdisk"));
        Mended(["StorageOffline"]);
    }

    /// <summary>A copy of the storage as it was once does not become the storage because its disk is away.</summary>
    [Fact]
    public void OlderCopyOfAStorageThatIsAway_DoesNotTakeItsPlace()
    {
        Sound();
        Run("Copy-Item disk older -Recurse; Set-ImaFileStorage Archive -Description later").Clean();
        Directory.Delete(Path.Combine(Folder, "disk"), recursive: true);
        ScriptResult result = Run("Get-ImaHealth Archive").Clean();
        Assert.StartsWith("Test-ImaFileStorage ", result.Values<string>("Remedy").Single(), StringComparison.Ordinal);
        Assert.Contains("is an older copy of it", result.Values<string>("Message").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyStorage_IsMended()
    {
        Sound();
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        Run("New-ImaFileStorage Third third -Place attic").Clean();
        Mended(["StorageEmpty"]);
    }

    [Fact]
    public void PhotosOfADiskThatIsNotMounted_AreAnError()
    {
        Sound();
        Directory.Move(Path.Combine(Root, "photos"), Path.Combine(Folder, "away"));
        Directory.CreateDirectory(Path.Combine(Root, "photos"));
        Assert.Equal(["Error StorageEmpty"], Texts("Get-ImaHealth | ForEach-Object { \"$($_.Severity) $($_.Id)\" }"));
        Directory.Delete(Path.Combine(Root, "photos"));
        Directory.Move(Path.Combine(Folder, "away"), Path.Combine(Root, "photos"));
        Assert.Equal([], Findings());
    }

    /// <summary>What a name consists of is never carried out, whatever quotes it has.</summary>
    [Theory]
    [InlineData("it's $(Set-Content pwned 1)")]
    [InlineData("a' ; Set-Content pwned 1 ; '")]
    [InlineData("b\u2019; Set-Content pwned 1; \u2018")]
    [InlineData("c`\" ; Set-Content pwned 1 ; \"{0}{")]
    public void HostileName_InARemedy_IsAName(string name)
    {
        Run("New-ImaFileStorage -Name $Name -BasePath disk", new { Name = name }).Clean();
        string root = Root;
        Directory.Move(root, root + ".away");
        var found = Findings();
        string remedy = found.First(finding => finding.Id == "StorageOffline").Remedy!;
        Directory.Move(root + ".away", root);
        ScriptResult result = Run(remedy).Clean();
        Assert.Equal(["Healthy"], result.Values<string>("Verdict"));
        Assert.False(File.Exists(Path.Combine(Folder, "pwned")));
    }

    [Fact]
    public void Limits_AreTold()
    {
        Sound();
        Assert.Equal(["StorageFull", "ScanDue", "FilesNotVerified", "FewCopies"],
            Findings("Archive -ScannedWithin 0 -VerifiedWithin 0 -MinCopies 3 -MinFreeBytes 9000000000000000000").Select(finding => finding.Id));
    }

    [Fact]
    public void LargeTrash_IsMended()
    {
        Sound();
        Run($"{Photo} | Remove-ImaFile -IncludeCopy -Confirm:$false").Clean();
        Mended(["TrashOld", "TrashLarge"], "Archive -MinCopies 1 -MaxTrashBytes 1000 -TrashWithin 0");
    }

    /// <summary>What was removed a minute ago may be wanted back, and an older version may be the last of its bytes.</summary>
    [Fact]
    public void LargeTrashWithNothingOld_IsListed()
    {
        Sound();
        Run($"{Photo} | Remove-ImaFile -IncludeCopy -Confirm:$false").Clean();
        (string id, string? remedy) = Assert.Single(Findings("Archive -MinCopies 1 -MaxTrashBytes 1000"));
        Assert.Equal("TrashLarge", id);
        Assert.StartsWith("Get-ImaTrash ", remedy, StringComparison.Ordinal);
        Assert.NotEmpty(Run(remedy!).Clean().Output);
    }

    [Fact]
    public void OldTrash_IsMended()
    {
        Sound();
        Run($"{Photo} | Remove-ImaFile -IncludeCopy -Confirm:$false").Clean();
        Mended(["TrashOld"], "Archive -MinCopies 1 -TrashWithin 0");
    }
}
