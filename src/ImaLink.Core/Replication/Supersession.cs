using ImaLink.Archive;
using ImaLink.Archive.Judging;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Replication;

/// <summary>
/// Replaces older versions in a replica by what its session holds now: where the recorded order says that they are older, the source is
/// read whole in this call, and the judge of decay does not call it a cut version of what it replaces. What the replica held goes to its
/// trash; their companions likewise. Journaled and placed as a repair is.
/// </summary>
internal sealed class Supersession(StorageWriter target, StorageLayout source, CopyEvents events, OperationReporter reporter)
{
    private const int BatchFiles = 64;
    private const long BatchBytes = 1L << 28;

    private readonly FileEntries _entries = new(target.Catalog);
    private readonly FileJudge _judge = new(target.Catalog);

    /// <summary>Replaces what can be replaced.</summary>
    /// <returns>The units as they are then to be copied: one that seems to be cut goes beside the older version.</returns>
    internal List<CopyUnit> Run(List<CopyUnit> units, CancellationToken cancellationToken)
    {
        var batch = new List<DamagedFile>();
        List<CopyUnit> left = units.ConvertAll(unit =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (unit.Older is { } cut && IsCut(unit, cut, cancellationToken))
                return unit with { Held = null, Older = null, NewerCompanions = [], Companions = [.. unit.Companions, .. unit.NewerCompanions.Select(newer => newer.Companion)] };
            if (unit.Older is { } older && Plan(unit, older, cancellationToken) is { } file)
                batch.Add(file);
            List<NewerCompanion> stumps = unit.NewerCompanions.FindAll(newer => IsCut(newer, cancellationToken));
            batch.AddRange(unit.NewerCompanions.Except(stumps).Select(newer => Plan(unit, newer, cancellationToken)).OfType<DamagedFile>()); // behind their file, whose record has them as they were
            if (batch.Count >= BatchFiles || batch.Select(file => file.Size).Total() >= BatchBytes)
                Replace(batch, cancellationToken);
            return unit with { Older = null, NewerCompanions = [], Companions = [.. unit.Companions, .. stumps.Select(newer => newer.Companion)] };
        });
        Replace(batch, cancellationToken);
        return left;
    }

    private void Replace(List<DamagedFile> batch, CancellationToken cancellationToken)
    {
        OperationReporter told = reporter with { Error = error => events.Failed(new CopyTrouble(FileVerdict.Changed, error.Message, error)) };
        foreach (DamagedFile replaced in new FileRepair(target) { Failure = (path, why) => CopyTrouble.NotReplaced(path, FileVerdict.Changed, why).Error }.Repair(batch, told, _ => { }, cancellationToken))
            events.Replaced?.Invoke(replaced);
        batch.Clear();
    }

    /// <summary>Whether the newer version is, or seems to be, what is left of the older one.</summary>
    private bool IsCut(CopyUnit unit, FileRow older, CancellationToken cancellationToken)
    {
        string from = source.FullName(unit.Row.Path);
        if (!source.Reaches(unit.Row.Path) || (unit.Row.Size >= older.Size && FileLook.EndsEarly(from, cancellationToken) != true))
            return false;
        FileEntry entry = _entries.Get(older.Id);
        var recorded = new RecordedFile(older.Size, IndexTime.ParseUtc(entry.ModifiedAt), older.Sha256, older.Hothash) { Format = entry.FileFormat, Scheme = entry.HothashScheme };
        FileSight seen = FileLook.At(source, unit.Row.Path, older.Sha256, null, cancellationToken);
        return _judge.Judge(recorded, seen, from, cancellationToken).Verdict == FileVerdict.Truncated;
    }

    /// <summary>Whether the newer version of a companion is the beginning of the older one, as where its writing was interrupted.</summary>
    private bool IsCut(NewerCompanion newer, CancellationToken cancellationToken) => newer.Companion.FileSize < newer.Older.FileSize && source.Reaches(newer.Companion.Path)
        && FileLook.IsBeginning(source.FullName(newer.Companion.Path), target.Layout.FullName(newer.Older.Path), newer.Older.FileSize, cancellationToken);

    private DamagedFile? Plan(CopyUnit unit, FileRow older, CancellationToken cancellationToken)
    {
        if (Look(unit.Row.Path, older.Path, older.Sha256, cancellationToken) is not var (from, held))
            return null;
        FileEntry successor = Successor(unit, older);
        return new DamagedFile(Target(older.Id), older.Path, unit.Row.Sha256, unit.Row.Size, IndexTime.ParseUtc(successor.ModifiedAt), held, [from]) { Successor = successor };
    }

    private DamagedFile? Plan(CopyUnit unit, NewerCompanion newer, CancellationToken cancellationToken)
    {
        (CompanionEntry companion, CompanionEntry older) = (newer.Companion, newer.Older);
        if (Look(companion.Path, older.Path, older.Sha256, cancellationToken) is not var (from, held))
            return null;
        companion.Path = older.Path;
        (companion.State, companion.MissingSince, companion.LastVerified) = (FileState.Present, null, IndexTime.FormatUtc(DateTime.UtcNow));
        long holder = target.Catalog.Files.ByPath(target.StorageId, unit.Held!)!.Id;
        return new DamagedFile(Target(holder), older.Path, companion.Sha256, companion.FileSize, IndexTime.ParseUtc(companion.ModifiedAt), held, [from])
        {
            SuccessorOfCompanion = (companion, older.Sha256),
        };
    }

    /// <summary>Where a newer version lies in the source, and the older one as it lies in the replica; null, and told, where that is not what is recorded.</summary>
    private (string From, FileSight Held)? Look(string path, string older, string sha256, CancellationToken cancellationToken)
    {
        string from = source.FullName(path), place = target.Layout.FullName(older);
        FileSight held = FileLook.At(target.Layout, older, sha256, null, cancellationToken);
        string? trouble = !source.Reaches(path) ? $"A link in the path '{from}' leads out of its storage."
            : held.Trouble ?? (held.Exists && held.Sha256 != sha256 ? "What lies there is not the older version that is recorded. Test-ImaFile tells what became of it." : null);
        if (trouble is null)
            return (from, held);
        events.Failed(CopyTrouble.NotReplaced(place, held.Sha256 is null ? FileVerdict.Unreadable : FileVerdict.Changed, trouble));
        return null;
    }

    private CheckTarget Target(long id) => new(new FileQuery(target.Catalog).Run(new FileFilter { Ids = [id] }).Single(), target.StorageId)
    {
        Previous = new CheckTable(target.Catalog).Previous(id),
    };

    /// <summary>What the source records of its file, at the place in the replica and with the companions there.</summary>
    private FileEntry Successor(CopyUnit unit, FileRow older)
    {
        (FileEntry entry, FileEntry former) = (_entries.Get(unit.Row.Id), _entries.Get(older.Id));
        (entry.Path, entry.Filename, entry.Companions, entry.ReplicaOf) = (former.Path, former.Filename, former.Companions, former.ReplicaOf);
        (entry.State, entry.MissingSince, entry.LinkedSince, entry.LastVerified) = (FileState.Present, null, null, IndexTime.FormatUtc(DateTime.UtcNow));
        entry.HasHotpreview = Hotpreviews.Copy(target.Files, source, entry.Hothash, target.Layout, entry.Hothash);
        return entry;
    }
}
