using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Tests.Index;

/// <summary>A file that grows by lines, whose writers may end at any moment.</summary>
public sealed class JsonLinesTests : TemporaryFolderTest
{
    private readonly List<string> _flushed = [];

    private string File => Path.Combine(Folder, "lines.jsonl");

    /// <summary>What another process has in hand: nothing is remembered of what was appended before.</summary>
    private JsonLines<LedgerEntry> Lines(bool isStopped = false) => new(new DurableFiles
    {
        FaultPoint = (operation, path) =>
        {
            if (operation != DurableOperation.FlushDirectory)
                return;
            if (isStopped)
                throw new InvalidOperationException("killed");
            _flushed.Add(path);
        },
    }, File, IndexJson.Instance.LedgerEntry);

    private static LedgerEntry[] Entries(params string[] sources) => [.. sources.Select(source => new LedgerEntry { SourcePath = source, Verdict = "Imported" })];

    private string[] Sources() => [.. Lines().Read().Select(entry => entry.SourcePath)];

    [Fact]
    public void Append_LastLineLacksOnlyItsEnd_KeepsItAsItWasRead()
    {
        Lines().Append(Entries("a", "b"));
        Cut(1);
        Assert.Equal(["a", "b"], Sources());

        Lines().Append(Entries("c"));
        Assert.Equal(["a", "b", "c"], Sources());
    }

    [Fact]
    public void Append_AfterACutAnywhere_KeepsWhatWasReadAndAddsTheRest()
    {
        Lines().Append(Entries("a", new string('b', 5000)));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length <= whole.Length; length += length is > 100 and < 5000 ? 97 : 1)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            string[] read = Sources();
            Lines().Append(Entries("c"));
            Assert.Equal([.. read, "c"], Sources());
        }
    }

    [Theory]
    [InlineData("{\"source_path\":\"b\",\"file_size\":-1}")]
    [InlineData("null")]
    [InlineData("{\"source_path\":\"b")]
    public void Append_LastLineIsNone_CutsIt(string last)
    {
        Lines().Append(Entries("a"));
        System.IO.File.AppendAllText(File, last);
        Lines().Append(Entries("c"));
        Assert.Equal(["a", "c"], Sources());
    }

    [Fact]
    public void Append_MakerOfTheFileEndedBeforeItsNameWasDurable_FlushesTheFolder()
    {
        Assert.Throws<InvalidOperationException>(() => Lines(isStopped: true).Append(Entries("a")));
        Assert.True(System.IO.File.Exists(File));

        Lines().Append(Entries("b"));
        Assert.Equal([Folder], _flushed);
        Assert.Equal(["a", "b"], Sources());
    }

    [Fact]
    public void Append_ManyTimes_FlushesTheFolderOnceForEachFile()
    {
        JsonLines<LedgerEntry> lines = Lines();
        lines.Append(Entries("a"));
        lines.Append(Entries("b"));
        Assert.Single(_flushed);

        System.IO.File.Delete(File);
        lines.Append(Entries("c"));
        Assert.Equal(2, _flushed.Count);
    }

    private void Cut(int bytes)
    {
        using FileStream stream = System.IO.File.OpenWrite(File);
        stream.SetLength(stream.Length - bytes);
    }
}
