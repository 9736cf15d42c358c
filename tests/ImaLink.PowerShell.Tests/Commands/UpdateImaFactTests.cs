using System.Text.RegularExpressions;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>An archive of which an earlier version read the facts: all cameras are called EARLIER.</summary>
public sealed class UpdateImaFactTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void Storage_ByPosition_EmitsWhatChanged_AndNothingAgain()
    {
        Aged();
        var changed = Run("Update-ImaFact Archive").Clean();
        Assert.Equal(["CameraModel", "EARLIER"], changed.Output.SelectMany(change => new[] { change.Properties["Fact"].Value, change.Properties["Old"].Value }).Distinct());
        Assert.Equal(Texts("Get-ImaFile | ForEach-Object FullName | Sort-Object"), changed.Values<string>("FullName").Order(StringComparer.Ordinal));
        Assert.Empty(Texts("Get-ImaFile | Where-Object CameraModel -eq EARLIER"));
        Assert.DoesNotContain("EARLIER", Indexes(), StringComparison.Ordinal);
        Assert.Empty(Run("Update-ImaFact Archive").Clean().Output);
        Assert.Equal(changed.Output.Count, Run("Update-ImaFact Archive -Force").Clean().Output.Count + changed.Output.Count);
    }

    [Fact]
    public void WhatIf_EmitsTheSameAndChangesNothing()
    {
        Aged();
        string[] before = Everything();
        var told = Run("Update-ImaFact -WhatIf").Clean();
        Assert.Equal(before, Everything());
        Assert.Contains("Read facts again", told.HostText, StringComparison.Ordinal);
        Assert.Equal(told.Output.Select(change => $"{change.BaseObject}"), Run("Update-ImaFact").Clean().Output.Select(change => $"{change.BaseObject}"));
    }

    [Fact]
    public void Files_FromThePipeline_AreTheOnlyOnesRead()
    {
        Aged();
        string name = Texts("(Get-ImaFile)[0].Name").Single()!;
        Assert.Equal([name], Texts("Get-ImaFile | Select-Object -First 1 | Update-ImaFact | ForEach-Object { Split-Path -Leaf $_.FullName }"));
        Assert.Single(Texts("Get-ImaFile | Where-Object CameraModel -ne EARLIER"));
        Assert.NotEmpty(Texts("Get-ImaSession First | Update-ImaFact"));
        Assert.Empty(Texts("Get-ImaFile | Where-Object CameraModel -eq EARLIER"));
    }

    [Fact]
    public void Storage_ByNameFromThePipeline_IsWhatItIsByPosition()
    {
        Aged();
        Assert.Equal(["ImaLink.FileNotFound"], Run("'Nowhere' | Update-ImaFact").ErrorIds);
        Assert.NotEmpty(Run("'Archive' | Update-ImaFact").Clean().Output);
        Assert.Empty(Texts("Get-ImaFile | Where-Object CameraModel -eq EARLIER"));
    }

    [Fact]
    public void Session_IsAFilter_AndOneThatIsUnknownAnError()
    {
        Aged();
        Assert.Equal(["ImaLink.SessionNotFound"], Run("Update-ImaFact -Session Nowhere").ErrorIds);
        Assert.Equal(["ImaLink.StorageNotFound"], Run("Update-ImaFact Nowhere").ErrorIds);
        Assert.NotEmpty(Texts("Update-ImaFact -Session First"));
    }

    [Fact]
    public void FileThatIsNotWhatIsRecorded_IsOneErrorAndTheRestGoesOn()
    {
        Aged();
        string photo = Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.AppendAllText(photo, "x");
        var result = Run("Update-ImaFact");
        Assert.Equal(["ImaLink.FileChanged"], result.ErrorIds);
        Assert.Equal(photo, result.Errors[0].TargetObject);
        Assert.NotEmpty(result.Output);
        Assert.Single(Texts("Get-ImaFile | Where-Object CameraModel -eq EARLIER"));
    }

    private string Indexes() => string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "imports"), "session_*.json").Select(File.ReadAllText));

    private static string Earlier(string index)
    {
        index = Regex.Replace(index, "\\s*\"facts_version\": \\d+,", "");
        index = Regex.Replace(index, "\"camera_model\": \"[^\"]*\"", "\"camera_model\": \"EARLIER\"");
        return new Regex("\"revision\": \\d+").Replace(index, "\"revision\": 99", 1);
    }

    private void Aged()
    {
        FirstImport();
        foreach (string index in Directory.EnumerateFiles(Path.Combine(Root, "imports"), "session_*.json"))
            File.WriteAllText(index, Earlier(File.ReadAllText(index)));
        Run("Remove-Item $Catalog; $null = Restore-ImaCatalog disk", new { Catalog }).Clean();
        Assert.NotEmpty(Texts("Get-ImaFile | Where-Object CameraModel -eq EARLIER"));
    }
}
