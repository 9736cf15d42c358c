using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.Tests.Photos;

/// <summary>A storage of others, whose folder of albums holds whatever there can be: what is sound is taken, the rest is named, and nothing else is touched.</summary>
public sealed class AlbumHostileTests : AlbumTest
{
    private static readonly Guid Strange = new("0badf00d-0000-4000-8000-000000000001");

    private static string Hostile(string kind)
    {
        string begin = $"{{\"uuid\":\"{Strange}\",\"revision\":1,\"imalink_version\":\"2.1\",\"title\":\"x\"";
        return kind switch
        {
            "large" => $"{begin},\"description\":\"{new string('x', 5 << 20)}\"}}",
            "deep" => $"{begin},\"note\":{new string('[', 5000)}{new string(']', 5000)}}}",
            "another's name" => begin.Replace(Strange.ToString(), "0badf00d-0000-4000-8000-000000000002", StringComparison.Ordinal) + "}",
            "uuid twice" => $"{begin},\"uuid\":\"{Strange}\"}}",
            "paths" => $"{begin},\"members\":[{{\"hothash\":\"../../etc/passwd\",\"position\":\"a0\"}}]}}",
            "other program" => "<?xml version=\"1.0\"?><album/>",
            "absurd revision" => begin.Replace("\"revision\":1", "\"revision\":9223372036854775807", StringComparison.Ordinal) + "}",
            _ => "",
        };
    }

    [Theory]
    [InlineData("large")]
    [InlineData("deep")]
    [InlineData("another's name")]
    [InlineData("uuid twice")]
    [InlineData("paths")]
    [InlineData("other program")]
    [InlineData("absurd revision")]
    [InlineData("empty")]
    public void Restore_AlbumOfAnybody_IsNamedAndTheOthersAreThere(string kind)
    {
        CatalogDatabase catalog = Make("one");
        AddSession(catalog, "Rome", "photos/1.jpg");
        Make(catalog, "A", "photos/1.jpg");
        string path = Layout(catalog).Album(Strange), notes = Path.Combine(Layout(catalog).Albums, "notes.json");
        File.WriteAllText(path, Hostile(kind));
        File.WriteAllText(notes, "{}");
        string text = File.ReadAllText(path);

        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        Assert.Contains(path, string.Join(' ', Errors.Select(error => error.Message).Concat(Warnings)), StringComparison.Ordinal);
        Assert.Equal(["A"], new AlbumFinder(rebuilt).Find(null).Select(album => album.Title));

        foreach (CatalogDatabase each in new[] { rebuilt, catalog })
        {
            Service(each).Set(Get(each, "A").Uuid, new ImaLink.Photos.AlbumEdit { Description = each == catalog ? "there" : "here" });
            Assert.Empty(Service(each).Write());
        }

        Assert.Equal((text, "{}"), (File.ReadAllText(path), File.ReadAllText(notes)));
        Assert.Equal(IndexVerdict.Damaged, Assert.Single(new IndexChecker(catalog, Reporter).Check(Root(catalog), null, default), check => check.FullName == path).Verdict);

        Errors.Clear();
        var browser = new AlbumBrowser(Root(catalog), "one", Reporter);
        Assert.Equal([("A", 1L)], browser.Find(null, default).Select(album => (album.Title, album.Count)));
        Assert.Contains(path, Assert.Single(Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Été / 夏 🏖")]
    [InlineData("a\tb")]
    [InlineData("..")]
    [InlineData("con")]
    [InlineData("x';DROP TABLE album;--")]
    public void Restore_AnyTitle_IsKeptAndLeadsNowhere(string title)
    {
        CatalogDatabase catalog = Make("one");
        string file = Path.Combine(Directory.CreateDirectory(Layout(catalog).Albums).FullName, $"{Strange}.json");
        File.WriteAllText(file, $"{{\"uuid\":\"{Strange}\",\"revision\":1,\"imalink_version\":\"2.1\",\"title\":{CanonicalJson.Of(title)}}}");
        CatalogDatabase rebuilt = Open("rebuilt");
        Restore(rebuilt, Root(catalog));
        Assert.Equal(title, Get(rebuilt, Strange.ToString()).Title);
        Assert.Equal([file], Directory.GetFiles(Layout(catalog).Albums));
    }
}
