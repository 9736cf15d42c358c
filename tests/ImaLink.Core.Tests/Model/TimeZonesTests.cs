namespace ImaLink.Tests.Model;

/// <summary>The rules of zones are ours: the same in every culture, in every zone, and without tables on the machine.</summary>
[Trait("Category", "Culture")]
public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("Europe/Oslo", "Europe/Oslo")]
    [InlineData("europe/ISTANBUL", "Europe/Istanbul")]
    [InlineData("US/Eastern", "US/Eastern")]
    [InlineData("Tokyo Standard Time", "Asia/Tokyo")]
    [InlineData("w. europe standard time", "Europe/Berlin")]
    [InlineData("utc", "UTC")]
    [InlineData("Mars/Olympus", null)]
    [InlineData("UTC+05:30", null)]
    [InlineData("+02:00", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public void Find_AName_IsThatOfIana(string name, string? expected) => Assert.Equal(expected, TimeZones.Find(name));

    [Fact]
    public void Require_NoZone_SaysWhatToGive()
    {
        var error = Assert.Throws<ImaLinkException>(() => TimeZones.Require("Mars"));
        Assert.Equal(ErrorCode.InvalidValue, error.Code);
        Assert.Contains("Europe/Oslo", error.Message);
    }

    /// <summary>An hour of March that no clock showed, and one of November that all showed twice: an instant has one local time all the same.</summary>
    [Theory]
    [InlineData("2020-03-08T06:59:59", -5)]
    [InlineData("2020-03-08T07:00:00", -4)]
    [InlineData("2020-11-01T05:30:00", -4)]
    [InlineData("2020-11-01T06:30:00", -5)]
    [InlineData("1944-01-01T00:00:00", -4)]
    public void At_NewYork_FollowsItsSummer(string utc, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), TimeZones.At("America/New_York", DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture)).Offset);

    [Fact]
    public void At_AnyZoneAtAnyTime_IsADayAtMostFromUtc()
    {
        foreach (string zone in TimeZones.Names)
            foreach (DateTime time in new DateTime[] { DateTime.MinValue, new DateTime(1904, 1, 1), DateTime.UnixEpoch, new DateTime(2100, 1, 1), DateTime.MaxValue })
            {
                (DateTime local, TimeSpan offset) = TimeZones.At(zone, time);
                Assert.InRange(offset, TimeSpan.FromHours(-24), TimeSpan.FromHours(24));
                Assert.Equal((time.Ticks, DateTimeKind.Unspecified), (local.Ticks - offset.Ticks, local.Kind));
            }

        foreach (string? none in new[] { null, "Mars/Olympus" })
            Assert.Equal((DateTime.UnixEpoch, TimeSpan.Zero), TimeZones.At(none, DateTime.UnixEpoch));
    }

    [Fact]
    public void Names_AreAllUsable() => Assert.All(TimeZones.Names, name => Assert.True(TimeZones.IsName(name) && TimeZones.Find(name) == name, name));
}
