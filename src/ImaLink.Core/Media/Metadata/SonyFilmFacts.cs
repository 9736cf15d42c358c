using System.Text;
using System.Text.RegularExpressions;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>The date that Sony's cameras note, with its offset, in XML beside a film ('NonRealTimeMeta' in a 'meta' box).</summary>
internal static partial class SonyFilmFacts
{
    private const int MaxBoxes = 16;
    private const int MaxText = 64 * 1024;

    public static ImageFacts Read(ByteRange data, in Box meta)
    {
        var position = meta.Start + 4;
        for (var i = 0; i < MaxBoxes && Box.Read(data, position, meta.End) is { IsOpen: false } box && box.End <= meta.End; i++)
        {
            if (box.Is("xml "u8))
            {
                var text = Encoding.UTF8.GetString(data.Slice(box.Start, box.End - box.Start).ToArray(MaxText));
                return new() { TakenAt = FactDate.Parse(CreationDate().Match(text).Groups["date"].ValueSpan, "XML:CreationDateValue") };
            }

            position = box.End;
        }

        return new();
    }

    [GeneratedRegex("<CreationDate\\s+value=\"(?<date>[^\"]{4,40})\"", RegexOptions.CultureInvariant)]
    private static partial Regex CreationDate();
}
