using ImaLink.Media.Containers;

namespace ImaLink.Media.Formats;

/// <summary>Minolta MRW: everything behind the header, whose segments are stepped through (HOTHASH 3.3).</summary>
internal static class MrwImageData
{
    public static void Read(FileBytes file, ImageData data) => Read(file, data, 0, file.Length);

    /// <summary>Adds the image data of a block inside a file.</summary>
    public static void Read(FileBytes file, ImageData data, long start, long length)
    {
        if (length < 8 || MrwSegment.HeaderEnd(file, start) is not { } end)
            return;
        var position = MrwSegment.Walk(file, start, start + length).Select(segment => segment.End).DefaultIfEmpty(start + 8).Last();
        if (position >= end)
            data.Add(position, start + length - position);
    }
}
