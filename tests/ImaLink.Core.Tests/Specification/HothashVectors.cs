
using static ImaLink.Tests.Media.Formats.IsoMediaImageDataTests;
using static ImaLink.Tests.Media.Formats.Jpeg2000ImageDataTests;
using static ImaLink.Tests.Media.Formats.RawImageDataTests;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Specification;

/// <summary>The test vectors of docs/hothash.md. Their expected values follow from how they are built, not from our readers.</summary>
internal static class HothashVectors
{
    public static IEnumerable<HothashVector> All() =>
        [.. Jpeg(), .. Png(), .. TiffVectors.All(), .. Raw(), .. Riff(), .. IsoMedia(), .. Jpeg2000(), .. Whole()];

    private static IEnumerable<HothashVector> Jpeg() =>
    [
        new("jpeg-baseline.jpg", "JPEG", "One scan: from its SOS to before EOI, stuffing and restart markers included.",
            Media.Formats.Vectors.Jpeg("a comment"), JpegImageData()),
        new("jpeg-other-metadata.jpg", "JPEG", "The same scan with another comment and an Exif segment: the same hothash.",
            Join(Soi, Segment(0xE1, [.. "Exif\0\0"u8, .. new byte[20]]), Segment(0xFE, [.. "another"u8]), JpegImageData(), Eoi),
            JpegImageData()),
        new("jpeg-several-scans.jpg", "JPEG",
            "A table follows the first scan: what comes after the last stand-alone code before it, and that code, do not count.",
            Join(Soi, Sos, Scan(30), [0xFF, 0x00], Scan(400), Segment(0xC4, new byte[20]), Sos, Scan(500), Eoi),
            Sos, Scan(30), Sos, Scan(500)),
        new("jpeg-fill-bytes.jpg", "JPEG", "All but the last of the FF bytes before a marker belong to what precedes it.",
            Join(Soi, Sos, Scan(50), [0xFF, 0xFF, 0xFF, 0xD0], Scan(20), [0xFF], Eoi),
            Sos, Scan(50), [0xFF, 0xFF], [0xFF, 0xD0], Scan(20), [0xFF]),
        new("jpeg-trailer.jpg", "JPEG", "What follows EOI does not count, be it another picture.",
            Join(Media.Formats.Vectors.Jpeg(), Media.Formats.Vectors.Jpeg(scanLength: 200)), JpegImageData()),
        new("jpeg-cut.jpg", "JPEG", "Cut off in the scan: what follows the last code does not count.",
            Join(Soi, Sos, Scan(90), [0xFF, 0xD0], Scan(60)), Sos, Scan(90)),
        new("jpeg-without-scan.jpg", "JPEG", "No scan, no image data: the whole file.", Join(Soi, Segment(0xDB, new byte[65]), Eoi), null),
    ];

    private static IEnumerable<HothashVector> Png() =>
    [
        new("png.png", "PNG", "The data of all IDAT chunks, without their lengths, names and checksums.",
            Media.Formats.Vectors.Png(Chunk("tEXt", 65, 0, 66), Chunk("IDAT", Scan(40)), Chunk("IDAT", Scan(20, 2))), Scan(40), Scan(20, 2)),
        new("apng.png", "APNG", "The default image only: later frames (fdAT) do not count.",
            Media.Formats.Vectors.Png(Chunk("acTL", [.. Big(2, 0)]), Chunk("IDAT", Scan(40)), Chunk("fdAT", Scan(30))), Scan(40)),
        new("png-behind-end.png", "PNG", "The end chunk does not end the walk.",
            Join(Media.Formats.Vectors.Png(Chunk("IDAT", Scan(40))), Chunk("IDAT", Scan(5))), Scan(40), Scan(5)),
        new("png-without-data.png", "PNG", "No IDAT: the whole file.", Media.Formats.Vectors.Png(), null),
        new("jng.jng", "JNG", "JDAT, JDAA and IDAT count.",
            Join([0x8B], Text("JNG\r\n\u001a\n"), Chunk("JHDR", new byte[16]), Chunk("JDAT", Scan(40)), Chunk("JDAA", Scan(9)),
                Chunk("IEND")), Scan(40), Scan(9)),
        new("mng.mng", "MNG", "The same for the animations of that family.",
            Join([0x8A], Text("MNG\r\n\u001a\n"), Chunk("MHDR", new byte[28]), Chunk("IHDR", new byte[13]), Chunk("IDAT", Scan(40)),
                Chunk("IEND"), Chunk("MEND")), Scan(40)),
    ];

    private static IEnumerable<HothashVector> Raw()
    {
        var directory = new Media.Formats.TiffBuilder();
        var strip = directory.Data(Scan(40));
        var inner = directory.Directory(
            Media.Formats.TiffTestEntry.Long(0xF007, strip), Media.Formats.TiffTestEntry.Long(0xF008, 40));
        var block = directory.Build(directory.Directory(Media.Formats.TiffTestEntry.Long(0xF000, inner)));
        return
        [
            new("raf.raf", "RAF", "The raw block that the header names; the JPEG does not count.", Raf(Scan(50)), Scan(50)),
            new("raf-directory.raf", "RAF", "A block that is a directory: its strips, offsets relative to the block.", Raf(block), Scan(40)),
            new("crw.crw", "CRW", "The raw record 0x2005, found in a sub-directory; the JPEG record does not count.", Crw(), Scan(30)),
            new("mrw.mrw", "MRW", "All that follows the header.", Mrw(), Scan(60)),
            new("x3f.x3f", "X3F", "The image sections without their headers; previews do not count.", X3f(), Scan(50)),
            new("iiq.iiq", "IIQ", "The raw data in the maker note.", Iiq(), Scan(60)),
            new("eip.eip", "EIP", "The raw file that is the first, uncompressed member of the archive.", Eip(Iiq()), Scan(60)),
        ];
    }

    private static IEnumerable<HothashVector> Riff() =>
    [
        new("webp.webp", "WEBP", "The picture; metadata chunks do not count.",
            Media.Formats.Vectors.Riff("WEBP", RiffChunk("VP8 ", Scan(60)), RiffChunk("EXIF", Scan(9))), Scan(60)),
        new("webp-odd.webp", "WEBP (lossless)", "A chunk of odd length counts with its padding.",
            Media.Formats.Vectors.Riff("WEBP", RiffChunk("VP8L", [0x2F, .. Scan(60)])), [0x2F], Scan(60), [0]),
        new("webp-extended.webp", "Extended WEBP", "Alpha and picture.",
            Media.Formats.Vectors.Riff("WEBP", RiffChunk("VP8X", new byte[10]), RiffChunk("ALPH", Scan(6)), RiffChunk("VP8 ", Scan(60)),
                RiffChunk("XMP ", Scan(4))), Scan(6), Scan(60)),
        new("webp-animated.webp", "Extended WEBP", "ANIM and ANMF count whole.",
            Media.Formats.Vectors.Riff("WEBP", RiffChunk("VP8X", new byte[10]), RiffChunk("ANIM", Scan(6)), RiffChunk("ANMF", Scan(40)),
                RiffChunk("ANMF", Scan(42))), Scan(6), Scan(40), Scan(42)),
        new("webp-cut.webp", "WEBP", "Half a picture is none: the whole file.", Media.Formats.Vectors.Riff("WEBP", RiffChunk("VP8 ", Scan(60)))[..^1], null),
        new("avi.avi", "AVI", "What lies in the list 'movi'.",
            Media.Formats.Vectors.Riff("AVI ", RiffChunk("LIST", [.. Text("hdrl"), .. Scan(8)]), RiffChunk("LIST", [.. Text("movi"), .. Scan(40)]),
                RiffChunk("idx1", Scan(6))), Scan(40)),
    ];

    private static IEnumerable<HothashVector> IsoMedia()
    {
        var (media, data) = (Scan(200), Mp4.Length + 8);
        var (heic, single) = (Items(("Exif", 3), ("hvc1", 9), ("grid", 1), ("hvc1", 2)), Items(("av01", 1)));
        "avif"u8.CopyTo(single.AsSpan(8));
        return
        [
            new("heic.heic", "HEIC", "Coded images by ascending item id; grid and Exif do not count.", heic, Scan(20, 2), Scan(20, 9)),
            new("avif.avif", "AVIF", "One coded image.", single, Scan(20, 1)),
            new("heic-in-idat.heic", "HEIC", "Construction method 1: the offset counts from the idat box.",
                Join(Heic, FullBox("meta", 0, Info(("hvc1", 1)), FullBox("iloc", 1, Big16(0x4400, 1, 1, 1, 0, 1), Big(4, 10)),
                    Box("idat", Scan(20)))), Scan(20)[4..14]),
            new("heif-other-codec.heic", "HEIC", "Items of other codecs only: the whole file.", Items(("jpeg", 1), ("unci", 2)), null),
            new("mp4.mp4", "MP4", "Sound and picture tracks in the order of moov, chunk by chunk; text does not count.",
                Join(Mp4, Box("mdat", media), Box("moov",
                    Track("soun", Chunks(data + 100, data, data + 50), Runs((1, 2), (3, 1)), Sizes(5, 6, 7, 8, 9)),
                    Track("text", Chunks(data), Runs((1, 1)), Sizes(9)),
                    Track("vide", Chunks(data + 20, data + 60), Runs((1, 1)), Sizes(10, 12)))),
                media[100..111], media[..15], media[50..59], media[20..30], media[60..72]),
            new("mp4-cut-chunk.mp4", "MP4", "A chunk in an mdat that precedes moov ends with it.",
                Join(Mp4, Box("mdat", media), Box("moov", Track("vide", Chunks(data + 190), Runs((1, 1)), Sizes(50)))), media[190..]),
            new("mp4-disagreeing-tables.mp4", "MP4", "Chunks and samples do not match: the whole file.",
                Join(Mp4, Box("mdat", media), Box("moov", Track("vide", Chunks(data), Runs((1, 2)), Sizes(5, 6, 7)))), null),
            new("cr3.cr3", "CR3", "The pictures of the tracks, as in any film.",
                Join(Box("ftyp", Text("crx "), Big(1), Text("crx isom")), Box("mdat", media), Box("moov",
                    Track("vide", Chunks(data + 20), Runs((1, 1)), Sizes(30)),
                    Track("meta", Chunks(data), Runs((1, 1)), Sizes(9)),
                    Track("vide", Chunks(data + 60), Runs((1, 1)), Sizes(40)))), media[20..50], media[60..100]),
            new("quicktime.mov", "MOV", "A file that begins with its media data.",
                Join(Box("mdat", media), Box("moov", Track("vide", Chunks(8), Runs((1, 2)), Sizes(30, 40)))), media[..70]),
        ];
    }

    private static IEnumerable<HothashVector> Jpeg2000() =>
    [
        new("jp2.jp2", "JP2", "The codestream boxes of a container.",
            Join(Jp2, Box("jp2h", Scan(9)), Box("jp2c", Scan(30)), Box("uuid", Scan(20)), Box("jp2c", Scan(5))), Scan(30), Scan(5)),
        new("jp2-open-box.jp2", "JP2", "A box of length 0 goes to the end of the file.", Join(Jp2, Big(0), Text("jp2c"), Scan(30)), Scan(30)),
        new("jp2-cut.jp2", "JP2", "A box that is cut off counts for nothing: the whole file.", Join(Jp2, Box("jp2c", Scan(30)))[..^1], null),
        new("codestream.j2c", "J2C", "A bare codestream: all that follows the header of its first tile-part.",
            Join([0xFF, 0x4F], Segment(0x51, new byte[40]), Segment(0x90, new byte[8]), [0xFF, 0x93], Scan(40), [0xFF, 0xD9]),
            Scan(40), [0xFF, 0xD9]),
        new("jxl.jxl", "JXL", "Partial codestream boxes count with their counters.",
            Join(Jxl, Box("jxlp", Big(0), Scan(30)), Box("Exif", Scan(9)), Box("jxlp", Big(1), Scan(3))), Big(0), Scan(30), Big(1), Scan(3)),
        new("jxl-codestream.jxl", "JXL Codestream", "A bare codestream is image data from its first byte.",
            [0xFF, 0x0A, .. Scan(60)], [0xFF, 0x0A], Scan(60)),
    ];

    private static IEnumerable<HothashVector> Whole() =>
    [
        new("gif.gif", "GIF", "No rule: the whole file.", Join(Text("GIF89a"), Little16(1, 1), [0, 0, 0, 0x3B]), null),
        new("psd.psd", "PSD", "No rule: the whole file.", Join(Text("8BPS\0\u0001"), new byte[40]), null),
        new("bmp.bmp", "BMP", "No rule: the whole file.", Join(Text("BM"), Little(58, 0, 54, 40, 1, 1), Little16(1, 24), new byte[28]), null),
        new("text.jpg", "", "Content decides, not the name: this is text.", [.. "this is no picture"u8], null),
    ];
}
