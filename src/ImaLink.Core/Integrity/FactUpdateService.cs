using System.Diagnostics;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Metadata;

namespace ImaLink.Integrity;

/// <summary>
/// Reads the facts of registered files again, those that readers of an earlier version told, and records what changed. Files are read without the lock of
/// their storage, so that nobody waits for hours; what was read is kept in the catalog as it goes on, with the version of the readers, and goes into the
/// indexes at the end, each once. Stopped or killed and run again, it goes on; with nothing left to be read it changes nothing.
/// </summary>
public sealed class FactUpdateService
{
    private const int BatchFiles = 256;
    private const int GroupFiles = 8; // a few samples each: handing every file to a thread would cost more than reading it
    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 2, 8);

    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;

    /// <summary>Creates the service.</summary>
    public FactUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles())
    {
    }

    internal FactUpdateService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files) = (catalog, lockTimeout, files);

    /// <summary>Reads and records.</summary>
    /// <param name="request">Which files.</param>
    /// <param name="reporter">
    /// Who is told. A file that is missing, cannot be read, or is not what is recorded is an error and stays as it is; a storage that is offline is one where it was
    /// named, else a warning; what cannot be written into an index is a warning.
    /// </param>
    /// <param name="cancellationToken">Stops; what was told is kept, but for the last files of which some may be told once more.</param>
    /// <returns>Each changed fact, before the catalog gets it.</returns>
    /// <exception cref="ImaLinkException">StorageNotFound, SessionNotFound.</exception>
    public IEnumerable<FactChange> Run(FactUpdateRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var selection = new FileSelection(_catalog, reporter);
        List<DueFile> due = selection.Choose(new FileCheckRequest { Filters = [.. request.Filters.Select(Wanted)] }, cancellationToken);
        var update = new FactUpdate(_catalog, _files);
        var batch = new List<FactsRead>();
        var age = Stopwatch.StartNew();
        long done = 0;
        foreach (FactsRead read in Read(due, selection, cancellationToken))
        {
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Reading facts", Item = read.Candidate.Entry.Path, Items = ++done, TotalItems = due.Count });
            if (!selection.IsStillThere(read.Candidate.StorageId, read.Trouble is null))
                continue;
            if (read.Trouble is not null)
                reporter.Error?.Invoke(read.Trouble);
            else
                batch.Add(read);
            if (batch.Count < BatchFiles && age.Elapsed < BatchTime)
                continue;
            foreach (FactChange change in Take())
                yield return change;
        }

        foreach (FactChange change in Take())
            yield return change;
        if (!request.Rehearsal)
            WriteIndexes(request, update, reporter, cancellationToken);

        FileFilter Wanted(FileFilter filter) => filter with { State = FileState.Present, FactsBefore = request.Force ? null : FactReader.Version };

        // Told before they are recorded: what a run that is stopped did not come to tell is told by the next one.
        IEnumerable<FactChange> Take()
        {
            foreach (FactChange change in batch.SelectMany(update.Changes).ToList())
                yield return change;
            if (batch.Count > 0 && !request.Rehearsal)
                update.Apply(batch);
            batch.Clear();
            age.Restart();
        }
    }

    private IEnumerable<FactsRead> Read(List<DueFile> due, FileSelection selection, CancellationToken cancellationToken)
    {
        var table = new FactTable(_catalog);
        Dictionary<long, StorageLayout> layouts = selection.Online.ToDictionary(storage => storage.Key, storage => new StorageLayout(storage.Value.Root));
        IEnumerable<FactCandidate> candidates = due.Chunk(BatchFiles).SelectMany(page => table.Candidates(page.Select(file => file.Id)))
            .Where(file => selection.Online.ContainsKey(file.StorageId));
        return ParallelOrdered.Map(candidates.Chunk(GroupFiles), Workers, BatchFiles / GroupFiles,
            (group, token) => Array.ConvertAll(group, file => FactReading.Read(layouts[file.StorageId], file, token)), cancellationToken).SelectMany(group => group);
    }

    /// <summary>Writes what is due in the storages that were meant, also what an earlier run was stopped before.</summary>
    private void WriteIndexes(FactUpdateRequest request, FactUpdate update, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var kept = new KeptInCatalog(_catalog, _files, _lockTimeout, "What was read");
        foreach (StorageRow storage in Meant(request).Where(StorageProbe.IsOnline))
        {
            if (_catalog.Storages.IsDue(storage.Id))
                kept.Write(storage, writer => update.MakePreviews(writer, reporter, cancellationToken), reporter, cancellationToken);
        }
    }

    private List<StorageRow> Meant(FactUpdateRequest request)
    {
        var (storages, sessions) = (new StorageService(_catalog, _lockTimeout), new SessionService(_catalog, _lockTimeout));
        return [.. request.Filters.SelectMany(Of).Distinct().Select(_catalog.Storages.Get)];

        IEnumerable<long> Of(FileFilter filter) => filter switch
        {
            { Ids: { } ids } => ids.Select(_catalog.Files.Find).OfType<FileRow>().Select(file => file.StorageId),
            { Storages: { } named } => named.SelectMany(storages.Rows).Select(storage => storage.Id),
            { Sessions: { } named } => named.SelectMany(session => sessions.Rows(session, null)).Select(session => session.StorageId),
            _ => _catalog.Storages.All().Where(storage => storage.IsActive).Select(storage => storage.Id),
        };
    }
}
