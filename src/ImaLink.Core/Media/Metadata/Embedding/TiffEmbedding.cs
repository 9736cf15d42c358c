using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>
/// Puts XMP into a TIFF: packet and a new first directory stand at the end of the file, and its header points there. The entries of the old one are taken over as they are, so that all they lead to
/// stays where it is, the picture too.
/// </summary>
internal static class TiffEmbedding
{
    private const ushort Xmp = 0x02BC, Iptc = 0x83BB, Photoshop = 0x8649;
    private const int EntryLength = 12, MostEntries = 4096;

    public static FileSplice? Put(ByteRange file, Insertion wanted, FactBlocks beside, List<string> warnings)
    {
        if (TiffHeader.Read(file) is not { Magic: 42 } header || TiffIfd.Open(file, header, header.FirstDirectory) is not { Count: > 0 and <= MostEntries } ifd || TiffTree.Read(file, warnings) is not { } tree)
            return null;
        var entries = new SortedDictionary<ushort, byte[]>();
        var found = new Dictionary<ushort, TiffEntry>();
        for (int i = 0, last = -1; i < ifd.Count; i++)
        {
            byte[] bytes = file.Slice(ifd.End - (ifd.Count - i) * EntryLength, EntryLength).ToArray(EntryLength);
            if (!ifd.TryRead(i, out TiffEntry entry) || entry.Tag <= last)
                return null; // a directory that is not in order is read by each program in its own way
            entries.Add(entry.Tag, bytes);
            found.Add(entry.Tag, entry);
            last = entry.Tag;
        }

        byte[]? former = found.TryGetValue(Xmp, out TiffEntry old) ? Content(file, old) : null;
        if (former?.Length < old.Length)
            return null; // it ends behind the file, or is larger than any packet
        beside.AddFacts(ExifFacts.Read(tree, warnings));
        var values = new Dictionary<ushort, byte[]> { [Xmp] = wanted.Packet(former) };
        if (found.TryGetValue(Iptc, out TiffEntry iptc) && IptcWords.InStep(Content(file, iptc), wanted.Said) is { } block)
            values[Iptc] = block;
        if (found.TryGetValue(Photoshop, out TiffEntry resources) && IptcWords.InStepInResources(Content(file, resources), wanted.Said) is { } left)
            values[Photoshop] = left;
        // Pages may share one packet, and a damaged entry may lead into anything: then it stays, and no entry of this page leads to it.
        bool isAlone = ifd.Next == 0 && former is [(byte)'<', ..];
        return Written(file, header, ifd, entries, values, isAlone ? old : null);
    }

    private static FileSplice Written(ByteRange file, TiffHeader header, TiffIfd ifd, SortedDictionary<ushort, byte[]> entries, Dictionary<ushort, byte[]> values, TiffEntry? former)
    {
        var result = new FileSplice(file);
        using var appended = new MemoryStream();
        foreach ((ushort tag, byte[] value) in values)
        {
            Align();
            if (value.Length == 0)
                entries.Remove(tag);
            else
                entries[tag] = Entry(tag, value);
        }

        Align();
        long directory = file.Length + appended.Length;
        appended.Write(Number16((ushort)entries.Count));
        foreach (byte[] entry in entries.Values)
            appended.Write(entry);
        appended.Write(Number32(checked((uint)ifd.Next)));
        result.Copy(0, 4);
        result.Write(Number32(checked((uint)directory)));
        // The old packet may say what is not said any more.
        if (former is { IsElsewhere: true, Position: >= 8 } packet)
        {
            result.Copy(8, packet.Position);
            result.Write(new byte[packet.Length]);
            result.Copy(packet.Position + packet.Length, file.Length);
        }
        else
        {
            result.Copy(8, file.Length);
        }

        result.Write(appended.ToArray());
        return result;

        void Align()
        {
            if (((file.Length + appended.Length) & 1) != 0)
                appended.WriteByte(0);
        }

        byte[] Entry(ushort tag, byte[] value)
        {
            byte[] place = Number32(checked((uint)(file.Length + appended.Length)));
            bool isHere = value.Length <= 4;
            if (!isHere)
                appended.Write(value);
            return [.. Number16(tag), .. Number16((ushort)(tag == Xmp ? TiffType.Byte : TiffType.Undefined)), .. Number32((uint)value.Length), .. isHere ? [.. value, .. new byte[4 - value.Length]] : place];
        }

        byte[] Number16(ushort number)
        {
            byte[] bytes = BitConverter.GetBytes(number);
            return header.LittleEndian == BitConverter.IsLittleEndian ? bytes : [bytes[1], bytes[0]];
        }

        byte[] Number32(uint number) => BitConverter.GetBytes(header.LittleEndian == BitConverter.IsLittleEndian ? number : BinaryPrimitives.ReverseEndianness(number));
    }

    private static byte[] Content(ByteRange file, TiffEntry entry) => file.Slice(entry.Position, entry.Length).ToArray(XmpPacket.MaxLength);
}
