using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// Brings copies to their places in the target: journaled, renamed without ever replacing anything, flushed, registered. What an
/// interrupted run had journaled is completed first.
/// </summary>
internal sealed class CopyPlacement(StorageWriter target, ImportJournal journal, long sessionId)
{
    private readonly NameReservations _names = new(target.Catalog, target.Layout, target.StorageId);

    /// <summary>A place for what comes back: its own, where nothing lies there now, else one that is reserved.</summary>
    internal string Reserve(string? own, string path) =>
        own is not null && target.Layout.Holds(own) && !Path.Exists(target.Layout.FullName(own)) ? own : _names.Reserve(path);

    internal void Commit(List<(ImportRecord Record, string? Copy)> parts)
    {
        if (parts.Count == 0)
            return;
        journal.Append(parts.Select(part => part.Record));
        Place(parts);
        Register(parts.Select(part => part.Record));
        _names.Settled();
    }

    /// <summary>Completes what was journaled; a copy that was not is made again.</summary>
    internal void Settle()
    {
        string incoming = journal.Journal.Incoming;
        var parts = new List<(ImportRecord Record, string? Copy)>();
        foreach (ImportRecord record in journal.Records().Where(record => record.Target is not null))
        {
            string copy = Path.Combine(incoming, $"{record.Number}"), place = target.Layout.FullName(record.Target!);
            if (IsRegistered(record))
                continue; // what may be left of its copy goes below
            if (target.Layout.Reaches(record.Target!) && File.Exists(place) && VerifiedCopy.ReadBack(place, default) == record.Ledger!.Sha256)
                parts.Add((record, null)); // placed; perhaps by a second name, and stopped before the first was taken away
            else if (File.Exists(copy))
                parts.Add((record, copy));
        }

        Place(parts, isResumed: true);
        Register(parts.Select(part => part.Record));
        target.Files.DeleteTree(incoming);
        target.Files.CreateDirectory(incoming, target.Layout.Root);
    }

    /// <summary>Whether a record was entered into the catalog. What comes back has its place there before.</summary>
    private bool IsRegistered(ImportRecord record)
    {
        FileTable files = target.Catalog.Files;
        FileRow? row = files.ByPath(target.StorageId, record.Holder ?? record.Target!);
        return record.Companion is null
            ? files.IsTaken(target.StorageId, FileNames.Key(record.Target!)) && row?.State != FileState.Missing
            : row is { State: not FileState.Missing } && files.Companions(row.Id).Exists(known => known.Path == record.Target && known.State != FileState.Missing);
    }

    private void Place(List<(ImportRecord Record, string? Copy)> parts, bool isResumed = false)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach ((ImportRecord record, string? copy) in parts)
        {
            string place = target.Layout.FullName(record.Target!);
            string folder = Path.GetDirectoryName(place)!;
            if (folders.Add(folder))
                target.Files.CreateDirectory(folder, target.Layout.Root);
            while (copy is not null && !target.Files.TryPlace(copy, place, isResumed))
            {
                MoveTo(record, _names.Reserve(record.Target!));
                journal.Append([record]);
                place = target.Layout.FullName(record.Target!);
            }
        }

        foreach (string folder in folders)
            target.Files.FlushDirectory(folder);
    }

    private void Register(IEnumerable<ImportRecord> records) => target.Catalog.Transaction(() =>
    {
        foreach (ImportRecord record in records)
        {
            if (record.Entry is not null)
            {
                record.Entry.Hothash = record.Ledger!.Hothash!;
                target.Catalog.Files.Put(target.StorageId, sessionId, record.Entry);
            }
            else if (record.Document is not null)
            {
                target.Catalog.Documents.Put(sessionId, record.Document);
            }
            else if (target.Catalog.Files.ByPath(target.StorageId, record.Holder!) is { } holder)
            {
                target.Catalog.Files.AddCompanion(holder.Id, record.Companion!);
                target.Catalog.Sessions.MarkDirty(holder.SessionId);
            }
        }

        target.Catalog.Sessions.MarkDirty(sessionId);
    });

    private static void MoveTo(ImportRecord record, string path)
    {
        record.Ledger!.Path = path;
        if (record.Companion is not null)
            record.Companion.Path = path;
        else if (record.Document is not null)
            record.Document.Path = path;
        else
            (record.Entry!.Path, record.Entry.Filename, record.Entry.Companions) = (path, path[(path.LastIndexOf('/') + 1)..], null);
    }
}
