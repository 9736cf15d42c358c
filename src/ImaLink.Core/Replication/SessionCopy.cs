using ImaLink.Archive;
using ImaLink.Archive.Judging;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;

namespace ImaLink.Replication;

/// <summary>
/// Copies what a replica lacks of its session. Files are copied and read back by parallel workers, and placed in the order of the
/// session; a batch is journaled, placed, flushed, and then entered into the catalog.
/// </summary>
internal sealed class SessionCopy(StorageWriter target, StorageLayout source, ImportJournal journal, CopyEvents events, OperationReporter reporter, CopyPlacement placement)
{
    private const int BatchFiles = 64;
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    private readonly FileEntries _entries = new(target.Catalog);
    private readonly FileJudge _judge = new(target.Catalog);
    private long _bytes;

    /// <summary>Copies. Trouble with a file is reported, and the rest goes on.</summary>
    internal void Run(List<CopyUnit> units, CancellationToken cancellationToken)
    {
        var copy = new VerifiedCopy(target.Files, journal.Journal.Incoming, count => Interlocked.Add(ref _bytes, count));
        (long total, long totalBytes, long done) = (units.Count, units.Select(unit => unit.Bytes).Total(), 0);
        var batch = new List<(ImportRecord Record, string? Copy)>();
        foreach (CopiedUnit copied in ParallelOrdered.Map(Numbered(units), Workers, BatchFiles, (item, token) => Take(copy, item, token), cancellationToken))
        {
            if (copied.Trouble is not null)
                copied.Errors.Add(Why(copied, cancellationToken));
            copied.Errors.ForEach(events.Failed);
            if (copied.LacksPreview)
                target.Previews.Want(copied.Unit.Row.Hothash);
            GivePlaces(copied);
            batch.AddRange(copied.Parts);
            reporter.Progress?.Invoke(new OperationProgress
            {
                Activity = "Copying files",
                Item = copied.Unit.Row.Path,
                Items = ++done,
                TotalItems = total,
                Bytes = Interlocked.Read(ref _bytes),
                TotalBytes = totalBytes,
            });
            if (batch.Count < BatchFiles)
                continue;
            placement.Commit(batch);
            batch.Clear();
        }

        placement.Commit(batch);
    }

    /// <summary>Numbers begin behind those of a run that was interrupted.</summary>
    private IEnumerable<(CopyUnit Unit, FileEntry Entry, int Number, string? Former, bool IsShown)> Numbered(List<CopyUnit> units)
    {
        int number = journal.HighestNumber();
        foreach (CopyUnit unit in units)
        {
            FileEntry entry = _entries.Get(unit.Row.Id);
            entry.ReplicaOf = ReplicaOf(unit, entry);
            yield return (unit, entry, number + 1, _judge.Former(Recorded(unit, entry), CancellationToken.None) is (var former, not true) ? former : null, IsShown(unit));
            number += 1 + unit.Companions.Count;
        }
    }

    /// <summary>Whether the preview in the source is that of this file, and no other one's of the image.</summary>
    private bool IsShown(CopyUnit unit) => target.Catalog.Previews.Shown(unit.Row.StorageId, unit.Row.Hothash) is { } shown
        && (shown.Id == unit.Row.Id || target.Catalog.Previews.OfImage(unit.Row.StorageId, unit.Row.Hothash).Exists(file => file.FileId == unit.Row.Id && file.Own.LooksLike(shown)));

    /// <summary>What comes back is what it was there: the replica that was lost, or the file that a replica was made of.</summary>
    private Guid? ReplicaOf(CopyUnit unit, FileEntry entry) => unit.Lost is { } lost ? _entries.Get(lost.Id).ReplicaOf
        : entry.ReplicaOf == target.Row.Uuid ? null : target.Catalog.Storages.Get(unit.Row.StorageId).Uuid;

    private CopiedUnit Take(VerifiedCopy copy, (CopyUnit Unit, FileEntry Entry, int Number, string? Former, bool IsShown) item, CancellationToken cancellationToken)
    {
        var copied = new CopiedUnit(item.Unit, [], []);
        (CopyUnit unit, FileEntry entry) = (item.Unit, item.Entry);
        if (unit.CopiesFile)
        {
            string from = source.FullName(unit.Row.Path);
            if (item.Former is { } former && FileLook.EndsEarly(from, cancellationToken) == true)
            {
                copied.Errors.Add(CopyTrouble.NotCopied(from, FileVerdict.Truncated, $"The version recorded of it is cut, and '{former}' holds what it was before: Repair-ImaFile -Previous takes that back."));
                return copied;
            }

            CopyResult file = Copy(copy, item.Number, unit.Row.Path, unit.Row.Sha256, cancellationToken);
            if (file.Copy is null)
            {
                copied.Trouble = file.Trouble;
                return copied;
            }

            entry.State = FileState.Present;
            entry.MissingSince = null;
            entry.ModifiedAt = IndexTime.FormatUtc(file.ModifiedAt);
            (entry.LastVerified, entry.LinkedSince) = (IndexTime.FormatUtc(DateTime.UtcNow), null);
            copied.LacksPreview = entry.HasHotpreview;
            entry.HasHotpreview = item.IsShown && Hotpreviews.Fits(source, entry.Hothash, entry.Width ?? 0, entry.Height ?? 0, entry.Orientation ?? 1)
                && Hotpreviews.Copy(target.Files, source, entry.Hothash, target.Layout, entry.Hothash);
            copied.LacksPreview &= !entry.HasHotpreview;
            copied.Parts.Add((new ImportRecord { Number = item.Number, Entry = entry, Ledger = Ledger(from, entry.Path!, unit.Row.Sha256, unit.Row.Size, entry.Hothash) }, file.Copy));
        }

        for (int i = 0; i < unit.Companions.Count; i++)
        {
            CompanionEntry companion = unit.Companions[i];
            string from = source.FullName(companion.Path);
            CopyResult file = Copy(copy, item.Number + 1 + i, companion.Path, companion.Sha256, cancellationToken);
            if (file.Copy is null)
            {
                copied.Errors.Add(Of(from, file));
                continue;
            }

            (companion.State, companion.MissingSince) = (FileState.Present, null);
            (companion.ModifiedAt, companion.LastVerified) = (IndexTime.FormatUtc(file.ModifiedAt), IndexTime.FormatUtc(DateTime.UtcNow));
            copied.Parts.Add((new ImportRecord { Number = item.Number + 1 + i, Companion = companion, Ledger = Ledger(from, companion.Path, companion.Sha256, companion.FileSize, null) }, file.Copy));
        }

        return copied;
    }

    /// <summary>Why a file could not be copied: what the judge of all checks says of it.</summary>
    private CopyTrouble Why(CopiedUnit copied, CancellationToken cancellationToken)
    {
        FileRow row = copied.Unit.Row;
        string from = source.FullName(row.Path);
        if (!source.Reaches(row.Path))
            return CopyTrouble.NotCopied(from, FileVerdict.Unreadable, copied.Trouble!);
        FileSight seen = FileLook.At(source, row.Path, row.Sha256, null, cancellationToken);
        Judgement judgement = _judge.Judge(Recorded(copied.Unit, _entries.Get(row.Id)), seen, from, cancellationToken);
        return judgement.Verdict == FileVerdict.Valid ? CopyTrouble.NotCopied(from, FileVerdict.Unreadable, copied.Trouble!) // it came to itself meanwhile
            : CopyTrouble.NotCopied(from, judgement.Verdict, judgement.Verdict is FileVerdict.Unreadable or FileVerdict.Missing ? copied.Trouble! : $"It is {judgement.Verdict}. {judgement.Detail}");
    }

    /// <summary>Trouble with a companion or document, which no judge was asked about.</summary>
    internal static CopyTrouble Of(string fullName, CopyResult result) => CopyTrouble.NotCopied(fullName, !File.Exists(fullName) ? FileVerdict.Missing : FileVerdict.Changed, result.Trouble!);

    private static RecordedFile Recorded(CopyUnit unit, FileEntry entry) => new(unit.Row.Size, IndexTime.ParseUtc(entry.ModifiedAt), unit.Row.Sha256, unit.Row.Hothash)
    {
        Format = entry.FileFormat,
        Scheme = entry.HothashScheme,
        Former = ContentOrder.Unjudged(entry.Previous, unit.Row.Size),
    };

    /// <summary>Nothing outside of the source is read on the word of its index.</summary>
    private CopyResult Copy(VerifiedCopy copy, int number, string path, string sha256, CancellationToken cancellationToken) => source.Reaches(path)
        ? copy.Take(number, source.FullName(path), sha256, cancellationToken)
        : new CopyResult(null, "A link in its path leads out of the storage.", default);

    /// <summary>The place it had in the target, else that in the source, or beside it where that is taken; companions are called like their file.</summary>
    private void GivePlaces(CopiedUnit copied)
    {
        CopyUnit unit = copied.Unit;
        string former = unit.Row.Path, place = unit.Held ?? unit.Linked ?? former;
        FileRow? known = unit.Lost ?? (unit.CopiesFile ? null : target.Catalog.Files.ByPath(target.StorageId, place));
        List<CompanionEntry> own = known is null ? [] : target.Catalog.Files.Companions(known.Id);
        foreach ((ImportRecord record, _) in copied.Parts)
        {
            if (record.Entry is not null)
            {
                place = placement.Reserve(unit.Lost?.Path, former);
                if (place != unit.Lost?.Path)
                    own.Clear();
                (record.Entry.Path, record.Entry.Filename, record.Ledger!.Path) = (place, place[(place.LastIndexOf('/') + 1)..], place);
                record.Entry.Companions = own.FindAll(companion => !copied.Parts.Exists(part => part.Record.Companion?.Sha256 == companion.Sha256));
            }
            else
            {
                record.Holder = place;
                record.Ledger!.Path = record.Companion!.Path = placement.Reserve(
                    own.Find(companion => companion.Sha256 == record.Companion.Sha256)?.Path, CompanionPlace.Follow(record.Companion.Path, former, place));
            }
        }
    }

    internal static LedgerEntry Ledger(string source, string path, string sha256, long size, string? hothash) => new()
    {
        SourcePath = source,
        Verdict = hothash is null ? ImportVerdict.Companion : ImportVerdict.Imported,
        Path = path,
        Sha256 = sha256,
        FileSize = size,
        Hothash = hothash,
    };
}
