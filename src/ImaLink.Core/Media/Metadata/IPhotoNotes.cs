namespace ImaLink.Media.Metadata;

/// <summary>A document that speaks of many photos: what a program notes of those of a folder, or what an export lists.</summary>
internal interface IPhotoNotes
{
    /// <summary>What could not be read, as sentences.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>What there is to know of how it was read, as sentences.</summary>
    IReadOnlyList<string> Remarks { get; }

    /// <summary>Whether it speaks of a photo of this name.</summary>
    bool Speaks(string photo);

    /// <summary>What it says of a photo; null where it does not speak of it.</summary>
    /// <param name="photo">The name of its file.</param>
    /// <param name="checksum">Apple's checksum of its bytes (<see cref="AppleChecksum"/>), where the name alone does not tell; null where they cannot be read.</param>
    ImageFacts? Of(string photo, Func<string?> checksum);
}
