using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>A storage with one photo whose index says what an earlier version would have: known by all of its bytes.</summary>
public sealed class UpdateImaHothashTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static readonly byte[] Scan = [0xFF, 0xDA, 0, 2, 1, 2, 3, 4];
    private static int _number;

    [Fact]
    public void Storage_ByPosition_EmitsTheChangedFiles()
    {
        Storage();
        var changed = module.Invoke("Update-ImaHothash Archive -Catalog $Catalog").Clean();
        Assert.Equal(["photos/2026/First/photo.jpg HothashUpdated"], changed.Output.Select(item => $"{item.Properties["RelativePath"].Value} {item.Properties["Verdict"].Value}"));
        Assert.Equal(["image-data"], changed.Values<string>("Scheme"));
        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(Scan))], changed.Values<string>("Hothash"));
        Assert.Equal(
            changed.Values<string>("Hothash"), module.Invoke("Get-ImaFile -Catalog $Catalog").Clean().Values<string>("Hothash"));
        Assert.Empty(module.Invoke("Update-ImaHothash Archive -Catalog $Catalog").Clean().Output);
    }

    [Fact]
    public void Storage_FromThePipeline_AmongUnknownOnes_IsUpdated()
    {
        Storage();
        var changed = module.Invoke("'Nowhere', (Get-ImaFileStorage -Catalog $Catalog) | Update-ImaHothash -Catalog $Catalog");
        Assert.Equal(["ImaLink.StorageNotFound"], changed.ErrorIds);
        Assert.Null(changed.Terminating);
        Assert.Single(changed.Output);
    }

    [Fact]
    public void None_TakesAllStorages_AndForceReadsAllFiles()
    {
        Storage();
        Assert.Single(module.Invoke("Update-ImaHothash -Catalog $Catalog -Force").Clean().Output);
    }

    [Fact]
    public void DamagedFile_IsOneErrorAndStays()
    {
        string root = Storage();
        string photo = Directory.EnumerateFiles(Path.Combine(root, "photos"), "*.jpg", SearchOption.AllDirectories).Single();
        File.AppendAllText(photo, "x");
        var result = module.Invoke("Update-ImaHothash -Catalog $Catalog");
        Assert.Equal(["ImaLink.FileChanged"], result.ErrorIds);
        Assert.Equal(photo, result.Errors[0].TargetObject);
        Assert.Equal(["whole-file"], module.Invoke("Get-ImaFile -Catalog $Catalog").Clean().Values<string>("Scheme"));
    }

    [Fact]
    public void WhatIf_ListsTheFilesAndChangesNothing()
    {
        string root = Storage();
        string index = File.ReadAllText(Path.Combine(root, "imports", "session_1.json"));
        var result = module.Invoke("Update-ImaHothash -Catalog $Catalog -WhatIf").Clean();
        Assert.Empty(result.Output);
        Assert.Contains("photo.jpg", result.HostText, StringComparison.Ordinal);
        Assert.Equal(index, File.ReadAllText(Path.Combine(root, "imports", "session_1.json")));
        Assert.Equal(["whole-file"], module.Invoke("Get-ImaFile -Catalog $Catalog").Clean().Values<string>("Scheme"));
    }

    /// <summary>Makes the storage; $Catalog is a catalog that knows it from its indexes alone.</summary>
    private string Storage()
    {
        string folder = Path.Combine(module.Folder, $"{Interlocked.Increment(ref _number)}");
        Directory.CreateDirectory(Path.Combine(folder, "card"));
        Directory.CreateDirectory(Path.Combine(folder, "disk"));
        byte[] photo = [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 9, 9, .. Scan, 0xFF, 0xD9];
        File.WriteAllBytes(Path.Combine(folder, "card", "photo.jpg"), photo);
        string root = (string)module.Invoke(
            """
            $s = New-ImaFileStorage Archive "$Folder/disk" -Catalog "$Folder/first.db"
            $null = Import-ImaSession "$Folder/card" Archive First -NoPreview -Catalog "$Folder/first.db"
            $s.FullName
            """, new { Folder = folder }).Clean().Output[0].BaseObject;

        string index = Path.Combine(root, "imports", "session_1.json");
        var json = JsonNode.Parse(File.ReadAllText(index))!;
        var entry = json["files"]!.AsObject().Single().Value!.DeepClone();
        entry["hothash_scheme"] = "whole-file";
        json["files"] = new JsonObject { [Convert.ToHexStringLower(SHA256.HashData(photo))] = entry };
        File.WriteAllText(index, json.ToJsonString());
        module.Invoke("$null = New-ImaFileStorage -Existing $Root -Catalog $Catalog", new { Root = root, Catalog = Path.Combine(folder, "catalog.db") }).Clean();
        return root;
    }
}
