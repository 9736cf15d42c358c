using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Tests.Files;

namespace ImaLink.Tests.Index;

public sealed class SaidFileTests : TemporaryFolderTest
{
    private static readonly ImageKey One = Samples.File("photos/a.jpg", '1').Image, Other = Samples.File("photos/a.jpg", '2').Image;

    private string IndexPath { get; set; } = "";

    private string SaidPath => SaidFile.Of(IndexPath);

    [Fact]
    public void ReadFiles_WhatWasAppended_IsTheSameAsIfItStoodInTheIndex() => Gen.Select(Samples.Said, Samples.Said, Samples.Said).Array[1, 3].Sample(images =>
    {
        string hashes = "123";
        FileEntry Entry(int image, List<Statement> said)
        {
            FileEntry file = Samples.File($"photos/{image}.jpg", hashes[image]);
            file.Said = said.Count > 0 ? said : null;
            return file;
        }

        // Each image with what is said of it first in the index, then in two lines; or with all of it in the index.
        IndexPath = Index([.. images.Select((said, image) => Entry(image, said.Item1))]);
        foreach (Func<(List<Statement>, List<Statement>, List<Statement>), List<Statement>> part in new[] { said => said.Item2, (Func<(List<Statement>, List<Statement>, List<Statement>), List<Statement>>)(said => said.Item3) })
            Append([.. images.Select((said, image) => (said, image)).Where(item => part(item.said).Count > 0).Select(item => new SaidLine(Entry(item.image, []).Image, part(item.said)))]);
        List<List<Statement>?> apart = [.. SessionIndexFile.ReadFiles(IndexPath).Select(file => file.Said)];
        File.Copy(IndexPath, IndexPath + ".bak", overwrite: true);
        Assert.Equal(apart, SessionIndexFile.ReadFiles(IndexPath + ".bak").Select(file => file.Said));
        Assert.All(File.Exists(SaidPath) ? File.ReadAllLines(SaidPath) : [], line => Assert.Empty(Schema.OfSaid(line)));

        File.Delete(SaidPath);
        IndexPath = Index([.. images.Select((said, image) => Entry(image, StatementOrder.Newest([.. said.Item1, .. said.Item2, .. said.Item3])))]);
        Assert.Equal(SessionIndexFile.ReadFiles(IndexPath).Select(file => file.Said), apart);
    }, iter: 300);

    /// <summary>A crash leaves any beginning of what was being written, or the right length with nothing in it.</summary>
    [Fact]
    public void TryAppend_AfterAFileThatIsCutAnywhere_LosesNoLineThatWasEnded()
    {
        IndexPath = Index([Samples.File("photos/a.jpg", '1'), Samples.File("photos/b.jpg", '2')]);
        Append(Line(One, "title", "\"Grüße 😀\"", 1));
        Append(Line(Other, "title", "\"b\"", 1), Line(One, "rating", "4", 1));
        byte[] whole = File.ReadAllBytes(SaidPath);
        for (int length = 0; length <= whole.Length; length++)
            foreach (int zeros in new[] { 0, 3 })
            {
                File.WriteAllBytes(SaidPath, [.. whole[..length], .. new byte[zeros]]);
                int ended = whole[..length].Count(b => b == '\n');
                Assert.Equal((0, null), (Overlay().Damaged, Overlay().Problem));
                int before = Overlay().Said.Values.Sum(said => said.Count);
                Assert.InRange(before, ended, ended + (zeros == 0 ? 1 : 0));

                Append(Line(Other, "rating", "5", 2));
                Assert.Equal(before + 1, Overlay().Said.Values.Sum(said => said.Count));
                Assert.All(File.ReadAllLines(SaidPath), line => Assert.Empty(Schema.OfSaid(line)));
                Assert.Equal((byte)'\n', File.ReadAllBytes(SaidPath)[^1]);
            }
    }

    [Fact]
    public void TryAppend_AnyCallFails_WhatWasReportedIsThereAndTheNextAppendGoesThrough() => Faults.Everywhere((n, files) =>
    {
        IndexPath = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, $"{n}")).FullName, "session_1.json");
        File.Move(Index([Samples.File("photos/a.jpg", '1')]), IndexPath);
        bool first = Reports(files, Line(One, "title", "\"a\"", 1)), second = Reports(files, Line(One, "rating", "4", 1));
        Assert.True(Reports(new DurableFiles(), Line(One, "flag", "\"pick\"", 1)));
        List<string> fields = [.. SessionIndexFile.ReadFiles(IndexPath).Single().Said!.Select(statement => statement.Field)];
        Assert.Contains("flag", fields);
        Assert.True(!first || fields.Contains("title"));
        Assert.True(!second || fields.Contains("rating"));
        Assert.Null(Overlay().Problem);
    });

    [Fact]
    public void TryAppend_FileWouldBecomeTooLarge_WritesNothing()
    {
        IndexPath = Index([Samples.File("photos/a.jpg", '1')]);
        List<SaidLine> many = [Line(One, "description", CanonicalJson.Of(new string('x', SaidFile.MostAppended / 2)), 1)];
        SaidState? state = TryAppend(new DurableFiles(), many);
        Assert.Equal(SaidFile.StateOf(SaidPath), state);
        Assert.Null(TryAppend(new DurableFiles(), many));
        Assert.Equal(state, SaidFile.StateOf(SaidPath));
        Assert.NotNull(TryAppend(new DurableFiles(), [Line(One, "rating", "4", 1)]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TryAppend_SomebodyElseAppended_WritesNothing(bool isMeanwhile)
    {
        IndexPath = Index([Samples.File("photos/a.jpg", '1')]);
        Append(Line(One, "title", "\"a\"", 1));
        string known = SaidFile.StateOf(SaidPath)!.Sha256, theirs = LineOf(OneHash, 1, "{}") + "\n";
        var files = new DurableFiles { FaultPoint = (_, _) => AppendTheirs() };
        if (!isMeanwhile)
            AppendTheirs();
        Assert.Null(SaidFile.TryAppend(files, SaidPath, [Line(Other, "title", "\"b\"", 1)], known));
        Assert.Equal("\"a\"", SessionIndexFile.ReadFiles(IndexPath).Single().Said!.Single().Value);
        Assert.EndsWith(theirs, File.ReadAllText(SaidPath), StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(SaidPath).Length);

        void AppendTheirs()
        {
            if (!File.ReadAllText(SaidPath).EndsWith(theirs, StringComparison.Ordinal))
                File.AppendAllText(SaidPath, theirs);
        }
    }

    /// <summary>A loop of single commands appends a thousand times: each holding the file would have all memory looked through every few of them.</summary>
    [Fact]
    public void TryAppend_ToALargeFile_AllocatesNoneOfItsSize()
    {
        IndexPath = Index([Samples.File("photos/a.jpg", '1')]);
        TryAppend(new DurableFiles(), [Line(One, "description", CanonicalJson.Of(new string('x', 1 << 20)), 1)]);
        Assert.InRange(Enumerable.Range(0, 4).Min(i => Allocated(() => TryAppend(new DurableFiles(), [Line(One, "rating", "4", 2 + i)]))), 0, 100_000);
        string known = SaidFile.StateOf(SaidPath)!.Sha256;
        Assert.InRange(Enumerable.Range(0, 4).Min(_ => Allocated(() => Assert.Equal(known, SaidOverlay.Of(IndexPath, known).State!.Sha256))), 0, 100_000);

        static long Allocated(Action work)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    public static TheoryData<string> DamagedLines => new(
        "garbage", "{}", "null", "7", LineOf("\"x\"", 1, "{\"title\":\"a\"}"), LineOf(OneHash, -1, "{\"title\":\"a\"}"), LineOf(OneHash, 1, "{\"title\":\"\\ud800\"}"), LineOf(OneHash, 1, "{\"tags\":{}}"), LineOf(OneHash, 1, "{}"),
        new string('[', 100_000), "\0\0\0");

    private static string OneHash => $"\"{new string('1', 64)}\"";

    private static string LineOf(string hothash, int width, string said) => $"{{\"hothash\":{hothash},\"width\":{width},\"height\":1,\"said\":{said}}}";

    [Theory, MemberData(nameof(DamagedLines))]
    public void ReadFiles_LineIsDamaged_CostsThatLineAloneAndIsTold(string damaged)
    {
        IndexPath = Index([Samples.File("photos/a.jpg", '1'), Samples.File("photos/b.jpg", '2')]);
        Append(Line(One, "title", "\"a\"", 1));
        File.AppendAllText(SaidPath, damaged + "\n");
        Append(Line(Other, "title", "\"b\"", 1));
        Assert.Equal(["\"a\"", "\"b\""], SessionIndexFile.ReadFiles(IndexPath).Select(file => file.Said!.Single().Value));
        Assert.Contains("1 line(s) of", Overlay().Problem);
        Assert.Contains(SaidPath, Overlay().Problem);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("pipe")]
    [InlineData("large")]
    [InlineData("folder")]
    public async Task ReadFiles_FileIsNoneOfOurs_TheIndexIsReadAndNothingIsAppended(string kind)
    {
        IndexPath = Index([Samples.File("photos/a.jpg", '1')]);
        string outside = Write("outside.txt", Encoding.UTF8.GetBytes("""{"hothash":"x"}"""));
        if (kind == "link")
            File.CreateSymbolicLink(SaidPath, outside);
        else if (kind == "folder")
            Directory.CreateDirectory(SaidPath);
        else if (kind == "large")
            await using (FileStream file = File.Create(SaidPath))
                file.SetLength(1L << 30);
        else if (OperatingSystem.IsWindows())
            Assert.Skip("Pipes in folders are made with mkfifo.");
        else
            using (Process mkfifo = Process.Start("mkfifo", SaidPath))
                await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(SessionIndexFile.ReadFiles(IndexPath).Single().Said);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        Assert.Equal(kind != "folder", Overlay().Unreadable is not null);
        if (kind == "large")
            Assert.Null(TryAppend(new DurableFiles(), [Line(One, "title", "\"a\"", 1)]));
        else
            Assert.Throws<ImaLinkException>(() => TryAppend(new DurableFiles(), [Line(One, "title", "\"a\"", 1)]));
        Assert.Equal("""{"hothash":"x"}""", await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Schema_OfALine_SaysTheSameOfWhatIsSaidAsThatOfTheIndex()
    {
        JsonNode index = Document("session-index"), line = Document("said");
        Assert.All(["said", "name", "sha256"], name => Assert.True(JsonNode.DeepEquals(index["definitions"]![name], line["definitions"]![name]), name));

        static JsonNode Document(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", name + ".schema.json")))!;
    }

    private static SaidLine Line(ImageKey image, string field, string value, long revision) => new(image, [new Statement(field, value, revision, Samples.Writer)]);

    private bool Reports(DurableFiles files, SaidLine line)
    {
        try
        {
            return TryAppend(files, [line]) is not null;
        }
        catch (ImaLinkException)
        {
            return false;
        }
    }

    /// <summary>Appends to what is there, whoever wrote it.</summary>
    private SaidState? TryAppend(DurableFiles files, IReadOnlyList<SaidLine> lines) =>
        SaidFile.TryAppend(files, SaidPath, lines, File.Exists(SaidPath) && new FileInfo(SaidPath) is { LinkTarget: null, Length: <= SaidFile.MostRead } ? SaidFile.StateOf(SaidPath)?.Sha256 : null);

    private SaidOverlay Overlay() => SaidOverlay.Of(IndexPath);

    private void Append(params List<SaidLine> lines) => Assert.NotNull(TryAppend(new DurableFiles(), lines));

    private string Index(List<FileEntry> files) => Write("session_1.json", Samples.Session(Samples.Header(), files));
}
