using CsCheck;

namespace ImaLink.Tests.Model;

[Trait("Category", "Culture")]
public sealed class CaptureTimeTests
{
    [Theory]
    [InlineData("1993", DatePrecision.Year)]
    [InlineData("1993-08", DatePrecision.Month)]
    [InlineData("1993-08-07", DatePrecision.Day)]
    [InlineData("2015-03-04T01:02", DatePrecision.Minute)]
    [InlineData("2015-03-04T01:02-04:30", DatePrecision.Minute)]
    [InlineData("2015-03-04T01:02:03", DatePrecision.Second)]
    [InlineData("2015-03-04T01:02:03.25+02:00", DatePrecision.Second)]
    [InlineData("0001-01-01T00:00:00+14:00", DatePrecision.Second)]
    [InlineData("9999-12-31T23:59:59.9999999-14:00", DatePrecision.Second)]
    public void Parse_AsAnIndexHasIt_IsThatMuchAndWrittenTheSame(string text, DatePrecision precision)
    {
        CaptureTime time = CaptureTime.Parse(text, "EXIF:DateTimeOriginal")!;

        Assert.Equal((precision, text, "EXIF:DateTimeOriginal"), (time.Precision, time.ToString(), time.Source));
        Assert.Equal(DateTimeKind.Unspecified, time.Time.Kind);
    }

    [Fact]
    public void Parse_WhatIsNotKnown_IsTheLowest() => Assert.Equal(
        [new(1993, 1, 1), new DateTime(1993, 8, 1), new DateTime(2015, 3, 4, 1, 2, 0)],
        new[] { "1993", "1993-08", "2015-03-04T01:02" }.Select(text => CaptureTime.Parse(text, null)!.Time));

    // What earlier versions wrote, and the first implementation in Python.
    [Theory]
    [InlineData("2024-07-01T10:00:00Z", "2024-07-01T10:00:00+00:00")]
    [InlineData("2024-07-01 10:00:00.123456+00:00", "2024-07-01T10:00:00.123456+00:00")]
    public void Parse_AsEarlierProgramsWroteIt_IsRead(string text, string written) => Assert.Equal((written, ""), (CaptureTime.Parse(text, null)!.ToString(), CaptureTime.Parse(text, null)!.Source));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("93")]
    [InlineData("1993-13")]
    [InlineData("1993-02-30")]
    [InlineData("1993-08+02:00")]
    [InlineData("1993-08-07T24:00")]
    [InlineData("1993-08-07T10")]
    [InlineData("1993-08-07T10:00:00+15:00")]
    [InlineData("1993-08-07T10:00:00\n")]
    [InlineData("0000-01-01")]
    public void Parse_WhatIsNoTime_IsNull(string? text) => Assert.Null(CaptureTime.Parse(text, "EXIF:DateTimeOriginal"));

    [Fact]
    public void ToString_AnyTime_IsReadAsItWas() =>
        Gen.Select(Gen.DateTime, Gen.Enum<DatePrecision>(), Gen.Int[-14 * 60, 14 * 60], Gen.Bool).Sample((time, precision, minutes, known) =>
        {
            long unit = precision switch { DatePrecision.Second => 1, DatePrecision.Minute => TimeSpan.TicksPerMinute, _ => TimeSpan.TicksPerDay };
            var whole = new DateTime(time.Year, precision == DatePrecision.Year ? 1 : time.Month, precision <= DatePrecision.Month ? 1 : time.Day).AddTicks(time.TimeOfDay.Ticks / unit * unit);
            var taken = new CaptureTime(whole, precision, known && precision >= DatePrecision.Minute ? TimeSpan.FromMinutes(minutes) : null, "XMP:CreateDate");
            return CaptureTime.Parse(taken.ToString(), taken.Source) == taken;
        });

    [Theory]
    [InlineData("QuickTime:CreationDate", true)]
    [InlineData("Matroska:DateRecorded", true)]
    [InlineData("XMP:CreateDate", false)]
    [InlineData("EXIF:DateTimeOriginal", false)]
    [InlineData(null, false)]
    public void IsUtc_BareZ_OfFilmsAlone(string? source, bool isUtc)
    {
        CaptureTime time = CaptureTime.Parse("2024-12-31T15:30:00Z", source)!;

        Assert.Equal((isUtc, isUtc ? "2024-12-31T15:30:00Z" : "2024-12-31T15:30:00+00:00"), (time.IsUtc, time.ToString()));
        Assert.Equal(time, CaptureTime.Parse(time.ToString(), source));
        Assert.Equal(isUtc ? "2025-01-01T00:30:00+09:00" : "2024-12-31T15:30:00+00:00", time.In("Asia/Tokyo").ToString());
    }

    [Theory]
    [InlineData("QuickTime:CreateDate", true)]
    [InlineData("EXIF:GPSDateTime", true)]
    [InlineData("FileName", true)]
    [InlineData("EXIF:DateTimeOriginal", false)]
    [InlineData("QuickTime:CreationDate", false)]
    public void IsUtc_OffsetOfZero_HangsOnTheSource(string source, bool isUtc)
    {
        CaptureTime time = CaptureTime.Parse("2021-06-23T18:51:37+00:00", source)!;

        Assert.Equal(isUtc, time.IsUtc);
        Assert.False((time with { Offset = null }).IsUtc);
    }
}
