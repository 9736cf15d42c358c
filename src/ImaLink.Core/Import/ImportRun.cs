using System.Diagnostics;
using ImaLink.Catalog;
using ImaLink.Identity;
using ImaLink.Index;
using ImaLink.Storage;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Import;

/// <summary>A photo of the plan with the companions that travel with it.</summary>
internal sealed record ImportUnit(PlannedFile Photo, List<PlannedFile> Companions, LayoutLine? Place, bool MayBeKnown);

/// <summary>
/// Carries out an import, from its beginning or from wherever it was interrupted. Files are taken in by parallel workers and
/// decided in the order of the plan; a batch is journaled, placed, flushed, and then entered into the catalog.
/// </summary>
internal sealed class ImportRun
{
    private const int BatchFiles = 256;
    private static readonly TimeSpan BatchTime = TimeSpan.FromSeconds(1);

    // More workers than processors: while some wait for the medium to confirm, others hash.
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    private readonly StorageWriter _storage;
    private readonly ImportJournal _journal;
    private readonly ImportPlan _plan;
    private readonly SessionRow _session;
    private readonly ImportDecision _decision;
    private readonly OperationReporter _reporter;
    private readonly FileIntake _intake;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _earlier;
    private long _bytes;
    private int _done;

    internal ImportRun(StorageWriter storage, ImportJournal journal, SessionRow session, OperationReporter reporter)
    {
        (_storage, _journal, _session, _reporter, _plan) = (storage, journal, session, reporter, journal.Plan);
        _decision = new ImportDecision(storage.Catalog, storage.Layout, storage.StorageId, _plan);
        _intake = new FileIntake(storage.Files, journal.Journal.Incoming, count => Interlocked.Add(ref _bytes, count));
    }

    internal double Elapsed => _earlier + _clock.Elapsed.TotalSeconds;

    /// <summary>Takes in what is not yet taken in.</summary>
    internal void Run(CancellationToken cancellationToken)
    {
        (int highest, HashSet<int> again) = Settle();
        var batch = new List<(ImportUnit Unit, List<IntakeResult> Taken)>();
        var since = Stopwatch.StartNew();
        IEnumerable<ImportUnit> units = Units(number => number > highest || again.Contains(number));
        foreach ((ImportUnit, List<IntakeResult>) taken in ParallelOrdered.Map(units, Workers, BatchFiles, Take, cancellationToken))
        {
            if (batch.Count == 0)
                since.Restart();
            batch.Add(taken);
            Report(taken.Item1.Photo.Path);
            if (batch.Count < BatchFiles && since.Elapsed < BatchTime)
                continue;
            Commit(batch, cancellationToken);
            batch.Clear();
        }

        Commit(batch, cancellationToken);
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
        bool isOrphan = unit.Photo.CompanionOf is not null || FileIntake.IsSidecar(unit.Photo.Path);
        var taken = new List<IntakeResult>
        {
            isOrphan ? _intake.TakeCompanion(unit.Photo, copy: false, cancellationToken) : _intake.Take(unit.Photo, copy, cancellationToken),
        };
        taken.AddRange(unit.Companions.Select(file => _intake.TakeCompanion(file, !_plan.InPlace, cancellationToken)));
        return (unit, taken);
    }

    private void Commit(List<(ImportUnit Unit, List<IntakeResult> Taken)> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return;
        var placed = new List<(ImportRecord Record, IntakeResult Taken)>();
        foreach ((ImportUnit unit, List<IntakeResult> taken) in batch)
            Decide(unit, taken, placed, cancellationToken);

        _journal.Append(placed.Select(item => item.Record).Prepend(new ImportRecord { Elapsed = Elapsed }));
        if (!_plan.InPlace)
            Place(placed.Select(item => (item.Record, item.Taken.Copy)));
        Register(placed.Select(item => item.Record));
        foreach ((ImportRecord record, IntakeResult taken) in placed)
            if (record.Target is null && taken.Copy is not null)
                _storage.Files.Delete(taken.Copy);
        _decision.Settled();
        _done += placed.Count;
        Report(null);
    }

    private void Decide(ImportUnit unit, List<IntakeResult> taken, List<(ImportRecord, IntakeResult)> placed, CancellationToken cancellationToken)
    {
        IntakeResult photo = taken[0];
        if (unit.Photo.Trouble is null && photo.Identity is { Hothash.Length: 0 })
        {
            placed.Add((Told(_decision.DecideCompanion(photo, null)), photo)); // a sidecar without a photo
            return;
        }

        // It looked like a known file; if it is none after all, it is copied now.
        if (photo.Identity is not null && photo.Copy is null && !_plan.InPlace && !_decision.IsDuplicate(photo.Identity.Sha256!))
            photo = _intake.Take(unit.Photo, copy: true, cancellationToken);
        ImportRecord record = _decision.Decide(photo, unit.Place);
        placed.Add((Told(record), photo));
        foreach (IntakeResult companion in taken.Skip(1))
            placed.Add((Told(_decision.DecideCompanion(companion, record)), companion));
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

        return record;
    }

    /// <summary>Gives copies their final names; when this returns they are durable there.</summary>
    private void Place(IEnumerable<(ImportRecord Record, string? Copy)> items)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach ((ImportRecord record, string? copy) in items)
        {
            if (record.Target is null || copy is null)
                continue;
            string target = _storage.Layout.FullName(record.Target);
            string folder = Path.GetDirectoryName(target)!;
            if (folders.Add(folder))
                _storage.Files.CreateDirectory(folder);
            while (!_storage.Files.TryPlace(copy, target))
            {
                Move(record, _decision.Elsewhere(record.Target));
                _journal.Append([record]);
                target = _storage.Layout.FullName(record.Target);
            }
        }

        foreach (string folder in folders)
            _storage.Files.FlushDirectory(folder);
    }

    private static void Move(ImportRecord record, string path)
    {
        record.Ledger!.Path = path;
        if (record.Companion is not null)
            record.Companion.Path = path;
        else
            (record.Entry!.Path, record.Entry.Filename) = (path, path[(path.LastIndexOf('/') + 1)..]);
    }

    private void Register(IEnumerable<ImportRecord> records) => _storage.Catalog.Transaction(() =>
    {
        foreach (ImportRecord record in records)
        {
            if (record.Entry is not null)
            {
                record.Entry.Hothash = record.Ledger!.Hothash!;
                _storage.Catalog.Files.Put(_storage.StorageId, _session.Id, record.Entry);
            }
            else if (record.Companion is not null && _storage.Catalog.Files.ByPath(_storage.StorageId, record.Holder!) is { } holder)
            {
                _storage.Catalog.Files.AddCompanion(holder.Id, record.Companion);
                _storage.Catalog.Sessions.MarkDirty(holder.SessionId);
            }
        }

        _storage.Catalog.Sessions.MarkDirty(_session.Id);
    });

    /// <summary>
    /// Completes what an interrupted run began: files that were journaled get their names, journaled files are in the catalog.
    /// </summary>
    /// <returns>The highest number with a verdict, and the numbers below it that have to be done again.</returns>
    private (int Highest, HashSet<int> Again) Settle()
    {
        int highest = 0;
        var again = new HashSet<int>();
        var unconfirmed = new Dictionary<int, ImportRecord>();
        var confirmed = new List<ImportRecord>();
        foreach (ImportRecord record in _journal.Lines())
        {
            if (record.Number == 0)
            {
                _earlier = record.Elapsed ?? _earlier;
                confirmed.AddRange(unconfirmed.Values);
                unconfirmed.Clear();
                RegisterMissing(confirmed);
                continue;
            }

            highest = Math.Max(highest, record.Number);
            unconfirmed[record.Number] = record;
        }

        var toPlace = new List<(ImportRecord, string?)>();
        foreach (ImportRecord record in unconfirmed.Values.Where(record => record.Target is not null && !_plan.InPlace))
        {
            string copy = Path.Combine(_journal.Journal.Incoming, $"{record.Number}");
            bool isPlaced = FilePresence.IsThere(_storage.Layout.FullName(record.Target!), record.Entry?.FileSize ?? record.Companion!.FileSize, record.Entry?.Fingerprint);
            if (!File.Exists(copy))
            {
                if (!isPlaced)
                    again.Add(record.Number);
            }
            else if (isPlaced)
            {
                _storage.Files.Delete(copy); // placed by a second name, and stopped before the first was taken away
            }
            else
            {
                toPlace.Add((record, copy));
            }
        }

        Place(toPlace);
        confirmed.AddRange(unconfirmed.Values.Where(record => !again.Contains(record.Number)));
        RegisterMissing(confirmed);
        if (Directory.Exists(_journal.Journal.Incoming))
            foreach (string leftover in Directory.EnumerateFiles(_journal.Journal.Incoming))
                _storage.Files.Delete(leftover); // a copy that was never journaled: made again
        else
            _storage.Files.CreateDirectory(_journal.Journal.Incoming);
        _done = highest - again.Count;
        return (highest, again);
    }

    private void RegisterMissing(List<ImportRecord> records)
    {
        var removed = _storage.Catalog.Sessions.Removed(_session.Id).Select(file => file.Path).ToHashSet();
        var missing = records.Where(record => record.Target is not null && !removed.Contains(record.Target)
            && (record.Companion is not null || _storage.Catalog.Files.ByPath(_storage.StorageId, record.Target) is null)).ToList();
        if (missing.Count > 0)
            Register(missing);
        records.Clear();
    }

    /// <summary>The units of the plan that are wanted, each with the place a script gave it.</summary>
    private IEnumerable<ImportUnit> Units(Func<int, bool> isWanted)
    {
        using IEnumerator<LayoutLine> places = (_plan.LayoutScripted ? _journal.Places() : []).GetEnumerator();
        bool hasPlace = places.MoveNext();
        ImportUnit? unit = null;
        foreach (PlannedFile file in _journal.Sources().Where(file => isWanted(file.Number)))
        {
            if (unit is not null && file.CompanionOf == unit.Photo.Number)
            {
                unit.Companions.Add(file);
                continue;
            }

            if (unit is not null)
                yield return unit;
            while (hasPlace && places.Current.Number < file.Number)
                hasPlace = places.MoveNext();
            LayoutLine? place = hasPlace && places.Current.Number == file.Number ? places.Current : null;
            unit = new ImportUnit(file, [], place, !_plan.InPlace && !_plan.AllowDuplicate && MayBeKnown(file));
        }

        if (unit is not null)
            yield return unit;
    }

    /// <summary>Whether a file of this size and fingerprint is registered: then it is read before it is copied.</summary>
    private bool MayBeKnown(PlannedFile file)
    {
        if (!_storage.Catalog.Files.AnyOfSize(file.Size))
            return false;
        try
        {
            using SafeFileHandle source = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return _storage.Catalog.Files.Any(file.Size, IdentityReader.Fingerprint(source));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false; // told when it is taken in
        }
    }
}
