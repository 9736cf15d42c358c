using System.Globalization;
using System.Text;
using ImaLink.Media.Containers;

namespace ImaLink.Media.Metadata;

/// <summary>
/// What recorders note of themselves in a film: QuickTime's user data ("©mak"), its metadata keys
/// ("com.apple.quicktime.make") and the place of 3GPP (TS 26.244, 'loci').
/// </summary>
internal static class MovieKeys
{
    private const int MaxKeys = 1024;
    private const int MaxText = 4096;
    private const string ContentDate = "content date";

    /// <summary>The keys and values of a 'meta' box.</summary>
    public static ImageFacts Read(ByteRange data, in Box meta)
    {
        var names = new List<string>();
        var facts = new ImageFacts();

        // QuickTime's 'meta' lacks the version that MP4's has.
        var first = Box.Read(data, meta.Start, meta.End);
        var position = meta.Start + (first?.Is("hdlr"u8) == true ? 0 : 4);
        for (var i = 0; i < MaxKeys && Box.Read(data, position, meta.End) is { IsOpen: false } box; i++)
        {
            if (box.End > meta.End)
                break;
            if (box.Is("keys"u8))
                names = ReadNames(data, box);
            else if (box.Is("ilst"u8))
                facts = ReadValues(data, box, names);
            position = box.End;
        }

        return facts;
    }

    /// <summary>One text of the user data; its name begins with the copyright sign.</summary>
    public static ImageFacts ReadText(ByteRange data, in Box box)
    {
        if (KeyOf(box.Name) is not { } key)
            return new();
        var fields = new BoxFields(data, box);
        var length = fields.Next(2);
        fields.Next(2); // language
        var content = data.Slice(fields.Position, Math.Min(length, box.End - fields.Position));
        var facts = ToFacts(key, Encoding.UTF8.GetString(content.ToArray(MaxText)));

        // Some write the date without length and language before it.
        return key == ContentDate && facts.Dates.Count == 0
            ? ToFacts(key, Encoding.UTF8.GetString(data.Slice(box.Start, box.End - box.Start).ToArray(MaxText)))
            : facts;
    }

    /// <summary>The place as 3GPP has it: a name, then longitude, latitude and altitude.</summary>
    public static ImageFacts ReadPlace3Gp(IByteSource file, in Box box)
    {
        var fields = new BoxFields(file, box);
        fields.Next(6); // version and language
        for (var i = 0; i < MaxText && fields.Next(1) != 0; i++)
        {
        }

        fields.Next(1); // role
        var (longitude, latitude, altitude) = ((int)fields.Next(4), (int)fields.Next(4), (int)fields.Next(4));
        return fields.IsComplete ? ToPlace(latitude / 65536.0, longitude / 65536.0, altitude / 65536.0) : new();
    }

    private static List<string> ReadNames(ByteRange data, in Box box)
    {
        var names = new List<string>();
        for (var position = box.Start + 8; names.Count < MaxKeys && Box.Read(data, position, box.End) is { } key;)
        {
            if (key.End > box.End)
                break;
            names.Add(Encoding.UTF8.GetString(data.Slice(key.Start, key.End - key.Start).ToArray(256)));
            position = key.End;
        }

        return names;
    }

    private static ImageFacts ReadValues(ByteRange data, in Box list, List<string> names)
    {
        var facts = new ImageFacts();
        var position = list.Start;
        for (var i = 0; i < MaxKeys && Box.Read(data, position, list.End) is { IsOpen: false } item; i++)
        {
            if (item.End > list.End)
                break;
            // Named by a number that counts the keys from 1, or like user data.
            var key = item.Name > 0 && item.Name <= names.Count ? names[(int)item.Name - 1] : KeyOf(item.Name);
            if (key is not null && Box.Read(data, item.Start, item.End) is { } value && value.Is("data"u8))
            {
                var text = data.Slice(value.Start + 8, Math.Min(value.End, item.End) - value.Start - 8);
                facts = facts.Or(ToFacts(key, Encoding.UTF8.GetString(text.ToArray(MaxText))));
            }

            position = item.End;
        }

        return facts;
    }

    private static string? KeyOf(uint name) => name switch
    {
        0xA96D616B => "com.apple.quicktime.make", // ©mak
        0xA96D6F64 => "com.apple.quicktime.model", // ©mod
        0xA978797A => "com.apple.quicktime.location.ISO6709", // ©xyz
        0xA9646179 => ContentDate, // ©day
        _ => null,
    };

    private static ImageFacts ToFacts(string key, string text)
    {
        text = text.Trim('\0', ' ', '\r', '\n', '\t');
        if (text.Length == 0)
            return new();
        return key switch
        {
            "com.apple.quicktime.make" => new() { CameraMake = text },
            "com.apple.quicktime.model" => new() { CameraModel = text },
            "com.apple.quicktime.location.ISO6709" => ParsePlace(text),
            "com.apple.quicktime.content.identifier" => new() { ContentIdentifier = Identifier.Of(text) },
            ContentDate => new() { TakenAt = ContentDateOf(text) },
            "com.apple.quicktime.creationdate" => new() { TakenAt = FactDate.Parse(text, "QuickTime:CreationDate") },
            _ => new(),
        };
    }

    // A year alone is that of a publication: iTunes writes it there.
    private static CaptureTime? ContentDateOf(string text) =>
        WrittenDate.Parse(text, "QuickTime:ContentCreateDate") is { Precision: < DatePrecision.Day } year
            ? year with { Source = "QuickTime:Year" }
            : WrittenDate.Parse(text, "QuickTime:ContentCreateDate");

    /// <summary>"+12.3456-098.7654+010.500/" (ISO 6709, decimal degrees).</summary>
    private static ImageFacts ParsePlace(string text)
    {
        var numbers = new List<double>();
        var start = 0;
        for (var i = 1; i <= text.Length && numbers.Count < 3; i++)
        {
            if (i < text.Length && text[i] is not ('+' or '-' or '/'))
                continue;
            if (!double.TryParse(text.AsSpan(start, i - start), CultureInfo.InvariantCulture, out var number))
                break;
            numbers.Add(number);
            start = i;
        }

        return numbers.Count < 2 ? new() : ToPlace(numbers[0], numbers[1], numbers.Count > 2 ? numbers[2] : null);
    }

    private static ImageFacts ToPlace(double latitude, double longitude, double? altitude) =>
        Place.Add(new(), latitude, longitude, altitude);
}
