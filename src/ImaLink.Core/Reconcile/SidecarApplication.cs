using ImaLink.Catalog;
using ImaLink.Companions;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>Records what became of sidecars; called inside a transaction.</summary>
internal sealed class SidecarApplication(CatalogDatabase catalog, long storageId, ScanWriter writer, string now)
{
    internal void Apply(SidecarChange change)
    {
        (LostSidecar sidecar, FoundFile? found) = (change.Sidecar, change.Found);
        switch (change.Verdict)
        {
            case ScanVerdict.Missing when sidecar.WasMissing || sidecar.HolderNow is null:
            case ScanVerdict.Left:
                return;
            case ScanVerdict.Missing:
                writer.SetCompanionMissing(sidecar.Id, now);
                break;
            case ScanVerdict.Corrupt:
                writer.SetCompanionDecayed(sidecar.Id, found!);
                break;
            default:
                string sha256 = change.Verdict == ScanVerdict.Changed ? found!.Sha256! : sidecar.Sha256;
                writer.SetCompanion(sidecar.Id, found!, sha256, change.Verdict == ScanVerdict.Linked ? null : now);
                break;
        }

        catalog.Sessions.MarkDirty(catalog.Files.Get(sidecar.FileId).SessionId);
    }

    /// <summary>Registers a sidecar that came to lie beside its photo; one that came along keeps what was recorded of it.</summary>
    internal void Add(NewSidecar sidecar)
    {
        FileRow holder = catalog.Files.ByPath(storageId, sidecar.Holder)!;
        CompanionEntry companion = catalog.Files.Companions(sidecar.FileId).Find(known => known.Sha256 == sidecar.Found.Sha256)
            ?? new CompanionEntry { FileSize = sidecar.Found.Size, Sha256 = sidecar.Found.Sha256!, Kind = CompanionKind.Of(sidecar.Found.Path)!.Name };
        (companion.Path, companion.State, companion.MissingSince, companion.LastVerified) = (sidecar.Found.Path, FileState.Present, null, now);
        companion.ModifiedAt = IndexTime.FormatUtc(new DateTime(sidecar.Found.Modified, DateTimeKind.Utc));
        catalog.Files.AddCompanion(holder.Id, companion);
        catalog.Sessions.MarkDirty(holder.SessionId);
    }
}
