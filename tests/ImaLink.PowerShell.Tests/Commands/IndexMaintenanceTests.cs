namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Test-ImaIndex and Update-ImaIndex.</summary>
public sealed class IndexMaintenanceTests(ModuleFixture module) : ArchiveTest(module)
{
    private string Session => Path.Combine(Root, "imports", "session_1.json");

    [Theory]
    [InlineData("Test-ImaIndex")]
    [InlineData("Test-ImaIndex Archive")]
    [InlineData("Test-ImaIndex disk/imalink_*")]
    [InlineData("Find-ImaFileStorage disk | Test-ImaIndex -Catalog nowhere.db")]
    [InlineData("Get-ImaFileStorage | Test-ImaIndex")]
    public void Test_HealthyStorage_EmitsEveryIndexAsValid(string script)
    {
        FirstImport();
        var result = Run(script).Clean();
        Assert.Equal(["index.json", "session_1.json", "manifest-sha256.txt"], result.Values<string>("FullName").Select(Path.GetFileName));
        Assert.All(result.Output, item => Assert.Equal(("Valid", true), (item.Properties["Verdict"].Value, item.Properties["Ok"].Value)));
        Assert.Equal(["True"], Texts(script + " -Quiet"));
    }

    [Fact]
    public void Test_Session_IsCheckedAlone()
    {
        FirstImport();
        Assert.Equal(["First"], Run("Test-ImaIndex Archive First").Clean().Values<string>("Session"));
        Assert.Equal(["First"], Run("Get-ImaSession First | Test-ImaIndex").Clean().Values<string>("Session"));
        var wrong = Run("Test-ImaIndex Archive Nothing -Quiet");
        Assert.Equal(["ImaLink.SessionNotFound"], wrong.ErrorIds);
        Assert.Equal(["False"], wrong.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void Test_Quiet_IsFalseWhereAnythingIsWrongOrNothingWasChecked()
    {
        Assert.Equal(["False"], Texts("Test-ImaIndex -Quiet"));
        FirstImport();
        File.Delete(Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).First());
        Assert.Equal(["False"], Texts("Test-ImaIndex -Quiet"));
        Assert.Equal(["FilesDiffer"], Run("Test-ImaIndex | Where-Object { -not $_.Ok }").Clean().Values<string>("Verdict"));
    }

    [Fact]
    public void Test_StorageThatIsNotConnected_IsOffline()
    {
        FirstImport();
        Directory.Move(Path.Combine(Folder, "disk"), Path.Combine(Folder, "away"));
        Assert.Equal(["Offline"], Run("Test-ImaIndex").Clean().Values<string>("Verdict"));
        Assert.Equal(["ImaLink.StorageOffline"], Run("Get-ImaIndex").ErrorIds);
        var update = Run("Update-ImaIndex").Clean();
        Assert.Contains("is left out", Assert.Single(update.Warnings));
        Assert.Equal(["ImaLink.StorageOffline"], Run("Update-ImaIndex Archive").ErrorIds);
    }

    [Fact]
    public void Test_WithoutUsableCatalog_ComparesWithNone()
    {
        FirstImport();
        var result = Run("Test-ImaIndex $Root -Catalog card/IMG_2041.jpg", new { Root }).Clean();
        Assert.Equal([true, true, true], result.Values<bool>("Ok"));
        Assert.Contains("is no catalog", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("Update-ImaIndex")]
    [InlineData("Update-ImaIndex Archive")]
    [InlineData("Update-ImaIndex $Root")]
    [InlineData("Get-ImaFileStorage | Update-ImaIndex")]
    [InlineData("Find-ImaFileStorage disk | Update-ImaIndex")]
    public void Update_DamagedStorage_MakesItWholeOnce(string script)
    {
        FirstImport();
        string root = Root;
        File.Delete(Path.Combine(root, "index.json"));
        File.WriteAllText(Session, "{");
        Assert.Equal(["False"], Texts("Test-ImaIndex -Quiet"));
        var result = Run(script, new { Root = root }).Clean();
        Assert.Equal(["session_1.json Rebuilt", "manifest-sha256.txt Written", "index.json Rebuilt"],
            result.Output.Select(item => $"{Path.GetFileName((string)item.Properties["FullName"].Value)} {item.Properties["Verdict"].Value}"));
        Assert.Equal(["True"], Texts("Test-ImaIndex -Quiet"));
        Assert.Equal(5, Run("Get-ImaIndex Archive -File").Clean().Output.Count);
        Assert.Empty(Run(script, new { Root = root }).Clean().Output);
    }

    [Fact]
    public void MasterIsGone_OtherCommandsNameTheRemedy()
    {
        FirstImport();
        File.Delete(Path.Combine(Root, "index.json"));
        var refused = Run("Sync-ImaFileStorage Archive");
        Assert.Equal(["ImaLink.StorageOffline"], refused.ErrorIds);
        Assert.Contains("Update-ImaIndex", Assert.Single(refused.Errors).ToString());
        Run("Update-ImaIndex Archive; Sync-ImaFileStorage Archive").Clean();
    }

    [Fact]
    public void Update_WhatIf_ListsEachFile()
    {
        FirstImport();
        string text = Run("Update-ImaIndex Archive -Force -WhatIf").Clean().HostText;
        Assert.All(["session_1.json", "manifest-sha256.txt", "index.json"], name => Assert.Contains(name, text));
        Assert.DoesNotContain("What if", Run("Update-ImaIndex Archive -WhatIf").Clean().HostText);
    }

    [Fact]
    public void Update_SessionWithoutStorage_IsWrittenWhereItIs()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "second"));
        Run("New-ImaFileStorage Second second").Clean();
        Assert.Equal(["session_1.json"], Run("Update-ImaIndex -Session First").Clean().Values<string>("FullName").Select(Path.GetFileName).Where(name => name!.StartsWith("session", StringComparison.Ordinal)));
        Assert.Equal(["ImaLink.SessionNotFound"], Run("Update-ImaIndex -Session Nothing").ErrorIds);
        Assert.Equal(["ImaLink.SessionNotFound"], Run("Update-ImaIndex Second First").ErrorIds);
    }

    [Fact]
    public void Update_OneBadStorage_DoesNotStopTheRest()
    {
        FirstImport();
        var result = Run("Update-ImaIndex Nothing, Archive -Force");
        Assert.Equal(["ImaLink.StorageNotFound"], result.ErrorIds);
        Assert.Equal(3, result.Output.Count);
    }
}
