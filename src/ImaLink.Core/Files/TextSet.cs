using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace ImaLink.Files;

/// <summary>
/// Which of very many texts were seen, told apart by a digest of 128 bits: a million of them in 32 MB, where a HashSet of the same
/// digests takes three times that while it grows.
/// </summary>
internal sealed class TextSet
{
    private readonly long _seed = Random.Shared.NextInt64(); // so that no file can be made to collide
    private UInt128[] _places = new UInt128[1 << 10];
    private int _count;

    /// <summary>Adds a text.</summary>
    /// <returns>False where it was there already.</returns>
    internal bool Add(string text)
    {
        if (_count > _places.Length / 4 * 3)
            Grow();
        UInt128 digest = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()), _seed) | 1; // zero marks an empty place
        ref UInt128 place = ref Find(digest);
        if (place == digest)
            return false;
        place = digest;
        _count++;
        return true;
    }

    private ref UInt128 Find(UInt128 digest)
    {
        int mask = _places.Length - 1;
        int i = (int)(digest >> 64) & mask;
        while (_places[i] != default && _places[i] != digest)
            i = (i + 1) & mask;
        return ref _places[i];
    }

    private void Grow()
    {
        UInt128[] former = _places;
        _places = new UInt128[former.Length * 2];
        foreach (UInt128 digest in former)
            if (digest != default)
                Find(digest) = digest;
    }
}
