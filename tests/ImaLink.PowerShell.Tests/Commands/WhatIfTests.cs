using System.Management.Automation;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>ShouldProcess, on every cmdlet that changes something.</summary>
public sealed class WhatIfTests(ModuleFixture module) : ArchiveTest(module)
{
    private static readonly Dictionary<string, string> Changes = new()
    {
        ["New-ImaFileStorage"] = "New-ImaFileStorage Other disk; New-ImaFileStorage -Existing $Root -Catalog other.db",
        ["Set-ImaFileStorage"] = "Set-ImaFileStorage Archive -Name X -Description y -BasePath disk",
        ["Enable-ImaFileStorage"] = "Enable-ImaFileStorage Archive",
        ["Disable-ImaFileStorage"] = "Disable-ImaFileStorage Archive",
        ["Remove-ImaFileStorage"] = "Remove-ImaFileStorage Archive",
        ["Set-ImaPhoto"] = "Get-ImaFile | Set-ImaPhoto -Title X -AddTag a -ShiftTime 1h",
        ["Join-ImaPhoto"] = "Get-ImaFile | Join-ImaPhoto; Join-ImaPhoto (Get-ImaFile)[0] -Primary (Get-ImaFile)[1]",
        ["Split-ImaPhoto"] = "Get-ImaFile | Select-Object -Last 1 | Split-ImaPhoto",
        ["Rename-ImaTag"] = "Rename-ImaTag mine X",
        ["Rename-ImaPerson"] = "Rename-ImaPerson Ann X",
        ["Rename-ImaAuthor"] = "Rename-ImaAuthor Ben X",
        ["New-ImaAlbum"] = "New-ImaAlbum Other/Inner",
        ["Set-ImaAlbum"] = "Set-ImaAlbum Mine -Title X",
        ["Remove-ImaAlbum"] = "Remove-ImaAlbum Mine",
        ["Add-ImaAlbumPhoto"] = "Get-ImaFile | Add-ImaAlbumPhoto Mine -Position 1",
        ["Remove-ImaAlbumPhoto"] = "Get-ImaFile | Remove-ImaAlbumPhoto Mine",
        ["Import-ImaDescription"] = "Import-ImaDescription lightroom.lrcat",
        ["Import-ImaSession"] = "Import-ImaSession card Archive X -AllowDuplicate",
        ["Set-ImaSession"] = "Set-ImaSession First -Title X",
        ["Remove-ImaSession"] = "Remove-ImaSession First",
        ["Remove-ImaFile"] = "Get-ImaFile | Remove-ImaFile",
        ["Backup-ImaCatalog"] = "Backup-ImaCatalog disk; Backup-ImaCatalog disk/backup.db",
        ["Restore-ImaCatalog"] = "Restore-ImaCatalog disk; Restore-ImaCatalog disk -Catalog other.db; Restore-ImaCatalog -FromBackup catalog.db -Catalog other.db",
        ["Optimize-ImaCatalog"] = "Optimize-ImaCatalog",
        ["Restore-ImaTrash"] = "Get-ImaTrash | Restore-ImaTrash",
        ["Clear-ImaTrash"] = "Clear-ImaTrash *",
        ["Sync-ImaFileStorage"] = "Sync-ImaFileStorage Archive",
        ["Export-ImaPhoto"] = "Get-ImaFile | Export-ImaPhoto -Destination out",
        ["Export-ImaSidecar"] = "Export-ImaSidecar Archive",
        ["Sync-ImaReplica"] = "", // ReplicaTests, with a second storage
        ["Copy-ImaSession"] = "", // these three: IntegrityTests, with a second storage
        ["Repair-ImaFile"] = "",
        ["Move-ImaFileStorage"] = "",
        ["Update-ImaFact"] = "Get-ImaFile | Where-Object { Test-Path -LiteralPath $_.FullName } | Update-ImaFact -Force",
        ["Update-ImaHothash"] = "Update-ImaHothash Archive -Force",
        ["Update-ImaPhoto"] = "Update-ImaPhoto Archive",
        ["Update-ImaPreview"] = "Update-ImaPreview Archive -Force",
        ["Update-ImaIndex"] = "Update-ImaIndex Archive -Force",
        ["Resume-ImaSession"] = "", // ImportSessionTests, with something to resume
    };

    [Fact]
    public void WhatIf_OnEveryWriter_ChangesNothingAtAll()
    {
        FirstImport();
        Run("Get-ImaFile *IMG_2041* | Remove-ImaFile -Confirm:$false").Clean();
        Run("$null = New-ImaAlbum Mine; $null = Get-ImaFile | Select-Object -First 2 | Add-ImaAlbumPhoto Mine").Clean();
        Run("Get-ImaFile | Select-Object -Last 2 | Join-ImaPhoto").Clean();
        Run("Get-ImaFile | Set-ImaPhoto -Date 2024-07-01T12:00 -AddTag mine -AddPerson Ann -Author Ben").Clean();
        System.IO.File.Move(Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).First(), Path.Combine(Root, "photos", "moved.jpg"));
        LibrarySample.Make(Path.Combine(Folder, "lightroom.lrcat"), "lightroom", $"""
            INSERT INTO AgLibraryRootFolder (id_local, id_global, absolutePath) VALUES (1, 'r', '{Card}/'); INSERT INTO AgLibraryFolder (id_local, id_global, rootFolder) VALUES (1, 'd', 1);
            INSERT INTO AgLibraryFile (id_local, id_global, baseName, extension, folder) VALUES (1, 'f1', 'IMG_2041', 'jpg', 1), (2, 'f2', 'DSC_0107', 'jpg', 1);
            INSERT INTO Adobe_images (id_local, id_global, rootFile, rating) VALUES (1, 'i1', 1, 3), (2, 'i2', 2, 3);
            INSERT INTO AgLibraryCollection (id_local, creationId, name) VALUES (1, 'com.adobe.ag.library.collection', 'Best');
            INSERT INTO AgLibraryCollectionImage (collection, image) VALUES (1, 1), (1, 2);
            INSERT INTO AgLibraryFolderStackImage (image, position, stack) VALUES (1, 1, 1), (2, 2, 1);
            """);
        Assert.Equal(Writers().Select(writer => writer.Name).Order(), Changes.Keys.Order());
        var before = Everything();
        foreach ((string name, string script) in Changes.Where(change => change.Value.Length > 0))
        {
            foreach (string way in new[] { string.Join("; ", script.Split("; ").Select(line => line + " -WhatIf")), $"$WhatIfPreference = $true; {script}; $WhatIfPreference = $false" })
            {
                var result = Run(way, new { Root }).Clean();
                Assert.True(result.Output.Count == 0 || name is "Import-ImaDescription" or "Import-ImaSession", name); // their plans are objects
                Assert.Contains("What if: ", result.HostText);
                Assert.Equal(before, Everything());
            }
        }
    }

    [Fact]
    public void WhatIf_WithoutCatalog_CreatesNone()
    {
        Run("New-ImaFileStorage Archive disk -WhatIf; Get-ImaFileStorage | Remove-ImaFileStorage -WhatIf").Clean();
        Assert.False(File.Exists(Catalog));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Folder, "disk")));
    }

    [Fact]
    public void WhatIf_StorageNamedByANewPath_NotesNothing()
    {
        FirstImport();
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "mounted"));
        var before = Everything();
        string moved = Directory.EnumerateDirectories(Path.Combine(Folder, "mounted")).Single();
        Assert.Contains("What if: ", Run("Import-ImaSession card $Moved X -WhatIf; Set-ImaFileStorage $Moved -Name X -WhatIf", new { Moved = moved }).Clean().HostText);
        Assert.Equal(before, Everything());
        Assert.Equal([false], Run("Get-ImaFileStorage").Clean().Values<bool>("IsAccessible"));
        Assert.Equal([true], Run("Get-ImaFileStorage $Moved", new { Moved = moved }).Clean().Values<bool>("IsAccessible"));
    }

    [Fact]
    public void ConfirmImpact_IsHigh_ExactlyForWhatTakesAway() =>
        Assert.All(Writers(), writer => Assert.Equal(
            writer.Verb is "Remove" or "Clear" or "Repair" ? ConfirmImpact.High : ConfirmImpact.Medium,
            writer.ImplementingType.GetCustomAttributes(typeof(CmdletAttribute), false).Cast<CmdletAttribute>().Single().ConfirmImpact));

    [Fact]
    public void Confirm_OnEveryWriter_Asks()
    {
        FirstImport();
        Run("$null = New-ImaAlbum Mine; $null = Get-ImaFile | Select-Object -First 2 | Add-ImaAlbumPhoto Mine").Clean();
        Run("Get-ImaFile *IMG_2041* | Remove-ImaFile -Confirm:$false").Clean();
        Run("Get-ImaFile | Select-Object -Last 2 | Join-ImaPhoto").Clean();
        Run("Get-ImaFile | Set-ImaPhoto -Date 2024-07-01T12:00 -AddTag mine -AddPerson Ann -Author Ben").Clean();
        System.IO.File.Move(Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).First(), Path.Combine(Root, "photos", "moved.jpg"));
        var before = Everything();
        foreach ((string name, string script) in Changes.Where(change => change.Value.Length > 0))
        {
            string line = script.Split("; ")[0] + " -Confirm";
            Module.Answers.Enqueue(3); // no to all
            string asked = Run(line, new { Root }).Clean().HostText;
            Assert.True(asked.Contains("Are you sure", StringComparison.Ordinal) || asked.Contains("Performing the operation", StringComparison.Ordinal), name + asked);
            Assert.Empty(Module.Answers);
        }
        Assert.Equal(before, Everything());
    }

    private IEnumerable<CmdletInfo> Writers() =>
        Run("Get-Command -Module ImaLink.PowerShell").Clean().Output.Select(item => (CmdletInfo)item.BaseObject)
            .Where(cmdlet => cmdlet.Parameters.ContainsKey("WhatIf"));
}
