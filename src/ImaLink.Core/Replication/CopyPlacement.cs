using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// Brings copies to their places in the target: journaled, placed, registered. What an interrupted run had journaled is completed first.
/// </summary>
internal sealed class CopyPlacement
{
    private readonly StorageWriter _target;
    private readonly ImportJournal _journal;
    private readonly NameReservations _names;
    private readonly RecordPlacement _placement;

    /// <summary>Takes what was copied, when it is placed and registered.</summary>
    internal Action<ImportRecord>? Copied { private get; init; }

    internal CopyPlacement(StorageWriter target, ImportJournal journal, long sessionId)
    {
        (_target, _journal, _names) = (target, journal, new NameReservations(target.Catalog, target.Layout, target.StorageId));
        _placement = new RecordPlacement(target, journal, sessionId, _names.Reserve);
    }

    /// <summary>A place for what comes back: its own, where nothing lies there now, else one that is reserved.</summary>
    internal string Reserve(string? own, string path) =>
        own is not null && _target.Layout.Holds(own) && !Path.Exists(_target.Layout.FullName(own)) ? own : _names.Reserve(path);

    internal void Commit(List<(ImportRecord Record, string? Copy)> parts)
    {
        if (parts.Count == 0)
            return;
        _journal.Append(parts.Select(part => part.Record));
        _placement.Place(parts);
        _placement.Register(parts.Select(part => part.Record));
        _names.Settled();
        parts.ForEach(part => Copied?.Invoke(part.Record));
    }

    /// <summary>Completes what was journaled; a copy that was not is made again.</summary>
    internal void Settle()
    {
        string incoming = _journal.Journal.Incoming;
        var parts = new List<(ImportRecord Record, string? Copy)>();
        foreach (ImportRecord record in _journal.Records().Where(record => record.Target is not null))
        {
            string copy = Path.Combine(incoming, $"{record.Number}"), place = _target.Layout.FullName(record.Target!);
            if (IsRegistered(record))
                continue; // what may be left of its copy goes below
            if (_target.Layout.Reaches(record.Target!) && File.Exists(place) && VerifiedCopy.ReadBack(place, default) == record.Ledger!.Sha256)
                parts.Add((record, null)); // placed; perhaps by a second name, and stopped before the first was taken away
            else if (File.Exists(copy))
                parts.Add((record, copy));
        }

        _placement.Place(parts, isResumed: true);
        _placement.Register(parts.Select(part => part.Record));
        parts.ForEach(part => Copied?.Invoke(part.Record));
        _target.Files.DeleteTree(incoming);
        _target.Files.CreateDirectory(incoming, _target.Layout.Root);
    }

    /// <summary>Whether a record was entered into the catalog. What comes back has its place there before.</summary>
    private bool IsRegistered(ImportRecord record)
    {
        FileTable files = _target.Catalog.Files;
        FileRow? row = files.ByPath(_target.StorageId, record.Holder ?? record.Target!);
        return record.Companion is null
            ? files.IsTaken(_target.StorageId, FileNames.Key(record.Target!)) && row?.State != FileState.Missing
            : row is { State: not FileState.Missing } && files.Companions(row.Id).Exists(known => known.Path == record.Target && known.State != FileState.Missing);
    }
}
