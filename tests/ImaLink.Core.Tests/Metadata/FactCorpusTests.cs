using System.Globalization;
using System.Text;
using System.Text.Json;
using ImaLink.Metadata;

namespace ImaLink.Tests.Metadata;

/// <summary>Every fact of every corpus file against ExifTool.</summary>
public sealed class FactCorpusTests(ITestOutputHelper output)
{
    // "file-name field" → why our value is another one on purpose.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
    };

    private static readonly string[] Fields =
    [
        "DateTimeOriginal", "OffsetTimeOriginal", "ImageWidth", "ImageHeight", "Orientation", "Make", "Model", "LensModel",
        "ISO", "FNumber", "ExposureTime", "FocalLength", "GPSLatitude", "GPSLongitude", "GPSAltitude",
    ];

    // What this test answers for; the other formats are reported only.
    private static readonly HashSet<string> Promised =
    [
        "JPEG", "MPO", "JPS", "PNG", "APNG", "PNG Plus", "TIFF", "BTF", "DNG", "GPR", "NEF", "NRW", "CR2", "ARW", "PEF", "ORF", "RW2", "RAW",
        "KDC", "IIQ", "JXR",
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
                    differences.Add($"{(Promised.Contains(format) ? "" : "(not promised) ")}{format} {key}: ExifTool {expected ?? "-"}, ours {actual ?? "-"}");
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
                return FactDate.TryParseOffset(Text(entry, field), out var offset) ? offset.ToString() : null;
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
        double.TryParse(Text(entry, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
