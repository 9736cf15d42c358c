namespace ImaLink.Integrity;

/// <summary>Of which files the facts are to be read again.</summary>
public sealed record FactUpdateRequest
{
    /// <summary>The files; those of several filters are put together.</summary>
    public required IReadOnlyList<FileFilter> Filters { get; init; }

    /// <summary>Reads also the files that the present readers have read.</summary>
    public bool Force { get; init; }

    /// <summary>Only tells what would change.</summary>
    public bool Rehearsal { get; init; }
}
