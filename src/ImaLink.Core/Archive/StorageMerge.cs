using ImaLink.Archive.Grouping;
using ImaLink.Catalog;
using ImaLink.Index;
using Microsoft.Data.Sqlite;

namespace ImaLink.Archive;

/// <summary>
/// Merges what the indexes of one storage say into the catalog. Reads the storage, writes
/// only the catalog.
/// </summary>
internal sealed class StorageMerge(CatalogDatabase catalog, StorageLayout layout, long storageId)
{
    private readonly SessionMerge _sessions = new(catalog, storageId);

    /// <summary>Whether what is merged next are former versions, which leave to other sessions what those list now.</summary>
    internal bool GivesWay
    {
        set => _sessions.GivesWay = value;
    }

    /// <summary>What the session that was merged last claims and another one has: the first of these files.</summary>
    internal IReadOnlyList<RefusedFile> Refused => _sessions.Refused;

    /// <summary>
    /// Takes over what other catalogs wrote, also what one wrote that was interrupted before its master index. A session
    /// index that cannot be read is left to the command that needs it, and so is one that belongs to another storage or number.
    /// </summary>
    /// <exception cref="ImaLinkException">IndexCorrupt.</exception>
    internal void MergeAll(CancellationToken cancellationToken)
    {
        MergeChanged(cancellationToken);
        Guid storage = catalog.Storages.Get(storageId).Uuid;
        foreach ((string path, int number) in IndexFile.Present(layout))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HeaderOf(path) is not { } header || header.Id != number || header.FileStorageUuid != storage
                || catalog.Sessions.Find(storageId, header.Uuid) is { } known && (known.Header.Revision, known.Header.Writer) == (header.Revision, header.Writer))
                continue;
            ShotGrouping.Around(catalog, () =>
            {
                MergeSession(path, cancellationToken);
                StorageRow row = catalog.Storages.Get(storageId);
                catalog.Storages.Update(row with { LastSessionNumber = Math.Max(row.LastSessionNumber, HighestNumberOnDisk()), Dirty = true });
            });
        }

        new AlbumMerge(catalog, layout, storageId).MergeAll(cancellationToken);
    }

    /// <summary>Takes over what other catalogs wrote since this one looked last.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt.</exception>
    internal void MergeChanged(CancellationToken cancellationToken = default)
    {
        StorageRow storage = catalog.Storages.Get(storageId);
        if (IndexDigest.Of(layout.MasterIndex) == storage.IndexSha256)
        {
            MergeSaid();
            return;
        }

        MasterIndex master = MasterIndexFile.Read(layout.MasterIndex, out string sha256);
        ShotGrouping.Around(catalog, () =>
        {
            using BulkLoad? load = BulkLoad.Begin(catalog);
            MergeRemovals(master);
            foreach (SessionSummary summary in master.ImportSessions.OrderBy(session => session.Id))
            {
                cancellationToken.ThrowIfCancellationRequested();
                SessionRow? known = catalog.Sessions.Find(storageId, summary.Uuid);
                if (known?.HasMerged(summary.IndexSha256) != true && File.Exists(layout.SessionIndex(summary.Id)))
                    MergeSession(layout.SessionIndex(summary.Id), cancellationToken);
            }

            MergeStorage(master, sha256);
        });
        MergeSaid();
    }

    /// <summary>Takes over what was said since the session indexes were written, without which nothing of them changed. What cannot be read stops who writes the index.</summary>
    private void MergeSaid()
    {
        foreach (SessionRow session in catalog.Sessions.OfStorage(storageId))
            MergeSaid(session);
    }

    /// <summary>Takes over what was said since the index of a session was written.</summary>
    /// <returns>Why it cannot be read; null where all is well.</returns>
    internal ImaLinkException? MergeSaid(SessionRow session)
    {
        string path = layout.SessionIndex(session.Header.Id);
        if (session.SaidSha256 is null && !SaidFile.IsThere(SaidFile.Of(path)))
            return null;
        SaidOverlay overlay = SaidOverlay.Of(path, session.SaidSha256);
        if (overlay.Unreadable is not null || overlay.State?.Sha256 == session.SaidSha256)
            return overlay.Unreadable;
        catalog.Transaction(() =>
        {
            foreach ((ImageKey image, List<Statement> said) in overlay.Said)
                if (catalog.Images.Find(image) is { } id)
                    catalog.Statements.Merge(id, said, session.Id);
            // It went away or was put back to a former one: what stood in it and is in no index is written once more.
            if (session.SaidSha256 is { } former && !overlay.Continues(former))
                catalog.Sessions.MarkDirty(session.Id);
            catalog.Sessions.SetSaid(session.Id, overlay.State?.Sha256);
        });
        return null;
    }

    /// <summary>Takes over which sessions were removed; called inside a transaction.</summary>
    internal void MergeRemovals(MasterIndex master)
    {
        foreach (RemovedSession removed in master.RemovedSessions)
        {
            if (master.ImportSessions.Any(session => session.Uuid == removed.Uuid && session.Revision > removed.Revision))
                continue; // it was brought back
            if (catalog.Sessions.Find(storageId, removed.Uuid) is { } session && session.Header.Revision <= removed.Revision)
                catalog.Sessions.Delete(session.Id);
            catalog.Storages.AddRemoved(storageId, removed.Uuid, removed.Revision);
        }
    }

    /// <summary>Merges one session index, unless it is the one that is remembered.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt.</exception>
    internal void MergeSession(string path, CancellationToken cancellationToken = default) => catalog.Transaction(() =>
    {
        string sha256 = IndexDigest.Of(path);
        SessionHeader header = SessionIndexFile.ReadHeader(path);
        if (path != layout.SessionIndex(header.Id))
            throw Corrupt(path, $"it says that it is number {header.Id}");
        if (catalog.Sessions.Find(storageId, header.Uuid)?.HasMerged(sha256) == true)
            return;
        if (header.FileStorageUuid != catalog.Storages.Get(storageId).Uuid)
            throw Corrupt(path, $"it belongs to another storage, {header.FileStorageUuid}");
        MergeSession(path, header, sha256, SessionIndexFile.ReadFiles(path, catalog.Documents.List), cancellationToken);
    });

    /// <summary>Merges what is read of one session, unless a tombstone says that it was removed. Its documents are listed while its files are read.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt.</exception>
    internal void MergeSession(string path, SessionHeader header, string sha256, IEnumerable<FileEntry> files, CancellationToken cancellationToken) => catalog.Transaction(() =>
    {
        if (catalog.Storages.Removed(storageId).Any(removed => removed.Uuid == header.Uuid && removed.Revision >= header.Revision))
            return;
        RequireOwnNumber(path, header);
        catalog.Storages.DropRemoved(storageId, header.Uuid); // it came back
        try
        {
            string? said = SaidOverlay.Of(path).State?.Sha256; // before the entries are read, and it with them
            bool newer = catalog.Sessions.Find(storageId, header.Uuid) is not { } known || header.Revision > known.Header.Revision;
            catalog.Documents.BeginListing();
            _sessions.Merge(header, sha256, files, cancellationToken);
            if (catalog.Sessions.Find(storageId, header.Uuid) is { } merged && catalog.Documents.MergeListed(merged.Id, header.RemovedFiles ?? [], newer))
                catalog.Sessions.MarkDirty(merged.Id);
            if (catalog.Sessions.Find(storageId, header.Uuid) is not { } taken)
                return;
            catalog.Sessions.SetSaid(taken.Id, said);
            catalog.AlbumFiles.NeedFor(taken.Id);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == CatalogDatabase.Constraint)
        {
            throw Corrupt(path, "what it says contradicts what another index says", e);
        }
    });

    /// <summary>A number belongs to one session, and a session to one index.</summary>
    private void RequireOwnNumber(string path, SessionHeader header)
    {
        if (catalog.Sessions.WithNumber(storageId, header.Id) is { } other && other.Header.Uuid != header.Uuid)
            throw Corrupt(path, $"number {header.Id} is the session '{other.Header.Title}', {other.Header.Uuid}, and not {header.Uuid}");
        if (catalog.Sessions.Find(storageId, header.Uuid) is { } known && known.Header.Id != header.Id && File.Exists(layout.SessionIndex(known.Header.Id)))
            throw Corrupt(path, $"it says that it is the session '{known.Header.Title}', {header.Uuid}, which is number {known.Header.Id}");
    }

    private static ImaLinkException Corrupt(string path, string what, Exception? cause = null) => new(ErrorCode.IndexCorrupt,
        $"'{path}' is no usable session index ({what}). Its previous version, if there is one, is '{path}.bak'; nothing was changed. Update-ImaIndex writes it again from all that can be read.", path, cause);

    /// <summary>Takes over what the master index says of the storage itself; called inside a transaction, after its sessions.</summary>
    internal void MergeStorage(MasterIndex master, string? sha256)
    {
        StorageRow known = catalog.Storages.Get(storageId);
        StorageInfo info = master.StorageInfo;
        bool newer = new RecordVersion(master.Revision, master.Writer, () => RecordVersion.Text(info.DisplayName, info.Description, info.IsActive ? "1" : "0", info.Place?.Json()))
            .IsNewerThan(new RecordVersion(known.Revision, known.Writer, () => RecordVersion.Text(known.Name, known.Description, known.IsActive ? "1" : "0", known.Place?.Json())));
        HashSet<Guid> listed = [.. master.ImportSessions.Select(session => session.Uuid)];
        if (known.IsBehind(master, catalog.Uuid))
            catalog.RenewUuid();
        StorageRow merged = known with
        {
            IndexSha256 = sha256,
            LastSessionNumber = Math.Max(known.LastSessionNumber, Math.Max(info.LastSessionNumber, HighestNumberOnDisk())),
            // An older master index was put back, or one that lacks a session: what the catalog has has to be written again.
            Dirty = known.Dirty || !newer || catalog.Sessions.OfStorage(storageId).Exists(session => !listed.Contains(session.Header.Uuid)),
        };
        if (newer)
        {
            merged = merged with
            {
                Revision = master.Revision,
                Writer = master.Writer,
                Retired = info.Retired,
                LastScan = info.LastScan ?? known.LastScan,
                Name = known.IsPending("name") || catalog.Storages.IsNameTaken(info.DisplayName, known.Uuid) ? known.Name : info.DisplayName,
                Description = known.IsPending("description") ? known.Description : info.Description,
                IsActive = known.IsPending("is_active") ? known.IsActive : info.IsActive,
                Place = known.IsPending("place") ? known.Place : info.Place,
            };
        }

        catalog.Storages.Update(merged);
    }

    /// <summary>The highest session number that an index file on the disk has; an empty one is the claim of a run that was interrupted.</summary>
    internal int HighestNumberOnDisk() => IndexFile.Present(layout).Select(file => file.Number)
        .Where(number => new FileInfo(layout.SessionIndex(number)) is not { Exists: true, Length: 0 }).DefaultIfEmpty().Max();

    /// <summary>The header of a session index; null where it cannot be read.</summary>
    private static SessionHeader? HeaderOf(string path)
    {
        try
        {
            return SessionIndexFile.ReadHeader(path);
        }
        catch (ImaLinkException)
        {
            return null;
        }
    }
}
