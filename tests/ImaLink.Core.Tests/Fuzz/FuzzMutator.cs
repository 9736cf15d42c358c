using System.Buffers.Binary;

namespace ImaLink.Tests.Fuzz;

/// <summary>
/// Damages a file where it hurts. Lengths, counts and offsets are found by what they hold: a number that is small enough to
/// mean a place in the file, in either byte order, is taken for one, and so is what stands beside a name of four letters.
/// </summary>
internal sealed class FuzzMutator(IReadOnlyList<byte[]> samples, Random random)
{
    private const int MostLength = 1 << 20;

    /// <summary>Values that have broken many a reader; the file's own length and near it are added.</summary>
    public static readonly ulong[] Extremes =
    [
        0, 1, 2, 7, 8, 12, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF,
        0x100000000, 0x7FFFFFFFFFFFFFF0, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF,
    ];

    private readonly int[][] _fields = [.. samples.Select(Fields)];

    public byte[] Next()
    {
        var sample = random.Next(samples.Count);
        var file = samples[sample].ToArray();
        for (var i = random.Next(1, 6); i > 0 && file.Length > 0; i--)
            file = Mutate(file, _fields[sample]);
        return file;
    }

    /// <summary>Writes a number of 2, 4 or 8 bytes, as far as the file goes.</summary>
    public static void Put(byte[] file, int position, int size, ulong value, bool littleEndian)
    {
        Span<byte> bytes = stackalloc byte[8];
        if (littleEndian)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt64BigEndian(bytes, value << (64 - size * 8));
        bytes[..Math.Min(size, file.Length - position)].CopyTo(file.AsSpan(position));
    }

    private byte[] Mutate(byte[] file, int[] fields)
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2 or 3:
                Put(file, Field(file, fields), Size(), Value(file), random.Next(2) == 0);
                return file;
            case 4:
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
            case 5:
                file[random.Next(file.Length)] = (byte)random.Next(256);
                return file;
            case 6:
                return file[..random.Next(file.Length)];
            case 7: // a cycle: a field that leads to where it stands, or to another
                Put(file, Field(file, fields), 4, (ulong)Field(file, fields), random.Next(2) == 0);
                return file;
            case 8: // one field's value in the place of another's: lengths that overlap
                var (from, to) = (Field(file, fields), Field(file, fields));
                file.AsSpan(from, Math.Min(8, file.Length - Math.Max(from, to))).CopyTo(file.AsSpan(to));
                return file;
            case 9: // leave a part out
                var (start, end) = Part(file);
                return [.. file[..start], .. file[end..]];
            case 10: // the same part again and again: boxes without end
                (start, end) = Part(file);
                var times = random.Next(20) == 0 ? random.Next(20_000) : random.Next(1, 8);
                times = Math.Min(times, Math.Max(0, MostLength - file.Length) / Math.Max(1, end - start));
                return [.. file[..end], .. Enumerable.Repeat(file[start..end], times).SelectMany(part => part), .. file[end..]];
            default: // a part of another format
                var other = samples[random.Next(samples.Count)];
                (start, end) = Part(other);
                var at = random.Next(file.Length);
                return [.. file[..at], .. other[start..end], .. file[(random.Next(2) == 0 ? at : Math.Min(file.Length, at + end - start))..]];
        }
    }

    private (int Start, int End) Part(byte[] file)
    {
        var start = random.Next(file.Length);
        return (start, Math.Min(file.Length, start + random.Next(1, 200)));
    }

    private int Field(byte[] file, int[] fields) =>
        Math.Min(file.Length - 1, fields.Length > 0 && random.Next(4) > 0 ? fields[random.Next(fields.Length)] : random.Next(file.Length));

    private int Size() => random.Next(6) switch { 0 => 2, 1 => 8, _ => 4 };

    private ulong Value(byte[] file) => random.Next(3) switch
    {
        0 => Extremes[random.Next(Extremes.Length)],
        1 => (ulong)(file.Length + random.Next(-16, 17)),
        _ => (ulong)random.Next(file.Length),
    };

    private static int[] Fields(byte[] file)
    {
        var fields = new SortedSet<int>();
        for (var i = 0; i + 4 <= file.Length; i++)
        {
            var bytes = file.AsSpan(i, 4);
            var (big, little) = (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            if ((big > 0 && big <= file.Length) || (little > 0 && little <= file.Length))
                fields.Add(i);
            if (!bytes.ContainsAnyExceptInRange((byte)' ', (byte)'z'))
                fields.UnionWith([Math.Max(0, i - 4), i, Math.Min(file.Length - 1, i + 4)]);
        }

        return [.. fields];
    }
}
