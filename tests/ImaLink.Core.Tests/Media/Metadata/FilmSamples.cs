using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using static ImaLink.Tests.Media.Formats.Vectors;

namespace ImaLink.Tests.Media.Metadata;

/// <summary>Films of a few packets that are no ISO media: transport streams of a camera, Matroska.</summary>
internal static class FilmSamples
{
    private static readonly byte[] CameraData =
        [0x17, 0xEE, 0x8C, 0x60, 0xF8, 0x4D, 0x11, 0xD9, 0x8C, 0xD6, 0x08, 0, 0x20, 0x0C, 0x9A, 0x66, .. "MDPM"u8];

    /// <summary>A stream as AVCHD has it: tables, sound, then pictures of H.264 with a date in the second of them.</summary>
    /// <param name="date">Eight bytes: zone, year and month, day and time.</param>
    /// <param name="timeCode">Four bytes before each packet, as .m2ts has them.</param>
    public static byte[] Transport(byte[]? date, bool timeCode = true)
    {
        byte[] pes = [0, 0, 1, 0xE0, 0, 0, 0x80, 0, 0];
        byte[] first = [.. pes, .. Unit(0x09, 0x10), .. Unit(0x67, Parameters(40, 30)), .. Unit(0x65, 1, 2, 3)];
        byte[] second = [.. pes, .. Unit(0x06, [1, 1, 0, .. date is null ? [] : Camera(date), 0x80]), .. Unit(0x41, 1, 2, 3)];
        byte[][] packets = [Packet(0, true, [0, 0]), Packet(0x1100, true, [0, 0, 1, 0xBD]), .. Packets(0x1011, first), .. Packets(0x1011, second), Packet(0x1FFF, false, [])];
        return Join([.. packets.Select(packet => timeCode ? Join(Big(7), packet) : packet)]);
    }

    /// <summary>The parts of a Matroska file; what is named before the film may stand behind it.</summary>
    public static byte[] Matroska(long? nanoseconds, (string Name, string Value)? tag = null, bool tagBehind = false, bool openSegment = false)
    {
        var time = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, nanoseconds ?? 0);
        byte[] info = Element("1549A966", nanoseconds is null ? Array.Empty<byte>() : Element("4461", time));
        byte[] tracks = Element("1654AE6B", Element("AE", Element("83", 2)), Element("AE", Element("83", 1), Element("E0", Element("B0", 40), Element("BA", 30))));
        byte[] tags = tag is { } pair
            ? Element("1254C367", Element("7373", Element("63C0", Array.Empty<byte>()), Element("67C8", Element("45A3", Text(pair.Name)), Element("4487", Text(pair.Value)))))
            : [];
        byte[] cluster = Element("1F43B675", Element("E7", 0));
        byte[] Seek(int position) => Element("114D9B74", Element("4DBB", Element("53AB", Convert.FromHexString("1254C367")), Element("53AC", Big(position))));
        byte[][] parts = tagBehind
            ? [Seek(Seek(0).Length + info.Length + tracks.Length + cluster.Length), info, tracks, cluster, tags]
            : [info, tracks, tags, cluster];
        byte[] segment = openSegment
            ? [0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, .. Join(parts)]
            : Element("18538067", parts);
        return Join(Element("1A45DFA3", Element("4282", Text("matroska"))), segment);
    }

    private static byte[] Element(string id, params byte[] content) => [.. Convert.FromHexString(id), 0x10, .. Big(content.Length)[1..], .. content];

    private static byte[] Element(string id, params byte[][] content) => Element(id, Join(content));

    private static byte[] Camera(byte[] date)
    {
        byte[] content = [.. CameraData, 3, 0x13, 0, 0, 0, 0, 0x18, .. date[..4], 0x19, .. date[4..]];
        return [5, (byte)content.Length, .. content];
    }

    // Where the content looks like the beginning of a unit, a three is put in.
    private static byte[] Unit(byte kind, params byte[] content)
    {
        var bytes = new List<byte> { 0, 0, 1, kind };
        foreach (var value in content)
        {
            if (value <= 3 && bytes[^1] == 0 && bytes[^2] == 0)
                bytes.Add(3);
            bytes.Add(value);
        }

        return [.. bytes];
    }

    /// <summary>Parameters of the baseline profile for a picture whose blocks reach beyond it.</summary>
    private static byte[] Parameters(int width, int height)
    {
        var bits = new StringBuilder();
        void Number(int value)
        {
            var digits = Convert.ToString(value + 1, 2);
            bits.Append('0', digits.Length - 1).Append(digits);
        }

        bits.Append("010000100000000000011110");
        foreach (var value in (int[])[0, 0, 0, 0, 1])
            Number(value);
        bits.Append('0');
        Number((width + 15) / 16 - 1);
        Number((height + 15) / 16 - 1);
        bits.Append("111");
        foreach (var value in (int[])[0, ((width + 15) / 16 * 16 - width) / 2, 0, ((height + 15) / 16 * 16 - height) / 2])
            Number(value);
        bits.Append("01");
        while (bits.Length % 8 > 0)
            bits.Append('0');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => byte.Parse(bits.ToString(i * 8, 8), NumberStyles.BinaryNumber, CultureInfo.InvariantCulture))];
    }

    private static IEnumerable<byte[]> Packets(int id, byte[] content) =>
        content.Chunk(100).Select((part, i) => Packet(id, i == 0, part));

    private static byte[] Packet(int id, bool begins, byte[] content)
    {
        var filling = 188 - 4 - content.Length - 2;
        return [0x47, (byte)((begins ? 0x40 : 0) | id >> 8), (byte)id, 0x30, (byte)(filling + 1), 0, .. Enumerable.Repeat((byte)0xFF, filling), .. content];
    }
}
