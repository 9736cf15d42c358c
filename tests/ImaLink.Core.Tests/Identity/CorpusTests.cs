using ImaLink.Formats;
using ImaLink.Identity;

namespace ImaLink.Tests.Identity;

public sealed class CorpusTests(ITestOutputHelper output) : TemporaryFolderTest
{
    /// <summary>Where our hothash is meant to differ from the reference's, and why.</summary>
    private static readonly Dictionary<string, string> OtherHothash = new()
    {
    };

    /// <summary>Where our format is meant to differ from the reference's, and why.</summary>
    private static readonly Dictionary<string, string> OtherFormat = new()
    {
    };

    [Fact]
    public void Read_EveryCorpusFile_GivesHothashOfReference()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        Compare("hothash", OtherHothash, file =>
        {
            var identity = IdentityReader.Read(file.Provide(Folder), IdentityParts.All);
            var sparse = IdentityReader.Read(file.Provide(Folder));
            Assert.Equal(sparse.Hothash, identity.Hothash);
            Assert.True(file.Sha256 is null || file.Sha256 == identity.Sha256, file.Name);
            var hasRule = identity.Format.Length > 0 && FormatTable.Named(identity.Format).ImageData is not null;
            return (hasRule ? file.Hothash ?? identity.Sha256 : identity.Sha256, identity.Hothash);
        });
    }

    [Fact]
    public void Read_EveryCorpusFile_GivesFormatOfReference()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        Compare("format", OtherFormat, file => (file.FileType ?? "", IdentityReader.Detect(file.Provide(Folder))?.Name ?? ""));
    }

    private void Compare(string what, Dictionary<string, string> exceptions, Func<CorpusFile, (string? Expected, string Actual)> read)
    {
        List<string> failures = [];
        foreach (var group in Corpus.Files().GroupBy(file => file.FileType ?? "unknown").OrderBy(group => group.Key))
        {
            var (agreed, excepted) = (0, 0);
            foreach (var file in group)
            {
                var (expected, actual) = read(file);
                if (expected == actual)
                    agreed++;
                else if (exceptions.ContainsKey(file.Name))
                    excepted++;
                else
                    failures.Add($"{file}: {what} {actual}, expected {expected}");
            }

            Report($"{group.Key}: {agreed} of {group.Count()}" + (excepted > 0 ? $", {excepted} listed exceptions" : ""));
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    private void Report(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
