using System.Diagnostics;
using ImaLink.Media.Formats.Ends;
using ImaLink.Tests.Media.Identity;

namespace ImaLink.Tests.Media.Formats.Ends;

/// <summary>
/// What editors leave of a file is whole, however much shorter it is and whatever words about more they keep. A hundred edits by
/// default; IMALINK_EDITS=all makes it several hundred.
/// </summary>
public sealed class RealEditTests(ITestOutputHelper output) : TemporaryFolderTest
{
    private const int Wanted = 100;
    private const int LeastLength = 1000; // less is no picture or film

    private static readonly bool All = Environment.GetEnvironmentVariable("IMALINK_EDITS") == "all";

    private static readonly string[][] ExifToolEdits =
        [["-all="], ["-Rating=5"], ["-XMP:all="], ["-trailer:all="], ["-MPF:all="], ["-ThumbnailImage="], ["-all=", "-trailer:all="], ["-ICC_Profile:all=", "-Comment="]];

    private static readonly string[][] Conversions = [["-crop", "50%x50%+1+1", "+repage"], ["-quality", "40"], ["-strip"], ["-resize", "30%"]];

    [Fact]
    public void Edits_LeaveWholeFiles()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        string cases = Path.Combine(Path.GetDirectoryName(Corpus.Folder)!, "cases", "cut-short");
        List<string> samples = [.. Directory.Exists(cases) ? Directory.EnumerateFiles(cases, "*.*").Where(file => !file.EndsWith(".md", StringComparison.Ordinal)) : []];
        samples.AddRange(Corpus.Files().Where(file => file.PadTo is null && IsOrdinary(file)).GroupBy(file => file.FileType).SelectMany(format => format.Take(All ? 5 : 1))
            .Select(file => Path.Combine(Corpus.Folder!, file.Name)));
        (int edits, var wrong) = (0, new List<string>());

        // A still that is cut out: everything behind the end of the first picture is gone, the words about it stay.
        foreach (string sample in samples.Where(sample => sample.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase)))
        {
            byte[] whole = File.ReadAllBytes(sample);
            if (End(whole) is { } end)
            {
                File.WriteAllBytes(Target(sample), whole[..(int)end]);
                Count(sample, "the still alone", true);
            }
        }

        foreach (string sample in samples.TakeWhile(_ => All || edits < Wanted))
        {
            // All by one process: its start takes longer than an edit. What it could not edit is not there.
            Run("exiftool", [.. ExifToolEdits.SelectMany((edit, i) => (string[])[.. edit, "-o", Target(sample, i), sample, "-execute"]), "-common_args", "-q", "-q", "-m"]);
            foreach ((int i, string[] edit) in ExifToolEdits.Index())
                Count(sample, $"exiftool {string.Join(' ', edit)}", true, i);
            foreach (string[] edit in Conversions)
                Count(sample, $"convert {string.Join(' ', edit)}", Run("convert", [sample + "[0]", .. edit, Target(sample)]));
        }

        output.WriteLine($"{edits} edits, {wrong.Count} of them called cut.");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.SkipWhen(edits < Wanted, "exiftool and ImageMagick (convert) are not both here.");

        void Count(string sample, string edit, bool hasRun, int number = 0)
        {
            string target = Target(sample, number);
            if (hasRun && File.Exists(target) && new FileInfo(target).Length > 0)
            {
                edits++;
                using var file = File.OpenHandle(target);
                if (FileEnd.Of(file).Words is { } words)
                    wrong.Add($"{Path.GetFileName(sample)}, {edit}: {words}");
            }

            File.Delete(target);
        }
    }

    private string Target(string sample, int number = 0) => Path.Combine(Folder, $"edited{number}{Path.GetExtension(sample)}");

    private static bool IsOrdinary(CorpusFile file)
    {
        if (file.FileType is not ("JPEG" or "MPO" or "PNG" or "TIFF" or "HEIC" or "AVIF" or "Extended WEBP" or "MP4" or "MOV" or "GIF" or "DNG" or "NEF" or "CR2" or "JP2"))
            return false;
        using var handle = File.OpenHandle(Path.Combine(Corpus.Folder!, file.Name));
        return RandomAccess.GetLength(handle) >= LeastLength && !file.Name.Contains("poc", StringComparison.Ordinal) && FileEnd.Of(handle).State == EndState.Whole;
    }

    private long? End(byte[] jpeg)
    {
        using var file = File.OpenHandle(Write("still", jpeg));
        using var bytes = new ImaLink.Media.Containers.FileBytes(file);
        return JpegStream.End(bytes, 0, null);
    }

    private static bool Run(string program, string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
