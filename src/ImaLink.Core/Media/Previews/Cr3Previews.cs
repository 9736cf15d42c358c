using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>
/// The JPEGs in Canon's CR3: thumbnail (THMB), preview (PRVW) and the first sample of a track, which is the picture in
/// full size. The format is described in https://github.com/lclevy/canon_cr3.
/// </summary>
internal static class Cr3Previews
{
    private const int MaxBoxes = 1 << 10;

    // Both boxes begin with version, size of the picture and length, in a slightly different order.
    private const int ThumbnailHeader = 16;
    private const int PreviewHeader = 16;

    // Ahead of the one box in the 'uuid' box stand a version and a count.
    private const int PreviewCount = 8;

    public static IEnumerable<ByteRange> In(ByteRange data)
    {
        foreach (var box in Boxes(data, 0, data.Length))
        {
            if (box.Is("moov"u8))
            {
                foreach (var jpeg in InMovie(data, box))
                    yield return jpeg;
            }
            else if (box.Is("uuid"u8) && BoxId.Is(data, box, BoxId.CanonPreview)
                && Box.Read(data, box.Start + BoxId.Length + PreviewCount, box.End) is { } preview)
            {
                yield return Content(data, preview, PreviewHeader);
            }
        }
    }

    private static IEnumerable<ByteRange> InMovie(ByteRange data, Box movie)
    {
        foreach (var box in Boxes(data, movie.Start, movie.End))
        {
            if (box.Is("trak"u8) && FirstSample(data, box) is { } sample)
                yield return sample;
            if (!box.Is("uuid"u8) || !BoxId.Is(data, box, BoxId.CanonMetadata))
                continue;
            foreach (var part in Boxes(data, box.Start + BoxId.Length, box.End))
            {
                if (part.Is("THMB"u8))
                    yield return Content(data, part, ThumbnailHeader);
            }
        }
    }

    private static ByteRange? FirstSample(ByteRange data, Box track)
    {
        foreach (var table in Box.Below(data, track, "mdia", "minf", "stbl"))
        {
            long offset = 0, length = 0;
            foreach (var box in Boxes(data, table.Start, table.End))
            {
                var fields = new BoxFields(data, box);
                if (box.Is("co64"u8) || box.Is("stco"u8))
                {
                    fields.Next(8); // version, number of entries
                    offset = fields.Next(box.Is("co64"u8) ? 8 : 4);
                }
                else if (box.Is("stsz"u8))
                {
                    fields.Next(4);
                    var common = fields.Next(4);
                    fields.Next(4);
                    length = common > 0 ? common : fields.Next(4);
                }
            }

            if (offset > 0 && length > 0)
                return data.Slice(offset, length);
        }

        return null;
    }

    private static ByteRange Content(ByteRange data, in Box box, int header) =>
        data.Slice(box.Start + header, box.End - box.Start - header);

    private static IEnumerable<Box> Boxes(ByteRange data, long position, long end)
    {
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, end) is { IsOpen: false } box; i++)
        {
            yield return box;
            position = box.End;
        }
    }
}
