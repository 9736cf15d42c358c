using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Replication;

/// <summary>Compares a session with its replica: what is still to be copied. It looks at the catalog and at the disk, and changes neither.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="target">The storage of the replica.</param>
/// <param name="replicasOf">
/// Only what was copied from this storage counts as another version of a file, and each of its sessions has files of its own; null for whatever
/// the session has there.
/// </param>
internal sealed class CopyUnits(CatalogDatabase catalog, StorageRow target, Guid? replicasOf = null)
{
    private readonly string? _source = replicasOf?.ToString();
    private readonly StorageLayout _layout = new(target.Root);

    /// <summary>The files of the session in the order of their paths.</summary>
    internal IEnumerable<CopyUnit> Of(SessionRow session, CancellationToken cancellationToken)
    {
        SessionRow? replica = catalog.Sessions.Find(target.Id, session.Header.Uuid);
        List<FileRow> replicated = replica is null ? [] : [.. catalog.Files.BySession(replica.Id)];
        ILookup<bool, FileRow> isHeld = replicated.ToLookup(row => row.State == FileState.Present || IsThere(row, cancellationToken));
        (FilesByBytes held, FilesByBytes lost) = (new(isHeld[true]), new(isHeld[false]));
        List<FileRow> own = [.. catalog.Files.BySession(session.Id)];
        Dictionary<long, FileRow> inPlace = own.Select(row => (row.Id, There: held.TakeAt(row))).Where(pair => pair.There is not null).ToDictionary(pair => pair.Id, pair => pair.There!);
        List<(FileRow Row, FileRow? There)> rows = own.ConvertAll(row => (row, inPlace.GetValueOrDefault(row.Id) ?? held.Take(row)));
        (ReplicaVersions others, ReplicaVersions gone) = (new(catalog, held.Rest.Where(IsReplica)), new(catalog, lost.Rest.Where(IsReplica)));
        foreach ((FileRow row, FileRow? there) in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (there is null && others.TakeOlder(row) is { } older)
            {
                yield return Unit(row, older.Path, null, older, null) with { Older = older, Counterpart = older };
                continue;
            }

            if (there is null && others.TakeNewer(row) is { } newer)
            {
                yield return new CopyUnit(row, newer.Path, null, null, []) { IsOlder = true, Counterpart = newer };
                continue;
            }

            FileRow? linked = there is null ? FindElsewhere(row, replica?.Id, cancellationToken) : null;
            FileRow? missing = there is null && linked is null ? lost.Take(row) ?? gone.TakeOlder(row) : null;
            yield return Unit(row, there?.Path, linked?.Path, there ?? linked, missing) with { Counterpart = there };
        }
    }

    /// <summary>A file with the companions that its counterpart in the target does not have; those of one that is missing may be gone too.</summary>
    private CopyUnit Unit(FileRow row, string? held, string? linked, FileRow? counterpart, FileRow? missing)
    {
        List<CompanionEntry> own = catalog.Files.Companions(row.Id).FindAll(companion => companion.State != FileState.Missing);
        List<CompanionEntry> known = counterpart is not null ? catalog.Files.Companions(counterpart.Id).FindAll(companion => companion.State != FileState.Missing)
            : missing is not null ? catalog.Files.Companions(missing.Id).FindAll(companion => File.Exists(_layout.FullName(companion.Path))) : [];
        List<CompanionEntry> lacking = own.FindAll(companion => !known.Exists(other => other.Sha256 == companion.Sha256));
        var newer = new List<NewerCompanion>();
        if (counterpart is not null && linked is null && IsReplica(counterpart))
        {
            List<CompanionEntry> others = known.FindAll(other => !own.Exists(companion => companion.Sha256 == other.Sha256));
            lacking.RemoveAll(companion => others.Exists(other => IsNewer(other, companion)));
            foreach (CompanionEntry companion in lacking)
                if (others.Find(other => IsNewer(companion, other)) is { } older && others.Remove(older))
                    newer.Add(new NewerCompanion(companion, older));
            lacking.RemoveAll(companion => newer.Exists(pair => pair.Companion == companion));
        }

        return new CopyUnit(row, held, linked, missing, lacking) { NewerCompanions = newer };
    }

    private static bool IsNewer(CompanionEntry companion, CompanionEntry other) => ContentOrder.IsNewer(companion.Previous ?? [], other.Sha256, other.Previous ?? []);

    private bool IsReplica(FileRow row) => _source is null || row.ReplicaOf == _source;

    private FileRow? FindElsewhere(FileRow row, long? replica, CancellationToken cancellationToken) => catalog.Files.BySha256(row.Sha256)
        .Where(other => other.StorageId == target.Id && other.SessionId != replica && other.State == FileState.Present && (_source is null || other.ReplicaOf != _source))
        .FirstOrDefault(other => IsThere(other, cancellationToken));

    private bool IsThere(FileRow row, CancellationToken cancellationToken) =>
        _layout.Reaches(row.Path) && HasSha256(_layout.FullName(row.Path), row.Sha256, cancellationToken);

    private static bool HasSha256(string path, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return IdentityReader.Read(path, IdentityParts.Sha256, cancellationToken).Sha256 == sha256;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    /// <summary>Files by their bytes; each is given once.</summary>
    private sealed class FilesByBytes(IEnumerable<FileRow> files)
    {
        private readonly Dictionary<string, List<FileRow>> _files = files.GroupBy(row => row.Sha256)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

        /// <summary>Those that nobody took.</summary>
        internal IEnumerable<FileRow> Rest => _files.Values.SelectMany(same => same);

        /// <summary>The one with the same path.</summary>
        internal FileRow? TakeAt(FileRow row) => Take(row, same => same.FindIndex(file => file.Path == row.Path));

        /// <summary>The one with the same path, else any.</summary>
        internal FileRow? Take(FileRow row) => Take(row, same => Math.Max(0, same.FindIndex(file => file.Path == row.Path)));

        private FileRow? Take(FileRow row, Func<List<FileRow>, int> find)
        {
            if (!_files.TryGetValue(row.Sha256, out List<FileRow>? same) || same.Count == 0 || find(same) is not (>= 0 and var at))
                return null;
            FileRow taken = same[at];
            same.RemoveAt(at);
            return taken;
        }
    }
}
