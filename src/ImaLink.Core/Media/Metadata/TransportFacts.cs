using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Facts of MPEG transport streams (ISO/IEC 13818-1), as AVCHD cameras write them: what the first pictures of the first stream of H.264
/// tell of date and size.
/// </summary>
internal static class TransportFacts
{
    private const int PacketLength = 188;
    private const byte Sync = 0x47;

    // Half a second of film; a camera repeats what it tells in every second picture.
    private const int MaxPackets = 20_000;
    private const int MaxPictures = 16;

    // Before its slices a picture tells what it is; they are not wanted.
    private const int MaxHead = 16 * 1024;

    /// <summary>Length of a packet with the time code before it; null where the file does not begin with three of either kind.</summary>
    public static int? FindStride(ByteRange data)
    {
        Span<byte> sync = stackalloc byte[1];
        foreach (var stride in (ReadOnlySpan<int>)[PacketLength, PacketLength + 4])
        {
            var found = 0;
            while (found < 3 && data.TryRead(stride - PacketLength + found * stride, sync) && sync[0] == Sync)
                found++;
            if (found == 3)
                return stride;
        }

        return null;
    }

    public static ImageFacts Read(ByteRange data, int stride)
    {
        var facts = new ImageFacts();
        var picture = new List<byte>(MaxHead);
        Span<byte> packet = stackalloc byte[PacketLength];
        int? film = null;
        var pictures = 0;
        var position = (long)stride - PacketLength;
        for (var i = 0; i < MaxPackets && data.TryRead(position, packet) && packet[0] == Sync; i++, position += stride)
        {
            var content = ContentOf(packet);
            var id = (packet[1] & 0x1f) << 8 | packet[2];
            var begins = (packet[1] & 0x40) != 0;
            if (begins && film is null && content is [0, 0, 1, >= 0xe0 and <= 0xef, ..])
                film = id;
            if (id != film)
                continue;
            if (begins)
            {
                facts = facts.Or(H264Facts.Read([.. picture]));
                picture.Clear();
                if (facts is { TakenAt: not null, Width: not null } || ++pictures > MaxPictures)
                    return facts;
            }

            if (picture.Count < MaxHead)
                picture.AddRange(content);
        }

        return facts.Or(H264Facts.Read([.. picture]));
    }

    /// <summary>What a packet carries, after its header and what may be added to that.</summary>
    private static ReadOnlySpan<byte> ContentOf(ReadOnlySpan<byte> packet)
    {
        var start = (packet[3] & 0x20) != 0 ? 5 + packet[4] : 4;
        return (packet[3] & 0x10) != 0 && start < packet.Length ? packet[start..] : [];
    }
}
