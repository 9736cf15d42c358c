using ImaLink.Archive.Judging;
using ImaLink.Index;

namespace ImaLink.Archive.Placement;

/// <summary>A damaged file or companion, or an older version of a file, and where the bytes that are wanted may be had.</summary>
/// <param name="Target">The registered file.</param>
/// <param name="Path">Path in the storage of the file or of its companion.</param>
/// <param name="Sha256">The SHA-256 that is wanted: the recorded one, or a former one.</param>
/// <param name="Size">The size of that.</param>
/// <param name="ModifiedAt">The recorded time; null where none is.</param>
/// <param name="Sight">What was seen of it.</param>
/// <param name="Sources">Full paths of files that are recorded to have the same bytes.</param>
internal sealed record DamagedFile(
    CheckTarget Target, string Path, string Sha256, long Size, DateTime? ModifiedAt, FileSight Sight, List<string> Sources)
{
    /// <summary>Whether the bytes are former content, which is to be recorded again.</summary>
    internal bool TakesBack { get; init; }

    /// <summary>What is recorded of the newer version that takes its place; null where a file is repaired.</summary>
    internal FileEntry? Successor { get; init; }

    /// <summary>What is recorded of the newer version of a companion that takes its place, and the SHA-256 that is recorded until then; null for a file.</summary>
    internal (CompanionEntry Companion, string Replaces)? SuccessorOfCompanion { get; init; }

    /// <summary>Whether it is an older version, which a newer one replaces.</summary>
    internal bool IsSuperseded => Successor is not null || SuccessorOfCompanion is not null;

    /// <summary>Which of <see cref="Sources"/> the bytes were taken from.</summary>
    internal string? Source { get; set; }
}
