using System.Globalization;
using System.Text.RegularExpressions;
using ImaLink.Files;

namespace ImaLink.Archive.Intake;

/// <summary>
/// A layout such as <c>{yyyy}/{session}/{source}</c>: says where a file is placed under <c>photos/</c>. Dates are the camera's,
/// or the file's time of modification, local, where the camera's is unknown; a month or a day that is left open is 00.
/// </summary>
public sealed partial class LayoutTemplate
{
    /// <summary>The layout where none is given.</summary>
    public const string Default = "{yyyy}/{session}/{source}";

    private const string Unknown = "00";
    private static readonly string[] Known = ["yyyy", "MM", "dd", "session", "camera", "name", "ext", "source"];
    private readonly string _text;

    /// <summary>Understands a layout.</summary>
    /// <exception cref="ImaLinkException">InvalidLayout: an unknown placeholder, or nothing in it.</exception>
    public LayoutTemplate(string text)
    {
        _text = text;
        foreach (Match placeholder in Placeholder().Matches(text))
            if (!Known.Contains(placeholder.Groups[1].Value))
                throw new ImaLinkException(ErrorCode.InvalidLayout,
                    $"The layout '{text}' has the unknown placeholder '{placeholder.Value}'. Known are {string.Join(", ", Known.Select(name => $"{{{name}}}"))}.", text);
        if (string.IsNullOrWhiteSpace(text))
            throw new ImaLinkException(ErrorCode.InvalidLayout, "The layout is empty.", text);
    }

    /// <summary>
    /// The place of a file, relative to <c>photos/</c>, portable. Where the layout names neither <c>{name}</c> nor
    /// <c>{source}</c> the file name is appended; where it names <c>{name}</c> without <c>{ext}</c>, the extension is.
    /// </summary>
    public string Place(LayoutFacts file)
    {
        DateTime date = file.Facts.TakenAt?.Time ?? file.ModifiedAt;
        string place = Placeholder().Replace(_text, match => match.Groups[1].Value switch
        {
            "yyyy" => date.ToString("yyyy", CultureInfo.InvariantCulture),
            // What the photo leaves open is not made up.
            "MM" => file.Facts.TakenAt?.Precision < DatePrecision.Month ? Unknown : date.ToString("MM", CultureInfo.InvariantCulture),
            "dd" => file.Facts.TakenAt?.Precision < DatePrecision.Day ? Unknown : date.ToString("dd", CultureInfo.InvariantCulture),
            "session" => Segment(file.Session),
            "camera" => Segment(file.Facts.CameraModel ?? "unknown"),
            "name" => Segment(file.Name),
            // With its dot, unless the layout has one.
            "ext" => match.Index > 0 && _text[match.Index - 1] == '.' ? Extension(file).TrimStart('.') : Extension(file),
            _ => string.Join('/', file.Source.Split('/').Select(Segment)),
        });
        if (_text.Contains("{source}", StringComparison.Ordinal))
            return FileNames.PortablePath(place);
        if (!_text.Contains("{name}", StringComparison.Ordinal))
            return FileNames.PortablePath($"{place}/{Segment(file.Name)}{Extension(file)}");
        return FileNames.PortablePath(_text.Contains("{ext}", StringComparison.Ordinal) ? place : place + Extension(file));
    }

    /// <summary>What a layout script answered, as a place: an answer that ends with <c>/</c> or has no extension is a folder.</summary>
    /// <exception cref="ImaLinkException">InvalidLayout: nothing usable is left of the answer.</exception>
    public static string PlaceOf(string? answer, LayoutFacts file)
    {
        string place = answer?.Trim() ?? "";
        if (place.EndsWith('/') || place.EndsWith('\\') || Path.GetExtension(place).Length == 0)
            place += $"/{Segment(file.Name)}{Extension(file)}";
        string portable = FileNames.PortablePath(place);
        return string.IsNullOrWhiteSpace(answer)
            ? throw new ImaLinkException(ErrorCode.InvalidLayout, $"The layout script gave no place for '{file.SourcePath}'.", file.SourcePath)
            : portable;
    }

    private static string Extension(LayoutFacts file) => file.Extension.Length > 1 ? "." + Segment(file.Extension[1..]) : "";

    private static string Segment(string text) => FileNames.Portable(text);

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder();
}
