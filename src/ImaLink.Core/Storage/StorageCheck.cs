using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Storage;

/// <summary>Checks what a storage consists of, without writing to it.</summary>
internal static class StorageCheck
{
    internal static CheckResult Run(StorageRow storage, DurableFiles files, CancellationToken cancellationToken)
    {
        var layout = new StorageLayout(storage.Root);
        try
        {
            StorageProbe.RequireOnline(storage);
            MasterIndex master = MasterIndexFile.Read(layout.MasterIndex);
            if (master.StorageInfo.Retired)
                return Result(storage, "Retired", ok: false, "The storage was moved elsewhere.");
            var problems = new List<string>();
            foreach (SessionSummary session in master.ImportSessions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                CheckSession(layout.SessionIndex(session.Id), session, problems);
            }

            foreach (string required in new[] { layout.Photos, layout.Private })
                if (!Directory.Exists(required))
                    problems.Add($"'{required}' is not there.");
            if (!File.Exists(layout.Manifest))
                problems.Add($"'{layout.Manifest}' is not there.");
            if (problems.Count > 0)
                return Result(storage, "Damaged", ok: false, string.Join(" ", problems));
            return Unfinished(storage, files, layout) ?? Result(storage, "Healthy", ok: true, null);
        }
        catch (ImaLinkException e)
        {
            return Result(storage, e.Code == ErrorCode.StorageOffline ? "Offline" : "Damaged", ok: false, e.Message);
        }
    }

    /// <summary>What is under way or was interrupted; null where nothing is.</summary>
    private static CheckResult? Unfinished(StorageRow storage, DurableFiles files, StorageLayout layout)
    {
        List<Journal> seen = Journal.Unfinished(files, layout);
        if (seen.Count == 0)
            return null;
        if (StorageLock.HolderOf(layout) is { } holder)
        {
            return Result(storage, "InUse", ok: true,
                $"{holder} writes it. Not finished so far: {string.Join("; ", seen.Select(journal => UnfinishedOperation.Name(storage, journal)))}. Check again when that process has ended.");
        }

        // Of what was seen, what ended before the lock was asked for is no trouble.
        List<Journal> interrupted = Journal.Unfinished(files, layout).FindAll(journal => seen.Exists(other => other.Name == journal.Name));
        return interrupted.Count == 0 ? null
            : Result(storage, "Unfinished", ok: false, string.Join(" ", interrupted.Select(journal => UnfinishedOperation.Interrupted(storage, journal))));
    }

    private static void CheckSession(string path, SessionSummary session, List<string> problems)
    {
        if (!File.Exists(path))
            problems.Add($"The index '{path}' of the session '{session.Title}' is not there.");
        else if (StorageIndexes.Sha256Of(path) != session.IndexSha256
            && SessionIndexFile.ReadHeader(path) is var header && (header.Uuid != session.Uuid || header.Revision <= session.Revision))
            problems.Add($"The index '{path}' is not the one that the master index names.");
    }

    private static CheckResult Result(StorageRow storage, string verdict, bool ok, string? detail) =>
        new() { FullName = storage.Root, Verdict = verdict, Ok = ok, Detail = detail };
}
