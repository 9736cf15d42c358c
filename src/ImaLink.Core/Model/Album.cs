namespace ImaLink;

/// <summary>An album: an ordered set of photos with a title, or a search that was saved, within another album or not.</summary>
public sealed record Album
{
    /// <summary>UUID of the album.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The titles of the albums that it is in and its own, with <c>/</c>.</summary>
    public required string FullTitle { get; init; }

    /// <summary>Description.</summary>
    public string? Description { get; init; }

    /// <summary><see cref="FullTitle"/> of the album that it is in; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>UUID of the album that it is in.</summary>
    public Guid? ParentUuid { get; init; }

    /// <summary>What it is, a word of <see cref="AlbumKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>How its photos are ordered, a word of <see cref="AlbumOrder"/>.</summary>
    public required string Order { get; init; }

    /// <summary>How many photos it has now.</summary>
    public long Count { get; init; }

    /// <summary>How many of its members the catalog does not know now, as their files are in the trash or in a storage that it has not seen.</summary>
    public long Unknown { get; init; }

    /// <summary>How many albums are in it.</summary>
    public int Albums { get; init; }

    /// <summary>Hothash of the image that stands for it; null where nothing is said.</summary>
    public string? Cover { get; init; }

    /// <summary>What it searches for, as JSON, where it is a search that was saved.</summary>
    public string? Filter { get; init; }

    /// <summary>The storages that hold its file, or will at their next visit.</summary>
    public string[] Storages { get; init; } = [];

    /// <summary>The storages of which the file has yet to be written.</summary>
    public string[] Unwritten { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => FullTitle;
}

/// <summary>The values of <see cref="Album.Kind"/>.</summary>
public static class AlbumKind
{
    /// <summary>Photos were put into it.</summary>
    public const string Album = "Album";

    /// <summary>It shows what a search finds.</summary>
    public const string Search = "Search";
}
