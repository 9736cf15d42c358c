using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Media.Companions;

namespace ImaLink.Reconcile;

/// <summary>Records what became of companions; called inside a transaction.</summary>
internal sealed class CompanionApplication(CatalogDatabase catalog, StorageLayout layout, long storageId, ScanWriter writer, ScanWords words, string now)
{
    internal void Apply(CompanionChange change)
    {
        (LostCompanion lost, FoundFile? found) = (change.Companion, change.Found);
        switch (change.Verdict)
        {
            case ScanVerdict.Missing when lost.WasMissing || lost.HolderNow is null:
            case ScanVerdict.Left:
                return;
            case ScanVerdict.Missing:
                writer.SetCompanionMissing(lost.Id, now);
                break;
            case ScanVerdict.Corrupt:
                writer.SetCompanionDecayed(lost.Id, found!);
                break;
            default:
                CompanionEntry known = lost.Recorded;
                (string sha256, List<FormerContent>? previous) = change.Verdict == ScanVerdict.Changed
                    ? (found!.Sha256!, ContentOrder.Append(known.Previous, known.Sha256, known.FileSize, now)) : (known.Sha256, known.Previous);
                writer.SetCompanion(lost.Id, found!, sha256, previous, change.Verdict == ScanVerdict.Linked ? null : now);
                if (change.Verdict == ScanVerdict.Changed && catalog.Files.Companions(lost.FileId).Find(companion => companion.Path == found!.Path) is { } changed)
                    catalog.Files.SetCompanionWords(lost.FileId, found!.Path, words.OfSidecar(layout, lost.FileId, changed));
                break;
        }

        catalog.Sessions.MarkDirty(catalog.Files.Get(lost.FileId).SessionId);
    }

    /// <summary>Registers a companion that came to lie beside its photo; one that came along keeps what was recorded of it.</summary>
    internal void Add(NewCompanion added)
    {
        FileRow holder = catalog.Files.ByPath(storageId, added.Holder)!;
        CompanionEntry companion = catalog.Files.Companions(added.FileId).Find(known => known.Sha256 == added.Found.Sha256)
            ?? new CompanionEntry { FileSize = added.Found.Size, Sha256 = added.Found.Sha256!, Kind = CompanionKind.Of(added.Found.Path)!.Name };
        (companion.Path, companion.State, companion.MissingSince, companion.LastVerified) = (added.Found.Path, FileState.Present, null, now);
        companion.ModifiedAt = IndexTime.FormatUtc(new DateTime(added.Found.Modified, DateTimeKind.Utc));
        companion.Words = words.OfSidecar(layout, holder.Id, companion);
        catalog.Files.AddCompanion(holder.Id, companion);
        catalog.Sessions.MarkDirty(holder.SessionId);
    }
}
