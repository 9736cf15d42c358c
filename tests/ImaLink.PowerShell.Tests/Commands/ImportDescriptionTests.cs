using System.Management.Automation;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>Import-ImaDescription as a user types it.</summary>
public sealed class ImportDescriptionTests(ModuleFixture module) : ArchiveTest(module)
{
    private void Fill()
    {
        FirstImport();
        string[] photos = [.. Directory.EnumerateFiles(Path.Combine(Folder, "card"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        LibrarySample.Make(Path.Combine(Folder, "Light room [1].lrcat"), "lightroom", "INSERT INTO AgLibraryRootFolder (id_local, id_global, absolutePath) VALUES (1, 'r', '');"
            + string.Concat(photos.Select((path, i) => $"""
                INSERT OR IGNORE INTO AgLibraryFolder (id_global, pathFromRoot, rootFolder) VALUES ('d{i}', '{Path.GetDirectoryName(path)}/', 1);
                INSERT INTO AgLibraryFile (id_local, id_global, baseName, extension, folder) SELECT {i + 1}, 'f{i}', '{Path.GetFileNameWithoutExtension(path)}', '{Path.GetExtension(path)[1..]}', id_local
                    FROM AgLibraryFolder WHERE pathFromRoot = '{Path.GetDirectoryName(path)}/' LIMIT 1;
                INSERT INTO Adobe_images (id_local, id_global, rootFile, rating) VALUES ({i + 1}, 'i{i}', {i + 1}, 3);
                """)));
    }

    [Fact]
    public void FromThePipeline_TakesItOver()
    {
        Fill();
        var results = Run("Get-Item 'Light*.lrcat' | Import-ImaDescription").Clean().Output;
        Assert.True(results.Count > 2);
        Assert.Equal("Library", results[^1].Properties["Kind"].Value);
        Assert.All(results, result => Assert.True((bool)result.Properties["Ok"].Value));
        Assert.Equal(5, results.Count(result => string.Join(' ', (string[])result.Properties["Taken"].Value) == "rating")); // one photo lies on the card twice
        Assert.Equal(["True"], Texts("(Get-ImaPhoto -Rating 3).Count -eq @(Get-ImaPhoto).Count"));
    }

    [Fact]
    public void WhatIf_EmitsWhatWouldBeAndRecordsNothing()
    {
        Fill();
        var foretold = Run("Import-ImaDescription 'Light room [1].lrcat' -WhatIf").Output;
        Assert.Contains(foretold, result => (string)result.Properties["Verdict"].Value == "Taken");
        Assert.Empty(Texts("Get-ImaPhoto -Rating 3"));
    }

    [Fact]
    public void Trouble_IsAnErrorRecordAndTheRestGoesOn()
    {
        Fill();
        var run = Run("Import-ImaDescription nowhere.lrcat, card, 'Light room [1].lrcat' -ErrorAction SilentlyContinue -ErrorVariable problems | Select-Object -Last 1; $problems");
        Assert.Equal("Library", run.Output[0].Properties["Kind"].Value);
        Assert.Equal(["ImaLink.PathNotFound", "ImaLink.PathIsDirectory"], run.Output.Skip(1).Select(problem => ((ErrorRecord)problem.BaseObject).FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void From_IsBoundByThePSPathOfWhatItEmitted()
    {
        Fill();
        Assert.Equal(["Library"], Texts("Import-ImaDescription 'Light room [1].lrcat' | Where-Object Kind -eq Library | Import-ImaDescription | Where-Object Kind -eq Library | ForEach-Object Kind"));
    }
}
