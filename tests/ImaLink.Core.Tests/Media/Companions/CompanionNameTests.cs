using System.Globalization;
using ImaLink.Media.Companions;

namespace ImaLink.Tests.Media.Companions;

/// <summary>The table of name patterns: whose companion is it, and what is it called when its photo is called otherwise.</summary>
public sealed class CompanionNameTests
{
    private const string Composed = "Caf\u00e9", Decomposed = "Cafe\u0301";

    // 46 characters are left of a name in a Takeout before its .json.
    private const string Long = "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_";

    [Theory]
    // By its whole name, by its stem, by Adobe's rule.
    [InlineData("a.nef.xmp", "a.nef a.jpg", "xmp", "a.nef")]
    [InlineData("a.jpg.xmp", "a.nef a.jpg", "xmp", "a.jpg")]
    [InlineData("a.xmp", "a.jpg a.nef", "xmp", "a.nef")]
    [InlineData("a.b.xmp", "a.b.jpg a.jpg", "xmp", "a.b.jpg")]
    [InlineData("b.xmp", "a.jpg", "xmp", null)]
    [InlineData("a.gif.xmp", "a.jpg", "xmp", null)]
    [InlineData("a.xmp", "a.scan", "xmp", "a.scan")]
    [InlineData("a.pp3", "a.nef", "pp3", "a.nef")]
    [InlineData("a.nef.pp3", "a.nef", "pp3", "a.nef")]
    [InlineData("a.nef.dop", "a.nef", "dop", "a.nef")]
    [InlineData("a.acr", "a.nef a.jpg", "acr", "a.nef")]
    [InlineData("IMG_1.on1", "IMG_1.CR3", "on1", "IMG_1.CR3")]
    // A still before a film, whichever sorts first; what is made for films the other way round.
    [InlineData("a.xmp", "a.avi a.jpg", "xmp", "a.jpg")]
    [InlineData("IMG_1.AAE", "IMG_1.HEIC IMG_1.MOV", "aae", "IMG_1.HEIC")]
    [InlineData("MVI_1.THM", "MVI_1.AVI MVI_1.JPG", "thm", "MVI_1.AVI")]
    [InlineData("DJI_1.SRT", "DJI_1.JPG DJI_1.MP4", "srt", "DJI_1.MP4")]
    // Case and normal form only where there is no exact one.
    [InlineData("IMG_2.JPG.xmp", "IMG_2.JPG img_2.jpg", "xmp", "IMG_2.JPG")]
    [InlineData("img_2.jpg.xmp", "IMG_2.JPG img_2.jpg", "xmp", "img_2.jpg")]
    [InlineData("img_2.xmp", "IMG_2.JPG img_2.jpg", "xmp", "img_2.jpg")]
    [InlineData("img_2.JPG.XMP", "IMG_2.jpg", "xmp", "IMG_2.jpg")]
    [InlineData(Decomposed + ".jpg.xmp", Composed + ".jpg", "xmp", Composed + ".jpg")]
    [InlineData(Composed + ".xmp", Decomposed + ".jpg", "xmp", Decomposed + ".jpg")]
    // darktable's copies, Apple's edits, Sony's clips.
    [InlineData("IMG_1_01.cr2.xmp", "IMG_1.cr2", "xmp", "IMG_1.cr2")]
    [InlineData("IMG_1_12.cr2.xmp", "IMG_1.CR2", "xmp", "IMG_1.CR2")]
    [InlineData("IMG_1_01.cr2.xmp", "IMG_1.cr2 IMG_1_01.cr2", "xmp", "IMG_1_01.cr2")]
    [InlineData("IMG_1_1.cr2.xmp", "IMG_1.cr2", "xmp", null)]
    [InlineData("IMG_1_01.xmp", "IMG_1.cr2", "xmp", null)]
    [InlineData("IMG_E1234.AAE", "IMG_1234.HEIC", "aae", "IMG_1234.HEIC")]
    [InlineData("IMG_O1234.AAE", "IMG_1234.HEIC IMG_E1234.HEIC", "aae", "IMG_1234.HEIC")]
    [InlineData("IMG_E1234.AAE", "IMG_1234.HEIC IMG_E1234.HEIC", "aae", "IMG_E1234.HEIC")]
    [InlineData("C0001M01.XML", "C0001.MP4", "sony", "C0001.MP4")]
    // What may be something else is a companion only beside its photo.
    [InlineData("DSC_0001.WAV", "DSC_0001.JPG", "voice", "DSC_0001.JPG")]
    [InlineData("DSC_0001.WAV", "DSC_0002.JPG", null, null)]
    [InlineData("notes.wav", "notes.txt", null, null)]
    [InlineData("MVI_1.THM", "MVI_2.AVI", null, null)]
    [InlineData("a.json", "a.jpg", null, null)]
    [InlineData("C0001.XML", "C0001.MP4", null, null)]
    [InlineData("a.jpg", "a.nef", null, null)]
    [InlineData("readme.txt", "readme.jpg", null, null)]
    public void Of_TellsKindAndPhoto(string name, string photos, string? kind, string? photo) => Check(name, photos, kind, photo);

    [Theory]
    [InlineData("IMG_1.jpg.json", "IMG_1.jpg IMG_1.png", "IMG_1.jpg")]
    [InlineData("IMG_1.jpg.supplemental-metadata.json", "IMG_1.jpg", "IMG_1.jpg")]
    [InlineData("IMG_1.jpg.supplemental-metad.json", "IMG_1.jpg", "IMG_1.jpg")]
    [InlineData("IMG_1.jpg.s.json", "IMG_1.jpg", "IMG_1.jpg")]
    [InlineData("IMG_1.jpg..json", "IMG_1.jpg", "IMG_1.jpg")]
    // The number moves.
    [InlineData("IMG_3479.JPG(1).json", "IMG_3479.JPG IMG_3479(1).JPG", "IMG_3479(1).JPG")]
    [InlineData("IMG_3479.JPG.supplemental-metadata(1).json", "IMG_3479.JPG IMG_3479(1).JPG", "IMG_3479(1).JPG")]
    [InlineData("IMG_3479.JPG.supplemental-metadata.json", "IMG_3479.JPG IMG_3479(1).JPG", "IMG_3479.JPG")]
    [InlineData("IMG_2367.HEIC(1).supplemental-metadata.json", "IMG_2367.HEIC IMG_2367(1).HEIC", "IMG_2367(1).HEIC")]
    [InlineData("IMG_1(1).jpg.json", "IMG_1.jpg IMG_1(1).jpg", "IMG_1(1).jpg")]
    [InlineData("IMG_3479.JPG(2).json", "IMG_3479.JPG IMG_3479(1).JPG", null)]
    // Cut names, with the extension and part of the name gone.
    [InlineData(Long + ".json", Long + "P.jpg", Long + "P.jpg")]
    [InlineData(Long + ".json", Long + "P.jpg " + Long + "P(1).jpg", Long + "P.jpg")]
    [InlineData("Backyard_ceremony_wedding_photography_xxxxxxx_(494).json",
        "Backyard_ceremony_wedding_photography_xxxxxxx_m.jpg Backyard_ceremony_wedding_photography_xxxxxxx_m(494).jpg",
        "Backyard_ceremony_wedding_photography_xxxxxxx_m(494).jpg")]
    [InlineData("PXL_20230922_123456789.PORTRAIT.ORIGINAL_abcd.jp.json", "PXL_20230922_123456789.PORTRAIT.ORIGINAL_abcd.jpg", "PXL_20230922_123456789.PORTRAIT.ORIGINAL_abcd.jpg")]
    [InlineData("short.jp.json", "short.jpg", null)]
    [InlineData(Long + ".json", Long + "P.jpg " + Long + "PQ.jpg", null)]
    // What was edited has none of its own; a live photo and its film share one.
    [InlineData("IMAG0061.JPG.json", "IMAG0061.JPG IMAG0061-edited.JPG", "IMAG0061.JPG")]
    [InlineData("IMAG0061.JPG.json", "IMAG0061-bearbeitet.JPG", "IMAG0061-bearbeitet.JPG")]
    [InlineData("IMG_1.HEIC.json", "IMG_1.HEIC IMG_1.MP4", "IMG_1.HEIC")]
    [InlineData("IMG_1.HEIC.json", "IMG_1.MP4", "IMG_1.MP4")]
    [InlineData("img_1.jpg.Supplemental-Metadata.json", "IMG_1.JPG", "IMG_1.JPG")]
    [InlineData("\U0001F600\U0001F600.jpg.supplemental-metadata.json", "\U0001F600\U0001F600.jpg", "\U0001F600\U0001F600.jpg")]
    [InlineData("metadata.json", "metadata.jpg", null)]
    public void Of_Takeout_FollowsGooglesNames(string name, string photos, string? photo) => Check(name, photos, photo is null ? null : "takeout", photo);

    [Fact]
    public void Of_TakeoutWhoseNameDoesNotTell_IsAskedForItsTitle()
    {
        var companions = new FolderCompanions(["a_b.jpg", "c.jpg"], name => name == "x.json" ? "a&b.jpg" : null);
        Assert.Equal("a_b.jpg", companions.Of("x.json")?.Photo);
        Assert.Null(companions.Of("y.json"));
    }

    [Theory]
    [InlineData("IMG_1.jpg.supplemental-metadata.json", true)]
    [InlineData("IMG_1.jpg.supp.json", true)]
    [InlineData("IMG_1.jpg(1).json", true)]
    [InlineData("metadata.json", false)]
    [InlineData("package.json", false)]
    public void IsDescription_TellsByTheNameAlone(string name, bool expected) => Assert.Equal(expected, TakeoutName.IsDescription(name));

    [Theory]
    [InlineData("a.nef.xmp", "a.nef", "b/c.nef", "b/c.nef.xmp")]
    [InlineData("a.XMP", "a.nef", "b/c.nef", "b/c.XMP")]
    [InlineData("a.xmp", "a.nef", "a.nef", "a.xmp")]
    [InlineData("x/a.xmp", "x/a.nef", "y/a_1.nef", "y/a_1.xmp")]
    [InlineData("a_01.cr2.xmp", "a.cr2", "b.cr2", "b_01.cr2.xmp")]
    [InlineData("C0001M01.XML", "C0001.MP4", "C0001_1.MP4", "C0001_1M01.XML")]
    [InlineData("a.jpg.supplemental-metadata.json", "a.jpg", "b.jpg", "b.jpg.supplemental-metadata.json")]
    [InlineData("a.jpg(1).json", "a(1).jpg", "b.jpg", "b.jpg.json")]
    [InlineData("a.jpg(1).json", "a(1).jpg", "c/a(1).jpg", "c/a.jpg(1).json")]
    [InlineData("IMG_2.JPG.Xmp", "img_2.jpg", "c/img_2_1.jpg", "c/img_2_1.jpg.Xmp")]
    [InlineData(Decomposed + ".jpg.xmp", Composed + ".jpg", "c.jpg", "c.jpg.xmp")]
    [InlineData(Decomposed + ".xmp", Composed + ".jpg", "c.jpg", "c.xmp")]
    public void Follow_KeepsTheMannerOfItsName(string companion, string photo, string movedTo, string expected) =>
        Assert.Equal(expected, CompanionPlace.Follow(companion, photo, movedTo));

    private static void Check(string name, string photos, string? kind, string? photo)
    {
        CompanionMatch? match = new FolderCompanions([.. photos.Split(' '), name]).Of(name);
        Assert.Equal((kind, photo), (match?.Kind.Name, match?.Photo));
        if (photo is null)
            return;
        // Whatever it is called, it is a companion of what it follows.
        string moved = string.Create(CultureInfo.InvariantCulture, $"other/name_1{Path.GetExtension(photo)}");
        string followed = CompanionPlace.Follow(name, photo, moved);
        if (match!.Value.Kind.Name != "takeout" || !followed.Contains("jp.json", StringComparison.Ordinal))
            Assert.Equal(Path.GetFileName(moved), new FolderCompanions([Path.GetFileName(moved)]).Of(Path.GetFileName(followed))?.Photo);
    }
}
