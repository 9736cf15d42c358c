using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats.Ends;

/// <summary>Formats that are a header and pixels, or whose header says how long the file is.</summary>
internal static class PixelEnds
{
    private const string Picture = "its picture";

    /// <summary>BMP: the pixels, where they are not compressed; else what the header gives as the size of the picture.</summary>
    public static void Bmp(FileBytes file, FileReach reach)
    {
        Span<byte> head = stackalloc byte[54];
        if (!file.TryRead(0, head))
            return;
        var start = BinaryPrimitives.ReadUInt32LittleEndian(head[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(head[34..]);
        var (width, height) = ((long)BinaryPrimitives.ReadInt32LittleEndian(head[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(head[22..])));
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(head[28..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) >= 40 && BinaryPrimitives.ReadUInt32LittleEndian(head[30..]) is 0 or 3)
            size = width is > 0 and < 1 << 24 && height < 1 << 24 ? (width * bits + 31) / 32 * 4 * height : 0;
        if (size > 0)
            Claim(file, reach, start, size);
    }

    /// <summary>QOI: eight bytes end it.</summary>
    public static void Qoi(FileBytes file, FileReach reach)
    {
        Span<byte> tail = stackalloc byte[8];
        if (file.TryRead(file.Length - 8, tail) && tail.SequenceEqual<byte>([0, 0, 0, 0, 0, 0, 0, 1]))
            reach.Ends();
        else
            reach.Lacks("its last bytes, which end it, are missing");
    }

    /// <summary>DPX: the header gives the length of the file.</summary>
    public static void Dpx(FileBytes file, FileReach reach)
    {
        Span<byte> head = stackalloc byte[20];
        if (!file.TryRead(0, head))
            return;
        var length = head[0] == 'S' ? BinaryPrimitives.ReadUInt32BigEndian(head[16..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[16..]);
        if (length is > 20 and < uint.MaxValue)
            Claim(file, reach, 0, length);
    }

    /// <summary>ICO: a directory of pictures.</summary>
    public static void Ico(FileBytes file, FileReach reach)
    {
        Span<byte> entry = stackalloc byte[16];
        file.TryRead(4, entry[..2]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(entry);
        for (var i = 0; i < count; i++)
        {
            if (!reach.Claim(6 + i * 16, 16, "its directory") || !file.TryRead(6 + i * 16, entry)
                || !reach.Claim(BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]), Picture))
                return;
        }

        reach.Ends();
    }

    /// <summary>Portable maps: a header of words, then pixels; as numbers in text they have no end.</summary>
    public static void Pnm(FileBytes file, FileReach reach)
    {
        var head = file.Peek(0, (int)Math.Min(file.Length, 512), 512);
        var words = new List<long>();
        var at = 2;
        for (var wanted = head.Length > 2 && head[1] == '4' ? 2 : 3; words.Count < wanted && at < head.Length;)
        {
            if (head[at] == '#')
            {
                var line = head[at..].IndexOf((byte)'\n');
                at = line < 0 ? head.Length : at + line;
            }

            var from = at;
            while (at < head.Length && char.IsAsciiDigit((char)head[at]))
                at++;
            if (at > from && long.TryParse(Encoding.ASCII.GetString(head[from..at]), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                words.Add(number);
            else
                at++;
        }

        if (at >= head.Length || words.Exists(word => word is 0 or > 1 << 24))
            return;
        long? size = (char)head[1] switch
        {
            '4' when words.Count == 2 => (words[0] + 7) / 8 * words[1],
            '5' when words.Count == 3 => words[0] * words[1] * (words[2] > 255 ? 2 : 1),
            '6' when words.Count == 3 => words[0] * words[1] * 3 * (words[2] > 255 ? 2 : 1),
            _ => null,
        };
        if (size is { } bytes)
            Claim(file, reach, at + 1, bytes);
    }

    /// <summary>FITS: a header of cards in blocks, then the elements of an array, filled up to a block.</summary>
    public static void Fits(FileBytes file, FileReach reach)
    {
        const int Block = 2880;
        const int Card = 80;
        const int MostCards = 10_000;
        Span<byte> card = stackalloc byte[Card];
        var (bits, size, axes) = (0L, 1L, 0L);
        var position = 0L;
        for (var i = 0; i < MostCards && file.TryRead(position, card); i++, position += Card)
        {
            if (card.StartsWith("END "u8))
            {
                var start = (position + Card + Block - 1) / Block * Block;
                if (axes > 0 && size is > 0 and < 1L << 40)
                    reach.Claim(start, Math.Abs(bits) / 8 * size, Picture);
                reach.Ends();
                return;
            }

            var (name, value) = (Encoding.ASCII.GetString(card[..8]).Trim(), Encoding.ASCII.GetString(card[10..]).Split('/')[0].Trim());
            if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > 1 << 30)
                continue;
            if (name == "BITPIX")
                bits = number;
            else if (name == "NAXIS")
                axes = number;
            else if (name.StartsWith("NAXIS", StringComparison.Ordinal))
                size = size > 1L << 40 ? size : size * number;
        }

        reach.Lacks("its header is cut");
    }

    /// <summary>TGA: the pixels, where they are not compressed; else the signature that its second version ends with.</summary>
    public static void Tga(FileBytes file, FileReach reach)
    {
        Span<byte> head = stackalloc byte[18];
        Span<byte> tail = stackalloc byte[18];
        if (file.TryRead(file.Length - 18, tail) && tail.StartsWith("TRUEVISION-XFILE."u8))
        {
            reach.Ends();
            return;
        }

        if (!file.TryRead(0, head) || head[2] is not (1 or 2 or 3))
            return;
        var colours = head[1] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(head[5..]) * ((head[7] + 7L) / 8) : 0;
        Claim(file, reach, 18 + head[0] + colours,
            (long)BinaryPrimitives.ReadUInt16LittleEndian(head[12..]) * BinaryPrimitives.ReadUInt16LittleEndian(head[14..]) * ((head[16] + 7L) / 8));
    }

    private static void Claim(FileBytes file, FileReach reach, long start, long length)
    {
        reach.Claim(start, length, Picture);
        reach.Ends();
    }
}
