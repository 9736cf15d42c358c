using ImaLink.Archive.Intake;
using ImaLink.Index.Journals;

namespace ImaLink.Archive.Placement;

/// <summary>Gives copies their names under <c>photos/</c>, never replacing anything, and makes the names durable.</summary>
internal sealed class ImportPlacement(StorageWriter storage, ImportJournal journal, ImportDecision decision)
{
    private readonly HashSet<string> _flushedParents = new(StringComparer.Ordinal);

    /// <summary>Gives copies their final names; when this returns they are durable there.</summary>
    /// <param name="items">All records of the batch, each with its copy where there is one to be placed.</param>
    /// <param name="isResumed">Whether a run that was interrupted had begun to place them.</param>
    internal void Place(List<(ImportRecord Record, string? Copy)> items, bool isResumed = false)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach ((ImportRecord record, string? copy) in items)
        {
            if (record.Target is null || copy is null)
                continue;
            string target = storage.Layout.FullName(record.Target);
            string folder = Path.GetDirectoryName(target)!;
            if (folders.Add(folder))
                storage.Files.CreateDirectory(folder, storage.Layout.Root);
            while (!storage.Files.TryPlace(copy, target, isResumed))
            {
                string former = record.Target;
                Move(record, decision.Elsewhere(former));
                journal.Append([record, .. Followers(former, record.Target, items)]);
                target = storage.Layout.FullName(record.Target);
            }
        }

        foreach (string folder in folders)
        {
            storage.Files.FlushDirectory(folder);
            // An interrupted run may have made the folders above without flushing them: every run does so once.
            for (string above = Path.GetDirectoryName(folder)!; above.Length >= storage.Layout.Photos.Length && _flushedParents.Add(above); above = Path.GetDirectoryName(above)!)
                storage.Files.FlushDirectory(above);
        }
    }

    /// <summary>What the batch says of a file that had to be placed elsewhere is changed: its companions, its duplicates.</summary>
    private static List<ImportRecord> Followers(string former, string path, List<(ImportRecord Record, string? Copy)> items)
    {
        var followers = items.Select(item => item.Record).Where(other => other.Holder == former
            || (other.Ledger!.ExistingPath == former && other.Ledger.ExistingStorage is null)).ToList();
        foreach (ImportRecord follower in followers)
        {
            if (follower.Holder == former)
                follower.Holder = path;
            if (follower.Ledger!.ExistingPath == former)
                follower.Ledger.ExistingPath = path;
        }

        return followers;
    }

    private static void Move(ImportRecord record, string path)
    {
        record.Ledger!.Path = path;
        if (record.Companion is not null)
            record.Companion.Path = path;
        else if (record.Document is not null)
            record.Document.Path = path;
        else
            (record.Entry!.Path, record.Entry.Filename) = (path, path[(path.LastIndexOf('/') + 1)..]);
    }
}
