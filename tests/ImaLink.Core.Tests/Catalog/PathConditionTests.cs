using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;

namespace ImaLink.Tests.Catalog;

/// <summary>Files by the wildcards of their paths: found by whole words, listed, or asked one by one, they are those that fit.</summary>
[Trait("Category", "Sequences")]
public sealed class PathConditionTests : StorageTest
{
    private const string Root = "/mnt/photos archive/imalink_2024/";

    private static readonly string[]
        Folders = ["2024", "2024-06", "Rome 2024", "Rom", "Çiçek", "日本 2024", "a", "IMG", "photos", "été-1"],
        Names = ["IMG_0001.JPG", "IMG_0107.JPG", "img_0108.jpg", "IMG-20240107-WA0001.jpg", "0107.tif", "Rome.jpg", "rome 2.jpg", "é_1.jpg", "日本語.jpg", "a.b.jpg"];

    [Theory]
    [InlineData("*/10-28/000/IMG_0001.JPG", "names : (\"10 28 000 IMG 0001 JPG\")", true)]
    [InlineData("*/Journey 7/*", "names : (\"Journey 7\")", true)]
    [InlineData("*IMG_01*", null, false)] // a word that begins before, and one of two characters
    [InlineData("*IMG_0107*", "names : (\"0107\" *)", false)]
    [InlineData("*/Rome*.jpg", "names : (\"Rome\" * AND \"jpg\")", true)]
    [InlineData("*Rome*", null, false)]
    [InlineData("*", null, false)]
    [InlineData("*/é-2024-*", "names : (\"2024\")", false)]
    [InlineData("*/Journey [7]/*", null, false)]
    [InlineData("*archive*", null, false)] // that is the root's
    [InlineData("*archive/imalink_2024/photos/2004/*", "names : (\"photos 2004\")", true)]
    [InlineData(Root + "photos/2004/*", "names : (\"photos 2004\")", true)]
    [InlineData(Root + "photos/2004/IMG_0001.JPG", "names : (\"photos 2004 IMG 0001 JPG\")", true)]
    [InlineData("/mnt/*/IMG_0001.JPG", "names : (\"IMG 0001 JPG\")", true)]
    public void Words_OfAWildcard_AreThoseThatEachPathHas(string wildcard, string? match, bool isAll)
    {
        PathWords words = PathWords.Of(wildcard.Replace('/', Path.DirectorySeparatorChar), Root.Replace('/', Path.DirectorySeparatorChar));
        Assert.Equal(match, words.Match);
        Assert.Equal(isAll, words.IsAll);
    }

    [Fact]
    public void Find_RandomWildcards_FindsThoseThatFit()
    {
        CatalogDatabase catalog = Open();
        Create(catalog);
        string[] paths = [.. Folders.SelectMany(folder => Names.Select(name => $"photos/{folder}/{name}")).Concat(Names.Select(name => $"photos/{name}"))];
        AddSession(catalog, "All", paths);
        string root = Row(catalog).Root + Path.DirectorySeparatorChar;
        Gen<string> wildcards = Gen.Select(Gen.Int[0, paths.Length - 1], Gen.Int[0, 200].Array[0, 6], Gen.Int[0, 4]).Select((path, cuts, kind) => Wildcards(root + paths[path].Replace('/', Path.DirectorySeparatorChar), cuts, kind));
        wildcards.Array[1, 2].Sample(wanted =>
        {
            string[] expected = [.. paths.Where(path => wanted.Any(each => new Wildcard(each, OperatingSystem.IsWindows()).IsMatch(root + path.Replace('/', Path.DirectorySeparatorChar)))).Order(StringComparer.Ordinal)];
            string told = string.Join(" or ", wanted);
            Assert.True(expected.SequenceEqual(new PhotoQuery(catalog).Run(new PhotoFilter { Paths = wanted }).Select(photo => photo.RelativePath).Order(StringComparer.Ordinal)), told);
            Assert.True(expected.SequenceEqual(new FileQuery(catalog).Run(new FileFilter { Paths = wanted }).Select(file => file.RelativePath).Order(StringComparer.Ordinal)), told);

            // As where there are very many: by the full text, or one by one.
            List<object?> values = [];
            var many = new PathCondition(catalog, wanted, value =>
            {
                values.Add(value);
                return FormattableString.Invariant($"@{values.Count - 1}");
            }, most: 1);
            string which = many.Listed is { } listed ? $"file.id IN ({string.Join(',', listed)})"
                : many.Match is { } match ? $"{many.Fits} AND image.photo_id IN (SELECT rowid FROM photo_text WHERE photo_text MATCH {match})" : many.Fits;
            Assert.True(expected.SequenceEqual(catalog.Query($"SELECT file.path FROM file JOIN image ON image.id = file.image_id JOIN storage ON storage.id = file.storage_id WHERE {which}",
                row => row.GetString(0), [.. values]).Order(StringComparer.Ordinal)), told);
        }, iter: FixedSeed.Sequences(150), threads: 1);
    }

    /// <summary>A path of which parts are left open; some by one character, some from the beginning or to the end.</summary>
    private static string Wildcards(string path, int[] cuts, int kind)
    {
        char[] text = path.ToCharArray();
        foreach (int cut in cuts)
            text[^(1 + (cut % Math.Min(40, path.Length)))] = cut % 3 == 0 ? '?' : '*';
        string wildcard = new(text);
        return kind switch
        {
            0 => wildcard,
            1 => "*" + wildcard[^Math.Min(12, wildcard.Length)..],
            2 => "*" + wildcard[^Math.Min(20, wildcard.Length)..] + "*",
            3 => wildcard[..^Math.Min(8, wildcard.Length)] + "*",
            _ => "*" + string.Concat(wildcard.TakeLast(14).Take(7)) + "*",
        };
    }
}
