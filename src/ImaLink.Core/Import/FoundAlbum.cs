namespace ImaLink.Import;

/// <summary>Where a photo lies: a storage of the catalog, and the path in it.</summary>
internal readonly record struct PhotoPlace(long Storage, string Path);

/// <summary>An album of another program that was found in the sources of an import.</summary>
/// <param name="Identity">What tells it from all others, wherever and however often it is imported: its UUID is made of it.</param>
/// <param name="Title">The title, as that program has it; empty where it has none.</param>
/// <param name="OtherTitle">What it is called where the title is empty or none.</param>
/// <param name="Description">The description; null where there is none.</param>
/// <param name="Photos">Its photos.</param>
internal sealed record FoundAlbum(string Identity, string Title, string OtherTitle, string? Description, IReadOnlyCollection<PhotoPlace> Photos)
{
    /// <summary>The album that it lies in; null where it lies in none.</summary>
    internal FoundAlbum? Within { get; init; }
}

/// <summary>The albums of one program in the sources of an import: it is shown the documents first, then the photos.</summary>
internal interface IFoundAlbums
{
    /// <summary>Whose they are, as a message says it: "the Takeout".</summary>
    string Of { get; }

    /// <summary>What could not be told for sure, as sentences; known after <see cref="Albums"/>.</summary>
    IReadOnlyList<string> Doubts { get; }

    /// <summary>Whether a document may speak of albums, by its path.</summary>
    bool MaySpeak(string document);

    /// <summary>Reads a document.</summary>
    /// <param name="source">Its path in the source.</param>
    /// <param name="file">Where it is read: in the storage, or where it is not kept there, in the source.</param>
    /// <exception cref="IOException">It could not be read.</exception>
    void Read(string source, string file);

    /// <summary>Is shown a photo.</summary>
    /// <param name="source">Its path in the source.</param>
    /// <param name="place">Where it lies now.</param>
    void See(string source, PhotoPlace place);

    /// <summary>The albums that have photos.</summary>
    IEnumerable<FoundAlbum> Albums();
}
