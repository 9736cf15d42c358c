using System.Text;
using ImaLink.Tests.Fuzz;
using XmpCore;
using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Packets that are made to cost memory, time or the stack; what stands before them is read.</summary>
public sealed class XmpBoundsTests(ITestOutputHelper output)
{
    private const string Before = "<tiff:Model>Model</tiff:Model>";

    public static TheoryData<string> Bombs() =>
        ["elements in elements", "arrays in arrays", "structures in a title", "attributes", "namespaces", "keywords", "pieces of a text", "one text", "one attribute", "attributes of 4 MB", "many keywords", "levels of keywords", "keywords of many levels", "comments", "17 MB"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Read_Bomb_IsBoundedOnASmallStack(string name)
    {
        var file = File(Encoding.UTF8.GetBytes(Bomb(name)));
        SmallStack.Run(() => ReadFile(file[..1000]));
        SmallStack.Run(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var facts = ReadFile(file);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            output.WriteLine($"{name}: {file.Length} bytes, {clock.ElapsedMilliseconds} ms, {allocated >> 10} kB; {string.Join(' ', facts.Warnings)}");

            Assert.InRange(allocated, 0, 64 << 20);
            Assert.Equal("Model", facts.CameraModel);
        });
    }

    [Fact]
    public void Read_EntitiesThatMultiply_AreNotRead()
    {
        var entities = string.Concat(Enumerable.Range(1, 9).Select(i => $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">"));
        var facts = Read($"<!DOCTYPE x [<!ENTITY e0 \"lol\">{entities}]>" + Packet(Before + Bag("dc:title", "&e9;")));

        Assert.Null(facts.Title);
        Assert.Single(facts.Warnings);
    }

    [Fact]
    public void Read_NestedDeeperThan64_IsWarned()
    {
        Assert.Empty(Read(Packet(Before + Nested("xmpMM:Pantry", 50) + Bag("dc:title", "A title"))).Warnings);
        Assert.Single(Read(Packet(Before + Nested("xmpMM:Pantry", 100))).Warnings);
    }

    [Fact]
    public void Read_MoreThan100000Nodes_IsWarned()
    {
        var keywords = Bag("dc:subject", [.. Enumerable.Range(0, 10_000).Select(i => $"k{i}")]);
        Assert.Equal(10_000, Read(Packet(Bag("xmpMM:Pantry", [.. Enumerable.Repeat("x", 85_000)]) + keywords)).Keywords.Count);
        Assert.Single(Read(Packet(Before + Bag("xmpMM:Pantry", [.. Enumerable.Repeat("x", 110_000)]))).Warnings);
    }

    [Fact]
    public void Read_AnyNamespaces_LeaveNothingBehindInTheProcess()
    {
        Read(Packet(Before));
        var before = XmpMetaFactory.SchemaRegistry.Namespaces.Count;
        Read(Bomb("namespaces"));

        Assert.Equal(before, XmpMetaFactory.SchemaRegistry.Namespaces.Count);
    }

    [Fact]
    public void Read_AnyDamage_NeverThrowsOnASmallStack()
    {
        var seconds = double.TryParse(Environment.GetEnvironmentVariable("IMALINK_FUZZ_SECONDS"), System.Globalization.CultureInfo.InvariantCulture, out var given) ? given : 0;
        var seed = seconds > 0 ? Environment.TickCount : 1;
        SmallStack.Run(() =>
        {
            var mutator = new XmpMutator(new Random(seed));
            var (count, most) = (0, 0L);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            for (; seconds > 0 ? clock.Elapsed.TotalSeconds < seconds : count < 5_000; count++)
            {
                var file = mutator.Next();
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    ReadFile(file);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"seed {seed}, number {count}: {e}{Environment.NewLine}{Convert.ToBase64String(file)}", e);
                }

                most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            Assert.InRange(most, 0, 64 << 20);
            output.WriteLine($"{count:N0} packets, 0 crashes, at most {most >> 10} kB, seed {seed}");
        });
    }

    private static string Bomb(string name) => name switch
    {
        "elements in elements" => Packet(Before + Nested("xmpMM:Pantry", 1_000_000)),
        "arrays in arrays" => Packet(Before + "<dc:title>" + Nested("rdf:Bag", 1_000_000) + "</dc:title>"),
        "structures in a title" => Packet(Before + "<dc:title>" + Nested("rdf:Description", 55) + "</dc:title>"),
        "attributes" => Packet("", "tiff:Model='Model' " + string.Concat(Enumerable.Range(0, 99_000).Select(i => $"xmp:a{i}='' "))),
        "namespaces" => Packet(Before + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"<n:e xmlns:n='http://example.org/{i}'/>"))),
        "keywords" => Packet(Before + string.Concat(new[] { "dc:subject", "lr:hierarchicalSubject", "digiKam:TagsList" }.Select(
            list => Bag(list, [.. Enumerable.Range(0, 9_900).Select(i => $"a/{i}")])))),
        "pieces of a text" => Packet(Before + Bag("dc:title", string.Concat(Enumerable.Repeat("a<!---->", 500_000)))),
        "one text" => Packet(Before + Bag("dc:title", new string('a', 15 << 20))),
        "one attribute" => Packet(Before + $"<xmpMM:Pantry stRef='{new string('a', 15 << 20)}'/>"),
        "attributes of 4 MB" => Packet(Before + string.Concat(Enumerable.Repeat($"<xmpMM:Pantry a='{new string('a', 4_000_000)}'/>", 3))),
        "levels of keywords" => Packet(Before + Bag("lr:hierarchicalSubject", [.. Enumerable.Range(0, 50).Select(i => $"{i}" + string.Concat(Enumerable.Repeat("|a", 30_000)))])),
        "keywords of many levels" => Packet(Before + Bag("lr:hierarchicalSubject", [.. Enumerable.Range(0, 9_900).Select(i => $"{i}" + string.Concat(Enumerable.Repeat("|a", 98)))])),
        "many keywords" => Packet(Before + Bag("dc:subject", [.. Enumerable.Range(0, 99_000).Select(i => $"k{i}")])),
        "comments" => Packet(Before + string.Concat(Enumerable.Repeat("<!-- -->", 1_000_000))),
        _ => Packet(Before + string.Concat(Enumerable.Repeat("<!-- a comment of a hundred characters, which nobody reads, and which is not a hundred -->", 200_000))),
    };

    private static string Nested(string name, int depth) =>
        string.Concat(Enumerable.Repeat($"<{name}>", depth)) + string.Concat(Enumerable.Repeat($"</{name}>", depth));
}
