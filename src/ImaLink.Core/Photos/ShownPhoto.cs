namespace ImaLink.Photos;

/// <summary>What is shown of a photo now, as far as an edit asks for it.</summary>
internal sealed record ShownPhoto
{
    /// <summary>The catalog's number for it.</summary>
    internal required long Id { get; init; }

    /// <summary>How messages call it: the name of its file.</summary>
    internal required string Name { get; init; }

    /// <summary>Model of its camera.</summary>
    internal string? Camera { get; init; }

    /// <summary>When it was taken: as the owner says, else as the file says, in local time.</summary>
    internal Edtf? Date { get; init; }

    /// <summary>The zone that its session was taken in.</summary>
    internal string? Zone { get; init; }

    /// <summary>Its tags.</summary>
    internal IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>The persons in it.</summary>
    internal IReadOnlyCollection<string> Persons { get; init; } = [];
}
