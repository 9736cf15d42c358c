using ImaLink.Media.Containers;

namespace ImaLink.Media.Previews;

/// <summary>How long a film is, where its header says it in few bytes: ISO base media ('mvhd') and AVI ('avih').</summary>
internal static class FilmDuration
{
    private const int MaxBoxes = 1 << 12;

    /// <summary>The duration; null where it is not told, or is none.</summary>
    public static TimeSpan? Of(ByteRange data)
    {
        Span<byte> start = stackalloc byte[56];
        if (!data.TryRead(0, start))
            return null;
        if (start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual("AVI "u8) && start[24..28].SequenceEqual("avih"u8))
        {
            return ToTime((long)System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(start[32..])
                * System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(start[48..]), 1_000_000);
        }

        var position = 0L;
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, data.Length) is { IsOpen: false } box; i++)
        {
            if (box.Is("moov"u8) && Box.Below(data, box, "mvhd").Select(header => Read(data, header)).FirstOrDefault() is { } duration)
                return duration;
            position = box.End;
        }

        return null;
    }

    private static TimeSpan? Read(ByteRange data, Box header)
    {
        var fields = new BoxFields(data, header);
        var size = fields.Next(4) >> 24 == 1 ? 8 : 4;
        fields.Next(size);
        fields.Next(size);
        var scale = fields.Next(4);
        var units = fields.Next(size);
        return fields.IsComplete ? ToTime(units, scale) : null;
    }

    private static TimeSpan? ToTime(long units, long scale) =>
        scale > 0 && units > 0 && units / (double)scale is < 100 * 3600 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
}
