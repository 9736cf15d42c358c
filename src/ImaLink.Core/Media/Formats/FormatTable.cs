using ImaLink.Media.Formats.Ends;
using static ImaLink.Media.Formats.MediaKind;

namespace ImaLink.Media.Formats;

/// <summary>
/// Every format that ImaLink knows, in one place. Names and MIME types are ExifTool's, so that anyone can check
/// an archive with it. Rows without signature belong to a family whose members only a closer look tells apart
/// (<see cref="FormatDetector"/>). Recognition asks the rows from top to bottom.
/// </summary>
internal static class FormatTable
{
    private static readonly FormatInfo[] Rows =
    [
        // JPEG
        .. With(JpegImageData.Read, JpegEnd.Read,
        [
            new(MediaKind.Photo, "JPS", "image/x-jps", "jps", "FF D8 FF E3 .. .. 5F 'JPSJPS' 5F") { Decoder = PictureDecoder.Vips },
            new(MediaKind.Photo, "JPEG", "image/jpeg", "jpg jpeg jpe jfif thm", "FF D8 FF") { Decoder = PictureDecoder.Vips },
            new(MediaKind.Photo, "MPO", "image/jpeg", "mpo") { Decoder = PictureDecoder.Vips },
        ]),

        // PNG
        .. With(PngImageData.Read, PngEnd.Read,
        [
            new(MediaKind.Photo, "PNG", "image/png", "png", "89 'PNG' 0D 0A 1A 0A") { Decoder = PictureDecoder.Vips },
            new(MediaKind.Photo, "APNG", "image/apng", "png apng") { Decoder = PictureDecoder.Vips },
            new(MediaKind.Photo, "JNG", "image/jng", "jng", "8B 'JNG' 0D 0A 1A 0A") { Decoder = PictureDecoder.Jng },
            new(Video, "MNG", "video/mng", "mng", "8A 'MNG' 0D 0A 1A 0A") { Decoder = PictureDecoder.Mng },
        ]),

        // TIFF and the raw formats built on it
        new(MediaKind.Photo, "BTF", "image/x-tiff-big", "tif tiff btf", "'II' 2B 00", "'MM' 00 2B") { End = TiffEnd.Read, Decoder = PictureDecoder.Vips },
        new(Other, "DCP", "application/octet-stream", "dcp", "'IIRC'"),
        .. With(TiffImageData.Read, TiffEnd.Read,
        [
            new(MediaKind.Photo, "TIFF", "image/tiff", "tif tiff") { Decoder = PictureDecoder.Tiff },
            new(MediaKind.Photo, "JXR", "image/jxr", "jxr hdp wdp", "'II' BC"),
            new(Raw, "DNG", "image/x-adobe-dng", "dng"),
            new(Raw, "GPR", "image/x-gopro-gpr", "gpr"),
            new(Raw, "CR2", "image/x-canon-cr2", "cr2"),
            new(Raw, "NEF", "image/x-nikon-nef", "nef"),
            new(Raw, "NRW", "image/x-nikon-nrw", "nrw"),
            new(Raw, "ARW", "image/x-sony-arw", "arw arq"),
            new(Raw, "SR2", "image/x-sony-sr2", "sr2"),
            new(Raw, "SRF", "image/x-sony-srf", "srf"),
            new(Raw, "PEF", "image/x-pentax-pef", "pef"),
            new(Raw, "SRW", "image/x-samsung-srw", "srw"),
            new(Raw, "RW2", "image/x-panasonic-rw2", "rw2") { End = PanasonicEnd.Read, Facts = FactSource.Panasonic },
            new(Raw, "RWL", "image/x-leica-rwl", "rwl") { End = PanasonicEnd.Read, Facts = FactSource.Panasonic },
            new(Raw, "RAW", "image/x-raw", "raw", "@25 'ARECOYK'") { End = PanasonicEnd.Read, Facts = FactSource.Panasonic },
            new(Raw, "ORF", "image/x-olympus-orf", "orf ori", "'IIRO'", "'IIRS'", "'MMOR'"),
            new(Raw, "3FR", "image/x-hasselblad-3fr", "3fr fff"),
            new(Raw, "IIQ", "image/x-raw", "iiq"),
            new(Raw, "ERF", "image/x-epson-erf", "erf"),
            new(Raw, "MEF", "image/x-mamiya-mef", "mef"),
            new(Raw, "MOS", "image/x-raw", "mos"),
            new(Raw, "DCR", "image/x-kodak-dcr", "dcr"),
            new(Raw, "KDC", "image/x-kodak-kdc", "kdc k25") { Decoder = PictureDecoder.KodakRaw },
        ]),

        // Raw formats of their own
        .. With(CrwImageData.Read, RawEnds.Crw,
        [
            new(Raw, "CRW", "image/x-canon-crw", "crw", "@6 'HEAPCCDR'"),
        ]),
        .. With(RafImageData.Read, RawEnds.Raf,
        [
            new(Raw, "RAF", "image/x-fujifilm-raf", "raf", "'FUJIFILMCCD-RAW'"),
            new(Raw, "RAF (M-RAW)", "image/x-fujifilm-raf", "raf", "'FUJIFILM'"),
        ]),
        .. With(MrwImageData.Read, RawEnds.Mrw,
        [
            new(Raw, "MRW", "image/x-minolta-mrw", "mrw", "00 'MRM'", "00 'MRI'"),
        ]),
        .. With(X3fImageData.Read, RawEnds.X3f,
        [
            new(Raw, "X3F", "image/x-sigma-x3f", "x3f", "'FOVb'"),
        ]),
        .. With(EipImageData.Read, RawEnds.Eip,
        [
            new(Raw, "EIP", "application/x-captureone", "eip", "'PK' 03 04 @30 '0.IIQ'"),
        ]),
        new(Raw, "R3D", "video/x-red-r3d", "r3d", "@4 'RED1'", "@4 'RED2'"),

        // ISO base media
        .. With(IsoMediaImageData.Read, IsoMediaEnd.Read,
        [
            new(MediaKind.Photo, "HEIC", "image/heic", "heic heif hif") { Decoder = PictureDecoder.Heif },
            new(MediaKind.Photo, "HEICS", "image/heic-sequence", "heic heics") { Decoder = PictureDecoder.Heif },
            new(MediaKind.Photo, "HEIF", "image/heif", "heif heic hif") { Decoder = PictureDecoder.Heif },
            new(MediaKind.Photo, "HEIFS", "image/heif-sequence", "heif heifs") { Decoder = PictureDecoder.Heif },
            new(MediaKind.Photo, "AVIF", "image/avif", "avif") { Decoder = PictureDecoder.Avif },
            new(Raw, "CR3", "image/x-canon-cr3", "cr3"),
            new(Raw, "CRM", "video/x-canon-crm", "crm"),
            new(Video, "MOV", "video/quicktime", "mov qt") { Decoder = PictureDecoder.Film },
            new(Video, "MP4", "video/mp4", "mp4") { Decoder = PictureDecoder.Film },
            new(Video, "M4V", "video/x-m4v", "m4v") { Decoder = PictureDecoder.Film },
            new(Video, "3GP", "video/3gpp", "3gp") { Decoder = PictureDecoder.Film },
            new(Video, "3G2", "video/3gpp2", "3g2") { Decoder = PictureDecoder.Film },
            new(Video, "F4V", "video/mp4", "f4v") { Decoder = PictureDecoder.Film },
            new(Other, "M4A", "audio/mp4", "m4a m4b m4p"),
        ]),

        // RIFF
        .. With(RiffImageData.Read, RiffEnd.Read,
        [
            new(MediaKind.Photo, "Extended WEBP", "image/webp", "webp", "'RIFF' .. .. .. .. 'WEBPVP8X'") { Decoder = PictureDecoder.Vips },
            new(MediaKind.Photo, "WEBP (lossless)", "image/webp", "webp", "'RIFF' .. .. .. .. 'WEBPVP8L'") { Decoder = PictureDecoder.Vips },
            new(MediaKind.Photo, "WEBP", "image/webp", "webp", "'RIFF' .. .. .. .. 'WEBP'") { Decoder = PictureDecoder.Vips },
            new(MediaKind.Photo, "Extended WEBP (lossless)", "image/webp", "webp") { Decoder = PictureDecoder.Vips },
            new(Video, "AVI", "video/x-msvideo", "avi", "'RIFF' .. .. .. .. 'AVI_'") { Decoder = PictureDecoder.Film },
            new(Other, "WAV", "audio/x-wav", "wav", "'RIFF' .. .. .. .. 'WAVE'", "'RF64' .. .. .. .. 'WAVE'"),
        ]),

        // JPEG 2000 and JPEG XL
        .. With(Jpeg2000ImageData.ReadBoxes, Jpeg2000End.ReadBoxes,
        [
            new(MediaKind.Photo, "JP2", "image/jp2", "jp2", "00 00 00 0C 'jP' .. .. 0D 0A 87 0A") { Decoder = PictureDecoder.Jpeg2000 },
            new(MediaKind.Photo, "JPX", "image/jpx", "jpx jpf jp2") { Decoder = PictureDecoder.Jpeg2000 },
            new(MediaKind.Photo, "JPM", "image/jpm", "jpm"),
            new(MediaKind.Photo, "JPH", "image/jph", "jph jphc") { Decoder = PictureDecoder.Jpeg2000 },
        ]),
        .. With(Jpeg2000ImageData.ReadCodestream, Jpeg2000End.ReadCodestream,
        [
            new(MediaKind.Photo, "J2C", "image/x-j2c", "j2c j2k jpc", "FF 4F FF 51 00") { Decoder = PictureDecoder.Jpeg2000Codestream },
        ]),
        .. With(Jpeg2000ImageData.ReadBoxes, Jpeg2000End.ReadBoxes,
        [
            new(MediaKind.Photo, "JXL", "image/jxl", "jxl", "00 00 00 0C 'JXL_' 0D 0A 87 0A") { Decoder = PictureDecoder.JpegXl },
        ]),
        .. With(Jpeg2000ImageData.ReadWhole, null,
        [
            new(MediaKind.Photo, "JXL Codestream", "image/jxl", "jxl", "FF 0A") { Decoder = PictureDecoder.JpegXl },
        ]),

        // Images that are identified as whole files
        new(MediaKind.Photo, "GIF", "image/gif", "gif", "'GIF87a'", "'GIF89a'") { End = GifEnd.Read, Decoder = PictureDecoder.Vips },
        new(MediaKind.Photo, "PSD", "application/vnd.adobe.photoshop", "psd", "'8BPS' 00 01") { End = PsdEnd.Read, Decoder = PictureDecoder.Photoshop },
        new(MediaKind.Photo, "PSB", "application/vnd.adobe.photoshop", "psb", "'8BPS' 00 02") { End = PsdEnd.Read, Decoder = PictureDecoder.PhotoshopLarge },
        new(MediaKind.Photo, "EXR", "image/x-exr", "exr", "76 2F 31 01") { End = ExrEnd.Read, Decoder = PictureDecoder.OpenExr },
        new(MediaKind.Photo, "HDR", "image/vnd.radiance", "hdr", "'#?RADIANCE' 0A", "'#?RGBE' 0A") { Decoder = PictureDecoder.Radiance },
        new(MediaKind.Photo, "XCF", "image/x-xcf", "xcf", "'gimp_xcf_'"),
        new(MediaKind.Photo, "BPG", "image/bpg", "bpg", "'BPG' FB"),
        new(MediaKind.Photo, "FLIF", "image/flif", "flif", "'FLIF'"),
        new(MediaKind.Photo, "QOI", "image/qoi", "qoi", "'qoif'") { End = PixelEnds.Qoi, Decoder = PictureDecoder.Qoi },
        new(MediaKind.Photo, "DPX", "image/x-dpx", "dpx", "'SDPX'", "'XPDS'") { End = PixelEnds.Dpx },
        new(MediaKind.Photo, "FITS", "image/fits", "fits fit fts", "'SIMPLE__='") { End = PixelEnds.Fits },
        new(MediaKind.Photo, "DICOM", "application/dicom", "dcm dicom", "@128 'DICM'"),
        new(MediaKind.Photo, "ICO", "image/x-icon", "ico", "00 00 01 00 .. 00") { End = PixelEnds.Ico, Facts = FactSource.IconHeader },
        new(MediaKind.Photo, "DDS", "image/vnd.ms-dds", "dds", "'DDS_' 7C 00 00 00"),
        new(MediaKind.Photo, "PCX", "image/pcx", "pcx", "0A 00 01", "0A 02 01", "0A 03 01", "0A 05 01") { Facts = FactSource.PcxHeader, Decoder = PictureDecoder.Pcx },
        new(MediaKind.Photo, "BMP", "image/bmp", "bmp dib") { End = PixelEnds.Bmp, Decoder = PictureDecoder.Bitmap, Facts = FactSource.BitmapHeader },
        new(MediaKind.Photo, "PBM", "image/x-portable-bitmap", "pbm") { End = PixelEnds.Pnm, Facts = FactSource.PortableMapHeader, Decoder = PictureDecoder.PortableMap },
        new(MediaKind.Photo, "PGM", "image/x-portable-graymap", "pgm") { End = PixelEnds.Pnm, Facts = FactSource.PortableMapHeader, Decoder = PictureDecoder.PortableMap },
        new(MediaKind.Photo, "PPM", "image/x-portable-pixmap", "ppm") { End = PixelEnds.Pnm, Facts = FactSource.PortableMapHeader, Decoder = PictureDecoder.PortableMap },
        new(MediaKind.Photo, "TGA", "image/tga", "tga") { End = PixelEnds.Tga, Facts = FactSource.TargaHeader, Decoder = PictureDecoder.Targa },

        // Videos that are identified as whole files
        new(Video, "MKV", "video/x-matroska", "mkv") { End = FilmEnds.Matroska, Decoder = PictureDecoder.Film },
        new(Video, "WEBM", "video/webm", "webm") { End = FilmEnds.Matroska, Decoder = PictureDecoder.Film },
        new(Video, "WMV", "video/x-ms-wmv", "wmv asf", "30 26 B2 75 8E 66 CF 11 A6 D9 00 AA 00 62 CE 6C") { End = FilmEnds.Asf, Decoder = PictureDecoder.Film },
        new(Video, "FLV", "video/x-flv", "flv", "'FLV' 01") { End = FilmEnds.Flash, Decoder = PictureDecoder.Film },
        new(Video, "M2TS", "video/m2ts", "mts m2ts", "@4 47 @196 47 @388 47") { End = FilmEnds.Packets192, Decoder = PictureDecoder.Film },
        new(Video, "M2T", "video/mpeg", "m2t ts mts", "47 @188 47 @376 47") { End = FilmEnds.Packets188, Decoder = PictureDecoder.Film },
        new(Video, "MPEG", "video/mpeg", "mpg mpeg vob", "00 00 01 BA") { End = FilmEnds.Mpeg, Decoder = PictureDecoder.Film },
        new(Video, "M2V", "video/mpeg", "m2v m1v", "00 00 01 B3") { End = FilmEnds.Mpeg, Decoder = PictureDecoder.Film },
        new(Video, "OGV", "video/ogg", "ogv", "'OggS' 00 02 @28 80 'theora'") { Decoder = PictureDecoder.Film },
        new(Video, "MXF", "application/mxf", "mxf", "06 0E 2B 34 02 05 01 01 0D 01 02") { Decoder = PictureDecoder.Film },
        new(Video, "DV", "video/x-dv", "dv dif", "1F 07 00 3F", "1F 07 00 BF") { Decoder = PictureDecoder.Film },

        // What stands beside images and must not be taken for one
        new(Other, "EPS", "application/postscript", "eps", "'%!PS-Adobe-' .. .. .. 20 'EPSF'", "C5 D0 D3 C6"),
        new(Other, "PS", "application/postscript", "ps", "'%!PS'"),
        new(Other, "PDF", "application/pdf", "pdf ai", "'%PDF-'"),
        new(Other, "EXV", "image/x-exv", "exv", "FF 01 'Exiv2'"),
        new(Other, "MIE", "application/x-mie", "mie", "'~' 10 04 .. '0MIE'", "'~' 18 04 .. '0MIE'"),
    ];

    private static readonly Dictionary<string, FormatInfo> ByName = Rows.ToDictionary(row => row.Name);

    /// <summary>All formats.</summary>
    public static IReadOnlyList<FormatInfo> All => Rows;

    /// <summary>The format of a name that stands in the table.</summary>
    public static FormatInfo Named(string name) => ByName[name];

    /// <summary>The format of a name, or null where it is not in the table.</summary>
    public static FormatInfo? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The names of the formats that a user means: the one of this name, else those with this extension, else what was given.</summary>
    public static IReadOnlyList<string> NamesOf(string text)
    {
        if (Array.Exists(Rows, row => row.Name.Equals(text, StringComparison.OrdinalIgnoreCase)))
            return [text];
        string extension = text.TrimStart('.');
        string[] names = [.. Rows.Where(row => row.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase)).Select(row => row.Name)];
        return names.Length > 0 ? names : [text];
    }

    /// <summary>Whether a text is the name of a format or a customary extension.</summary>
    public static bool Knows(string text) => Array.Exists(Rows, row =>
        row.Name.Equals(text, StringComparison.OrdinalIgnoreCase) || row.Extensions.Contains(text.TrimStart('.'), StringComparer.OrdinalIgnoreCase));

    /// <summary>The format whose signature a file begins with, or null.</summary>
    public static FormatInfo? WithSignature(ReadOnlySpan<byte> head)
    {
        foreach (var row in Rows)
        {
            foreach (var signature in row.Signatures)
            {
                if (signature.Matches(head))
                    return row;
            }
        }

        return null;
    }

    private static IEnumerable<FormatInfo> With(ImageDataReader? imageData, FileEndReader? end, FormatInfo[] rows) =>
        rows.Select(row => row with { ImageData = imageData, End = row.End ?? end });
}
