using System.Globalization;
using System.Text;
using ImaLink.Import;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Import;

/// <summary>What a Google Takeout says of photos is said of them here: beside them, for their partners, and in another part of the export.</summary>
public sealed class TakeoutImportTests : ImportTest
{
    private const string Everything = """
        {
          "title": "a.jpg", "description": "A lake\nat dawn", "imageViews": "7",
          "photoTakenTime": { "timestamp": "1700000000", "formatted": "14 Nov 2023, 22:13:20 UTC" },
          "geoData": { "latitude": 1.0, "longitude": 2.0, "altitude": 3.0 },
          "geoDataExif": { "latitude": 41.89, "longitude": 12.49, "altitude": 50.0 },
          "people": [ { "name": "Anna" }, { "name": "" }, { "name": "Ben" } ],
          "favorited": true, "archived": true, "googlePhotosOrigin": { "mobileUpload": {} }
        }
        """;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Description(string title, string more = "") => Text($$"""{ "title": "{{title}}", "photoTakenTime": { "timestamp": "1700000000" }{{more}} }""");

    private ImportSession Import(params string[] folders) =>
        Mine.Import(folders.Length == 0 ? Source : Path.Combine(Source, folders[0]), options: request => request with
        {
            TimeZone = "Asia/Tokyo",
            Paths = folders.Length == 0 ? request.Paths : [.. folders.Select(folder => Path.Combine(Source, folder))],
        });

    [Fact]
    public void Import_DescriptionOfEverything_SaysAllOfIt()
    {
        Put("a.jpg", TestPhotos.Bare(1));
        Put("a.jpg.supplemental-metadata.json", Text(Everything));
        var session = Import();

        Assert.Equal(
        [
            "date: \"2023-11-15T07:13:20+09:00\"", "description: \"A lake\\nat dawn\"", "favorite: true", "gps: {\"altitude\":50,\"latitude\":41.89,\"longitude\":12.49}", "hidden: true",
            "person:Anna: true", "person:Ben: true",
        ], Said(session));
        Assert.Equal("a.jpg.supplemental-metadata.json: description, favorite, hidden, gps, date, Anna, Ben", Mine.Items(session)[0].Said);
        Assert.Empty(Mine.Errors);
        Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));
    }

    [Fact]
    public void Import_PhotoThatStatesTimeAndPlace_KeepsThem()
    {
        string photo = Put("a.jpg", TestPhotos.Jpeg(1, takenAt: new DateTime(2020, 1, 2, 3, 4, 5)));
        Put("a.jpg.json", Description("a.jpg", """, "geoDataExif": { "latitude": 0.0, "longitude": 0.0 }"""));
        Assert.Empty(Said(Import()));
        Assert.True(File.Exists(photo));
    }

    /// <summary>A time or a place that was corrected there is told, and the photo's own counts. The time of Google is UTC, that of the camera of whatever zone.</summary>
    [Theory]
    [InlineData("2020-01-02T03:04:05", "1577934245", null)] // the same as UTC
    [InlineData("2020-01-02T03:04:05", "1577905445", null)] // eight hours east
    [InlineData("2020-01-02T03:04:05", "1577914445", null)] // five and a half
    [InlineData("2020-01-02T03:04:05", "1577934845", "2020-01-02T03:14:05Z")] // ten minutes: no zone
    [InlineData("2020-01-02T03:04:05", "1609470245", "2021-01-01T03:04:05Z")]
    public void Import_TimeThatWasCorrected_IsTold(string own, string timestamp, string? told)
    {
        Put("a.jpg", TestPhotos.Jpeg(1, takenAt: DateTime.Parse(own, CultureInfo.InvariantCulture)));
        Put("a.jpg.json", Text($$"""{ "title": "a.jpg", "photoTakenTime": { "timestamp": "{{timestamp}}" } }"""));
        var session = Import();
        Assert.Empty(Said(session));
        Assert.Equal(told is null ? null : $"a.jpg.json says another time ({told}) than the photo ({own}), which counts.", Mine.Items(session)[0].Detail);
        Assert.Equal(told is null ? 0 : 1, Mine.Warnings.Count(warning => warning.StartsWith("Of one photo the program that it comes from says another time or place", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{ "latitude": 41.89, "longitude": 12.49 }""", """{ "latitude": 41.89, "longitude": 12.49 }""", false)]
    [InlineData("""{ "latitude": 41.8902, "longitude": 12.4901 }""", """{ "latitude": 0.0, "longitude": 0.0 }""", false)]
    [InlineData("""{ "latitude": 48.85, "longitude": 2.35 }""", """{ "latitude": 41.89, "longitude": 12.49 }""", true)]
    [InlineData("""{ "latitude": 48.85, "longitude": 2.35 }""", """{ "latitude": 0.0, "longitude": 0.0 }""", true)]
    public void Import_PlaceThatWasCorrected_IsTold(string place, string own, bool isTold)
    {
        Put("a.jpg", TestPhotos.At(1, 41.89, 12.49));
        Put("a.jpg.json", Text($$"""{ "title": "a.jpg", "photoTakenTime": {}, "geoData": {{place}}, "geoDataExif": {{own}} }"""));
        var session = Import();
        Assert.Empty(Said(session));
        Assert.Equal(isTold ? "a.jpg.json says another place (48.85, 2.35) than the photo (41.89, 12.49), which counts." : null, Mine.Items(session)[0].Detail);
    }

    [Fact]
    public void Import_TimeThatWasCorrectedOfAPhotoThatIsThere_IsToldOfItsDescription()
    {
        Put("a.jpg", TestPhotos.Jpeg(1, takenAt: new DateTime(2020, 1, 2, 3, 4, 5)));
        Import();
        Put("a.jpg.json", Text("""{ "title": "a.jpg", "photoTakenTime": { "timestamp": "1609470245" } }"""));
        var second = Mine.Import(Source, "Second");
        Assert.Contains("another time (2021-01-01T03:04:05Z)", Mine.Items(second)[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_PhotoWithoutATime_IsPlacedByItsDescription()
    {
        Put("a.jpg", TestPhotos.Bare(1));
        Put("a.jpg.json", Text("""{ "title": "a.jpg", "photoTakenTime": { "timestamp": "1704038399" } }"""));
        var session = Mine.Import(Source, options: request => request with { TimeZone = "Asia/Tokyo", Layout = "{yyyy}/{MM}-{dd}/{name}{ext}" });
        Assert.Equal("photos/2024/01-01/a.jpg", TestArchive.Index(session).Single().Path);
    }

    [Fact]
    public void Import_LivePhotoAndEditedPhoto_ShareOneDescription()
    {
        Put("IMG_1.HEIC", TestPhotos.Jpeg(1));
        Put("IMG_1.MP4", TestPhotos.Jpeg(2));
        Put("IMG_1.HEIC.supplemental-metadata.json", Description("IMG_1.HEIC", """, "description": "Live" """));
        Put("IMG_2-bearbeitet.jpg", TestPhotos.Jpeg(3));
        Put("IMG_2.jpg", TestPhotos.Jpeg(4));
        Put("IMG_2.jpg.supplemental-metadata.json", Description("IMG_2.jpg", """, "description": "Edited" """));
        Assert.Equal(["Live", "Live", "Edited", "Edited"], Descriptions(Import()));
    }

    [Fact]
    public void Import_DescriptionInAnotherPart_TravelsWithItsPhoto()
    {
        const string folder = "Takeout/Google Photos/Photos from 2023/";
        Put("one/" + folder + "a.jpg", TestPhotos.Jpeg(1));
        Put("one/" + folder + "b.jpg.supplemental-metadata.json", Description("b.jpg", """, "description": "B" """));
        Put("two/" + folder + "b.jpg", TestPhotos.Jpeg(2));
        Put("two/" + folder + "a.jpg.supplemental-metadata.json", Description("a.jpg", """, "description": "A" """));
        Put("three/" + folder + "a-edited.jpg", TestPhotos.Jpeg(3));
        Put("three/" + folder + "c.jpg.supplemental-metadata.json", Description("c.jpg"));
        string[] expected =
            ["a.jpg: Imported", "a.jpg.supplemental-metadata.json: Companion", "a-edited.jpg: Imported", "b.jpg: Imported", "b.jpg.supplemental-metadata.json: Companion", "c.jpg.supplemental-metadata.json: Companion"];

        // The parts by name, and the folder that they were unpacked in.
        foreach (string[] parts in new[] { new[] { "one", "two", "three" }, [] })
        {
            var archive = new TestArchive(Path.Combine(Folder, "archive" + parts.Length.ToString(CultureInfo.InvariantCulture)));
            var session = archive.Import(Source, options: request => request with { Paths = parts.Length == 0 ? [Source] : [.. parts.Select(part => Path.Combine(Source, part))] });
            Assert.Equal(expected.Order(StringComparer.Ordinal), Verdicts(archive, session).Order(StringComparer.Ordinal));
            Assert.Equal(["A", "A", "B"], TestArchive.Index(session).SelectMany(entry => entry.Said!).Where(said => said.Field == "description").Select(said => CanonicalJson.Text(said.Value)).Order(StringComparer.Ordinal));
            Assert.All(archive.Check(Source), check => Assert.Equal("Held", check.Verdict));
            Assert.Single(archive.Warnings, warning => warning.StartsWith("One description of this Takeout speaks of a photo that is not here", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Import_PartAfterPart_SaysTheRestWhenAllAreImportedTogether()
    {
        Put("one/Takeout/Photos/a.jpg", TestPhotos.Jpeg(1));
        Put("two/Takeout/Photos/a.jpg.json", Description("a.jpg", """, "description": "A" """));
        var first = Import("one");
        Assert.Empty(Said(first));
        Import("two");
        Mine.Import(Source, "Together");
        Assert.Contains("description: \"A\"", Said(first));
        Assert.All(Mine.Check(Source), check => Assert.Equal("Held", check.Verdict));
    }

    [Theory]
    [InlineData(""", "trashed": true""", "It was in the trash")]
    [InlineData(""", "googlePhotosOrigin": { "fromPartnerSharing": {} }""", "It is the photo of a partner")]
    public void Import_TrashAndPartner_OnlyOnRequest(string more, string why)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.jpg.json", Description("a.jpg", more));
        Put("a-edited.jpg", TestPhotos.Jpeg(2));
        Put("b.jpg", TestPhotos.Jpeg(3));
        string[] simulated = [.. Mine.Simulate(Source).Select(item => $"{Path.GetFileName(item.SourcePath)}: {item.Verdict}")];
        var session = Import();
        Assert.Equal(["a-edited.jpg: Skipped", "a.jpg: Skipped", "a.jpg.json: Skipped", "b.jpg: Imported"], Verdicts(session));
        Assert.Equal(simulated, Verdicts(session));
        Assert.StartsWith(why, Mine.Items(session)[0].Detail, StringComparison.Ordinal);
        Assert.Equal(3, Mine.Check(Source).Count(check => check.Verdict == "NotHeld"));

        var all = Mine.Import(Source, "All", request => request with { IncludeTrashed = true, IncludePartner = true });
        Assert.Equal(["a-edited.jpg: Imported", "a.jpg: Imported", "a.jpg.json: Companion", "b.jpg: Duplicate"], Verdicts(all));
    }

    public static TheoryData<string, bool> Other() => new()
    {
        { "[{ \"SourceFile\": \"a.jpg\", \"Title\": \"x\" }]", true },
        { "{ \"title\": \"a.jpg\" }", true },
        { "{ \"title\": 7, \"photoTakenTime\": [], \"description\": {}, \"people\": [1, \"x\", { \"name\": null }], \"geoData\": { \"latitude\": \"x\" }, \"favorited\": 1 }", true },
        { "{ \"title\": \"a\", \"photoTakenTime\": { \"timestamp\": \"99999999999999999999\" }, \"geoData\": { \"latitude\": 1e999, \"longitude\": 500 } }", true },
        { "{ \"title\": \"a.jpg\", \"photoTakenTime\": { \"timesta", false },
        { "no JSON", false },
        { new string('[', 5000), false },
    };

    [Theory]
    [MemberData(nameof(Other))]
    public void Import_JsonThatIsNoTakeout_IsKeptAndSaysNothing(string content, bool isJson)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.jpg.json", Text(content));
        var session = Import();
        Assert.Equal(["a.jpg: Imported", "a.jpg.json: Companion"], Verdicts(session));
        Assert.Empty(Said(session));
        Assert.Equal(isJson ? [] : [ErrorCode.SidecarUnreadable], Mine.Errors.Select(error => error.Code));
        bool isTakeout = content.Contains("photoTakenTime", StringComparison.Ordinal);
        Assert.Equal(isJson && !isTakeout ? "It is JSON of another program, which says nothing here." : null, isJson ? Mine.Items(session)[1].Detail : null);
    }

    [Fact]
    public void Import_TextCutInASurrogatePair_SaysWhatIsWholeOfIt()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.jpg.json", Text("""{ "title": "\ud83d", "photoTakenTime": {}, "description": "\ud83d\ude00 x\\ud83d \ud83d", "people": [ { "name": "\ude00Anna" } ] }"""));
        Assert.Equal(["description: \"\U0001F600 x\\\\ud83d\"", "person:Anna: true"], Said(Import()).Select(said => said.Replace(" \"", "\"", StringComparison.Ordinal).Replace(":\"", ": \"", StringComparison.Ordinal)));
    }

    /// <summary>After an escaped backslash what looks like an escape is none, and a name may be broken as well as a text.</summary>
    [Theory]
    [InlineData("""{ "title": "a", "photoTakenTime": {}, "description": "x \\ud83d\ude00" }""", true)]
    [InlineData("""{ "\ud800": 1, "title": "a", "photoTakenTime": {}, "description": "x" }""", false)]
    public void Import_HalfOfACharacter_BreaksNothing(string content, bool isSaid)
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.jpg.json", Text(content));
        Put("x.json", Text(content));
        var session = Import();
        Assert.Contains("a.jpg.json: Companion", Verdicts(session));
        if (isSaid)
            Assert.Equal(["description: \"x \\\\ud83d\""], Said(session));
    }

    [Fact]
    public void Import_HalfOfACharacterBehindManyBackslashes_TakesNoTime()
    {
        Put("a.jpg", TestPhotos.Jpeg(1));
        Put("a.jpg.json", Description("a.jpg", $$""", "description": "{{new string('\\', 900_000)}}\ud83d" """));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Import();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Import_PhotoInAnotherPart_GoesBeforeWhatWasEditedOfIt()
    {
        // The folders are called as macOS calls them.
        Put("Takeout/Photos/Anna.jpg.json", Description("Anna.jpg", """, "description": "Anna" """));
        Put("Takeout/Photos/Anna-edited.jpg", TestPhotos.Jpeg(1));
        Put("Takeout/Photos/Anna-2.jpg", TestPhotos.Jpeg(2));
        Put("Takeout 2/Photos/Anna.jpg", TestPhotos.Jpeg(3));
        var session = Import();
        Assert.Equal(["", "Anna", "Anna"], Descriptions(session).Order(StringComparer.Ordinal));
        Assert.Single(TestArchive.Index(session).Single(entry => entry.Path!.EndsWith("Anna.jpg", StringComparison.Ordinal)).Companions!);
    }

    [Fact]
    public void Import_PartBehindALink_IsNone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        Put("one/Takeout/Photos/X/a.jpg", TestPhotos.Jpeg(1));
        Put("one/Takeout/Photos/Y/b.jpg", TestPhotos.Jpeg(2));
        Put("two/Takeout/Photos/Y/c.jpg", TestPhotos.Jpeg(3));
        string outside = Path.Combine(Folder, "outside");
        Directory.CreateDirectory(outside);
        File.WriteAllBytes(Path.Combine(outside, "a.jpg.json"), Description("a.jpg", """, "description": "A stranger's" """));
        Directory.CreateSymbolicLink(Path.Combine(Source, "two/Takeout/Photos/X"), outside);
        var session = Import("one", "two");
        Assert.Equal(["a.jpg: Imported", "b.jpg: Imported", "c.jpg: Imported"], Verdicts(session));
    }

    [Fact]
    public void Import_DescriptionOfADuplicatesPartner_IsSaidOfIt()
    {
        Put("first/IMG_1-edited.jpg", TestPhotos.Jpeg(1));
        var first = Import("first");
        Put("second/IMG_1-edited.jpg", TestPhotos.Jpeg(1));
        Put("second/IMG_1.jpg", TestPhotos.Jpeg(2));
        Put("second/IMG_1.jpg.json", Description("IMG_1.jpg", """, "description": "Later" """));
        Import("second");
        Assert.Equal(["Later"], Descriptions(first));
    }

    [Fact]
    public void Sync_DescriptionThatCameLater_IsTaken()
    {
        Put("a.jpg", TestPhotos.Bare(1));
        var session = Import();
        string folder = Path.GetDirectoryName(Mine.Items(session)[0].FullName!)!;
        File.WriteAllBytes(Path.Combine(folder, "a.jpg.json"), Description("a.jpg", """, "description": "Later" """));
        Mine.Use<object?>(db =>
        {
            new ReconcileService(db, TimeSpan.FromSeconds(2), new ImportService(db, TimeSpan.FromSeconds(2))).Sync(Mine.Storage.Uuid, new SyncRequest(), _ => { }, Mine.Reporter, default);
            return null;
        });
        Assert.Contains("description: \"Later\"", Said(session));
        Assert.Contains("date: \"2023-11-15T07:13:20+09:00\"", Said(session));
    }

    private static List<string> Descriptions(ImportSession session) => [.. TestArchive.Index(session).OrderBy(entry => entry.Path, StringComparer.Ordinal)
        .Select(entry => CanonicalJson.Text(entry.Said?.Find(said => said.Field == "description")?.Value) ?? "")];

    private static List<string> Said(ImportSession session) => TestArchive.Index(session)
        .SelectMany(entry => entry.Said ?? []).Where(said => !StatementField.IsOfImage(said.Field)).OrderBy(said => said.Field, StringComparer.Ordinal)
        .Select(said => $"{said.Field}: {said.Value}").ToList();
}
