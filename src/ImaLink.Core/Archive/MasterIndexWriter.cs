using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>Writes the master index of a storage, under its lock: what the catalog says of the storage and its sessions, over the one on the disk.</summary>
internal sealed class MasterIndexWriter(CatalogDatabase catalog, DurableFiles files, StorageLayout layout, long storageId)
{
    /// <summary>Whether an index that is written now has words of an earlier version, so that the storage is carried over: told once.</summary>
    internal bool CarriesOver { get; set; }

    /// <summary>Writes it, after what another catalog wrote meanwhile was merged.</summary>
    /// <exception cref="ImaLinkException">It could not be read or written, or changes again and again.</exception>
    internal void Write(StorageMerge merge)
    {
        for (int attempt = 0; ; attempt++)
        {
            merge.MergeChanged();
            StorageRow storage = catalog.Storages.Get(storageId);
            // The one on the disk is the base: what this version does not know in it stays.
            MasterIndex master = MasterIndexFile.Read(layout.MasterIndex);
            Fill(master, storage);
            string sha256;
            catalog.Storages.SetWriting(storageId, master.Revision);
            try
            {
                sha256 = MasterIndexFile.Replace(files, layout, master, keepBackup: true, lastLook: () => LastLook.Require(layout.MasterIndex, storage.IndexSha256));
            }
            catch (IndexChangedException) when (attempt < 5)
            {
                continue;
            }
            catch (IndexChangedException)
            {
                throw LastLook.KeepsChanging(layout.MasterIndex);
            }

            if (CarriesOver)
                catalog.Notices.Enqueue($"The storage '{storage.Name}' was written by an earlier version. It is carried over: version 0.1 still reads it, and does not write it any more.");
            CarriesOver = false;
            catalog.Storages.Update(storage with
            {
                Revision = master.Revision,
                Writer = catalog.Uuid,
                IndexSha256 = sha256,
                Dirty = false,
                Pending = "",
            });
            return;
        }
    }

    private void Fill(MasterIndex master, StorageRow storage)
    {
        (long count, long bytes) = catalog.Storages.Totals(storageId);
        StorageInfo info = master.StorageInfo;
        info.DirectoryName = storage.DirectoryName;
        info.BasePath = storage.BasePath;
        info.DisplayName = storage.Name;
        info.Description = storage.Description;
        info.Place = storage.Place;
        info.LastScan = storage.LastScan;
        info.IsActive = storage.IsActive;
        info.Retired = storage.Retired;
        info.LastSessionNumber = storage.LastSessionNumber;
        info.TotalFiles = count;
        info.TotalSizeBytes = bytes;
        info.TotalSizeMb = Math.Round(bytes / 1048576.0, 2);
        Dictionary<Guid, SessionSummary> former = master.ImportSessions.ToDictionary(session => session.Uuid);
        master.ImportSessions = catalog.Sessions.OfStorage(storageId).ConvertAll(session => new SessionSummary
        {
            Id = session.Header.Id,
            Uuid = session.Header.Uuid,
            Title = session.Header.Title,
            ImportedAt = session.Header.ImportedAt,
            FileCount = catalog.Sessions.FileCount(session.Id),
            IndexFile = StorageLayout.SessionIndexPath(session.Header.Id),
            IndexSha256 = session.IndexSha256 ?? "",
            Revision = session.Header.Revision,
            Extra = former.GetValueOrDefault(session.Header.Uuid)?.Extra,
        });
        // Absence deletes nothing: a session whose index could not be read when this catalog looked stays listed.
        HashSet<Guid> listed = [.. master.ImportSessions.Select(session => session.Uuid), .. catalog.Storages.Removed(storageId).Select(session => session.Uuid)];
        master.ImportSessions.AddRange(former.Values.Where(session => !listed.Contains(session.Uuid)));
        master.ImportSessions.Sort((one, other) => one.Id.CompareTo(other.Id));
        master.RemovedSessions = catalog.Storages.Removed(storageId).ToList();
        master.Revision = Sizes.NextRevision(Math.Max(master.Revision, storage.Revision));
        master.Writer = catalog.Uuid;
        if (master.ImalinkVersion != MasterIndex.CurrentVersion
            && (storage.Place is not null || catalog.Files.AnyCompanion(storageId) || catalog.Documents.Any(storageId) || catalog.Statements.Any(storageId) || catalog.AlbumFiles.Any(storageId)))
            master.ImalinkVersion = MasterIndex.CurrentVersion; // who does not know places, companions of every kind, documents, statements or albums, reads the storage and does not write it
    }
}
