using System.Buffers.Binary;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>
/// Puts XMP into a HEIC or AVIF (ISO/IEC 14496-12, 8.11): the packet stands in a box of its own behind the 'meta' box, which tells of it, and what lies behind both is told to lie so much farther.
/// Nothing else is moved, no item but that of the packet is changed. Files with a film, and with boxes of which it is not known whether they tell places in the file, are left as they are.
/// </summary>
internal static class HeifEmbedding
{
    private const int HeadLength = 8, VersionLength = 4, MostMeta = 16 << 20;

    private static ReadOnlySpan<byte> MediaType => "application/rdf+xml\0"u8;

    public static FileSplice? Put(ByteRange file, Insertion wanted, FactBlocks beside)
    {
        if (MetaOf(file) is not { } meta || meta.End - meta.Start > MostMeta || Box.Read(file, meta.Start, meta.End)?.Is("hdlr"u8) == true)
            return null;
        if (Box.Below(file, meta, "grpl").Any())
            return null; // a group may have the next free number of an item, which both may not have
        IsoMediaItemTable table = IsoMediaItemTable.Read(file, meta);
        if (table.Primary == 0 || ItemLocations.Read(file, meta) is not { } locations)
            return null;
        foreach (IsoMediaItemTable.Item exif in table.Items.Values.Where(item => item.Type == Box.Named("Exif"u8)))
            beside.AddExif(HeifFacts.SkipOffset(table.Content(file, exif)));
        long[] packets = [.. table.Items.Where(item => IsXmp(file, item.Value) && (!table.Described[item.Key].Any() || table.Described[item.Key].Contains(table.Primary))).Select(item => item.Key)];
        long id = packets.Length == 0 ? table.Items.Keys.Max() + 1 : packets[0];
        if (packets.Length > 1 || id > ushort.MaxValue || (packets.Length == 1 && table.Items[id] is { IsProtected: true } or { DataReference: not 0 }))
            return null;
        byte[] xmp = wanted.Packet(packets.Length == 0 ? null : table.Content(file, table.Items[id]).ToArray(XmpPacket.MaxLength));
        byte[] packet = BoxOf("mdat"u8, xmp);
        locations.Move(id, 0, xmp.Length);
        long start = meta.Start - HeadLength;
        byte[] draft = Meta(file, meta, locations, packets.Length == 0 ? (id, table.Primary) : null);
        long shift = packet.Length + draft.Length - (meta.End - start);
        if (!locations.Shift(id, start, meta.End, shift))
            return null;
        locations.Move(id, start + draft.Length + HeadLength, xmp.Length);
        List<(long Start, long End)> old = packets.Length == 0 ? [] : Alone(table, id);
        var result = new FileSplice(file);
        Copy(result, 0, start, old);
        result.Write(Meta(file, meta, locations, packets.Length == 0 ? (id, table.Primary) : null));
        result.Write(packet);
        Copy(result, meta.End, file.Length, old);
        return result;
    }

    /// <summary>Copies a part of the file; the old packet, which may say what is not said any more, is blank.</summary>
    private static void Copy(FileSplice result, long from, long to, List<(long Start, long End)> old)
    {
        foreach ((long start, long end) in old.Where(part => part.Start >= from && part.End <= to))
        {
            result.Copy(from, start);
            result.Write(new byte[end - start]);
            from = end;
        }

        result.Copy(from, to);
    }

    /// <summary>The parts of the file that an item has for itself.</summary>
    private static List<(long Start, long End)> Alone(IsoMediaItemTable table, long id)
    {
        List<(long Start, long End)> parts = Parts(table.Items[id]);
        bool isAlone = parts.Sum(part => part.End - part.Start) <= XmpPacket.MaxLength && parts.Zip(parts.Skip(1)).All(pair => pair.First.End <= pair.Second.Start)
            && table.Items.Where(item => item.Key != id).SelectMany(item => Parts(item.Value)).All(other => parts.TrueForAll(part => other.End <= part.Start || part.End <= other.Start));
        return isAlone ? parts : [];

        static List<(long Start, long End)> Parts(IsoMediaItemTable.Item item) => item.Construction != 0 ? [] : [.. item.Extents.Select(extent => (extent.Offset, extent.Offset + extent.Length)).Order()];
    }

    /// <summary>The 'meta' box of a file that consists of known boxes; null where it is of another making.</summary>
    private static Box? MetaOf(ByteRange file)
    {
        Box? meta = null;
        long at = 0;
        while (Box.Read(file, at, file.Length) is { } box)
        {
            bool isMeta = box.Is("meta"u8);
            if ((isMeta && (meta is not null || box.IsOpen || box.Start != at + HeadLength)) || box.End > file.Length
                || !(isMeta || box.Is("ftyp"u8) || box.Is("mdat"u8) || box.Is("free"u8) || box.Is("skip"u8)))
                return null;
            meta = isMeta ? box : meta;
            at = box.End;
        }

        return at == file.Length ? meta : null;
    }

    /// <summary>The 'meta' box with other places of its items, and with an item of XMP where it has none.</summary>
    private static byte[] Meta(ByteRange file, in Box meta, ItemLocations locations, (long Id, long Primary)? added)
    {
        using var content = new MemoryStream();
        content.Write(file.Slice(meta.Start, VersionLength).ToArray(VersionLength));
        bool hasReferences = false;
        for (long at = meta.Start + VersionLength; Box.Read(file, at, meta.End) is { } box && box.End <= meta.End; at = box.End)
        {
            byte[] bytes = file.Slice(at, box.End - at).ToArray(MostMeta);
            hasReferences |= box.Is("iref"u8);
            content.Write(box.Is("iloc"u8) ? locations.ToBox()
                : added is var (id, _) && box.Is("iinf"u8) ? WithEntry(bytes, (ushort)id)
                : added is var (item, primary) && box.Is("iref"u8) ? BoxOf("iref"u8, [.. bytes[HeadLength..], .. Reference(bytes[HeadLength] == 0, item, primary)]) : bytes);
        }

        if (added is var (own, shown) && !hasReferences)
            content.Write(BoxOf("iref"u8, [0, 0, 0, 0, .. Reference(isShort: true, own, shown)]));
        return BoxOf("meta"u8, content.ToArray());
    }

    private static byte[] WithEntry(byte[] information, ushort id)
    {
        byte[] entry = BoxOf("infe"u8, [2, 0, 0, 0, (byte)(id >> 8), (byte)id, 0, 0, .. "mime"u8, .. "XMP\0"u8, .. MediaType]);
        byte[] content = [.. information[HeadLength..], .. entry];
        Span<byte> count = content.AsSpan(VersionLength);
        if (content[0] == 0)
            BinaryPrimitives.WriteUInt16BigEndian(count, checked((ushort)(BinaryPrimitives.ReadUInt16BigEndian(count) + 1)));
        else
            BinaryPrimitives.WriteUInt32BigEndian(count, checked(BinaryPrimitives.ReadUInt32BigEndian(count) + 1));
        return BoxOf("iinf"u8, content);
    }

    /// <summary>That an item describes another.</summary>
    private static byte[] Reference(bool isShort, long from, long to) =>
        BoxOf("cdsc"u8, isShort ? [(byte)(from >> 8), (byte)from, 0, 1, (byte)(to >> 8), (byte)to] : [0, 0, (byte)(from >> 8), (byte)from, 0, 1, (byte)(to >> 24), (byte)(to >> 16), (byte)(to >> 8), (byte)to]);

    private static byte[] BoxOf(ReadOnlySpan<byte> name, byte[] content)
    {
        byte[] box = [0, 0, 0, 0, .. name, .. content];
        BinaryPrimitives.WriteUInt32BigEndian(box, (uint)box.Length);
        return box;
    }

    /// <summary>Behind the type of an item stand its name, the media type, and how it is packed, which XMP is not.</summary>
    private static bool IsXmp(ByteRange file, IsoMediaItemTable.Item item)
    {
        const int longest = 256;
        string[] texts = item.Type != Box.Named("mime"u8) ? [] : Encoding.Latin1.GetString(file.Slice(item.Entry.Start, item.Entry.End - item.Entry.Start).ToArray(longest)).Split('\0');
        return texts is [_, "application/rdf+xml"] or [_, "application/rdf+xml", "", ..];
    }
}
