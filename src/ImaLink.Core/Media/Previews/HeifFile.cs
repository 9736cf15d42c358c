using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>Writes one coded picture of a HEIF file as a file of its own, so that nothing else of it is decoded.</summary>
internal static class HeifFile
{
    private const int MaxProperty = 64 << 10;

    private static readonly string[] Turns = ["irot", "imir", "clap"];

    /// <summary>A file with one item; how it is turned is left out, because the preview is turned when it is small.</summary>
    public static byte[] Of(ByteRange data, IEnumerable<Box> properties, byte[] content)
    {
        byte[][] kept = [.. properties.Where(property => !Array.Exists(Turns, name => property.Is(Text(name))))
            .Select(property => Join(Number(property.Name, 4), data.Slice(property.Start, property.End - property.Start).ToArray(MaxProperty)))
            .Select(body => Join(Number(body.Length + 4, 4), body))];
        byte[] associations = [.. Enumerable.Range(1, kept.Length).Select(index => (byte)(0x80 | index))];
        byte[] type = BoxOf("ftyp", Text("heic"), Number(0, 4), Text("mif1heicheix"));
        byte[] meta = Meta(0);
        return Join(type, Meta(type.Length + meta.Length + 8), BoxOf("mdat", content));

        byte[] Meta(int offset) => BoxOf("meta", Number(0, 4),
            BoxOf("hdlr", Number(0, 8), Text("pict"), Number(0, 8), Number(0, 5)),
            BoxOf("pitm", Number(0, 4), Number(1, 2)),
            BoxOf("iinf", Number(0, 4), Number(1, 2), BoxOf("infe", Number(0x02000000, 4), Number(1, 2), Number(0, 2), Text("hvc1\0"))),
            BoxOf("iprp", BoxOf("ipco", Join(kept)), BoxOf("ipma", Number(0, 4), Number(1, 4), Number(1, 2), Number(kept.Length, 1), associations)),
            BoxOf("iloc", Number(0, 4), Number(0x4400, 2), Number(1, 2), Number(1, 2), Number(0, 2), Number(1, 2), Number(offset, 4), Number(content.Length, 4)));
    }

    private static byte[] BoxOf(string name, params byte[][] parts)
    {
        byte[] body = Join(parts);
        return Join(Number(body.Length + 8, 4), Text(name), body);
    }

    private static byte[] Join(params byte[][] parts)
    {
        using var joined = new MemoryStream();
        foreach (var part in parts)
            joined.Write(part);
        return joined.ToArray();
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Number(long value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[(8 - size)..];
    }
}
