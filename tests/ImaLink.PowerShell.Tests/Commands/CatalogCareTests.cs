namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Backup, restoration, optimization of the catalog, and its comparison with the indexes.</summary>
public sealed class CatalogCareTests(ModuleFixture module) : ArchiveTest(module)
{
    private string[] Backups => [.. Directory.GetFiles(Path.Combine(Folder, "disk"), "*.db").Order(StringComparer.Ordinal)];

    [Fact]
    public void Backup_Keep_LeavesTheNewestAndEverythingElse()
    {
        FirstImport();
        File.WriteAllText(Path.Combine(Folder, "disk", "mine.db"), "not a backup");
        var backups = Run("1..4 | ForEach-Object { Backup-ImaCatalog disk }").Clean().Values<string>("FullName").ToList();
        string whatIf = Run("Backup-ImaCatalog -Destination disk -Keep 2 -WhatIf").Clean().HostText;
        Assert.All(backups[..3], backup => Assert.Contains($"\"Remove old backup\" on target \"{backup}\"", whatIf));
        Assert.DoesNotContain($"\"{backups[3]}\"", whatIf);
        Assert.Equal(5, Backups.Length);
        string newest = Assert.Single(Run("Backup-ImaCatalog disk -Keep 2").Clean().Values<string>("FullName"))!;
        Assert.Equal(new[] { backups[3]!, newest, Path.Combine(Folder, "disk", "mine.db") }.Order(StringComparer.Ordinal), Backups);
    }

    [Fact]
    public void Backup_KeepIntoAFile_IsRefused()
    {
        FirstImport();
        Assert.Equal(["ImaLink.InvalidValue"], Run("Backup-ImaCatalog disk/backup.db -Keep 2").ErrorIds);
        Assert.Equal(["ImaLink.PathNotFound"], Run("Backup-ImaCatalog disk -Catalog nowhere.db").ErrorIds);
        Run("Backup-ImaCatalog disk/backup.db").Clean();
        Assert.Equal(["ImaLink.FileExists"], Run("Backup-ImaCatalog disk/backup.db").ErrorIds);
    }

    [Fact]
    public void Restore_FromBackup_AsksAndBringsTheBackupBack()
    {
        FirstImport();
        Run("Backup-ImaCatalog disk/backup.db; $null = Set-ImaSession First -Title Later; Remove-ImaFileStorage Archive -Confirm:$false").Clean();
        Module.Answers.Enqueue(2); // no
        Assert.Empty(Run("Restore-ImaCatalog -FromBackup disk/backup.db").Clean().Output);
        Assert.Empty(Run("Get-ImaSession").Clean().Output);
        Module.Answers.Enqueue(0); // yes
        var restored = Assert.Single(Run("Restore-ImaCatalog -FromBackup disk/backup.db").Clean().Output);
        Assert.True(File.Exists((string)restored.Properties["Replaced"].Value));
        Assert.NotEqual(restored.Properties["FormerUuid"].Value, restored.Properties["Uuid"].Value);
        Assert.Equal(["First"], Run("Get-ImaSession").Clean().Values<string>("Title"));
        // The next visit brings what the index knows.
        Run("Set-ImaFileStorage Archive -Description seen").Clean();
        Assert.Equal(["Later"], Run("Get-ImaSession").Clean().Values<string>("Title"));
        Assert.Equal(["ImaLink.PathNotFound"], Run("Restore-ImaCatalog -FromBackup nowhere.db -Confirm:$false").ErrorIds);
        Assert.Equal(["ImaLink.NotACatalog"], Run("Restore-ImaCatalog -FromBackup card/IMG_2041.jpg -Confirm:$false").ErrorIds);
    }

    [Fact]
    public void Optimize_TellsBothSizes()
    {
        Assert.Equal(["ImaLink.PathNotFound"], Run("Optimize-ImaCatalog").ErrorIds);
        FirstImport();
        var result = Assert.Single(Run("Optimize-ImaCatalog").Clean().Output);
        Assert.Equal(new FileInfo(Catalog).Length, result.Properties["LengthAfter"].Value);
        Assert.Equal(["True"], Texts("Test-ImaCatalog -Quiet"));
    }

    [Fact]
    public void Test_AgainstIndex_NamesDifferencesAndAnswersQuietly()
    {
        Assert.Equal(["Missing", "False"], Texts("(Test-ImaCatalog -AgainstIndex).Verdict; Test-ImaCatalog -AgainstIndex -Quiet"));
        FirstImport();
        Assert.Equal(["Same", "Same", "True"], Texts("(Test-ImaCatalog -AgainstIndex).Verdict; Test-ImaCatalog -AgainstIndex -Quiet"));
        Run("$null = Restore-ImaCatalog disk -Catalog other.db; $null = Set-ImaSession First -Title Later").Clean();
        Assert.Equal(["First|Later"], Texts("Test-ImaCatalog -AgainstIndex -Catalog other.db | Where-Object Field -eq title | ForEach-Object { $_.CatalogValue + '|' + $_.IndexValue }"));
        Assert.Equal(["False"], Texts("Test-ImaCatalog -AgainstIndex -Quiet -Catalog other.db"));
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "away"));
        Assert.Equal(["Offline", "False"], Texts("(Test-ImaCatalog -AgainstIndex).Verdict; Test-ImaCatalog -AgainstIndex -Quiet"));
        Run("Disable-ImaFileStorage Archive").Clean();
        Assert.Equal(["False"], Texts("Test-ImaCatalog -AgainstIndex -Quiet")); // nothing was checked
    }
}
