using CsCheck;
using ImaLink.Photos;

namespace ImaLink.Tests.Photos;

[Trait("Category", "Culture")]
public sealed class TimeShiftTests
{
    [Theory]
    [InlineData("+1:30", 5400)]
    [InlineData("1:30", 5400)]
    [InlineData("-0:00:12", -12)]
    [InlineData("25:00", 90000)]
    [InlineData("1.02:03:04", 93784)]
    [InlineData("-2d 3h", -183600)]
    [InlineData("\u22122 days 3 hours", -183600)]
    [InlineData("1h30m", 5400)]
    [InlineData("90 min", 5400)]
    [InlineData("1w", 604800)]
    [InlineData("45S", 45)]
    public void Parse_Text_IsTheShift(string text, double seconds) => Assert.Equal(seconds, TimeShift.Parse(text).TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("+-2h")]
    [InlineData("--2h")]
    [InlineData("1:75")]
    [InlineData("3h 2d")]
    [InlineData("2d -3h")]
    [InlineData("tomorrow")]
    [InlineData("999999d")]
    public void Parse_WhatSaysNoShift_IsRefused(string text) => Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => TimeShift.Parse(text)).Code);

    [Theory]
    [InlineData("2024-02-28T23:30:10", "1h", "2024-02-29T00:30:10")]
    [InlineData("2024-02-28T23:30+02:00", "-1d", "2024-02-27T23:30+02:00")]
    [InlineData("2024-02-28T23:30", "15s", "2024-02-28T23:30:15")]
    [InlineData("2024-02-28~", "2d", "2024-03-01~")]
    public void Apply_Date_IsShiftedAndKeepsTheRest(string date, string shift, string expected) =>
        Assert.Equal(expected, TimeShift.Apply(Edtf.Parse(date), TimeShift.Parse(shift)).Text);

    [Theory]
    [InlineData("1975", "1d", "no day")]
    [InlineData("197X", "1d", "no day")]
    [InlineData("1974/1976", "1d", "no day")]
    [InlineData("1975-08-03", "1h", "whole days")]
    [InlineData("1000-01-01T00:00", "-1d", "1000 to 9998")]
    public void Apply_WhatIsNotKnownWellEnough_IsRefused(string date, string shift, string reason) =>
        Assert.Contains(reason, Assert.Throws<ImaLinkException>(() => TimeShift.Apply(Edtf.Parse(date), TimeShift.Parse(shift))).Message, StringComparison.Ordinal);

    [Fact]
    public void Apply_ThereAndBack_IsTheDateAsItWas() =>
        Gen.Select(Gen.DateTime[new DateTime(1900, 1, 1), new DateTime(2100, 1, 1)], Gen.Long[-4_000_000_000, 4_000_000_000]).Sample((moment, milliseconds) =>
        {
            Edtf date = Edtf.Of(new CaptureTime(moment, DatePrecision.Second, TimeSpan.FromHours(2), ""));
            TimeSpan shift = TimeSpan.FromMilliseconds(milliseconds);
            Assert.Equal(date, TimeShift.Apply(TimeShift.Apply(date, shift), -shift));
        });

    [Theory]
    [InlineData(5400, "+1 h 30 min")]
    [InlineData(-183612, "-2 d 3 h 12 s")]
    [InlineData(0.25, "+0.25 s")]
    [InlineData(0, "+0 s")]
    public void Describe_Shift_AsAPersonSaysIt(double seconds, string text) => Assert.Equal(text, TimeShift.Describe(TimeSpan.FromSeconds(seconds)));
}
