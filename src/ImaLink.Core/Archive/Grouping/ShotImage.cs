namespace ImaLink.Archive.Grouping;

/// <summary>An image, with what is said of the photo that it belongs to.</summary>
internal sealed record ShotImage
{
    /// <summary>Its number in the catalog.</summary>
    internal required long Id { get; init; }

    /// <summary>The UUID of the photo that it is by itself.</summary>
    internal required Guid Own { get; init; }

    /// <summary>The UUID of the photo that a statement names; null where none does.</summary>
    internal Guid? Said { get; init; }

    /// <summary>By what the program found that; null where the owner said it.</summary>
    internal string? By { get; init; }

    /// <summary>Whether a statement tells its role.</summary>
    internal bool HasRole { get; init; }

    /// <summary>Whether no other image is in its photo.</summary>
    internal bool IsAlone { get; init; } = true;

    /// <summary>The photo that it belongs to.</summary>
    internal Guid Photo => Said ?? Own;

    /// <summary>Whether its owner said which photo it belongs to.</summary>
    internal bool IsOwners => Said is not null && By is null;
}

/// <summary>What is to be said of an image: the program's word, without a writer, in revision 0.</summary>
/// <param name="Image">The image.</param>
/// <param name="Photo">The photo that it belongs to; null where that need not be said.</param>
/// <param name="By">By what that is known.</param>
/// <param name="Role">What it is there; null where it has none, or that need not be said.</param>
internal readonly record struct ShotSuggestion(long Image, Guid? Photo, string? By, string? Role);
