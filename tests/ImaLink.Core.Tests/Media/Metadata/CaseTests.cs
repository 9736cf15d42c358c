using ImaLink.Archive.Intake;
using ImaLink.Index;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Identity;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>
/// What is right of the files in <c>shared/cases</c>, beside the repository: each value that a README there states of a fact, a text or a preview.
/// What readers of one container or source have to do besides stands in their own tests.
/// </summary>
public sealed class CaseTests(ITestOutputHelper output)
{
    /// <summary>Values that may be one or the other are parted by a bar; "" is none.</summary>
    private static readonly (string File, string Fact, string Value)[] Right =
    [
        ("exif-dates/d01-modifydate-only.jpg", "TakenAt", "2003-07-12T10:11:12"),
        ("exif-dates/d02-gpsdatetime-only.jpg", "TakenAt", "2020-02-13T10:36:13+00:00"),
        ("exif-dates/d03-nopad.jpg", "TakenAt", "2015-03-04T01:02:03"),
        ("exif-dates/d03-spacepad.jpg", "TakenAt", "2015-03-04T01:02:03"),
        ("exif-dates/d03-unknowntime.jpg", "TakenAt", "1993-08-07"),
        ("exif-dates/d03-dot.jpg", "TakenAt", "2015-03-04T10:11:12"),
        ("exif-dates/d04-ampmlong.jpg", "TakenAt", "2015-03-04T13:11:12"),
        ("exif-dates/d03-hour24.jpg", "TakenAt", "2015-03-05T00:00:00"),
        ("exif-dates/y01-scan.tif", "TakenAt", "2003-07-12T10:11:12"),
        ("film-time/v01-android-utc-edt.mp4", "TakenAt", "2021-06-23T18:51:37+00:00"),
        ("film-time/v03-udta-day.mov", "TakenAt", "2021-06-23T14:51:37-04:00"),
        ("gps/g01-null.jpg", "GpsLatitude", ""),
        ("gps/g01-null.jpg", "GpsLongitude", ""),
        ("gps/g03-noref.jpg", "GpsLatitude", ""),
        ("gps/g03-noref.jpg", "GpsLongitude", ""),
        ("gps/g02-equator.jpg", "GpsLatitude", "0"),
        ("gps/g02-equator.jpg", "GpsLongitude", "30.5"),
        ("heic-orientation/h01-irot270-noexif.heic", "Size", "128 x 96"),
        ("heic-orientation/h01-irot270-noexif.heic", "Orientation", "6"),
        ("heic-orientation/h01-irot270-noexif.heic", "Preview", "96 x 128"),
        ("heic-orientation/h02-exif6-noirot.heic", "Size", "128 x 96"),
        ("heic-orientation/h02-exif6-noirot.heic", "Orientation", "1|"),
        ("heic-orientation/h02-exif6-noirot.heic", "Preview", "128 x 96"),
        ("heic-orientation/h03-irot270-exif6.heic", "Size", "128 x 96"),
        ("heic-orientation/h03-irot270-exif6.heic", "Orientation", "6"),
        ("heic-orientation/h03-irot270-exif6.heic", "Preview", "96 x 128"),
        ("heic-orientation/h04-irot90-exif1.heic", "Size", "128 x 96"),
        ("heic-orientation/h04-irot90-exif1.heic", "Orientation", "8"),
        ("heic-orientation/h04-irot90-exif1.heic", "Preview", "96 x 128"),
        // The coded picture of the four is one: variants of each other.
        ("heic-orientation/h02-exif6-noirot.heic", "Hothash of", "heic-orientation/h01-irot270-noexif.heic"),
        ("heic-orientation/h03-irot270-exif6.heic", "Hothash of", "heic-orientation/h01-irot270-noexif.heic"),
        ("heic-orientation/h04-irot90-exif1.heic", "Hothash of", "heic-orientation/h01-irot270-noexif.heic"),
        ("heic-several/h07-two-exif-primary2.heic", "TakenAt", "2024-01-02T03:04:05"),
        ("heic-several/h07-two-exif-primary2.heic", "CameraModel", "PHONE"),
        ("iptc-encoding/w10-iptc-cp1252.jpg", "Title", "Price 5€ a piece"),
        // As it was taken; what becomes of the preview when it is turned is PreviewUpkeepTests'.
        ("preview-turned/r1.jpg", "Orientation", "1"),
        ("preview-turned/r1.jpg", "Preview", "128 x 96"),
        ("windows-words/w01-xp.jpg", "Title", "Tytuł"),
        ("windows-words/w01-xp.jpg", "Keywords", "one, two"),
        ("windows-words/w01-xp.jpg", "Description", "Comment ü|Grandma in the garden"),
        ("windows-words/w03-ratingpercent.jpg", "Rating", "4"),
        ("xmp-extended/x10-extended.jpg", "TakenAt", "2020-05-05T10:00:00"),
        ("xmp-extended/x10-extended.jpg", "Keywords", "from extension"),
        ("xmp-language/x05-lang-order.jpg", "Title", "Default"),
        ("xmp-names/q1-digitized.jpg", "TakenAt", "2005-12-25T21:52:48"),
        ("xmp-names/q3-prefix-model.jpg", "CameraMake", "MAKER"),
        ("xmp-names/q3-prefix-model.jpg", "CameraModel", "CAM"),
        ("xmp-names/q3-prefix-model.jpg", "Orientation", "6"),
        ("xmp-names/q3-prefix-model.jpg", "Preview", "48 x 64"),
        .. Pantry("xmp-nested/x01-pantry-before.jpg"),
        .. Pantry("xmp-nested/x02-pantry-after.jpg"),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "Title", "Own"),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "TakenAt", ""),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "CameraMake", ""),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "CameraModel", ""),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "Orientation", ""),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "GpsLatitude", ""),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "GpsLongitude", ""),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "Rating", ""),
        ("xmp-nested/x04-pantry-nodate-own.jpg", "Keywords", ""),
    ];

    /// <summary>Folders whose right values are no facts of one file, and the tests that hold them.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["cut-at-import"] = "Media/Formats/Ends/CutCaseTests, Import/EarlyEndTests",
        ["cut-short"] = "Integrity/CutShortTests",
        ["sidecar-names"] = "Import/CompanionImportTests",
    };

    private static string? Cases => Corpus.Folder is { } corpus && Path.Combine(corpus, "..", "cases") is var cases && Directory.Exists(cases) ? cases : null;

    [Fact]
    public void Cases_EachRightValue_IsHeld()
    {
        string cases = Required();
        var wrong = new List<string>();
        foreach ((string file, string fact, string value) in Right)
        {
            string told = Told(cases, file, fact);
            string right = fact == "Hothash of" ? Told(cases, value, "Hothash of") : value;
            if (!right.Split('|').Contains(told))
                wrong.Add($"{file}: {fact} is '{told}', right is '{right}'");
        }

        Tell($"cases: {Right.Length - wrong.Count} of {Right.Length} values are right.");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Cases_EveryFileOfEveryFolder_IsInTheTable_OrHeldElsewhere()
    {
        string cases = Required();
        foreach (string folder in Directory.GetDirectories(cases).Select(folder => Path.GetFileName(folder)).Where(folder => !Elsewhere.ContainsKey(folder)))
            Assert.Subset(Right.Select(row => row.File).ToHashSet(),
                Directory.GetFiles(Path.Combine(cases, folder)).Where(file => !file.EndsWith(".md", StringComparison.Ordinal)).Select(file => $"{folder}/{Path.GetFileName(file)}").ToHashSet());
        Assert.All(Elsewhere.Keys, folder => Assert.True(Directory.Exists(Path.Combine(cases, folder))));
    }

    private static IEnumerable<(string, string, string)> Pantry(string file) =>
    [
        (file, "TakenAt", "2020-05-05T10:00:00"), (file, "CameraModel", "OWN"), (file, "Orientation", "1"), (file, "GpsLatitude", "50"), (file, "GpsLongitude", "5"),
        (file, "Title", "Own"), (file, "Rating", "5"), (file, "Keywords", "right"),
    ];

    private static string Told(string cases, string file, string fact)
    {
        string path = Path.Combine(cases, file);
        string format = IdentityReader.Detect(path)?.Name ?? "";
        ImageFacts facts;
        using (FileStream stream = File.OpenRead(path))
            facts = FactReader.Read(stream, format);
        return fact switch
        {
            "Size" => $"{facts.Width} x {facts.Height}",
            "Title" => facts.Title ?? "",
            "Description" => facts.Description ?? "",
            "Keywords" => string.Join(", ", facts.Keywords),
            "Rating" => $"{facts.Rating}",
            "Preview" => SizeOf(PreviewRenderer.Render(path, format, TestContext.Current.CancellationToken)),
            "Hothash of" => IdentityReader.Read(path).Hothash,
            _ => Recorded(facts, fact),
        };
    }

    /// <summary>As an index would have it.</summary>
    private static string Recorded(ImageFacts facts, string fact)
    {
        var entry = new FileEntry();
        IntakeEntry.SetFacts(entry, facts);
        return EntryFacts.All.Single(known => known.Name == fact).TextIn(entry) ?? "";
    }

    private static string SizeOf(byte[]? preview)
    {
        if (preview is null)
            return "";
        using var stream = new MemoryStream(preview);
        ImageFacts facts = FactReader.Read(stream, "JPEG");
        return $"{facts.Width} x {facts.Height}";
    }

    private string Required()
    {
        if (Cases is { } cases)
            return cases;
        const string absent = "There is no shared/cases beside the repository: the right values of its files were not looked at.";
        Tell(absent);
        Assert.Skip(absent);
        return "";
    }

    private void Tell(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
