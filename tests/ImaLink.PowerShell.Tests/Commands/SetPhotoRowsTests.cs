using ImaLink.SamplePhotos;
using Microsoft.Data.Sqlite;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>Rows of a table, and many photos at once.</summary>
public sealed class SetPhotoRowsTests(ModuleFixture module) : SaidPhotoTest(module)
{
    [Theory]
    [InlineData("Title", "Trevi", "\"title\": \"Trevi\"")]
    [InlineData("Description", "one", "\"description\": \"one\"")]
    [InlineData("AltText", "a fountain", "\"alt_text\": \"a fountain\"")]
    [InlineData("Rating", "-1", "\"rating\": -1")]
    [InlineData("Flag", "Reject", "\"flag\": \"reject\"")]
    [InlineData("Label", "RED", "\"label\": \"red\"")]
    [InlineData("Author", "Ann", "\"author\": \"Ann\"")]
    [InlineData("Rights", "CC BY", "\"rights\": \"CC BY\"")]
    [InlineData("Location", "Rome", "\"Rome\"")]
    [InlineData("Gps", "41.9,12.5", "41.9")]
    [InlineData("Date", "197X", "\"date\": \"197X\"")]
    public void Set_RowOfATable_SaysWhatItsColumnSays_AndNothingWhereItIsEmpty(string column, string cell, string written)
    {
        FirstImport();
        string told = $"Get-ImaPhoto -First 1 | Select-Object Uuid, @{{ n = '{column}'; e = {{ '{cell}' }} }} | ConvertTo-Csv | ConvertFrom-Csv | Set-ImaPhoto";
        Assert.DoesNotContain(written, Index, StringComparison.Ordinal);
        One(told);
        string once = Index;
        Assert.Contains(written, once, StringComparison.Ordinal);
        One($"Get-ImaPhoto -First 1 | Select-Object Uuid, @{{ n = '{column}'; e = {{ '' }} }} | ConvertTo-Csv | ConvertFrom-Csv | Set-ImaPhoto -Favorite");
        Assert.Contains(written, Index, StringComparison.Ordinal);
        Assert.Equal(["ImaLink.InvalidValue"], Run("Get-ImaPhoto -First 1 | Select-Object Uuid | Set-ImaPhoto").ErrorIds);
    }

    [Fact]
    public void Set_TableThatWasExported_SaysOnlyWhatWasEdited_AndWhatIsTypedCounts()
    {
        FirstImport();
        Run("Get-ImaPhoto | Set-ImaPhoto -Title Lake -Rating 3 -Location Rome -Date 197X").Clean();
        string before = Index;
        Assert.Equal(5, Run("Get-ImaPhoto | ConvertTo-Csv | ConvertFrom-Csv | Set-ImaPhoto").Clean().Output.Count);
        Assert.Equal(before, Index);
        Run("$rows = Get-ImaPhoto | Select-Object Uuid, Title, Rating; $rows[0].Title = 'Snow'; $rows[1].Rating = 'many'").Clean();
        ScriptResult said = Run("$rows | Set-ImaPhoto -Author Ann");
        Assert.Equal(["ImaLink.InvalidValue"], said.ErrorIds);
        Assert.Equal(["Lake", "Lake", "Lake", "Snow"], said.Values<string>("Title").Order());
        Assert.All(said.Values<string>("Author"), author => Assert.Equal("Ann", author));
        Assert.Equal(["Ice"], Run("$rows[0] | Set-ImaPhoto -Title Ice").Clean().Values<string>("Title"));
    }

    [Fact]
    public void Set_TwoRowsOfOnePhoto_BothCountWherePhotosAreTakenTogether()
    {
        ManyPhotos();
        Run("""
            $photos = @(Get-ImaPhoto);
            $rows = @($photos | Select-Object -First 20 Uuid, @{ n = 'Title'; e = { 'x' } }) + [pscustomobject]@{ Uuid = $photos[20].Uuid; Title = 'A' } + [pscustomobject]@{ Uuid = $photos[20].Uuid; Rating = 5 }
            $null = $rows | Set-ImaPhoto
            """).Clean();

        Assert.Equal(["A 5"], Texts("$photos[20] | Set-ImaPhoto -Favorite | ForEach-Object { \"$($_.Title) $($_.Rating)\" }"));
    }

    [Fact]
    public void Set_RowThatChangesSmallAndCapitalLetters_SaysThem()
    {
        FirstImport();
        Run("$photo = Get-ImaPhoto -First 1 | Set-ImaPhoto -Title 'trevi fountain' -Label red").Clean();

        Assert.Equal("Trevi Fountain", Of(One("[pscustomobject]@{ Uuid = $photo.Uuid; Title = 'Trevi Fountain'; Label = 'RED' } | Set-ImaPhoto"), "Title"));
    }

    [Fact]
    public void Set_CatalogRefusesPhotosThatAreTakenTogether_EachOfThemIsAnErrorAndTheRestGoesOn()
    {
        ManyPhotos();
        Alter("CREATE TRIGGER refuse BEFORE INSERT ON statement WHEN (SELECT count(*) FROM statement WHERE field = 'title') BETWEEN 20 AND 21 BEGIN SELECT RAISE(ABORT, 'no room'); END");

        ScriptResult said = Run("Get-ImaPhoto | Set-ImaPhoto -Title x");

        Assert.Equal((20, Many - 20), (said.Output.Count, said.Errors.Count));
        Assert.All(said.ErrorIds, id => Assert.Equal("ImaLink.CatalogUnavailable", id));
        Assert.Equal(Many - 20, said.Errors.Select(error => error.TargetObject).Distinct().Count());
        Assert.All(said.Errors, error => Assert.StartsWith($"'{error.TargetObject}' was not changed. ", error.Exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Set_ConfirmIsFalse_TakesPhotosTogether()
    {
        ManyPhotos();
        Run("Get-ImaPhoto | Set-ImaPhoto -Title x -Confirm:$false | Select-Object -First 21").Clean();

        Assert.Equal(["22"], Texts("@(Get-ImaPhoto | Where-Object Title -EQ x).Count"));
    }

    [Fact]
    public void Select_First_ChangesOneAndWritesIt()
    {
        FirstImport();

        One("Get-ImaFile | Set-ImaPhoto -Title only | Select-Object -First 1");

        Assert.Equal(1, Index.Split("\"title\": \"only\"").Length - 1);
        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
    }

    private const int Many = 24;

    private void ManyPhotos()
    {
        Archive();
        BulkPhotos.Tiny(Path.Combine(Folder, "many"), Many);
        Run("Import-ImaSession many Archive Many -NoPreview").Clean();
    }

    private void Alter(string sql)
    {
        using var catalog = new SqliteConnection($"Data Source={Catalog};Pooling=False");
        catalog.Open();
        using SqliteCommand command = catalog.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
