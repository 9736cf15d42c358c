using ImaLink.Tests.Media.Formats;

using static ImaLink.Tests.Media.Formats.TiffTestEntry;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Specification;

/// <summary>The vectors of TIFF and of the raw formats that are built on it.</summary>
internal static class TiffVectors
{
    private static readonly byte[] A = Scan(10, 1), B = Scan(20, 2), C = Scan(30, 3), D = Scan(40, 4);

    public static IEnumerable<HothashVector> All() =>
    [
        Of("tiff-strips.tif", "TIFF", "Strips in the order of the array, not of the file.", [B, A], tiff =>
        {
            var (a, b) = (tiff.Data(A), tiff.Data(B));
            return tiff.Directory(Short(0x103, 1), Long(0x111, b, a), Long(0x117, B.Length, A.Length));
        }),
        Of("tiff-big-endian.tif", "TIFF", "The same in the other byte order.", [A, B],
            tiff => tiff.Directory(Short(0x103, 1), Long(0x111, tiff.Data(A), tiff.Data(B)), Long(0x117, A.Length, B.Length)),
            littleEndian: false),
        Of("tiff-tiles.tif", "TIFF", "Tiles always count.", [A],
            tiff => tiff.Directory(Long(0xFE, 1), Short(0x103, 7), Long(0x144, tiff.Data(A)), Long(0x145, A.Length))),
        Of("tiff-pages.tif", "TIFF", "Pages in the order of the chain.", [A, B], tiff =>
            tiff.Directory(tiff.Directory(Strip(tiff, B)), Strip(tiff, A))),
        Of("tiff-tag-order.tif", "TIFF", "The tags of one directory in the order of their decimal numbers as text.", [A, B, C], tiff =>
            tiff.Directory([.. Strip(tiff, A), Long(0x144, tiff.Data(B)), Long(0x145, B.Length), .. Jpeg(tiff, C)])),
        Of("tiff-thumbnail.tif", "TIFF", "The JPEG thumbnail of IFD1 does not count.", [A], tiff =>
            tiff.Directory(tiff.Directory(Jpeg(tiff, B)), Strip(tiff, A))),
        Of("tiff-past-end.tif", "TIFF", "A strip that reaches beyond the file counts as far as it goes.", [A], tiff =>
        {
            // The strip is the last thing in the file.
            var directory = tiff.Directory(Short(0x103, 1), Long(0x111, 58), Long(0x117, 9999));
            tiff.Data(A);
            return directory;
        }),
        Of("tiff-value-past-end.tif", "TIFF", "A value outside of the file discards its directory: the whole file.", null, tiff =>
            tiff.Directory([.. Strip(tiff, A), new TiffTestEntry(0x131, 2, [.. new long[90]])]), cut: 60),
        new("bigtiff.tif", "BTF", "BigTIFF has no rule: the whole file.", Join(
            Text("II"), Little16(43, 8, 0), Little(16, 0, 3, 0),
            Little16(0x103, 3), Little(1, 0, 1, 0), Little16(0x111, 4), Little(1, 0, 92, 0),
            Little16(0x117, 4), Little(1, 0, A.Length, 0), Little(0, 0), A), null),
        Of("jxr.jxr", "JXR", "JPEG XR: the image and its alpha plane.", [A, B], tiff => tiff.Directory(
            Long(0xBCC0, tiff.Data(A)), Long(0xBCC1, A.Length), Long(0xBCC2, tiff.Data(B)), Long(0xBCC3, B.Length)), magic: 0x01BC),
        Of("dng.dng", "DNG", "SubIFDs before their directory; a JPEG preview counts only as SubIFD2.", [A, C, D], tiff =>
        {
            var raw = tiff.Directory([Long(0xFE, 0), Short(0x103, 7), .. Strip(tiff, A)[1..]]);
            var preview = tiff.Directory([Long(0xFE, 1), Short(0x103, 7), .. Strip(tiff, B)[1..]]);
            var third = tiff.Directory([Long(0xFE, 1), Short(0x103, 7), .. Strip(tiff, C)[1..]]);
            return tiff.Directory([Long(0xFE, 1), .. Strip(tiff, D), Long(0x14A, raw, preview, third), new(0xC612, 1, 1, 4, 0, 0)]);
        }),
        Of("cr2.cr2", "CR2", "Neither the preview in IFD0 nor the thumbnail in IFD1.", [C], tiff =>
        {
            tiff.Sign(8, [.. "CR"u8, 2, 0]);
            var raw = tiff.Directory([Short(0x103, 6), .. Strip(tiff, C)[1..]]);
            var thumbnail = tiff.Directory(raw, Jpeg(tiff, B));
            return tiff.Directory(thumbnail, [Short(0x103, 6), .. Strip(tiff, A)[1..]]);
        }),
        Of("nef.nef", "NEF", "JPEG and raw data of the SubIFDs, then the uncompressed thumbnail of IFD0.", [A, B, C], tiff =>
        {
            var jpeg = tiff.Directory([Long(0xFE, 1), Short(0x103, 6), .. Jpeg(tiff, A)]);
            var raw = tiff.Directory([Long(0xFE, 0), Short(0x103, 34713), .. Strip(tiff, B)[1..]]);
            return tiff.Directory([Long(0xFE, 1), Maker("NIKON CORPORATION"), .. Strip(tiff, C), Long(0x14A, jpeg, raw)]);
        }, littleEndian: false),
        Of("nrw.nrw", "NRW", "Nikon's other raw format: the JPEG of IFD0 is a thumbnail.", [B], tiff =>
        {
            var raw = tiff.Directory([Long(0xFE, 0), Short(0x103, 34713), .. Strip(tiff, B)[1..]]);
            return tiff.Directory([Short(0x103, 6), Maker("NIKON"), Long(0x14A, raw), .. Jpeg(tiff, A)]);
        }),
        Of("arw.arw", "ARW", "Neither the preview of IFD0 nor the thumbnail of IFD1.", [A], tiff =>
        {
            var raw = tiff.Directory([Long(0xFE, 0), Short(0x103, 32767), .. Strip(tiff, A)[1..]]);
            var thumbnail = tiff.Directory([Short(0x103, 6), .. Jpeg(tiff, B)]);
            return tiff.Directory(thumbnail, [Long(0xFE, 1), Short(0x103, 6), Maker("SONY"), Long(0x14A, raw), .. Jpeg(tiff, C)]);
        }),
        Of("pef.pef", "PEF", "Raw data of IFD0, then the JPEG of IFD2; not the thumbnail of IFD1.", [A, C], tiff =>
        {
            var jpeg = tiff.Directory(Jpeg(tiff, C));
            var thumbnail = tiff.Directory(jpeg, Jpeg(tiff, B));
            return tiff.Directory(thumbnail, [Short(0x103, 65535), Maker("PENTAX"), .. Strip(tiff, A)[1..]]);
        }, littleEndian: false),
        Of("srw.srw", "SRW", "The JPEG in the SubIFD of IFD1 does not count; that in the SubIFD of IFD0 does.", [C, A], tiff =>
        {
            var below = tiff.Directory(Jpeg(tiff, B));
            var second = tiff.Directory(Short(0x103, 6), Long(0x14A, below));
            var raw = tiff.Directory([Long(0xFE, 0), Short(0x103, 32770), .. Jpeg(tiff, C)]);
            return tiff.Directory(second, [Maker("SAMSUNG"), .. Strip(tiff, A), Long(0x14A, raw)]);
        }),
        Of("rw2.rw2", "RW2", "From the raw offset to the end of the file.", [D], tiff =>
        {
            tiff.Sign(8, 0x88, 0xE7, 0x74, 0xD8, 0xF8, 0x25, 0x1D, 0x4D, 0x94, 0x7A, 0x6E, 0x77, 0x82, 0x2B, 0x5D, 0x6A);
            tiff.Data(new byte[8]);
            var directory = tiff.Directory(Maker("Panasonic"), Long(0x118, 72));
            tiff.Data(D);
            return directory;
        }, magic: 0x55),
        Of("orf.orf", "ORF", "Olympus: the strips, as in any TIFF. The reference gives none under this extension.", [A], tiff =>
            tiff.Directory(Strip(tiff, A)), magic: 0x4F52),
    ];

    private static HothashVector Of(
        string name, string format, string note, byte[][]? image, Func<TiffBuilder, long> build, bool littleEndian = true,
        ushort magic = 42, int cut = 0)
    {
        var tiff = new TiffBuilder(littleEndian, magic);
        if (magic == 0x55)
            tiff.Data(new byte[8]);
        var content = tiff.Build(build(tiff));
        return new HothashVector(name, format, note, content[..^cut], image);
    }

    private static TiffTestEntry[] Strip(TiffBuilder tiff, byte[] data) =>
        [Short(0x103, 1), Long(0x111, tiff.Data(data)), Long(0x117, data.Length)];

    private static TiffTestEntry[] Jpeg(TiffBuilder tiff, byte[] data) => [Long(0x201, tiff.Data(data)), Long(0x202, data.Length)];

    private static TiffTestEntry Maker(string name) => TiffTestEntry.Of(0x10F, name);
}
