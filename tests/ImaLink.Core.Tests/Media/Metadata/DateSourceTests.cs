using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Metadata;
using ImaLink.Tests.Media.Formats;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Each row of docs/dates.md: where a date stands, and which of several counts.</summary>
[Trait("Category", "Culture")]
public sealed class DateSourceTests
{
    private const string Exif = "http://ns.adobe.com/exif/1.0/", Xmp = "http://ns.adobe.com/xap/1.0/", Photoshop = "http://ns.adobe.com/photoshop/1.0/";

    [Fact]
    public void ExifDateTimeOriginal_WithSubSecondsAndOffset_CountsFirst() => Is(
        "2015-03-04T10:11:12.25+02:00", "EXIF:DateTimeOriginal",
        Jpeg(new TiffBuilder().Ascii(0x0132, "2020:01:01 00:00:00").Pointer(0x8769, new TiffBuilder().Ascii(0x9003, "2015:03:04 10:11:12").Ascii(0x9004, "2016:01:01 00:00:00")
            .Ascii(0x9011, "+02:00").Ascii(0x9291, "25")), Packet((Exif, "DateTimeOriginal", "2014-01-01T00:00:00"))));

    [Fact]
    public void XmpDateTimeOriginal_CountsBeforeADigitizedDateOfExif() => Is(
        "2014-01-01T00:00:00", "XMP:DateTimeOriginal",
        Jpeg(Digitized("2016:01:01 00:00:00"), Packet((Exif, "DateTimeOriginal", "2014-01-01T00:00:00")), Iptc((55, "20130101"))));

    [Fact]
    public void IptcDateCreated_WithItsTime_CountsBeforeADigitizedDateOfExif() => Is(
        "2013-01-01T10:11:12+01:00", "IPTC:DateCreated",
        Jpeg(Digitized("2016:01:01 00:00:00"), Packet((Photoshop, "DateCreated", "2012-01-01")), Iptc((55, "20130101"), (60, "101112+0100"))));

    [Fact]
    public void PhotoshopDateCreated_CountsBeforeADigitizedDateOfExif() => Is(
        "2012-01-01", "XMP:DateCreated", Jpeg(Digitized("2016:01:01 00:00:00"), Packet((Photoshop, "DateCreated", "2012-01-01"))));

    [Fact]
    public void ExifCreateDate_CountsBeforeThatOfXmp() => Is(
        "2016-01-01T00:00:00", "EXIF:CreateDate", Jpeg(Digitized("2016:01:01 00:00:00"), Packet((Exif, "DateTimeDigitized", "2017-01-01"), (Xmp, "CreateDate", "2018-01-01"))));

    [Fact]
    public void XmpDateTimeDigitized_CountsBeforeCreateDate() => Is(
        "2005-12-25T21:52:48", "XMP:DateTimeDigitized", Jpeg(null, Packet((Exif, "DateTimeDigitized", "2005-12-25T21:52:48"), (Xmp, "CreateDate", "2018-01-01"))));

    [Fact]
    public void XmpCreateDate_CountsBeforeThatOfIptc() => Is(
        "2018-01-01T10:11:12+02:00", "XMP:CreateDate",
        Jpeg(new TiffBuilder().Ascii(0x0132, "2020:01:01 00:00:00"), Packet((Xmp, "CreateDate", "2018-01-01T10:11:12+02:00")), Iptc((62, "20190101"))));

    [Fact]
    public void IptcDigitalCreationDate_CountsBeforeModifyDate() => Is(
        "2019-01-01T10:11:12", "IPTC:DigitalCreationDate", Jpeg(new TiffBuilder().Ascii(0x0132, "2020:01:01 00:00:00"), null, Iptc((62, "20190101"), (63, "101112"))));

    [Theory]
    [InlineData("2003:07:12 10:11:12", "2003-07-12T10:11:12.5+02:00")]
    [InlineData("2003:07:12   :  :  ", "2003-07-12")]
    public void ExifModifyDate_Alone_IsTheLastOfExif(string text, string expected) => Is(
        expected, "EXIF:ModifyDate",
        Jpeg(new TiffBuilder().Ascii(0x0132, text).Pointer(0x8769, new TiffBuilder().Ascii(0x9010, "+02:00").Ascii(0x9290, "5")).Pointer(0x8825, Gps("2020:02:13"))));

    [Fact]
    public void ExifModifyDate_OfAScan_IsItsDate() => Is("2003-07-12T10:11:12", "EXIF:ModifyDate", new TiffBuilder().Short(0x0100, 4).Ascii(0x0132, "2003:07:12 10:11:12").Build());

    [Fact]
    public void GpsDateTime_Alone_IsUtc()
    {
        Is("2020-02-13T10:36:13.5+00:00", "EXIF:GPSDateTime", Jpeg(new TiffBuilder().Pointer(0x8825, Gps("2020:02:13").Rational(7, (10, 1), (36, 1), (27, 2)))));
        Assert.True(Read(Jpeg(new TiffBuilder().Pointer(0x8825, Gps("2020:02:13").Rational(7, (10, 1), (36, 1), (13, 1))))).TakenAt!.IsUtc);
    }

    [Fact]
    public void XmpGpsTimeStamp_Alone_IsUtc() => Is("2020-02-13T10:36:13+00:00", "XMP:GPSDateTime", Jpeg(null, Packet((Exif, "GPSTimeStamp", "2020-02-13T10:36:13Z"))));

    [Theory]
    [InlineData("2024:12:31 15:30:00", "2024-12-31T15:30:00+00:00", true)]
    [InlineData("2024-12-31T15:30", "2024-12-31T15:30+00:00", true)]
    [InlineData("2024-12-31T15:30:00+09:00", "2024-12-31T15:30:00+09:00", false)]
    [InlineData("2024-12-31", "2024-12-31", false)]
    public void XmpGpsTimeStamp_WithoutZ_IsUtcAllTheSame(string text, string expected, bool isUtc)
    {
        var file = Jpeg(null, Packet((Exif, "GPSTimeStamp", text)));
        Is(expected, "XMP:GPSDateTime", file);
        Assert.Equal(isUtc, Read(file).TakenAt!.IsUtc);
    }

    // The header of a film and a Z beside it are one instant: in Tokyo it is the next year, whichever counts.
    [Fact]
    public void FilmThatStatesABareZ_IsUtc_AndOneThatStatesAnOffsetIsLocal()
    {
        byte[] Apple(string text) => ContainerSamples.Movie(ContainerSamples.Keys(("com.apple.quicktime.creationdate", text)));
        byte[] Sony(string text) => Vectors.Join(ContainerSamples.Movie(), Vectors.FullBox("meta", 0, Vectors.FullBox("hdlr", 0, Vectors.Big(0), Vectors.Text("nrtm"), new byte[13]),
            Vectors.FullBox("xml ", 0, Vectors.Text($"<NonRealTimeMeta><CreationDate value=\"{text}\"/></NonRealTimeMeta>"))));
        byte[] Tag(string text) => FilmSamples.Matroska(286_924_668_000_000_000, ("DATE_RECORDED", text));
        foreach (var film in new[] { Apple, text => ContainerSamples.Movie(UserData(text)), Sony, Tag, ContainerSamples.Avi })
        {
            var stated = Read(film("2024-12-31T15:30:00Z")).TakenAt!;
            Assert.Equal((true, "2025-01-01T00:30:00+09:00"), (stated.IsUtc, stated.In("Asia/Tokyo").ToString()));
            var local = Read(film("2024-12-31T15:30:00+00:00")).TakenAt!;
            Assert.Equal((false, "2024-12-31T15:30:00+00:00"), (local.IsUtc, local.In("Asia/Tokyo").ToString()));
        }
    }

    // Adobe's programs write Z for any offset of zero, that of London in winter too.
    [Fact]
    public void PhotoThatStatesABareZ_IsLocal() => Assert.Equal(
        ("2018-01-01T10:11:12+00:00", false), (Read(Jpeg(null, Packet((Xmp, "CreateDate", "2018-01-01T10:11:12Z")))).TakenAt!.ToString(), Read(Jpeg(null, Packet((Xmp, "CreateDate", "2018-01-01T10:11:12Z")))).TakenAt!.IsUtc));

    [Fact]
    public void GpsDateStamp_WithoutATime_IsTheDay()
    {
        Is("2020-02-13", "EXIF:GPSDateStamp", Jpeg(new TiffBuilder().Pointer(0x8825, Gps("2020:02:13"))));
        Is("2020-02-13", "EXIF:GPSDateStamp", Jpeg(new TiffBuilder().Pointer(0x8825, Gps("2020:02:13").Rational(7, (25, 1), (0, 0), (13, 1)))));
        Assert.Null(Read(Jpeg(new TiffBuilder().Pointer(0x8825, new TiffBuilder().Rational(7, (10, 1), (36, 1), (13, 1))))).TakenAt);
    }

    [Theory]
    [InlineData("tEXt", "Creation Time\0Fri, 18 Oct 2024 14:30:52 +0200", "2024-10-18T14:30:52+02:00", "PNG:CreationTime")]
    [InlineData("tEXt", "Creation Time\0" + "2024:10:18 14:30:52", "2024-10-18T14:30:52", "PNG:CreationTime")]
    [InlineData("iTXt", "Creation Time\0\0\0en\0\0" + "2024-10-18T14:30:52Z", "2024-10-18T14:30:52+00:00", "PNG:CreationTime")]
    [InlineData("tEXt", "create-date\0" + "2024-10-18T14:30:52Z", "2024-10-18T14:30:52+00:00", "PNG:CreateDate")]
    public void PngCreationTime_OfATextChunk_CountsBeforeTheLastChange(string chunk, string text, string expected, string source) => Is(
        expected, source, Vectors.Png(Vectors.Chunk("tIME", 7, 228, 1, 2, 3, 4, 5), Vectors.Chunk(chunk, Vectors.Text(text))));

    [Fact]
    public void PngTime_Alone_IsUtc() => Is("2020-01-02T03:04:05+00:00", "PNG:ModifyDate", Vectors.Png(Vectors.Chunk("tIME", 7, 228, 1, 2, 3, 4, 5)));

    [Fact]
    public void FileName_WhereNothingElseTells_IsTheDate()
    {
        using var silent = new MemoryStream(TiffBuilder.Jpeg(null));
        Assert.Equal(CaptureTime.Parse("2015-03-04", "FileName"), FactReader.Read(silent, "JPEG", "IMG-20150304-WA0001.jpg").TakenAt);
        using var telling = new MemoryStream(Jpeg(new TiffBuilder().Ascii(0x0132, "2003:07:12 10:11:12")));
        Assert.Equal("EXIF:ModifyDate", FactReader.Read(telling, "JPEG", "IMG-20150304-WA0001.jpg").TakenAt?.Source);
    }

    [Fact]
    public void QuickTimeCreationDate_CountsBeforeUserDataAndHeader() => Is(
        "2021-06-23T14:51:37-04:00", "QuickTime:CreationDate",
        ContainerSamples.Movie(UserData("2022-01-01"), ContainerSamples.Keys(("com.apple.quicktime.creationdate", "2021-06-23T14:51:37-0400"))));

    [Theory]
    [InlineData("2021-06-23T14:51:37-0400", "2021-06-23T14:51:37-04:00")]
    [InlineData("2021-06-23T18:51:37Z", "2021-06-23T18:51:37Z")]
    [InlineData("2021-06-23T18:51:37+0000", "2021-06-23T18:51:37+00:00")]
    [InlineData("Wed, 23 Jun 2021 18:51:37 GMT", "2021-06-23T18:51:37Z")]
    [InlineData("2021-06-23 14:51:37", "2021-06-23T14:51:37")]
    public void QuickTimeUserData_Day_CountsBeforeTheHeader(string text, string expected)
    {
        Is(expected, "QuickTime:ContentCreateDate", ContainerSamples.Movie(UserData(text)));
        // Its length includes itself and the language; there is neither; it is an item of iTunes' list.
        Is(expected, "QuickTime:ContentCreateDate", ContainerSamples.Movie(UserData(text, text.Length + 4)));
        Is(expected, "QuickTime:ContentCreateDate", ContainerSamples.Movie(Vectors.Box("udta", Named(Vectors.Text(text)))));
        Is(expected, "QuickTime:ContentCreateDate", ContainerSamples.Movie(Vectors.Box("udta", Vectors.FullBox("meta", 0,
            Vectors.FullBox("hdlr", 0, Vectors.Big(0), Vectors.Text("mdir"), new byte[13]), Vectors.Box("ilst", Named(Vectors.Box("data", Vectors.Big(1, 0), Vectors.Text(text))))))));
    }

    // iTunes notes the year of publication there.
    [Fact]
    public void QuickTimeUserData_YearAlone_CountsAfterTheHeader()
    {
        Is("2024-10-18T14:30:52+00:00", "QuickTime:CreateDate", ContainerSamples.Movie(UserData("2024")));
        Is("2024-10-18T14:30:52+00:00", "QuickTime:CreateDate", ContainerSamples.Movie(UserData("2030")));
        Is("2030", "QuickTime:Year", Vectors.Join(Vectors.Box("ftyp", Vectors.Text("qt  "), Vectors.Big(0)), Vectors.Box("moov", UserData("2030"))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void QuickTimeHeader_Alone_IsUtc(int version)
    {
        var film = Film(version, 3_812_106_652);

        Is("2024-10-18T14:30:52+00:00", "QuickTime:CreateDate", film);
        Assert.True(Read(film).TakenAt!.IsUtc);
        // Seconds since 1970, as some count.
        Is("2024-10-18T14:30:52+00:00", "QuickTime:CreateDate", Film(version, 3_812_106_652 - 2_082_844_800));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 2_082_844_800)]
    [InlineData(1, 2_082_844_800)]
    [InlineData(1, long.MaxValue)]
    [InlineData(1, long.MinValue)]
    [InlineData(9, 3_812_106_652)]
    public void QuickTimeHeader_EmptyClockOrUnknownVersion_IsNone(int version, long seconds) => Assert.Null(Read(Film(version, seconds)).TakenAt);

    [Fact]
    public void SonyXml_BesideAFilm_CountsBeforeTheHeader()
    {
        byte[] Xml(string date) => Vectors.FullBox("meta", 0, Vectors.FullBox("hdlr", 0, Vectors.Big(0), Vectors.Text("nrtm"), new byte[13]), Vectors.FullBox(
            "xml ", 0, Vectors.Text($"<?xml version=\"1.0\"?><NonRealTimeMeta><Duration value=\"250\"/><CreationDate value=\"{date}\"/></NonRealTimeMeta>")));
        Is("2024-10-18T16:30:52+02:00", "XML:CreationDateValue", Vectors.Join(ContainerSamples.Movie(), Xml("2024-10-18T16:30:52+02:00")));
        Is("2024-10-18T14:30:52+00:00", "QuickTime:CreateDate", Vectors.Join(ContainerSamples.Movie(), Xml(new string('9', 10_000))));
    }

    [Fact]
    public void CanonFilm_SmallPictureWithExif_KnowsTheLocalTime()
    {
        var film = ContainerSamples.Movie(Vectors.Box("udta", Vectors.Box("CNTH", Vectors.Box("CNDA", Jpeg(
            new TiffBuilder().Short(0x0112, 8).Ascii(0x0110, "Model X").Pointer(0x8769, new TiffBuilder().Ascii(0x9003, "2024:10:18 16:30:52")))))));
        Is("2024-10-18T16:30:52", "EXIF:DateTimeOriginal", film);
        Assert.Equal(("Model X", 40, 30, 6), (Read(film).CameraModel, Read(film).Width, Read(film).Height, Read(film).Orientation));
    }

    [Fact]
    public void ExifOfCr3_CountsBeforeTheHeaderOfItsFilm() => Assert.Equal("EXIF:DateTimeOriginal", Read(ContainerSamples.Cr3()).TakenAt?.Source);

    [Theory]
    [InlineData("Fri Oct 18 14:30:52 2024", "2024-10-18T14:30:52")]
    [InlineData("2009/10/27/ 12:14", "2009-10-27T12:14")]
    [InlineData("2001/ 1/27  1:42PM", "2001-01-27T13:42")]
    public void AviIdit_InAnyForm_IsItsDate(string text, string expected) => Is(expected, "RIFF:DateTimeOriginal", ContainerSamples.Avi(text));

    [Theory]
    [InlineData(0x00, "2024-10-18T14:30:52+00:00")]
    [InlineData(0x04, "2024-10-18T14:30:52+02:00")]
    [InlineData(0x2b, "2024-10-18T14:30:52-05:30")]
    [InlineData(0x44, "2024-10-18T14:30:52")]
    public void AvchdCameraData_OfAnyPicture_IsItsDate(byte zone, string expected)
    {
        byte[] date = [zone, 0x20, 0x24, 0x10, 0x18, 0x14, 0x30, 0x52];
        Is(expected, "H264:DateTimeOriginal", FilmSamples.Transport(date));
        Is(expected, "H264:DateTimeOriginal", FilmSamples.Transport(date, timeCode: false));
    }

    [Fact]
    public void AvchdCameraData_EmptyOrNone_IsNone()
    {
        Assert.Equal((null, 40, 30), (Read(FilmSamples.Transport(null)).TakenAt, Read(FilmSamples.Transport(null)).Width, Read(FilmSamples.Transport(null)).Height));
        Assert.Null(Read(FilmSamples.Transport([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])).TakenAt);
        Assert.Null(Read(FilmSamples.Transport([0, 0, 0, 0, 0, 0, 0, 0])).TakenAt);
    }

    [Theory]
    [InlineData("com.apple.quicktime.creationdate", "2024-10-18T14:30:52+0200", "2024-10-18T14:30:52+02:00", "Matroska:CreationDate")]
    [InlineData("COM.APPLE.QUICKTIME.CREATIONDATE", "2024-10-18T14:30:52+0200", "2024-10-18T14:30:52+02:00", "Matroska:CreationDate")]
    [InlineData("DATE_RECORDED", "2024-10-18 14:30:52.250", "2024-10-18T14:30:52.25", "Matroska:DateRecorded")]
    [InlineData("DATE_DIGITIZED", "2024-10-18", "2024-10-18", "Matroska:CreateDate")]
    [InlineData("DATE_RELEASED", "2024-10-18", "2010-02-03T21:17:48+00:00", "Matroska:DateTimeOriginal")]
    public void MatroskaTags_BeforeOrBehindTheFilm_CountBeforeTheHeader(string name, string text, string expected, string source)
    {
        const long header = 286_924_668_000_000_000;
        Is(expected, source, FilmSamples.Matroska(header, (name, text)));
        Is(expected, source, FilmSamples.Matroska(header, (name, text), tagBehind: true));
        Is(expected, source, FilmSamples.Matroska(header, (name, text), openSegment: true));
    }

    [Fact]
    public void MatroskaDateUtc_Alone_IsUtc()
    {
        Is("2010-02-03T21:17:48+00:00", "Matroska:DateTimeOriginal", FilmSamples.Matroska(286_924_668_000_000_000));
        Assert.True(Read(FilmSamples.Matroska(286_924_668_000_000_000)).TakenAt!.IsUtc);
        Assert.Null(Read(FilmSamples.Matroska(0)).TakenAt);
        Assert.Equal(2293, Read(FilmSamples.Matroska(long.MaxValue)).TakenAt!.Time.Year);
        Assert.Equal(1708, Read(FilmSamples.Matroska(long.MinValue)).TakenAt!.Time.Year);
    }

    [Fact]
    public void CanonAndSigma_InTheirOwnStructures_HaveTheirOwnNames()
    {
        Assert.Equal("CanonRaw:DateTimeOriginal", Read(ContainerSamples.Crw()).TakenAt?.Source);
        Assert.Equal("SigmaRaw:DateTimeOriginal", Read(ContainerSamples.X3f()).TakenAt?.Source);
    }

    [Fact]
    public void ExrCapDate_IsItsDate() => Is("2024-01-06T08:52:20", "OpenEXR:DateTimeOriginal", PixelFactsTests.ExrWithDate("2024:01:06 08:52:20"));

    [Fact]
    public void RadianceCapdate_IsItsDate() => Is(
        "2024-10-18T14:30:52", "Radiance:Capdate", Vectors.Text("#?RADIANCE\nCAPDATE= 2024:10:18 14:30:52\n\n-Y 30 +X 40\n"));

    // The day of IPTC and the time of day in EXIF are one moment; another day is another.
    [Theory]
    [InlineData("20160101", "2016-01-01T10:11:12", "EXIF:CreateDate")]
    [InlineData("20160100", "2016-01-01T10:11:12", "EXIF:CreateDate")]
    [InlineData("20160102", "2016-01-02", "IPTC:DateCreated")]
    [InlineData("20150000", "2015", "IPTC:DateCreated")]
    public void LessExactDate_OfTheSameDay_GivesWayToTheExact(string day, string expected, string source) =>
        Is(expected, source, Jpeg(Digitized("2016:01:01 10:11:12"), null, Iptc((55, day))));

    [Fact]
    public void LessExactDate_OfTheSameDay_DoesNotGiveWayToTheLastChange() => Is(
        "1993-08-07", "EXIF:DateTimeOriginal",
        Jpeg(new TiffBuilder().Ascii(0x0132, "1993:08:07 20:00:00").Pointer(0x8769, new TiffBuilder().Ascii(0x9003, "1993:08:07   :  :  "))));

    [Fact]
    public void Document_Table_HasEverySourceInOrderWithATestThatIsThere()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "dates.md")).Where(line => line.StartsWith('|') && line.Contains("` | ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 6).Select(cells => (Source: cells[2].Trim('`'), Test: cells[4].Trim('`'))).ToList();

        Assert.Equal(DateSources.Order, rows.Select(row => row.Source));
        Assert.All(rows, row => Assert.NotNull(typeof(DateSourceTests).GetMethod(row.Test)));
    }

    private static void Is(string expected, string source, byte[] file) => Assert.Equal((expected, source), (Read(file).TakenAt?.ToString(), Read(file).TakenAt?.Source));

    private static byte[] Film(int version, long seconds)
    {
        var time = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, seconds);
        return Vectors.Join(
            Vectors.Box("ftyp", Vectors.Text("qt  "), Vectors.Big(0)), Vectors.Box("moov", Vectors.FullBox("mvhd", version, version == 1 ? time : time[4..], new byte[80]), ContainerSamples.Track()));
    }

    private static byte[] UserData(string text, int? length = null) => Vectors.Box("udta", Named(Vectors.Big16(length ?? text.Length, 0x15c7), Vectors.Text(text)));

    private static byte[] Named(params byte[][] content) => Vectors.Join([Vectors.Big(8 + content.Sum(part => part.Length)), [0xA9, .. "day"u8], .. content]);

    private static TiffBuilder Digitized(string text) => new TiffBuilder().Pointer(0x8769, new TiffBuilder().Ascii(0x9004, text));

    private static TiffBuilder Gps(string day) => new TiffBuilder().Ascii(0x1d, day);

    private static byte[] Iptc(params (byte Id, string Value)[] sets) =>
        [.. "Photoshop 3.0\0"u8, .. ContainerSamples.Resource(0x0404, ContainerSamples.Iptc(sets))];

    private static byte[] Packet(params (string Namespace, string Name, string Value)[] properties) =>
    [
        .. "http://ns.adobe.com/xap/1.0/\0"u8,
        .. Encoding.UTF8.GetBytes(
            $"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>{string.Concat(properties.Select(p => $"""<q:{p.Name} xmlns:q="{p.Namespace}">{p.Value}</q:{p.Name}>"""))}</rdf:Description></rdf:RDF></x:xmpmeta>"""),
    ];

    private static byte[] Jpeg(TiffBuilder? exif, byte[]? packet = null, byte[]? app13 = null)
    {
        var jpeg = TiffBuilder.Jpeg(exif?.Build(), app1: packet);
        return app13 is null ? jpeg : [.. jpeg[..2], .. Vectors.Segment(0xED, app13), .. jpeg[2..]];
    }

    private static ImageFacts Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return FactReader.Read(stream, "");
    }
}
