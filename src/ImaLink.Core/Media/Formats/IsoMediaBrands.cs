using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Tells the members of the ISO base media family (ISO/IEC 14496-12) apart by their brands.</summary>
internal static class IsoMediaBrands
{
    private static readonly uint[] WayToHandler =
        [Box.Named("moov"u8), Box.Named("trak"u8), Box.Named("mdia"u8), Box.Named("hdlr"u8)];

    private static readonly HashSet<string> QuickTimeBoxes =
        ["moov", "mdat", "free", "skip", "wide", "pnot", "junk", "udta"];

    /// <summary>The name of the format, or null for other content.</summary>
    public static string? Classify(FileBytes file, ReadOnlySpan<byte> head)
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
        return OfBrand(Text(head[8..])) ?? OfCompatible(brands) ?? (HasOnlySound(file) ? "M4A" : "MP4");
    }

    private static string? OfBrand(string brand) => brand switch
    {
        "heic" or "heim" or "heis" => "HEIC",
        "hevc" or "hevx" => "HEICS",
        "mif1" or "heix" => "HEIF",
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

    /// <summary>Brands do not tell a film from a song: its tracks do.</summary>
    private static bool HasOnlySound(FileBytes file)
    {
        var (sound, picture) = (false, false);
        LookForTracks(file, new Box(0, 0, file.Length, IsOpen: true), 0, ref sound, ref picture);
        return sound && !picture;
    }

    /// <summary>Looks at the handlers of all tracks; costs no memory, however many there are.</summary>
    private static void LookForTracks(FileBytes file, in Box parent, int depth, ref bool sound, ref bool picture)
    {
        for (var position = parent.Start; Box.Read(file, position, parent.End) is { IsOpen: false } box;)
        {
            if (box.End > parent.End || picture)
                return;
            if (box.Name == WayToHandler[depth] && depth < WayToHandler.Length - 1)
                LookForTracks(file, box, depth + 1, ref sound, ref picture);
            else if (box.Name == WayToHandler[depth])
                Note(IsoMediaTrack.Handler(file, box), ref sound, ref picture);
            position = box.End;
        }

        static void Note(uint? handler, ref bool sound, ref bool picture)
        {
            sound |= handler == Box.Named("soun"u8);
            picture |= handler == Box.Named("vide"u8);
        }
    }

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
