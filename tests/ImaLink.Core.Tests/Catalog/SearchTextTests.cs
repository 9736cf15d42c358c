using System.Globalization;
using System.Text;
using CsCheck;
using ImaLink.Catalog;

namespace ImaLink.Tests.Catalog;

[Trait("Category", "Culture")]
public sealed class SearchTextTests : CatalogTest
{
    [Theory]
    [InlineData("Lake 2024", "Lake 2024")]
    [InlineData("Ærø, Straße", "Ærø, Straße")]
    [InlineData("日本語", " 日本 本語 語 ")]
    [InlineData("猫", " 猫 ")]
    [InlineData("東京2019年", " 東京 京 2019 年 ")]
    [InlineData("ﾃﾞｼﾞﾀﾙ", " デジ ジタ タル ル ")]                    // narrow, with sound marks of their own
    [InlineData("か\u3099く", " がく く ")]                            // as macOS spells a file name
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", " 한글 글 ")] // the same of Hangul
    [InlineData("葛\U000E0100城", " 葛城 城 ")]                        // a shape of a character
    [InlineData("𠮷野", " 𠮷野 野 ")]                                  // beyond 16 bits
    [InlineData("ＩＭＧ＿１２", "IMG_12")]
    [InlineData("⼭⽔", " 山水 水 ")]                                  // radicals
    [InlineData("ﾡￂￜ", " ㄱㅏ ㅏㅣ ㅣ ")]
    public void Of_Text_SplitsRunsAlone(string text, string expected) => Assert.Equal(expected, SearchText.Of(text));

    [Fact]
    public void SearchText_InSql_IsTheSameFunction()
    {
        var catalog = Open();
        foreach (string text in new[] { "", "Lake", "Ærø", "日本語", "a\0b", "𠮷" })
            Assert.Equal(SearchText.Of(text), catalog.Scalar<string>("SELECT search_text(@0)", text));
        Assert.Equal(1, catalog.Scalar<long>("SELECT search_text(NULL) IS NULL"));
    }

    [Theory]
    [InlineData("去年我们在北京拍的照片", "北京")]
    [InlineData("家族旅行で京都の清水寺", "京都")]
    [InlineData("제주도여행사진", "여행")]
    public void Search_WordWithinARun_IsFoundWhereTheTokenizerAloneMissesIt(string text, string asked)
    {
        var catalog = Open();
        catalog.Execute("CREATE VIRTUAL TABLE temp.plain USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2')");
        catalog.Execute("INSERT INTO plain (x) VALUES (@0)", text);
        Assert.Equal(0, catalog.Scalar<long>("SELECT count(*) FROM plain WHERE plain MATCH @0", $"\"{asked}\""));
        catalog.Execute("DELETE FROM plain");
        catalog.Execute("INSERT INTO plain (x) VALUES (search_text(@0))", text);
        Assert.Equal(1, catalog.Scalar<long>("SELECT count(*) FROM plain WHERE plain MATCH @0", $"\"{asked}\""));
    }

    [Fact]
    public void IsPaired_EveryCharacterThatIsPaired_IsAWordToTheTokenizer()
    {
        var catalog = Open();
        catalog.Execute("CREATE VIRTUAL TABLE temp.plain USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2')");
        catalog.Execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (temp, plain, 'row')");
        var points = Enumerable.Range(0, 0x40000).Where(point => SearchText.IsPaired(point) && Rune.IsValid(point)).ToList();
        Assert.True(points.Count > 150_000);
        // One of each block's ends, and some of its inside: all of them would take a minute.
        foreach (int point in points.Where(point => point % 97 == 0 || !SearchText.IsPaired(point - 1) || !SearchText.IsPaired(point + 1)))
        {
            string text = new Rune(point).ToString();
            catalog.Execute("DELETE FROM plain");
            catalog.Execute("INSERT INTO plain (x) VALUES (@0)", text);
            Assert.True(catalog.Scalar<long>("SELECT count(*) FROM words") == 1, string.Create(CultureInfo.InvariantCulture, $"U+{point:X4} is no word"));
        }
    }

    [Fact]
    public void Of_AnyTwoInARow_AreFoundAndNoOthers() => Gen.Int[0, 5].Select(n => (char)('一' + n)).Array[0, 8].Select(text => new string(text)).Sample(text =>
    {
        string[] words = SearchText.Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (char first in "一丁丂七丄丅")
            foreach (char second in "一丁丂七丄丅")
                Assert.Equal(text.Contains($"{first}{second}", StringComparison.Ordinal), words.Contains($"{first}{second}"));
    }, iter: 200);
}
