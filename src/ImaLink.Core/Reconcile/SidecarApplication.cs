using System.Text.Json;
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
        Dictionary<string, JsonElement> extra = writer.CompanionExtra(sidecar.Id);
        switch (change.Verdict)
        {
            case ScanVerdict.Missing when sidecar.WasMissing || sidecar.HolderNow is null:
            case ScanVerdict.Left or ScanVerdict.Corrupt:
                return;
            case ScanVerdict.Missing:
                extra["state"] = Text(FileState.Missing);
                extra["missing_since"] = Text(now);
                writer.SetCompanion(sidecar.Id, sidecar.Path, sidecar.Size, sidecar.Sha256, extra);
                break;
            default:
                string modified = IndexTime.FormatUtc(new DateTime(found!.Modified, DateTimeKind.Utc));
                string sha256 = change.Verdict == ScanVerdict.Changed ? found.Sha256! : sidecar.Sha256;
                extra.Remove("state");
                extra.Remove("missing_since");
                bool isNews = found.Path != sidecar.Path || sha256 != sidecar.Sha256 || sidecar.WasMissing || found.Modified != sidecar.Modified;
                if (!isNews)
                    return;
                extra["modified_at"] = Text(modified);
                writer.SetCompanion(sidecar.Id, found.Path, found.Size, sha256, extra);
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
        companion.Path = sidecar.Found.Path;
        (companion.Extra ??= [])["modified_at"] = Text(IndexTime.FormatUtc(new DateTime(sidecar.Found.Modified, DateTimeKind.Utc)));
        catalog.Files.AddCompanion(holder.Id, companion);
        catalog.Sessions.MarkDirty(holder.SessionId);
    }

    private static JsonElement Text(string value) => JsonSerializer.SerializeToElement(value, IndexJson.Instance.String);
}
