using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Media.Formats.Ends;

namespace ImaLink.Reconcile;

/// <summary>
/// Asks the judge what a found file is to the registered one that it is taken for, and links the two: decay and lost ends are told and
/// their bytes never recorded.
/// </summary>
internal sealed class ScanJudge(CatalogDatabase catalog, ScanTable table, StorageLayout layout, bool acceptSuspected)
{
    private readonly FileJudge _judge = new(catalog);
    private readonly CheckTable _versions = new(catalog);

    /// <summary>Links what lies at the path of a file where that is damaged: something is left of the file, and it lies there.</summary>
    internal void LinkRemains(FoundFile found, LostFile lost, CancellationToken cancellationToken)
    {
        if (!LinkDamaged(found, lost, cancellationToken) && found.Hothash is null && !lost.WasMissing)
            LinkNoImage(found, lost);
    }

    /// <summary>What lost files held before, and which of them did.</summary>
    internal ILookup<string, long> HeldBefore(List<LostFile> lost) =>
        lost.SelectMany(file => _versions.Previous(file.Id).Select(former => (former.Sha256, file.Id))).ToLookup(former => former.Sha256!, former => former.Id, StringComparer.Ordinal);

    /// <summary>Whether two files say that they were taken at the same time.</summary>
    internal bool IsOfOneMoment(FoundFile found, LostFile lost) =>
        table.Read(found.Id)?.TakenAt is { } taken && taken == new FileEntries(catalog).Get(lost.Id).TakenAt;

    /// <summary>The same image in other bytes.</summary>
    internal void LinkImage(FoundFile found, LostFile lost, CancellationToken cancellationToken)
    {
        if (!LinkDamaged(found, lost, cancellationToken))
            table.Link(found.Id, lost.Id, ScanVerdict.Metadata);
    }

    /// <summary>What lies at the path of a file that was found nowhere: its remains, other content, or a copy of a known image.</summary>
    internal void LinkPath(FoundFile found, LostFile lost, CancellationToken cancellationToken)
    {
        if (LinkDamaged(found, lost, cancellationToken) || lost.WasMissing)
            return;
        if (found.Hothash is null)
            LinkNoImage(found, lost);
        else if (!table.IsKnownImage(found))
            table.Link(found.Id, lost.Id, ScanVerdict.Changed);
    }

    private void LinkNoImage(FoundFile found, LostFile lost) =>
        table.Link(found.Id, lost.Id, ScanVerdict.NoImage, "The file holds no image any more. Nothing of it was recorded; bring it back from a copy, or remove it.");

    /// <summary>Links a found file to a lost one where it is damaged, by the judge of all checks.</summary>
    internal bool LinkDamaged(FoundFile found, LostFile lost, CancellationToken cancellationToken)
    {
        Judgement judgement = _judge.Judge(Recorded(lost), Sight(found), layout.FullName(found.Path), cancellationToken);
        switch (judgement.Verdict)
        {
            case FileVerdict.Truncated when !(judgement.IsSuspected && acceptSuspected):
                string hint = judgement.IsSuspected ? " Nothing of it was recorded; if it was written so, Sync-ImaFileStorage -AcceptChanged records it." : " Nothing of it was recorded; Repair-ImaFile brings it back from a copy.";
                table.Link(found.Id, lost.Id, ScanVerdict.Truncated, judgement.Detail + hint);
                return true;
            case FileVerdict.Corrupt when found.Hothash is null || found.Hothash == lost.Hothash || !table.IsKnownImage(found):
                table.Link(found.Id, lost.Id, ScanVerdict.Decayed, found.Sha256 is { } sha256 ? ScanDecision.Decay(judgement.Detail!, sha256, lost.Sha256) : judgement.Detail);
                return true;
            default:
                return false;
        }
    }

    private RecordedFile Recorded(LostFile lost)
    {
        (string? format, string scheme) = table.Recorded(lost);
        return new RecordedFile(lost.Size, lost.Modified is { } time ? Utc(time) : null, lost.Sha256, lost.Hothash) { Format = format, Scheme = scheme };
    }

    private FileSight Sight(FoundFile found)
    {
        (bool isCut, FileEnd end, bool isStill) = table.End(found);
        FileEntry? read = table.Read(found.Id);
        return new FileSight
        {
            Exists = true,
            Size = found.Size,
            ModifiedAt = Utc(found.Modified),
            Sha256 = found.Sha256 ?? "", // of what is no image it was not computed: it is not the recorded one
            Hothash = found.Hothash,
            Format = read?.FileFormat ?? "",
            Scheme = read?.HothashScheme,
            IsCut = isCut,
            End = end,
            IsStill = isStill,
        };
    }

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);
}
