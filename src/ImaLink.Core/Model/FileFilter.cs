namespace ImaLink;

/// <summary>Which files are wanted; what is null or empty does not restrict.</summary>
public sealed record FileFilter
{
    /// <summary>Of which storages; null for all active ones.</summary>
    public IReadOnlyList<Selector>? Storages { get; init; }

    /// <summary>Of which sessions.</summary>
    public IReadOnlyList<Selector>? Sessions { get; init; }

    /// <summary>Of which images.</summary>
    public IReadOnlyList<string>? Hothashes { get; init; }

    /// <summary>Of which photos, by their UUIDs: all files of all their images.</summary>
    public IReadOnlyList<Guid>? Photos { get; init; }

    /// <summary>Whose full path, compared as a text, fits one of these wildcards, which the catalog judges.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Whose full path, compared as a text, fits.</summary>
    public Predicate<string>? FullName { get; init; }

    /// <summary>Taken at or after this time of the camera.</summary>
    public DateTime? After { get; init; }

    /// <summary>Taken before this time of the camera.</summary>
    public DateTime? Before { get; init; }

    /// <summary>Whose camera (model, or maker and model) fits.</summary>
    public Predicate<string>? Camera { get; init; }

    /// <summary>Of which formats: ExifTool's FileType, or a customary extension such as <c>jpg</c>.</summary>
    public IReadOnlyList<string>? Formats { get; init; }

    /// <summary>In which state (<see cref="FileState"/>).</summary>
    public string? State { get; init; }

    /// <summary>
    /// Whose bytes lie in fewer places than this for sure: where storages, accessible or not, have a present file of this SHA-256 that was
    /// verified. Several files in one storage, and in storages on one disk, are one copy, and so is a clone of a storage. A file that was moved and
    /// was found again by its fingerprint alone is wanted until it was read; the others of the same bytes are not wanted for its sake.
    /// </summary>
    public int? CopiesLessThan { get; init; }

    /// <summary>Counts for <see cref="CopiesLessThan"/> what can be reached now.</summary>
    public bool OnlineOnly { get; init; }

    /// <summary>Whose facts were last read by readers of an earlier version than this.</summary>
    public int? FactsBefore { get; init; }

    /// <summary>With which ids in the catalog.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Whether path and camera, which only their own patterns can judge, fit.</summary>
    internal bool FitsPatterns(ImageFile file) => (FullName is null || FullName(file.FullName))
        && (Camera is null || (file.CameraModel is not null && (Camera(file.CameraModel) || Camera($"{file.CameraMake} {file.CameraModel}"))));
}
