using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Media.Relatives;

/// <summary>What the name of a picture says that it is beside the one it is named after.</summary>
internal enum ShotMark
{
    /// <summary>Nothing: it is named as the shot is.</summary>
    None,

    /// <summary>An edited version, by a word or a letter that programs use for that.</summary>
    Edited,

    /// <summary>A version that was improved: HDR, noise taken away.</summary>
    Enhanced,

    /// <summary>Something that was made of it, by a word or a number that anybody may use for anything.</summary>
    Derived,

    /// <summary>A picture of a burst.</summary>
    Burst,

    /// <summary>The picture of a burst that the phone took for the best.</summary>
    BurstCover,

    /// <summary>The improved front of a scan.</summary>
    ScanEnhanced,

    /// <summary>The back of a scan.</summary>
    ScanBack,
}

/// <summary>
/// A name of a photo, parted into the name of its shot and what it is of that. <c>IMG_1234.CR2</c>, <c>IMG_E1234.JPG</c>, <c>IMG_1234-Edit.tif</c> and
/// <c>PXL_20240506_101112131.RAW-02.ORIGINAL.dng</c> are named after one shot each; that they are of one, a name alone never proves. Pure.
/// </summary>
/// <param name="Stem">The name without extension, as it is but for case and form.</param>
/// <param name="Shot">The name of the shot: what of the stem is left without its marks.</param>
/// <param name="Mark">What the picture is of it.</param>
internal sealed partial record ShotName(string Stem, string Shot, ShotMark Mark)
{
    /// <summary>Words and numbers behind a name that are taken off one after another: IMG_1234-HDR-Edit-2.</summary>
    private const int MaxMarks = 3;

    /// <summary>From so many digits on what stands behind BURST is the time of the burst, and no number of a picture in it.</summary>
    private const int TimeDigits = 10;

    /// <summary>Parts a file name.</summary>
    internal static ShotName Of(string fileName)
    {
        string stem = FileNames.Key(Path.GetFileNameWithoutExtension(fileName));
        return Phone(stem) ?? Words(stem);
    }

    /// <summary>A number for folder and shot of a path: files of one shot have one, and hardly others.</summary>
    internal static long KeyOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{FileNames.Key(path[..Math.Max(slash, 0)])}\n{Of(path[(slash + 1)..]).Shot}"));
    }

    private static ShotName? Phone(string stem)
    {
        if (AppleEdit().Match(stem) is { Success: true } edit)
            return new(stem, "IMG_" + edit.Groups["number"].Value, ShotMark.Edited);
        if (stem.Contains("BURST", StringComparison.Ordinal) && Burst().Match(stem) is { Success: true } burst)
        {
            string shot = burst.Groups["time"].Length >= TimeDigits ? "BURST" + burst.Groups["time"].Value : burst.Groups["before"].Value;
            return new(stem, shot, burst.Groups["cover"].Success ? ShotMark.BurstCover : ShotMark.Burst);
        }

        if (Pixel().Match(stem) is { Success: true } pixel)
            return new(stem, pixel.Groups["shot"].Value, PixelMark(pixel.Groups["kind"].Value, pixel.Groups["part"].Value, pixel.Groups["copy"].Success));
        return Scan().Match(stem) is { Success: true } scan
            ? new(stem, scan.Groups["front"].Value, scan.Groups["side"].Value == "A" ? ShotMark.ScanEnhanced : ShotMark.ScanBack)
            : null;
    }

    // A film of moments is a burst; of a portrait or a long exposure the cover is what the phone made of the original.
    private static ShotMark PixelMark(string kind, string part, bool isCopy) => (kind, part) switch
    {
        _ when isCopy => ShotMark.Edited,
        ("MOTION", "COVER") => ShotMark.BurstCover,
        ("MOTION", _) => ShotMark.Burst,
        ("RAW", _) or (_, "ORIGINAL" or "") => ShotMark.None,
        _ => ShotMark.Enhanced,
    };

    private static ShotName Words(string stem)
    {
        string shot = stem;
        ShotMark mark = ShotMark.None;
        // Most names end with the number that the camera gave: behind that stands no mark that is not short.
        if (stem is [.., >= '0' and <= '9'] && !stem.AsSpan(Math.Max(0, stem.Length - 3)).ContainsAny('~', '-'))
            return new(stem, shot, mark);
        for (int i = 0; i < MaxMarks && Suffix().Match(shot) is { Success: true } suffix; i++)
        {
            // What stands last was done last; one that could be anything makes all of it so.
            mark = suffix.Groups["edited"].Success ? Later(mark, ShotMark.Edited) : suffix.Groups["enhanced"].Success ? Later(mark, ShotMark.Enhanced) : ShotMark.Derived;
            shot = suffix.Groups["shot"].Value.TrimEnd(' ');
        }

        return new(stem, shot, mark);
    }

    private static ShotMark Later(ShotMark mark, ShotMark earlier) => mark == ShotMark.None ? earlier : mark;

    [GeneratedRegex(@"^IMG_E(?<number>[0-9]{4,})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex AppleEdit();

    // IMG_20170101_120000_BURST001_COVER, 00000IMG_00000_BURST20171111030039205_COVER, DSC_0001_BURST20180101120000123, 20190101_120000_BURST01
    [GeneratedRegex(@"^(?<before>.*?)_?BURST(?<time>[0-9]{1,20})(?<cover>_COVER)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Burst();

    // PXL_20230330_184138390.RAW-01.COVER, .MOTION-02.ORIGINAL, .PORTRAIT, .MP, .NIGHT, ~2
    [GeneratedRegex(@"^(?<shot>PXL_[0-9]{8}_[0-9]{6,9})(\.(?<kind>[A-Z_]+)(-[0-9]{1,3})?)?(\.(?<part>COVER|ORIGINAL|MP))*(?<copy>~[0-9]{1,2})?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Pixel();

    [GeneratedRegex(@"^(?<front>.+)_(?<side>[AB])\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Scan();

    [GeneratedRegex(
        """
        ^(?<shot>.+?) (
            [-_.~\ (] (?<edited> EDIT | EDITED | EDITADO | EDITADA | HA\ EDITADO | BEARBEITET | MODIFIÉ | MODIFIE | MODIFICATO | MODIFICATA | BEWERKT | MUOKATTU
                | REDIGERET | REDIGERAD | REDIGERT | EDYTOWANE | UPRAVENO | SZERKESZTETT | DÜZENLENDI | ИЗМЕНЕНО | 編集済み | 已编辑 | 已編輯 | 수정됨 | 편집됨 | EFFECTS ) \)?
          | (?<edited> ~[0-9]{1,2} )
          | [-_.\ ] (?<enhanced> HDR | BOKEH | ENHANCED | ENHANCED-NR | ENHANCED-SR | ENHANCED-RD | DENOISE | DXO | DXO_DEEPPRIME | DXO_DEEPPRIMEXD )
          | [-_\ ] (?<word> \p{L}{2,40} )
          | - (?<number> [1-9][0-9]? )
        )\z
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
