using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Compare- and Sync-ImaFileStorage as users type them.</summary>
public sealed class ReconcileTests : IClassFixture<ModuleFixture>
{
    private readonly ModuleFixture _module;
    private readonly string _photos;

    public ReconcileTests(ModuleFixture module)
    {
        _module = module;
        string place = Directory.CreateDirectory(Path.Combine(module.Folder, Path.GetRandomFileName())).FullName;
        module.Invoke("$env:IMALINK_CATALOG = \"$Place/catalog.db\"", new { Place = place }).Clean();
        string root = (string)module.Invoke("(New-ImaFileStorage -Name A -BasePath $Place).FullName", new { Place = place }).Clean().Output[0].BaseObject;
        _photos = Path.Combine(root, "photos");
        BulkPhotos.Tiny(Path.Combine(_photos, "in"), 3);
        module.Invoke("Import-ImaSession -InPlace $Photos A T -NoPreview", new { Photos = _photos }).Clean();
        Directory.Move(Path.Combine(_photos, "in"), Path.Combine(_photos, "out"));
    }

    [Fact]
    public void Compare_ByPositionPipelineAndDefault_EmitsFindings()
    {
        foreach (string command in new[] { "Compare-ImaFileStorage A", "Get-ImaFileStorage | Compare-ImaFileStorage", "Compare-ImaFileStorage", "'A' | Compare-ImaFileStorage" })
        {
            var result = _module.Invoke(command).Clean();
            Assert.Equal(3, result.Output.Count);
            Assert.All(result.Output, finding => Assert.Equal("Moved", finding.Properties["Verdict"].Value));
        }
    }

    [Fact]
    public void Sync_WhatIf_ListsEachFindingAndChangesNothing()
    {
        string before = File.ReadAllText(Path.Combine(Path.GetDirectoryName(_photos)!, "index.json"));
        var result = _module.Invoke("Sync-ImaFileStorage A -WhatIf").Clean();
        Assert.Empty(result.Output);
        Assert.Equal(3, result.HostText.Split("Record as Moved").Length - 1);
        Assert.Equal(before, File.ReadAllText(Path.Combine(Path.GetDirectoryName(_photos)!, "index.json")));
        Assert.Equal(3, _module.Invoke("Compare-ImaFileStorage A").Clean().Output.Count);
    }

    [Fact]
    public void Sync_ThenAgain_FilesCarryTheirNewPath()
    {
        var paths = _module.Invoke("(Sync-ImaFileStorage A).PSPath").Clean().Output;
        Assert.Equal(3, paths.Count);
        Assert.All(paths, path => Assert.StartsWith(@"Microsoft.PowerShell.Core\FileSystem::" + Path.Combine(_photos, "out"), path.ToString(), StringComparison.Ordinal));
        Assert.Empty(_module.Invoke("Sync-ImaFileStorage A").Clean().Output);
        Assert.Equal(3, _module.Invoke("Get-ImaFile | Where-Object RelativePath -like 'photos/out/*'").Clean().Output.Count);
        Assert.NotNull(_module.Invoke("(Get-ImaFileStorage A).LastScan").Clean().Output[0]);
    }

    [Fact]
    public void Sync_AddNew_NeedsATitle()
    {
        BulkPhotos.Tiny(Path.Combine(_photos, "more"), 4);
        var result = _module.Invoke("Sync-ImaFileStorage A -AddNew -Title 'By hand' | Where-Object Verdict -in New, Copied").Clean();
        Assert.NotEmpty(result.Output);
        Assert.All(result.Output, finding => Assert.Equal("By hand", finding.Properties["Session"].Value));
    }

    [Fact]
    public void Compare_OneBadName_DoesNotStopTheRest()
    {
        var result = _module.Invoke("'nowhere', 'A' | Compare-ImaFileStorage");
        Assert.Equal(3, result.Output.Count);
        Assert.StartsWith("ImaLink.StorageNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }
}
