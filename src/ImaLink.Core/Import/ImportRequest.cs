using ImaLink.Archive.Intake;

namespace ImaLink.Import;

/// <summary>What is to be imported, where to, and how.</summary>
public sealed record ImportRequest
{
    /// <summary>Files and folders, full paths.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Whether a photo, by its full path, is meant; null for all of them. Its companions go with it.</summary>
    public Predicate<string>? Wanted { get; init; }

    /// <summary>Title of the session.</summary>
    public required string Title { get; init; }

    /// <summary>Description of the session.</summary>
    public string? Description { get; init; }

    /// <summary>Name of the author of the photos.</summary>
    public string? Author { get; init; }

    /// <summary>The zone that the photos were taken in, as IANA or Windows calls it; null for this machine's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Where files are placed under <c>photos/</c> (<see cref="LayoutTemplate"/>).</summary>
    public string Layout { get; init; } = LayoutTemplate.Default;

    /// <summary>Decides where a file is placed, instead of <see cref="Layout"/>; called on the caller's thread.</summary>
    public Func<LayoutFacts, string>? LayoutScript { get; init; }

    /// <summary>Registers files that lie under <c>photos/</c> already, copying nothing.</summary>
    public bool InPlace { get; init; }

    /// <summary>Copies files whose bytes are in the storage already.</summary>
    public bool AllowDuplicate { get; init; }

    /// <summary>Leaves out files whose image is in the storage in other bytes.</summary>
    public bool SkipVariant { get; init; }

    /// <summary>Leaves out files whose bytes are in another storage that is accessible.</summary>
    public bool SkipKnownElsewhere { get; init; }

    /// <summary>Takes in what was in the trash of Google Photos.</summary>
    public bool IncludeTrashed { get; init; }

    /// <summary>Takes in the photos of a partner in Google Photos.</summary>
    public bool IncludePartner { get; init; }

    /// <summary>Makes no hotpreviews.</summary>
    public bool NoPreview { get; init; }
}
