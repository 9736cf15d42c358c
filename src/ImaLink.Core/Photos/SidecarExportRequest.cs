namespace ImaLink.Photos;

/// <summary>Which sidecars are written, and how.</summary>
public sealed record SidecarExportRequest
{
    /// <summary>The files whose photos are described; those of several filters are put together.</summary>
    public required IReadOnlyList<FileFilter> Filters { get; init; }

    /// <summary>Whether a new sidecar of a RAW is called as Adobe's programs want it, <c>a.xmp</c> and not <c>a.nef.xmp</c>.</summary>
    public bool IsAdobe { get; init; }

    /// <summary>Whether <see cref="IsAdobe"/> is done also where another photo has the same name but for its extension.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the flat keywords have the parents of each tag, too.</summary>
    public bool WithParentTags { get; init; }

    /// <summary>Only tells what would be written.</summary>
    public bool Rehearsal { get; init; }
}
