using ImaLink.Archive.Grouping;
using static ImaLink.Tests.Archive.Grouping.Shots;

namespace ImaLink.Tests.Archive.Grouping;

/// <summary>The table of pairs and near-pairs: which two files are of one shot, and by what that is known.</summary>
[Trait("Category", "Culture")]
public sealed class ShotPairTests(ITestOutputHelper output)
{
    private const string At = "2024-05-06T10:11:12", AtFraction = "2024-05-06T10:11:12.25", Utc = "2024-05-06T08:11:12+00:00";
    private const string Live = "8F1C8B38-1B2E-4C8D-9D6A-0F3A7A6B5C4D", OtherLive = "11111111-2222-4C8D-9D6A-0F3A7A6B5C4D", Burst = "5E0C4D59-6D2A-4C3B-8E21-1D2E3F405162";
    private const string Name = PhotoEvidence.SameNameAndTime, Content = PhotoEvidence.ContentIdentifier, Bursts = PhotoEvidence.Burst, Sides = PhotoEvidence.FrontBack;

    private static readonly (string What, ShotFile One, ShotFile Other, string? Evidence)[] Table =
    [
        // RAW and what the camera developed of it
        ("RAW and JPEG", File("a/IMG_1.CR3", At), File("a/IMG_1.JPG", At), Name),
        ("RAW and HEIC, fractions", File("a/IMG_1.CR3", AtFraction), File("a/IMG_1.HIF", AtFraction), Name),
        ("RAW and JPEG that a phone wrote a second later", File("a/IMG_1.DNG", At), File("a/IMG_1.JPG", "2024-05-06T10:11:13"), Name),
        ("RAW and JPEG, names by another program in other case", File("a/img_1.cr3", At), File("a/IMG_1.JPG", At), Name),
        ("RAW that states its offset, JPEG that does not", File("a/IMG_1.CR3", At + "+02:00"), File("a/IMG_1.JPG", At), Name),
        ("RAW and the DNG that was made of it", File("a/IMG_1.CR3", AtFraction), File("a/IMG_1.DNG", AtFraction), Name),
        ("RAW and DNG, Adobe's name of the camera", File("a/IMG_1.NEF", At, model: "NIKON Z 9"), File("a/IMG_1.DNG", At, model: "Nikon Z 9"), Name),
        ("HEIC and JPEG", File("a/IMG_1.HEIC", At), File("a/IMG_1.JPG", At), Name),
        ("Names with brackets and blanks", File("a/2024 [x] (1).CR3", At), File("a/2024 [x] (1).jpg", At), Name),
        ("Names with composed and decomposed letters", File("a/Caf\u00e9.CR3", At), File("a/Cafe\u0301.jpg", At), Name),

        // Near-pairs of RAW and JPEG
        ("Same stem, other day", File("a/IMG_1.CR3", At), File("a/IMG_1.JPG", "2024-05-07T10:11:12"), null),
        ("Same stem, two seconds apart", File("a/IMG_1.CR3", At), File("a/IMG_1.JPG", "2024-05-06T10:11:14"), null),
        ("Same stem and time, other folder", File("a/IMG_1.CR3", At), File("b/IMG_1.JPG", At), null),
        ("Same stem and time, other storage", File("a/IMG_1.CR3", At), File("a/IMG_1.JPG", At, storage: 2), null),
        ("Same time, other stem", File("a/IMG_1.CR3", At), File("a/IMG_2.JPG", At), null),
        ("Rolled over: IMG_0001 of another year", File("a/IMG_0001.CR3", At), File("a/IMG_0001.JPG", "2021-05-06T10:11:12"), null),
        ("Rolled over and taken in under another name", File("a/IMG_0001.JPG", At), File("a/IMG_0001_1.JPG", "2021-05-06T10:11:12"), null),
        ("Two cameras with one name in one second", File("a/IMG_1.CR3", At, model: "Canon EOS R6"), File("a/IMG_1.JPG", At, model: "Canon PowerShot G7 X"), null),
        ("Two cameras with one name, taken in beside each other", File("a/IMG_1.JPG", At), File("a/IMG_1_1.JPG", At), null),
        ("Neither states a time", File("a/IMG_1.CR3"), File("a/IMG_1.JPG"), null),
        ("One states no time", File("a/IMG_1.CR3", At), File("a/IMG_1.JPG"), null),
        ("Days alone", File("a/IMG_1.CR3", "2024-05-06"), File("a/IMG_1.JPG", "2024-05-06"), null),
        ("Minutes alone", File("a/IMG_1.CR3", "2024-05-06T10:11"), File("a/IMG_1.JPG", "2024-05-06T10:11"), null),
        ("Times that only the names tell", File("a/20240506_101112.jpg", At, "FileName"), File("a/20240506_101112.png", At, "FileName"), null),
        ("Covers of an album with another extension", File("a/cover.jpg", model: null), File("a/cover.png", model: null), null),
        ("Covers of an album, dates of downloads", File("a/folder.jpg", "2024-05-06T10:11:12", "EXIF:ModifyDate", null), File("a/folder.png", "2024-05-06T11:20:00", "PNG:ModifyDate", null), null),
        ("A folder's name that begins the same", File("a/IMG_1.CR3", At), File("a/b/IMG_1.JPG", At), null),

        // Live photos
        ("Live photo by its identifier", File("a/IMG_1.HEIC", At, content: Live), File("a/IMG_1.MOV", Utc, content: Live), Content),
        ("Live photo in two folders", File("a/IMG_1.HEIC", At, content: Live), File("films/2024/UUID_3.mov", Utc, content: Live), Content),
        ("Live photo on two storages", File("a/IMG_1.HEIC", At, content: Live), File("a/IMG_1.MOV", Utc, content: Live, storage: 2), Content),
        ("Identifier in other case", File("a/IMG_1.HEIC", At, content: Live), File("b/IMG_1.MOV", Utc, content: Live.ToLowerInvariant()), Content),
        ("Two live photos with one name: iCloud's roll-over", File("a/IMG_0001.HEIC", At, content: Live), File("a/IMG_0001.MOV", Utc, content: OtherLive), null),
        ("Live photo without identifiers, film in UTC", File("a/IMG_1.HEIC", At + "+02:00"), File("a/IMG_1.MOV", Utc), Name),
        ("Live photo whose still knows no offset, zone of the session", File("a/IMG_1.HEIC", At), File("a/IMG_1.MOV", Utc, zone: "Europe/Berlin"), Name),
        ("Live photo whose still knows no offset, nor the session its zone", File("a/IMG_1.HEIC", At), File("a/IMG_1.MOV", "2024-05-06T08:11:14+00:00"), Name),
        ("Live photo in Nepal", File("a/IMG_1.HEIC", At), File("a/IMG_1.MOV", "2024-05-06T04:26:12+00:00"), Name),
        ("Film that knows local time", File("a/IMG_1.JPG", At), File("a/IMG_1.MOV", At + "+02:00", "QuickTime:CreationDate"), Name),
        ("Photo and film of one name on one day", File("a/IMG_1.JPG", At), File("a/IMG_1.MOV", "2024-05-06T09:17:40+00:00"), null),
        ("Photo with an offset and a film hours later", File("a/IMG_1.HEIC", At + "+02:00"), File("a/IMG_1.MOV", "2024-05-06T10:11:12+00:00"), null),
        ("Photo and film of one name, a year apart to the second", File("a/IMG_1.JPG", At), File("a/IMG_1.MOV", "2023-05-06T08:11:12+00:00"), null),
        ("Samsung's photo and film", File("a/20240506_101112.jpg", At), File("a/20240506_101112.mp4", "2024-05-06T08:11:14+00:00"), Name),
        ("Pixel's motion photo and its film", File("a/PXL_20240506_081112131.MP.jpg", At + "+02:00"), File("a/PXL_20240506_081112131.MP", Utc), Name),

        // Edited versions
        ("Apple's edit", File("a/IMG_1234.HEIC", AtFraction), File("a/IMG_E1234.JPG", AtFraction), Name),
        ("Apple's edit and the film of the original", File("a/IMG_E1234.JPG", At, content: Live), File("a/IMG_1234.MOV", Utc, content: Live), Content),
        ("Edit of Lightroom", File("a/IMG_1234.CR3", At), File("a/IMG_1234-Edit.tif", At), Name),
        ("Edit of Google", File("a/IMG_1234.jpg", At), File("a/IMG_1234-EDITED.jpg", At), Name),
        ("Edit of Google in German", File("a/IMG_1234.jpg", At), File("a/IMG_1234-bearbeitet.jpg", At), Name),
        ("Edit of Google in Japanese", File("a/IMG_1234.jpg", At), File("a/IMG_1234-編集済み.jpg", At), Name),
        ("Edit on a phone", File("a/IMG_1234.jpg", At), File("a/IMG_1234~2.jpg", At), Name),
        ("HDR beside the picture", File("a/IMG_1234.JPG", At), File("a/IMG_1234_HDR.JPG", At), Name),
        ("Lightroom's second export, fractions", File("a/IMG_1234.jpg", AtFraction), File("a/IMG_1234-2.jpg", AtFraction), Name),
        ("A version by its owner's word, fractions", File("a/IMG_1234.CR3", AtFraction), File("a/IMG_1234-Sepia.jpg", AtFraction), Name),
        ("Edit and edit in other formats", File("a/IMG_1234-Edit.tif", At), File("a/IMG_1234-Edit.jpg", At), Name),
        ("Edit of another shot with that name", File("a/IMG_1234.CR3", At), File("a/IMG_1234-Edit.tif", "2023-01-01T10:11:12"), null),
        ("Edit in another folder", File("a/IMG_1234.CR3", At), File("export/IMG_1234-Edit.jpg", At), null),
        ("A second of that name in the same second", File("a/IMG_1234.jpg", At), File("a/IMG_1234-2.jpg", At), null),
        ("Shots of one second, numbered by their owner", File("a/Party-1.jpg", "2024-05-06T10:11:12.10"), File("a/Party.jpg", "2024-05-06T10:11:12.60"), null),
        ("Shots of one second, named by their owner", File("a/Party.jpg", At), File("a/Party Anna.jpg", At), null),
        ("Two versions, and the original is not there", File("a/IMG_1234-Anna.jpg", AtFraction), File("a/IMG_1234-Ben.jpg", AtFraction), null),
        ("Samsung's second shot of a second", File("a/20240506_101112.jpg", At), File("a/20240506_101112_001.jpg", At), null),
        ("Windows' copy", File("a/IMG_1234.jpg", At), File("a/IMG_1234 (2).jpg", At), null),

        // Bursts
        ("Burst by Apple's id", File("a/IMG_1.HEIC", At, burst: Burst), File("a/IMG_2.HEIC", "2024-05-06T10:11:13", burst: Burst), Bursts),
        ("Burst by id in two folders", File("a/IMG_1.HEIC", At, burst: Burst), File("b/IMG_2.HEIC", "2024-05-06T10:11:13", burst: Burst), Bursts),
        ("Huawei's burst", File("a/IMG_20240506_101112_BURST001_COVER.jpg", At), File("a/IMG_20240506_101112_BURST002.jpg", At), Bursts),
        ("Nexus' burst", File("a/00000IMG_00000_BURST20240506101112205_COVER.jpg", At), File("a/00001IMG_00001_BURST20240506101112205.jpg", "2024-05-06T10:11:13"), Bursts),
        ("Sony's burst", File("a/DSC_0001_BURST20240506101112123.JPG", At), File("a/DSC_0002_BURST20240506101112123_COVER.JPG", At), Bursts),
        ("Samsung's burst", File("a/20240506_101112_Burst01.jpg", At), File("a/20240506_101112_Burst02.jpg", At), Bursts),
        ("Pixel's pictures of a moment", File("a/PXL_20240506_081112131.MOTION-01.COVER.jpg", At), File("a/PXL_20240506_081112131.MOTION-02.ORIGINAL.jpg", At), Bursts),
        ("Cover of a burst in another format", File("a/IMG_20240506_101112_BURST001_COVER.heic", At), File("a/IMG_20240506_101112_BURST002.jpg", At), Bursts),
        ("Pixel's RAW and its cover", File("a/PXL_20240506_081112131.RAW-01.COVER.jpg", At), File("a/PXL_20240506_081112131.RAW-02.ORIGINAL.dng", At), Name),
        ("Pixel's portrait and its original", File("a/PXL_20240506_081112131.PORTRAIT-01.COVER.jpg", At), File("a/PXL_20240506_081112131.PORTRAIT-02.ORIGINAL.jpg", At), Name),
        ("Pictures in a row of a camera without bursts", File("a/DSC_0001.JPG", At), File("a/DSC_0002.JPG", At), null),
        ("Bursts of two days with one counter", File("a/IMG_BURST001.jpg", At), File("a/IMG_BURST002.jpg", "2024-05-07T10:11:12"), null),
        ("Bursts without times", File("a/IMG_BURST001.jpg"), File("a/IMG_BURST002.jpg"), null),
        ("Two bursts by their ids", File("a/IMG_1.HEIC", At, burst: Burst), File("a/IMG_2.HEIC", At, burst: OtherLive), null),

        // Scans
        ("FastFoto: front and back", Scan("a/Oma 1962.jpg"), Scan("a/Oma 1962_b.jpg"), Sides),
        ("FastFoto: front and enhanced front", Scan("a/Oma 1962.jpg"), Scan("a/Oma 1962_a.jpg"), Sides),
        ("FastFoto: enhanced front and back", Scan("a/Oma 1962_a.jpg"), Scan("a/Oma 1962_b.jpg"), Sides),
        ("Front and back with the times of scanning", Scan("a/1.jpg", At), Scan("a/1_b.jpg", "2024-05-06T10:11:40"), Sides),
        ("Front and back with the year that the owner set", Scan("a/1.jpg", "1962"), Scan("a/1_b.jpg", "1962"), Sides),
        ("Front and back, cut out a little otherwise", Scan("a/1.jpg"), Scan("a/1_b.jpg", width: 1830), Sides),
        ("Front and back, scanned days apart", Scan("a/1.jpg", At), Scan("a/1_b.jpg", "2024-05-08T10:11:40"), null),
        ("Front and back in two folders", Scan("a/1.jpg"), Scan("b/1_b.jpg"), null),
        ("Front and back of other years", Scan("a/1.jpg", "1962"), Scan("a/1_b.jpg", "1971"), null),
        ("Scans of two shapes", Scan("a/1.jpg"), Scan("a/1_b.jpg", width: 1200, height: 1800), null),
        ("Photos that their owner numbered by letters", File("a/House_a.jpg", At), File("a/House_b.jpg", At), null),
        ("Files changed at other times", Scan("a/1.jpg"), Scan("a/1_b.jpg", modified: "2024-05-06T12:00:00Z"), null),
        ("Two fronts", Scan("a/1.jpg"), Scan("a/2.jpg"), null),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Pair_OfTheTable_IsOneShotOnlyWithEvidence(string what)
    {
        (_, ShotFile one, ShotFile other, string? evidence) = Table.Single(row => row.What == what);
        Assert.Equal(evidence, Found(one, other));
        Assert.Equal(evidence, Found(other, one));
    }

    [Fact]
    public void Table_AllPairs_AreRight()
    {
        int pairs = Table.Count(row => row.Evidence is not null), right = Table.Count(row => Found(row.One, row.Other) == row.Evidence);
        output.WriteLine($"{right} of {Table.Length}: {pairs} pairs, {Table.Length - pairs} near-pairs");
        Assert.Equal(Table.Length, right);
    }

    /// <summary>As they are found among other files, which are none of them.</summary>
    private static string? Found(ShotFile one, ShotFile other)
    {
        ShotFile[] others = [File("a/IMG_7.CR3", At, image: 7), File("a/IMG_8.JPG", "2020-01-01T00:00:00", image: 8)];
        return ShotLinks.Of([others[0], one with { Image = 1 }, other with { Image = 2 }, others[1]]).Select(link => link.Evidence).Distinct().SingleOrDefault();
    }

    private static ShotFile Scan(string path, string? taken = null, int width = 1800, int height = 1200, string modified = "2024-05-06T10:11:12Z") =>
        File(path, taken, "EXIF:CreateDate", "FastFoto FF-680W", width: width, height: height, modified: modified, scan: true);
}
