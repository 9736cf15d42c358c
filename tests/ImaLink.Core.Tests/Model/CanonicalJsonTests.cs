using System.Text.Json;

namespace ImaLink.Tests.Model;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData(""" { "b" : [ 1 , 2.50, [], {} ] , "a" : null, "Ä": true, "A": false } """, """{"A":false,"a":null,"b":[1,2.5,[],{}],"Ä":true}""")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("4.0", "4")]
    [InlineData("4e2", "400")]
    [InlineData("0.1000", "0.1")]
    [InlineData("-47.50000000000001", "-47.50000000000001")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1e300", "1E+300")]
    [InlineData("1e400", "1e400")]
    [InlineData(""" "\u0041\u00e4\/\ud83d\ude00 \u2028\u007f<&>'\u0001\n\"\\" """, "\"Aä/😀 \u2028\u007f<&>'\\u0001\\n\\\"\\\\\"")]
    public void Of_Value_IsOneTextForIt(string json, string expected)
    {
        string canonical = CanonicalJson.Of(JsonElement.Parse(json));
        Assert.Equal(expected, canonical);
        Assert.Equal(expected, CanonicalJson.Of(JsonElement.Parse(canonical)));
    }

    [Theory]
    [InlineData(47.5, "47.5")]
    [InlineData(-0.0, "0")]
    [InlineData(400, "400")]
    [InlineData(1e300, "1E+300")]
    public void Of_Number_IsTheTextOfItsJson(double number, string expected) => Assert.Equal(expected, CanonicalJson.Of(number));

    [Fact]
    public void Of_HalfACharacter_IsRefused()
    {
        Assert.Throws<JsonException>(() => CanonicalJson.Of("a\ud83d"));
        Assert.Throws<JsonException>(() => CanonicalJson.Of("\ude00a"));
        Assert.Throws<JsonException>(() => CanonicalJson.Of(double.NaN));
    }

    [Fact]
    public void Text_OfWhatWasWritten_IsTheSame()
    {
        Assert.Equal("a\0\"\\\n😀", CanonicalJson.Text(CanonicalJson.Of("a\0\"\\\n😀")));
        Assert.Null(CanonicalJson.Text("true"));
        Assert.Null(CanonicalJson.Text(null));
    }
}
