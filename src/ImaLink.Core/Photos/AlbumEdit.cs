namespace ImaLink.Photos;

/// <summary>What is said of an album; what is null stays as it is, and an empty text withdraws it.</summary>
public sealed record AlbumEdit
{
    /// <summary>The title, without those of the albums that it is in.</summary>
    public string? Title { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>The album that it lies in.</summary>
    public Selector? Parent { get; init; }

    /// <summary>Whether it lies in none.</summary>
    public bool AtTop { get; init; }

    /// <summary>The photo that stands for it, by the catalog's number.</summary>
    public long? Cover { get; init; }

    /// <summary>Whether no photo stands for it.</summary>
    public bool NoCover { get; init; }

    /// <summary>How its photos are ordered, a word of <see cref="AlbumOrder"/>.</summary>
    public string? Order { get; init; }

    /// <summary>What it searches for, where it is a search that is saved.</summary>
    public PhotoFilter? Filter { get; init; }
}

/// <summary>Where photos are put in an album; at its end where nothing is said.</summary>
public sealed record AlbumPlace
{
    /// <summary>Which of its photos the first becomes, from 1.</summary>
    public int? Position { get; init; }

    /// <summary>Before which photo, by the catalog's number.</summary>
    public long? Before { get; init; }

    /// <summary>After which photo, by the catalog's number.</summary>
    public long? After { get; init; }

    internal bool IsEnd => this is { Position: null, Before: null, After: null };
}
