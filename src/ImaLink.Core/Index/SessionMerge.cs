using ImaLink.Catalog;
using ImaLink.Identity;

namespace ImaLink.Index;

/// <summary>
/// Merges one session index into the catalog: files by union (absence deletes nothing, a tombstone does), the session's own
/// data by highest (revision, writer), photo blocks by theirs. Merging twice changes nothing.
/// </summary>
internal sealed class SessionMerge(CatalogDatabase catalog, long storageId)
{
    /// <summary>Merges; called inside a transaction.</summary>
    /// <param name="header">The session's own data.</param>
    /// <param name="sha256">SHA-256 of the index file: what the catalog will remember.</param>
    /// <param name="files">Its files, those with one hothash in a row.</param>
    /// <param name="cancellationToken">Stops the merge; the transaction is then rolled back.</param>
    internal void Merge(SessionHeader header, string sha256, IEnumerable<FileEntry> files, CancellationToken cancellationToken)
    {
        SessionRow? known = catalog.Sessions.Find(storageId, header.Uuid);
        bool newer = known is null
            || (header.Revision, header.Writer.ToString()).CompareTo((known.Header.Revision, known.Header.Writer.ToString())) > 0;
        long id = known?.Id ?? catalog.Sessions.Insert(new SessionRow { StorageId = storageId, Header = header });
        // What was removed after this index was written does not come back by it.
        var gone = catalog.Sessions.Removed(id).Where(removed => removed.Revision > header.Revision).Select(removed => (removed.Path, removed.Sha256)).ToHashSet();
        if (gone.Count > 0)
            files = files.Where(file => !gone.Contains((file.Path!, file.Sha256!)));
        long merged = 0;
        foreach (List<FileEntry> group in GroupByHothash(files))
        {
            cancellationToken.ThrowIfCancellationRequested();
            merged += known is null ? Add(id, group) : MergeGroup(id, group, newer);
        }

        foreach (RemovedFile removed in header.RemovedFiles ?? [])
            MergeRemoved(id, removed, header.Revision);

        bool catalogHasMore = catalog.Sessions.FileCount(id) > merged || known is { Pending.Length: > 0 } || !newer;
        SessionHeader kept = newer ? KeepPending(header, known) : known!.Header;
        catalog.Sessions.Update(new SessionRow
        {
            Id = id,
            StorageId = storageId,
            Header = kept,
            IndexSha256 = sha256,
            Dirty = (known?.Dirty ?? false) || catalogHasMore,
            Pending = known?.Pending ?? "",
        });
    }

    private long Add(long session, List<FileEntry> group)
    {
        foreach (FileEntry file in group)
            catalog.Files.Put(storageId, session, file);
        return group.Count;
    }

    /// <summary>
    /// One image: entries and rows belong together by path, what is left of both by SHA-256 (another catalog recorded a
    /// move); entries without a row are new, rows without an entry stay.
    /// </summary>
    private long MergeGroup(long session, List<FileEntry> entries, bool newer)
    {
        var rows = catalog.Files.ByHothash(entries[0].Hothash).Where(row => row.StorageId == storageId && row.SessionId == session).ToList();
        var unmatched = new List<FileEntry>();
        foreach (FileEntry entry in entries)
        {
            if (rows.Find(row => row.Path == entry.Path) is { } same)
            {
                rows.Remove(same);
                Update(session, entry, same, newer);
            }
            else
            {
                unmatched.Add(entry);
            }
        }

        foreach (FileEntry entry in unmatched)
        {
            FileRow? moved = newer ? rows.Find(row => row.Sha256 == entry.Sha256) : null;
            if (moved is not null)
            {
                rows.Remove(moved);
                catalog.Files.SetPath(moved.Id, entry.Path!);
                Update(session, entry, moved, newer);
            }
            else
            {
                catalog.Files.Put(storageId, session, entry);
            }
        }

        return entries.Count;
    }

    private void Update(long session, FileEntry entry, FileRow row, bool newer)
    {
        if (newer)
        {
            // One that is absent was cleared: the file was linked again by its fingerprint alone.
            if (entry.LastVerified is not null && string.CompareOrdinal(row.LastVerified, entry.LastVerified) > 0 && row.Sha256 == entry.Sha256)
                entry.LastVerified = row.LastVerified;
            catalog.Files.Put(storageId, session, entry);
        }
        else if (entry.Photo is not null)
        {
            catalog.Photos.Merge(entry.Photo);
        }
    }

    private void MergeRemoved(long session, RemovedFile removed, long revision)
    {
        if (!StoragePath(removed))
            return;
        FileRow? row = catalog.Files.ByPath(storageId, removed.Path);
        if (row is not null && row.SessionId == session && row.Sha256 == removed.Sha256 && removed.Revision <= revision)
            catalog.Files.Delete(row.Id);
        catalog.Sessions.AddRemoved(session, removed.Path, removed.Sha256, removed.Revision);
    }

    private static bool StoragePath(RemovedFile removed) =>
        Storage.StorageLayout.IsSafePhotoPath(removed.Path) && Hex.IsSha256(removed.Sha256);

    private static SessionHeader KeepPending(SessionHeader header, SessionRow? known)
    {
        if (known is not { Pending.Length: > 0 })
            return header;
        foreach (string column in known.Pending.Split(','))
        {
            switch (column)
            {
                case "title": header.Title = known.Header.Title; break;
                case "description": header.Description = known.Header.Description; break;
                case "author": header.DefaultAuthor = known.Header.DefaultAuthor; break;
            }
        }

        return header;
    }

    private static IEnumerable<List<FileEntry>> GroupByHothash(IEnumerable<FileEntry> files)
    {
        var group = new List<FileEntry>();
        foreach (FileEntry file in files)
        {
            if (group.Count > 0 && group[0].Hothash != file.Hothash)
            {
                yield return group;
                group = [];
            }

            group.Add(file);
        }

        if (group.Count > 0)
            yield return group;
    }
}
