using System.Diagnostics;
using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Import;

/// <summary>
/// Carries out an import, from its beginning or from wherever it was interrupted. Files are taken in by parallel workers and
/// decided in the order of the plan; a batch is journaled, placed, flushed, and then entered into the catalog.
/// </summary>
internal sealed class ImportRun
{
    private const int BatchFiles = 256;
    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);

    // More workers than processors: while some wait for the medium to confirm, others hash.
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount * 8, 8, 16);

    private readonly StorageWriter _storage;
    private readonly ImportJournal _journal;
    private readonly ImportPlan _plan;
    private readonly SessionRow _session;
    private readonly ImportDecision _decision;
    private readonly OperationReporter _reporter;
    private readonly FileIntake _intake;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly RecordPlacement _placement;

    private readonly ImportRemains _remains;
    private long _bytes;
    private readonly bool _skipMissingSource;
    private int _done;

    internal ImportRun(StorageWriter storage, ImportJournal journal, SessionRow session, bool skipMissingSource, OperationReporter reporter)
    {
        (_storage, _journal, _session, _skipMissingSource, _reporter, _plan) = (storage, journal, session, skipMissingSource, reporter, journal.Plan);
        _decision = new ImportDecision(storage.Catalog, storage.Layout, storage.StorageId, _plan);
        _placement = new RecordPlacement(storage, journal, session.Id, _decision.Elsewhere);
        _remains = new ImportRemains(storage, journal, session.Id, _placement);
        _intake = new FileIntake(storage.Files, journal.Journal.Incoming, count => Interlocked.Add(ref _bytes, count));
    }

    internal double Elapsed => _remains.Elapsed + _clock.Elapsed.TotalSeconds;

    /// <summary>Takes in what is not yet taken in.</summary>
    internal void Run(CancellationToken cancellationToken)
    {
        _remains.Settle(cancellationToken);
        _done = _remains.Done;
        var batch = new List<(ImportUnit Unit, List<IntakeResult> Taken)>();
        var since = Stopwatch.StartNew();
        IEnumerable<ImportUnit> units = new ImportUnits(_storage, _journal).Of(_remains.IsOpen);
        foreach ((ImportUnit, List<IntakeResult>) taken in ParallelOrdered.Map(units, Workers, BatchFiles, Take, cancellationToken))
        {
            if (batch.Count == 0)
                since.Restart();
            RequireSource(taken.Item1, taken.Item2[0]);
            batch.Add(taken);
            Report(taken.Item1.Photo.Path);
            if (batch.Count < BatchFiles && since.Elapsed < BatchTime)
                continue;
            Commit(batch, cancellationToken);
            batch.Clear();
        }

        Commit(batch, cancellationToken);
        _journal.Append([new ImportRecord { Elapsed = Elapsed }]); // the last batch is placed and registered, too
    }

    /// <summary>A source that was taken away is not the fault of each file in it: the import stops, and can be resumed.</summary>
    private void RequireSource(ImportUnit unit, IntakeResult taken)
    {
        if (_skipMissingSource || taken.Verdict != ImportVerdict.Failed || unit.Photo.Trouble is not null || File.Exists(unit.Photo.Path))
            return;
        string? root = _plan.Paths.Find(path => unit.Photo.Path == path || unit.Photo.Path.StartsWith(Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        if (root is not null && root != unit.Photo.Path && (!Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any()))
            throw new ImaLinkException(ErrorCode.PathNotFound,
                $"The source '{root}' has gone away. What was imported is safe; connect it and go on with Resume-ImaSession, or end the import without it with -SkipMissingSource.", root);
    }

    private void Report(string? current) => _reporter.Progress?.Invoke(new OperationProgress
    {
        Activity = _plan.InPlace ? "Registering photos" : "Importing photos",
        Item = current,
        Items = _done,
        TotalItems = _plan.SourceFiles,
        Bytes = Interlocked.Read(ref _bytes),
        TotalBytes = _plan.SourceBytes,
    });

    private (ImportUnit, List<IntakeResult>) Take(ImportUnit unit, CancellationToken cancellationToken)
    {
        // What is probably held already is read first and copied only if it is not.
        bool copy = !_plan.InPlace && !unit.MayBeKnown;
        bool isOrphan = unit.Photo.IsCompanion;
        var taken = new List<IntakeResult>
        {
            isOrphan ? _intake.TakeCompanion(unit.Photo, !_plan.InPlace, cancellationToken) : _intake.Take(unit.Photo, copy, cancellationToken),
        };
        taken.AddRange(unit.Companions.Select(file => _intake.TakeCompanion(file, !_plan.InPlace, cancellationToken)));
        return (unit, taken);
    }

    private void Commit(List<(ImportUnit Unit, List<IntakeResult> Taken)> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return;
        var placed = new List<(ImportRecord Record, IntakeResult Taken)>();
        _storage.Catalog.Look(() => batch.ForEach(item => Decide(item.Unit, item.Taken, placed, cancellationToken)));

        IEnumerable<ImportRecord> records = placed.Select(item => item.Record);
        _journal.Append(_remains.AnyLost ? records : records.Prepend(new ImportRecord { Elapsed = Elapsed }));
        if (!_plan.InPlace)
            _placement.Place(placed.ConvertAll(item => (item.Record, item.Taken.Copy)));
        _placement.Register(placed.Select(item => item.Record));
        foreach ((ImportRecord record, IntakeResult taken) in placed)
            if (record.Target is null && taken.Copy is not null)
                _storage.Files.Delete(taken.Copy);
        _decision.Settled();
        _remains.TakenIn(placed.Select(item => item.Record.Number));
        _done += placed.Count;
        Report(null);
    }

    private void Decide(ImportUnit unit, List<IntakeResult> taken, List<(ImportRecord, IntakeResult)> placed, CancellationToken cancellationToken)
    {
        IntakeResult photo = taken[0];
        if (unit.Photo.Trouble is null && photo.Identity is { Hothash.Length: 0 })
        {
            // A companion without a photo, or one whose photo has been settled, or a document.
            placed.Add((Told(_decision.DecideCompanion(photo, _remains.Find(unit.Photo.CompanionOf))), photo));
            return;
        }

        // It looked like a known file; if it is none after all, it is copied now.
        if (photo.Identity is not null && photo.Copy is null && !_plan.InPlace && !_decision.IsDuplicate(photo.Identity.Sha256!))
            photo = _intake.Take(unit.Photo, copy: true, cancellationToken);
        ImportRecord record = _decision.Decide(photo, unit.Place, taken[1..]);
        placed.Add((Told(record), photo));
        foreach (IntakeResult companion in taken.Skip(1))
            placed.Add((Told(_decision.DecideCompanion(companion, record)), companion));

        // Companions that were placed before an interruption, while their photo was lost, follow it to where it is now.
        foreach (ImportRecord companion in _remains.CompanionsOf(unit.Photo.Number).Where(other => !taken.Exists(now => now.File.Number == other.Number)))
        {
            companion.Holder = record.Entry?.Path;
            placed.Add((companion, new IntakeResult { File = unit.Photo }));
        }
    }

    private ImportRecord Told(ImportRecord record)
    {
        LedgerEntry ledger = record.Ledger!;
        _reporter.Detail?.Invoke($"{ledger.Verdict}: {ledger.SourcePath}{(ledger.Path is null ? "" : $" -> {ledger.Path}")}{(ledger.Reason is null ? "" : $" ({ledger.Reason})")}");
        if (ledger.Verdict is ImportVerdict.Failed or ImportVerdict.StillChanging)
        {
            _reporter.Error?.Invoke(new ImaLinkException(
                ledger.Verdict == ImportVerdict.Failed ? ErrorCode.ImportFailed : ErrorCode.StillChanging,
                $"'{ledger.SourcePath}' was not imported: {ledger.Reason}", ledger.SourcePath));
        }

        if (ledger.Reason?.Contains(ImportDecision.Unread, StringComparison.Ordinal) == true)
        {
            _reporter.Error?.Invoke(new ImaLinkException(ErrorCode.SidecarUnreadable,
                $"'{ledger.SourcePath}' is kept as it is. {ledger.Reason} Mend it with the program that wrote it; {(record.Document is null ? "Sync-ImaFileStorage takes over what it says then" : "what it says then is taken over when it is imported again")}.", ledger.SourcePath));
        }

        return record;
    }
}
