using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ImaLink.PowerShell.Tests.Help;

/// <summary>Every example of every command is run, and does something. One that needs more than there is gets it in archive.ps1, or in Before.</summary>
public sealed partial class HelpExampleTests(ModuleFixture module, ExampleWorld world) : IClassFixture<ModuleFixture>, IClassFixture<ExampleWorld>
{
    /// <summary>The catalog is restored from indexes that were changed.</summary>
    private const string Restored = "; Remove-Item \"$($PSDefaultParameterValues['*-Ima*:Catalog'])*\"; $null = Restore-ImaCatalog /mnt/photos -WarningAction Ignore";

    /// <summary>Indexes in which no image belongs to a photo with others, as an earlier version left them.</summary>
    private const string Ungrouped = """
        Get-ChildItem /mnt/photos/imalink_*/imports/session_*.json | ForEach-Object {
            [IO.File]::WriteAllText($_, ((Get-Content -Raw $_) -replace '"photo":', '"not_photo":' -replace '(?s)^(.*?"revision": )\d+', '${1}99'))
        }
        """ + Restored;

    /// <summary>Indexes in which pictures are known by all of their bytes, as by an earlier rule.</summary>
    private const string WholeFiles = """
        Get-ChildItem /mnt/photos/imalink_*/imports/session_*.json | ForEach-Object {
            $index = Get-Content -Raw $_ | ConvertFrom-Json -AsHashtable -DateKind String
            $files = @{}
            foreach ($file in $index.files.GetEnumerator()) {
                $key = if ($file.Value.hothash_scheme -eq 'image-data' -and -not $file.Value.copies) { $file.Value.hothash_scheme = 'whole-file'; $file.Value.sha256 } else { $file.Key }
                $files[$key] = $file.Value
            }
            $index.files = $files
            $index.revision = 99
            [IO.File]::WriteAllText($_, (ConvertTo-Json $index -Depth 20))
        }
        """ + Restored;

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
        ["Clear-ImaTrash -OlderThan 30"] = "Get-ChildItem /mnt/photos/imalink_*/.imalink/trash -Recurse -Filter entries.jsonl | ForEach-Object { Set-Content $_ ((Get-Content $_) -replace '\"removed_at\":\"\\d{4}', '\"removed_at\":\"2020') }",
        ["Get-ImaTrash -Storage Backup -Reason SourceRemoved"] = "$null = Sync-ImaReplica Archive -Destination Backup; Get-ImaFile -Storage Archive -Path *IMG_0007* | Remove-ImaFile -WarningAction Ignore; $null = Sync-ImaReplica Archive -Destination Backup",
        ["Import-ImaSession -Storage Archive -Title 'Italy Summer 2024, again'"] = "Copy-Item ./photos/a.jpg (Get-ImaImportItem 'Italy Summer 2024' -Storage Archive -Verdict Failed).SourcePath",
        ["Resume-ImaSession"] = "Import-ImaSession /media/card/DCIM -Storage Archive -Title Card -Verbose 4>&1 | Select-Object -First 2 | Out-Null",
        ["Resume-ImaSession 'Italy Summer 2024' -SkipMissingSource"] = "Import-ImaSession /media/phone/DCIM -Storage NAS -Title 'Italy Summer 2024' -Verbose 4>&1 | Select-Object -First 2 | Out-Null; Remove-Item /media/phone -Recurse; $ErrorActionPreference = 'Ignore'",
        ["-Storage NAS -WhatIf"] = "Import-ImaSession /media/phone/DCIM -Storage NAS -Title 'Italy Summer 2024' -Verbose 4>&1 | Select-Object -First 2 | Out-Null",
        ["Test-ImaCatalog -AgainstIndex | Where-Object -Not Ok"] = "Get-ChildItem /mnt/photos/imalink_*/imports/session_*.json | ForEach-Object { [IO.File]::WriteAllText($_, ((Get-Content -Raw $_) -replace 'Kyoto 2024', 'Kyoto 2025')) }",
        ["Update-ImaHothash Archive |"] = WholeFiles,
        ["Update-ImaIndex"] = "Remove-Item /mnt/photos/imalink_*/manifest-sha256.txt",
        ["Update-ImaPhoto Archive | Format-List"] = Ungrouped,
        ["Get-ImaSession 'Italy*' | Update-ImaPhoto"] = Ungrouped,
        ["Import-ImaSession -LiteralPath \"$($storage"] = "$null = New-Item -ItemType Directory \"$((Get-ImaFileStorage Archive).FullName)/photos/old\" | Copy-Item ./found.jpg -Destination { $_ }",
    };

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
        string set = $"$PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = '{world.Folder}/catalog.db' }}; $ConfirmPreference = 'None'; $ErrorActionPreference = 'Continue'; $WhatIfPreference = $false; $storage = $mine = $hers = $null; Set-Location '{world.Folder}/here'";
        module.Invoke(set).Clean();
        foreach (string needed in Before.Where(one => code.Contains(one.Key, StringComparison.Ordinal)).Select(one => one.Value))
            module.Invoke(Here(needed)).Clean();
        var result = module.Invoke(Here(code));
        result.Clean();
        Assert.True(result.Output.Count > 0 || result.HostText.Length > 0 || !before.SequenceEqual(Everything()), $"Example {number} of {cmdlet} does nothing: {code}");
    }

    private string Here(string code) => Root().Replace(Drive().Replace(code, world.Folder + "$0"), world.Folder).Replace("~/", world.Folder + "/home/", StringComparison.Ordinal);

    private string[] Everything() => [.. Directory.EnumerateFiles(world.Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)).Select(path => $"{path} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path):O}").Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"(?<![\w.*/])/(mnt|media)\b")]
    private static partial Regex Drive();

    [GeneratedRegex(@"(?<=Find-ImaFileStorage )/(?= )")]
    private static partial Regex Root();
}
