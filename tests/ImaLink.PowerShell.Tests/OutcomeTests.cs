using System.Management.Automation;

namespace ImaLink.PowerShell.Tests;

/// <summary>What checks, compares, repairs, copies and updates says the same things by the same names.</summary>
public sealed class OutcomeTests(ModuleFixture module) : ArchiveTest(module)
{
    /// <summary>What emits something else: what was made, or found, and no verdict on it.</summary>
    private static readonly HashSet<string> Verbs = ["Compare", "Sync", "Test", "Repair", "Update", "Copy", "Resume"];

    private static readonly Dictionary<string, Type> Shape = new()
    {
        ["Verdict"] = typeof(string), ["Ok"] = typeof(bool), ["Severity"] = typeof(string), ["FullName"] = typeof(string),
        ["Storage"] = typeof(string), ["Detail"] = typeof(string), ["Remedy"] = typeof(string),
    };

    /// <summary>A storage and its replica on another disk.</summary>
    private void Pair()
    {
        FirstImport();
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("Set-ImaFileStorage Archive -Place shelf; New-ImaFileStorage Backup other -Place cellar").Clean();
    }

    private string Photo => Texts("(Get-ImaFile *DSC_0107* -Storage Archive)[0].FullName").First()!;

    [Fact]
    public void EmittedTypes_OfAllThatJudges_HaveOneShape()
    {
        var cmdlets = Run("Get-Command -Module ImaLink.PowerShell").Clean().Output.Select(item => (CmdletInfo)item.BaseObject)
            .Where(cmdlet => Verbs.Contains(cmdlet.Verb) || cmdlet.Name is "Get-ImaImportItem" or "Remove-ImaFileStorage" or "Export-ImaSidecar" or "Export-ImaPhoto").ToList();
        Assert.True(cmdlets.Count > 15, "Where are the commands?");
        var lacking =
            from cmdlet in cmdlets
            from type in cmdlet.OutputType.Select(output => output.Type).Where(type => type != typeof(bool))
            from property in Shape
            where type.GetProperty(property.Key)?.PropertyType != property.Value
            select $"{cmdlet.Name}: {type.Name} has no {property.Key}";
        Assert.Equal([], lacking);
        Assert.Equal([], cmdlets.SelectMany(cmdlet => cmdlet.OutputType).SelectMany(output => output.Type.GetProperties()
            .Where(property => property.Name is "Reason" or "Message" or "Note" or "Result" or "State" or "Status").Select(property => $"{output.Type.Name}.{property.Name}")));
    }

    [Fact]
    public void Ok_AndSeverity_AreOfOneMind()
    {
        Pair();
        File.Delete(Photo);
        var results = Run("Test-ImaFileStorage; Test-ImaFile; Compare-ImaFileStorage Archive; Test-ImaIndex Archive; Get-ImaImportItem First; Test-ImaImport card; Test-ImaCatalog; Test-ImaCatalog -AgainstIndex").Clean().Output;
        Assert.All(results, result => Assert.Equal((bool)result.Properties["Ok"].Value, (string)result.Properties["Severity"].Value == "Information"));
        Assert.Contains(results, result => (string)result.Properties["Severity"].Value == "Error");
    }

    [Fact]
    public void Repair_SaysWhatAFileWasAndWhereItsBytesCameFrom()
    {
        Pair();
        Run("Copy-ImaSession First Backup").Clean();
        string path = Photo;
        File.Delete(path);
        PSObject repaired = Assert.Single(Run("Repair-ImaFile -Storage Archive -Confirm:$false").Clean().Output);
        Assert.Equal(("Repaired", "Missing", path, "Archive", true), (repaired.Properties["Verdict"].Value, repaired.Properties["Was"].Value, repaired.Properties["FullName"].Value, repaired.Properties["Storage"].Value, repaired.Properties["Ok"].Value));
        string source = (string)repaired.Properties["Source"].Value;
        Assert.StartsWith(Path.Combine(Folder, "other"), source, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(source));
    }

    [Fact]
    public void Copy_SaysWhatIsNew()
    {
        Pair();
        Assert.Equal(["Copied 5 5", "Unchanged 0 5"], Texts("1..2 | ForEach-Object { Copy-ImaSession First Backup } | ForEach-Object { \"$($_.Verdict) $($_.New) $($_.Files)\" }"));
    }

    /// <summary>A file that decays on the way is left, which the result says.</summary>
    [Fact]
    public void Copy_OfADamagedFile_IsIncompleteAndMendedByItsRemedies()
    {
        Pair();
        Run("Copy-ImaSession First Backup; $other = New-Item third -ItemType Directory; New-ImaFileStorage Third $other -Place attic").Clean();
        File.Delete(Photo);
        ScriptResult result = Run("Copy-ImaSession First Third -Storage Archive");
        PSObject copy = Assert.Single(result.Output);
        Assert.Equal(("Incomplete", "Warning", 1L), (copy.Properties["Verdict"].Value, copy.Properties["Severity"].Value, copy.Properties["Left"].Value));
        Assert.Equal(["Repaired", "Copied"], Texts($"$ConfirmPreference = 'None'; (Test-ImaFile -Storage Archive | Where-Object -Not Ok).Remedy | Invoke-Expression | ForEach-Object Verdict; {copy.Properties["Remedy"].Value} | ForEach-Object Verdict"));
    }

    /// <summary>A remedy is for the catalog that was asked, whatever its name.</summary>
    [Fact]
    public void Remedy_WithACatalogThatWasNamed_NamesIt()
    {
        string catalog = Path.Combine(Folder, "it's $(here) {0}.db");
        Directory.CreateDirectory(Path.Combine(Folder, "other"));
        Run("$named = @{ Catalog = $Named }; New-ImaFileStorage Left disk -Place l @named; New-ImaFileStorage Right other -Place r @named; Import-ImaSession card Left First @named; Copy-ImaSession First Right @named", new { Named = catalog }).Clean();
        File.Delete(Texts("(Get-ImaFile -Storage Left -Catalog $Named)[0].FullName", new { Named = catalog }).First()!);
        string remedy = Texts("(Test-ImaFile -Storage Left -Catalog $Named | Where-Object -Not Ok).Remedy", new { Named = catalog }).Single()!;
        Assert.Equal(["Repaired"], Run($"$PSDefaultParameterValues = @{{}}; $ConfirmPreference = 'None'; {remedy}").Clean().Values<string>("Verdict"));
    }

    /// <summary>A remedy names a file whatever it is called, and carries out nothing of it.</summary>
    [Theory]
    [InlineData("it's $(Set-Content pwned 1).jpg")]
    [InlineData("a [1] * {0} `\" ; Set-Content pwned 1 #.jpg")]
    [InlineData("two\nlines \u2019 ; Set-Content pwned 1.jpg")]
    public void Remedy_OfAFileWithAHostileName_MendsIt(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        Pair();
        string path = Path.Combine(Root, "photos", name);
        File.WriteAllBytes(path, [.. File.ReadAllBytes(Photo), 1]);
        Run("Sync-ImaFileStorage Archive -AddNew -Title Late; Copy-ImaSession Late Backup").Clean();
        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        string remedy = Texts("(Test-ImaFile -Storage Archive | Where-Object -Not Ok).Remedy").Single()!;
        Assert.Equal(["Repaired"], Run($"$ConfirmPreference = 'None'; {remedy}").Clean().Values<string>("Verdict"));
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.False(File.Exists(Path.Combine(Folder, "pwned")));
    }
}
