using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Tests.Index;

[Collection(Alone.Name)]
public sealed class AlbumFileTests : TemporaryFolderTest
{
    private static readonly Guid Album = new("11111111-2222-3333-4444-555555555555"), Writer = new("aaaaaaaa-0000-0000-0000-000000000001"), Parent = new("99999999-2222-3333-4444-555555555555");

    private static string Hash(int n) => Hex.Of(SHA256.HashData(Encoding.UTF8.GetBytes(n.ToString(CultureInfo.InvariantCulture))));

    private static AlbumMember Member(int n, string? position = "a0", long revision = 3, Guid? photo = null, string? extra = null) =>
        new(new ImageKey(Hash(n), 40, 30), position, photo, extra, revision, revision == 1 ? null : Writer);

    private string Write(AlbumHeader header, IEnumerable<AlbumMember> members, IEnumerable<AlbumMember> removed)
    {
        string path = Path.Combine(Folder, $"{header.Uuid}.json");
        using FileStream stream = File.Create(path);
        AlbumFile.Write(stream, header, members, removed);
        return path;
    }

    private string Text(string json)
    {
        string path = Path.Combine(Folder, "album.json");
        File.WriteAllText(path, json);
        return path;
    }

    [Fact]
    public void Write_Album_IsReadBackAndKeepsToTheSchema()
    {
        var header = new AlbumHeader(Album, 7, Writer, "2.1",
        [
            new Statement(AlbumField.Cover, AlbumField.Value(new ImageKey(Hash(1), 40, 30)), 5, Writer),
            new Statement(AlbumField.Description, null, 4, Writer),
            new Statement(AlbumField.Filter, "{\"tag\":[\"Family\"]}", 1, null),
            new Statement(AlbumField.Parent, $"\"{Parent}\"", 3, Writer),
            new Statement("season", "\"été\"", 3, Writer),
            new Statement(AlbumField.Title, "\"Italy \\\"24\\\" 🇮🇹\"", 3, Writer),
        ]);
        AlbumMember[] members = [Member(1), Member(2, "a1", 1), Member(3, "a2", 4, Parent, "{\"note\":\"by the sea\",\"weight\":2}")], removed = [Member(4, null, 6)];
        string path = Write(header, members, removed);

        Schema.AssertText(path, Schema.OfAlbum);
        AlbumHeader read = AlbumFile.ReadHeader(path);
        Assert.Equal(header with { Fields = [] }, read with { Fields = [] });
        Assert.Equal(header.Fields, read.Fields.OrderBy(field => field.Field, StringComparer.Ordinal));
        Assert.Equal(members.Concat(removed), AlbumFile.ReadMembers(path));
        Assert.Equal((7, Writer), (AlbumFile.ReadStamp(path).Revision, AlbumFile.ReadStamp(path).Writer));
        Assert.Equal("""
              "title": "Italy \"24\" \uD83C\uDDEE\uD83C\uDDF9",
            """, File.ReadLines(path).ElementAt(5));
    }

    [Fact]
    public void Read_ByHand_HasRevisionOneOfNobody()
    {
        string path = Text($$"""{"uuid":"{{Album}}","revision":1,"imalink_version":"2.1","members":[{"hothash":"{{Hash(1)}}","position":"a0"}],"title":"Mine"}""");
        Assert.Equal(new Statement("title", "\"Mine\"", 1, null), Assert.Single(AlbumFile.ReadHeader(path).Fields));
        Assert.Equal(new AlbumMember(new ImageKey(Hash(1), 0, 0), "a0", null, null, 1, null), Assert.Single(AlbumFile.ReadMembers(path)));
    }

    [Fact]
    public void Compare_TwoVersions_NeverTie()
    {
        Assert.True(Member(1, "a0", 4).CompareTo(Member(1, "a1", 3)) > 0);
        Assert.True((Member(1, "a0") with { Writer = Parent }).CompareTo(Member(1, "a1") with { Writer = Guid.Empty }) > 0);
        Assert.True(Member(1, "a1").CompareTo(Member(1, "a0")) > 0);
        Assert.True(Member(1, "a0").CompareTo(Member(1, null)) > 0);
        Assert.Equal(0, Member(1).CompareTo(Member(1)));
    }

    public static TheoryData<string> Broken => new()
    {
        "[]", "{", "", "null", "{} {}",
        "{\"uuid\":null}",
        "{H,\"title\":\"\"}", "{H,\"title\":\" \"}", "{H,\"title\":7}", "{H,\"title\":null}", "{H,\"title\":\"a\",\"title\":\"b\"}", "{H,\"title\":\"\\ud800\"}", "{H,\"\\udc00\":1}",
        "{H,\"description\":[]}", "{H,\"parent\":\"x\"}", "{H,\"parent\":\"00000000-0000-0000-0000-000000000000\"}", "{H,\"cover\":\"x\"}", "{H,\"cover\":{\"hothash\":\"abc\"}}",
        "{H,\"filter\":[]}", "{H,\"removed\":false}", "{H,\"order\":\"\"}", "{H,\"note\":null}", "{H,\"note\":{\"a\":\"\\udfff\"}}",
        "{H,\"versions\":[]}", "{H,\"versions\":{\"x\":[\"title\"]}}", "{H,\"versions\":{\"-1\":[\"title\"]}}", "{H,\"versions\":{\"1@x\":[\"title\"]}}", "{H,\"versions\":{\"9007199254740993\":[\"title\"]}}",
        "{H,\"versions\":{\"1\":[\"title\"],\"2\":[\"title\"]}}", "{H,\"versions\":{\"1\":[\"members\"]}}", "{H,\"versions\":{\"1\":[7]}}", "{H,\"versions\":{\"1\":\"title\"}}",
        "{\"uuid\":\"11111111-2222-3333-4444-555555555555\",\"revision\":-1,\"imalink_version\":\"2.1\"}",
        "{\"uuid\":\"11111111-2222-3333-4444-555555555555\",\"revision\":1.5,\"imalink_version\":\"2.1\"}",
        "{\"uuid\":\"11111111-2222-3333-4444-555555555555\",\"revision\":1}",
        "{H,\"members\":{}}", "{H,\"members\":[null]}", "{H,\"members\":[{}]}", "{H,\"members\":[7]}", "{H,\"members\":[{\"hothash\":\"0\",\"position\":\"a0\"}]}",
        "{H,\"members\":[{M}]}", "{H,\"members\":[{M,\"position\":\"\"}]}", "{H,\"members\":[{M,\"position\":\"a00\"}]}", "{H,\"members\":[{M,\"position\":7}]}",
        "{H,\"members\":[{M,\"position\":\"a0\",\"width\":-1}]}", "{H,\"members\":[{M,\"position\":\"a0\",\"width\":4294967296}]}", "{H,\"members\":[{M,\"position\":\"a0\",\"photo\":\"x\"}]}",
        "{H,\"members\":[{M,\"position\":\"a0\",\"version\":\"x\"}]}", "{H,\"members\":[{M,\"position\":\"a0\"},{M,\"position\":\"a1\"}]}", "{H,\"members\":[{M,\"position\":\"a0\"}],\"removed_members\":[{M}]}",
        "{H,\"members\":[{M,\"position\":\"a0\",\"note\":\"\\ud83d\"}]}",
        "{H,\"note\":" + new string('[', 100) + new string(']', 100) + "}",
        "{H,\"members\":[{M,\"position\":\"a0\",\"note\":" + new string('[', 100) + new string(']', 100) + "}]}",
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_Broken_IsRefusedAsCorrupt(string json)
    {
        string path = Text(json.Replace("{H", $"{{\"uuid\":\"{Album}\",\"revision\":1,\"imalink_version\":\"2.1\"", StringComparison.Ordinal).Replace("{M", $"{{\"hothash\":\"{Hash(1)}\"", StringComparison.Ordinal));
        ImaLinkException refused = Assert.Throws<ImaLinkException>(() => (AlbumFile.ReadHeader(path), AlbumFile.ReadMembers(path).Count()));
        Assert.Equal(ErrorCode.IndexCorrupt, refused.Code);
        Assert.Equal(path, refused.Target);
    }

    [Fact]
    public void Read_TitleOfFiftyMegabytes_IsRefusedInBoundedMemory()
    {
        string path = Text($"{{\"uuid\":\"{Album}\",\"revision\":1,\"imalink_version\":\"2.1\",\"title\":\"{new string('x', 50 << 20)}\"}}");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(ErrorCode.IndexCorrupt, Assert.Throws<ImaLinkException>(() => AlbumFile.ReadHeader(path)).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void Read_ThroughALink_IsRefused()
    {
        string root = Path.Combine(Folder, "imalink_x"), albums = Path.Combine(root, "albums"), elsewhere = Path.Combine(Folder, "elsewhere");
        Directory.CreateDirectory(root);
        Directory.CreateDirectory(elsewhere);
        string path = Write(new AlbumHeader(Album, 1, Writer, "2.1", []), [], []);
        File.Move(path, Path.Combine(elsewhere, $"{Album}.json"));
        Directory.CreateSymbolicLink(albums, elsewhere);

        Assert.Throws<ImaLinkException>(() => AlbumFile.ReadHeader(Path.Combine(albums, $"{Album}.json")));
        Assert.Empty(new StorageLayout(root).PresentAlbums());
    }

    [Fact]
    public void Members_HundredThousand_AreStreamed()
    {
        string[] positions = [.. AlbumPosition.Between(null, null, 100_000)!];
        string path = Write(new AlbumHeader(Album, 1, Writer, "2.1", [new Statement("title", "\"All\"", 1, Writer)]), Enumerable.Range(0, 100_000).Select(n => Member(n, positions[n])), []);
        Assert.InRange(new FileInfo(path).Length, 1, 25_000_000);
        GC.Collect();
        long before = GC.GetTotalMemory(true), most = 0, count = 0;
        foreach (AlbumMember _ in AlbumFile.ReadMembers(path))
            if (count++ % 10_000 == 0)
                most = Math.Max(most, GC.GetTotalMemory(true) - before);
        Assert.Equal(100_000, count);
        Assert.InRange(most, 0, 8 << 20);
    }
}
