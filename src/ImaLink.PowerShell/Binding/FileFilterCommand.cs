using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that gets files, chosen by what is known of the pictures in them.</summary>
public abstract class FileFilterCommand : StorageFilterCommand
{
    /// <summary>Files taken at or after this time of the camera; a year alone is its first day.</summary>
    [Parameter]
    [DateArgument]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateTime? After { get; set; }

    /// <summary>Files taken before this time of the camera; a year alone is its first day.</summary>
    [Parameter]
    [DateArgument]
    [ArgumentCompleter(typeof(DateCompleter))]
    public DateTime? Before { get; set; }

    /// <summary>Files whose camera model, or maker and model, fits; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CameraCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Camera { get; set; }

    /// <summary>Files of these formats, as ExifTool calls them (JPEG, NEF, HEIC), or by a customary extension (jpg, tif).</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Format { get; set; }

    /// <summary>Files that are present, or missing, as of the last look.</summary>
    [Parameter]
    [ValidateSet("Present", "Missing")]
    public string? State { get; set; }

    /// <summary>Whether a file states UTC and nobody says of which zone it is.</summary>
    private protected static bool IsInUtc(ImageFile file) => file is { TakenAtOffset: { Ticks: 0 }, TakenAtSource: not null };

    /// <summary>Says where a zone is the reason that times are told in UTC.</summary>
    private protected void WarnOfZone(string? zone, string session)
    {
        if (zone is not null && !TimeZones.IsKnown(zone))
            WriteWarning($"The session '{session}' is in the time zone '{zone}', which this version does not know: the times of its films are told in UTC. Install a newer ImaLink, or give the session a zone that is known with Set-ImaSession -TimeZone.");
    }

    /// <summary>What these parameters ask for; equal to an empty filter where none is given.</summary>
    private protected FileFilter Filter => new()
    {
        After = After,
        Before = Before,
        Camera = Camera is null ? null : WildcardPattern.Get(Camera, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch,
        Formats = Format,
        State = State,
    };
}
