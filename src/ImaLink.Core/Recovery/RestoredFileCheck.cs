using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>Looks whether the files of a restored session, and what travels with them, are where and what the index says.</summary>
internal sealed class RestoredFileCheck(CatalogDatabase catalog, StorageLayout layout, RestoreVerification verification, OperationReporter reporter)
{
    private const int Window = 256;
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 2, 8);
    private long _files, _bytes;

    private enum Verdict { AsRecorded, Missing, Damaged }

    /// <summary>Checks; every file that is not as recorded is told.</summary>
    /// <returns>How many are not there, and how many are something else.</returns>
    internal (long Missing, long Damaged) Run(long sessionId, CancellationToken cancellationToken)
    {
        (long missing, long damaged) = (0, 0);
        if (verification == RestoreVerification.None)
            return (missing, damaged);
        foreach ((ExpectedFile file, Verdict verdict) in ParallelOrdered.Map(catalog.Files.Recorded(sessionId), Workers, Window, (file, _) => (file, Look(file)), cancellationToken))
        {
            string fullName = layout.FullName(file.Path);
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Checking files", Item = file.Path, Items = ++_files, Bytes = Interlocked.Read(ref _bytes) });
            if (verdict == Verdict.Missing)
            {
                missing++;
                reporter.Error?.Invoke(new ImaLinkException(ErrorCode.FileNotFound, $"'{fullName}' is recorded and not there. If it was moved, Sync-ImaFileStorage finds it.", fullName));
            }
            else if (verdict == Verdict.Damaged)
            {
                damaged++;
                reporter.Error?.Invoke(new ImaLinkException(ErrorCode.FileChanged, $"'{fullName}' does not hold what is recorded of it. Test-ImaFile tells whether it decayed or was changed.", fullName));
            }
        }

        return (missing, damaged);
    }

    private Verdict Look(ExpectedFile file)
    {
        string path = layout.FullName(file.Path);
        // Nothing outside of the storage is read on the word of an index.
        if (!layout.Holds(file.Path) || new FileInfo(path) is not { Exists: true, LinkTarget: null })
            return Verdict.Missing;
        if (verification == RestoreVerification.Exists)
            return Verdict.AsRecorded;
        bool holds = verification == RestoreVerification.Full
            ? FilePresence.Holds(path, file.Size, file.Sha256)
            : FilePresence.IsThere(path, file.Size, file.Fingerprint);
        Interlocked.Add(ref _bytes, verification == RestoreVerification.Full ? file.Size : 0);
        return holds ? Verdict.AsRecorded : Verdict.Damaged;
    }
}
