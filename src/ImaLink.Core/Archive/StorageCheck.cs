using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Archive;

/// <summary>Checks what a storage consists of and whether its files are there, without writing to it and without reading a photo.</summary>
internal static class StorageCheck
{
    internal static CheckResult Run(CatalogDatabase catalog, StorageRow storage, DurableFiles files, CancellationToken cancellationToken)
    {
        var layout = new StorageLayout(storage.Root);
        try
        {
            StorageProbe.RequireOnline(storage);
            MasterIndex master = MasterIndexFile.Read(layout.MasterIndex);
            if (master.StorageInfo.Retired)
                return Result(storage, CheckVerdict.Retired, "The storage was moved elsewhere.");
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
                return Result(storage, CheckVerdict.Damaged, string.Join(" ", problems));
            CheckResult? unfinished = Unfinished(storage, files, layout);
            if (unfinished is { Ok: true })
                return unfinished;
            var found = new List<CheckResult?>
            {
                Place.IsWritable(layout.Root) ? null : Result(storage, CheckVerdict.ReadOnly,
                    $"'{layout.Root}' cannot be written: its disk is write-protected, you lack the right, or the system has made it read-only after an error of the disk, which its log then tells."),
                unfinished,
                MissingFiles(catalog, storage, layout, cancellationToken),
            }.OfType<CheckResult>().ToList();
            return found.Count == 0 ? Result(storage, CheckVerdict.Healthy, null) : found[0] with { Detail = string.Join(" ", found.Select(result => result.Detail)) };
        }
        catch (ImaLinkException e)
        {
            return Result(storage, e.Code == ErrorCode.StorageOffline ? CheckVerdict.Offline : CheckVerdict.Damaged, e.Message);
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
            return Result(storage, CheckVerdict.InUse,
                $"{holder} writes it. Not finished so far: {string.Join("; ", seen.Select(journal => UnfinishedOperation.Name(storage.Name, storage.BasePath, journal)))}. Check again when that process has ended.");
        }

        // Of what was seen, what ended before the lock was asked for is no trouble.
        List<Journal> interrupted = Journal.Unfinished(files, layout).FindAll(journal => seen.Exists(other => other.Name == journal.Name));
        return interrupted.Count == 0 ? null
            : Result(storage, CheckVerdict.Unfinished, string.Join(" ", interrupted.Select(journal => UnfinishedOperation.Interrupted(storage.Name, storage.BasePath, journal))))
                with { Mend = UnfinishedOperation.Command(storage.Name, storage.BasePath, interrupted[0]) };
    }

    /// <summary>Which registered files, companions and documents are not there; null where all are.</summary>
    private static CheckResult? MissingFiles(CatalogDatabase catalog, StorageRow storage, StorageLayout layout, CancellationToken cancellationToken)
    {
        (long all, long missing, string? first) = (0, 0, null);
        foreach ((string path, _) in new FileEntries(catalog).Manifest(storage.Id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            all++;
            if (File.Exists(layout.FullName(path)))
                continue;
            missing++;
            first ??= path;
        }

        return missing == 0 ? null : Result(storage, CheckVerdict.FilesMissing, string.Create(CultureInfo.InvariantCulture,
            $"{missing} of {all} registered file(s) are not there, such as '{first}'. Sync-ImaFileStorage finds those that were moved, Repair-ImaFile brings back what a copy holds."));
    }

    private static void CheckSession(string path, SessionSummary session, List<string> problems)
    {
        if (!File.Exists(path))
            problems.Add($"The index '{path}' of the session '{session.Title}' is not there.");
        else if (IndexDigest.Of(path) != session.IndexSha256
            && SessionIndexFile.ReadHeader(path) is var header && (header.Uuid != session.Uuid || header.Revision <= session.Revision))
            problems.Add($"The index '{path}' is not the one that the master index names.");
    }

    private static CheckResult Result(StorageRow storage, string verdict, string? detail) =>
        new() { FullName = storage.Root, Verdict = verdict, Storage = storage.Name, Detail = detail, Mend = Mend(storage, verdict) };

    /// <summary>What is to be done, where it is not known better; of what a hand has to do first, the command after it.</summary>
    private static FormattableString? Mend(StorageRow storage, string verdict) => verdict switch
    {
        CheckVerdict.Damaged => $"Update-ImaIndex -Storage {storage.Name}",
        CheckVerdict.FilesMissing => $"Sync-ImaFileStorage -Storage {storage.Name}; Get-ImaFile -Storage {storage.Name} -State Missing | Repair-ImaFile",
        CheckVerdict.Offline or CheckVerdict.ReadOnly => $"Test-ImaFileStorage -Storage {storage.Name}",
        _ => null,
    };
}
