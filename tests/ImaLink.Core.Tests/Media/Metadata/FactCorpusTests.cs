using System.Globalization;
using System.Text;
using System.Text.Json;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Every fact of every corpus file against ExifTool.</summary>
public sealed class FactCorpusTests(ITestOutputHelper output)
{
    private const string MakerRounding = "ExifTool takes what the camera measured from the maker's notes; EXIF states what it showed";
    private const string MakerNote = "ExifTool takes it from the maker's notes, which are not read";
    private const string PentaxCode = "ExifTool -n prints the code of Pentax' notes instead of the ISO in EXIF";
    private const string OtherSegment = "ExifTool lets a segment other than EXIF win (CIFF, PictureInfo, Photoshop)";
    private const string Structure = "a structure of its own, no TIFF";
    private const string CutOff = "ExifTool gives up at the first damaged entry; what is ours does stand in the file";
    private const string TwoDates = "the date with its offset that the phone noted, not that of a later export";
    private const string Angle = "ExifTool tells this rotation by a tag of its own, the angle";
    private const string OtherPicture = "fuzzed: by its references it describes another picture of the file (ExifTool: Doc1)";
    private const string SizeZero = "the boxes reach to the end of the file or beyond; ExifTool stops there";
    private const string NoPlace = "0, 0 is what devices write that do not know their place";
    private const string Hemisphere = "ExifTool composes no place of it either: the hemisphere is not stated";
    private const string Hostile = "fuzzed: a value out of a damaged place";

    // "file-name field" → why our value is another one on purpose.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["sample.arw ImageWidth"] = MakerNote,
        ["sample.arw ImageHeight"] = MakerNote,
        ["PhaseOne.iiq ImageWidth"] = MakerNote,
        ["PhaseOne.iiq ImageHeight"] = MakerNote,
        ["PhaseOne.iiq LensModel"] = MakerNote,
        ["exif-with-interop-subdir-bad.jpg FNumber"] = MakerRounding,
        ["exif-with-interop-subdir-bad.jpg ExposureTime"] = MakerRounding,
        ["Kodak.jpg FNumber"] = MakerRounding,
        ["Kodak.jpg ExposureTime"] = MakerRounding,
        ["j\u00f8lstravatnet.pef ISO"] = PentaxCode,
        ["Pentax.jpg ISO"] = PentaxCode,
        ["KyoceraRaw.raw DateTimeOriginal"] = Structure,
        ["KyoceraRaw.raw Make"] = Structure,
        ["KyoceraRaw.raw Model"] = Structure,
        ["KyoceraRaw.raw ISO"] = Structure,
        ["KyoceraRaw.raw FNumber"] = Structure,
        ["KyoceraRaw.raw ExposureTime"] = Structure,
        ["KyoceraRaw.raw FocalLength"] = Structure,
        ["ExifTool.jpg DateTimeOriginal"] = OtherSegment,
        ["ExifTool.jpg Make"] = OtherSegment,
        ["ExifTool.jpg Model"] = OtherSegment,
        ["ExifTool.jpg ExposureTime"] = OtherSegment,
        ["8Bim.jpg Orientation"] = OtherSegment,
        ["8Bim.jpg Make"] = OtherSegment,
        ["8Bim.jpg Model"] = OtherSegment,
        ["fixture.orf ImageWidth"] = CutOff,
        ["fixture.orf ImageHeight"] = CutOff,
        ["fixture.rw2 ImageWidth"] = CutOff,
        ["fixture.rw2 ImageHeight"] = CutOff,
        ["fixture-Leica-M10.dng DateTimeOriginal"] = CutOff,
        ["issue_3455_sigma_print0x0008_empty.jpg DateTimeOriginal"] = CutOff,
        ["issue_3455_sigma_print0x0008_empty.jpg FocalLength"] = CutOff,
        ["issue_1881_coverage.jpg ImageHeight"] = Hostile,
        ["issue_1881_coverage.jpg Make"] = Hostile,
        ["issue_1881_coverage.jpg ExposureTime"] = Hostile,
        ["issue_1881_coverage.jpg FocalLength"] = Hostile,
        ["QuickTime.mov ISO"] = MakerNote,
        ["QuickTime.mov FNumber"] = MakerNote,
        ["QuickTime.mov ExposureTime"] = MakerNote,
        ["QuickTime.mov FocalLength"] = MakerNote,
        ["QuickTime.mov Make"] = MakerNote,
        ["meta.mov DateTimeOriginal"] = TwoDates,
        ["meta.mov OffsetTimeOriginal"] = TwoDates,
        ["video_rotation_90.mp4 Orientation"] = Angle,
        ["Sigma.x3f Orientation"] = Angle,
        ["rot3mir0.avif Orientation"] = Angle,
        ["imir-missing-essential.avif Orientation"] = Angle,
        ["github_48.heic Orientation"] = Angle,
        ["xmp_tags_orientation.avif Orientation"] = "properties turn a HEIF picture, and there are none; the preview shows it so",
        ["clusterfuzz-testcase-minimized-file-fuzzer-4616081830051840.heic Make"] = OtherPicture,
        ["clusterfuzz-testcase-minimized-file-fuzzer-4616081830051840.heic Model"] = OtherPicture,
        ["clusterfuzz-testcase-minimized-file-fuzzer-4616081830051840.heic Orientation"] = OtherPicture,
        ["draw_points_idat_metasize0.avif ImageWidth"] = SizeZero,
        ["draw_points_idat_metasize0.avif ImageHeight"] = SizeZero,
        ["unknown_mdat_in_oversized_meta.avif ImageWidth"] = SizeZero,
        ["unknown_mdat_in_oversized_meta.avif ImageHeight"] = SizeZero,
        ["fixture-raw.mts ImageWidth"] = "the stream states it, and ffprobe reads it; ExifTool does not",
        ["fixture-raw.mts ImageHeight"] = "the stream states it, and ffprobe reads it; ExifTool does not",
        ["Pentax.avi DateTimeOriginal"] = "ExifTool drops the seconds, which the file states",
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv DateTimeOriginal"] = Hostile,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv Orientation"] = Hostile,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv Make"] = Hostile,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv Model"] = Hostile,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv ISO"] = Hostile,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv FNumber"] = Hostile,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv ExposureTime"] = Hostile,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv FocalLength"] = Hostile,
        ["issue_2268_poc.jp2 ImageWidth"] = Hostile,
        ["issue_2268_poc.jp2 ImageHeight"] = Hostile,
        ["issue_ghsa_mxw9_qx4c_6m8v_poc.jp2 ImageHeight"] = Hostile,
        ["issue_ghsa_8949_hhfh_j7rj_poc.jp2 DateTimeOriginal"] = Hostile,
        ["21ad703b38e2c350215bb92a849486f3.jpg ImageWidth"] = Hostile,
        ["21ad703b38e2c350215bb92a849486f3.jpg ImageHeight"] = Hostile,
        ["rgbr4x4.hdr Orientation"] = "ExifTool prints the directions of rows and columns instead of EXIF's number",
        ["metadata.jxr ImageWidth"] = "the picture has 256 columns; ExifTool prints those of the second directory",
        ["metadata.jxr ImageHeight"] = "the picture has 256 rows; ExifTool prints those of the second directory",
        ["colors-animated-8bpc-alpha-exif-xmp.avif GPSLatitude"] = NoPlace,
        ["colors-animated-8bpc-alpha-exif-xmp.avif GPSLongitude"] = NoPlace,
        ["colors-animated-8bpc-alpha-exif-xmp.avif GPSAltitude"] = NoPlace,
        ["image-2011.jpg GPSLatitude"] = NoPlace,
        ["image-2011.jpg GPSLongitude"] = NoPlace,
        ["image-2011.jpg GPSAltitude"] = NoPlace,
        ["paris_exif_xmp_icc.jpg GPSLatitude"] = NoPlace,
        ["paris_exif_xmp_icc.jpg GPSLongitude"] = NoPlace,
        ["paris_exif_xmp_icc.jpg GPSAltitude"] = NoPlace,
        ["yaminabe.tif GPSLatitude"] = Hemisphere,
    };

    // What the collection's answers leave out: the last change, as ExifTool 12.57 prints it, of files that tell nothing else of their time.
    private static readonly Dictionary<string, string> LastChange = new()
    {
        ["DC0010S.KDC"] = "1994:01:01 14:39:22",
        ["testPEF.pef"] = "2010:01:01 12:00:00",
        ["testDNG.dng"] = "2010:01:01 12:00:00",
        ["testMP4AudioOnly.mp4"] = "2008", // its year of publication
        ["InfiRay.jpg"] = "2023:02:08 12:24:35",
        ["9b286add70871bbbef1601997b429344.tif"] = "2007:05:14 16:44:35",
        ["c-m5-a46ce91d8975a017917156b8824f936e.png"] = "2007:03:07 02:33:28",
        ["extraneous-bytes-after-sos.jpg"] = "2019:08:06 11:28:33",
        ["test.tiff"] = "2009:04:26 12:38:18",
        ["xerox-jpeg-ycbcr-weird-coefficients.tif"] = "2016:05:17 14:27:22",
        ["m2-f228b1103fd7b629c08c1bbba94708e0.tif"] = "2008:01:05 13:29:.0",
        ["m6-299787ea764c0a88bc481364eded5556.tif"] = "2008:09:08 09:42:29",
        ["Issue 609.jpg"] = "2023:04:05 09:06:56",
        ["infinite_loop_exif.jpg"] = "2007:05:10 19:04:16",
    };

    // Formats that are no photos, or that hardly anybody photographs in.
    private static readonly HashSet<string> WithoutFacts =
        ["BPG", "EIP", "EPS", "FLIF", "M2T", "M2TS", "M2V", "MIE", "WMV"];

    private static readonly string[] Fields =
    [
        "DateTimeOriginal", "OffsetTimeOriginal", "ImageWidth", "ImageHeight", "Orientation", "Make", "Model",
        "LensModel",
        "ISO", "FNumber", "ExposureTime", "FocalLength", "GPSLatitude", "GPSLongitude", "GPSAltitude",
    ];

    [Fact]
    public void Read_CorpusFiles_AgreesWithExifTool()
    {
        var counts = new SortedDictionary<string, (int Same, int Total)>(StringComparer.Ordinal);
        var differences = new List<string>();
        var used = new HashSet<string>();
        foreach (var entry in FactCorpus.Load())
        {
            var format = Text(entry, "FileType") ?? "";
            ImageFacts facts;
            using (var stream = File.OpenRead(FactCorpus.PathOf(entry)))
                facts = FactReader.Read(stream, format);
            foreach (var field in Fields)
            {
                var expected = Expected(entry, field);
                var actual = Actual(facts, field);
                if (expected is null && actual is null)
                    continue;
                var same = Same(expected, actual);
                var key = $"{Path.GetFileName(FactCorpus.PathOf(entry))} {field}";
                var (s, t) = counts.GetValueOrDefault($"{format} {field}");
                counts[$"{format} {field}"] = (s + (same ? 1 : 0), t + 1);
                if (same)
                    continue;
                if (Exceptions.ContainsKey(key))
                    used.Add(key);
                else if (actual is not null || !WithoutFacts.Contains(format))
                    differences.Add($"{format} {key}: ExifTool {expected ?? "-"}, ours {actual ?? "-"}");
            }
        }

        var report = new StringBuilder();
        foreach (var format in counts.GroupBy(c => c.Key[..c.Key.LastIndexOf(' ')]))
        {
            report.Append(format.Key).Append(": ").AppendJoin(
                ", ", format.Select(c => $"{c.Key[(format.Key.Length + 1)..]} {c.Value.Same}/{c.Value.Total}")).AppendLine();
        }

        report.AppendLine(CultureInfo.InvariantCulture, $"{counts.Values.Sum(count => count.Same)} of {counts.Values.Sum(count => count.Total)} values agree with ExifTool; {used.Count} differ with a reason.");
        report.AppendJoin(Environment.NewLine, differences);
        output.WriteLine(report.ToString());
        Console.WriteLine(report);
        Assert.Empty(differences);
        Assert.Equal(Exceptions.Keys.Order(), used.Order());
    }

    private static string? Expected(JsonElement entry, string field)
    {
        switch (field)
        {
            case "DateTimeOriginal":
                var text = Text(entry, "DateTimeOriginal");
                // The sub-seconds and the offset of the composite belong to the same date.
                if (Text(entry, "SubSecDateTimeOriginal") is { } full)
                    text = full;
                return ToDate(text) ?? ToDate(Text(entry, "CreateDate")) ?? ToDate(LastChange.GetValueOrDefault(Path.GetFileName(FactCorpus.PathOf(entry))));
            case "OffsetTimeOriginal":
                if (FactDate.TryParseOffset(Text(entry, field), out var offset))
                    return offset.ToString();
                // XMP dates carry their offset with them.
                var date = Text(entry, "DateTimeOriginal") ?? Text(entry, "CreateDate");
                return FactDate.Parse(date, "")?.Offset?.ToString();
            case "ISO" when Text(entry, field) is { } nikon && nikon.StartsWith("0 ", StringComparison.Ordinal):
                return nikon[2..]; // how Nikon's notes have it
            case "ISO" or "FNumber" or "ExposureTime" or "FocalLength" or "ImageWidth" or "ImageHeight":
                return Number(entry, field) is > 0 and var value ? Format(value) : null; // 0 means unknown
            case "Orientation":
                return Number(entry, field) is >= 1 and <= 8 and var o ? Format(o) : null;
            case "GPSLatitude" or "GPSLongitude" or "GPSAltitude":
                return Number(entry, field) is { } number ? Format(number) : null;
            default:
                return Text(entry, field)?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
        }
    }

    private static string? Actual(ImageFacts facts, string field) => field switch
    {
        "DateTimeOriginal" => facts.TakenAt?.Time.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        // ExifTool does not say that the header of a QuickTime film and the time of a PNG are UTC.
        "OffsetTimeOriginal" => facts.TakenAt is { Source: not ("QuickTime:CreateDate" or "PNG:ModifyDate") } taken ? taken.Offset?.ToString() : null,
        "ImageWidth" => Format(facts.Width),
        "ImageHeight" => Format(facts.Height),
        "Orientation" => Format(facts.Orientation),
        "Make" => facts.CameraMake,
        "Model" => facts.CameraModel,
        "LensModel" => facts.LensModel,
        "ISO" => Format(facts.Iso),
        "FNumber" => Format(facts.Aperture),
        "ExposureTime" => Format(facts.ExposureTime),
        "FocalLength" => Format(facts.FocalLength),
        "GPSLatitude" => Format(facts.GpsLatitude),
        "GPSLongitude" => Format(facts.GpsLongitude),
        _ => Format(facts.GpsAltitude),
    };

    private static bool Same(string? expected, string? actual)
    {
        if (expected == actual)
            return true;
        // ExifTool prints ten digits of a quotient.
        return double.TryParse(expected, CultureInfo.InvariantCulture, out var e)
            && double.TryParse(actual, CultureInfo.InvariantCulture, out var a)
            && Math.Abs(e - a) <= 1e-8 * Math.Max(1e-6, Math.Abs(e));
    }

    private static string? ToDate(string? text) => FactDate.Parse(text, "") is { Time: var time }
        ? time.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture)
        : null;

    private static string? Format(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static double? Number(JsonElement entry, string name) =>
        double.TryParse(Text(entry, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
