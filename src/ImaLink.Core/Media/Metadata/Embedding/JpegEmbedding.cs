using System.Buffers.Binary;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata.Embedding;

/// <summary>Puts XMP into a JPEG: one segment behind those of JFIF and EXIF.</summary>
internal static class JpegEmbedding
{
    private const int LongestSegment = ushort.MaxValue - 2, HeadLength = 4;
    private const byte App1 = JpegSegments.App1, App14 = 0xEE, App15 = 0xEF, Comment = 0xFE;

    /// <summary>A segment before the picture: where it begins with what strays before it, where its head stands and where it ends, or what takes its place.</summary>
    private readonly record struct Part(byte Marker, bool IsExif, long From, long Head, long End, byte[]? Instead = null, bool IsList = false);

    public static FileSplice? Put(ByteRange file, Insertion wanted, FactBlocks beside)
    {
        var parts = new List<Part>();
        byte[]? former = null;
        int packets = 0;
        long at = 2, scan = -1;
        foreach ((byte marker, long start, long length) in JpegSegments.Places(file))
        {
            if (marker == JpegCodes.StartOfScan)
                scan = wanted.IsBare ? start - HeadLength : at;
            if (marker is JpegCodes.StartOfScan or JpegCodes.EndOfImage)
                break;
            var part = new Part(marker, false, at, start - HeadLength, at = start + length);
            if (at > file.Length)
                return null;
            var segment = new JpegSegment(marker, file.Slice(start, length));
            if (marker == App1 && (segment.TrySkip(XmpFacts.JpegHeader, out ByteRange packet) || segment.TrySkip(XmpFacts.JpegHeaderWithBlank, out packet)))
                (former, packets) = (former ?? packet.ToArray(LongestSegment), packets + 1);
            else if (wanted.IsBare)
                parts.AddRange(Bare(segment, part));
            else if (marker == JpegSegments.App2 && segment.TrySkip("MPF\0"u8, out _))
                parts.Add(part with { IsList = true });
            else if (segment.TryGetExif(out ByteRange exif))
                parts.Add(Noted(part, exif, beside));
            else if (marker == JpegSegments.App13 && segment.TrySkip(PhotoshopResources.JpegHeader, out ByteRange resources))
                parts.AddRange(InStep(part, resources, wanted.Said, beside));
            else
                parts.Add(part);
        }

        // What stands in further segments would go on telling what is not said any more; several packets are those of several pictures.
        if (scan < 0 || (!wanted.IsBare && former is not null && (packets > 1 || former.AsSpan().IndexOf("HasExtendedXMP"u8) >= 0)))
            return null;
        int first = parts.FindLastIndex(part => part.Marker == JpegSegments.App0 || part.IsExif) + 1;
        if (!wanted.IsBare && MovesPictures(parts, first, scan))
            return null;
        byte[] xmp = wanted.Packet(wanted.IsBare ? null : former);
        if (xmp.Length + XmpFacts.JpegHeader.Length > LongestSegment)
            return null;
        var result = new FileSplice(file);
        result.Copy(0, 2);
        Add(parts[..first]);
        if (wanted.Turn is { } turn)
            result.Write(Segment(App1, [.. "Exif\0\0"u8, .. turn]));
        if (xmp.Length > 0)
            result.Write(Segment(App1, [.. XmpFacts.JpegHeader, .. xmp]));
        Add(parts[first..]);
        if (wanted.IsBare)
            Scans(result, file, scan);
        else
            result.Copy(scan, file.Length);
        return result;

        void Add(List<Part> some)
        {
            foreach (Part part in some)
            {
                if (part.Instead is { } instead)
                    result.Write(instead);
                else
                    result.Copy(wanted.IsBare ? part.Head : part.From, part.End);
            }
        }
    }

    /// <summary>Whether the further pictures of a file would lie elsewhere than their list (MPF, CIPA DC-007) tells, which counts from where it stands itself.</summary>
    private static bool MovesPictures(List<Part> parts, int first, long scan)
    {
        int list = parts.FindIndex(part => part.IsList);
        return list >= 0 && (list < first || parts.Skip(list).Sum(part => part.Instead?.Length ?? part.End - part.From) != scan - parts[list].From);
    }

    private static Part Noted(Part part, ByteRange exif, FactBlocks beside)
    {
        beside.AddExif(exif);
        return part with { IsExif = true };
    }

    private static IEnumerable<Part> InStep(Part part, ByteRange resources, ImageFacts said, FactBlocks beside)
    {
        byte[]? left = IptcWords.InStepInResources(resources.ToArray(LongestSegment), said);
        PhotoshopResources.Read(left is null ? resources : ByteRange.Of(left), beside, iptcOnly: true);
        return left is null ? [part] : left.Length == 0 ? [] : [part with { Instead = Segment(part.Marker, [.. PhotoshopResources.JpegHeader, .. left]) }];
    }

    /// <summary>What a picture needs to be shown as it is. Of JFIF's own segment the thumbnail goes; others in its place are other programs' and cameras'.</summary>
    private static IEnumerable<Part> Bare(JpegSegment segment, Part part)
    {
        const int length = 14; // with the size of the thumbnail in the last two
        if (segment.Marker == JpegSegments.App0 && segment.TrySkip("JFIF\0"u8, out _) && segment.Content.Length >= length)
            return [part with { Instead = Segment(JpegSegments.App0, [.. segment.Content.ToArray(length - 2), 0, 0]) }];
        return segment.Marker is not (>= JpegSegments.App0 and <= App15 or Comment) || segment.Marker is App14 || (segment.Marker == JpegSegments.App2 && segment.TrySkip("ICC_PROFILE\0"u8, out _)) ? [part] : [];
    }

    private static byte[] Segment(byte marker, byte[] content)
    {
        byte[] segment = [0xFF, marker, 0, 0, .. content];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(content.Length + 2));
        return segment;
    }

    /// <summary>Writes the picture's scans, up to its end, without what is noted between them: other pictures and films behind it have metadata of their own.</summary>
    private static void Scans(FileSplice result, ByteRange file, long scan)
    {
        long at = scan, written = scan;
        while (JpegCodes.TryNextMarker(file, ref at, out byte marker))
        {
            if (marker == JpegCodes.EndOfImage)
            {
                result.Copy(written, at);
                return;
            }

            if (JpegCodes.StandsAlone(marker))
                continue;
            long start = at - 2;
            if (!JpegCodes.SkipSegment(file, marker, ref at))
                break;
            if (marker is >= JpegSegments.App0 and <= App15 or Comment)
            {
                result.Copy(written, start);
                written = at;
            }
        }

        result.Copy(written, file.Length);
    }
}
