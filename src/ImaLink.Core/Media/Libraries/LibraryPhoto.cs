using ImaLink.Media.Metadata;

namespace ImaLink.Media.Libraries;

/// <summary>What another program says of one photo.</summary>
internal sealed record LibraryPhoto
{
    /// <summary>Its id in the program's database.</summary>
    internal required long Id { get; init; }

    /// <summary>Where it lies, with <c>/</c>; without the beginning where the program does not know that.</summary>
    internal required string Path { get; init; }

    /// <summary>What it was called before the program renamed it; null where that is not known.</summary>
    internal string? FormerName { get; init; }

    /// <summary>Length of the file in bytes; null where that is not known.</summary>
    internal long? Size { get; init; }

    /// <summary>When it was taken: as its file stated it, and as it was corrected.</summary>
    internal IReadOnlyList<CaptureTime> Times { get; init; } = [];

    /// <summary>Whether the time before any correction is among them.</summary>
    internal bool KeepsOriginalTime { get; init; }

    /// <summary>Whether a time is stated of it, or was corrected; else it may be that of the file.</summary>
    internal bool IsTimeStated { get; init; }

    /// <summary>Width in pixels, upright or not; null where that is not known.</summary>
    internal int? Width { get; init; }

    /// <summary>Height in pixels.</summary>
    internal int? Height { get; init; }

    /// <summary>What is said of it, as a sidecar says it; regions are those of the picture as it is stored.</summary>
    internal required ImageFacts Facts { get; init; }

    /// <summary>What is said of it and has no place here, as sentences.</summary>
    internal IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>The name of its file.</summary>
    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>An album of another program.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Parent">The id of the one that it lies in; null for none.</param>
internal sealed record LibraryAlbum(string Title, long? Parent)
{
    /// <summary>What is said of it.</summary>
    internal string? Description { get; init; }

    /// <summary>The id of the photo that stands for it.</summary>
    internal long? Cover { get; init; }

    /// <summary>Whether it is a search, which has no photos of its own.</summary>
    internal bool IsSearch { get; init; }
}

/// <summary>The photos of an album.</summary>
/// <param name="Album">Its id.</param>
/// <param name="Photos">Their ids, in their order.</param>
/// <param name="IsArranged">Whether its owner put them into that order; else it is that of their times.</param>
internal sealed record LibraryMembers(long Album, IReadOnlyList<long> Photos, bool IsArranged);
