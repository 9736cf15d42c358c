using ImaLink.Archive.Intake;
using ImaLink.Archive.Grouping;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Placement;

/// <summary>
/// Puts verified copies in the place of damaged files and of older versions, which go to the trash first. Journaled: a repair that was interrupted
/// is carried out by the next command that writes the storage. Recorded hashes stay as they are, but for a file that is taken back to former content,
/// or that a newer version replaces.
/// </summary>
internal sealed class FileRepair(StorageWriter storage)
{
    /// <summary>What the trash says in the place of a SHA-256 that nobody could compute.</summary>
    private static readonly string Unreadable = new('0', 64);

    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    /// <summary>How a file is told that was not repaired: its full path, and why.</summary>
    internal Func<string, string, ImaLinkException> Failure { private get; init; } = Failed;

    /// <summary>Repairs a batch of files of this storage.</summary>
    /// <returns>Those that were repaired; the others were reported.</returns>
    internal List<DamagedFile> Repair(IReadOnlyList<DamagedFile> damaged, OperationReporter reporter, Action<int> progress, CancellationToken cancellationToken)
    {
        damaged = StillRecorded(damaged, reporter);
        if (damaged.Count == 0)
            return [];
        FreeSpace.Require(storage.Layout.Root, damaged.Select(file => file.Size).Total());
        var operation = Guid.NewGuid();
        var plan = new RepairPlan { Trash = TrashFolder.NewName(operation) };
        Journal journal = Journal.Prepare(storage.Files, storage.Layout, RepairPlan.JournalKind, operation, storage.Catalog.Uuid);
        var copy = new VerifiedCopy(storage.Files, journal.Incoming, progress);
        var repaired = new List<DamagedFile>();
        var trash = new List<TrashEntry>();
        foreach ((DamagedFile file, int number, string? trouble) in ParallelOrdered.Map(damaged.Select((file, i) => (file, i + 1)), Workers, 64,
            (item, token) => (item.file, item.Item2, Fetch(copy, journal, item.file, item.Item2, token)), cancellationToken))
        {
            if (trouble is not null)
            {
                reporter.Error?.Invoke(Failure(storage.Layout.FullName(file.Path), trouble));
                continue;
            }

            var planned = new RepairedFile { Number = number, Path = file.Path, Sha256 = file.Sha256 };
            if (file.Successor is { } successor)
                (planned.Entry, planned.Hothash, planned.Replaces) = (successor, successor.Hothash, file.Target.File.Sha256);
            if (file.SuccessorOfCompanion is var (companion, replaced))
                (planned.Companion, planned.Replaces) = (companion, replaced);
            if (file.TakesBack && !Describe(planned, file, Path.Combine(journal.Incoming, $"{number}"), cancellationToken))
            {
                reporter.Error?.Invoke(Failed(storage.Layout.FullName(file.Path), "Its former content is no photo or video that this version knows."));
                continue;
            }

            repaired.Add(file);
            plan.Files.Add(planned);
            if (File.Exists(storage.Layout.FullName(file.Path)))
                trash.Add(Remains(file, number));
        }

        if (trash.Count > 0)
        {
            // Until the repair has begun, its entries lie in its journal.
            new TrashFolder(storage.Files, journal.Folder).Write(trash);
        }

        journal.Begin(plan, JournalJson.Instance.RepairPlan);
        HashSet<string> back = Complete(journal);
        foreach (DamagedFile file in repaired.Where(file => !back.Contains(file.Path)))
            reporter.Error?.Invoke(Failure(storage.Layout.FullName(file.Path), "Something else came to lie in its place meanwhile, or its folder leads elsewhere. Look at it, and run the command again."));
        return repaired.FindAll(file => back.Contains(file.Path));
    }

    /// <summary>Carries out a repair, or what is left of it. Doing it twice changes nothing.</summary>
    /// <returns>Paths of the files that are back.</returns>
    internal HashSet<string> Complete(Journal journal)
    {
        RepairPlan plan = journal.Plan(JournalJson.Instance.RepairPlan);
        TrashFolder folder = TrashFolder.Named(storage.Files, storage.Layout, plan.Trash);
        Dictionary<int, TrashEntry> remains = new TrashFolder(storage.Files, journal.Folder).Entries().ToDictionary(entry => entry.Number);
        if (remains.Count > 0)
            folder.Write(remains.Values);
        var placement = new Placement(storage.Files, storage.Layout);
        List<RepairedFile> held = plan.Files.FindAll(file => storage.Layout.Holds(file.Path)); // the folder of another leads elsewhere now
        held.ForEach(file => SetAside(placement, file, folder, remains.GetValueOrDefault(file.Number), journal.IsResumed));
        placement.Flush(); // what was damaged is safe in the trash before anything takes its name
        List<RepairedFile> back = held.FindAll(file => Place(placement, Path.Combine(journal.Incoming, $"{file.Number}"), file, remains.GetValueOrDefault(file.Number), journal.IsResumed));
        placement.Flush();
        string now = IndexTime.FormatUtc(DateTime.UtcNow);
        var table = new CheckTable(storage.Catalog);
        ShotGrouping.Around(storage.Catalog, () =>
        {
            back.ForEach(file =>
            {
                FileRow? row = storage.Catalog.Files.ByPath(storage.StorageId, file.Path);
                if (row is not null)
                    storage.Previews.Note(row.Hothash);
                if (file.Companion is not null)
                    RecordCompanion(file);
                else if (file.Entry is not null)
                    Record(file);
                else if (row?.Sha256 == file.Sha256)
                    ReadFacts(row);
                table.SetPresent(storage.StorageId, file.Path, file.Sha256, now);
            });
            storage.Previews.Settle();
        });
        storage.WriteIndexes(CancellationToken.None);
        journal.End();
        folder.DeleteIfEmpty();
        return [.. back.Select(file => file.Path)];
    }

    /// <summary>Opening has merged what other catalogs did: a file may be gone, moved, or recorded with other bytes since it was judged.</summary>
    private List<DamagedFile> StillRecorded(IReadOnlyList<DamagedFile> damaged, OperationReporter reporter)
    {
        ILookup<bool, DamagedFile> found = damaged.ToLookup(IsRecorded);
        foreach (string path in found[false].Select(file => storage.Layout.FullName(file.Path)))
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.FileNotFound, $"'{path}' is not recorded as it was when it was read: it has been removed, moved or changed meanwhile. Look again with Get-ImaFile.", path));
        return [.. found[true]];
    }

    private bool IsRecorded(DamagedFile file) =>
        storage.Catalog.Files.Find(file.Target.File.Id) is { } row && row.StorageId == storage.StorageId && row.Path == file.Target.File.RelativePath
        && (file.Path == row.Path ? row.Sha256 == file.Target.File.Sha256
            : storage.Catalog.Files.Companions(row.Id).Exists(companion => companion.Path == file.Path && companion.Sha256 == (file.SuccessorOfCompanion?.Replaces ?? file.Sha256)));

    /// <summary>What will be recorded of a file that is taken back to its former content; what it holds now is remembered.</summary>
    private bool Describe(RepairedFile planned, DamagedFile file, string copy, CancellationToken cancellationToken)
    {
        IntakeResult taken = new FileIntake(storage.Files, null, null).Take(new PlannedFile { Path = copy, Size = file.Size }, copy: false, cancellationToken);
        if (taken.Verdict is not null)
            return false;
        planned.Entry = IntakeEntry.Replace(new FileEntries(storage.Catalog).Get(file.Target.File.Id), IntakeEntry.Of(taken, file.Path), IndexTime.FormatUtc(DateTime.UtcNow));
        (planned.Hothash, planned.Replaces) = (planned.Entry.Hothash, file.Target.File.Sha256);
        return true;
    }

    /// <summary>Records the other content, unless something else was recorded meanwhile.</summary>
    private void Record(RepairedFile file)
    {
        if (storage.Catalog.Files.ByPath(storage.StorageId, file.Path) is not { } row || row.Sha256 != file.Replaces)
            return;
        file.Entry!.Hothash = file.Hothash!;
        storage.Previews.Note(file.Hothash!);
        if (!file.Entry.HasHotpreview)
            storage.Previews.Want(file.Hothash!);
        storage.Catalog.Files.Put(storage.StorageId, row.SessionId, file.Entry);
        storage.Catalog.Sessions.MarkDirty(row.SessionId);
    }

    /// <summary>Records the newer version of a companion, unless something else was recorded meanwhile.</summary>
    private void RecordCompanion(RepairedFile file)
    {
        foreach ((long id, long session) in storage.Catalog.Files.HoldersOf(storage.StorageId, file.Path))
            if (storage.Catalog.Files.ReplaceCompanion(id, file.Replaces!, file.Companion!))
                storage.Catalog.Sessions.MarkDirty(session);
    }

    /// <summary>The facts of a file that is back: those recorded may have been read from what it held meanwhile.</summary>
    private void ReadFacts(FileRow row)
    {
        FileEntry entry = new FileEntries(storage.Catalog).Get(row.Id);
        try
        {
            using SafeFileHandle file = FileReading.Open(storage.Layout.FullName(row.Path));
            using var stream = new UnownedFileStream(file);
            IntakeEntry.SetFacts(entry, FactReader.Read(stream, entry.FileFormat ?? "", entry.OriginalFilename ?? entry.Filename));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            entry.FactsVersion = null; // Update-ImaFact reads them
        }

        storage.Catalog.Files.Put(row.StorageId, row.SessionId, entry);
    }

    internal static ImaLinkException Failed(string path, string why) => new(ErrorCode.RepairFailed, $"'{path}' was not repaired: {why}", path);

    /// <summary>Copies from the first source whose bytes are the recorded ones; null, or why none was.</summary>
    private string? Fetch(VerifiedCopy copy, Journal journal, DamagedFile file, int number, CancellationToken cancellationToken)
    {
        string? trouble = null;
        foreach (string source in file.Sources)
        {
            CopyResult result = copy.Take(number, source, file.Sha256, cancellationToken);
            if (result.Copy is null)
            {
                trouble ??= $"'{source}' cannot serve. {result.Trouble}";
                continue;
            }

            if (file.ModifiedAt is { } time && time != result.ModifiedAt)
            {
                using DurableFile written = storage.Files.Append(Path.Combine(journal.Incoming, $"{number}"));
                File.SetLastWriteTimeUtc(written.Handle, time);
                written.Commit();
            }

            file.Source = source;
            return null;
        }

        return trouble ?? "No accessible storage holds its bytes. Connect a storage that does, and run the command again.";
    }

    /// <summary>What the trash says of a damaged file: its own bytes as they are, all else as recorded.</summary>
    private TrashEntry Remains(DamagedFile file, int number)
    {
        FileEntry entry = new FileEntries(storage.Catalog).Get(file.Target.File.Id);
        if (entry.Path != file.Path)
            entry = new FileEntry { HothashScheme = HothashScheme.WholeFile };
        entry.Path = file.Path;
        entry.Filename = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        entry.FileSize = file.Sight.Size;
        entry.Sha256 = file.Sight.Sha256 ?? Unreadable;
        entry.ModifiedAt = file.Sight.Sha256 is null ? entry.ModifiedAt : IndexTime.FormatUtc(file.Sight.ModifiedAt);
        (entry.Fingerprint, entry.LastVerified, entry.Companions, entry.FactsVersion) = (null, null, null, null);
        return new TrashEntry
        {
            Number = number,
            RemovedAt = IndexTime.FormatUtc(DateTime.UtcNow),
            Reason = file.IsSuperseded ? TrashReason.Superseded : TrashReason.Repaired,
            Session = storage.Catalog.Sessions.Get(storage.Catalog.Files.Find(file.Target.File.Id)!.SessionId).Header,
            Hothash = file.Sight.Hothash ?? file.Target.File.Hothash,
            Entry = entry,
        };
    }

    /// <summary>Moves what is damaged to the trash, if it still is what was seen there.</summary>
    private void SetAside(Placement placement, RepairedFile file, TrashFolder folder, TrashEntry? remains, bool isResumed)
    {
        if (remains is null)
            return;
        string place = storage.Layout.FullName(file.Path);
        placement.Found(folder.FileOf(remains));
        if (HasOther(place, remains, isResumed) && (storage.Layout.Reaches(file.Path) ? Sha256Of(place) : null) is var found
            && found != file.Sha256 && (found ?? Unreadable) == remains.Entry.Sha256)
            placement.TryPlace(place, folder.FileOf(remains), isResumed);
    }

    /// <summary>Gives the copy its name, unless somebody put something else there meanwhile.</summary>
    private bool Place(Placement placement, string copy, RepairedFile file, TrashEntry? remains, bool isResumed)
    {
        string place = storage.Layout.FullName(file.Path);
        if (File.Exists(copy) && !HasOther(place, remains, isResumed))
            return placement.TryPlace(copy, place, isResumed);
        // Where the copy has been placed before, only its bytes tell.
        if (!storage.Layout.Reaches(file.Path) || Sha256Of(place) != file.Sha256)
            return false;
        storage.Files.Delete(copy); // placed by a second name, and stopped before the first was taken away
        placement.Found(place);
        return true;
    }

    /// <summary>Whether something has the name. An empty file that was none before may be the claim of an interrupted run: the placing tells.</summary>
    private static bool HasOther(string place, TrashEntry? remains, bool isResumed) =>
        File.Exists(place) && !(isResumed && new FileInfo(place).Length == 0 && remains?.Entry.FileSize != 0);

    private static string? Sha256Of(string path)
    {
        try
        {
            return VerifiedCopy.ReadBack(path, CancellationToken.None);
        }
        catch (ImaLinkException)
        {
            return null; // unreadable
        }
    }
}
