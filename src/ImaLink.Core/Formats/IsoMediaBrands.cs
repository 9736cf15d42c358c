using System.Buffers.Binary;
using System.Text;

namespace ImaLink.Formats;

/// <summary>Tells the members of the ISO base media family (ISO/IEC 14496-12) apart by their brands.</summary>
internal static class IsoMediaBrands
{
    private static readonly HashSet<string> QuickTimeBoxes = ["moov", "mdat", "free", "skip", "wide", "pnot", "junk", "udta"];

    public static string? Classify(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8)
            return null;
        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var box = Text(head[4..]);

        // The first box of a QuickTime file of before 2003 is not yet 'ftyp'.
        if (box != "ftyp")
            return QuickTimeBoxes.Contains(box) && size is 0 or 1 or >= 8 ? "MOV" : null;
        if (head.Length < 12)
            return null;

        // The second field of 'ftyp' is a version; brands that the file is compatible with follow.
        var end = (int)Math.Min(size, head.Length);
        var brands = end > 16 ? head[16..end] : default;
        return OfBrand(Text(head[8..])) ?? OfCompatible(brands) ?? "MP4";
    }

    private static string? OfBrand(string brand) => brand switch
    {
        "heic" or "heix" or "heim" or "heis" => "HEIC",
        "hevc" or "hevx" => "HEICS",
        "mif1" => "HEIF",
        "msf1" => "HEIFS",
        "avif" or "avis" => "AVIF",
        "crx " => "CR3",
        "qt  " => "MOV",
        "M4A " or "M4B " or "M4P " => "M4A",
        "M4V " or "M4VH" or "M4VP" => "M4V",
        "F4V " or "F4P " => "F4V",
        _ when brand.StartsWith("3gp", StringComparison.Ordinal) => "3GP",
        _ when brand.StartsWith("3g2", StringComparison.Ordinal) => "3G2",
        _ => null,
    };

    private static string? OfCompatible(ReadOnlySpan<byte> brands)
    {
        for (; brands.Length >= 4; brands = brands[4..])
        {
            if (brands.StartsWith("qt  "u8))
                return "MOV";
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes[..4]);
}
