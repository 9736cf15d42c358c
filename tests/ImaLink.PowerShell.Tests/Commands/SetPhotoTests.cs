using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>What is said of a photo by Set-ImaPhoto, and how the photo is named.</summary>
public sealed class SetPhotoTests(ModuleFixture module) : SaidPhotoTest(module)
{
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
}
