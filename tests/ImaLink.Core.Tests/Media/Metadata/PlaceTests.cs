using static ImaLink.Tests.Media.Metadata.XmpSamples;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>What is a place, and what is written where there is none.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData("N", 0u, "E", 0u, null, null)]
    [InlineData("S", 0u, "W", 0u, null, null)]
    [InlineData("N", 0u, "E", 30u, 0.0, 30.0)]
    [InlineData("N", 51u, "W", 0u, 51.0, 0.0)]
    [InlineData("s", 34u, "East", 151u, -34.0, 151.0)]
    [InlineData(null, 33u, null, 151u, null, null)]
    [InlineData("N", 33u, null, 151u, null, null)]
    [InlineData("?", 33u, "E", 151u, null, null)]
    [InlineData("E", 33u, "N", 151u, null, null)]
    [InlineData("N", 91u, "E", 151u, null, null)]
    public void Read_PlaceOfExif_HasBothDegreesAndHemispheres(
        string? latitudeRef, uint latitude, string? longitudeRef, uint longitude, double? north, double? east)
    {
        var gps = new TiffBuilder();
        if (latitudeRef is not null)
            gps.Ascii(1, latitudeRef);
        gps.Rational(2, TiffBuilder.Degrees(latitude, 0, 0));
        if (longitudeRef is not null)
            gps.Ascii(3, longitudeRef);
        gps.Rational(4, TiffBuilder.Degrees(longitude, 0, 0)).Rational(6, (7, 1));
        var facts = ReadFile(TiffBuilder.Jpeg(new TiffBuilder().Pointer(0x8825, gps).Build()));

        Assert.Equal((north, east), (facts.GpsLatitude, facts.GpsLongitude));
        Assert.Equal(latitude == 0 && longitude == 0 ? null : 7.0, facts.GpsAltitude);
    }

    [Theory]
    [InlineData("+00.0000+000.0000/", null, null)]
    [InlineData("+00.0000+030.5000+000.000/", 0.0, 30.5)]
    [InlineData("-33.8688+151.2093/", -33.8688, 151.2093)]
    public void Read_PlaceOfAFilm_IsNoneAtZero(string text, double? north, double? east)
    {
        var facts = ReadFile(ContainerSamples.Movie(ContainerSamples.Keys(("com.apple.quicktime.location.ISO6709", text))));

        Assert.Equal((north, east), (facts.GpsLatitude, facts.GpsLongitude));
    }

    [Fact]
    public void Read_PlaceOfXmpWhereExifHasNone_IsThePlace()
    {
        var gps = new TiffBuilder().Ascii(1, "N").Rational(2, TiffBuilder.Degrees(0, 0, 0)).Ascii(3, "E").Rational(4, TiffBuilder.Degrees(0, 0, 0));
        var packet = Packet("", "exif:GPSLatitude='50,0N' exif:GPSLongitude='5,0E'");
        var facts = ReadFile(TiffBuilder.Jpeg(
            new TiffBuilder().Pointer(0x8825, gps).Build(), app1: [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(packet)]));

        Assert.Equal((50.0, 5.0), (facts.GpsLatitude, facts.GpsLongitude));
    }
}
