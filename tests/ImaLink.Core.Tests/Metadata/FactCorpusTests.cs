using System.Globalization;
using System.Text;
using System.Text.Json;
using ImaLink.Metadata;

namespace ImaLink.Tests.Metadata;

/// <summary>Every fact of every corpus file against ExifTool.</summary>
public sealed class FactCorpusTests(ITestOutputHelper output)
{
    private const string MakerNote = "ExifTool takes it from the maker's notes, which are not read";
    private const string PentaxCode = "ExifTool -n prints the code of Pentax' notes instead of the ISO in EXIF";
    private const string OtherSegment = "ExifTool lets a segment other than EXIF win (CIFF, PictureInfo, Photoshop)";
    private const string Structure = "a structure of its own, no TIFF";
    private const string CutOff = "ExifTool gives up at the first damaged entry; what is ours does stand in the file";
    private const string Hostile = "fuzzed: a value out of a damaged place";

    // "file-name field" → why our value is another one on purpose.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["sample.arw ImageWidth"] = MakerNote,
        ["sample.arw ImageHeight"] = MakerNote,
        ["PhaseOne.iiq ImageWidth"] = MakerNote,
        ["PhaseOne.iiq ImageHeight"] = MakerNote,
        ["PhaseOne.iiq LensModel"] = MakerNote,
        ["Casio.jpg ISO"] = MakerNote,
        ["exif-with-interop-subdir-bad.jpg ISO"] = MakerNote,
        ["exif-with-interop-subdir-bad.jpg FNumber"] = MakerNote,
        ["exif-with-interop-subdir-bad.jpg ExposureTime"] = MakerNote,
        ["Pentax Optio 330.jpg ISO"] = MakerNote,
        ["Kodak.jpg ISO"] = MakerNote,
        ["Kodak.jpg FNumber"] = MakerNote,
        ["Kodak.jpg ExposureTime"] = MakerNote,
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
        ["metadata.jxr ImageWidth"] = "the picture has 256 columns; ExifTool prints those of the second directory",
        ["metadata.jxr ImageHeight"] = "the picture has 256 rows; ExifTool prints those of the second directory",
    };

    private static readonly string[] Fields =
    [
        "DateTimeOriginal", "OffsetTimeOriginal", "ImageWidth", "ImageHeight", "Orientation", "Make", "Model",
        "LensModel",
        "ISO", "FNumber", "ExposureTime", "FocalLength", "GPSLatitude", "GPSLongitude", "GPSAltitude",
    ];

    // What this test answers for; the other formats are reported only.
    private static readonly HashSet<string> Promised =
    [
        "JPEG", "MPO", "JPS", "PNG", "APNG", "PNG Plus", "TIFF", "BTF", "DNG", "GPR", "NEF", "NRW", "CR2",
        "ARW", "PEF", "ORF", "RW2", "RAW", "KDC", "IIQ", "JXR",
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
                else
                {
                    var promise = Promised.Contains(format) ? "" : "(not promised) ";
                    differences.Add($"{promise}{format} {key}: ExifTool {expected ?? "-"}, ours {actual ?? "-"}");
                }
            }
        }

        var report = new StringBuilder();
        foreach (var format in counts.GroupBy(c => c.Key[..c.Key.LastIndexOf(' ')]))
        {
            report.Append(format.Key).Append(": ").AppendJoin(
                ", ", format.Select(c => $"{c.Key[(format.Key.Length + 1)..]} {c.Value.Same}/{c.Value.Total}")).AppendLine();
        }

        report.AppendJoin(Environment.NewLine, differences);
        output.WriteLine(report.ToString());
        Console.WriteLine(report);
        Assert.DoesNotContain(differences, d => !d.StartsWith("(not promised)", StringComparison.Ordinal));
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
                return ToDate(text) ?? ToDate(Text(entry, "CreateDate"));
            case "OffsetTimeOriginal":
                if (FactDate.TryParseOffset(Text(entry, field), out var offset))
                    return offset.ToString();
                // XMP dates carry their offset with them.
                var date = Text(entry, "DateTimeOriginal") ?? Text(entry, "CreateDate");
                return FactDate.TryParse(date, out _, out var stated) ? stated?.ToString() : null;
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
        "DateTimeOriginal" => facts.TakenAt?.ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        "OffsetTimeOriginal" => facts.TakenAtOffset?.ToString(),
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

    private static string? ToDate(string? text) => FactDate.TryParse(text, out var time, out _)
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
