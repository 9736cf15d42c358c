namespace ImaLink.Media.Companions;

/// <summary>How a companion's name is made of its photo's.</summary>
[Flags]
internal enum NameManner
{
    /// <summary><c>a.nef.xmp</c> of <c>a.nef</c>.</summary>
    FullName = 1,

    /// <summary><c>a.xmp</c> of <c>a.nef</c>.</summary>
    Stem = 2,

    /// <summary><c>a_01.nef.xmp</c> of <c>a.nef</c>: darktable's copies.</summary>
    Copy = 4,

    /// <summary><c>IMG_E1234.AAE</c> and <c>IMG_O1234.AAE</c> of <c>IMG_1234.HEIC</c>: Apple's edits.</summary>
    Edit = 8,

    /// <summary><c>C0001M01.XML</c> of <c>C0001.MP4</c>: Sony's clips.</summary>
    Clip = 16,

    /// <summary><c>a.jpg.supplemental-metadata.json</c> of <c>a.jpg</c>, cut and numbered in Google's manner.</summary>
    Takeout = 32,
}

/// <summary>A kind of companion, told by its name. Pure.</summary>
/// <param name="Name">What it is called in indexes.</param>
/// <param name="Extension">The extension, with its dot.</param>
/// <param name="Manners">How it may be named.</param>
/// <param name="IsSure">Whether the extension alone makes it one; else it takes a photo beside it.</param>
/// <param name="OfFilm">Whether of a still and a film with one stem it belongs to the film.</param>
internal sealed record CompanionKind(string Name, string Extension, NameManner Manners, bool IsSure, bool OfFilm = false)
{
    /// <summary>The kind of an XMP sidecar.</summary>
    internal const string Sidecar = "xmp";

    /// <summary>The kind of a photo's description in a Google Takeout.</summary>
    internal const string Takeout = "takeout";

    private const NameManner Usual = NameManner.FullName | NameManner.Stem;

    private static readonly CompanionKind[] Rows =
    [
        new(Sidecar, ".xmp", Usual | NameManner.Copy, IsSure: true),
        new("acr", ".acr", Usual, IsSure: true), // masks of Camera Raw and Lightroom, beside the .xmp
        new("aae", ".aae", Usual | NameManner.Edit, IsSure: true), // edits of Apple Photos
        new("pp3", ".pp3", Usual, IsSure: true), // RawTherapee
        new("arp", ".arp", Usual, IsSure: true), // ART
        new("dop", ".dop", Usual, IsSure: true), // DxO PhotoLab
        new("on1", ".on1", Usual, IsSure: true), // ON1 Photo RAW
        new("vrd", ".vrd", Usual, IsSure: true), // Canon Digital Photo Professional
        new("dr4", ".dr4", Usual, IsSure: true), // the same, version 4
        new("nksc", ".nksc", Usual, IsSure: true), // Nikon NX Studio
        new(Takeout, ".json", NameManner.Takeout, IsSure: false),
        new("thm", ".thm", Usual, IsSure: false, OfFilm: true),
        new("voice", ".wav", Usual, IsSure: false),
        new("srt", ".srt", Usual, IsSure: false, OfFilm: true), // where a drone was, by the second
        new("sony", ".xml", NameManner.Clip, IsSure: false, OfFilm: true),
    ];

    private static readonly Dictionary<string, CompanionKind> ByExtension = Rows.ToDictionary(kind => kind.Extension, StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind that a file may be of, by its name alone; null where it is none.</summary>
    internal static CompanionKind? Of(string name) => ByExtension.GetValueOrDefault(Path.GetExtension(name));

    internal bool Has(NameManner manner) => (Manners & manner) != 0;
}
