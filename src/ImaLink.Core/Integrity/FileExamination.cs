using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Integrity;

/// <summary>A registered file as it was read again, its companions with it.</summary>
internal sealed record FileExamination(CheckTarget Target, FileSight Sight, IReadOnlyList<FileSight> Companions)
{
    // From bad to worse: what is said of a file whose own bytes are as recorded is the worst of its companions.
    private static readonly string[] Severity =
        [FileVerdict.Valid, FileVerdict.MetadataChanged, FileVerdict.Corrupt, FileVerdict.Missing, FileVerdict.Unreadable];

    /// <summary>The verdict on the file itself, without its companions, once it was judged.</summary>
    internal string OwnVerdict { get; private set; } = "";

    /// <summary>Reads; any thread.</summary>
    internal static FileExamination Of(CheckTarget target, Action<int>? progress, CancellationToken cancellationToken)
    {
        StorageLayout layout = LayoutOf(target.File);
        FileSight sight = FileLook.At(layout, target.File.RelativePath, target.File.Sha256, progress, cancellationToken);
        return new FileExamination(target, sight, target.Companions.ConvertAll(
            companion => FileLook.At(layout, companion.Path, companion.Sha256, progress, cancellationToken)));
    }

    /// <summary>Gives the verdict; asks replicas where a file has become shorter. The catalog's thread.</summary>
    internal FileCheck Judge(CatalogDatabase catalog, CancellationToken cancellationToken)
    {
        ImageFile file = Target.File;
        FileSight sight = Sight.Sha256 is not null && Sight.Size > 0 && Sight.Size < file.Length
            ? Sight with { IsPrefix = new Replicas(catalog).IsBeginning(file, Sight, cancellationToken) }
            : Sight;
        (string verdict, string? detail) = FileJudgement.Judge(Target.Recorded, sight);
        OwnVerdict = verdict;
        DateTime? lastVerified = verdict switch
        {
            FileVerdict.Valid => DateTime.UtcNow,
            FileVerdict.Unreadable => file.LastVerified, // nothing is proved
            _ => null,
        };
        if (verdict == FileVerdict.Valid)
        {
            (string worst, string? why) = JudgeCompanions();
            if (worst != FileVerdict.Valid)
                (verdict, detail, lastVerified) = (worst, why, file.LastVerified);
        }

        return new FileCheck
        {
            FullName = file.FullName,
            Verdict = verdict,
            Ok = verdict == FileVerdict.Valid,
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

    /// <summary>The verdict on one companion.</summary>
    internal (string Verdict, string? Detail) JudgeCompanion(int index) =>
        FileJudgement.JudgeCompanion(Target.Companions[index].Sha256, Target.File.LastVerified, Companions[index]);

    /// <summary>The root of the storage that a file lies in.</summary>
    internal static StorageLayout LayoutOf(ImageFile file) => new(Path.TrimEndingDirectorySeparator(file.FullName[..^file.RelativePath.Length]));

    private (string Verdict, string? Detail) JudgeCompanions()
    {
        (string Verdict, string? Detail) worst = (FileVerdict.Valid, null);
        for (int i = 0; i < Companions.Count; i++)
        {
            CompanionEntry companion = Target.Companions[i];
            (string verdict, string? why) = JudgeCompanion(i);
            if (Array.IndexOf(Severity, verdict) > Array.IndexOf(Severity, worst.Verdict))
                worst = (verdict, $"The file is as recorded, its companion '{companion.Path}' is not. {why ?? "It is not there."}");
        }

        return worst;
    }
}
