using CsCheck;
using ImaLink.Media.Metadata;

namespace ImaLink.Tests.Media.Metadata;

[Trait("Category", "Culture")]
public sealed class FactDateTests
{
    [Theory]
    // As the standards have it.
    [InlineData("2024:10:18 14:30:52", "2024-10-18T14:30:52")]
    [InlineData("2024-10-18T14:30:52.25+02:00", "2024-10-18T14:30:52.25+02:00")]
    [InlineData("2024-10-18T14:30Z", "2024-10-18T14:30+00:00")]
    [InlineData("20241018 143052-0330", "2024-10-18T14:30:52-03:30")]
    [InlineData("20241018143052", "2024-10-18T14:30:52")]
    // One digit, blanks, dots, slashes.
    [InlineData("2015:3:4 1:2:3", "2015-03-04T01:02:03")]
    [InlineData("2015: 3: 4  1: 2: 3", "2015-03-04T01:02:03")]
    [InlineData("2015.03.04 10.11.12", "2015-03-04T10:11:12")]
    [InlineData("2015.03.04 10.11.12.5", "2015-03-04T10:11:12.5")]
    [InlineData("2015 03 04 10 11 12", "2015-03-04T10:11:12")]
    [InlineData("2015/03/04/ 10:11", "2015-03-04T10:11")]
    [InlineData("2015:03:04:10:11:12", "2015-03-04T10:11:12")]
    [InlineData("2015:03:04   10:11:12", "2015-03-04T10:11:12")]
    [InlineData("2015-03-04T10:11:12,5", "2015-03-04T10:11:12.5")]
    // Twelve hours.
    [InlineData("2015:03:04 01:11:12 PM", "2015-03-04T13:11:12")]
    [InlineData("2015:03:04 12:11:12 am", "2015-03-04T00:11:12")]
    [InlineData("2015:03:04 12:11:12PM", "2015-03-04T12:11:12")]
    [InlineData("2015:03:04 1:11 p.m.", "2015-03-04T13:11")]
    [InlineData("2015:03:04 13:11:12 PM", "2015-03-04T13:11:12")]
    [InlineData("2015:03:04 01:11:12 PM+02:00", "2015-03-04T13:11:12+02:00")]
    // Ends of a day and of a minute.
    [InlineData("2015:03:04 24:00:00", "2015-03-05T00:00:00")]
    [InlineData("2014:12:31 24:00", "2015-01-01T00:00")]
    [InlineData("2016:12:31 23:59:60", "2017-01-01T00:00:00")]
    // What is not known.
    [InlineData("1993:08:07   :  :  ", "1993-08-07")]
    [InlineData("1993:08:07 00:00", "1993-08-07T00:00")]
    [InlineData("1993:08:07 10:11:  ", "1993-08-07T10:11")]
    [InlineData("1993:08:07 10:  :  ", "1993-08-07")]
    [InlineData("1993:08:07", "1993-08-07")]
    [InlineData("1993:08:  ", "1993-08")]
    [InlineData("1993:08:     :  :  ", "1993-08")]
    [InlineData("1993:08:00 00:00:00", "1993-08")]
    [InlineData("1993:08:   10:11:12", "1993-08")]
    [InlineData("1993-08", "1993-08")]
    [InlineData("1993", "1993")]
    [InlineData("1993:  :  ", "1993")]
    [InlineData("1993:00:00 00:00:00", "1993")]
    [InlineData("1993:00:07 00:00:00", "1993")]
    [InlineData("19930800", "1993-08")]
    [InlineData("19930000", "1993")]
    [InlineData("1993:08:07 some time", "1993-08-07")]
    // Offsets.
    [InlineData("2015-03-04T10:11:12+2:00", "2015-03-04T10:11:12+02:00")]
    [InlineData("2015-03-04T10:11:12-04", "2015-03-04T10:11:12-04:00")]
    [InlineData("2015-03-04T10:11:12 +0545", "2015-03-04T10:11:12+05:45")]
    [InlineData("2015-03-04T10:11:12 UTC", "2015-03-04T10:11:12+00:00")]
    [InlineData("2015-03-04T10:11:12+23:00", "2015-03-04T10:11:12")]
    [InlineData("2015-03-04T10:11:12+01:75", "2015-03-04T10:11:12")]
    [InlineData("2015-03-04T10:11:12+", "2015-03-04T10:11:12")]
    public void Parse_EachForm_IsWhatItStates(string text, string expected)
    {
        Assert.Equal(expected, FactDate.Parse(text, "XMP:CreateDate")?.ToString());
        Assert.Equal(expected, FactDate.Parse($" {text}  \0", "XMP:CreateDate")?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("    :  :     :  :  ")]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999:12:31 24:00:00")]
    [InlineData("2024:13:01 00:00:00")]
    [InlineData("2023:02:29 00:00:00")]
    [InlineData("2024:01:01 24:00:01")]
    [InlineData("2024:01:01 25:00:00")]
    [InlineData("2024:01:01 10:60:00")]
    [InlineData("2024:01:01 10:11:61")]
    [InlineData("2024:xx:01 10:11:12")]
    [InlineData("2024abc")]
    [InlineData("2024:1:123")]
    [InlineData("1425463872000")]
    [InlineData("24:01:01")]
    [InlineData("yesterday")]
    [InlineData("\u0662\u0660\u0661\u0665:03:04 10:11:12")]
    public void Parse_WhatIsNoDate_IsNone(string text) => Assert.Null(FactDate.Parse(text, "XMP:CreateDate"));

    [Fact]
    public void Parse_TenKilobytes_AreNoDate()
    {
        Assert.Null(FactDate.Parse("2015:03:04 10:11:12" + new string('1', 10_000), "XMP:CreateDate"));
        Assert.Equal("2015-03-04T10:11:12", FactDate.Parse("2015:03:04 10:11:12" + new string(' ', 10_000), "XMP:CreateDate")?.ToString());
    }

    [Theory]
    [InlineData("Fri, 18 Oct 2024 14:30:52 +0200", "2024-10-18T14:30:52+02:00")]
    [InlineData("18 Oct 2024 14:30 EST", "2024-10-18T14:30-05:00")]
    [InlineData("Fri Oct  8 14:30:52 2024", "2024-10-08T14:30:52")]
    [InlineData("8 October 2024 14:30:52 GMT", "2024-10-08T14:30:52+00:00")]
    [InlineData("2024-10-18T14:30:52Z", "2024-10-18T14:30:52+00:00")]
    [InlineData("Fri, 18 Foo 2024 14:30:52", null)]
    [InlineData("Fri, 31 Feb 2024 14:30:52", null)]
    public void ParseWritten_NamesOfMonths_AreRead(string text, string? expected) =>
        Assert.Equal(expected, WrittenDate.Parse(text, "PNG:CreationTime")?.ToString());

    [Fact]
    public void Parse_AnyText_NeverThrows()
    {
        string[] parts = ["2015", "03", "4", ":", "-", " ", ".", "T", "/", "24", "60", "PM", "+", "Z", "00", "", "Oct", "Fri, "];
        var part = Gen.OneOf(Gen.Int[0, parts.Length - 1].Select(i => parts[i]), Gen.String[0, 3]);
        part.Array[0, 20].Sample(drawn =>
        {
            var text = string.Concat(drawn);
            foreach (var date in new[] { FactDate.Parse(text, "a"), WrittenDate.Parse(text, "a"), NameDate.Parse(text) })
            {
                if (date is not null)
                    Assert.Equal(date, CaptureTime.Parse(date.ToString(), date.Source));
            }
        });
    }

    [Theory]
    [InlineData("IMG-20150304-WA0001.jpg", "2015-03-04")]
    [InlineData("PXL_20210623_185137123.jpg", "2021-06-23T18:51:37.123+00:00")]
    [InlineData("PXL_20210623_185137.MP.jpg", "2021-06-23T18:51:37+00:00")]
    [InlineData("2015-03-04 10.11.12.jpg", "2015-03-04T10:11:12")]
    [InlineData("2015-03-04 10.11.12-1.jpg", "2015-03-04T10:11:12")]
    [InlineData("IMG_20150304_101112.jpg", "2015-03-04T10:11:12")]
    [InlineData("IMG_20150304_101112_001.jpg", "2015-03-04T10:11:12")]
    [InlineData("20150304_101112(0).jpg", "2015-03-04T10:11:12")]
    [InlineData("IMG20150304101112.jpg", "2015-03-04T10:11:12")]
    [InlineData("00000IMG_00000_BURST20150304101112345_COVER.jpg", "2015-03-04T10:11:12.345")]
    [InlineData("Screenshot_20150304-101112_Gallery.png", "2015-03-04T10:11:12")]
    [InlineData("Screenshot 2015-03-04 at 1.11.12\u202fPM.png", "2015-03-04T13:11:12")]
    [InlineData("WhatsApp Image 2015-03-04 at 10.11.12.jpeg", "2015-03-04T10:11:12")]
    [InlineData("WP_20150304_10_11_12_Pro.jpg", "2015-03-04T10:11:12")]
    [InlineData("photo_2015-03-04_10-11-12.jpg", "2015-03-04T10:11:12")]
    [InlineData("signal-2015-03-04-10-11-12-123.jpg", "2015-03-04T10:11:12")]
    [InlineData("DJI_20150304101112_0001_D.JPG", "2015-03-04T10:11:12")]
    [InlineData("1975-08-07 Anna.tif", "1975-08-07")]
    [InlineData("20150304.jpg", "2015-03-04")]
    [InlineData("20150304_1234.jpg", "2015-03-04")]
    [InlineData("20150304_996112.jpg", null)]
    // Numbers that are no dates.
    [InlineData("IMG_20991399.jpg", null)]
    [InlineData("IMG_20991231.jpg", null)]
    [InlineData("IMG_19450508.jpg", null)]
    [InlineData("IMG_20150230.jpg", null)]
    [InlineData("DSC20150304.jpg", null)]
    [InlineData("FB_IMG_1425463872000.jpg", null)]
    [InlineData("mmexport1425463872000.jpg", null)]
    [InlineData("120150304.jpg", null)]
    [InlineData("201503041.jpg", null)]
    [InlineData("DSC_2015.jpg", null)]
    [InlineData("1920-1080-30.jpg", null)]
    [InlineData("2015-03.jpg", null)]
    [InlineData("04.03.2015.jpg", null)]
    [InlineData("IMG_0001.jpg", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void ParseName_DateOfPhoneOrOwner_IsTheLastSource(string? name, string? expected)
    {
        var date = NameDate.Parse(name);

        Assert.Equal(expected, date?.ToString());
        Assert.Equal(expected is null ? null : "FileName", date?.Source);
        Assert.Equal(expected?.EndsWith("+00:00", StringComparison.Ordinal) ?? false, date?.IsUtc ?? false);
    }

    // Every number of eight digits with another one beside it: none of them, or all of its parts, and never another day.
    [Fact]
    public void ParseName_AnyNumber_IsItselfOrNothing() => Gen.Int[0, 99_999_999].Sample(number =>
    {
        var digits = $"{number:00000000}";
        var date = NameDate.Parse($"IMG_{digits}.jpg");
        return date is null || date.Time.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) == digits && date.Time.Year is >= 1990 and < 2050;
    });
}
