using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Integrity;

/// <summary>
/// Moves files to the image that their new hothash names, many in one transaction. A crash leaves them as they were or as
/// they are to be; the sessions that are due are written by whoever writes the storage next.
/// </summary>
internal sealed class HothashUpdate(StorageWriter storage)
{
    private readonly CatalogDatabase _catalog = storage.Catalog;

    /// <summary>Applies what was read.</summary>
    /// <returns>The ids of the files that changed.</returns>
    internal List<long> Apply(IReadOnlyCollection<ReadAgain> files)
    {
        // A preview stands for the image, not for its number: it gets its new name before the catalog names it.
        List<ReadAgain> moved = files.Where(file => file.Identity!.Hothash != file.Candidate.Hothash).ToList();
        foreach (ReadAgain file in moved)
            Hotpreviews.Copy(storage.Files, storage.Layout, file.Candidate.Hothash, storage.Layout, file.Identity!.Hothash);
        var changed = new List<long>();
        _catalog.Transaction(() =>
        {
            foreach (ReadAgain file in files)
                if (Apply(file.Candidate, file.Identity!))
                    changed.Add(file.Candidate.FileId);
            storage.Previews.Settle();
        });
        foreach (ReadAgain file in moved)
            DropHotpreview(file.Candidate.Hothash);
        return changed;
    }

    private bool Apply(RekeyCandidate candidate, FileIdentity identity)
    {
        if (_catalog.Files.Find(candidate.FileId) is not { } row)
            return false; // removed meanwhile
        FileEntry entry = new FileEntries(_catalog).Get(candidate.FileId);
        if (identity.Hothash == entry.Hothash && identity.Scheme == entry.HothashScheme)
            return false;
        if (identity.Hothash != entry.Hothash)
        {
            entry.FormerHothashes = [.. (entry.FormerHothashes ?? []).Append(entry.Hothash).Distinct().Where(former => former != identity.Hothash)];
            entry.HasHotpreview = File.Exists(storage.Layout.Hotpreview(identity.Hothash));
            storage.Previews.Note(entry.Hothash);
            if (_catalog.Previews.Shown(storage.StorageId, identity.Hothash) is not null) // else it has brought its preview along
                storage.Previews.Note(identity.Hothash);
        }

        ImageKey former = entry.Image;
        (entry.Hothash, entry.HothashScheme) = (identity.Hothash, identity.Scheme);
        entry.Said = Succession.Of(entry.Said, former, entry.Image);
        (entry.FileFormat, entry.MimeType) = (identity.Format, identity.MimeType);
        (entry.Fingerprint, entry.LastVerified) = (identity.Fingerprint, IndexTime.FormatUtc(DateTime.UtcNow));
        _catalog.Files.Put(row.StorageId, row.SessionId, entry);
        _catalog.Sessions.MarkDirty(row.SessionId);
        return true;
    }

    private void DropHotpreview(string former)
    {
        if (!_catalog.Files.ByHothash(former).Any(row => row.StorageId == storage.StorageId))
            Hotpreviews.Drop(storage.Files, storage.Layout, former);
    }
}
