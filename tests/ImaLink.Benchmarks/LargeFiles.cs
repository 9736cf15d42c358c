using System.Buffers.Binary;
using System.Text;

namespace ImaLink.Benchmarks;

/// <summary>One large file of each structure that the hothash has a rule for, its image data made of noise.</summary>
internal static class LargeFiles
{
    private const int Length = 24 << 20;
    private static readonly byte[] Noise = MakeNoise();

    /// <summary>Name (what is special about it), and content.</summary>
    public static IEnumerable<(string Name, Func<byte[]> Make)> All() =>
    [
        ("JPEG, one scan", () => Join([0xFF, 0xD8], Scan(Length), [0xFF, 0xD9])),
        ("JPEG, restart markers", () => Join([0xFF, 0xD8], Restarting(Length), [0xFF, 0xD9])),
        ("JPEG, progressive", () => Join([0xFF, 0xD8, .. Repeat(8, _ => Join([0xFF, 0xC4, 0, 4, 0, 0], Scan(Length / 8)))], [0xFF, 0xD9])),
        ("PNG, chunks of 8 KB", () => Join([0x89, .. Text("PNG\r\n\u001a\n")], Chunk("IHDR", 13), Repeat(Length >> 13, _ => Chunk("IDAT", 8192)), Chunk("IEND", 0))),
        ("TIFF, strips of 8 KB", () => Tiff(42, Length >> 13, 8192, 1)),
        ("TIFF, strips in reverse order", () => Tiff(42, Length >> 13, 8192, 1, reverse: true)),
        ("DNG, tiles of 128 KB", () => Tiff(42, Length >> 17, 1 << 17, 1, dng: true)),
        ("NEF, one strip", () => Tiff(42, 1, Length, 34713)),
        ("RW2", () => Panasonic()),
        ("IIQ", () => PhaseOne()),
        ("RAF", () => Join(Header("FUJIFILMCCD-RAW 0201", 0x90, (0x64, 0x90), (0x68, Length)), Noise)),
        ("CRW", () => Join(Text("II"), Little(26), Text("HEAPCCDR"), new byte[12], Noise, Little16(1, 0x2005), Little(Length, 0), Little(Length))),
        ("MRW", () => Join(Text("\0MRM"), Big(8), Text("\0PRD"), Big(0), Noise)),
        ("X3F", () => Join(Header("FOVb", 40, (4, 2 << 8)), Text("SECi"), Little(0, 3, 0, 0, 0, 0), Noise, Text("SECd"), Little(0, 1),
            Little(40, Length + 28), Text("IMA2"), Little(Length + 68))),
        ("WebP", () => Join(Text("RIFF"), Little(Length + 12), Text("WEBPVP8 "), Little(Length), Noise)),
        ("AVI", () => Join(Text("RIFF"), Little(Length + 16), Text("AVI LIST"), Little(Length + 4), Text("movi"), Noise)),
        ("HEIC, 48 tiles", () => Heic(48)),
        ("MP4, sound and picture interleaved", () => Film("isom")),
        ("CR3", () => Film("crx ")),
        ("JP2", () => Join(Big(12), Text("jP  \r\n\u0087\n"), Box("ftyp", Text("jp2 "), Big(0)), Box("jp2c", Noise))),
        ("JPEG 2000 codestream", () => Join([0xFF, 0x4F, 0xFF, 0x51, 0, 11], new byte[9], [0xFF, 0x93], Noise)),
        ("JXL", () => Join(Big(12), Text("JXL \r\n\u0087\n"), Box("ftyp", Text("jxl "), Big(0)), Box("jxlc", Noise))),
        ("JXL codestream", () => Join([0xFF, 0x0A], Noise)),
        ("GIF, whole file", () => Join(Text("GIF89a"), Noise)),
    ];

    private static byte[] MakeNoise()
    {
        var noise = new byte[Length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    /// <summary>Entropy-coded data: after each FF a 00.</summary>
    private static byte[] Scan(int length)
    {
        var scan = new List<byte>(length + length / 200) { 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0 };
        foreach (var value in Noise.AsSpan(0, length))
        {
            scan.Add(value);
            if (value == 0xFF)
                scan.Add(0);
        }

        return [.. scan];
    }

    private static byte[] Restarting(int length)
    {
        var scan = Scan(length);
        for (var i = 1000; i < scan.Length; i += 1000)
        {
            if (scan[i - 1] != 0xFF && scan[i] != 0xFF)
                (scan[i - 1], scan[i]) = (0xFF, 0xD0);
        }

        return scan;
    }

    private static byte[] Tiff(int magic, int strips, int size, int compression, bool reverse = false, bool dng = false)
    {
        var offsets = Enumerable.Range(0, strips).Select(i => 16 + (reverse ? strips - 1 - i : i) * size).ToArray();
        var start = 16 + strips * size;
        var arrays = strips > 1 ? strips * 8 : 0;
        var (directory, tags) = (start + arrays, dng ? (0x144, 0x145) : (0x111, 0x117));
        var maker = Text(compression == 34713 ? "NIKON\0" : "Maker\0");
        List<byte[]> entries =
        [
            Entry(0x103, 3, 1, compression), Entry(0x10F, 2, 6, directory + 100),
            Entry(tags.Item1, 4, strips, strips > 1 ? start : 16), Entry(tags.Item2, 4, strips, strips > 1 ? start + strips * 4 : size),
        ];
        if (dng)
            entries.Add(Entry(0xC612, 1, 4, 0x0401));
        var ifd = Join(Little16(entries.Count), Join([.. entries]), Little(0));
        return Join(
            Text("II"), Little16(magic), Little(directory), new byte[8], Noise.AsSpan(0, strips * size).ToArray(),
            strips > 1 ? Join(Little(offsets), Little([.. Enumerable.Repeat(size, strips)])) : [],
            ifd, new byte[100 - ifd.Length], maker);
    }

    private static byte[] Panasonic() => Join(
        Text("II"), Little16(0x55), Little(24),
        [0x88, 0xE7, 0x74, 0xD8, 0xF8, 0x25, 0x1D, 0x4D, 0x94, 0x7A, 0x6E, 0x77, 0x82, 0x2B, 0x5D, 0x6A],
        Little16(1), Entry(0x118, 4, 1, 42), Little(0), Noise);

    private static byte[] PhaseOne()
    {
        var note = Join(Text("IIIITwaR"), Little(12, 2, 0), Little(0x10E, 4, 4, 7), Little(0x10F, 4, Length, 52), Noise);
        return Join(
            Text("II"), Little16(42), Little(16), Text("IIII"), new byte[4], Little16(1), Entry(0x8769, 4, 1, 34), Little(0),
            Little16(1), Entry(0x927C, 7, note.Length, 52), Little(0), note);
    }

    private static byte[] Heic(int tiles)
    {
        var size = Length / tiles;
        var ids = Enumerable.Range(1, tiles).ToArray();
        var start = Build(0).Length - tiles * size;
        return Build(start);

        byte[] Build(int at) => Join(
            Box("ftyp", Text("heic"), Big(0), Text("mif1heic")),
            Box("meta", Big(0),
                Box("iinf", Big(0), Big16(tiles), Repeat(tiles, i => Box("infe", Big(2 << 24), Big16(i + 1, 0), Text("hvc1"), [0]))),
                Box("iloc", Big(0), Big16(0x4400, tiles), Join([.. ids.Select(id => Join(Big16(id, 0, 1), Big(at + (id - 1) * size, size)))]))),
            Box("mdat", Noise.AsSpan(0, tiles * size).ToArray()));
    }

    private static byte[] Film(string brand)
    {
        // Pictures of 20 KB, 12 to a chunk, and 3 KB of sound behind each chunk.
        const int Pictures = 12, Picture = 20_000, Sound = 3_000, Chunk = Pictures * Picture + Sound;
        const int Chunks = Length / Chunk;
        var head = Box("ftyp", Text(brand), Big(0), Text(brand));
        var starts = Enumerable.Range(0, Chunks).Select(i => head.Length + 8 + i * Chunk).ToArray();
        return Join(head, Box("mdat", Noise), Box("moov",
            Track("soun", [.. starts.Select(start => start + Pictures * Picture)], 1, [.. Enumerable.Repeat(Sound, Chunks)]),
            Track("vide", starts, Pictures, [.. Enumerable.Repeat(Picture, Chunks * Pictures)])));
    }

    private static byte[] Track(string handler, int[] chunks, int perChunk, int[] sizes) => Box("trak", Box("mdia",
        Box("hdlr", Big(0, 0), Text(handler), new byte[13]),
        Box("minf", Box("stbl",
            Box("stco", Big(0, chunks.Length), Big(chunks)), Box("stsc", Big(0, 1, 1, perChunk, 1)), Box("stsz", Big(0, 0, sizes.Length), Big(sizes))))));

    private static byte[] Header(string text, int length, params (int Place, int Value)[] fields)
    {
        var header = new byte[length];
        Text(text).CopyTo(header, 0);
        foreach (var (place, value) in fields)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(place), value);
        return header;
    }

    private static byte[] Chunk(string name, int length) => Join(Big(length), Text(name), Noise.AsSpan(0, length).ToArray(), new byte[4]);

    private static byte[] Box(string name, params byte[][] content) => Join([Big(8 + content.Sum(part => part.Length)), Text(name), .. content]);

    private static byte[] Entry(int tag, int format, int count, int value) => Join(Little16(tag, format), Little(count, value));

    private static byte[] Repeat(int times, Func<int, byte[]> part) => Join([.. Enumerable.Range(0, times).Select(part)]);

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Join(params byte[][] parts)
    {
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined, at);
            at += part.Length;
        }

        return joined;
    }

    private static byte[] Big(params int[] numbers) => Numbers(numbers, 4, BinaryPrimitives.WriteInt32BigEndian);

    private static byte[] Little(params int[] numbers) => Numbers(numbers, 4, BinaryPrimitives.WriteInt32LittleEndian);

    private static byte[] Big16(params int[] numbers) => Numbers(numbers, 2, (to, number) => BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)number));

    private static byte[] Little16(params int[] numbers) => Numbers(numbers, 2, (to, number) => BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)number));

    private delegate void Put(Span<byte> to, int number);

    private static byte[] Numbers(int[] numbers, int size, Put put)
    {
        var bytes = new byte[numbers.Length * size];
        for (var i = 0; i < numbers.Length; i++)
            put(bytes.AsSpan(i * size), numbers[i]);
        return bytes;
    }
}
