namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Faults of the catalog, of indexes and of what was interrupted: each is really made, found, mended by the remedy as it is pasted, and not told any more.</summary>
public sealed class HealthCatalogTests(ModuleFixture module) : HealthTest(module)
{
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

    /// <summary>A path that was given by mistake may name a file that another program lives on.</summary>
    [Fact]
    public void FileOfAnotherProgram_IsNotMoved()
    {
        Sound();
        File.WriteAllBytes(Path.Combine(Folder, "others.db"), [.. Enumerable.Repeat((byte)'x', 4096)]);
        Assert.Equal([("CatalogDamaged", null)], Findings("-Catalog others.db"));
        Assert.Contains("is no catalog", Run("Get-ImaHealth -Catalog others.db").Clean().Values<string>("Message").Single(), StringComparison.Ordinal);
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

    private string[] Kept() => [.. Directory.GetFiles(Path.GetDirectoryName(Catalog)!, Path.GetFileName(Catalog) + ".damaged-*Z").Order(StringComparer.Ordinal)];

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
}
