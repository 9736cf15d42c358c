using ImaLink.Archive.Placement;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>A file of the source that could not be copied, or replace what the target has of it.</summary>
/// <param name="Verdict">A word of <see cref="FileVerdict"/>.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Error">As an error; its target is the path: in the source, or in the target where that is what is in the way.</param>
internal sealed record CopyTrouble(string Verdict, string Why, ImaLinkException Error)
{
    internal static CopyTrouble NotCopied(string path, string verdict, string why) => new(verdict, why, new ImaLinkException(ErrorCode.CopyFailed,
        $"'{path}' was not copied: {why} Repair-ImaFile brings back what decayed, Sync-ImaFileStorage records what was edited; then run the command again.", path));

    internal static CopyTrouble NotReplaced(string path, string verdict, string why) =>
        new(verdict, why, new ImaLinkException(ErrorCode.CopyFailed, $"'{path}' was not replaced by its newer version: {why}", path));
}

/// <summary>Whom a copy tells what becomes of single files; each is told when it is durable and recorded.</summary>
internal sealed record CopyEvents
{
    /// <summary>Takes how the session compares with its replica, before anything is copied.</summary>
    internal Action<IReadOnlyCollection<CopyUnit>>? Compared { get; init; }

    /// <summary>Takes a file, companion or document that was copied.</summary>
    internal Action<ImportRecord>? Copied { get; init; }

    /// <summary>Takes a file of the target that a newer version replaced.</summary>
    internal Action<DamagedFile>? Replaced { get; init; }

    /// <summary>Takes trouble with one file.</summary>
    internal required Action<CopyTrouble> Failed { get; init; }
}
