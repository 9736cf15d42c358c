using ImaLink.Catalog;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>A file of the source session, and what is to become of it in the target.</summary>
/// <param name="Row">The file.</param>
/// <param name="Held">Where the session has it in the target already.</param>
/// <param name="Linked">Another file of the target with the same bytes, which were read.</param>
/// <param name="Lost">The file of the session, or its older version, that is missing in the target, and comes back.</param>
/// <param name="Companions">Its companions that the target lacks.</param>
internal sealed record CopyUnit(FileRow Row, string? Held, string? Linked, FileRow? Lost, List<CompanionEntry> Companions)
{
    /// <summary>The file of the session in the target that is its counterpart: the same bytes, or another version.</summary>
    internal FileRow? Counterpart { get; init; }

    /// <summary>The file of the replica that holds an older version, which this one replaces; <see cref="Held"/> is its path.</summary>
    internal FileRow? Older { get; init; }

    /// <summary>Its companions of which the target holds an older version, which they replace.</summary>
    internal List<NewerCompanion> NewerCompanions { get; init; } = [];

    /// <summary>Whether the replica holds a newer version, which stays.</summary>
    internal bool IsOlder { get; init; }

    internal bool IsDone => !CopiesFile && Older is null && Companions.Count == 0 && NewerCompanions.Count == 0;

    internal bool CopiesFile => Held is null && Linked is null;

    internal long Bytes => Companions.Concat(NewerCompanions.Select(newer => newer.Companion)).Select(companion => companion.FileSize).Append(CopiesFile || Older is not null ? Row.Size : 0).Total();
}

/// <summary>A companion of the source, and the older version of it in the target.</summary>
internal readonly record struct NewerCompanion(CompanionEntry Companion, CompanionEntry Older);

/// <summary>A unit that was copied: the journal's lines for it, and their copies.</summary>
internal sealed record CopiedUnit(CopyUnit Unit, List<(ImportRecord Record, string? Copy)> Parts, List<CopyTrouble> Errors)
{
    /// <summary>Why its file could not be copied.</summary>
    internal string? Trouble { get; set; }

    /// <summary>Whether it has a preview in the source, and that one could not be taken along.</summary>
    internal bool LacksPreview { get; set; }
}
