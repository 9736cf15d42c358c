using ImaLink.Archive.Grouping;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Recovery;

/// <summary>Reads files that lie under photos/ and stand in no readable index, in parallel, and registers them where they lie with their companions.</summary>
internal sealed class OrphanIntake(CatalogDatabase catalog, StorageLayout layout, long storageId, OperationReporter reporter)
{
    private const int BatchFiles = 64;
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 2, 8);

    private readonly FileIntake _intake = new(new DurableFiles(), null, null);
    private readonly ImportDecision _decision = new(catalog, layout, storageId, new ImportPlan { InPlace = true, Layout = LayoutTemplate.Default });
    private long _done;

    /// <summary>What lies under photos/ in the order of an import, each photo followed by its companions; links are left out.</summary>
    internal IEnumerable<PlannedFile> Files(CancellationToken cancellationToken) => !Directory.Exists(layout.Photos) ? []
        : new SourceWalk(enterStorages: true, reporter).Files([layout.Photos], cancellationToken).Where(file => new FileInfo(file.Path).LinkTarget is null);

    /// <summary>Whether a file or companion is registered at this place.</summary>
    internal bool IsRegistered(PlannedFile file) => catalog.Files.IsTaken(storageId, FileNames.Key(layout.RelativePath(file.Path)));

    /// <summary>Reads and registers.</summary>
    /// <param name="files">The files, each photo followed by its companions.</param>
    /// <param name="sessionFor">The session of a photo that was read; null where it is to be left.</param>
    /// <param name="amend">Adds to the entry what is known of the file beside what it holds.</param>
    /// <param name="cancellationToken">Stops; what was registered stays.</param>
    internal void Run(IEnumerable<PlannedFile> files, Func<IntakeResult, long?> sessionFor, Action<PlannedFile, FileEntry>? amend, CancellationToken cancellationToken)
    {
        var batch = new List<IntakeResult>();
        foreach (IntakeResult taken in ParallelOrdered.Map(files, Workers, BatchFiles, _intake.Look, cancellationToken))
        {
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Reading files without index", Item = taken.File.Source, Items = ++_done });
            // A photo and its companions are not torn apart.
            if (batch.Count >= BatchFiles && taken.File.CompanionOf is null)
                Register(batch, sessionFor, amend);
            batch.Add(taken);
        }

        Register(batch, sessionFor, amend);
    }

    private void Register(List<IntakeResult> batch, Func<IntakeResult, long?> sessionFor, Action<PlannedFile, FileEntry>? amend)
    {
        ShotGrouping.Around(catalog, () =>
        {
            (int Number, ImportRecord Record)? photo = null;
            foreach (IntakeResult taken in batch)
            {
                if (taken.File.CompanionOf is { } number)
                {
                    if (photo is { } holder && holder.Number == number && _decision.DecideCompanion(taken, holder.Record).Companion is { } companion)
                        catalog.Files.AddCompanion(catalog.Files.ByPath(storageId, holder.Record.Entry!.Path!)!.Id, companion);
                    continue;
                }

                photo = null;
                if (taken is { File.IsCompanion: true, Verdict: null })
                {
                    // Only where it is known to have been registered: what lies here may be the owner's own.
                    if (sessionFor(taken) is { } owner && _decision.DecideCompanion(taken, null).Document is { } document)
                    {
                        catalog.Documents.Put(owner, document);
                        catalog.Sessions.MarkDirty(owner);
                    }

                    continue;
                }

                if (taken.Verdict is ImportVerdict.Failed or ImportVerdict.StillChanging)
                    reporter.Error?.Invoke(new ImaLinkException(ErrorCode.ReadFailed, $"'{taken.File.Path}' was not registered: {taken.Reason}", taken.File.Path));
                if (taken.Verdict is not null || sessionFor(taken) is not { } session || _decision.Decide(taken, null, batch.FindAll(other => other.File.CompanionOf == taken.File.Number)) is not { Entry: { } entry } record)
                    continue;
                amend?.Invoke(taken.File, entry);
                catalog.Files.Put(storageId, session, entry);
                catalog.Sessions.MarkDirty(session);
                photo = (taken.File.Number, record);
            }
        });
        _decision.Settled();
        batch.Clear();
    }
}
