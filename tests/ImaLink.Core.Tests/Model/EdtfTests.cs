using CsCheck;

namespace ImaLink.Tests.Model;

[Trait("Category", "Culture")]
public sealed class EdtfTests
{
    [Theory]
    [InlineData("1975", "1975-01-01", "1975-12-31")]
    [InlineData("1826", "1826-01-01", "1826-12-31")]
    [InlineData("197X", "1970-01-01", "1979-12-31")]
    [InlineData("19XX", "1900-01-01", "1999-12-31")]
    [InlineData("1975~", "1975-01-01", "1975-12-31")]
    [InlineData("1975?", "1975-01-01", "1975-12-31")]
    [InlineData("1975%", "1975-01-01", "1975-12-31")]
    [InlineData("1975-08", "1975-08-01", "1975-08-31")]
    [InlineData("1975-08~", "1975-08-01", "1975-08-31")]
    [InlineData("1975-XX", "1975-01-01", "1975-12-31")]
    [InlineData("1975-08-XX", "1975-08-01", "1975-08-31")]
    [InlineData("1975-XX-XX", "1975-01-01", "1975-12-31")]
    [InlineData("1975-22", "1975-06-01", "1975-08-31")]
    [InlineData("1975-24", "1975-12-01", "1976-02-29")]
    [InlineData("1976-02-29", "1976-02-29", "1976-02-29")]
    [InlineData("1975-08-03?", "1975-08-03", "1975-08-03")]
    [InlineData("1974/1976", "1974-01-01", "1976-12-31")]
    [InlineData("1974-06~/1976-XX", "1974-06-01", "1976-12-31")]
    [InlineData("1975-08-03/1975-08-17", "1975-08-03", "1975-08-17")]
    [InlineData("../1985", "1985-01-01", "1985-12-31")]
    [InlineData("/1985", "1985-01-01", "1985-12-31")]
    [InlineData("1985/..", "1985-01-01", "9998-12-31")]
    public void Parse_Date_HasItsBounds(string text, string first, string last)
    {
        Edtf date = Edtf.Parse(text);

        Assert.Equal((text, first, last), (date.Text, Day(date.Lowest), Day(date.Highest)));
        Assert.Equal(date, Edtf.Parse(date.Text));

        static string Day(DateTime time) => time.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("1975-08-03T14:30", "1975-08-03T14:30", DatePrecision.Minute, null)]
    [InlineData("1975-08-03 14:30:05", "1975-08-03T14:30:05", DatePrecision.Second, null)]
    [InlineData("2024-10-18T14:30:52.25+02:00", "2024-10-18T14:30:52.25+02:00", DatePrecision.Second, 120)]
    [InlineData("2024-10-18T14:30:52Z", "2024-10-18T14:30:52+00:00", DatePrecision.Second, 0)]
    [InlineData(" 197x ", "197X", null, null)]
    public void Parse_Time_IsLocalWithItsOffset(string text, string recorded, DatePrecision? precision, int? minutes)
    {
        Edtf date = Edtf.Parse(text);

        Assert.Equal((recorded, precision, minutes), (date.Text, date.Time?.Precision, (int?)date.Time?.Offset?.TotalMinutes));
    }

    [Theory]
    [InlineData("0000:00:00 00:00:00", "no date")]
    [InlineData("0000", "years are 1000 to 9998")]
    [InlineData("0001-01-01T00:00:00", "years are 1000 to 9998")]
    [InlineData("1975-02-31", "the days 1 to 28")]
    [InlineData("1975-02-31T10:00", "the days 1 to 28")]
    [InlineData("1975-00-03", "no such month")]
    [InlineData("1975-13", "no such month")]
    [InlineData("1975-08-00", "the days 1 to 31")]
    [InlineData("1976/1974", "ends before it begins")]
    [InlineData("1975-08-03T25:00", "no date")]
    [InlineData("1975-08-03T10:00~", "no date")]
    [InlineData("1975-08-03T10:00+15:00", "no date")]
    [InlineData("1975-XX-03", "no date")]
    [InlineData("197X-08", "no date")]
    [InlineData("75", "no date")]
    [InlineData("03.08.1975", "no date")]
    [InlineData("summer of 1975", "no date")]
    [InlineData("../..", "no date")]
    [InlineData("1974/1975/1976", "no date")]
    [InlineData("", "no date")]
    [InlineData("1975\n", null)]
    [InlineData("19\u06671975", "no date")]
    public void Parse_WhatIsNoDate_IsRefusedWithTheReason(string text, string? reason)
    {
        if (reason is null)
        {
            Assert.Equal(text.Trim(), Edtf.Parse(text).Text);
            return;
        }

        Assert.Null(Edtf.TryParse(text));
        ImaLinkException refused = Assert.Throws<ImaLinkException>(() => Edtf.Parse(text));
        Assert.Equal(ErrorCode.InvalidValue, refused.Code);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Write 1975", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnyText_IsADateWithBoundsInOrderOrNull() =>
        Gen.OneOf(Gen.String[Gen.Char["0129X?~%/-.T:+Z "], 0, 24], Gen.String[0, 80]).Sample(text =>
        {
            if (Edtf.TryParse(text) is { } date)
            {
                Assert.True(date.Lowest <= date.Highest, text);
                Assert.Equal(date, Edtf.Parse(date.Text));
            }
        }, iter: 20_000);

    [Fact]
    public void Of_AnyTimeOfAFile_IsThatTime() =>
        Gen.Select(Gen.DateTime[new DateTime(1826, 1, 1), new DateTime(2100, 1, 1)], Gen.Enum<DatePrecision>(), Gen.Int[-14 * 60, 14 * 60]).Sample((moment, precision, minutes) =>
        {
            CaptureTime time = CaptureTime.Parse(new CaptureTime(moment, precision, TimeSpan.FromMinutes(minutes), "").ToString(), "")!;
            Edtf date = Edtf.Of(time);
            Assert.Equal((time.ToString(), time.Time), (date.Text, date.Lowest));
        });
}
