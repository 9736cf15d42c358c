using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// What of an XMP packet is too long for one segment of a JPEG, and goes on in further ones in any order: each names the MD5 of the
/// whole, its length and its own place in it (XMP specification, part 3, 1.1.3.1). Nothing is allocated by what they claim.
/// </summary>
internal sealed class ExtendedXmp
{
    private const int NameLength = 32;
    private const int HeaderLength = NameLength + 8;

    private readonly List<(string Name, uint Length, uint Offset, ByteRange Content)> _parts = [];

    /// <summary>What such a segment begins with.</summary>
    public static ReadOnlySpan<byte> JpegHeader => "http://ns.adobe.com/xmp/extension/\0"u8;

    /// <summary>Takes what follows <see cref="JpegHeader"/>.</summary>
    public void Add(ByteRange segment)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!segment.TryRead(0, header))
            return;
        _parts.Add((
            Encoding.Latin1.GetString(header[..NameLength]), BinaryPrimitives.ReadUInt32BigEndian(header[NameLength..]),
            BinaryPrimitives.ReadUInt32BigEndian(header[(NameLength + 4)..]), segment.Slice(HeaderLength, segment.Length)));
    }

    /// <summary>The extension of that name, if all of it is there and is what its name says.</summary>
    public byte[]? Find(string name, List<string> warnings)
    {
        var bytes = Join([.. _parts.Where(part => part.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).OrderBy(part => part.Offset)]);
        if (bytes is null)
            warnings.Add("The extended XMP is damaged or not all there.");
        return bytes;

        byte[]? Join((string Name, uint Length, uint Offset, ByteRange Content)[] parts)
        {
            long length = 0;
            foreach (var part in parts)
            {
                if (part.Offset != length || part.Length != parts[0].Length)
                    return null;
                length += part.Content.Length;
            }

            if (length == 0 || length > XmpPacket.MaxLength || length != parts[0].Length)
                return null;
            var whole = new byte[length];
            foreach (var part in parts)
            {
                if (!part.Content.TryRead(0, whole.AsSpan((int)part.Offset, (int)part.Content.Length)))
                    return null;
            }

#pragma warning disable CA5351 // the format's own checksum
            return Convert.ToHexString(MD5.HashData(whole)).Equals(name, StringComparison.OrdinalIgnoreCase) ? whole : null;
#pragma warning restore CA5351
        }
    }
}
