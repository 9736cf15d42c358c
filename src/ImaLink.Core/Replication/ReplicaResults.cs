using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>What is said of single files of a replica.</summary>
internal sealed class ReplicaResults(StorageRow source, StorageRow target)
{
    private readonly StorageLayout _from = new(source.Root), _layout = new(target.Root);

    internal ReplicaResult Removed(ReplicaRemoval removal) => InTarget(ReplicaVerdict.Removed, removal.Row.Path, removal.Session) with
    {
        Length = removal.Row.Size,
        Detail = $"It was removed from '{source.Name}', and lies in the trash of '{target.Name}'.",
    };

    internal ReplicaResult Kept(ReplicaRemoval removal) => InTarget(ReplicaVerdict.Kept, removal.Row.Path, removal.Session) with
    {
        Length = removal.Row.Size,
        Detail = $"It was removed from '{source.Name}', and stays. {removal.Kept}",
    };

    internal ReplicaResult Moved(FileRow file, string place, SessionHeader session) => InTarget(ReplicaVerdict.Moved, place, session) with { OldPath = file.Path, Length = file.Size };

    internal ReplicaResult Copied(ImportRecord record, SessionHeader session) => InTarget(ReplicaVerdict.Copied, record.Ledger!.Path!, session) with
    {
        SourcePath = record.Ledger.SourcePath,
        Length = record.Ledger.FileSize,
    };

    internal ReplicaResult Replaced(DamagedFile file, SessionHeader session) => InTarget(ReplicaVerdict.Replaced, file.Path, session) with
    {
        SourcePath = file.Sources[0],
        Length = file.Size,
        Detail = $"The older version lies in the trash of '{target.Name}'.",
    };

    internal ReplicaResult Failed(CopyTrouble trouble, SessionHeader session)
    {
        string path = trouble.Error.Target ?? "";
        StorageRow storage = path.StartsWith(target.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? target : source;
        return Of(storage, trouble.Verdict, path, session) with
        {
            Detail = trouble.Why,
            Mend = FileVerdict.IsDamage(trouble.Verdict) ? Repair(path) : $"Sync-ImaFileStorage -Storage {storage.Name}",
        };
    }

    internal ReplicaResult Incomplete(SessionHeader session, string why) => Of(source, ReplicaVerdict.Incomplete, _from.SessionIndex(session.Id), session) with
    {
        Detail = why,
        Mend = $"Resume-ImaSession -Session {session.Title} -Storage {source.Name}",
    };

    /// <summary>What there is to say of a file that is not copied.</summary>
    internal IEnumerable<ReplicaResult> Standing(CopyUnit unit, SessionHeader session)
    {
        if (unit.IsOlder)
        {
            yield return InTarget(ReplicaVerdict.Newer, unit.Held!, session) with
            {
                Length = unit.Counterpart!.Size,
                Detail = $"'{target.Name}' holds a newer version than '{source.Name}': it stays.",
                Mend = $"Copy-ImaSession -Session {session.Title} -Storage {target.Name} -Destination {source.Name}",
            };
        }
        else if (unit.Row.State == FileState.Missing && !unit.CopiesFile && unit.Older is null)
        {
            string lost = _from.FullName(unit.Row.Path);
            yield return Of(source, FileVerdict.Missing, lost, session) with
            {
                Length = unit.Row.Size,
                Detail = $"It is missing in '{source.Name}'; '{target.Name}' keeps it.",
                Mend = Repair(lost),
            };
        }
    }

    /// <summary>What will become of a file.</summary>
    internal IEnumerable<ReplicaResult> Planned(CopyUnit unit, SessionHeader session)
    {
        foreach (ReplicaResult standing in Standing(unit, session))
            yield return standing;
        if (unit.Older is { } older)
            yield return InTarget(ReplicaVerdict.Replaced, older.Path, session) with { SourcePath = _from.FullName(unit.Row.Path), Length = unit.Row.Size };
        else if (unit.CopiesFile)
            yield return Planned(unit.Row.Path, unit.Row.Size, session);
        foreach (NewerCompanion newer in unit.NewerCompanions)
            yield return InTarget(ReplicaVerdict.Replaced, newer.Older.Path, session) with { SourcePath = _from.FullName(newer.Companion.Path), Length = newer.Companion.FileSize };
        foreach (CompanionEntry companion in unit.Companions)
            yield return Planned(companion.Path, companion.FileSize, session);
    }

    /// <summary>A file that will be copied, to its path or beside it.</summary>
    internal ReplicaResult Planned(string path, long size, SessionHeader session) =>
        InTarget(ReplicaVerdict.Copied, path, session) with { SourcePath = _from.FullName(path), Length = size };

    private ReplicaResult InTarget(string verdict, string path, SessionHeader session) => Of(target, verdict, _layout.FullName(path), session);

    private static ReplicaResult Of(StorageRow storage, string verdict, string fullName, SessionHeader session) => new()
    {
        Verdict = verdict,
        FullName = fullName,
        RelativePath = new StorageLayout(storage.Root).RelativePath(fullName),
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
        Session = session.Title,
        SessionUuid = session.Uuid,
    };

    private static FormattableString Repair(string path) => $"Repair-ImaFile -LiteralPath {path}";
}
