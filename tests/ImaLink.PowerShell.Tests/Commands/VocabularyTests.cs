using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>The words that photos are described with: tags, persons, authors, listed and renamed.</summary>
public sealed class VocabularyTests(ModuleFixture module) : SaidPhotoTest(module)
{
    [Fact]
    public void Tags_TreeRenameAndMerge()
    {
        FirstImport();
        Run("""
            $photos = @(Get-ImaFile | Select-Object -First 3 | Set-ImaPhoto -AddTag family)
            $photos[0] | Set-ImaPhoto -AddTag Places/Italia/Roma, Places/Italia; $photos[1] | Set-ImaPhoto -AddTag Places/Italy/Roma; $photos[2] | Set-ImaPhoto -AddTag Placeship
            """).Clean();

        Assert.Equal(["family 3 3", "Places 0 2", "Places/Italia 1 1", "Places/Italia/Roma 1 1", "Places/Italy 0 1", "Places/Italy/Roma 1 1", "Placeship 1 1"],
            Texts("Get-ImaTag | ForEach-Object { \"$_ $($_.Photos) $($_.Total)\" }"));
        Run("Rename-ImaTag places/italia Places/Italy").Clean();
        Run("Rename-ImaTag Places Orte").Clean();
        Assert.Equal(["Orte 0 2", "Orte/Italy 1 2", "Orte/Italy/Roma 2 2"], Texts("Get-ImaTag orte -Recurse | ForEach-Object { \"$_ $($_.Photos) $($_.Total)\" }"));
        Assert.DoesNotContain("Places/", Texts("(Get-ImaTag).Path"));
        Assert.Equal("ImaLink.WordNotFound", Assert.Single(Run("Rename-ImaTag nothing x").Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(["family"], Texts("Get-ImaTag fam*"));
    }

    [Fact]
    public void Persons_RenameKeepsRegions()
    {
        FirstImport();
        Run("""
            $photos = @(Get-ImaFile | Select-Object -First 2 | Set-ImaPhoto -AddPerson @{ Name = 'Ana'; X = 0.5; Y = 0.5; Width = 0.1; Height = 0.1 })
            $photos[0] | Set-ImaPhoto -AddPerson @{ Name = 'Anna'; X = 0.2; Y = 0.2; Width = 0.1; Height = 0.1 }
            """).Clean();

        Assert.Equal(["Anna 2 2"], Texts("Rename-ImaPerson ana Anna | ForEach-Object { \"$_ $($_.Photos) $($_.WithRegion)\" }"));
        Assert.Equal(["Anna"], Texts("Get-ImaPerson"));
        Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(Index, "\"x\":0.5"));
    }

    [Fact]
    public void Authors_OfSessionsAndPhotos_RenameAndStay()
    {
        Archive();
        Run("Import-ImaSession card Archive First -Author 'Ann <ann@example.org>'; $photo = Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Author Ben").Clean();

        Assert.Equal(["Ann ann@example.org 1", "Ben  0"], Texts("Get-ImaAuthor | ForEach-Object { \"$_ $($_.Email) $($_.Sessions)\" }"));
        Run("Rename-ImaAuthor ben Ann").Clean();
        Assert.Equal(["Ann"], Texts("Get-ImaAuthor"));
        Run("Rename-ImaAuthor Ann 'Ann Example'").Clean();
        Assert.Equal(["Ann Example ann@example.org 1"], Texts("Get-ImaAuthor | ForEach-Object { \"$_ $($_.Email) $($_.Sessions)\" }"));
        Assert.Contains("Ann Example", Index, StringComparison.Ordinal);
        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
    }

    [Fact]
    public void Set_TenThousandTags_AreAllThere()
    {
        FirstImport();

        PSObject photo = One("Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -AddTag (1..10000 | ForEach-Object { \"tag 'n' / \"\"$_\"\" 👩‍👧\" })");

        Assert.Equal(10_000, ((string[])Of(photo, "Tags")!).Length);
        Assert.Equal(["10000"], Texts("$null = Restore-ImaCatalog disk -Catalog again.db; (Get-ImaTag -Catalog again.db | Where-Object Level -EQ 1).Count"));
    }
}
