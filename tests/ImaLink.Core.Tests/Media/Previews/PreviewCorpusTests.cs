using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Metadata;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>Every corpus file through the renderer: a preview, none for want of a decoder, or the one error.</summary>
public sealed class PreviewCorpusTests(ITestOutputHelper output)
{
    // Formats of which the corpus has sound pictures or RAW files with previews of 256 pixels and more.
    private static readonly string[] Promised =
    [
        "JPEG", "PNG", "TIFF", "GIF", "AVIF", "WEBP", "Extended WEBP", "HEIC", "HEIF", "JXL", "JP2", "JPX", "JPH",
        "PSD", "CR3", "CRW", "RAF", "X3F", "CR2", "ARW", "PEF", "DNG",
    ];

    [Fact]
    public void Render_CorpusFiles_GivesPreviewsAndNothingRaw()
    {
        var counts = new SortedDictionary<string, (int Made, int None, int Refused)>(StringComparer.Ordinal);
        var lines = new StringBuilder();
        var slowest = (Time: TimeSpan.Zero, Name: "");
        foreach (var entry in FactCorpus.Load())
        {
            var path = FactCorpus.PathOf(entry);
            var format = entry.TryGetProperty("FileType", out var name) ? name.GetString()! : "";
            var (made, none, refused) = counts.GetValueOrDefault(format);
            var clock = Stopwatch.StartNew();
            try
            {
                var preview = PreviewRenderer.Render(path, format, TestContext.Current.CancellationToken);
                if (preview is null)
                    none++;
                else
                {
                    using var image = Image.NewFromBuffer(preview);
                    Assert.InRange(Math.Max(image.Width, image.Height), 1, PreviewRenderer.MaxSide);
                    made++;
                    if (Environment.GetEnvironmentVariable("IMALINK_KEEP_PREVIEWS") is { Length: > 0 } folder)
                        File.WriteAllBytes(Path.Combine(folder, $"{format} {Path.GetFileName(path)}.jpg"), preview);
                }
            }
            catch (ImaLinkException e)
            {
                Assert.Equal(ErrorCode.PreviewFailed, e.Code);
                refused++;
                lines.AppendLine(CultureInfo.InvariantCulture, $"{format} {Path.GetFileName(path)}: {e.InnerException?.Message ?? e.Message}");
            }

            counts[format] = (made, none, refused);
            if (clock.Elapsed > slowest.Time)
                slowest = (clock.Elapsed, Path.GetFileName(path));
        }

        foreach (var (format, (made, none, refused)) in counts)
            lines.AppendLine(CultureInfo.InvariantCulture, $"{format}: {made} made, {none} without decoder or preview, {refused} refused");
        lines.AppendLine(CultureInfo.InvariantCulture, $"Slowest: {slowest.Name}, {slowest.Time.TotalSeconds:F2} s");
        lines.AppendLine(CultureInfo.InvariantCulture, $"Peak memory of the process: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
        output.WriteLine(lines.ToString());
        Console.WriteLine(lines);
        Assert.All(Promised, format => Assert.True(counts[format].Made > 0, format));
    }
}
