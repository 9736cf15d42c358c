using ImaLink.Catalog;

namespace ImaLink.Archive.Judging;

/// <summary>
/// The one judge of Compare, Sync, Test, Repair and Copy: <see cref="FileJudgement"/> with replicas at hand, which are asked where
/// a file has become shorter. The catalog's thread.
/// </summary>
internal sealed class FileJudge(CatalogDatabase catalog)
{
    private Replicas? _replicas;

    /// <summary>Other files with the same bytes.</summary>
    internal Replicas Replicas => _replicas ??= new Replicas(catalog);

    /// <summary>Judges a file.</summary>
    /// <param name="recorded">What is recorded of it.</param>
    /// <param name="seen">What was seen of it.</param>
    /// <param name="fullName">Where that was.</param>
    /// <param name="cancellationToken">Stops within one block.</param>
    internal Judgement Judge(RecordedFile recorded, FileSight seen, string fullName, CancellationToken cancellationToken) =>
        FileJudgement.Judge(recorded, seen.EndsEarly == true && seen.Sha256 == recorded.Sha256 && Former(recorded, cancellationToken) is { } former
            ? seen with { Former = former } : Compared(recorded, seen, fullName, cancellationToken));

    /// <summary>Where the longer content that a file had before is accessible, and whether it ends early too.</summary>
    internal (string Path, bool? EndsEarly)? Former(RecordedFile recorded, CancellationToken cancellationToken) =>
        recorded.Former?.Sha256 is { } sha256 && Replicas.Of(sha256, "").Find(File.Exists) is { } copy ? (copy, FileLook.EndsEarly(copy, cancellationToken)) : null;

    /// <summary>Judges a companion.</summary>
    internal (string Verdict, string? Detail) JudgeCompanion(RecordedFile recorded, DateTime? lastVerified, FileSight seen, string fullName, CancellationToken cancellationToken) =>
        FileJudgement.JudgeCompanion(recorded, lastVerified, Compared(recorded, seen, fullName, cancellationToken));

    /// <summary>What was seen of a file that became shorter, with what replicas tell of it.</summary>
    private FileSight Compared(RecordedFile recorded, FileSight seen, string fullName, CancellationToken cancellationToken)
    {
        if (!FileJudgement.NeedsReplica(recorded, seen))
            return seen;
        List<string> replicas = Replicas.Of(recorded.Sha256, fullName);
        if (replicas.Exists(replica => FileLook.IsBeginning(fullName, replica, recorded.Size, cancellationToken)))
            return seen with { IsPrefix = true };
        // A replica that is damaged itself disproves nothing.
        return FileJudgement.Judge(recorded, seen).Verdict == FileVerdict.Truncated
            && replicas.Exists(replica => FileLook.Sha256Of(replica, cancellationToken) == recorded.Sha256) ? seen with { IsPrefix = false } : seen;
    }
}
