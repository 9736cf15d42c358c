using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>Facts of Radiance's HDR: lines of text, an empty one, and the one that tells size and direction of the rows.</summary>
internal static partial class RadianceFacts
{
    private const int MaxHeader = 64 * 1024;

    /// <summary>In the order of EXIF's orientations: in which direction rows follow each other, and the pixels of a row.</summary>
    private static readonly string[] Orientations = ["-Y+X", "-Y-X", "+Y-X", "+Y+X", "+X-Y", "+X+Y", "-X+Y", "-X-Y"];

    /// <summary>Whether a file begins like one.</summary>
    public static bool IsRadiance(ReadOnlySpan<byte> start) => start.StartsWith("#?RADIANCE"u8) || start.StartsWith("#?RGBE"u8);

    public static ImageFacts Read(ByteRange data)
    {
        var text = Encoding.Latin1.GetString(data.ToArray(MaxHeader));
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0)
            return new();
        var taken = Date().Match(text, 0, end + 1) is { Success: true } date ? FactDate.Parse(date.Groups[1].ValueSpan, "Radiance:Capdate") : null;
        if (Size().Match(text, end + 2) is not { Success: true } size)
            return new() { TakenAt = taken };
        var orientation = Array.IndexOf(Orientations, size.Groups["rows"].Value + size.Groups["columns"].Value) + 1;
        return new()
        {
            TakenAt = taken,
            Width = ToSide(size.Groups["width"].ValueSpan),
            Height = ToSide(size.Groups["height"].ValueSpan),
            Orientation = orientation > 0 ? orientation : null,
        };
    }

    private static int? ToSide(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side > 0 ? side : null;

    [GeneratedRegex(@"^CAPDATE=\s*([^\n]{1,64})$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    // The second number counts the pixels of a row, whichever axis they go along: the width as stored.
    [GeneratedRegex(@"\G[ ]*(?<rows>[-+][XY])[ ]*(?<height>[0-9]{1,20})[ ]*(?<columns>[-+][XY])[ ]*(?<width>[0-9]{1,20})", RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
