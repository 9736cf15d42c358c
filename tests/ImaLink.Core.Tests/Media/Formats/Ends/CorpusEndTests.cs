using System.Globalization;
using System.Text;
using ImaLink.Media.Formats;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;
using ImaLink.Tests.Media.Identity;

namespace ImaLink.Tests.Media.Formats.Ends;

/// <summary>Every format of the corpus, whole and cut at ten places.</summary>
public sealed class CorpusEndTests(ITestOutputHelper output) : TemporaryFolderTest
{
    private static readonly double[] Places = [.1, .2, .3, .4, .5, .6, .7, .8, .9, .99];

    /// <summary>Formats that say nothing of their end, and why.</summary>
    private static readonly Dictionary<string, string> Silent = new()
    {
        ["BPG"] = "a codestream up to the end of the file",
        ["FLIF"] = "a codestream without lengths or an end mark",
        ["HDR"] = "lines of pixels as long as their content makes them",
        ["JXL Codestream"] = "a codestream without lengths or an end mark",
        ["M2T"] = "packets without an end, each as good as the last",
        ["M2TS"] = "packets without an end, each as good as the last",
        ["M2V"] = "the code that ends it is not set by every writer",
        ["RAW"] = "its header gives the beginning of its picture only",
        ["RW2"] = "where its packing is not known: its header gives the beginning of its picture only",
        ["MRW"] = "where its header does not give the size of its sensor",
        ["JP2"] = "where a box says that it goes on to the end of the file",
        ["EXR"] = "several parts, and deep ones; a table that was never written",
    };

    /// <summary>Files that say something else than their format would have them say.</summary>
    private static readonly Dictionary<string, string> Odd = new()
    {
        ["issue_1841_poc.webp"] = "made for a fuzzer: its length is less than it has",
        ["issue_791_poc1.webp"] = "made for a fuzzer: its length is less than it has",
        ["jxl-partial.jxl"] = "80 percent of it are exactly all its boxes but the last",
    };

    [Fact]
    public void CutAtTenPlaces_IsToldWhereverThePictureIsNotWhole()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        var table = new SortedDictionary<string, (int Files, int[,] Answers)>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (string path in Corpus.Files().Where(file => file.PadTo is null).Select(file => Path.Combine(Corpus.Folder!, file.Name)))
        {
            if (IdentityReader.Detect(path) is not { Kind: not MediaKind.Other } format || Ask(path, null).State is EndState.Cut or EndState.Suspected)
                continue;
            bool isSilent = Silent.ContainsKey(format.Name) || Odd.ContainsKey(Path.GetFileName(path)) || Ask(path, null).State == EndState.Unknown;
            byte[] whole = File.ReadAllBytes(path);
            FileIdentity identity = IdentityReader.Read(path);
            (int files, int[,] answers) = table.GetValueOrDefault(format.Name, (0, new int[Places.Length, 4]));
            table[format.Name] = (files + 1, answers);
            for (int place = 0; place < Places.Length; place++)
            {
                string cut = Write("cut", whole[..(int)(whole.Length * Places[place])]);
                FileEnd end = Ask(cut, format.Name);
                int answer = end.State switch
                {
                    EndState.Cut => 0,
                    EndState.Suspected => 1,
                    _ => identity.Scheme == HothashScheme.ImageData && IdentityReader.Read(cut).Hothash == identity.Hothash ? 2 : 3,
                };
                answers[place, answer]++;
                if (answer == 3 && !isSilent)
                    wrong.Add($"{Path.GetFileName(path)} ({format.Name}) at {Places[place]:P0}: {end.State}");
            }
        }

        output.WriteLine(Text(table));
        foreach ((string name, string why) in Silent.Where(silent => table.ContainsKey(silent.Key)))
            output.WriteLine($"{name}: {why}");
        foreach ((string name, string why) in Odd)
            output.WriteLine($"{name}: {why}");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void WholeFiles_AreNotCalledCut()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (CorpusFile file in Corpus.Files().Where(file => file.PadTo is null))
        {
            FileEnd end = Ask(Path.Combine(Corpus.Folder!, file.Name), null);
            if (end.Words is not null)
                found.Add(file.Name, end.Words);
        }

        foreach ((string name, string words) in found)
            output.WriteLine($"{name}: {words}");
        Assert.Empty(found.Keys.Except(DamagedFiles.Names));
        Assert.Empty(DamagedFiles.Names.Except(found.Keys));
    }

    private static FileEnd Ask(string path, string? format)
    {
        using var file = File.OpenHandle(path);
        return FileEnd.Of(file, format);
    }

    private static string Text(SortedDictionary<string, (int Files, int[,] Answers)> table)
    {
        var text = new StringBuilder("Proved, suspected, the picture is whole, cannot be told; of how many files; cut at:\n");
        text.Append(CultureInfo.InvariantCulture, $"{"",-26}");
        foreach (double place in Places)
            text.Append(CultureInfo.InvariantCulture, $"{place * 100,-12:0}");
        foreach ((string name, (int files, int[,] answers)) in table)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{name,-20}{files,4}  ");
            for (int place = 0; place < Places.Length; place++)
                text.Append(CultureInfo.InvariantCulture, $"{$"{answers[place, 0]} {answers[place, 1]} {answers[place, 2]} {answers[place, 3]}",-12}");
        }

        return text.ToString();
    }
}
