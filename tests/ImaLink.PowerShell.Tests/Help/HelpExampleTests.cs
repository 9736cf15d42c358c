using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ImaLink.PowerShell.Tests.Help;

/// <summary>Every example of every command is run, and does something. One that needs more than there is gets it in archive.ps1, or in Before.</summary>
public sealed partial class HelpExampleTests(ModuleFixture module, ExampleWorld world) : IClassFixture<ModuleFixture>, IClassFixture<ExampleWorld>
{
    /// <summary>What has to have happened before an example makes sense.</summary>
    private static readonly Dictionary<string, string> Before = new()
    {
        ["New-ImaFileStorage -Name"] = "Remove-ImaFileStorage Archive, Backup",
        ["New-ImaAlbum 'Travel/Italy'"] = "Remove-ImaAlbum Travel -Recurse",
        ["Find-ImaFileStorage /media | Test-ImaIndex"] = "Set-Content /media/usb/imalink_*/index.json broken",
        ["if (-not (Test-ImaIndex"] = "Set-Content /mnt/photos/imalink_*/index.json broken",
        ["Where-Object Index -ne Valid"] = "Set-Content /media/usb/imalink_*/index.json broken",
        ["Where-Object { -not $_.IsAccessible }"] = "Move-Item /mnt/nas /mnt/away",
        ["Set-ImaFileStorage Archive -BasePath /media/disk2"] = "Move-Item /mnt/photos /media/disk2",
        ["Set-ImaFileStorage Archive -BasePath /media/copy"] = "Copy-Item /mnt/photos /media/copy -Recurse",
        ["Remove-ImaFileStorage Archive -Lost"] = "$null = Get-ImaSession 'Italy*' -Storage Archive | Copy-ImaSession -Destination Backup -WarningAction Ignore; Move-Item /mnt/photos /mnt/away",
        ["Import-ImaSession -LiteralPath \"$($storage"] = "$null = New-Item -ItemType Directory \"$((Get-ImaFileStorage Archive).FullName)/photos/old\" | Copy-Item ./found.jpg -Destination { $_ }",
    };

    /// <summary>A question whose answer here is that there is nothing.</summary>
    private static readonly HashSet<string> Silent =
    [
        "Clear-ImaTrash -OlderThan 30 -Confirm:$false", "Get-ImaSession | Get-ImaImportItem -Verdict Failed, StillChanging", "Test-ImaCatalog -AgainstIndex | Where-Object -Not Ok",
        "Update-ImaHothash Archive | Group-Object Format", "Update-ImaIndex", "Update-ImaPhoto Archive | Format-List Evidence, Files", "Get-ImaSession 'Italy*' | Update-ImaPhoto",
        "Get-ImaFile -After 2024-06-01 -Before 2024-09-01 -Format CR2, NEF", "Get-ImaFile -Path *IMG_0042.jpg | Repair-ImaFile -Previous", "Resume-ImaSession",
        "Get-ImaTrash -Storage Backup -Reason SourceRemoved | Restore-ImaTrash",
        "Get-ImaImportItem 'Italy Summer 2024' -Verdict Failed, StillChanging | ForEach-Object SourcePath | Import-ImaSession -Storage Archive -Title 'Italy Summer 2024, again'",
    ];

    public static TheoryData<string, int, string> Examples()
    {
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10", dev = "http://schemas.microsoft.com/maml/dev/2004/10";
        var data = new TheoryData<string, int, string>();
        foreach (var item in XDocument.Load(Path.Combine(Repository.Module, "en-US", "ImaLink.PowerShell.dll-Help.xml")).Descendants(command + "command"))
            foreach (var (index, code) in item.Descendants(dev + "code").Index())
                data.Add(item.Descendants(command + "name").First().Value, index + 1, code.Value);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_IsRunAsItStands_AndDoesSomething(string cmdlet, int number, string code)
    {
        world.Renew();
        string[] before = Everything();
        string set = $"$PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = '{world.Folder}/catalog.db' }}; $ConfirmPreference = 'None'; $WhatIfPreference = $false; $storage = $mine = $hers = $null; Set-Location '{world.Folder}/here'";
        module.Invoke(set).Clean();
        foreach (string needed in Before.Where(one => code.Contains(one.Key, StringComparison.Ordinal)).Select(one => one.Value))
            module.Invoke(Here(needed)).Clean();
        var result = module.Invoke(Here(code));
        if (cmdlet == "Resume-ImaSession" && result.ErrorIds.Contains("ImaLink.NothingToResume"))
            return; // KillTests interrupt imports; here none is
        result.Clean();
        Assert.True(result.Output.Count > 0 || result.HostText.Length > 0 || !before.SequenceEqual(Everything()) || Silent.Contains(code), $"Example {number} of {cmdlet} does nothing: {code}");
    }

    private string Here(string code) => Root().Replace(Drive().Replace(code, world.Folder + "$0"), world.Folder).Replace("~/", world.Folder + "/home/", StringComparison.Ordinal);

    private string[] Everything() => [.. Directory.EnumerateFiles(world.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)).Select(path => $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}").Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"(?<![\w.*/])/(mnt|media)\b")]
    private static partial Regex Drive();

    [GeneratedRegex(@"(?<=Find-ImaFileStorage )/(?= )")]
    private static partial Regex Root();
}
