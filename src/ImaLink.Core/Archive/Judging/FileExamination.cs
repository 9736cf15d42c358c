using ImaLink.Index;

namespace ImaLink.Archive.Judging;

/// <summary>A registered file as it was read again, its companions with it.</summary>
internal sealed record FileExamination(CheckTarget Target, FileSight Sight, IReadOnlyList<FileSight> Companions)
{
    // From bad to worse: what is said of a file whose own bytes are as recorded is the worst of its companions.
    private static readonly string[] Severity =
        [FileVerdict.Valid, FileVerdict.Offline, FileVerdict.MetadataChanged, FileVerdict.Corrupt, FileVerdict.Truncated, FileVerdict.Missing, FileVerdict.Unreadable];

    /// <summary>The verdict on the file itself, without its companions, once it was judged.</summary>
    internal string OwnVerdict { get; private set; } = "";

    /// <summary>The verdicts on its companions, once they were judged.</summary>
    internal IReadOnlyList<(CompanionEntry Companion, string Verdict, string? Detail)> CompanionVerdicts { get; private set; } = [];

    /// <summary>When they were given.</summary>
    internal DateTime JudgedAt { get; private set; }

    /// <summary>Reads; any thread.</summary>
    internal static FileExamination Of(CheckTarget target, Action<int>? progress, CancellationToken cancellationToken)
    {
        StorageLayout layout = LayoutOf(target.File);
        FileSight sight = FileLook.At(layout, target.File.RelativePath, target.File.Sha256, progress, cancellationToken, withEnd: true);
        return new FileExamination(target, sight,
            [.. target.Companions.Select(companion => FileLook.At(layout, companion.Path, companion.Sha256, progress, cancellationToken))]);
    }

    /// <summary>Gives the verdict; asks replicas where a file has become shorter. The catalog's thread.</summary>
    internal FileCheck Judge(FileJudge judge, CancellationToken cancellationToken)
    {
        ImageFile file = Target.File;
        (string verdict, string? detail, _) = judge.Judge(Target.Recorded, Sight, file.FullName, cancellationToken);
        (OwnVerdict, JudgedAt) = (verdict, DateTime.UtcNow);
        CompanionVerdicts = [.. Target.Companions.Zip(Companions, (companion, seen) => Judge(judge, companion, seen, cancellationToken))];
        DateTime? lastVerified = verdict switch
        {
            FileVerdict.Valid => JudgedAt,
            FileVerdict.Unreadable or FileVerdict.Offline => file.VerifiedUtc, // nothing is proved
            _ => null,
        };
        if (verdict == FileVerdict.Valid)
        {
            (string worst, string? why) = WorstOfCompanions();
            if (worst != FileVerdict.Valid)
                (verdict, detail) = (worst, why);
        }

        return new FileCheck
        {
            FullName = file.FullName,
            Verdict = verdict,
            Detail = detail,
            RelativePath = file.RelativePath,
            Storage = file.Storage,
            StorageUuid = file.StorageUuid,
            Session = file.Session,
            SessionUuid = file.SessionUuid,
            Hothash = file.Hothash,
            LastVerified = lastVerified,
            Id = file.Id,
        };
    }

    /// <summary>The root of the storage that a file lies in.</summary>
    internal static StorageLayout LayoutOf(ImageFile file) => new(Path.TrimEndingDirectorySeparator(file.FullName[..^file.RelativePath.Length]));

    private (CompanionEntry Companion, string Verdict, string? Detail) Judge(FileJudge judge, CompanionEntry companion, FileSight seen, CancellationToken cancellationToken)
    {
        var recorded = new RecordedFile(companion.FileSize, IndexTime.ParseUtc(companion.ModifiedAt), companion.Sha256, "");
        DateTime? lastVerified = IndexTime.ParseUtc(companion.LastVerified) ?? Target.File.VerifiedUtc;
        (string verdict, string? detail) = judge.JudgeCompanion(recorded, lastVerified, seen, LayoutOf(Target.File).FullName(companion.Path), cancellationToken);
        return (companion, verdict, detail);
    }

    private (string Verdict, string? Detail) WorstOfCompanions()
    {
        (string Verdict, string? Detail) worst = (FileVerdict.Valid, null);
        foreach ((CompanionEntry companion, string verdict, string? why) in CompanionVerdicts)
            if (Array.IndexOf(Severity, verdict) > Array.IndexOf(Severity, worst.Verdict))
                worst = (verdict, $"The file is as recorded, its companion '{companion.Path}' is not. {why ?? "It is not there."}");
        return worst;
    }
}
