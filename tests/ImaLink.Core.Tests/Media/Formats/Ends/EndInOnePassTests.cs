using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Media.Identity;

namespace ImaLink.Tests.Media.Formats.Ends;

/// <summary>The end of a file is told in the pass that hashes it as it is told in a look of its own.</summary>
public sealed class EndInOnePassTests : TemporaryFolderTest
{
    private const int SeveralBlocks = 700_000;

    [Fact]
    public void Read_SamplesCutAnywhere_AnswersAsALookOfItsOwn()
    {
        foreach (byte[] sample in SampleFiles.All())
        {
            for (int length = 0; length <= Math.Min(sample.Length, 2500); length += 7)
                AssertSame(Write("file", sample[..length]));
        }
    }

    [Fact]
    public void Read_SamplesThatGoOnOverSeveralBlocks_AnswersAsALookOfItsOwn()
    {
        byte[] noise = new byte[SeveralBlocks];
        new Random(5).NextBytes(noise);
        foreach (byte[] sample in SampleFiles.All())
        {
            AssertSame(Write("file", [.. sample, .. noise]));
            AssertSame(Write("file", [.. sample, .. noise, .. sample]));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(300_000, false)]
    public void Read_PictureOfSeveralBlocks_EndsAtItsMark(int cut, bool isWhole)
    {
        // Its scan holds what looks like the beginning of a mark at every border of a block too.
        byte[] photo = TinyJpeg.Encode(7);
        byte[] file = [.. photo[..^2], .. Enumerable.Range(0, SeveralBlocks).SelectMany(_ => (byte[])[0xFF, 0x00]), .. photo[^2..]];
        foreach (byte[] shifted in (byte[][])[file, [.. file[..^2], 1, .. file[^2..]]])
            Assert.Equal(isWhole ? EndState.Whole : EndState.Cut, AssertSame(Write("photo.jpg", shifted[..^cut])).State);
    }

    [Fact]
    public void Read_Corpus_AnswersAsALookOfItsOwn()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        foreach (CorpusFile file in Corpus.Files().Where(file => file.PadTo is null))
        {
            string path = Path.Combine(Corpus.Folder!, file.Name);
            AssertSame(path);
            byte[] content = File.ReadAllBytes(path);
            AssertSame(Write("cut", content[..(content.Length / 3)]));
            AssertSame(Write("cut", content[..(content.Length - content.Length / 50)]));
        }
    }

    private static FileEnd AssertSame(string path)
    {
        using var file = File.OpenHandle(path);
        FileEnd alone = FileEnd.Of(file);
        FileIdentity identity = IdentityReader.Read(file, IdentityParts.Sha256 | IdentityParts.End);
        Assert.Equal(alone, identity.End);
        Assert.Equal(Vectors.Sha256(File.ReadAllBytes(path)), identity.Sha256);
        return identity.End;
    }
}
