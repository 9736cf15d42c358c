using System.Management.Automation;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>When and where photos were taken: said, shifted, like another camera, by a track.</summary>
public sealed class SetPhotoTimeTests(ModuleFixture module) : SaidPhotoTest(module)
{
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
}
