namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Each fault is really made, found, mended by the remedy as it is pasted, and not told any more.</summary>
public sealed class HealthTests(ModuleFixture module) : ArchiveTest(module)
{
    private const string Photo = "(Get-ImaFile *DSC_0107* -Storage Archive)";

    private void Sound()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Directory.CreateDirectory(Path.Combine(Folder, "backups"));
        Run("Set-ImaFileStorage Archive -Place shelf; New-ImaFileStorage Backup other -Place cellar; Copy-ImaSession First Backup; Backup-ImaCatalog backups").Clean();
    }

    private List<(string Id, string? Remedy)> Findings(string parameters = "")
    {
        ScriptResult result = Run($"Get-ImaHealth {parameters}").Clean();
        return [.. result.Output.Select(item => ((string)item.Properties["Id"].Value, item.Properties["Remedy"].Value as string))];
    }

    /// <summary>What is found, and that it is not found any more after its remedies.</summary>
    private void Mended(string[] ids, string parameters = "")
    {
        List<(string Id, string? Remedy)> found = Findings(parameters);
        Assert.Equal(ids, found.Select(finding => finding.Id));
        foreach ((string id, string? remedy) in found)
            Assert.True(Run($"$ConfirmPreference = 'None'; {remedy}") is { Errors.Count: 0 }, $"{id}: {remedy}");
        Assert.Equal([], Findings(parameters));
    }

    [Fact]
    public void Sound_HasNoFinding()
    {
        Sound();
        Assert.Equal([], Findings());
        Assert.Equal(["True"], Texts("Get-ImaHealth -Quiet"));
    }

    [Fact]
    public void NoCatalog_HasNoFinding() => Assert.Equal([], Findings("-WarningAction Ignore"));

    [Fact]
    public void NoBackup_IsMended()
    {
        Sound();
        File.Delete(Catalog + ".backup");
        Assert.Equal(["False"], Texts("Get-ImaHealth -Quiet"));
        Mended(["CatalogNotBackedUp"]);
    }

    [Fact]
    public void RottenFile_IsMended()
    {
        Sound();
        string path = Texts($"{Photo}[0].FullName").First()!;
        DateTime time = File.GetLastWriteTimeUtc(path);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^100] ^= 4;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, time);
        Run("Test-ImaFile -Storage Archive").Clean();
        List<(string Id, string? Remedy)> found = Findings("Archive");
        Assert.Contains("FilesNotVerified", found.Select(finding => finding.Id));
        Run($"$ConfirmPreference = 'None'; {found.First(finding => finding.Id == "FilesNotVerified").Remedy}").Clean();
        bytes[^100] ^= 4;
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal([], Findings());
    }

    [Fact]
    public void CutFile_IsMended()
    {
        Sound();
        string path = Texts($"{Photo}[0].FullName").First()!;
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        Run("Test-ImaFile -Storage Archive").Clean();
        Run($"$ConfirmPreference = 'None'; {Findings("Archive").First(finding => finding.Id == "FilesNotVerified").Remedy}").Clean();
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal([], Findings());
    }

    [Fact]
    public void LostFile_IsMended()
    {
        Sound();
        string path = Texts($"{Photo}[0].FullName").First()!;
        File.Delete(path);
        Run("Sync-ImaFileStorage Archive").Clean();
        Run($"$ConfirmPreference = 'None'; {Findings("Archive").First(finding => finding.Id == "FilesMissing").Remedy}").Clean();
        Assert.True(File.Exists(path));
        Assert.Equal([], Findings());
    }

    [Fact]
    public void LoneCopy_IsMended()
    {
        Sound();
        Run("Get-ImaSession First -Storage Backup | Remove-ImaSession -IncludeCopy -Confirm:$false").Clean();
        Mended(["FewCopies", "StorageEmpty"]);
    }

    [Fact]
    public void CopiesOnThreeDisks_AreMended()
    {
        Sound();
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        Run("New-ImaFileStorage Third third -Place attic").Clean();
        Mended(["FewCopies", "FewCopies", "StorageEmpty"], "-MinCopies 3");
    }

    /// <summary>What is to be done with its files needs the storage.</summary>
    [Fact]
    public void OfflineStorage_IsAllThatIsToldOfIt()
    {
        Sound();
        Directory.Move(Root, Root + ".away");
        Assert.Equal(["StorageOffline"], Findings("Archive -MinCopies 3 -VerifiedWithin 0").Select(finding => finding.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void DamagedSessionIndex_IsMended(int percent)
    {
        Sound();
        string index = Directory.EnumerateFiles(Path.Combine(Root, "imports"), "session_*.json").Single();
        File.WriteAllBytes(index, File.ReadAllBytes(index)[..(int)(new FileInfo(index).Length * percent / 100)]);
        Mended(["IndexDamaged"]);
    }

    [Fact]
    public void DamagedCatalog_IsMended()
    {
        Sound();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.WriteAllBytes(Catalog, [.. Enumerable.Repeat((byte)'x', 4096)]);
        File.Delete(Catalog + "-wal");
        Mended(["CatalogDamaged"]);
    }

    [Fact]
    public void EditsThatWait_AreMended()
    {
        Sound();
        string root = Root;
        Directory.Move(root, root + ".away");
        Run("Set-ImaSession First -Storage Archive -Description later").Clean();
        Assert.Equal(["StorageOffline"], Findings().Select(finding => finding.Id).Where(id => id != "FewCopies"));
        Directory.Move(root + ".away", root);
        Mended(["EditsWaiting"]);
    }

    [Fact]
    public void LoneCopyWithoutAnotherDisk_IsMendedOnceThereIsOne()
    {
        Sound();
        Run("Remove-ImaFileStorage Backup -Confirm:$false").Clean();
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        Answered("third", "FewCopies");
    }

    /// <summary>Two storages on one disk are lost together.</summary>
    [Fact]
    public void CopiesInOnePlace_AreMendedOnceThereIsAnotherDisk()
    {
        Sound();
        Run("Set-ImaFileStorage Backup -Place shelf").Clean();
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        Assert.Equal(["CopiesInOnePlace", "CopiesInOnePlace"], Findings().Select(finding => finding.Id));
        Answered("third", "CopiesInOnePlace");
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
    public void DamagedCatalogWithoutABackup_IsMended()
    {
        Sound();
        File.Delete(Catalog + ".backup");
        DamageCatalog();
        Answered(".", "CatalogDamaged");
        Assert.Equal(["CatalogNotBackedUp"], Findings().Select(finding => finding.Id));
        Assert.Single(Kept());
    }

    /// <summary>What was kept may be all that has the edits which were not written yet.</summary>
    [Fact]
    public void DamagedCatalog_RemedyIsPastedAgain_KeepsBoth()
    {
        Sound();
        File.Delete(Catalog + ".backup");
        DamageCatalog();
        string? remedy = Findings().Single().Remedy;
        byte[] damaged = File.ReadAllBytes(Catalog);
        for (int i = 0; i < 2; i++)
            Run($"function Read-Host {{ '{Folder}' }}; $ConfirmPreference = 'None'; {remedy}").Clean();
        Assert.Equal(2, Kept().Length);
        Assert.Equal(damaged, File.ReadAllBytes(Kept()[0]));
    }

    private string[] Kept() => [.. Directory.GetFiles(Path.GetDirectoryName(Catalog)!, Path.GetFileName(Catalog) + ".damaged-*Z").Order(StringComparer.Ordinal)];

    /// <summary>A path that was given by mistake may name a file that another program lives on.</summary>
    [Fact]
    public void FileOfAnotherProgram_IsNotMoved()
    {
        Sound();
        File.WriteAllBytes(Path.Combine(Folder, "others.db"), [.. Enumerable.Repeat((byte)'x', 4096)]);
        Assert.Equal([("CatalogDamaged", null)], Findings("-Catalog others.db"));
        Assert.Contains("is no catalog", Run("Get-ImaHealth -Catalog others.db").Clean().Values<string>("Message").Single(), StringComparison.Ordinal);
    }

    /// <summary>It begins as a catalog does, and goes on otherwise.</summary>
    private void DamageCatalog()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        File.Delete(Catalog + "-wal");
        File.Delete(Catalog + "-shm");
        byte[] bytes = File.ReadAllBytes(Catalog);
        Array.Fill(bytes, (byte)'x', 100, bytes.Length - 100);
        File.WriteAllBytes(Catalog, bytes);
    }

    /// <summary>What else is wrong with the disk may be why the index is damaged.</summary>
    [Fact]
    public void DamagedIndex_HidesNothing()
    {
        Sound();
        File.WriteAllText(Path.Combine(Root, "index.json"), "{");
        Assert.Equal(["IndexDamaged", "StorageFull", "ScanDue"], Findings("Archive -MinFreeBytes 9000000000000000000 -ScannedWithin 0").Select(finding => finding.Id));
    }

    /// <summary>A copy that could not be ended, as something lay in the place of its ledger.</summary>
    [Fact]
    public void InterruptedCopy_IsMended()
    {
        Sound();
        Directory.CreateDirectory(Path.Combine(Folder, "third"));
        string root = Texts("(New-ImaFileStorage Third third -Place attic).FullName").Single()!;
        string ledger = Path.Combine(root, "imports", "session_1.ledger.jsonl");
        Directory.CreateDirectory(Path.Combine(ledger, "in the way"));
        Assert.NotEmpty(Run("Copy-ImaSession First Third -Storage Archive").Errors);
        Directory.Delete(ledger, recursive: true);
        List<(string Id, string? Remedy)> found = Findings();
        Assert.Contains("OperationUnfinished", found.Select(finding => finding.Id));
        Run($"$ConfirmPreference = 'None'; {found.First(finding => finding.Id == "OperationUnfinished").Remedy}").Clean();
        Assert.Equal([], Findings());
    }

    /// <summary>What is asked for is answered with a folder.</summary>
    private void Answered(string folder, string id)
    {
        string? remedy = Findings().First(finding => finding.Id == id).Remedy;
        Run($"function Read-Host {{ '{Path.Combine(Folder, folder)}' }}; $ConfirmPreference = 'None'; {remedy}").Clean();
        Assert.DoesNotContain(id, Findings().Select(finding => finding.Id));
    }

    [Fact]
    public void OldTrash_IsMended()
    {
        Sound();
        Run($"{Photo} | Remove-ImaFile -IncludeCopy -Confirm:$false").Clean();
        Mended(["TrashOld"], "Archive -MinCopies 1 -TrashWithin 0");
    }

    [Fact]
    public void Limits_AreTold()
    {
        Sound();
        Assert.Equal(["StorageFull", "ScanDue", "FilesNotVerified", "FewCopies"],
            Findings("Archive -ScannedWithin 0 -VerifiedWithin 0 -MinCopies 3 -MinFreeBytes 9000000000000000000").Select(finding => finding.Id));
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
}
