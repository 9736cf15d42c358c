using System.Text;
using CsCheck;
using ImaLink.Photos;

namespace ImaLink.Tests.Photos;

[Trait("Category", "Culture")]
public sealed class GpxTests : TemporaryFolderTest
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(10);

    private static GpxTrack Read(string xml) => GpxReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)), "track.gpx");

    private static string Gpx(string tracks, string version = "1/1") => $"<?xml version=\"1.0\"?><gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/{version}\">{tracks}</gpx>";

    private static string Segment(params (string Time, double Latitude, double Longitude)[] points) => "<trk><trkseg>" + string.Concat(points.Select(point =>
        FormattableString.Invariant($"<trkpt lat=\"{point.Latitude}\" lon=\"{point.Longitude}\"><ele>100</ele><time>{point.Time}</time></trkpt>"))) + "</trkseg></trk>";

    private static DateTime Utc(string time) => DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);

    [Theory]
    [InlineData("1/0")]
    [InlineData("1/1")]
    public void At_BetweenTwoPoints_IsOnTheLine(string version)
    {
        GpxTrack track = Read(Gpx(Segment(("2024-07-01T10:00:00Z", 41, 12), ("2024-07-01T10:05:00Z", 42, 13)), version));

        Assert.Equal(new GpsPlace(41.5, 12.5, 100), track.At(Utc("2024-07-01T10:02:30Z"), Gap));
        Assert.Equal(new GpsPlace(42, 13, 100), track.At(Utc("2024-07-01T10:05:00Z"), Gap));
        Assert.Null(track.At(Utc("2024-07-01T10:05:01Z"), Gap));
        Assert.Null(track.At(Utc("2024-07-01T09:59:59Z"), Gap));
    }

    [Fact]
    public void At_FurtherApartThanTheGap_IsNotTold()
    {
        GpxTrack track = Read(Gpx(Segment(("2024-07-01T10:00:00Z", 41, 12), ("2024-07-01T10:10:01Z", 42, 13))));

        Assert.Null(track.At(Utc("2024-07-01T10:01:00Z"), Gap));
        Assert.Equal(41, track.At(Utc("2024-07-01T10:00:00Z"), Gap)!.Value.Latitude);
        Assert.NotNull(track.At(Utc("2024-07-01T10:01:00Z"), TimeSpan.FromMinutes(11)));
    }

    [Fact]
    public void At_BetweenSegments_IsNotTold()
    {
        GpxTrack track = Read(Gpx(Segment(("2024-07-01T10:00:00Z", 41, 12), ("2024-07-01T10:01:00Z", 41, 12)) + Segment(("2024-07-01T10:02:00Z", 43, 12), ("2024-07-01T10:03:00Z", 43, 12))));

        Assert.Null(track.At(Utc("2024-07-01T10:01:30Z"), Gap));
        Assert.Equal(43, track.At(Utc("2024-07-01T10:02:30Z"), Gap)!.Value.Latitude);
        Assert.Equal((Utc("2024-07-01T10:00:00Z"), Utc("2024-07-01T10:03:00Z"), 4), (track.Begin, track.End, track.PointCount));
    }

    [Fact]
    public void At_TracksThatOverlap_TheCloserPointsTell()
    {
        GpxTrack track = Read(Gpx(Segment(("2024-07-01T10:00:00Z", 41, 12), ("2024-07-01T10:09:00Z", 41, 12)) + Segment(("2024-07-01T10:02:00Z", 43, 12), ("2024-07-01T10:03:00Z", 43, 12))));

        Assert.Equal(43, track.At(Utc("2024-07-01T10:02:30Z"), Gap)!.Value.Latitude);
    }

    [Fact]
    public void At_AcrossTheDateLine_GoesTheShortWay() =>
        Assert.Equal(-179.95, Read(Gpx(Segment(("2024-07-01T10:00:00Z", 0, 179.95), ("2024-07-01T10:02:00Z", 0, -179.85)))).At(Utc("2024-07-01T10:01:00Z"), Gap)!.Value.Longitude);

    [Theory]
    [InlineData("2024-07-01T10:00:00Z", "2024-07-01T10:00:00Z")]
    [InlineData("2024-07-01T12:00:00+02:00", "2024-07-01T10:00:00Z")]
    [InlineData("2024-07-01T10:00:00.250Z", "2024-07-01T10:00:00.25Z")]
    [InlineData("2024-07-01T10:00:00", "2024-07-01T10:00:00Z")]
    public void Read_TimesWithZoneAndFraction_AreUtc(string time, string utc) => Assert.Equal(Utc(utc), Read(Gpx(Segment((time, 1, 2)))).Begin);

    [Fact]
    public void Read_PointsInAnyOrderWithExtensions_AreOrderedAndThoseOfNoPlaceLeftOut()
    {
        GpxTrack track = Read(Gpx("""
            <metadata><time>1999-01-01T00:00:00Z</time></metadata><wpt lat="1" lon="1"><time>1999-01-01T00:00:00Z</time></wpt>
            <trk><name>walk</name><trkseg>
            <trkpt lon="12" lat="42"><time>2024-07-01T10:01:00Z</time><extensions><x xmlns="urn:x"><time>1999-01-01T00:00:00Z</time><ele>5</ele></x></extensions></trkpt>
            <trkpt lat="41" lon="12"><time>2024-07-01T10:00:00Z</time><ele/></trkpt>
            <trkpt lat="91" lon="12"><time>2024-07-01T09:00:00Z</time></trkpt>
            <trkpt lat="NaN" lon="12"><time>2024-07-01T09:00:00Z</time></trkpt>
            <trkpt lat="41" lon="12"/><trkpt lat="41" lon="12"><time>yesterday</time></trkpt>
            </trkseg></trk>
            """));

        Assert.Equal((2, Utc("2024-07-01T10:00:00Z")), (track.PointCount, track.Begin));
        Assert.Equal(new GpsPlace(41.5, 12, null), track.At(Utc("2024-07-01T10:00:30Z"), Gap));
    }

    [Theory]
    [InlineData("<trk><trkseg><trkpt lat='1' lon='2'/></trkseg></trk>", "without usable times")]
    [InlineData("<rte><rtept lat='1' lon='2'><time>2024-07-01T10:00:00Z</time></rtept></rte>", "no track")]
    [InlineData("<trk><trkseg><trkpt lat='1' lon='2'><time>2024-07-01T10:00:00Z</time>", "cut off")]
    public void Read_WithoutTimesOrEnd_SaysSo(string tracks, string reason)
    {
        string xml = Gpx(tracks);
        ImaLinkException refused = Assert.Throws<ImaLinkException>(() => Read(reason == "cut off" ? xml.Replace("</gpx>", "", StringComparison.Ordinal) : xml));
        Assert.Equal((ErrorCode.InvalidValue, true), (refused.Code, refused.Message.Contains(reason, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<!DOCTYPE gpx [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><gpx><trk>&b;</trk></gpx>")]
    [InlineData("<!DOCTYPE gpx SYSTEM \"file:///etc/passwd\"><gpx/>")]
    [InlineData("<html/>")]
    [InlineData("")]
    [InlineData("PK\u0003\u0004")]
    public void Read_WhatIsNoGpx_IsRefused(string xml) => Assert.Equal(ErrorCode.InvalidValue, Assert.Throws<ImaLinkException>(() => Read(xml)).Code);

    [Theory]
    [InlineData("<gpx><trk x=\"", 'y', 3 << 20)]
    [InlineData("<gpx><trk>", 'y', 3 << 20)]
    public void Read_OneHugePiece_IsRefusedBeforeItIsInMemory(string start, char filler, int count)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ImaLinkException>(() => Read(start + new string(filler, count)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40L << 20); // 9 MB of it are the text of this test
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsRefused() => Assert.Throws<ImaLinkException>(() => Read("<gpx>" + string.Concat(Enumerable.Repeat("<a>", 100_000))));

    [Fact]
    public void Read_File_AndWhatIsNone()
    {
        string path = Path.Combine(Folder, "a.gpx");
        File.WriteAllText(path, Gpx(Segment(("2024-07-01T10:00:00Z", 41, 12))));

        Assert.Equal(1, GpxReader.Read(path).PointCount);
        Assert.Equal(ErrorCode.PathNotFound, Assert.Throws<ImaLinkException>(() => GpxReader.Read(path + "x")).Code);
        Assert.Equal(ErrorCode.PathIsDirectory, Assert.Throws<ImaLinkException>(() => GpxReader.Read(Folder)).Code);
    }

    [Fact]
    public void At_AnyMoment_LiesBetweenItsNeighboursOrNowhere() =>
        Gen.Select(Gen.Int[0, 7200].Array[1, 30], Gen.Int[-600, 8000], Gen.Int[1, 900]).Sample((seconds, moment, gap) =>
        {
            DateTime start = Utc("2024-07-01T10:00:00Z");
            var track = new GpxTrack([[.. seconds.Select(second => new TrackPoint(start.AddSeconds(second), new(second / 100.0, 0, null)))]]);
            int[] before = [.. seconds.Where(second => second <= moment)], after = [.. seconds.Where(second => second >= moment)];
            bool known = before.Length > 0 && after.Length > 0 && after.Min() - before.Max() <= gap;

            GpsPlace? place = track.At(start.AddSeconds(moment), TimeSpan.FromSeconds(gap));

            Assert.Equal(known, place is not null);
            if (place is { } found)
                Assert.Equal(moment / 100.0, found.Latitude, 6);
        }, iter: 2_000);
}
