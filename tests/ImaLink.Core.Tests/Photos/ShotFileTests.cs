using ImaLink.Photos;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos;

/// <summary>
/// The table of pairs and near-pairs from end to end: real files on a card are imported, at once and one by one, and what is one photo, and which image stands for it, is the same in the
/// catalog, in another one that reads the indexes, and in one that is made of them.
/// </summary>
[Trait("Category", "Culture")]
[Trait("Cultures", "ar_SA")]
public sealed class ShotFileTests(ITestOutputHelper output) : PhotoGroupTest
{
    private const string Kept = "{source}", At = "2024-05-06T10:11:12", Fraction = "2024-05-06T10:11:12.250", NextDay = "2024-05-07T10:11:12", Evening = "2024-05-06T19:40:00", In2021 = "2021-05-06T10:11:12", Utc = "2024-05-06T08:11:12";
    private const string Live = "8F1C8B38-1B2E-4C8D-9D6A-0F3A7A6B5C4D", OtherLive = "11111111-2222-4C8D-9D6A-0F3A7A6B5C4D", Burst = "5E0C4D59-6D2A-4C3B-8E21-1D2E3F405162";

    /// <summary>What it is, where the files are placed, the files, and the photos that they are: each as the names of its files, the one that stands for it first.</summary>
    private static readonly (string What, string Layout, ShotSample[] Files, string[] Photos)[] Table =
    [
        // What a camera writes of one shot
        ("RAW and JPEG", Kept, [F("a/I.CR3", At), F("a/I.JPG", At)], ["I.JPG I.CR3"]),
        ("RAW, JPEG and HEIC", Kept, [F("a/I.CR3", Fraction), F("a/I.JPG", Fraction), F("a/I.HEIC", Fraction)], ["I.HEIC I.CR3 I.JPG"]),
        ("RAW and JPEG in two folders of the card, one in the archive", "{yyyy}/{MM}", [F("RAW/I.CR3", At), F("JPG/I.JPG", At)], ["I.JPG I.CR3"]),
        ("RAW and its DNG", Kept, [F("a/I.CR3", Fraction), F("a/I.DNG", Fraction)], ["I.CR3 I.DNG"]),
        ("RAW and JPEG, renamed in other case", Kept, [F("a/i.cr3", At), F("a/I.JPG", At)], ["I.JPG i.cr3"]),
        ("Two shots of RAW and JPEG", Kept, [F("a/I.CR3", At), F("a/I.JPG", At), F("a/J.CR3", NextDay), F("a/J.JPG", NextDay)], ["I.JPG I.CR3", "J.JPG J.CR3"]),

        // What only looks like it
        ("Same stem, other day", Kept, [F("a/I.CR3", At), F("a/I.JPG", NextDay)], ["I.CR3", "I.JPG"]),
        ("Same stem and day, another hour", Kept, [F("a/I.CR3", At), F("a/I.JPG", Evening)], ["I.CR3", "I.JPG"]),
        ("Same stem and moment, other folder", Kept, [F("a/I.CR3", At), F("b/I.JPG", At)], ["I.CR3", "I.JPG"]),
        ("Same day, other folder and stem", Kept, [F("a/I.CR3", At), F("b/J.JPG", Evening)], ["I.CR3", "J.JPG"]),
        ("Rolled over: RAW of this year, JPEG of another", "all", [F("100CANON/IMG_0001.JPG", In2021), F("101CANON/IMG_0001.CR3", At)], ["IMG_0001.CR3", "IMG_0001.JPG"]),
        ("Rolled over: both JPEG, one renamed when it came in", "all", [F("100CANON/IMG_0001.JPG", In2021), F("101CANON/IMG_0001.JPG", At)], ["IMG_0001.JPG", "IMG_0001_1.JPG"]),
        ("Rolled over: both with their RAW", "all", [F("100/I.JPG", In2021), F("100/I.CR3", In2021), F("101/I.JPG", At), F("101/I.CR3", At)], ["I.JPG I.CR3", "I_1.JPG I_1.CR3"]),
        ("Two cameras that count alike, in one second", Kept, [F("a/I.CR3", At), F("a/I.JPG", At) with { Camera = "NIKON Z 6_2" }], ["I.CR3", "I.JPG"]),
        ("Two cameras that count alike, in one second and one folder", "all", [F("a/I.JPG", At), F("b/I.JPG", At) with { Camera = "NIKON Z 6_2" }], ["I.JPG", "I_1.JPG"]),
        ("Covers with another extension", Kept, [F("a/cover.jpg") with { Camera = null }, F("a/cover.png")], ["cover.jpg", "cover.png"]),
        ("No file states a time", Kept, [F("a/I.CR3"), F("a/I.JPG")], ["I.CR3", "I.JPG"]),
        ("One states no time", Kept, [F("a/I.CR3", At), F("a/I.JPG")], ["I.CR3", "I.JPG"]),
        ("Times that names alone tell", Kept, [F("a/20240506_101112.jpg") with { Camera = null }, F("a/20240506_101112.png")], ["20240506_101112.jpg", "20240506_101112.png"]),

        // Live photos
        ("Both halves by their identifier", Kept, [F("a/I.HEIC", At) with { Live = Live }, F("a/I.MOV", Utc) with { Live = Live }], ["I.HEIC I.MOV"]),
        ("Both halves by their identifier, in two folders under two names", Kept, [F("a/I.HEIC", At) with { Live = Live }, F("films/x.mov", NextDay) with { Live = Live.ToLowerInvariant() }], ["I.HEIC x.mov"]),
        ("Both halves as JPEG and film", Kept, [F("a/I.JPG", At) with { Live = Live }, F("a/I.MOV", Utc) with { Live = Live }], ["I.JPG I.MOV"]),
        ("Halves of two live photos with one name", Kept, [F("a/I.HEIC", At) with { Live = Live }, F("a/I.MOV", Utc) with { Live = OtherLive }], ["I.HEIC", "I.MOV"]),
        ("Both halves without identifiers, by the still's offset", Kept, [F("a/I.HEIC", At) with { Offset = "+02:00" }, F("a/I.MOV", Utc)], ["I.HEIC I.MOV"]),
        ("A still and a film of one name, hours apart", Kept, [F("a/I.HEIC", At) with { Offset = "+02:00" }, F("a/I.MOV", "2024-05-06T12:30:45")], ["I.HEIC", "I.MOV"]),
        ("Live photo with its edit", Kept, [F("a/IMG_1234.HEIC", Fraction) with { Live = Live }, F("a/IMG_E1234.JPG", Fraction), F("a/IMG_1234.MOV", Utc) with { Live = Live }], ["IMG_1234.HEIC IMG_1234.MOV IMG_E1234.JPG"]),

        // Edited versions
        ("Apple's edit", Kept, [F("a/IMG_1234.JPG", At), F("a/IMG_E1234.JPG", At)], ["IMG_1234.JPG IMG_E1234.JPG"]),
        ("Lightroom's edit beside RAW and JPEG", Kept, [F("a/I.CR3", At), F("a/I.JPG", At), F("a/I-Edit.tif", At)], ["I.JPG I-Edit.tif I.CR3"]),
        ("A phone's edit", Kept, [F("a/I.jpg", At), F("a/I~2.jpg", At)], ["I.jpg I~2.jpg"]),
        ("An edit of another shot", Kept, [F("a/I.CR3", At), F("a/I-Edit.tif", In2021)], ["I-Edit.tif", "I.CR3"]),
        ("An edit in another folder", Kept, [F("a/I.JPG", At), F("export/I-Edit.jpg", At)], ["I-Edit.jpg", "I.JPG"]),
        ("Two shots of one second that their owner numbered", Kept, [F("a/Party.jpg", At), F("a/Party-1.jpg", At)], ["Party-1.jpg", "Party.jpg"]),
        ("Two shots of one second by their fractions", Kept, [F("a/Party.jpg", Fraction), F("a/Party-1.jpg", "2024-05-06T10:11:12.700")], ["Party-1.jpg", "Party.jpg"]),

        // Bursts
        ("Burst by its id", Kept, [F("a/I1.HEIC", At) with { Burst = Burst }, F("a/I2.HEIC", "2024-05-06T10:11:13") with { Burst = Burst }, F("a/I3.HEIC", "2024-05-06T10:11:13") with { Burst = OtherLive }], ["I1.HEIC I2.HEIC", "I3.HEIC"]),
        ("Burst by a maker's names", Kept, [F("a/IMG_20240506_101112_BURST001_COVER.jpg", At), F("a/IMG_20240506_101112_BURST002.jpg", At), F("a/IMG_20240506_101112_BURST003.jpg", "2024-05-06T10:11:13")],
            ["IMG_20240506_101112_BURST001_COVER.jpg IMG_20240506_101112_BURST002.jpg IMG_20240506_101112_BURST003.jpg"]),
        ("Bursts of two days with one counter", Kept, [F("a/IMG_BURST001.jpg", At), F("a/IMG_BURST002.jpg", NextDay)], ["IMG_BURST001.jpg", "IMG_BURST002.jpg"]),
        ("Pictures in a row within one second", Kept, [F("a/DSC_0001.JPG", At), F("a/DSC_0002.JPG", At)], ["DSC_0001.JPG", "DSC_0002.JPG"]),

        // Scans
        ("Front, improved front and back", Kept, [S("a/Oma 1962.jpg"), S("a/Oma 1962_a.jpg"), S("a/Oma 1962_b.jpg")], ["Oma 1962.jpg Oma 1962_a.jpg Oma 1962_b.jpg"]),
        ("Front and back by the times of scanning", Kept, [S("a/1.jpg", At), S("a/1_b.jpg", "2024-05-06T10:11:40")], ["1.jpg 1_b.jpg"]),
        ("Front and back of days apart", Kept, [S("a/1.jpg", At), S("a/1_b.jpg", NextDay)], ["1.jpg", "1_b.jpg"]),
        ("Front and back in two folders", Kept, [S("a/1.jpg"), S("b/1_b.jpg")], ["1.jpg", "1_b.jpg"]),
        ("Scans that were written at other times", Kept, [S("a/1.jpg"), S("a/1_b.jpg") with { Modified = new DateTime(2023, 5, 6, 12, 0, 0, DateTimeKind.Utc) }], ["1.jpg", "1_b.jpg"]),
        ("Photos that their owner told apart by letters", Kept, [F("a/House_a.jpg", At), F("a/House_b.jpg", At)], ["House_a.jpg", "House_b.jpg"]),
        ("Two fronts", Kept, [S("a/1.jpg"), S("a/2.jpg")], ["1.jpg", "2.jpg"]),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Files_OfTheTable_AreThePhotosThatTheyAre(string what)
    {
        (_, string layout, ShotSample[] files, string[] photos) = Table.Single(row => row.What == what);
        string[] paths = [.. files.Select((file, i) => Put(file, i + 1))];

        Mine.Import(Source, options: request => request with { Layout = layout });
        Assert.Equal(photos, Shown(Mine));
        Assert.All(Mine.Check(Source), found => Assert.True(found.Ok));
        Assert.Empty(Mine.Use(catalog => new GroupUpdateService(catalog, Patience).Run([], false, OperationReporter.None, default).ToList()));
        AssertAsRestored();
        Assert.Equal(photos, Shown(Mine.SeenBy(Path.Combine(Folder, "other.db"))));

        // One after the other, the last first: what came alone is joined by what comes later.
        var single = new TestArchive(Path.Combine(Folder, "single"));
        foreach (string path in InOrderOfNames(layout) ? paths : paths.Reverse())
            single.Import(Source, Path.GetFileName(path), request => request with { Layout = layout, Wanted = wanted => wanted == path });
        Assert.Equal(photos, Shown(single));
    }

    [Fact]
    public void Table_PairsAndNearPairs_AreBothThere() =>
        output.WriteLine($"{Table.Length} rows, {Table.Sum(row => row.Files.Length)} files: {Table.Count(row => row.Photos.Length < row.Files.Length)} with photos of several images, {Table.Count(row => row.Photos.Length == row.Files.Length)} near-pairs");

    /// <summary>Everything of the table lies on one card, each row in a folder of its own: no row disturbs another.</summary>
    [Fact]
    public void Files_OfAllTheTable_AreThePhotosThatTheyAre()
    {
        int number = 0;
        var expected = new List<string>();
        foreach ((_, string layout, ShotSample[] files, string[] photos) in Table.Where(row => row.Layout == Kept && row.Files.All(file => file is { Live: null, Burst: null })))
        {
            foreach (ShotSample file in files)
                Put(file with { Path = $"{layout.Length}{expected.Count}/{file.Path}" }, ++number);
            expected.AddRange(photos);
        }

        Mine.Import(Source, options: request => request with { Layout = Kept });

        Assert.Equal(expected.Order(StringComparer.Ordinal), Shown(Mine));
        AssertAsRestored();
    }

    private static ShotSample F(string path, string? taken = null) => new(path, taken);

    private static ShotSample S(string path, string? taken = null) => new(path, taken) { IsScan = true, Camera = "FastFoto FF-680W" };

    /// <summary>Where names are made up for those that come later, the order is the matter.</summary>
    private static bool InOrderOfNames(string layout) => layout == "all";

    private string Put(ShotSample file, int number)
    {
        string path = Put(file.Path, file.Encode(number));
        if (file.Modified is { } modified)
            File.SetLastWriteTimeUtc(path, modified);
        return path;
    }

    /// <summary>The photos, each as the names of its files, the one that stands for it first.</summary>
    private static string[] Shown(TestArchive archive) => archive.Use<string[]>(catalog =>
        [.. catalog.Query("SELECT id FROM photo", row => row.GetInt64(0)).ToList()
            .Select(photo => new ImaLink.Catalog.PhotoImageTable(catalog).OfPhoto(photo).ConvertAll(image => Path.GetFileName(image.Name)))
            .Select(names => string.Join(' ', names.Take(1).Concat(names.Skip(1).Order(StringComparer.Ordinal)))).Order(StringComparer.Ordinal)]);
}
