using CsCheck;

namespace ImaLink.Tests.Photos;

[Trait("Category", "Culture")]
public sealed class PhotoValuesTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(5)]
    public void Rating_InRange_IsThatNumber(int rating) => Assert.Equal(rating.ToString(System.Globalization.CultureInfo.InvariantCulture), PhotoValues.Rating(rating));

    [Theory]
    [InlineData(-2)]
    [InlineData(6)]
    [InlineData(int.MaxValue)]
    public void Rating_OutOfRange_IsRefused(int rating) => Refused(() => PhotoValues.Rating(rating));

    [Theory]
    [InlineData("Pick", "\"pick\"")]
    [InlineData("rejected", "\"reject\"")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Flag_IsOneOfTwo(string? text, string? value) => Assert.Equal(value, PhotoValues.Flag(text));

    [Theory]
    [InlineData("RED", "\"red\"")]
    [InlineData("To print", "\"To print\"")]
    [InlineData(" ", null)]
    public void Label_NamesOfColours_AreInSmallLetters(string text, string? value) => Assert.Equal(value, PhotoValues.Label(text));

    [Fact]
    public void Label_RedInTurkish_IsRedAllTheSame() => Assert.Equal("\"purple\"", PhotoValues.Label("PURPLE"));

    [Theory]
    [InlineData("41.9,12.5", "{\"latitude\":41.9,\"longitude\":12.5}")]
    [InlineData(" 41.9 , -12.5, 37", "{\"altitude\":37,\"latitude\":41.9,\"longitude\":-12.5}")]
    [InlineData("90 180 -5.5", "{\"altitude\":-5.5,\"latitude\":90,\"longitude\":180}")]
    [InlineData("-90;-180", "{\"latitude\":-90,\"longitude\":-180}")]
    [InlineData("", null)]
    public void Gps_Text_IsThePlace(string text, string? value) => Assert.Equal(value, PhotoValues.Gps(text));

    [Theory]
    [InlineData("91,0")]
    [InlineData("0,180.1")]
    [InlineData("NaN,0")]
    [InlineData("0,Infinity")]
    [InlineData("41.9")]
    [InlineData("1,2,3,4")]
    [InlineData("1,2,")]
    [InlineData("41,9,12,5")]
    [InlineData("Rome")]
    public void Gps_WhatIsNoPlace_IsRefused(string text) => Refused(() => PhotoValues.Gps(text));

    [Fact]
    public void Location_Parts_AreInOrderAndEmptyOnesLeftOut()
    {
        var parts = new Dictionary<string, string?> { ["Country"] = "Italy", ["CITY"] = " Rome ", ["State"] = "", ["CountryCode"] = "it" };

        Assert.Equal("""{"city":"Rome","code":"IT","country":"Italy"}""", PhotoValues.Location(parts));
        Assert.Null(PhotoValues.Location(new Dictionary<string, string?> { ["city"] = " " }));
        Assert.Null(PhotoValues.Location(null));
        Refused(() => PhotoValues.Location(new Dictionary<string, string?> { ["planet"] = "Earth" }));
    }

    [Fact]
    public void Region_WithinThePicture_IsKept() => Assert.Equal("""{"h":0.2,"w":0.1,"x":0.5,"y":0.4}""", PhotoValues.Region(0.5, 0.4, 0.1, 0.2));

    [Theory]
    [InlineData(0.01, 0.5, 0.1, 0.1)]
    [InlineData(0.5, 0.99, 0.1, 0.1)]
    [InlineData(0.5, 0.5, 0, 0.1)]
    [InlineData(0.5, 0.5, 1.1, 0.1)]
    [InlineData(500, 400, 100, 100)]
    [InlineData(-0.5, 0.5, 0.1, 0.1)]
    [InlineData(double.NaN, 0.5, 0.1, 0.1)]
    public void Region_OutsideThePicture_IsRefused(double x, double y, double width, double height) => Refused(() => PhotoValues.Region(x, y, width, height));

    [Theory]
    [InlineData("a\0b")]
    [InlineData("two\nlines")]
    public void Line_WithWhatIsNoText_IsRefused(string text) => Refused(() => PhotoValues.Line("A title", text));

    [Fact]
    public void Lines_OfAnySystem_EndWithLf() => Assert.Equal("\"one\\ntwo\\n\\tthree\"", PhotoValues.Lines("A description", "one\r\ntwo\r\tthree\n"));

    [Fact]
    public void Line_AnyText_IsUnderstoodOrRefused() => Gen.String[0, 40].Sample(text =>
    {
        try
        {
            if (PhotoValues.Line("A title", text) is { } value)
                Assert.True(StatementRules.IsUnderstood(StatementField.Title, value));
        }
        catch (ImaLinkException e)
        {
            Assert.Equal(ErrorCode.InvalidValue, e.Code);
        }
    }, iter: 5_000);

    private static void Refused(Action action) => Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(action).Code);
}
