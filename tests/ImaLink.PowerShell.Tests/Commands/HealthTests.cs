namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Faults of photos and of their copies: each is really made, found, mended by the remedy as it is pasted, and not told any more.</summary>
public sealed class HealthTests(ModuleFixture module) : HealthTest(module)
{
    [Fact]
    public void Sound_HasNoFinding()
    {
        Sound();
        Assert.Equal([], Findings());
        Assert.Equal(["True"], Texts("Get-ImaHealth -Quiet"));
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
}
