using System.Diagnostics;

namespace ImaLink.PowerShell.Tests;

/// <summary>Several real processes at one archive.</summary>
public sealed class ConcurrencyTests(ModuleFixture module) : IClassFixture<ModuleFixture>, IDisposable
{
    private readonly string _folder = Disk.NewFolder(module, "together");

    private Situation Archive(string operation) =>
        new(module, Operation.All.Single(known => known.Name == operation), 20, Path.Combine(_folder, "archive"));

    [Fact]
    public void Scan_WhileAnImportRuns_IsBusyOrWaitsAndFindsNothingFalse()
    {
        using Situation archive = Archive("Import-ImaSession");
        string go = Path.Combine(archive.Folder, "go");
        // The layout script is asked while the import has begun and holds the storage; it answers when it is told to.
        Process import = archive.Start($$"""
            Import-ImaSession more Archive More -NoPreview -Layout { while (-not [IO.File]::Exists('{{go}}')) { [Threading.Thread]::Sleep(10) }; "late/$($_.Name)" }
            """);
        while (!Disk.Files(Path.Combine(archive.Folder, "disk")).Any(file => Path.GetFileName(file) == "operation.json"))
            Assert.False(import.WaitForExit(10), "The import has ended.");

        foreach (string scan in new[] { "Compare-ImaFileStorage", "Sync-ImaFileStorage" })
        {
            ScriptResult busy = archive.Run($"{scan} Archive -LockTimeout 0");
            Assert.Equal(["ImaLink.StorageBusy"], busy.ErrorIds);
            Assert.Contains($"process {import.Id} ", busy.Errors[0].ToString());
            Assert.Empty(busy.Output);
        }

        Assert.Equal(20, archive.Run("Test-ImaFile -Storage Archive -LockTimeout 0").Clean().Values<bool>("Ok").Count(ok => ok));
        Process waiting = archive.Start("Sync-ImaFileStorage Archive -LockTimeout 60 | ForEach-Object Kind");
        File.WriteAllText(go, "");
        Assert.Equal((0, ""), (HostProcess.Finish(waiting) is var (code, findings, _) ? code : 0, findings));
        Assert.Equal(0, HostProcess.Finish(import).ExitCode);
        Assert.Empty(archive.Run("Compare-ImaFileStorage Archive").Clean().Output);
        Assert.Equal(30, archive.Run("Get-ImaFile -Storage Archive -State Present").Clean().Output.Count);
        archive.AssertNothingIsLost();
    }

    [Fact]
    public void Scans_AtOnce_AgreeAndRecordOnce()
    {
        using Situation archive = Archive("Sync-ImaFileStorage");
        string[] expected = Lines(archive, "Compare-ImaFileStorage Archive", 2);
        Assert.Equal(expected[..(expected.Length / 2)].Concat(expected[..(expected.Length / 2)]), expected);
        string[] found = expected[..(expected.Length / 2)];
        Assert.Equal(["MetadataChanged", "Missing", "Moved", "New"], found.Select(line => line.Split(' ')[0]).Distinct().Order());
        // What is new is told by each; all else by the one that came first.
        Assert.Equal(found.Concat(found.Where(line => line.StartsWith("New ", StringComparison.Ordinal))).Order(), Lines(archive, "Sync-ImaFileStorage Archive", 2).Order());
        archive.AssertFinishes();
    }

    [Fact]
    public void Sync_StorageClonedToASecondPlace_IsRefusedThereAndCountsOnce()
    {
        using Situation archive = Archive("Import-ImaSession");
        string root = Directory.GetDirectories(Path.Combine(archive.Folder, "disk")).Single();
        string clone = Path.Combine(archive.Folder, "next", Path.GetFileName(root));
        Disk.Copy(root, clone);
        File.Delete(Disk.Files(Path.Combine(clone, "photos")).First());
        foreach (string command in new[] { "Compare-ImaFileStorage", "Sync-ImaFileStorage", "Test-ImaFile -Storage" })
            Assert.Equal(["ImaLink.StorageCloned"], archive.Run($"{command} '{clone}'").ErrorIds);
        Assert.Empty(archive.Run("Sync-ImaFileStorage").Clean().Output);
        Assert.Equal(20, archive.Run("Get-ImaFile -CopiesLessThan 2").Clean().Output.Count);
    }

    /// <summary>What so many processes say that run the same at once, one after the other.</summary>
    private static string[] Lines(Situation archive, string command, int processes)
    {
        Process[] running = [.. Enumerable.Range(0, processes).Select(_ => archive.Start(command + " | ForEach-Object { $_.Verdict, $_.RelativePath, $_.OldPath -join ' ' }"))];
        return [.. running.SelectMany(process =>
        {
            (int code, string output, string error) = HostProcess.Finish(process);
            Assert.True(code == 0, error);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        })];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
