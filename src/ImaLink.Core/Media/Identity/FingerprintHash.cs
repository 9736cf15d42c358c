using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using ImaLink.Media.Containers;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Media.Identity;

/// <summary>
/// The fingerprint of a file: XXH3-128 (seed 0) over its length as an unsigned 64-bit little-endian number, followed
/// by the first 64 KiB, the 64 KiB from (length - 64 KiB) / 2 on, rounded down, and the last 64 KiB. A file of at
/// most 192 KiB is taken whole, so that no byte counts twice.
/// </summary>
internal sealed class FingerprintHash
{
    public const int SampleLength = 64 * 1024;

    private readonly XxHash128 _hash = new();
    private readonly (long Start, long End)[] _samples;

    public FingerprintHash(long length)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)length);
        _hash.Append(prefix);
        var middle = (length - SampleLength) / 2;
        _samples = length <= 3 * SampleLength
            ? [(0, length)]
            : [(0, SampleLength), (middle, middle + SampleLength), (length - SampleLength, length)];
    }

    /// <summary>Takes the sampled bytes out of those of the file, all of which come along in order.</summary>
    public void Append(long offset, ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, end) in _samples)
        {
            var from = Math.Max(start, offset);
            var to = Math.Min(end, offset + bytes.Length);
            if (from < to)
                _hash.Append(bytes[(int)(from - offset)..(int)(to - offset)]);
        }
    }

    public string GetText()
    {
        Span<byte> hash = stackalloc byte[16];
        _hash.GetCurrentHash(hash);
        return Hex.Of(hash);
    }

    /// <summary>Reads only the samples of a file.</summary>
    public static string Of(SafeFileHandle file)
    {
        var length = FileBytes.LengthOf(file);
        var hash = new FingerprintHash(length);
        var buffer = ArrayPool<byte>.Shared.Rent(SampleLength);
        try
        {
            foreach (var (start, end) in hash._samples)
            {
                for (var position = start; position < end;)
                {
                    var sample = buffer.AsSpan(0, (int)Math.Min(SampleLength, end - position));
                    var read = RandomAccess.Read(file, sample, position);
                    if (read == 0)
                        break;
                    hash._hash.Append(sample[..read]);
                    position += read;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetText();
    }
}
