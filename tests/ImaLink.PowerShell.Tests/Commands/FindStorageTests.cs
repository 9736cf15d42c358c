using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

public sealed class FindStorageTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void Find_ByPathWildcardLiteralPathAndPipeline_FindsTheStorage()
    {
        FirstImport();
        var before = Everything();
        foreach (string script in new[]
        {
            "Find-ImaFileStorage .", "Find-ImaFileStorage d*", "Find-ImaFileStorage -LiteralPath disk", "'disk' | Find-ImaFileStorage",
            "Get-Item -LiteralPath $Disk | Find-ImaFileStorage", "Find-ImaFileStorage disk, .", "Find-ImaFileStorage disk/",
        })
        {
            PSObject found = Assert.Single(Run(script, new { Disk = Path.Combine(Folder, "disk") }).Clean().Output);
            Assert.Equal((Root, "Archive", 1, 5L), (found.Properties["FullName"].Value, found.Properties["Name"].Value, found.Properties["Sessions"].Value, found.Properties["TotalFiles"].Value));
        }

        Assert.Equal(before, Everything());
    }

    [Fact]
    public void Find_OneBadFolder_DoesNotStopTheRest()
    {
        Archive();
        var result = Run("Find-ImaFileStorage -LiteralPath nowhere, card/IMG_2041.jpg, disk");
        Assert.Equal(["ImaLink.PathNotFound", "ImaLink.PathNotFound"], result.ErrorIds);
        Assert.Equal(["Archive"], result.Values<string>("Name"));
    }

    [Fact]
    public void Find_WithoutUsableCatalog_FindsAllTheSame()
    {
        Archive();
        Assert.Equal([false], Run("Find-ImaFileStorage disk -Catalog nowhere.db").Clean().Values<bool?>("IsRegistered"));
        Assert.False(File.Exists(Path.Combine(Folder, "nowhere.db")));
        var result = Run("Find-ImaFileStorage disk -Catalog card/IMG_2041.jpg").Clean();
        Assert.Equal([null], result.Values<bool?>("IsRegistered"));
        Assert.Contains("is no catalog", Assert.Single(result.Warnings));
    }

    [Fact]
    public void Find_IntoNewStorage_RegistersWhatIsUnknown()
    {
        FirstImport();
        string registered = "Find-ImaFileStorage . -Catalog new.db | Where-Object { -not $_.IsRegistered } | New-ImaFileStorage -Catalog new.db";
        Assert.Equal([5L], Run(registered).Clean().Values<long>("TotalFiles"));
        Assert.Empty(Run(registered).Clean().Output);
    }
}
