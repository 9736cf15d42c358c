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
            var unfinished = Journal.Unfinished(files, layout);
            return unfinished.Count == 0
                ? Result(storage, "Healthy", ok: true, null)
                : Result(storage, "Unfinished", ok: false,
                    $"{unfinished.Count} operation(s) were interrupted: {string.Join(", ", unfinished.Select(journal => journal.Name))}. Resume-ImaSession goes on with an import; the rest is finished by the next command that writes.");
        }
        catch (ImaLinkException e)
        {
            return Result(storage, e.Code == ErrorCode.StorageOffline ? "Offline" : "Damaged", ok: false, e.Message);
        }
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
