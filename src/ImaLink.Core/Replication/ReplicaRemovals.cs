using ImaLink.Archive;
using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Replication;

/// <summary>A file of a replica that was removed from the source.</summary>
/// <param name="Row">The file.</param>
/// <param name="Session">Its session.</param>
/// <param name="Followed">The removal in the source.</param>
/// <param name="Kept">Why it stays all the same; null where it goes.</param>
internal sealed record ReplicaRemoval(FileRow Row, SessionHeader Session, FollowedRemoval Followed, string? Kept);

/// <summary>
/// Which files of a replica follow a removal: those that are recorded as replicas of the source, where the source notes that a command took
/// these very bytes of that session to the trash on request, one for each removal: which one a replica has followed is noted there. As many files with these
/// bytes stay as the source knows, wherever they are, there or missing.
/// What the source lost, let decay, forgot or does not know is no removal. It looks, and changes nothing.
/// </summary>
internal sealed class ReplicaRemovals(CatalogDatabase catalog, DurableFiles files, StorageRow source, StorageRow target)
{
    private readonly StorageLayout _from = new(source.Root), _layout = new(target.Root);
    private readonly string _source = source.Uuid.ToString();
    private readonly Dictionary<string, int> _spare = new(StringComparer.Ordinal);

    /// <summary>The files that were removed from the source.</summary>
    internal List<ReplicaRemoval> Of(OperationReporter reporter, CancellationToken cancellationToken)
    {
        var found = new List<(FileRow Row, SessionHeader Session, RemovedFile Removal, IEnumerable<string> Paths)>();
        ILookup<Guid, RemovedFile>? ofSessions = null;
        Dictionary<Guid, long> removed = catalog.Storages.Removed(source.Id).ToDictionary(session => session.Uuid, session => session.Revision);
        foreach (SessionRow replica in catalog.Sessions.OfStorage(target.Id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Guid uuid = replica.Header.Uuid;
            List<RemovedFile> tombstones = [.. catalog.Sessions.Find(source.Id, uuid) is { } session ? catalog.Sessions.Removed(session.Id).Where(file => IsRemoval(file.Reason))
                : removed.ContainsKey(uuid) ? (ofSessions ??= InTrash(removed, reporter))[uuid] : []];
            ILookup<string, string> gone = tombstones.ToLookup(file => file.Sha256, file => file.Path, StringComparer.Ordinal);
            Dictionary<string, List<RemovedFile>> due = Due(tombstones, replica.Id);
            foreach (FileRow row in catalog.Files.BySession(replica.Id).Where(row => row.ReplicaOf == _source && due.ContainsKey(row.Sha256)).OrderByDescending(row => due[row.Sha256].Exists(file => file.Path == row.Path)))
                if (due[row.Sha256] is { Count: > 0 } same && IsToSpare(row))
                {
                    RemovedFile removal = same.Find(file => file.Path == row.Path) ?? same[0];
                    same.Remove(removal);
                    found.Add((row, replica.Header, removal, gone[row.Sha256]));
                }
        }

        HashSet<string> claimed = found.Count == 0 ? [] : Claims([.. found.Select(file => file.Row.Sha256)], removed, cancellationToken);
        return found.ConvertAll(file => new ReplicaRemoval(file.Row, file.Session, new FollowedRemoval(file.Removal.Path, file.Removal.Revision), Kept(file.Row, file.Paths, claimed, cancellationToken)));
    }

    /// <summary>Of what was removed that which the replica has not followed, by its bytes. What an earlier version followed says no more than where the file lay in the replica: it counts for one of these bytes.</summary>
    private Dictionary<string, List<RemovedFile>> Due(IEnumerable<RemovedFile> tombstones, long replica)
    {
        Dictionary<string, List<RemovedFile>> due = tombstones.GroupBy(file => file.Sha256).ToDictionary(same => same.Key, same => same.ToList(), StringComparer.Ordinal);
        foreach (RemovedFile here in due.Count == 0 ? [] : catalog.Sessions.Removed(replica).Where(file => file.Reason == TrashReason.SourceRemoved))
            if (due.TryGetValue(here.Sha256, out List<RemovedFile>? same)
                && same.RemoveAll(file => here.Followed is { } followed ? followed == new FollowedRemoval(file.Path, file.Revision) : file.Path == here.Path) == 0 && here.Followed is null && same.Count > 0)
                same.RemoveAt(0); // which one is not known: what is not followed does no harm, what is followed twice does
        return due;
    }

    private static bool IsRemoval(string? reason) => reason is TrashReason.Removed or TrashReason.SessionRemoved or TrashReason.SourceRemoved;

    /// <summary>
    /// Of sessions that were removed as a whole only the source's trash tells which files they had, and that they were there: what went there with
    /// this very removal, as a trash that was put back may hold what went there before, and came back.
    /// </summary>
    private ILookup<Guid, RemovedFile> InTrash(Dictionary<Guid, long> removed, OperationReporter reporter) => TrashFolder.All(files, _from)
        .SelectMany(folder => folder.Read(reporter))
        .Where(entry => entry.RemovedReason == TrashReason.SessionRemoved && removed.TryGetValue(entry.Session.Uuid, out long revision) && entry.Session.Revision == revision)
        .ToLookup(entry => entry.Session.Uuid, entry => entry.Tombstone(entry.Session.Revision));

    /// <summary>Whether the target has more files with these bytes than the source knows of; each is asked about once.</summary>
    private bool IsToSpare(FileRow row)
    {
        if (!_spare.TryGetValue(row.Sha256, out int spare))
        {
            List<FileRow> same = [.. catalog.Files.BySha256(row.Sha256)];
            int known = same.Count(file => file.StorageId == source.Id) + catalog.Files.CompanionsBySha256(row.Sha256).Count(companion => companion.StorageId == source.Id);
            spare = known == 0 ? int.MaxValue : same.Count(file => file.StorageId == target.Id && file.State == FileState.Present) - known;
        }

        _spare[row.Sha256] = spare - 1;
        return spare > 0;
    }

    private string? Kept(FileRow row, IEnumerable<string> paths, HashSet<string> claimed, CancellationToken cancellationToken)
    {
        if (claimed.Contains(row.Sha256))
            return $"A session that '{source.Name}' does not have counts on it as the holder of its duplicate.";
        if (paths.Any(path => _from.Reaches(path) && File.Exists(_from.FullName(path)) && FileLook.Sha256Of(_from.FullName(path), cancellationToken) == row.Sha256))
            return $"It lies in '{source.Name}' again, which may have been put back to an older state.";
        string place = _layout.FullName(row.Path);
        if (row.State == FileState.Present && File.Exists(place) && !(IsAsRecorded(row, place) || FileLook.Sha256Of(place, cancellationToken) == row.Sha256))
            return $"It holds other bytes in '{target.Name}' than those that were removed.";
        return null;
    }

    private bool IsAsRecorded(FileRow row, string place) => new FileInfo(place) is var file && file.Length == row.Size
        && IndexTime.FormatUtc(file.LastWriteTimeUtc) == new FileEntries(catalog).Get(row.Id).ModifiedAt;

    /// <summary>What sessions that the source never had name as a holder of their duplicates in the target: they have no file of their own.</summary>
    private HashSet<string> Claims(HashSet<string> candidates, Dictionary<Guid, long> removed, CancellationToken cancellationToken)
    {
        var claimed = new HashSet<string>(StringComparer.Ordinal);
        foreach (StorageRow storage in catalog.Storages.All().Where(storage => storage.Id != source.Id && StorageProbe.IsOnline(storage)).ToList())
        {
            var layout = new StorageLayout(storage.Root);
            foreach (SessionHeader session in catalog.Sessions.OfStorage(storage.Id).Select(row => row.Header).Where(session => catalog.Sessions.Find(source.Id, session.Uuid) is null && !removed.ContainsKey(session.Uuid)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (LedgerEntry line in new JsonLines<LedgerEntry>(files, layout.Ledger(session.Id), IndexJson.Instance.LedgerEntry).Read())
                    if (line is { Verdict: ImportVerdict.Duplicate, Sha256: { } sha256 } && (line.ExistingStorage ?? storage.Uuid) == target.Uuid && candidates.Contains(sha256))
                        claimed.Add(sha256);
            }
        }

        return claimed;
    }
}
