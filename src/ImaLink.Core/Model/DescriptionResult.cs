namespace ImaLink;

/// <summary>What Import-ImaDescription found of one thing that another program knows: a photo, an album, a stack, or its database itself.</summary>
public sealed record DescriptionResult : Outcome
{
    /// <inheritdoc/>
    public override string Severity => Verdict is DescriptionVerdict.Taken or DescriptionVerdict.Unchanged or DescriptionVerdict.Read ? OutcomeSeverity.Information : OutcomeSeverity.Warning;

    /// <summary>What the thing is, a word of <see cref="DescriptionKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What the other program calls it: the path of a photo, the titles of an album and those that it lies in, the file of a database.</summary>
    public required string Source { get; init; }

    /// <summary>By what the photo was found, with commas: import path (it was imported from there), path (it lies there), name, folder, time, size, dimensions; null where it was not found.</summary>
    public string? Evidence { get; init; }

    /// <summary>The fields that were taken over, as statements call them: title, rating, tag:Places/Italy, person:Anna.</summary>
    public string[] Taken { get; init; } = [];

    /// <summary>The fields of which something else was said here, which stays.</summary>
    public string[] Kept { get; init; } = [];

    /// <summary>Of a photo that several fit, full paths of these.</summary>
    public string[] Candidates { get; init; } = [];

    /// <summary>UUID of the storage; null where nothing was found.</summary>
    public Guid? StorageUuid { get; init; }

    /// <summary>The identity of the image; null where nothing was found.</summary>
    public string? Hothash { get; init; }
}

/// <summary>The values of <see cref="DescriptionResult.Kind"/>.</summary>
public static class DescriptionKind
{
    /// <summary>A photo.</summary>
    public const string Photo = "Photo";

    /// <summary>An album: a collection of Lightroom, an album of digiKam.</summary>
    public const string Album = "Album";

    /// <summary>Photos that are shown as one.</summary>
    public const string Stack = "Stack";

    /// <summary>The other program's database.</summary>
    public const string Library = "Library";
}

/// <summary>The values of <see cref="Outcome.Verdict"/> of what another program knows.</summary>
public static class DescriptionVerdict
{
    /// <summary>Something of it was new here, and was taken over.</summary>
    public const string Taken = "Taken";

    /// <summary>It is all here, or something else was said here.</summary>
    public const string Unchanged = "Unchanged";

    /// <summary>Several photos fit, or one does not fit well enough: nothing was taken.</summary>
    public const string Ambiguous = "Ambiguous";

    /// <summary>No photo that is registered fits, or none of an album's or a stack's.</summary>
    public const string Unmatched = "Unmatched";

    /// <summary>There is no place for it here, as for a smart collection.</summary>
    public const string NotTaken = "NotTaken";

    /// <summary>The database was read to its end.</summary>
    public const string Read = "Read";
}
