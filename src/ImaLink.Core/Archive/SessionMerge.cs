using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Archive;

/// <summary>
/// Merges one session index into the catalog: files by union (absence deletes nothing, a tombstone does), the session's own
/// data by highest (revision, writer), statements each by theirs. A hothash only goes forward: an entry under one that the
/// catalog lists as former takes the present one. Where two sessions claim one path, the one with the lower number has it: their
/// indexes are written in this order, so that after an interruption it is the newer. Merging twice changes nothing.
/// </summary>
internal sealed class SessionMerge(CatalogDatabase catalog, long storageId)
{
    private readonly List<RefusedFile> _refused = [];
    private bool _rekeyed;
    private bool _knewMore;
    private bool _isAlone;
    private bool _isRepeated;
    private int _number;

    /// <summary>How many entries the last merge refused, because a session with a lower number claims their paths too.</summary>
    internal int RefusedCount { get; private set; }

    /// <summary>Whether what is merged is a former version of the session: a path that another session has is left to that one, whatever the numbers.</summary>
    internal bool GivesWay { get; set; }

    /// <summary>The first of them.</summary>
    internal IReadOnlyList<RefusedFile> Refused => _refused;

    /// <summary>Merges; called inside a transaction.</summary>
    /// <param name="header">The session's own data.</param>
    /// <param name="sha256">SHA-256 of the index file: what the catalog will remember.</param>
    /// <param name="files">Its files, those with one hothash in a row.</param>
    /// <param name="cancellationToken">Stops the merge; the transaction is then rolled back.</param>
    internal void Merge(SessionHeader header, string sha256, IEnumerable<FileEntry> files, CancellationToken cancellationToken)
    {
        SessionRow? known = catalog.Sessions.Find(storageId, header.Uuid);
        int age = known is null ? 1 : known.IndexSha256 == sha256 ? 0 : VersionOf(header).CompareTo(VersionOf(known.Header));
        (bool newer, _isRepeated) = (age > 0, age == 0);
        if (known?.IsBehind(header, catalog.Uuid) == true)
            catalog.RenewUuid();
        long id = known?.Id ?? catalog.Sessions.Insert(new SessionRow { StorageId = storageId, Header = header });
        // What was removed after this index was written does not come back by it.
        var gone = catalog.Sessions.Removed(id, header.Revision).Select(removed => (removed.Path, removed.Sha256)).ToHashSet();
        if (gone.Count > 0)
            files = files.Where(file => !gone.Contains((file.Path!, file.Sha256!)) || !TakeWords(id, file));
        var tombstones = new Dictionary<(string, string), RemovedFile>();
        foreach (RemovedFile removed in (header.RemovedFiles ?? []).Where(StoragePath))
            tombstones[(removed.Path, removed.Sha256)] = removed;
        long merged = 0;
        (_rekeyed, _knewMore, catalog.Statements.KnewMore) = (false, false, false);
        (_isAlone, _number) = (!catalog.Files.AnyOfOthers(storageId, id), header.Id);
        _refused.Clear();
        RefusedCount = 0;
        OpenImage? open = null;
        foreach (List<FileEntry> group in GroupByHothash(files, 256))
        {
            cancellationToken.ThrowIfCancellationRequested();
            merged += group.Count;
            if (open?.Hothash != group[0].Hothash)
            {
                Close(id, open, newer);
                open = new OpenImage(group[0].Hothash);
            }

            if (known is null)
                Add(id, group);
            else
                MergeByPath(id, group, open, newer);
            if (tombstones.Count > 0)
                group.ForEach(file => tombstones.Remove((file.Path!, file.Sha256!))); // it came back, whatever else is said
        }

        Close(id, open, newer);
        catalog.Files.DeleteDisplaced(storageId);
        if (newer)
            catalog.Sessions.DropRemovedUpTo(id, header.Revision); // whoever wrote this knew of them: those not in it came back
        var elsewhere = new List<RemovedFile>();
        foreach (RemovedFile removed in tombstones.Values)
            if (!MergeRemoved(id, removed, header.Revision, known?.Header.Revision ?? 0, isOlder: age < 0) && removed.Revision > known?.Header.Revision)
                elsewhere.Add(removed);
        if (elsewhere.Count > 0)
            RemoveMoved(id, elsewhere, files);

        bool catalogHasMore = catalog.Sessions.FileCount(id) > merged - RefusedCount || catalog.Statements.KnewMore || known is { Pending.Length: > 0 } || !newer || _rekeyed || _knewMore;
        SessionHeader kept = newer ? KeepPending(header, known) : known!.Header;
        catalog.Sessions.Update(new SessionRow
        {
            Id = id,
            StorageId = storageId,
            Header = kept,
            IndexSha256 = sha256,
            Dirty = (known?.Dirty ?? false) || catalogHasMore,
            Pending = known?.Pending ?? "",
            Refused = RefusedCount,
        });
    }

    private void Add(long session, List<FileEntry> group)
    {
        foreach (FileEntry file in group)
            if (MayHave(session, file))
                catalog.Files.Add(storageId, session, file);
    }

    /// <summary>Whether the path of an entry is free for this session.</summary>
    private bool MayHave(long session, FileEntry entry)
    {
        if (_isAlone || catalog.Files.HolderOf(storageId, entry.Path!) is not var (holder, number) || holder == session)
            return true;
        if (_number < number && !GivesWay)
        {
            catalog.Sessions.AddRefused(holder);
            return true;
        }

        RefusedCount++;
        if (_refused.Count < 100)
            _refused.Add(new RefusedFile(entry.Path!, number));
        return false;
    }

    /// <summary>One image of which not all entries were seen yet. Entries that have their row are not held: there may be very many.</summary>
    private sealed record OpenImage(string Hothash)
    {
        internal HashSet<long> Matched { get; } = [];

        internal List<FileEntry> Unmatched { get; } = [];
    }

    /// <summary>One image, or a part of one: entries and rows belong together by path.</summary>
    private void MergeByPath(long session, List<FileEntry> entries, OpenImage image, bool newer)
    {
        foreach (FileEntry entry in entries)
        {
            if (catalog.Files.ByPath(storageId, entry.Path!) is { } row && row.SessionId == session && row.Hothash == entry.Hothash && image.Matched.Add(row.Id))
                Update(session, entry, row, newer);
            else
                image.Unmatched.Add(entry);
        }
    }

    /// <summary>
    /// The whole of an image was seen: what is left of entries and rows belongs together by SHA-256 (another catalog recorded a
    /// move); entries without a row are new, rows without an entry stay.
    /// </summary>
    private void Close(long session, OpenImage? image, bool newer)
    {
        if (image is not { Unmatched.Count: > 0 })
            return;
        var bySha256 = catalog.Files.ByHothash(image.Hothash).Where(row => row.StorageId == storageId && row.SessionId == session && !image.Matched.Contains(row.Id))
            .GroupBy(row => row.Sha256).ToDictionary(same => same.Key, same => new Queue<FileRow>(same));
        foreach (FileEntry entry in image.Unmatched)
        {
            if (bySha256.GetValueOrDefault(entry.Sha256!)?.TryDequeue(out FileRow? moved) == true)
            {
                if (newer && !MayHave(session, entry))
                {
                    catalog.Files.Delete(moved.Id);
                    continue;
                }

                if (newer)
                    catalog.Files.SetPath(moved.Id, storageId, entry.Path!);
                Update(session, entry, moved, newer);
            }
            else if (newer || catalog.Files.ByPath(storageId, entry.Path!) is null)
            {
                if (MayHave(session, entry))
                    MergeAlone(session, entry, newer);
            }
            else if (catalog.Files.ByPath(storageId, entry.Path!)!.SessionId == session)
            {
                TakeWords(session, entry);
            }
            else if (_isRepeated)
            {
                MayHave(session, entry); // what was refused before is refused again
            }
        }
    }

    /// <summary>An entry whose image is not known at its path: new, or the file there is known as another image.</summary>
    private void MergeAlone(long session, FileEntry entry, bool newer)
    {
        FileRow? row = catalog.Files.ByPath(storageId, entry.Path!);
        if (row is null)
        {
            catalog.Files.Put(storageId, session, entry);
            return;
        }

        if (row.Sha256 == entry.Sha256 && IsFormer(entry, row))
        {
            (entry.Hothash, entry.HothashScheme, entry.FormerHothashes) = Key(row);
            _rekeyed = true;
        }

        Update(session, entry, row, newer);
    }

    /// <summary>Whether the entry still has a hothash of an earlier rule, from which the catalog has re-keyed the file.</summary>
    private bool IsFormer(FileEntry entry, FileRow row) =>
        Key(row).Former?.Contains(entry.Hothash) == true && entry.FormerHothashes?.Contains(row.Hothash) != true;

    private (string Hothash, string? Scheme, List<string>? Former) Key(FileRow row)
    {
        FileEntry known = new FileEntries(catalog).Get(row.Id);
        return (known.Hothash, known.HothashScheme, known.FormerHothashes);
    }

    private void Update(long session, FileEntry entry, FileRow row, bool newer)
    {
        if (newer)
        {
            // One that is absent was cleared: the file was linked again by its fingerprint alone.
            if (entry.LastVerified is not null && IndexTime.IsLater(row.LastVerified, entry.LastVerified) && row.Sha256 == entry.Sha256)
                (entry.LastVerified, _knewMore) = (row.LastVerified, true);
            if (row.FactsVersion > (entry.FactsVersion ?? 0) && row.Sha256 == entry.Sha256)
            {
                EntryFacts.Take(entry, new FileEntries(catalog).Get(row.Id)); // the same bytes, read by better readers
                _knewMore = true;
            }

            List<string?> verified = entry.Companions?.ConvertAll(companion => companion.LastVerified) ?? [];
            entry.Companions = CompanionMerge.Union(entry.Companions, catalog.Files.Companions(row.Id));
            _knewMore |= entry.Companions?.Select(companion => companion.LastVerified).SequenceEqual(verified) == false;
            bool isRead = row.Sha256 == entry.Sha256 && (row.Hothash != entry.Hothash || entry.FactsVersion > row.FactsVersion); // by another rule, or better readers
            if (isRead || entry.Previous?.Exists(former => former.Sha256 == row.Sha256) == true)
                Succeed(session, entry, row);
            catalog.Files.Put(storageId, session, entry);
            return;
        }

        if (entry.FactsVersion > row.FactsVersion && row.Sha256 == entry.Sha256)
        {
            FileEntry known = new FileEntries(catalog).Get(row.Id);
            EntryFacts.Take(known, entry);
            catalog.Files.Put(storageId, row.SessionId, known);
        }

        TakeWords(session, entry);
        if (entry.Companions is not null && !_isRepeated)
            foreach (CompanionEntry companion in CompanionMerge.OnlyIn(entry.Companions, catalog.Files.Companions(row.Id)).ToList())
                catalog.Files.AddCompanion(row.Id, companion);
    }

    /// <summary>Whatever becomes of the file: what is said of its image counts where the catalog knows that.</summary>
    private bool TakeWords(long session, FileEntry entry)
    {
        if (catalog.Images.Find(entry.Image) is { } image)
            catalog.Statements.Merge(image, entry.Said, session);
        return true;
    }

    /// <summary>Another catalog found the file edited, or its image to be known by another hothash or dimensions: what was said here of the image that it had is said of the one that it has.</summary>
    private void Succeed(long session, FileEntry entry, FileRow row)
    {
        FileEntry known = new FileEntries(catalog).Get(row.Id);
        if (known.Image == entry.Image)
            return;
        // Of what was said here of the former image and there of the new one, neither may have known of the other.
        catalog.Statements.Merge(catalog.Images.Find(known.Image)!.Value, entry.Said?.FindAll(statement => statement.Field != StatementField.Photo), session);
        known = new FileEntries(catalog).Get(row.Id);
        if (Succession.Of(known.Said, known.Image, entry.Image) is not { } said)
            return;
        List<Statement> both = StatementOrder.Newest([.. entry.Said ?? [], .. said]);
        _knewMore |= both.Count != entry.Said?.Count || !both.ToHashSet().SetEquals(entry.Said);
        entry.Said = both;
    }

    /// <param name="session">The session.</param>
    /// <param name="removed">What was removed from it.</param>
    /// <param name="revision">Revision of the index that says so.</param>
    /// <param name="seen">Revision of the index that the catalog merged before: of removals up to it the catalog knew, and a file that stands in it all the same came back since.</param>
    /// <param name="isOlder">Whether that index is an older one than the catalog has merged.</param>
    /// <returns>False where the catalog has no such file at this path.</returns>
    private bool MergeRemoved(long session, RemovedFile removed, long revision, long seen, bool isOlder)
    {
        FileRow? row = catalog.Files.ByPath(storageId, removed.Path);
        bool known = row is not null && row.SessionId == session && row.Sha256 == removed.Sha256;
        if (known && removed.Revision <= seen)
            return true;
        if (known && removed.Revision <= revision)
            catalog.Files.Delete(row!.Id);
        if (isOlder)
            catalog.Sessions.AddFormerlyRemoved(session, removed);
        else
            catalog.Sessions.AddRemoved(session, removed);
        return known;
    }

    /// <summary>Another catalog moved a file and then removed it, and this one saw neither: it knows the file by its former path.</summary>
    private void RemoveMoved(long session, List<RemovedFile> removals, IEnumerable<FileEntry> files)
    {
        var contents = removals.Select(removed => removed.Sha256).ToHashSet();
        var listed = files.Where(file => contents.Contains(file.Sha256!)).Select(file => file.Path).ToHashSet();
        foreach (RemovedFile removed in removals)
            if (catalog.Files.BySha256(removed.Sha256).FirstOrDefault(row => row.SessionId == session && !listed.Contains(row.Path)) is { } row)
                catalog.Files.Delete(row.Id);
    }

    private static bool StoragePath(RemovedFile removed) =>
        StorageLayout.IsSafePhotoPath(removed.Path) && Hex.IsSha256(removed.Sha256);

    private static RecordVersion VersionOf(SessionHeader header) => new(header.Revision, header.Writer,
        () => RecordVersion.Text(header.Title, header.Description, header.DefaultAuthor?.Name, header.DefaultAuthor?.Email, header.TimeZone));

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
                case "time_zone": header.TimeZone = known.Header.TimeZone; break;
            }
        }

        return header;
    }

    private static IEnumerable<List<FileEntry>> GroupByHothash(IEnumerable<FileEntry> files, int most)
    {
        var group = new List<FileEntry>();
        foreach (FileEntry file in files)
        {
            if (group.Count == most || (group.Count > 0 && group[0].Hothash != file.Hothash))
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
