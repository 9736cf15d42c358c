using ImaLink.Tests.Formats;
using static ImaLink.Tests.Formats.TiffTestEntry;
using static ImaLink.Tests.Formats.Vectors;

namespace ImaLink.Tests.Identity;

/// <summary>One small file of each structure, for tests that damage them.</summary>
internal static class SampleFiles
{
    public static IEnumerable<byte[]> All() =>
    [
        Jpeg("comment"),
        Join(Soi, Sos, Scan(30), [0xFF, 0x00], Scan(400), Segment(0xC4, new byte[20]), Sos, Scan(500),
            [0xFF, 0xFF, 0xFF], Eoi),
        Png(Chunk("tEXt", 1, 2, 3), Chunk("IDAT", Scan(200)), Chunk("IDAT", Scan(20, 2))),
        Tiff(littleEndian: true),
        Tiff(littleEndian: false),
        IsoMediaImageDataTests.HeifSample(),
        IsoMediaImageDataTests.FilmSample(),
        Riff("WEBP", RiffChunk("VP8X", new byte[10]), RiffChunk("ALPH", Scan(7)), RiffChunk("VP8 ", Scan(60))),
        Riff("AVI ", RiffChunk("LIST", [.. Text("movi"), .. Scan(40)]), RiffChunk("idx1", Scan(6))),
        RawImageDataTests.Raf(Tiff(littleEndian: true)),
        RawImageDataTests.Crw(),
        Join(Big(12), Text("jP  \r\n\u0087\n"), Box("jp2h", Scan(9)), Box("jp2c", Scan(30))),
        Join([0xFF, 0x4F], Segment(0x51, new byte[9]), [0xFF, 0x93], Scan(40)),
        "GIF89a and what follows it"u8.ToArray(),
    ];

    private static byte[] Tiff(bool littleEndian)
    {
        var tiff = new TiffBuilder(littleEndian);
        var second = tiff.Directory(Long(0x201, tiff.Data(Scan(50))), Long(0x202, 50));
        var raw = tiff.Directory(Short(0x103, 34713), Long(0x111, tiff.Data(Scan(90)), tiff.Data(Scan(80))),
            Long(0x117, 90, 80));
        var exif = tiff.Directory(Of(0x9003, "2024:01:01 00:00:00"));
        return tiff.Build(tiff.Directory(
            second, Long(0xFE, 1), Short(0x103, 1), Of(0x10F, "NIKON CORPORATION"), Of(0x110, "NIKON D70"),
            Long(0x111, tiff.Data(Scan(300))), Long(0x117, 300), Long(0x14A, raw, second), Long(0x8769, exif)));
    }
}
