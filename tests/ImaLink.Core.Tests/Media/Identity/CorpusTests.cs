using ImaLink.Media.Identity;

namespace ImaLink.Tests.Media.Identity;

public sealed class CorpusTests(ITestOutputHelper output) : TemporaryFolderTest
{
    /// <summary>Where our hothash is meant to differ from the reference's, and why.</summary>
    private static readonly Dictionary<string, string> OtherHothash = new()
    {
        ["synthetic/orf.orf"] = "Meant: the image data of ORF is hashed as that of TIFF, which the reference does only under other names.",
        ["synthetic/nrw-ifd0-thumb.nrw"] = "Names no camera, so that only its name says NRW. Content decides here, and every camera writes its maker.",
        ["drewnoakes__metadata-extractor-images/21ad703b38e2c350215bb92a849486f3.jpg"] =
            "Begins with rubbish. The reference searches the first 1024 bytes of damaged files for a picture; "
            + "ours would then hide the damage from whoever looks at the scheme.",
    };

    /// <summary>Where our format is meant to differ from the reference's, and why.</summary>
    private static readonly Dictionary<string, string> OtherFormat = new()
    {
        ["synthetic/nrw-ifd0-thumb.nrw"] = "Names no camera, so that only the extension says NRW.",
        ["sindresorhus__file-type/fixture.nef"] = "Cut off before its first directory: only the extension says NEF.",
        ["sindresorhus__file-type/fixture.raf"] = "Cut off behind the header, which is still that of a RAF.",
        ["drewnoakes__metadata-extractor-images/d2e515cfdabae699301dcf290382474d.png"] =
            "PNG Plus is told by a chunk behind the image data; recognition does not read that far.",
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
            return (file.Hothash ?? identity.Sha256, identity.Hothash);
        });
    }

    [Fact]
    public void Read_EveryCorpusFile_GivesFormatOfReference()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        Compare(
            "format", OtherFormat,
            file => (file.FileType ?? "", IdentityReader.Detect(file.Provide(Folder))?.Name ?? ""));
    }

    [Fact]
    public void Read_EveryCorpusFile_GivesMimeTypeOfReference()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        Compare("MIME type", OtherFormat, file =>
        {
            var mimeType = IdentityReader.Detect(file.Provide(Folder))?.MimeType ?? "";
            return (file.MimeType ?? mimeType, mimeType);
        });
    }

    private void Compare(
        string what, Dictionary<string, string> exceptions, Func<CorpusFile, (string? Expected, string Actual)> read)
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

            var listed = excepted > 0 ? $", {excepted} listed exceptions" : "";
            Report($"{what} of {group.Key}: {agreed} of {group.Count()}{listed}");
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    private void Report(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
