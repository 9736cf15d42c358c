using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Dates in the chunks of a PNG: texts by their keyword, and the time of the last change, which is UTC.</summary>
internal static class PngDates
{
    /// <summary>How much of a text is read.</summary>
    public const int MaxText = 256;

    /// <summary>What the text with a keyword tells of the date; null if nothing.</summary>
    public static string? SourceOf(ReadOnlySpan<byte> keyword) =>
        keyword.SequenceEqual("Creation Time"u8) ? "PNG:CreationTime"
        : keyword.SequenceEqual("create-date"u8) ? "PNG:CreateDate"
        : null;

    /// <summary>The date in a text.</summary>
    public static ImageFacts ReadText(ReadOnlySpan<byte> text, string source) =>
        new() { TakenAt = WrittenDate.Parse(Encoding.UTF8.GetString(text), source) };

    /// <summary>The date of a 'tIME' chunk.</summary>
    public static ImageFacts ReadTime(ByteRange content)
    {
        Span<byte> time = stackalloc byte[7];
        if (!content.TryRead(0, time))
            return new();
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt16BigEndian(time):0000}:{time[2]:00}:{time[3]:00} {time[4]:00}:{time[5]:00}:{time[6]:00}Z");
        return new() { TakenAt = FactDate.Parse(text, "PNG:ModifyDate") };
    }
}
