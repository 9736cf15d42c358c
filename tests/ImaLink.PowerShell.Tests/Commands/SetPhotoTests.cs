using System.Management.Automation;
using ImaLink.SamplePhotos;
using Microsoft.Data.Sqlite;

namespace ImaLink.PowerShell.Tests.Commands;

public sealed class SetPhotoTests(ModuleFixture module) : ArchiveTest(module)
{
    private PSObject One(string script, object? parameters = null) => Assert.Single(Run(script, parameters).Clean().Output);

    private static object? Of(PSObject photo, string property) => photo.Properties[property].Value is PSObject wrapped ? wrapped.BaseObject : photo.Properties[property].Value;

    private string Index => File.ReadAllText(Path.Combine(Root, "imports", "session_1.json"));

    [Fact]
    public void Set_EveryField_IsShownAndStandsInTheIndex()
    {
        FirstImport();

        PSObject photo = One("""
            Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Title 'Trevi' -Description "one`ntwo" -AltText 'a fountain' -Rating 5 -Flag Pick -Label RED -Favorite -Hidden -AddTag 'Places|Italy|Rome', family `
                -AddPerson Ben, @{ Name = 'Anna'; X = 0.5; Y = 0.4; Width = 0.1; Height = 0.2 } -Author 'Ann' -Rights 'CC BY' -Location @{ City = 'Rome'; Country = 'Italy' } -Gps 41.9, 12.5, 30 -Date 197X
            """);

        Assert.Equal(
            ["Trevi", "one\ntwo", 5, "pick", "red", true, true, "Ann", "Rome, Italy", 41.9, 12.5, 30.0, "197X", new DateTime(1970, 1, 1)],
            new[] { "Title", "Description", "Rating", "Flag", "Label", "Favorite", "Hidden", "Author", "Location", "GpsLatitude", "GpsLongitude", "GpsAltitude", "Date", "TakenAt" }.Select(name => Of(photo, name)));
        Assert.Equal(["Places/Italy/Rome", "family"], (string[])Of(photo, "Tags")!);
        Assert.Equal(["Anna", "Ben"], (string[])Of(photo, "Persons")!);
        Assert.All(new[] { "\"title\": \"Trevi\"", "\"alt_text\": \"a fountain\"", "Places/Italy/Rome", "\"rights\": \"CC BY\"", "\"region\"" }, text => Assert.Contains(text, Index, StringComparison.Ordinal));
    }

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
    public void ShiftTime_PhotoThatComesTwice_IsShiftedOnce()
    {
        FirstImport();
        Run("$photo = Get-ImaPhoto -First 1 | Set-ImaPhoto -Date 2024-07-01T12:00:00").Clean();

        Assert.Equal("2024-07-01T13:00:00", Of(One("$photo, $photo | Set-ImaPhoto -ShiftTime 1:00"), "Date"));
    }

    [Fact]
    public void ShiftTime_SaidOtherwiseWhileItIsAsked_FollowsFromWhatIsSaidThen()
    {
        FirstImport();
        Run("$photo = Get-ImaPhoto -First 1 | Set-ImaPhoto -Date 2024-07-01T12:00:00").Clean();
        Module.WhenAsked = () =>
        {
            Module.WhenAsked = null;
            using var other = new ModuleFixture();
            other.Invoke("Get-ImaPhoto -Catalog $Catalog | Set-ImaPhoto -Date 1999-01-01T10:00:00 -Catalog $Catalog", new { Catalog }).Clean();
        };
        Module.Answers.Enqueue(0);

        Assert.Equal("1999-01-01T11:00:00", Of(One("$photo | Set-ImaPhoto -ShiftTime 1:00 -Confirm"), "Date"));
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
    public void Set_Empty_Withdraws()
    {
        FirstImport();
        Run("$photo = Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Title x -Rating 3 -Flag Pick -Label red -Favorite -Hidden -Author x -Location Rome -Gps '1,2' -Date 1975 -AddTag a -AddPerson b").Clean();

        PSObject photo = One("$photo | Set-ImaPhoto -Title '' -Rating $null -Flag '' -Label $null -Favorite:$false -Hidden:$false -Author '' -Location '' -Gps $null -Date '' -RemoveTag A -RemovePerson *");

        Assert.All(new[] { "Title", "Rating", "Flag", "Label", "Author", "Location", "GpsLatitude", "Date" }, name => Assert.Null(Of(photo, name)));
        Assert.Equal((false, false, 0, 0), ((bool)Of(photo, "Favorite")!, (bool)Of(photo, "Hidden")!, ((string[])Of(photo, "Tags")!).Length, ((string[])Of(photo, "Persons")!).Length));
    }

    [Theory]
    [InlineData("$_")]
    [InlineData("$_.Uuid")]
    [InlineData("$_.Uuid.ToString()")]
    [InlineData("$_.Hothash")]
    [InlineData("$_.FullName")]
    [InlineData("(Get-Item -LiteralPath $_.FullName)")]
    [InlineData("(Get-ImaFile -Path $_.FullName)")]
    [InlineData("([System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)))")]
    [InlineData("($_ | Select-Object Uuid | ConvertTo-Csv | ConvertFrom-Csv)")]
    public void Set_PhotoNamedInWhateverWay_IsThatPhoto(string named)
    {
        FirstImport();
        Run("$photo = Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Title before").Clean();

        PSObject photo = One($"$photo | ForEach-Object {{ {named} | Set-ImaPhoto -Title after }}");

        Assert.Equal("after", Of(photo, "Title"));
        Assert.Single(Run($"$photo | ForEach-Object {{ Set-ImaPhoto {named} -Rating 2 }}").Clean().Output);
    }

    [Theory]
    [InlineData("-Rating 6", "ImaLink.InvalidValue")]
    [InlineData("-Rating -2", "ImaLink.InvalidValue")]
    [InlineData("-Date 1975-02-31", "ParameterArgumentTransformationError")]
    [InlineData("-Date '0000:00:00 00:00:00'", "ParameterArgumentTransformationError")]
    [InlineData("-Gps 91,0", "ParameterArgumentTransformationError")]
    [InlineData("-AddTag \"a`0b\"", "ImaLink.InvalidValue")]
    [InlineData("-AddTag ' / '", "ImaLink.InvalidValue")]
    [InlineData("-AddPerson @{ Name = 'x'; X = 2; Y = 2; Width = 1; Height = 1 }", "ParameterArgumentTransformationError")]
    [InlineData("-ShiftTime 2", "ParameterArgumentTransformationError")]
    [InlineData("-ShiftTime 1h -Date 1975", "ImaLink.InvalidValue")]
    [InlineData("-Flag maybe", "ImaLink.InvalidValue")]
    [InlineData("-Location @{ Planet = 'Earth' }", "ParameterArgumentTransformationError")]
    [InlineData("-GpxPath nowhere.gpx", "ImaLink.PathNotFound")]
    [InlineData("", "ImaLink.InvalidValue")]
    public void Set_WhatCannotBe_IsRefusedAndChangesNothing(string parameters, string error)
    {
        FirstImport();
        string before = Index;

        ScriptResult result = Run($"Get-ImaFile | Set-ImaPhoto {parameters}");

        Assert.Empty(result.Output);
        Assert.StartsWith(error, result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(before, Index);
    }

    [Theory]
    [InlineData("Set-ImaPhoto x -Rating many", "'many' is no rating")]
    [InlineData("Set-ImaPhoto x -Rating 4.5", "'4.5' is no rating")]
    [InlineData("Set-ImaPhoto x -Gps 41", "'41' is no place")]
    [InlineData("Set-ImaPhoto x -Gps 41, north", "'41, north' is no place")]
    [InlineData("Set-ImaPhoto x -Gps @{ Latitude = 4.5 }", "'Latitude = 4.5' is no place")]
    [InlineData("Get-ImaPhoto -Near 41", "'41' is no place")]
    [InlineData("Get-ImaPhoto -Near @{ Latitude = 4.5 }", "'Latitude = 4.5' is no place")]
    [InlineData("Set-ImaPhoto x -AddPerson @{ Name = 'Anna'; X = 0.5; Height = 'tall' }", "Where 'Anna' is in the picture is not said whole: Y, Width, Height.")]
    public void Set_HalfOfAValue_IsRefusedByWhatIsMissing(string script, string message) =>
        Assert.Contains(message, Run(script).Errors[0].Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void Set_YearAndTimes_AreWhatTheySay()
    {
        FirstImport();
        Run("$photo = Get-ImaFile | Select-Object -First 1").Clean();

        Assert.Equal(["1975", "1826", "1975-08-03", "1975-08-03T14:30:00", "1975-08-03T14:30:00+02:00", "1974/1976"], Texts("""
            1975, '1826', ([datetime]'1975-08-03'), ([datetime]'1975-08-03 14:30'), [DateTimeOffset]::new(1975, 8, 3, 14, 30, 0, [timespan]::FromHours(2)), '1974/1976' |
                ForEach-Object { ($photo | Set-ImaPhoto -Date $_).Date }
            """));
    }

    [Fact]
    public void WhatIf_ShowsTheOldAndTheNewTime_AndChangesNothing()
    {
        FirstImport();
        Run("Get-ImaFile | Set-ImaPhoto -Date 2024-07-01T12:00:00").Clean();
        string[] before = Everything();

        string told = Run("Get-ImaFile | Set-ImaPhoto -ShiftTime '+1:30' -WhatIf").Clean().HostText;

        Assert.Contains("from 2024-07-01T12:00:00 to 2024-07-01T13:30:00", told, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public void ShiftTime_EachPhoto_FromItsOwnTime()
    {
        FirstImport();
        Assert.Equal(["True"], Texts("""
            $before = @{}; Get-ImaFile | Where-Object TakenAt | ForEach-Object { $before[$_.Hothash] = $_.TakenAt }
            $after = Get-ImaFile | Where-Object TakenAt | Set-ImaPhoto -ShiftTime '-2d 3h'
            -not ($after | Where-Object { $_.TakenAt -ne $before[$_.Hothash].AddHours(-51) }) -and $before.Count -gt 1
            """));
    }

    [Fact]
    public void Select_First_ChangesOneAndWritesIt()
    {
        FirstImport();

        One("Get-ImaFile | Set-ImaPhoto -Title only | Select-Object -First 1");

        Assert.Equal(1, Index.Split("\"title\": \"only\"").Length - 1);
        Assert.Equal(["0"], Texts("(Get-ImaCatalog).Dirty"));
    }

    [Fact]
    public void Set_FileInTheTrash_IsToldAndComesBackWithItsWords()
    {
        FirstImport();
        Run("$photo = Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -Title kept; Get-ImaFile -Hothash $photo.Hothash | Remove-ImaFile -Confirm:$false").Clean();

        ErrorRecord error = Assert.Single(Run("$photo | Set-ImaPhoto -Rating 1").Errors);

        Assert.Equal("ImaLink.FileNotFound", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("Restore-ImaTrash", error.Exception.Message, StringComparison.Ordinal);
        Run("Get-ImaTrash | Restore-ImaTrash").Clean();
        Assert.Equal("kept", Of(One("$photo | Set-ImaPhoto -Rating 1"), "Title"));
    }

    [Fact]
    public void Set_TenThousandTags_AreAllThere()
    {
        FirstImport();

        PSObject photo = One("Get-ImaFile | Select-Object -First 1 | Set-ImaPhoto -AddTag (1..10000 | ForEach-Object { \"tag 'n' / \"\"$_\"\" 👩‍👧\" })");

        Assert.Equal(10_000, ((string[])Of(photo, "Tags")!).Length);
        Assert.Equal(["10000"], Texts("$null = Restore-ImaCatalog disk -Catalog again.db; (Get-ImaTag -Catalog again.db | Where-Object Level -EQ 1).Count"));
    }

    [Fact]
    public void GpxPath_GivesPlacesAndTellsWhatIsOutside()
    {
        FirstImport();
        File.WriteAllText(Path.Combine(Folder, "a.gpx"), """
            <gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg><trkpt lat="41" lon="12"><time>2024-07-01T10:00:00Z</time></trkpt><trkpt lat="42" lon="13"><time>2024-07-01T10:10:00Z</time></trkpt></trkseg></trk></gpx>
            """);
        Run("$photos = Get-ImaFile | Select-Object -First 2; $photos[0] | Set-ImaPhoto -Date 2024-07-01T12:05:00+02:00; $photos[1] | Set-ImaPhoto -Date 2023-07-01T12:05:00+02:00").Clean();

        ScriptResult result = Run("$photos | Set-ImaPhoto -GpxPath *.gpx");

        Assert.Equal([41.5, null], result.Output.Select(photo => Of(photo, "GpsLatitude") as double?).Select(latitude => latitude == 41.5 ? latitude : null));
        Assert.StartsWith("1 of 2 photos", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["ImaLink.InvalidValue"], Run("Set-Content b.gpx '<gpx/>'; $photos | Set-ImaPhoto -GpxPath b.gpx").Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void LikeCamera_ByAPairOrNotClear()
    {
        FirstImport();
        Run("""
            $all = Get-ImaFile | Where-Object CameraModel | Group-Object CameraModel | Sort-Object Count -Descending
            $mine = $all[0].Group[0] | Set-ImaPhoto -Date 2024-07-01T12:00:00; $theirs = $all[1].Group[0] | Set-ImaPhoto -Date 2024-07-01T13:02:03
            """).Clean();

        Assert.Equal(["2024-07-01T13:02:03"], Texts("($mine | Set-ImaPhoto -LikeCamera $theirs.Camera -SameMoment $theirs, $mine).Date"));
        ErrorRecord error = Assert.Single(Run("$mine | Set-ImaPhoto -LikeCamera $theirs.Camera").Errors);
        Assert.Contains("not clear", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("several cameras", Assert.Single(Run("$mine, $theirs | Set-ImaPhoto -LikeCamera *").Errors).Exception.Message, StringComparison.Ordinal);
    }

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
    public void Set_OfflineStorage_GetsItWhenItIsBack()
    {
        FirstImport();
        Run("$photo = Get-ImaFile | Select-Object -First 1").Clean();
        string disk = Path.Combine(Folder, "disk"), away = Path.Combine(Folder, "away");
        Directory.Move(disk, away);

        Run("$photo | Set-ImaPhoto -Title later").Clean();

        Directory.Move(away, disk);
        Assert.DoesNotContain("later", Index, StringComparison.Ordinal);
        Run("Sync-ImaFileStorage Archive").Clean();
        Assert.Contains("\"title\": \"later\"", Index, StringComparison.Ordinal);
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
