using ImaLink.Media.Formats;
using ImaLink.Media.Relatives;

namespace ImaLink.Archive.Grouping;

/// <summary>What of a file tells which other images are of the same shot.</summary>
internal sealed record ShotFile
{
    /// <summary>The image that the file holds, by its number in the catalog.</summary>
    internal required long Image { get; init; }

    /// <summary>Storage and folder: names count within one.</summary>
    internal required (long Storage, string Path) Folder { get; init; }

    /// <summary>Its name.</summary>
    internal required ShotName Name { get; init; }

    /// <summary>RAW, still or film.</summary>
    internal required MediaKind Kind { get; init; }

    /// <summary>When it was taken, as it states that.</summary>
    internal CaptureTime? Taken { get; init; }

    /// <summary>The time zone of its session.</summary>
    internal string? TimeZone { get; init; }

    /// <summary>When it was last modified, UTC.</summary>
    internal DateTime? Modified { get; init; }


    /// <summary>Model of the camera.</summary>
    internal string? Model { get; init; }

    /// <summary>Width in pixels; 0 where unknown.</summary>
    internal int Width { get; init; }

    /// <summary>Height in pixels; 0 where unknown.</summary>
    internal int Height { get; init; }

    /// <summary>Whether it states how it was exposed, as cameras do and scanners do not.</summary>
    internal bool HasExposure { get; init; }

    /// <summary>What both halves of a live photo call themselves.</summary>
    internal string? ContentIdentifier { get; init; }

    /// <summary>What all pictures of one burst call themselves.</summary>
    internal string? BurstId { get; init; }
}
