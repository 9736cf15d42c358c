namespace ImaLink.PowerShell.Tests.Commands;

[Trait("Category", "Culture")]
public sealed class FileTests(ModuleFixture module) : ArchiveTest(module)
{
    [Fact]
    public void Get_FromThePipeline_BySessionStorageHothashAndItem()
    {
        FirstImport();
        foreach (string source in new[] { "Get-ImaSession", "Get-ImaFileStorage", "Get-ImaFileStorage | Get-ImaSession", "[pscustomobject]@{ Session = 'First' }", "[pscustomobject]@{ Storage = 'Archive' }" })
            Assert.Equal(5, Run($"{source} | Get-ImaFile").Clean().Output.Count);
        foreach (string source in new[] { "Get-ImaHothash 'card/Lake copy.jpg'", "Get-ImaImportItem First -Verdict Duplicate", "Get-ImaFile *IMG_2041*" })
            Assert.Equal(["IMG_2041.jpg"], Run($"{source} | Get-ImaFile").Clean().Values<string>("Name"));
    }

    [Theory]
    [InlineData("Get-ImaFile *IMG_2041*", 1)]
    [InlineData("Get-ImaFile ./disk/*", 5)]
    [InlineData("Get-ImaFile disk/*/photos/2024/*", 2)]
    [InlineData("Get-ImaFile card/../disk/*.jpg", 5)]
    [InlineData("Get-ImaFile $full", 1)]
    [InlineData("Get-ImaFile (Get-ImaFile *IMG_2041*).FullName, *IMG_2058*", 2)]
    [InlineData("Get-ImaFile ./card/*", 0)]
    [InlineData("Get-ImaFile -Session First -Storage Archive", 5)]
    [InlineData("Get-ImaFile -Session F* -Camera *EOS*", 2)]
    [InlineData("Get-ImaFile -Camera 'Google Pixel 8'", 1)]
    [InlineData("Get-ImaFile -Format jpeg, nef", 5)]
    [InlineData("Get-ImaFile -Format NEF", 0)]
    [InlineData("Get-ImaFile -After 2024-06-14 -Before 2024-06-15", 2)]
    [InlineData("Get-ImaFile -After 2024-06-14T21:04:51", 2)]
    [InlineData("Get-ImaFile -After 2025", 1)]
    [InlineData("Get-ImaFile -After '2024' -Before 2025", 2)]
    [InlineData("Get-ImaFile -Format JPG", 5)]
    [InlineData("Get-ImaFile -Format .jpe, nef", 5)]
    [InlineData("Get-ImaFile -State Missing", 0)]
    [InlineData("Get-ImaFile -Storage 1 -Session 1", 5)]
    public void Get_Filters_NarrowTogether(string script, int expected)
    {
        FirstImport();
        Run("$full = (Get-ImaFile *IMG_2041*).FullName").Clean();
        Assert.Equal(expected, Run(script).Clean().Output.Count);
    }

    [Fact]
    public void Get_OddFoldersAndDrives_AreFollowed()
    {
        string odd = Directory.CreateDirectory(Path.Combine(Folder, "odd [1]")).FullName;
        Run("New-ImaFileStorage Odd 'odd [1]'; Import-ImaSession card Odd First").Clean();
        SetLocation(odd);
        Assert.Equal(5, Run("Get-ImaFile ./*").Clean().Output.Count);
        Assert.Equal(5, Run("Get-ImaFile '../odd `[1`]/*'").Clean().Output.Count);
        SetLocation(Folder);
    }

    [Fact]
    public void Get_Unknown_IsAnErrorAndAWildcardIsNone()
    {
        FirstImport();
        Assert.Equal(["ImaLink.SessionNotFound", "ImaLink.StorageNotFound"], Run("Get-ImaFile -Session Nope; Get-ImaFile -Storage Nope").ErrorIds);
        Assert.Empty(Run("Get-ImaFile -Session Nope*; Get-ImaFile -Storage Nope*; Get-ImaFile -Hothash ('0' * 64)").Clean().Output);
    }

    [Fact]
    public void Get_ItemsWithoutImage_GiveNothing()
    {
        FirstImport();
        Module.File(Path.Combine(Card, "notes.txt"), "x");
        Run("$null = Import-ImaSession card Archive Second").Clean();
        Assert.Equal(6, Run("Get-ImaImportItem First | ForEach-Object { [pscustomobject]@{ Hothash = $_.Hothash } } | Get-ImaFile").Clean().Output.Count);
        Assert.Empty(Run("Get-ImaImportItem Second -Verdict Skipped | Get-ImaFile; Get-ImaFile -Hothash $null").Clean().Output);
        Assert.Equal(["ImaLink.InvalidValue"], Run("Get-ImaFile -Hothash abc").ErrorIds);
    }

    [Fact]
    public void Get_TextFromThePipeline_IsAPath_AndABadOneDoesNotStopTheRest()
    {
        FirstImport();
        var result = Run("'Nope.jpg', '*IMG_*' | Get-ImaFile");
        Assert.Equal(["ImaLink.FileNotFound"], result.ErrorIds);
        Assert.Equal(Run("Get-ImaFile *IMG_*").Clean().Values<string>("FullName"), result.Values<string>("FullName"));
        Assert.NotEmpty(result.Output);
        result = Run("[pscustomobject]@{ Session = 'Nope' }, [pscustomobject]@{ Session = 'First' } | Get-ImaFile");
        Assert.Equal(["ImaLink.SessionNotFound"], result.ErrorIds);
        Assert.Equal(5, result.Output.Count);
    }

    [Fact]
    public void Get_FilesOfTheDisk_AreFoundByTheirPath()
    {
        FirstImport();
        Assert.Equal(5, Run("Get-ChildItem $photos -Recurse -File | Get-ImaFile", new { photos = Path.Combine(Root, "photos") }).Clean().Output.Count);
        Assert.Equal(["ImaLink.FileNotFound"], Run("Get-Item card/IMG_2041.jpg | Get-ImaFile").ErrorIds);
        string brackets = Path.Combine(Root, "photos", "lake [1].jpg");
        File.Move(Run("Get-ImaFile *IMG_2041*").Clean().Values<string>("FullName").Single()!, brackets);
        Run("Sync-ImaFileStorage Archive").Clean();
        Assert.Equal([brackets], Run("Get-ImaFile -LiteralPath $brackets", new { brackets }).Clean().Values<string>("FullName"));
        Assert.Equal(["ImaLink.FileNotFound"], Run("Get-ImaFile -LiteralPath 'lake*.jpg'").ErrorIds);
    }

    [Fact]
    public void Storages_OfWhatIsDoneWithSessionsAndTrash_MayBeSeveral()
    {
        FirstImport();
        Run("$null = New-ImaFileStorage Backup disk -WarningAction Ignore; $null = Import-ImaSession card Backup Second").Clean();
        Assert.Equal(2, Run("Set-ImaSession * -Storage Archive, Backup -Description x").Clean().Output.Count);
        Run("Get-ImaFile *IMG_2041* | Remove-ImaFile -Confirm:$false; Clear-ImaTrash * -Storage Archive, Backup -Confirm:$false").Clean();
        Assert.Empty(Run("Get-ImaTrash").Clean().Output);
        Assert.Empty(Run("Resume-ImaSession -Storage Archive, Backup").Clean().Output);
    }

    [Fact]
    public void OddNames_ThroughImportPipelineAndRemoval_ArriveWhole()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        Archive();
        string[] names = ["a [1].jpg", "line\nbreak.jpg", "smile 😀.jpg", "quote'\"`$x.jpg", "star*.jpg"];
        string photo = Path.Combine(Card, "IMG_2041.jpg");
        foreach (string name in names)
            File.WriteAllBytes(Path.Combine(Card, name), [.. File.ReadAllBytes(photo), .. System.Text.Encoding.UTF8.GetBytes(name)]);
        Assert.Equal(names.Length, Run("Get-ImaHothash -LiteralPath ($Names | ForEach-Object { \"card/$_\" }) | Import-ImaSession -Storage Archive -Title Odd | Get-ImaFile", new { Names = names }).Clean().Output.Count);
        var files = Run("Get-ImaFile -Session Odd | Get-ImaHothash").Clean();
        Assert.Equal(names.Length, files.Output.Count);
        Assert.Equal(names.Length, Run("Get-ImaFile -Session Odd | Test-ImaImport").Clean().Output.Count);
        Run("Get-ImaFile -Session Odd | Remove-ImaFile -Confirm:$false").Clean();
        Assert.Empty(Run("Get-ImaFile").Clean().Output);
        Assert.Equal(names.Length, Run("Get-ImaTrash | Get-ImaHothash").Clean().Output.Count);
        Assert.Equal(names.Length, Run("Get-ImaTrash | Restore-ImaTrash").Clean().Output.Count);
    }

    [Fact]
    public void Remove_OneUnknown_RemovesTheRest()
    {
        FirstImport();
        var result = Run("Remove-ImaFile *IMG_2041*, *nothing*, *IMG_2058* -Confirm:$false; Remove-ImaFile -LiteralPath $Card/IMG_2041.jpg -Confirm:$false", new { Card });
        Assert.Equal(["ImaLink.FileNotFound", "ImaLink.FileNotFound"], result.ErrorIds);
        Assert.Equal(3, Run("Get-ImaFile").Clean().Output.Count);
    }

    [Fact]
    public void Remove_FromThePipeline_AsksForEach()
    {
        FirstImport();
        Module.Answers.Enqueue(0);
        Module.Answers.Enqueue(2);
        Run("Get-ImaFile -Camera *EOS* | Remove-ImaFile").Clean();
        Assert.Equal(["IMG_2041.jpg"], Run("Get-ImaTrash").Clean().Values<string>("Name"));
        Run("(Get-ImaFile *IMG_2058*).FullName | Remove-ImaFile -Confirm:$false").Clean();
        Assert.Equal(2, Run("Get-ImaTrash").Clean().Output.Count);
    }

    [Fact]
    public void Remove_OfNothing_IsNoError() => Assert.Empty(Run("Get-ImaFile | Remove-ImaFile; Get-ImaSession | Remove-ImaSession; Get-ImaTrash | Clear-ImaTrash").Clean().Output);

    [Fact]
    public void Photos_FromThePipeline_AreAllTheirFiles()
    {
        FirstImport();
        Run("$photo = Get-ImaFile | Select-Object -First 2 | Join-ImaPhoto; $null = New-ImaFileStorage Other (New-Item other -ItemType Directory); $null = Copy-ImaSession First -Destination Other").Clean();
        Assert.Equal(4, Run("$photo | Get-ImaPhoto | Get-ImaFile").Clean().Output.Count);
        Assert.Equal(2, Run("$photo | Get-ImaPhoto | Get-ImaFile -Storage Other").Clean().Output.Count);
        Assert.Equal(5 * 2, Run("Get-ImaPhoto | Get-ImaFile").Clean().Output.Count);
    }
}
