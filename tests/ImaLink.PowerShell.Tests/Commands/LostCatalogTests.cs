using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>A catalog that is lost: all that was said, every album and every group comes back from the storages, and every command tells the same, to the letter.</summary>
public sealed class LostCatalogTests(ModuleFixture module) : ArchiveTest(module)
{
    /// <summary>Everything that the cmdlets tell of an archive, without the catalog's own numbers and what the disk has left.</summary>
    private const string Export = """
        function Show($What, $Items) { foreach ($item in $Items) { "$What $($item | Select-Object * -ExcludeProperty Id, FreeBytes, Elapsed | ConvertTo-Json -Depth 5 -Compress)" } }
        @(
            Show storage (Get-ImaFileStorage)
            Show session (Get-ImaSession)
            Show file (Get-ImaFile)
            Show photo (Get-ImaPhoto -IncludeHidden)
            Show album (Get-ImaAlbum)
            Show tag (Get-ImaTag)
            Show person (Get-ImaPerson)
            Show author (Get-ImaAuthor)
            Show month (Get-ImaTimeline -By Month | Select-Object * -ExcludeProperty Cover*) # the one that this catalog knew first
            Show trash (Get-ImaTrash)
        ) | Sort-Object -CaseSensitive -Culture ''
        Show 'Italy in order' (Get-ImaPhoto -Album Travel/Italy)
        foreach ($album in 'Travel', 'Best') { Show "$album" (Get-ImaPhoto -Album $album | Sort-Object Uuid) }
        foreach ($text in 'Forum', 'lines', 'Ben', 'CC', 'Roma', 'Travel') { Show "found by $text" (Get-ImaPhoto -Text $text -IncludeHidden | Sort-Object Uuid) }
        """;

    [Fact]
    public void Restore_EverythingWasSaid_TheExportIsTheSameToTheLetter()
    {
        Archive();
        BulkPhotos.Tiny(Path.Combine(Folder, "bulk"), 120);
        Directory.CreateDirectory(Path.Combine(Folder, "nas"));
        Run("""
            $null = New-ImaFileStorage NAS nas
            $null = Import-ImaSession bulk Archive Bulk -Author 'Ann <ann@example.org>' -NoPreview
            $null = Import-ImaSession card NAS First
            $null = Copy-ImaSession Bulk -Destination NAS
            $bulk = @(Get-ImaPhoto -Session Bulk | Sort-Object Uuid); $first = @(Get-ImaPhoto -Session First | Sort-Object Uuid)
            $null = $bulk | Set-ImaPhoto -AddTag Bulk, 'Places/Italy' -Author Cleo
            $null = Get-ImaTag Bulk | Rename-ImaTag -NewName 'Kinds/Bulk'
            $null = Rename-ImaAuthor Cleo 'Cléo'
            $null = $bulk[0..2] | Join-ImaPhoto -Primary $bulk[1]
            $null = $bulk[3..6] | Join-ImaPhoto
            $null = Get-ImaFile -Hothash $bulk[4].Hothash | Split-ImaPhoto
            $null = New-ImaAlbum Travel/Italy -Description 'by train'
            $null = $bulk[10..30] | Add-ImaAlbumPhoto Italy
            $null = $first | Add-ImaAlbumPhoto Italy -Position 2
            $null = $bulk[12] | Remove-ImaAlbumPhoto Italy -Confirm:$false
            $null = Set-ImaAlbum Italy -Cover $bulk[13]
            $null = New-ImaAlbum Best -Filter @{ RatingMin = 4 }
            # One command after the other: these stand beside the indexes.
            $null = Set-ImaPhoto $bulk[40] -Title Forum -Description "Two`nlines" -AltText 'columns in the sun' -Rating 5 -Flag Pick -Label 'to print' -Favorite -Hidden -Rights 'CC BY'
            $null = Set-ImaPhoto $bulk[41] -AddPerson Anna, @{ Name = 'Ben'; X = 0.5; Y = 0.5; Width = 0.25; Height = 0.25 } -Location @{ City = 'Roma' } -Gps 41.9,12.5,37 -Date 197X -Rating 4
            $null = Set-ImaPhoto $bulk[42] -RemoveTag 'Kinds/*' -Author '' -Rating -1
            $null = Set-ImaPhoto $bulk[43] -ShiftTime 1:30
            """).Clean();
        Assert.NotEmpty(Directory.GetFiles(Folder, "*.said.jsonl", SearchOption.AllDirectories));
        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
        string?[] before = [.. Texts(Export)];
        Assert.All(
            new[] { "album ", "Italy in order", "Travel {", "Best {", "tag {", "person {", "author {", "found by lines", "\"Images\":3", "Cléo", "197X" },
            known => Assert.Contains(before, line => line!.Contains(known, StringComparison.Ordinal)));
        string[] disks = Storages();

        foreach (string file in Directory.GetFiles(Folder, "catalog.db*"))
            File.Delete(file);
        Run("$null = Restore-ImaCatalog disk, nas").Clean();

        Assert.Equal(before, Texts(Export));
        Assert.Equal(disks, Storages());
    }

    private string[] Storages() => [.. Everything().Where(line => !line.StartsWith(Catalog, StringComparison.Ordinal))];
}
