using System.Text;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive;

/// <summary>
/// The indexes of one storage, read and written under its lock. An index that is not
/// the one the catalog remembers is merged before anything is written, and none is ever written from the catalog alone.
/// </summary>
internal sealed class StorageIndexes(CatalogDatabase catalog, DurableFiles files, StorageLayout layout, long storageId)
{
    private bool _carriesOver;
    private readonly StorageMerge _merge = new(catalog, layout, storageId);
    private readonly AlbumWriter _albums = new(catalog, files, layout, storageId);

    /// <summary>Takes over what other catalogs wrote (<see cref="StorageMerge.MergeAll"/>).</summary>
    internal void Merge(CancellationToken cancellationToken) => _merge.MergeAll(cancellationToken);

    /// <summary>Refuses what must not be written.</summary>
    /// <exception cref="ImaLinkException">StorageRetired, IndexTooNew, IndexCorrupt.</exception>
    internal void RequireWritable()
    {
        MasterIndex master = MasterIndexFile.Read(layout.MasterIndex);
        if (master.StorageInfo.Retired)
            throw new ImaLinkException(ErrorCode.StorageRetired, $"The storage at '{layout.Root}' was moved elsewhere and is not written here any more.", layout.Root);
        RequireWritable(layout.MasterIndex, master.ImalinkVersion);
    }

    private void RequireWritable(string path, string version)
    {
        if (!MasterIndexFile.IsWritable(version))
            throw new ImaLinkException(ErrorCode.IndexTooNew,
                $"'{path}' was written by a newer version ({IndexCheck.Excerpt(version)}). Install a newer ImaLink to write this storage; nothing was changed.", layout.Root);
    }

    /// <summary>Writes every session index that is due, the manifest and the master index.</summary>
    /// <exception cref="ImaLinkException">Something could not be read or written; what was written stays valid.</exception>
    internal void WriteDirty(CancellationToken cancellationToken = default)
    {
        _merge.MergeChanged(cancellationToken);
        bool any = catalog.Storages.Get(storageId).Dirty;
        foreach (SessionRow session in catalog.Sessions.OfStorage(storageId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!session.Dirty)
                continue;
            catalog.AlbumFiles.NeedFor(session.Id);
            WriteSession(session.Id);
            any = true;
        }

        any |= _albums.WriteDue(cancellationToken);
        if (any)
        {
            WriteManifest();
            WriteMaster();
        }

        _albums.RequireWritten();
    }

    /// <summary>Appends what was said of a few images to what stands beside the index of their session, which is left as it is.</summary>
    /// <param name="id">The session.</param>
    /// <param name="lines">What was said.</param>
    /// <param name="edits">The count of the session's edits that these are the last of: where more was said meanwhile, by whoever, its index stays due.</param>
    /// <returns>False where the index has to be written instead.</returns>
    /// <exception cref="ImaLinkException">It could not be written.</exception>
    internal bool AppendSaid(long id, IReadOnlyList<SaidLine> lines, long edits)
    {
        SessionRow session = catalog.Sessions.Get(id);
        string path = layout.SessionIndex(session.Header.Id);
        if (!File.Exists(path) || MasterIndexFile.Read(layout.MasterIndex).ImalinkVersion != MasterIndex.CurrentVersion || SaidFile.TryAppend(files, SaidFile.Of(path), lines) is not { } state)
            return false; // one who knows no statements would write the index, and leave what stands beside it to go astray
        catalog.Transaction(() =>
        {
            catalog.Sessions.SetSaid(id, state.Sha256);
            if (!catalog.Sessions.IsDueForWordsAlone(id, edits))
                return;
            catalog.Sessions.SetWritten(id);
            catalog.Statements.Written(id);
        });
        return true;
    }

    /// <summary>Writes the master index alone, where nothing changed but what it says of the storage itself.</summary>
    internal void WriteMasterAlone() => WriteMaster();

    /// <summary>
    /// Writes the first version of a new session's index under the lowest number never used here. A session that was removed here
    /// comes back newer than its tombstone.
    /// </summary>
    /// <returns>The row of the session, which the catalog now has.</returns>
    internal SessionRow CreateSession(SessionHeader header)
    {
        StorageRow storage = catalog.Storages.Get(storageId);
        files.CreateDirectory(layout.Imports, layout.Root);
        header.Id = NextNumber() - 1;
        header.Revision = Sizes.NextRevision(catalog.Storages.Removed(storageId).FirstOrDefault(removed => removed.Uuid == header.Uuid)?.Revision ?? 0);
        header.Writer = catalog.Uuid;
        string sha256 = "";
        bool created;
        do
        {
            header.Id++;
            created = files.TryWriteNew(layout.SessionIndex(header.Id), stream => sha256 = IndexDigest.Of(stream, to => SessionIndexFile.Write(to, header, [])));
        } while (!created);

        return catalog.Transaction(() =>
        {
            catalog.Storages.DropRemoved(storageId, header.Uuid);
            catalog.Storages.Update(storage with { LastSessionNumber = header.Id, Dirty = true });
            long id = catalog.Sessions.Insert(new SessionRow { StorageId = storageId, Header = header, IndexSha256 = sha256 });
            return catalog.Sessions.Get(id);
        });
    }

    /// <summary>The lowest number that no session ever had here.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt: the indexes claim that the numbers are used up.</exception>
    internal int NextNumber()
    {
        int last = Math.Max(catalog.Storages.Get(storageId).LastSessionNumber, _merge.HighestNumberOnDisk());
        return last < Sizes.MaxSessionNumber ? last + 1 : throw new ImaLinkException(ErrorCode.IndexCorrupt,
            $"'{layout.MasterIndex}' or the name of a file in '{layout.Imports}' says that {last} sessions were begun here, and there are no more numbers. Nothing was changed. Look who wrote that, and move the file away or correct last_session_number.", layout.MasterIndex);
    }

    private void WriteSession(long id)
    {
        SessionRow session = catalog.Sessions.Get(id);
        string path = layout.SessionIndex(session.Header.Id);
        for (int attempt = 0; ; attempt++)
        {
            bool exists = File.Exists(path);
            if (exists && !session.HasMerged(IndexDigest.Of(path)))
            {
                _merge.MergeSession(path);
                session = catalog.Sessions.Get(id);
            }

            if (_merge.MergeSaid(session) is { } unreadable)
                throw unreadable;
            SessionHeader header = session.Header;
            header.Revision = Sizes.NextRevision(header.Revision);
            header.Writer = catalog.Uuid;
            header.RemovedFiles = catalog.Sessions.Removed(id) is { Count: > 0 } removed ? removed : null;
            SessionRemainder? remainder = exists ? Remainder(path) : null;
            if (remainder is not null)
                RequireWritable(path, remainder.Version);
            else if (exists)
                FormerIndex.Keep(files, path);
            _carriesOver |= remainder?.Version == MasterIndex.PlainVersion && HasFormerWords(path);
            string sha256 = "";
            catalog.Sessions.SetWriting(id, header.Revision);
            try
            {
                files.Replace(path,
                    stream => sha256 = IndexDigest.Of(stream, to => SessionIndexFile.Write(to, header, new FileEntries(catalog).OfSession(id).Ahead(), remainder, catalog.Documents.Listed(id))),
                    keepBackup: remainder is not null, lastLook: () => LastLook(path, exists ? session.IndexSha256 : null));
            }
            catch (IndexChangedException) when (attempt < 5)
            {
                session = catalog.Sessions.Get(id);
                continue;
            }
            catch (IndexChangedException)
            {
                throw KeepsChanging(path);
            }

            string? said = catalog.Sessions.Get(id).SaidSha256;
            bool isFolded = SaidFold.End(files, path, said);
            catalog.Transaction(() =>
            {
                // What another process said since the entries were read waits for no lock, and is not in it.
                bool isAll = catalog.Sessions.Get(id).Edits == session.Edits;
                catalog.Sessions.Update(session with { Header = header, IndexSha256 = sha256, Dirty = !isAll, Pending = "", Refused = 0 });
                catalog.Sessions.SetSaid(id, isFolded ? null : said);
                if (isAll)
                    catalog.Statements.Written(id);
                catalog.Storages.MarkDirty(storageId);
            });
            return;
        }
    }

    /// <summary>Whether something is said in an index of the plain version: it had no statements, so 0.1 said it.</summary>
    private static bool HasFormerWords(string path)
    {
        try
        {
            return SessionIndexFile.ReadFiles(path).FirstOrDefault()?.Said is not null;
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.IndexCorrupt)
        {
            return false; // a recovery took over what is whole in it
        }
    }

    /// <summary>Null where the index is damaged: a recovery took over what is whole in it, and it does not become the backup.</summary>
    private static SessionRemainder? Remainder(string path)
    {
        try
        {
            return SessionIndexFile.ReadRemainder(path);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.IndexCorrupt)
        {
            return null;
        }
    }

    private void WriteManifest() => files.Replace(layout.Manifest, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach ((string path, string sha256) in new FileEntries(catalog).Manifest(storageId).Ahead())
            writer.WriteLine(ManifestLine.Format(path, sha256));
    });

    private void WriteMaster()
    {
        for (int attempt = 0; ; attempt++)
        {
            _merge.MergeChanged();
            StorageRow storage = catalog.Storages.Get(storageId);
            // The one on the disk is the base: what this version does not know in it stays.
            MasterIndex master = MasterIndexFile.Read(layout.MasterIndex);
            Fill(master, storage);
            string sha256;
            catalog.Storages.SetWriting(storageId, master.Revision);
            try
            {
                sha256 = MasterIndexFile.Replace(files, layout, master, keepBackup: true, lastLook: () => LastLook(layout.MasterIndex, storage.IndexSha256));
            }
            catch (IndexChangedException) when (attempt < 5)
            {
                continue;
            }
            catch (IndexChangedException)
            {
                throw KeepsChanging(layout.MasterIndex);
            }

            if (_carriesOver)
                catalog.Notices.Enqueue($"The storage '{storage.Name}' was written by an earlier version. It is carried over: version 0.1 still reads it, and does not write it any more.");
            _carriesOver = false;
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

    /// <summary>Right before an index is replaced: is it still the one that was merged?</summary>
    private static void LastLook(string path, string? expected)
    {
        if (expected is null ? File.Exists(path) : IndexDigest.Of(path) != expected)
            throw new IndexChangedException();
    }

    private static ImaLinkException KeepsChanging(string path) => new(ErrorCode.StorageBusy,
        $"'{path}' changes again and again while it is to be written, so it was left as it is. Find out which other program writes it, such as one that synchronises folders, wait for it, and run the command again.", path);

#pragma warning disable CA1064 // never leaves this class
    private sealed class IndexChangedException : Exception;
#pragma warning restore CA1064
}
