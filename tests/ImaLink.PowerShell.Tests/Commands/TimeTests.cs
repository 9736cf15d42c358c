using System.Globalization;
using ImaLink.SamplePhotos;

namespace ImaLink.PowerShell.Tests.Commands;

/// <summary>What commands say of times, and what they take: the same in every culture and every zone.</summary>
[Trait("Category", "Culture")]
public sealed class TimeTests(ModuleFixture module) : ArchiveTest(module)
{
    private const string Tellers = """
        Get-ImaFileStorage; Find-ImaFileStorage .; Get-ImaSession; Get-ImaImportItem First; Get-ImaFile; Test-ImaFile; Get-ImaCatalog
        Get-ImaIndex disk/* -Session *; Get-ImaIndex disk/* -File; Backup-ImaCatalog .
        Get-ImaFile | Remove-ImaFile -Confirm:$false; Get-ImaTrash
        """;

    [Fact]
    public void Times_OnWhatCommandsEmit_AreLocalAndTheCamerasAreDigits()
    {
        FirstImport();
        var times =
            from item in Run(Tellers).Clean().Output
            from property in item.Properties
            where property.Value is DateTime
            select (Name: $"{item.BaseObject.GetType().Name}.{property.Name}", Time: (DateTime)property.Value);
        Assert.Superset(
            new HashSet<string> { "ImageFile.TakenAt", "ImageFile.ModifiedAt", "FileStorage.CreatedAt", "FoundStorage.CreatedAt", "ImportSession.ImportedAt", "TrashItem.RemovedAt", "FileCheck.LastVerified", "CatalogInfo.CreatedAt", "CatalogBackup.CreatedAt" },
            times.Select(time => time.Name).ToHashSet());
        Assert.All(times, time => Assert.Equal((time.Name, time.Name == "ImageFile.TakenAt" ? DateTimeKind.Unspecified : DateTimeKind.Local), (time.Name, time.Time.Kind)));
    }

    [Fact]
    public void ModifiedAt_IsWhatGetItemSays()
    {
        FirstImport();
        Assert.All(Texts("Get-ImaFile | ForEach-Object { $_.ModifiedAt -eq (Get-Item -LiteralPath $_.FullName).LastWriteTime }"), text => Assert.Equal("True", text));
    }

    [Fact]
    public void Purge_OfWhatWasRemovedAnHourAgo_LeavesWhatWasRemovedNow()
    {
        FirstImport();
        Run("Get-ImaFile | Remove-ImaFile -Confirm:$false").Clean();
        Assert.Equal(["0", "5", "True"], Texts("""
            @(Get-ImaTrash | Where-Object RemovedAt -lt ([datetime]::Now.AddHours(-1))).Count
            @(Get-ImaTrash | Where-Object RemovedAt -gt ([datetime]::Now.AddHours(-1))).Count
            (Get-ImaSession).ImportedAt -le [datetime]::Now
            """));
    }

    [Theory]
    [InlineData("[datetime]::Now")]
    [InlineData("[datetime]::UtcNow")]
    [InlineData("[datetime]::SpecifyKind([datetime]::Now, 'Unspecified')")]
    [InlineData("[DateTimeOffset]::Now")]
    public void OlderThan_TimeOfAnyKind_IsTheSameInstant(string now)
    {
        FirstImport();
        Assert.Equal(["0", "5"], Texts($"@(Test-ImaFile -OlderThan ({now}.AddHours(-1)) -WarningAction Ignore).Count; @(Test-ImaFile -OlderThan ({now}.AddHours(1))).Count"));
        Run("Get-ImaFile | Remove-ImaFile -Confirm:$false").Clean();
        Run($"Get-ImaTrash | Clear-ImaTrash -OlderThan ({now}.AddHours(-1)) -Confirm:$false; Clear-ImaTrash -OlderThan 30 -Confirm:$false").Clean();
        Assert.Equal(5, Run("Get-ImaTrash").Clean().Output.Count);
        Run($"Clear-ImaTrash *1 -OlderThan ({now}.AddHours(1)) -Confirm:$false").Clean();
        Assert.Equal(4, Run("Get-ImaTrash").Clean().Output.Count);
        Run($"Clear-ImaTrash -OlderThan ({now}.AddHours(1)) -Confirm:$false").Clean();
        Assert.Empty(Run("Get-ImaTrash").Clean().Output);
    }

    [Theory]
    [InlineData("2024-06-01", 3)]
    [InlineData("'2024-06-14T09:32'", 3)]
    [InlineData("2024.06.14", 3)]
    [InlineData("'2024-06-14 10:00'", 2)]
    [InlineData("2024", 3)]
    [InlineData("2024-06-14", 3)]
    [InlineData("([datetime]'2024-06-14 09:32')", 3)]
    [InlineData("([datetime]::SpecifyKind('2024-06-14 09:32', 'Local'))", 3)]
    [InlineData("([datetime]::SpecifyKind('2024-06-14 09:32', 'Local').ToUniversalTime())", 3)]
    [InlineData("(Get-ImaFile *IMG_2041*).TakenAt", 3)]
    public void After_TheSameDate_FindsTheSameEverywhere(string date, int expected)
    {
        FirstImport();
        Assert.Equal([$"{expected}", $"{expected}"], Texts($"@(Get-ImaFile -After {date}).Count; @(Get-ImaIndex disk/* -File -After {date}).Count"));
        Assert.Equal([$"{5 - expected}"], Texts($"@(Get-ImaFile -Before {date}).Count"));
    }

    /// <summary>The first of June to one is the sixth of January to another; a number was taken for ticks.</summary>
    [Theory]
    [InlineData("31.12.2024")]
    [InlineData("1.6.2024")]
    [InlineData("14.06.2024")]
    [InlineData("06/14/2024")]
    [InlineData("'06/14/2024 10:00'")]
    [InlineData("24-06-01")]
    [InlineData("'June 2024'")]
    [InlineData("20240601")]
    [InlineData("2024.5")]
    [InlineData("202")]
    public void After_TextThatDoesNotBeginWithTheYear_SaysHowToWriteOne(string date)
    {
        Archive();
        var error = Assert.Single(Run($"Get-ImaFile -After {date}").Errors);
        Assert.Contains("2024-06-01", error.Exception.Message);
    }

    [Theory]
    [InlineData("1.6.2024")]
    [InlineData("06/14/2024")]
    public void OlderThan_TextThatDoesNotBeginWithTheYear_IsRefused(string date)
    {
        Archive();
        Assert.Contains("2024-06-01", Assert.Single(Run($"Clear-ImaTrash -OlderThan {date} -Confirm:$false").Errors).Exception.Message);
        Run("Clear-ImaTrash -OlderThan 2024-06-01 -Confirm:$false; Clear-ImaTrash -OlderThan 2.00:00 -Confirm:$false").Clean();
    }

    [Fact]
    public void TrashFolder_IsNamedByTheCommonEra()
    {
        FirstImport();
        Run("Get-ImaFile | Remove-ImaFile -Confirm:$false").Clean();
        string name = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(Root, ".imalink", "trash")).Single());
        Assert.StartsWith(DateTime.UtcNow.ToString("yyyy", CultureInfo.InvariantCulture), name, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Cultures", "th_TH")]
    public void Clixml_WrittenInTokyo_ReadInNewYork_KeepsInstantsAndTheCamerasDigits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there the zone belongs to the machine");
        FirstImport();
        Run("(Get-ImaFile)[0] | Remove-ImaFile -Confirm:$false").Clean();
        string tell = """
            $items | ForEach-Object { foreach ($name in 'ModifiedAt', 'LastVerified', 'RemovedAt') { if ($_.$name) { "$name {0:o}" -f $_.$name.ToUniversalTime() } }
                if ($_.TakenAt) { "TakenAt {0:o} $($_.TakenAt.Kind)" -f $_.TakenAt } }
            """;
        string get = $"$items = @(Get-ImaFile -Catalog '{Catalog}') + @(Get-ImaTrash -Catalog '{Catalog}'); ";
        string file = Path.Combine(Folder, "items.xml");
        string tokyo = Say("Asia/Tokyo", get + $"$items | Export-Clixml '{file}'; " + tell);
        string newYork = Say("America/New_York", $"$items = Import-Clixml '{file}'; " + tell);
        Assert.Equal(tokyo, newYork);
        Assert.Equal(Say("America/New_York", get + tell), newYork);
        Assert.Equal(13, newYork.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>What two machines in different zones know of the same card, imported with the same -TimeZone, is the same to the byte.</summary>
    [Fact]
    [Trait("Cultures", "th_TH")]
    public void Import_InTokyoAndInNewYork_GivesByteEqualFactsIndexesAndPlaces()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there the zone belongs to the machine");
        DateTime newYear = new(2021, 1, 1, 1, 0, 0, DateTimeKind.Utc); // in New York 20:00 of the day before
        File.WriteAllBytes(Path.Combine(Card, "film.mp4"), TinyFilm.Encode(1, newYear));
        File.WriteAllBytes(Path.Combine(Card, "bare.jpg"), TinyJpeg.Encode(1));
        File.SetLastWriteTimeUtc(Path.Combine(Card, "bare.jpg"), newYear);
        string tokyo = Told("Asia/Tokyo"), newYork = Told("America/New_York");
        Assert.Equal(tokyo, newYork);
        Assert.Contains("photos/2020/12/31/film.mp4", tokyo);
        Assert.Contains("photos/2020/12/31/bare.jpg", tokyo);
        Assert.Contains("\"TakenAt\":\"2020-12-31T20:00:00\"", tokyo);
        Assert.Contains("\"taken_at\": \"2021-01-01T01:00:00+00:00\"", tokyo);
        Assert.Contains("\"time_zone\": \"America/New_York\"", tokyo);
        Assert.Contains("Found 1 1 0 0", tokyo);

        string Told(string zone)
        {
            string disk = Path.Combine(Folder, zone[..4]);
            Directory.CreateDirectory(disk);
            return Say(zone, $$"""
                $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = '{{disk}}.db' }
                $facts = 'RelativePath', 'Hothash', 'Sha256', 'Format', 'TakenAt', 'TakenAtOffset', 'TakenAtSource', 'TakenAtPrecision', 'Width', 'Height', 'CameraModel', 'Length'
                $storage = New-ImaFileStorage Archive '{{disk}}'
                (Import-ImaSession '{{Card}}' Archive T -TimeZone America/New_York -Layout '{yyyy}/{MM}/{dd}/{name}').TimeZone
                Get-ImaFile | Sort-Object TakenAt, RelativePath | Select-Object $facts | ConvertTo-Json -Compress
                Get-ImaIndex $storage.FullName -File | Sort-Object TakenAt, RelativePath | Select-Object $facts | ConvertTo-Json -Compress
                $when = @{ After = '2020-12-31'; Before = '2021' }, @{ After = '2021'; Before = '2022' }
                "Found $($when | ForEach-Object { $one = $_; @(Get-ImaFile @one).Count; @(Get-ImaIndex $storage.FullName -File @one).Count })"
                Measure-ImaFileStorage -By Year | ForEach-Object { "$($_.Key) $($_.Files)" }
                Get-Content "$($storage.FullName)/imports/session_1.json" | Where-Object { $_ -notmatch '"(uuid|writer|imported_at|last_verified|created_at|duration_seconds|file_storage_uuid|storage_directory|index_generated)"' }
                """);
        }
    }

    [Theory]
    [Trait("Cultures", "th_TH")]
    [InlineData("TZ=Asia/Tokyo")]
    [InlineData("TZ=:asia/tokyo")]
    public void Import_OnAMachineWithoutTablesOfZones_KnowsItsZoneAllTheSame(string zone)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there the zone belongs to the machine");
        File.WriteAllBytes(Path.Combine(Folder, "film.mp4"), TinyFilm.Encode(1, new DateTime(2020, 12, 31, 20, 0, 0)));
        var (exit, output, error) = HostProcess.Finish(HostProcess.StartUnder(["env", "TZDIR=/nowhere", zone], "-Command", $$"""
            $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = '{{Catalog}}' }
            $null = New-ImaFileStorage Archive '{{Folder}}/disk'
            (Import-ImaSession '{{Folder}}/film.mp4' Archive T -InformationAction Ignore).TimeZone
            Get-ImaFile | ForEach-Object { "$($_.RelativePath) $($_.TakenAtOffset)" }
            """));
        Assert.True(exit == 0, error);
        Assert.Equal(["Asia/Tokyo", "photos/2021/T/film.mp4 09:00:00"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void ZoneOfANewerVersion_IsKeptAndToldWhereItMatters()
    {
        Archive();
        Run("$null = Import-ImaSession card Archive Stills -TimeZone Europe/Oslo").Clean();
        File.WriteAllBytes(Path.Combine(Folder, "film.mp4"), TinyFilm.Encode(1, new DateTime(2021, 1, 1)));
        Run("$null = Import-ImaSession film.mp4 Archive Films -TimeZone Europe/Rome").Clean();
        foreach (string index in Directory.EnumerateFiles(Path.Combine(Root, "imports"), "session_?.json"))
            File.WriteAllText(index, File.ReadAllText(index).Replace("Europe/", "Moon/").Replace("\"revision\": ", "\"revision\": 7"));
        Run("Set-ImaFileStorage Archive -Description x").Clean();
        Assert.Equal(["Moon/Oslo", "Moon/Rome"], Texts("(Get-ImaSession).TimeZone"));
        foreach (string command in new[] { "Get-ImaFile", "Get-ImaIndex disk/* -File" })
        {
            var told = Run(command);
            Assert.Empty(told.Errors);
            Assert.Equal(6, told.Output.Count);
            Assert.Contains("'Films'", Assert.Single(told.Warnings));
        }

        Run("Set-ImaSession Films -TimeZone Europe/Rome").Clean();
        Assert.Equal(["01:00:00"], Texts("(Get-ImaFile *film.mp4).TakenAtOffset"));
    }

    [Theory]
    [Trait("Cultures", "th_TH")]
    [InlineData("posix/Asia/Tokyo", "Asia/Tokyo", 0)]
    [InlineData("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo", 0)]
    [InlineData("JST-9", "Etc/UTC", 1)]
    public void Import_WhereTheMachineNamesItsZoneOtherwise_RecordsOneThatThereIs(string variable, string zone, int warnings)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there the zone belongs to the machine");
        File.WriteAllBytes(Path.Combine(Folder, "film.mp4"), TinyFilm.Encode(1, new DateTime(2020, 12, 31, 20, 0, 0)));
        Assert.Equal($"{zone} {warnings}", Say(variable, $$"""
            $PSDefaultParameterValues = @{ '*-Ima*:Catalog' = '{{Catalog}}' }
            $null = New-ImaFileStorage Archive '{{Folder}}/disk'
            $session = Import-ImaSession '{{Folder}}/film.mp4' Archive T -InformationAction Ignore -WarningVariable told -WarningAction SilentlyContinue
            "$($session.TimeZone) $($told.Count)"
            """).Trim());
    }

    private static string Say(string zone, string command)
    {
        var (exit, output, error) = HostProcess.Finish(HostProcess.StartUnder(["env", "TZ=" + zone], "-Command", command));
        Assert.True(exit == 0, error);
        return output;
    }
}
