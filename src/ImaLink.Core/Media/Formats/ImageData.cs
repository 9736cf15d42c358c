using System.Security.Cryptography;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>The image data of a file: the ranges that its reader adds, hashed one after the other.</summary>
internal sealed class ImageData(FileBytes file) : IDisposable
{
    /// <summary>
    /// Ranges may overlap and are then hashed again, but only a hostile file asks for this many times its own
    /// length. Such a file has no image data.
    /// </summary>
    private const int MostPasses = 16;

    /// <summary>More than the longest film has; each may cost a look at another place.</summary>
    private const int MostRanges = 5_000_000;

    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _end = -1;
    private bool _givenUp;

    /// <summary>Number of ranges, neighbours joined.</summary>
    public int RangeCount { get; private set; }

    /// <summary>Number of bytes in all ranges.</summary>
    public long ByteCount { get; private set; }

    /// <summary>True while there is nothing to hash.</summary>
    public bool IsEmpty => ByteCount == 0 || _givenUp;

    /// <summary>Whether a range reached beyond the end of the file.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Adds a range; where it reaches beyond the end of the file, what there is of it.</summary>
    public void Add(long position, long length)
    {
        IsCut |= length > file.Length - position;
        length = Math.Min(length, file.Length - position);
        if (length <= 0 || position < 0 || _givenUp)
            return;
        if (ByteCount + length > MostPasses * file.Length || RangeCount > MostRanges)
        {
            GiveUp();
            return;
        }

        if (position != _end)
            RangeCount++;
        for (_end = position + length; position < _end;)
        {
            var bytes = file.Peek(position, 1, useful: _end - position);
            if (bytes.IsEmpty)
                break;
            bytes = bytes[..(int)Math.Min(bytes.Length, _end - position)];
            _sha256.AppendData(bytes);
            ByteCount += bytes.Length;
            position += bytes.Length;
        }
    }

    /// <summary>Declares that the file has no image data after all.</summary>
    public void GiveUp() => _givenUp = true;

    /// <summary>SHA-256 over all ranges.</summary>
    public byte[] GetHash() => _sha256.GetHashAndReset();

    public void Dispose() => _sha256.Dispose();
}
