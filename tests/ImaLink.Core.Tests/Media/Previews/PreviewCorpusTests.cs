using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImaLink.Media.Formats;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Metadata;
using NetVips;

namespace ImaLink.Tests.Media.Previews;

/// <summary>Every corpus file through the renderer: each intact picture and film has a preview, or stands here with the reason why it has none.</summary>
public sealed class PreviewCorpusTests(ITestOutputHelper output)
{
    /// <summary>Intact files that are left without a preview; docs/previews.md says why of each kind.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["GOPR8513.GPR"] = "VC-5, and no preview in the file",
        ["testBPG_commented_xnviewmp026.bpg"] = "BPG",
        ["FLIF.flif"] = "FLIF",
        ["metadata.jxr"] = "JPEG XR",
        ["orientation3.jxr"] = "JPEG XR",
        ["orientation5.jxr"] = "JPEG XR",
        ["orientation6.jxr"] = "JPEG XR",
        ["orientation7.jxr"] = "JPEG XR",
        ["orientation8.jxr"] = "JPEG XR",
        ["gradient_ls_pt.jpg"] = "JPEG-LS",
        ["beach.jpg"] = "its height stands behind the picture (DNL)",
        ["balloon.jpm"] = "compound pages of JPEG 2000",
        ["rgb_generic_compressed_brotli.heic"] = "uncompressed codec of HEIF",
        ["seq_seed.heif"] = "a sequence that libheif does not read",
    };

    /// <summary>Damaged files, beside those whose structure says by itself that they are cut: what of their picture is not there.</summary>
    private static readonly Dictionary<string, string> Damaged = new()
    {
        // Metadata of a camera file for ExifTool's tests; the picture was taken out.
        ["CanonRaw.cr2"] = NoPicture,
        ["Nikon.nef"] = NoPicture,
        ["Minolta.mrw"] = NoPicture,
        ["Sigma.x3f"] = NoPicture,
        ["PhaseOne.iiq"] = NoPicture,
        ["KyoceraRaw.raw"] = NoPicture,
        ["CaptureOne.eip"] = NoPicture,
        ["DNG.dng"] = NoPicture,
        ["JXL.jxl"] = NoPicture,
        ["cve-2012-2814.jpg"] = NoPicture,
        ["imir-missing-essential.avif"] = NoPicture,
        ["c-m1-fcac2d6a6a739e8ceb946ac99200d9f1.png"] = Fuzzed,
        ["issue_1881_coverage.jpg"] = Fuzzed,
        ["issue_1833_poc.jpg"] = Fuzzed,
        ["issue_1841_poc.webp"] = Fuzzed,
        ["issue_791_poc1.webp"] = Fuzzed,
        ["issue_ghsa_5p8g_9xf3_gfrr_poc.exv"] = Fuzzed,
        ["issue_1791_new.raf"] = Fuzzed,
        ["issue_1791_old.raf"] = Fuzzed,
        ["issue_1530_poc.crw"] = Fuzzed,
        ["issue_2268_poc.jp2"] = Fuzzed,
        ["issue_ghsa_mxw9_qx4c_6m8v_poc.jp2"] = Fuzzed,
        ["seek_too_large.tif"] = Fuzzed,
        ["libtiff_segfault.tif"] = Fuzzed,
        ["syntax_num_frames_zero.png"] = Fuzzed,
        ["missing-sos.jpg"] = Fuzzed,
        ["8e5e74dbf9b68a322fbb9512db837329.jpg"] = Fuzzed,
        ["5633ed9d0eb700d0093bf85d86a95ebf.jpg"] = Fuzzed,
        ["786b67badc535fc95a4a76c29a0e0146.jpg"] = Fuzzed,
        ["eddea4ef9629be031f750a8ff0b7497c.jpg"] = Fuzzed,
        ["71dd006377602359ebd2cbe7b9eaab09.png"] = Fuzzed,
        ["c-m1-1f97f040d0b6b26faeb0a1a7f1499590.png"] = Fuzzed,
        ["c-m1-2dc3bdd9274b121b851fa536b0e35b6a.png"] = Fuzzed,
        ["c-m1-3625f98e00148cdc136c53bdcd2d2e1e.png"] = Fuzzed,
        ["m1-e275d32a37943b0d5eeb86ffb04b7cf2.png"] = Fuzzed,
        ["m2-3625f98e00148cdc136c53bdcd2d2e1e.png"] = Fuzzed,
        ["m2-d87a07bdc461bf81e43447ca0620d71d.png"] = Fuzzed,
        ["m2-e275d32a37943b0d5eeb86ffb04b7cf2.png"] = Fuzzed,
    };

    private const string NoPicture = "metadata alone: the picture was taken out, or cut";
    private const string Fuzzed = "fuzzed: no decoder reads it";

    [Fact]
    public void Render_CorpusFiles_GivesAPreviewOfEachThatIsIntact()
    {
        var counts = new SortedDictionary<string, (int Made, int Intact, int Damaged)>(StringComparer.Ordinal);
        var (lines, problems, used) = (new StringBuilder(), new List<string>(), new HashSet<string>());
        var across = new List<string>();
        var slowest = (Time: TimeSpan.Zero, Name: "");
        foreach (var path in FactCorpus.Load().Select(FactCorpus.PathOf))
        {
            if (IdentityReader.Detect(path) is not { Kind: not MediaKind.Other } known)
                continue;
            var name = Path.GetFileName(path);
            using var file = File.OpenHandle(path);
            var isDamaged = Damaged.ContainsKey(name) || FileEnd.Of(file).State == EndState.Cut;
            var (made, intact, damaged) = counts.GetValueOrDefault(known.Name);
            var (clock, peak) = (Stopwatch.StartNew(), Peak());
            var trouble = Render(path, known.Name, out var lies);
            if (lies is not null)
                across.Add($"{known.Name} {name}: {lies}");
            if (clock.Elapsed > slowest.Time)
                slowest = (clock.Elapsed, name);
            if (Peak() - peak is > 32 and var more)
                lines.AppendLine(CultureInfo.InvariantCulture, $"{name}: the peak of the process rose by {more} MB");
            if (isDamaged)
                damaged++;
            else
                intact++;
            if (!isDamaged && trouble is null)
                made++;
            counts[known.Name] = (made, intact, damaged);
            var isLeftOut = LeftOut.ContainsKey(name);
            if (isLeftOut || Damaged.ContainsKey(name))
                used.Add(name);
            if (trouble is null ? isLeftOut : !isDamaged && !isLeftOut)
                problems.Add($"{known.Name} {name}: {trouble ?? "has a preview now"}");
        }

        foreach (var (format, (made, intact, damaged)) in counts)
            lines.AppendLine(CultureInfo.InvariantCulture, $"{format}: {made} of {intact} intact files{(damaged > 0 ? $", {damaged} damaged" : "")}");
        lines.AppendLine(CultureInfo.InvariantCulture, $"Intact files with a preview: {counts.Values.Sum(it => it.Made)} of {counts.Values.Sum(it => it.Intact)}");
        lines.AppendLine(CultureInfo.InvariantCulture, $"Slowest: {slowest.Name}, {slowest.Time.TotalSeconds:F2} s");
        lines.AppendLine(CultureInfo.InvariantCulture, $"Peak memory of the process: {Peak()} MB");
        lines.AppendLine(CultureInfo.InvariantCulture, $"Previews that lie otherwise than their facts say: {across.Count}");
        problems.AddRange(across);
        lines.AppendJoin(Environment.NewLine, problems);
        output.WriteLine(lines.ToString());
        Console.WriteLine(lines);
        Assert.Empty(problems);
        Assert.Equal(LeftOut.Keys.Concat(Damaged.Keys).Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }

    /// <summary>What the facts say of a preview that lies across where they let it stand upright, or the other way round; else null.</summary>
    private static string? LiesOtherwise(string path, string format, Image preview)
    {
        const double clearly = 1.03;
        using var stream = File.OpenRead(path);
        if (FactReader.Read(stream, format) is not { Width: > 0 and var width, Height: > 0 and var height } facts)
            return null;
        var due = facts.Orientation > 4 ? (double)height / width : (double)width / height;
        var seen = (double)preview.Width / preview.Height;
        return (due > clearly && seen < 1 / clearly) || (due < 1 / clearly && seen > clearly)
            ? $"{width} x {height}, orientation {facts.Orientation}, but its preview is {preview.Width} x {preview.Height}" : null;
    }

    /// <summary>Null where a preview was made, else why there is none.</summary>
    private static string? Render(string path, string format, out string? lies)
    {
        lies = null;
        try
        {
            var preview = PreviewRenderer.Render(path, format, TestContext.Current.CancellationToken);
            if (preview is null)
                return "no decoder";
            using var image = Image.NewFromBuffer(preview);
            Assert.InRange(Math.Max(image.Width, image.Height), 1, PreviewRenderer.MaxSide);
            lies = LiesOtherwise(path, format, image);
            if (Environment.GetEnvironmentVariable("IMALINK_KEEP_PREVIEWS") is { Length: > 0 } folder)
                File.WriteAllBytes(Path.Combine(folder, $"{format} {Path.GetFileName(path)}.jpg"), preview);
            return null;
        }
        catch (ImaLinkException e)
        {
            Assert.Equal(ErrorCode.PreviewFailed, e.Code);
            return (e.InnerException?.Message ?? e.Message).Split('\n')[0];
        }
    }
}
