using System.Globalization;
using ImaLink.Media.Companions;

namespace ImaLink.Tests.Media.Companions;

/// <summary>The table of name patterns: whose companion is it, and what is it called when its photo is called otherwise.</summary>
public sealed class CompanionNameTests
{
    private const string Composed = "Caf\u00e9", Decomposed = "Cafe\u0301";

    // 46 characters are left of a name in a Takeout before its .json.
    private const string Emoji = "\U0001F600\U0001F603\U0001F604\U0001F601\U0001F606\U0001F605\U0001F602\U0001F923\U0001F972\u263A\uFE0F\U0001F60A\U0001F607\U0001F642\U0001F643\U0001F609\U0001F60C\U0001F60D\U0001F970\U0001F618\U0001F617\U0001F619\U0001F61A\U0001F60B";

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
    [InlineData("Anna.jpg.json", "Anna-2.jpg", null)]
    [InlineData("Anna.jpg.json", "Anna-Maria.jpg Anna-Maria.jpg.json", null)]
    [InlineData("IMG_1.HEIC.json", "IMG_1.HEIC IMG_1.MP4", "IMG_1.HEIC")]
    [InlineData("IMG_1.HEIC.json", "IMG_1.MP4", "IMG_1.MP4")]
    [InlineData("img_1.jpg.Supplemental-Metadata.json", "IMG_1.JPG", "IMG_1.JPG")]
    [InlineData("\U0001F600\U0001F600.jpg.supplemental-metadata.json", "\U0001F600\U0001F600.jpg", "\U0001F600\U0001F600.jpg")]
    [InlineData("metadata.json", "metadata.jpg", null)]
    // The cases of immich-go's tests that are none of the above.
    [InlineData("PXL_20211013_220651983.jpg.json", "PXL_20211013_220651958.jpg", null)]
    [InlineData("PXL_20220405_090123740.PORTRAIT.jpg.json", "PXL_20220405_090123740.PORTRAIT-modifi\u00e9.jpg", "PXL_20220405_090123740.PORTRAIT-modifi\u00e9.jpg")]
    [InlineData("PXL_20220405_090123740.PORTRAIT.jpg.json", "PXL_20220405_090123741.PORTRAIT-modifi\u00e9.jpg", null)]
    [InlineData("DSC_0101.JPG(1).json", "DSC_0101(1).JPG", "DSC_0101(1).JPG")]
    [InlineData("DSC_0102.JPG(2).json", "DSC_0102(1).JPG", null)]
    [InlineData("DSC_0103.JPG(1).json", "DSC_0103.JPG", null)]
    [InlineData("DSC_0104.JPG.json", "DSC_0104(1).JPG", null)]
    [InlineData("PXL_20231118_035751175.MP.jpg.json", "PXL_20231118_035751175.MP.jpg", "PXL_20231118_035751175.MP.jpg")]
    [InlineData("PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGIN.json", "PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg", "PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg")]
    [InlineData("05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0-2.jp.json", "05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0-2.jpg", "05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0-2.jpg")]
    [InlineData(Emoji + ".json", Emoji + "\U0001F61B.jpg", Emoji + "\U0001F61B.jpg")]
    [InlineData("Backyard_ceremony_wedding_photography_xxxxxxx_(494).json", "Backyard_ceremony_wedding_photography_xxxxxxx_m(185).jpg", null)]
    [InlineData(Long + ".json", Long + "P(1).jpg", Long + "P(1).jpg")]
    [InlineData("PXL_20210102_221126856.MP~2.jpg.json", "PXL_20210102_221126856.MP~2.jpg", "PXL_20210102_221126856.MP~2.jpg")]
    [InlineData("13039_327707840323_537645323_9470255_27214_n.j(1).json", "13039_327707840323_537645323_9470255_27214_n(1).jpg", "13039_327707840323_537645323_9470255_27214_n(1).jpg")]
    // New exports: the longer suffix leaves less of itself, and of long names nothing.
    [InlineData("PXL_20230809_203449253.LONG_EXPOSURE.jpg.suppl.json", "PXL_20230809_203449253.LONG_EXPOSURE.jpg", "PXL_20230809_203449253.LONG_EXPOSURE.jpg")]
    [InlineData("20230809_203449253_and_some_other_words_12.jpg.json", "20230809_203449253_and_some_other_words_12.jpg", "20230809_203449253_and_some_other_words_12.jpg")]
    [InlineData("20230809_203449253_and_more_words_1.jpg.supplem(1).json", "20230809_203449253_and_more_words_1.jpg 20230809_203449253_and_more_words_1(1).jpg", "20230809_203449253_and_more_words_1(1).jpg")]
    // Cut in the middle of a character: half of it stays, or a mark for it.
    [InlineData(Emoji + "\uFFFD.json", Emoji + "\U0001F61B.jpg", Emoji + "\U0001F61B.jpg")]
    public void Of_Takeout_FollowsGooglesNames(string name, string photos, string? photo) => Check(name, photos, photo is null ? null : "takeout", photo);

    /// <summary>Windows keeps such a name.</summary>
    [Fact]
    public void Of_TakeoutCutInASurrogatePair_BelongsToItsPhoto() =>
        Assert.Equal(Emoji + "\U0001F61B.jpg", new FolderCompanions([Emoji + "\U0001F61B.jpg"]).Of(Emoji + "\uD83D.json")?.Photo);

    [Theory]
    [InlineData("IMG_1.MP4", "IMG_1.HEIC", "IMG_1.HEIC.json")]
    [InlineData("IMG_1(1).MP4", "IMG_1(1).HEIC", "IMG_1.HEIC(1).json")]
    [InlineData("IMAG0061-edited.JPG", "IMAG0061.JPG", "IMAG0061.JPG.json")]
    [InlineData("IMAG0061-bearbeitet(1).JPG", "IMAG0061(1).JPG", "IMAG0061.JPG(1).json")]
    [InlineData("IMG_1-\u7de8\u96c6\u6e08\u307f.jpg", "IMG_1.HEIC", "IMG_1.HEIC.json")]
    [InlineData("IMG_1-2.jpg", "IMG_1.jpg", null)]
    [InlineData("IMG_12.jpg", "IMG_1.jpg", null)]
    [InlineData("IMG_1-edited(1).jpg", "IMG_1.jpg", null)]
    public void Of_PhotoWithoutADescription_HasThatOfItsPartner(string photo, string partner, string? description) =>
        Assert.Equal(description, new TakeoutPartners([(partner, new FileInfo(description ?? "other.json"))]).Of(photo)?.Name);

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
