using ImaLink.Archive.Intake;

namespace ImaLink.Photos;

/// <summary>Which copies are made, and how.</summary>
public sealed record PhotoExportRequest
{
    /// <summary>The files; those of several filters are put together.</summary>
    public required IReadOnlyList<FileFilter> Filters { get; init; }

    /// <summary>Full path of the folder.</summary>
    public required string Destination { get; init; }

    /// <summary>Where in it, as at an import; null is by the name alone.</summary>
    public Func<LayoutFacts, string>? Layout { get; init; }

    /// <summary>Largest width and height; null leaves them.</summary>
    public int? Size { get; init; }

    /// <summary>JPEG, PNG or WebP; null for the photo's own, or JPEG where it is made smaller and none of these.</summary>
    public string? Format { get; init; }

    /// <summary>Whether the description is put into the copy.</summary>
    public bool Embeds { get; init; }

    /// <summary>Whether places, persons and all that cameras note (serial numbers among it) are left out.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Only tells what would be done.</summary>
    public bool Rehearsal { get; init; }
}
