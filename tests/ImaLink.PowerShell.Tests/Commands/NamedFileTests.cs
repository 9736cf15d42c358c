namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Files named by objects, by odd names, and by what fits nothing.</summary>
public sealed class NamedFileTests(ModuleFixture module) : ArchiveTest(module)
{
    private string _odd = "", _plain = "";

    /// <summary>Two photos, of whose names the first is a wildcard that fits the second.</summary>
    private void Odd()
    {
        string photo = Path.Combine(Card, "IMG_2041.jpg"), roll = Directory.CreateDirectory(Path.Combine(Folder, "roll [1]")).FullName;
        File.WriteAllBytes(Path.Combine(roll, "a[1].jpg"), [.. File.ReadAllBytes(photo), 1]);
        File.WriteAllBytes(Path.Combine(roll, "a1.jpg"), [.. File.ReadAllBytes(photo), 2]);
        Archive();
        Run("Import-ImaSession 'roll [1]' Archive Odd").Clean();
        _odd = Directory.EnumerateFiles(Root, "a[1].jpg", SearchOption.AllDirectories).Single();
        _plain = Directory.EnumerateFiles(Root, "a1.jpg", SearchOption.AllDirectories).Single();
    }

    [Theory]
    [InlineData("$item | {0}")]
    [InlineData("Get-ChildItem -LiteralPath $folder -Filter a?1* | {0}")]
    [InlineData("[IO.FileInfo]$odd | {0}")]
    [InlineData("$folder.GetFiles('a?1*') | {0}")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize([IO.FileInfo]$odd)) | {0}")]
    [InlineData("$odd | {0}")]
    [InlineData("{0} $odd")]
    [InlineData("{0} ([IO.FileInfo]$odd)")]
    [InlineData("{0} -LiteralPath $odd")]
    [InlineData("{0} ([WildcardPattern]::Escape($odd))")]
    [InlineData("Get-ImaFile $odd | {0}")]
    [InlineData("Get-ImaHothash $odd | ForEach-Object {{ [IO.FileInfo]$_.FullName }} | {0}")]
    public void ByAnyObject_NameWithBrackets_IsThatFileAlone(string call)
    {
        Odd();
        var item = Run("Get-Item -LiteralPath $odd", new { odd = _odd }).Clean().Output.Single();
        var variables = new { item, odd = _odd, folder = new DirectoryInfo(Path.GetDirectoryName(_odd)!) };
        string Call(string command) => string.Format(System.Globalization.CultureInfo.InvariantCulture, call, command);
        Assert.Equal([_odd], Run(Call("Test-ImaFile"), variables).Clean().Values<string>("FullName"));
        File.Delete(_odd);
        if (call.Contains("GetFiles", StringComparison.Ordinal) || call.Contains("Get-ChildItem", StringComparison.Ordinal) || call.Contains("Hothash", StringComparison.Ordinal))
            return; // that sees only what is there
        ScriptResult repaired = Run(Call("Repair-ImaFile") + " -Confirm:$false", variables);
        Assert.Equal(["ImaLink.RepairFailed"], repaired.ErrorIds); // nothing has its bytes: it was found, though
        Run(Call("Remove-ImaFile") + " -Confirm:$false", variables).Clean();
        Assert.Equal([_plain], Run("Get-ImaFile").Clean().Values<string>("FullName"));
    }

    [Theory]
    [InlineData("Photos:/2024/First/*")]
    [InlineData(@"Photos:\2024\First\IMG*")]
    [InlineData("Photos:/*/First/IMG*")]
    [InlineData("Photos:*IMG*")]
    [InlineData(@"Microsoft.PowerShell.Core\FileSystem::{0}/2024/First/*")]
    public void Wildcard_OnADriveOfTheSession_FitsTheFilesBelowIt(string path)
    {
        FirstImport();
        string photos = Path.Combine(Root, "photos"), drive = $"Remove-PSDrive Photos -ErrorAction Ignore; $null = New-PSDrive -Name Photos -PSProvider FileSystem -Root '{photos}'; ";
        string[] found = [.. Texts($"{drive} (Get-ImaFile '{string.Format(System.Globalization.CultureInfo.InvariantCulture, path, photos)}').Name | Sort-Object")!];
        Assert.Contains("IMG_2041.jpg", found);
        Assert.Equal(found.Length, Texts($"{drive} (Test-ImaFile '{string.Format(System.Globalization.CultureInfo.InvariantCulture, path, photos)}').FullName").Count());
    }

    [Fact]
    public void FilesFromGetItem_AreTakenByEveryCommandOfFiles()
    {
        FirstImport();
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Root, "photos"), "*.jpg", SearchOption.AllDirectories)];
        foreach (string command in new[] { "Test-ImaFile", "Get-ImaHothash", "Test-ImaImport" })
            Assert.Equal(5, Run($"$files | Get-Item | {command}", new { files }).Clean().Output.Count);
        File.AppendAllText(Path.Combine(Card, "IMG_2041.jpg"), "x");
        Assert.Equal([1], Run("Get-Item $one | Import-ImaSession -Storage Archive -Title Second", new { one = Path.Combine(Card, "IMG_2041.jpg") }).Clean().Values<int>("Variant"));
    }

    [Theory]
    [InlineData("'roll [1]'")]
    [InlineData("'roll [1]/a[1].jpg'")]
    [InlineData("'roll `[1`]/*'")]
    [InlineData("-LiteralPath 'roll [1]'")]
    public void Paths_OfFoldersWithBrackets_AreTakenLiterally(string path)
    {
        Odd();
        int expected = path.Contains("a[1]", StringComparison.Ordinal) ? 1 : 2;
        Assert.Equal(expected, Run($"Test-ImaImport {path}").Clean().Output.Count);
        Assert.Equal(expected, Run($"Get-ImaHothash {path} -Recurse").Clean().Output.Count);
        Assert.Equal([expected], Run($"Import-ImaSession {(path.StartsWith('-') ? path : "-Path " + path)} -Storage Archive -Title Again").Clean().Values<int>("Duplicate"));
        Run($"Find-ImaDuplicate {(path.StartsWith('-') ? path : "-Path " + path)}").Clean();
    }

    [Theory]
    [InlineData("Import-ImaSession card/*.nef Archive Second", "ImaLink.PathNotFound")]
    [InlineData("Import-ImaSession 'a [1]' Archive Second", "ImaLink.PathNotFound")]
    [InlineData("Find-ImaDuplicate -Path card/*.nef", "ImaLink.PathNotFound")]
    [InlineData("Get-ImaHothash card/none.jpg", "ImaLink.PathNotFound")]
    [InlineData("Get-ImaHothash card/*.nef", null)]
    [InlineData("Get-ImaFile none.jpg", "ImaLink.FileNotFound")]
    [InlineData("Get-ImaFile *none*", null)]
    [InlineData("Get-ImaFile disk", "ImaLink.FileNotFound")]
    [InlineData("Test-ImaFile none.jpg", "ImaLink.FileNotFound")]
    [InlineData("Test-ImaFile *none*", "ImaLink.FileNotFound")]
    [InlineData("'*none*' | Test-ImaFile", "ImaLink.FileNotFound")]
    [InlineData("Test-ImaFile *IMG_2041* -Storage Backup", "ImaLink.StorageNotFound")]
    [InlineData("Repair-ImaFile *none* -Confirm:$false", "ImaLink.FileNotFound")]
    [InlineData("Remove-ImaFile *none* -Confirm:$false", "ImaLink.FileNotFound")]
    [InlineData("[IO.FileInfo]'/none' | Test-ImaFile", "ImaLink.FileNotFound")]
    [InlineData("Get-ImaFile -Format JPGG", "ImaLink.InvalidValue")]
    [InlineData("Get-ImaFile -Format JPEG, *", "ImaLink.InvalidValue")]
    [InlineData("Get-ImaFile -Format NEF", null)]
    [InlineData("Get-ImaFile -Camera Canon", "ImaLink.FileNotFound")]
    [InlineData("Get-ImaFile -Camera Can*", null)]
    [InlineData("Get-ImaFile -Camera Nik*", null)]
    public void WhatFitsNothing_IsAnErrorUnlessAWildcardWasOnlyAskedFor(string script, string? error)
    {
        FirstImport();
        ScriptResult result = Run(script);
        Assert.Equal(error is null ? [] : [error], result.ErrorIds);
        Assert.Empty(result.Warnings);
        if (error is not null)
            Assert.Empty(result.Output);
    }

    [Fact]
    public void WhatFitsNothing_OfCommandsThatWrite_IsAWarning()
    {
        FirstImport();
        foreach (string script in new[] { "Test-ImaImport card/*.nef", "Set-ImaSession Nope* -Description x", "Set-ImaFileStorage Nope* -Description x", "Remove-ImaSession Nope* -Confirm:$false", "Test-ImaFile -Session Nope*", "Repair-ImaFile -Storage Nope* -Confirm:$false" })
            Assert.Matches("nothing (to do|was checked)", Assert.Single(Run(script).Clean().Warnings));
    }

    [Fact]
    public void WhatFitsNothing_SaysWhatToWriteInstead()
    {
        FirstImport();
        Assert.Contains("'*Canon*'", Run("Get-ImaFile -Camera Canon").Errors.Single().Exception.Message);
        Assert.Contains("add /*", Run("Get-ImaFile disk").Errors.Single().Exception.Message);
        Assert.Equal(2, Run("Get-ImaFile -Camera 'Canon*'").Clean().Output.Count);
    }
}
