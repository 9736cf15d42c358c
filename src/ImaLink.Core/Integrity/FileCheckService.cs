using System.Diagnostics;
using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Integrity;

/// <summary>
/// Reads registered files again and tells decay from deliberate change. No recorded hash is ever changed; when a file was found
/// as recorded is kept in the catalog as the check goes on, and written to the storages' indexes at its end.
/// </summary>
public sealed class FileCheckService
{
    private const int BatchFiles = 256;
    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);

    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;

    /// <summary>Creates the service.</summary>
    public FileCheckService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles())
    {
    }

    internal FileCheckService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files) = (catalog, lockTimeout, files);

    /// <summary>
    /// Whether the last check read everything that it was asked for, and could write down what it found. A storage that is not there
    /// and need not be takes nothing away from that.
    /// </summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Checks files.</summary>
    /// <returns>One result per file as it was read. What was checked before the caller stops is kept.</returns>
    /// <exception cref="ImaLinkException">
    /// StorageNotFound, SessionNotFound. A storage that is offline is reported and the others go on: an error where it was named or
    /// <see cref="FileCheckRequest.RequireOnline"/> says so, else a warning. What cannot be written down is a warning.
    /// </exception>
    public IEnumerable<FileCheck> Run(FileCheckRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var selection = new FileSelection(_catalog, reporter);
        List<DueFile> due = selection.Choose(request, cancellationToken);
        IsComplete = selection.IsComplete;
        var ledger = new Verifications(_catalog);
        var judge = new FileJudge(_catalog);
        var clock = Stopwatch.StartNew();
        long bytes = 0, done = 0;
        IEnumerable<CheckTarget> targets = selection.Targets(due, () => clock.Elapsed > request.MaxDuration);
        try
        {
            foreach (FileExamination seen in ParallelOrdered.Map(targets, Environment.ProcessorCount, 64,
                (target, token) => FileExamination.Of(target, count => Interlocked.Add(ref bytes, count), token), cancellationToken))
            {
                if (!IsStillThere(seen, selection))
                    continue;
                FileCheck check = seen.Judge(judge, cancellationToken);
                ledger.Add(seen);
                if (ledger.Count >= BatchFiles || ledger.Age > BatchTime)
                    ledger.Keep();
                reporter.Progress?.Invoke(new OperationProgress
                {
                    Activity = "Checking files",
                    Item = check.FullName,
                    Items = ++done,
                    TotalItems = due.Count,
                    Bytes = Interlocked.Read(ref bytes),
                });
                yield return check;
            }
        }
        finally
        {
            ledger.Keep();
        }

        var kept = new KeptInCatalog(_catalog, _files, _lockTimeout, "When the files were checked");
        foreach (long id in ledger.Storages)
            IsComplete &= kept.Write(_catalog.Storages.Get(id), null, reporter, cancellationToken);
    }

    /// <summary>A storage that is unplugged in the middle makes no file missing.</summary>
    private bool IsStillThere(FileExamination seen, FileSelection selection)
    {
        if (selection.IsStillThere(seen.Target.StorageId, seen.Sight is { Exists: true, Sha256: not null }))
            return true;
        IsComplete &= selection.IsComplete;
        return false;
    }
}
