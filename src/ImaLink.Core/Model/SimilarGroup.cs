namespace ImaLink;

/// <summary>Pictures that look alike: an original, and what looks like it. It tells, and proves nothing: look at them before one goes.</summary>
public sealed record SimilarGroup
{
    /// <summary>Identity of the image that is rather the original: it has most pixels, then most facts, then most bytes.</summary>
    public required string Hothash { get; init; }

    /// <summary>The files: all of the original, then those of what looks like it, the likest first.</summary>
    public required SimilarFile[] Files { get; init; }

    /// <summary>Number of files.</summary>
    public int Count => Files.Length;

    /// <summary>Number of different images that they hold.</summary>
    public int Images => Files.Select(file => file.Hothash).Distinct().Count();

    /// <inheritdoc/>
    public override string ToString() => Files[0].FullName;
}

/// <summary>One file of a <see cref="SimilarGroup"/>.</summary>
public sealed record SimilarFile : DuplicateFile
{
    /// <summary>Identity of its image.</summary>
    public required string Hothash { get; init; }

    /// <summary>Width in pixels as stored; null where it is not known.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels as stored; null where it is not known.</summary>
    public int? Height { get; init; }

    /// <summary>Whether it holds the image that is rather the original.</summary>
    public required bool IsOriginal { get; init; }

    /// <summary>In how many of the first 64 bits of their likeness it differs from the original: 0 is like it, up to what was asked for.</summary>
    public required int Distance { get; init; }

    /// <summary>How it looks: 64 hexadecimal digits, by the recipe in docs/likeness.md.</summary>
    public required string Likeness { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
