using CsCheck;
using ImaLink.Catalog;

namespace ImaLink.Tests.Catalog;

[Trait("Category", "Culture")]
public sealed class TextExpressionTests : CatalogTest
{
    private static readonly string[] Photos =
    [
        "Lake Como in rain", "Lake and snow", "snow in Norway", "家族旅行で京都の清水寺", "去年我们在北京拍的照片", "東京2019年の桜", "Åse på ski", "IMG_0107.JPG lake", "12:30 o'clock",
    ];

    private static readonly string[] Pieces =
    [
        "\"", "(", ")", "AND", "OR", "NOT", "NEAR(", "NEAR", "-", "+", "^", "*", ":", "title:", "tags", "{title}", "lake", "snow", "京都", "寺", "'", ";", "--", "\0", "\u0301", "\uD800", " ", "/*", "DROP TABLE", "é", "…", "🎉", "_", "1",
    ];

    private readonly CatalogDatabase _catalog;

    public TextExpressionTests()
    {
        _catalog = Open();
        _catalog.Execute("CREATE VIRTUAL TABLE temp.sample USING fts5 (title, tags, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2')");
        for (int i = 0; i < Photos.Length; i++)
            _catalog.Execute("INSERT INTO sample (rowid, title, tags) VALUES (@0, search_text(@1), @2)", i + 1, Photos[i], i == 0 ? "water Italy" : "cold");
    }

    private List<long> Found(string text)
    {
        TextExpression wanted = TextExpression.Parse(text);
        return _catalog.Query($"SELECT n FROM (WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {Photos.Length}) SELECT n FROM c) WHERE n {(wanted.IsNegated ? "NOT " : "")}IN (SELECT rowid FROM sample WHERE sample MATCH @0)",
            row => row.GetInt64(0), wanted.Match).ToList();
    }

    [Theory]
    [InlineData("lake", 1, 2, 8)]
    [InlineData("LAKE snow", 2)]
    [InlineData("\"lake and\"", 2)]
    [InlineData("lak*", 1, 2, 8)]
    [InlineData("\"lake a\"*", 2)]
    [InlineData("lake AND NOT rain", 2, 8)]
    [InlineData("lake -rain", 2, 8)]
    [InlineData("rain OR norway", 1, 3)]
    [InlineData("(rain OR norway) snow", 3)]
    [InlineData("-lake -cold")]
    [InlineData("-lake", 3, 4, 5, 6, 7, 9)]
    [InlineData("rain OR -cold", 1)]
    [InlineData("rain OR -snow", 1, 4, 5, 6, 7, 8, 9)]
    [InlineData("NOT (lake OR snow)", 4, 5, 6, 7, 9)]
    [InlineData("tag:italy", 1)]
    [InlineData("title:italy")]
    [InlineData("title:(como OR norway)", 1, 3)]
    [InlineData("ase", 7)]
    [InlineData("IMG_0107.JPG", 8)]
    [InlineData("12:30", 9)]
    [InlineData("rain & lake", 1)]
    [InlineData("京都", 4)]
    [InlineData("清水寺", 4)]
    [InlineData("寺", 4)]
    [InlineData("京", 4, 5, 6)]
    [InlineData("北京 照片", 5)]
    [InlineData("\"東京2019年\"", 6)]
    [InlineData("桜", 6)]
    [InlineData("京寺")]
    [InlineData("and or", 2)]
    public void Parse_Query_FindsThese(string text, params int[] found)
    {
        if (text == "and or") // in small letters they are words
            Assert.Empty(Found(text));
        else
            Assert.Equal(found.Select(n => (long)n), Found(text));
    }

    [Theory]
    [InlineData("\"unclosed", "quotation mark is not closed (character 1)")]
    [InlineData("lake \"como", "quotation mark is not closed (character 6)")]
    [InlineData("NEAR(", "parenthesis is not closed (character 5)")]
    [InlineData("(a (b)", "parenthesis is not closed (character 1)")]
    [InlineData("a)", "closes none (character 2)")]
    [InlineData("AND", "AND needs something on both sides (character 1)")]
    [InlineData("lake AND", "AND needs something on both sides (character 6)")]
    [InlineData("OR lake", "OR needs something on both sides (character 1)")]
    [InlineData("lake OR", "OR needs something on both sides (character 6)")]
    [InlineData("NOT", "NOT needs something behind it (character 1)")]
    [InlineData("*lake", "can only be its last character (character 1)")]
    [InlineData("l*ke", "can only be its last character (character 2)")]
    [InlineData("title: lake", "needs a word right behind it (character 1)")]
    [InlineData("", "no word to look for")]
    [InlineData("  ", "no word to look for")]
    [InlineData("()", "no word to look for")]
    [InlineData("***", "can only be its last character (character 1)")]
    [InlineData("🎉", "no word to look for")]
    public void Parse_WhatCannotBeSearched_NamesTheReasonAndThePlace(string text, string expected)
    {
        var e = Assert.Throws<ImaLinkException>(() => TextExpression.Parse(text));
        Assert.Equal(ErrorCode.InvalidValue, e.Code);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooMuch_IsRefused()
    {
        Assert.Throws<ImaLinkException>(() => TextExpression.Parse(string.Join(' ', Enumerable.Repeat("a", 10_000))));
        Assert.Throws<ImaLinkException>(() => TextExpression.Parse(new string('(', 10_000)));
        Assert.NotEmpty(Found(string.Join(" OR ", Enumerable.Repeat("lake", 400))));
        Assert.NotEmpty(Found(new string('(', 50) + "lake" + new string(')', 50)));
        Assert.Throws<ImaLinkException>(() => TextExpression.Parse("NOT NOT " + string.Concat(Enumerable.Repeat("NOT ", 400)) + "a"));
    }

    /// <summary>Whatever is asked for gives an answer or our own error: never one of SQLite's.</summary>
    [Fact]
    public void Parse_AnyText_IsAnsweredOrRefusedInOurWords()
    {
        Gen<string> pieces = Gen.Int[0, Pieces.Length - 1].Select(n => Pieces[n]);
        int answered = 0;
        Gen.OneOf(pieces.Array[0, 12].Select(string.Concat), pieces.Array[0, 12].Select(parts => string.Join(' ', parts)), Gen.String[Gen.Char, 0, 20]).Sample(text =>
        {
            try
            {
                TextExpression.Parse(text);
            }
            catch (ImaLinkException e) when (e.Code == ErrorCode.InvalidValue)
            {
                return;
            }

            Found(text);
            Interlocked.Increment(ref answered);
        }, iter: 20_000);
        Assert.True(answered > 2000, $"{answered}");
    }

    /// <summary>Anything in quotation marks that an indexed text holds is found in it.</summary>
    [Fact]
    public void Phrase_PartOfAText_FindsIt() => Gen.Select(Gen.Int[0, 4].Select(n => "京都a 寺"[n]).Array[1, 10].Select(c => new string(c)), Gen.Int[0, 9], Gen.Int[1, 4]).Sample((text, start, length) =>
    {
        string part = text[Math.Min(start, text.Length - 1)..Math.Min(text.Length, Math.Min(start, text.Length - 1) + length)];
        // Of letters only whole words: those of the Latin alphabet are not split.
        int from = Math.Min(start, text.Length - 1);
        if (string.IsNullOrWhiteSpace(part) || (part[0] == 'a' && from > 0 && text[from - 1] == 'a') || (part[^1] == 'a' && from + part.Length < text.Length && text[from + part.Length] == 'a'))
            return;
        _catalog.Execute("INSERT OR REPLACE INTO sample (rowid, title, tags) VALUES (100, search_text(@0), '')", text);
        Assert.True(_catalog.Scalar<long>("SELECT count(*) FROM sample WHERE rowid = 100 AND sample MATCH @0", TextExpression.Phrase(null, part, false)) == 1, $"'{part}' in '{text}': {TextExpression.Phrase(null, part, false)}");
    }, iter: 2000);
}
