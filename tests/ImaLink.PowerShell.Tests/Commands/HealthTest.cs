namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>A sound archive with a replica, and what is found once a fault was really made in it, mended by the remedy as it is pasted, and not told any more.</summary>
public abstract class HealthTest(ModuleFixture module) : ArchiveTest(module)
{
    private protected const string Photo = "(Get-ImaFile *DSC_0107* -Storage Archive)";

    private protected void Sound()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Directory.CreateDirectory(Path.Combine(Folder, "backups"));
        Run("Set-ImaFileStorage Archive -Place shelf; New-ImaFileStorage Backup other -Place cellar; Copy-ImaSession First Backup; Backup-ImaCatalog backups").Clean();
    }

    private protected List<(string Id, string? Remedy)> Findings(string parameters = "")
    {
        ScriptResult result = Run($"Get-ImaHealth {parameters}").Clean();
        return [.. result.Output.Select(item => ((string)item.Properties["Id"].Value, item.Properties["Remedy"].Value as string))];
    }

    /// <summary>What is found, and that it is not found any more after its remedies.</summary>
    private protected void Mended(string[] ids, string parameters = "")
    {
        List<(string Id, string? Remedy)> found = Findings(parameters);
        Assert.Equal(ids, found.Select(finding => finding.Id));
        foreach ((string id, string? remedy) in found)
            Assert.True(Run($"$ConfirmPreference = 'None'; {remedy}") is { Errors.Count: 0 }, $"{id}: {remedy}");
        Assert.Equal([], Findings(parameters));
    }

    /// <summary>What is asked for is answered with a folder.</summary>
    private protected void Answered(string folder, string id)
    {
        string? remedy = Findings().First(finding => finding.Id == id).Remedy;
        Run($"function Read-Host {{ '{Path.Combine(Folder, folder)}' }}; $ConfirmPreference = 'None'; {remedy}").Clean();
        Assert.DoesNotContain(id, Findings().Select(finding => finding.Id));
    }
}
