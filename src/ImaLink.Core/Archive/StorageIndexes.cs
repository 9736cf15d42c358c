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
    private readonly StorageMerge _merge = new(catalog, layout, storageId);
    private readonly AlbumWriter _albums = new(catalog, files, layout, storageId);
    private readonly MasterIndexWriter _master = new(catalog, files, layout, storageId);

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
            WriteMasterAlone();
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
        if (!File.Exists(path) || MasterIndexFile.Read(layout.MasterIndex).ImalinkVersion != MasterIndex.CurrentVersion || SaidFile.TryAppend(files, SaidFile.Of(path), lines, session.SaidSha256) is not { } state)
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
    internal void WriteMasterAlone() => _master.Write(_merge);

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
            _master.CarriesOver |= remainder?.Version == MasterIndex.PlainVersion && HasFormerWords(path);
            string sha256 = "";
            catalog.Sessions.SetWriting(id, header.Revision);
            try
            {
                files.Replace(path,
                    stream => sha256 = IndexDigest.Of(stream, to => SessionIndexFile.Write(to, header, new FileEntries(catalog).OfSession(id).Ahead(), remainder, catalog.Documents.Listed(id))),
                    keepBackup: remainder is not null, lastLook: () => LastLook.Require(path, exists ? session.IndexSha256 : null));
            }
            catch (IndexChangedException) when (attempt < 5)
            {
                session = catalog.Sessions.Get(id);
                continue;
            }
            catch (IndexChangedException)
            {
                throw LastLook.KeepsChanging(path);
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
}
