namespace ImaLink.Media.Metadata;

/// <summary>What an owner says of a photo, apart from what cameras write in the same places.</summary>
internal static class Words
{
    private const int LongestName = 100;

    // Makers that write more than their maker and model in EXIF say.
    private static readonly HashSet<string> Makers = new(StringComparer.OrdinalIgnoreCase)
    {
        "casio", "epson", "fujifilm", "hp", "jenoptik", "kodak", "konica", "kyocera", "maginon", "medion", "minolta", "olympus", "optical",
        "panasonic", "pentax", "polaroid", "praktica", "ricoh", "samsung", "sanyo", "sony", "toshiba", "vivitar",
    };

    // "OLYMPUS DIGITAL CAMERA", "Digital StillCamera", "SONY DSC", "SAMSUNG CSC", "Exif_JPEG_PICTURE", "DCF 1.0".
    private static readonly HashSet<string> Kinds = new(StringComparer.OrdinalIgnoreCase)
        { "camera", "csc", "dcf", "digital", "dsc", "exif", "image", "jpeg", "picture", "still", "stillcamera" };

    /// <summary>Stars out of Windows' percentage, which it writes as 1, 25, 50, 75 and 99; null if it is none.</summary>
    public static int? Stars(double? percent) => percent switch
    {
        0 => 0,
        >= 1 and < 13 => 1,
        >= 13 and < 38 => 2,
        >= 38 and < 63 => 3,
        >= 63 and < 88 => 4,
        >= 88 and <= 100 => 5,
        _ => null,
    };

    /// <summary>A place in words; null where no part of it is known.</summary>
    public static Dictionary<string, string>? Location(string? city, string? state, string? country, string? code, string? sublocation)
    {
        var parts = new Dictionary<string, string>();
        foreach (var (name, text) in new[] { ("city", city), ("state", state), ("country", country), ("code", code?.ToUpperInvariant()), ("sublocation", sublocation) })
            if (text is not null)
                parts.Add(name, text);
        return parts.Count > 0 ? parts : null;
    }

    /// <summary>Leaves out a title and a description that only name the camera.</summary>
    /// <param name="facts">What one place of a file says.</param>
    /// <param name="camera">What the file says of its camera.</param>
    public static ImageFacts WithoutCamera(ImageFacts facts, ImageFacts camera) => facts with
    {
        Title = IsCamera(facts.Title, camera) ? null : facts.Title,
        Description = IsCamera(facts.Description, camera) ? null : facts.Description,
    };

    private static bool IsCamera(string? text, ImageFacts camera)
    {
        if (text is not { Length: <= LongestName })
            return false;
        if (text.Contains("DCIM\\", StringComparison.OrdinalIgnoreCase))
            return true; // the place on the card, as GoPro writes it
        var words = Split(text);
        var names = Split($"{camera.CameraMake} {camera.CameraModel}");
        // A mountain is called Olympus too: a name alone has to be this camera's.
        return words.TrueForAll(word => IsOneOf(names, word))
            || (words.Exists(Kinds.Contains) && words.TrueForAll(IsKnown));

        bool IsKnown(string word) =>
            Kinds.Contains(word) || Makers.Contains(word) || IsOneOf(names, word) || (word.Length == 1 && char.IsAsciiDigit(word[0]));
    }

    private static bool IsOneOf(List<string> names, string word) => names.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static List<string> Split(string text) =>
        [.. text.Split([' ', '\t', '\r', '\n', '_', '-', '/', ',', '.', '<', '>'], StringSplitOptions.RemoveEmptyEntries)];
}
