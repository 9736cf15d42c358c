using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

[Trait("Category", "Culture")]
public sealed class GetPhotoTests(ModuleFixture module) : ArchiveTest(module)
{
    private string[] Names(string script) => [.. Run(script).Clean().Output.Select(photo => (string)photo.Properties["Title"].Value)];

    /// <summary>Three photos, called A, B and C, that much is said of.</summary>
    private void Photos()
    {
        FirstImport();
        Run("""
            $files = Get-ImaFile
            $a = $files[0] | Set-ImaPhoto -Title A -Rating 5 -Flag Pick -Label red -Favorite -AddTag 'Places/Italy/Rome', family -AddPerson Anna, Ben -Author Ümit -Gps 41.9,12.5 -Date 1975 -Description '去年我们在北京拍的照片'
            $b = $files[1] | Set-ImaPhoto -Title B -Rating 3 -AddTag 'Places/France' -AddPerson Anna -Gps 48.85,2.35 -Date 2024-06-01T14:30:00 -Description 'Un café à Paris'
            $c = $files[2] | Set-ImaPhoto -Title C -Hidden -AddTag family -Date 197X
            """).Clean();
    }

    [Theory]
    [InlineData("", "A B")]
    [InlineData("-IncludeHidden", "A B C")]
    [InlineData("-Hidden", "C")]
    [InlineData("cafe", "B")]
    [InlineData("'PARIS OR rome'", "A B")]
    [InlineData("'places -rome'", "B")]
    [InlineData("北京", "A")]
    [InlineData("-Rating 4..", "A")]
    [InlineData("-Rating ..3", "B")]
    [InlineData("-Rating (3..4)", "B")]
    [InlineData("-Rating 5", "A")]
    [InlineData("-Tag places", "A B")]
    [InlineData("-Tag Italy", "A")]
    [InlineData("-Tag places, family -MatchAll", "A")]
    [InlineData("-WithoutTag family", "B")]
    [InlineData("-Person anna", "A B")]
    [InlineData("-Person anna, ben -MatchAll", "A")]
    [InlineData("-Author ümit", "A")]
    [InlineData("-Favorite", "A")]
    [InlineData("-Favorite:$false", "B")]
    [InlineData("-Flag Pick", "A")]
    [InlineData("-Flag None", "B")]
    [InlineData("-Label RED", "A")]
    [InlineData("-Date 197X -IncludeHidden", "A C")]
    [InlineData("-Date 2024-06", "B")]
    [InlineData("-Year 1975", "A")]
    [InlineData("-Year 1970..1980", "A")]
    [InlineData("-Year 1970..1980, 2024", "A B")]
    [InlineData("-Year (1970..1980)", "A")]
    [InlineData("-Year 2000..", "B")]
    [InlineData("-Year ..1999 -IncludeHidden", "A")]
    [InlineData("-Year 2025..1976", "B")]
    [InlineData("-Month 6", "B")]
    [InlineData("-Month 5..7", "B")]
    [InlineData("-Day ..15", "B")]
    [InlineData("-Hour 12..", "B")]
    [InlineData("-Hour 14", "B")]
    [InlineData("-After 2000", "B")]
    [InlineData("-Near 41.9,12.51 -RadiusKm 2", "A")]
    [InlineData("-Near $a -RadiusKm 2000", "A B")]
    [InlineData("-Hothash $b.Hothash", "B")]
    [InlineData("-Uuid $c.Uuid", "C")]
    [InlineData("-Sort TakenAt", "A B")]
    [InlineData("-Sort TakenAt -Descending", "B A")]
    [InlineData("-Person anna -Sort TakenAt -Descending -First 1", "B")]
    [InlineData("-Person anna -Sort TakenAt -Skip 1", "B")]
    [InlineData("-Path $a.FullName", "A")]
    [InlineData("-Session 'Fir*', 'nothing*'", "A B")]
    public void Get_ByWhatIsSaid_FindsThose(string parameters, string expected)
    {
        Photos();
        string[] found = Names($"Get-ImaPhoto {parameters} | Where-Object Title");
        Assert.Equal(expected, string.Join(' ', (string[])(parameters.Contains("-Sort", StringComparison.Ordinal) ? found : [.. found.Order(StringComparer.Ordinal)])));
    }

    [Theory]
    [InlineData("-Year ..")]
    [InlineData("-Year 1..10000")]
    [InlineData("-Year 1970..now")]
    [InlineData("-Month 0..5")]
    [InlineData("-Day 1..1..2")]
    [InlineData("-Hour -1..5")]
    public void Get_RangeOfWholeNumbersThatIsNone_IsRefused(string parameters)
    {
        Photos();
        var result = Run($"Get-ImaPhoto {parameters}");
        Assert.Empty(result.Output);
        Assert.Contains("is no range of whole numbers", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-IncludeHidden", "1975=1 197X=1 2024-06=1")]
    [InlineData("", "1975=1 2024-06=1")]
    [InlineData("-By Year -IncludeHidden", "197X=1 1975=1 2024=1")]
    [InlineData("-By Day -Person anna", "1975=1 2024-06-01=1")]
    [InlineData("-By Hour -Tag France", "2024-06-01T14=1")]
    [InlineData("-Text 'paris OR rome' -By year", "1975=1 2024=1")]
    public void Timeline_OfWhatIsSaid_CountsPeriods(string parameters, string expected)
    {
        Photos();
        Run("Get-ImaFile | Get-ImaPhoto | Where-Object { -not $_.Title } | Set-ImaPhoto -Hidden -Label unwanted -Date 1800").Clean();
        string[] found = [.. Run($"Get-ImaTimeline {parameters}").Clean().Output.Select(entry => $"{entry}={entry.Properties["Photos"].Value}").Where(text => !text.StartsWith("1800=", StringComparison.Ordinal))];
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Timeline_FromItToPhotos_FindsThem()
    {
        Photos();
        Assert.Equal(["B"], Names("Get-ImaTimeline -By Hour -Date 2024-06-01 | Get-ImaPhoto"));
        Assert.Equal(["B"], Names("Get-ImaPhoto -Date 2024-06-01T14"));
        Assert.Empty(Names("Get-ImaPhoto -Date 2024-06-01T15"));
        Assert.Equal(["B"], Names("Get-ImaPhoto -Uuid (Get-ImaTimeline -By Year -Year 2024).CoverUuid"));
        Assert.Equal(["ImaLink.InvalidValue"], Run("Get-ImaPhoto -Date 2024-06-01T25").ErrorIds);
    }

    [Theory]
    [InlineData("$b")]
    [InlineData("$b.Hothash")]
    [InlineData("$b.Uuid")]
    [InlineData("$b.FullName")]
    [InlineData("(Get-Item -LiteralPath $b.FullName)")]
    [InlineData("(Get-ImaFile -Path $b.FullName)")]
    [InlineData("(Get-ImaHothash -LiteralPath $b.FullName)")]
    public void Get_FromThePipeline_IsThatPhoto(string named)
    {
        Photos();
        Assert.Equal(["B"], Names($"{named} | Get-ImaPhoto"));
    }

    [Fact]
    public void Get_AlbumSessionAndStorageFromThePipeline_AreTheirPhotos()
    {
        Photos();
        Run("$null = New-ImaAlbum Travel/Italy; $null = $b, $a | Add-ImaAlbumPhoto Travel/Italy").Clean();
        Assert.Equal(["B", "A"], Names("Get-ImaAlbum Travel/Italy | Get-ImaPhoto")); // in the album's order
        Assert.Equal(["B", "A"], Names("Get-ImaPhoto -Album Travel/Italy"));
        Assert.Equal(["A", "B"], Names("Get-ImaPhoto -Album Travel | Sort-Object Title"));
        Assert.Equal(["A", "B"], Names("Get-ImaSession | Get-ImaPhoto | Where-Object Title | Sort-Object Title"));
        Assert.Equal(["A", "B"], Names("Get-ImaFileStorage | Get-ImaPhoto | Where-Object Title | Sort-Object Title"));
    }

    [Theory]
    [InlineData("'\"unclosed'", "ImaLink.InvalidValue")]
    [InlineData("'NEAR('", "ImaLink.InvalidValue")]
    [InlineData("'AND'", "ImaLink.InvalidValue")]
    [InlineData("-Near 91,0", "ImaLink.InvalidValue")]
    [InlineData("-RadiusKm 3", "ImaLink.InvalidValue")]
    [InlineData("-Date 1975-02-31", "ImaLink.InvalidValue")]
    [InlineData("-Month 13", "ImaLink.InvalidValue")]
    [InlineData("-Rating 7", "ImaLink.InvalidValue")]
    [InlineData("-Iso 5..1", "ParameterArgumentTransformationError")]
    [InlineData("-Tag nowhere", "ImaLink.WordNotFound")]
    [InlineData("-Camera nowhere", "ImaLink.FileNotFound")]
    [InlineData("-Album nowhere", "ImaLink.AlbumNotFound")]
    [InlineData("-Session nowhere", "ImaLink.SessionNotFound")]
    [InlineData("-Online", "ImaLink.InvalidValue")]
    public void Get_WhatCannotBe_IsAnError(string parameters, string id)
    {
        Photos();
        ErrorRecord error = Assert.Single(Run($"Get-ImaPhoto {parameters}").Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
