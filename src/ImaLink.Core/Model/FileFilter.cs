namespace ImaLink;

/// <summary>
/// Which files are wanted; what is null or empty does not restrict. What a file has of its own is asked of the file (where it lies, format, copies, state), all
/// else of the photo that it is of: so one filter means the same of files and of photos.
/// </summary>
public sealed record FileFilter
{
    /// <summary>Of which storages; null for all active ones.</summary>
    public IReadOnlyList<Selector>? Storages { get; init; }

    /// <summary>Of which sessions.</summary>
    public IReadOnlyList<Selector>? Sessions { get; init; }

    /// <summary>Of which images.</summary>
    public IReadOnlyList<string>? Hothashes { get; init; }

    /// <summary>Whose full path, compared as a text, fits one of these wildcards.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Of which formats: ExifTool's FileType, or a customary extension such as <c>jpg</c>.</summary>
    public IReadOnlyList<string>? Formats { get; init; }

    /// <summary>Of which kinds: <c>photo</c>, <c>raw</c>, <c>video</c>.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

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

    /// <summary>Of which photos; null for all.</summary>
    public PhotoFilter? Photo { get; init; }

    /// <summary>Files of the photos that fit; what files have of their own has to fit the file itself. Those of hidden photos are files like others.</summary>
    public static FileFilter Of(PhotoFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var all = new PhotoFilter { IncludeHidden = filter.Hidden is null };
        PhotoFilter photo = filter with
        {
            Storages = null,
            Sessions = null,
            Hothashes = null,
            Paths = null,
            Formats = null,
            Kinds = null,
            CopiesLessThan = null,
            OnlineOnly = false,
            IncludeHidden = all.IncludeHidden,
        };
        return new FileFilter
        {
            Storages = filter.Storages,
            Sessions = filter.Sessions,
            Hothashes = filter.Hothashes,
            Paths = filter.Paths,
            Formats = filter.Formats,
            Kinds = filter.Kinds,
            CopiesLessThan = filter.CopiesLessThan,
            OnlineOnly = filter.OnlineOnly,
            Photo = photo == all ? null : photo,
        };
    }
}
