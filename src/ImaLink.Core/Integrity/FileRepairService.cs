using ImaLink.Archive;
using ImaLink.Archive.Judging;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Integrity;

/// <summary>
/// Brings back files that decayed or are missing from any storage that is accessible and has their recorded bytes. Files that
/// were changed deliberately are left alone, unless they are to be taken back to what they held before.
/// </summary>
public sealed class FileRepairService
{
    private const int BatchFiles = 64;
    private const long BatchBytes = 1L << 28;

    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;
    private long _bytes;

    /// <summary>Creates the service.</summary>
    public FileRepairService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles())
    {
    }

    internal FileRepairService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files) = (catalog, lockTimeout, files);

    /// <summary>Reads the files chosen and repairs those that need it.</summary>
    /// <param name="filters">Which files.</param>
    /// <param name="confirm">Asked for each file before anything is done; one that is refused stays as it is.</param>
    /// <param name="reporter">Who is told of files that cannot be repaired.</param>
    /// <param name="cancellationToken">Stops; a batch that has begun is carried out.</param>
    /// <returns>The files repaired, batch by batch.</returns>
    /// <exception cref="ImaLinkException">StorageNotFound, SessionNotFound, or a storage cannot be written.</exception>
    public IEnumerable<FileRepaired> Run(
        IReadOnlyList<FileFilter> filters, Func<FileCheck, bool> confirm, OperationReporter reporter, CancellationToken cancellationToken) =>
        Run(filters, previous: false, confirm, reporter, cancellationToken);

    /// <summary>
    /// Reads the files chosen and repairs those that need it, or takes all of them back to what they held before they were last changed,
    /// where that is accessible.
    /// </summary>
    /// <param name="filters">Which files.</param>
    /// <param name="previous">Takes former content back; what a file holds now goes to the trash and is remembered.</param>
    /// <param name="confirm">Asked for each file before anything is done; one that is refused stays as it is.</param>
    /// <param name="reporter">Who is told of files that cannot be repaired.</param>
    /// <param name="cancellationToken">Stops; a batch that has begun is carried out.</param>
    /// <returns>The files repaired, batch by batch.</returns>
    /// <exception cref="ImaLinkException">StorageNotFound, SessionNotFound, or a storage cannot be written.</exception>
    public IEnumerable<FileRepaired> Run(
        IReadOnlyList<FileFilter> filters, bool previous, Func<FileCheck, bool> confirm, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(confirm);
        var selection = new FileSelection(_catalog, reporter);
        List<DueFile> due = selection.Choose(new FileCheckRequest { Filters = filters }, cancellationToken);
        var judge = new FileJudge(_catalog);
        var former = new FormerCopies(_catalog, _files, judge.Replicas, reporter);
        var batches = new Dictionary<long, List<DamagedFile>>();
        var was = new Dictionary<long, string>();
        long done = 0;
        foreach (FileExamination seen in ParallelOrdered.Map(selection.Targets(due, () => false), Environment.ProcessorCount, 64,
            (target, token) => FileExamination.Of(target, Count, token), cancellationToken))
        {
            CheckTarget target = seen.Target;
            FileCheck check = seen.Judge(judge, cancellationToken);
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Repairing files", Item = check.FullName, Items = ++done, TotalItems = due.Count, Bytes = Interlocked.Read(ref _bytes) });
            List<DamagedFile> damaged = previous ? Former(seen, former, reporter) : Damaged(seen, check, judge.Replicas, reporter);
            if (damaged.Count == 0 || !confirm(check))
                continue;
            if (!batches.TryGetValue(target.StorageId, out List<DamagedFile>? batch))
                batches.Add(target.StorageId, batch = []);
            batch.AddRange(damaged);
            was[target.File.Id] = check.Verdict;
            if (batch.Count < BatchFiles && batch.Select(file => file.Size).Total() < BatchBytes)
                continue;
            foreach (FileRepaired file in Repair(target.StorageId, batch, was, reporter, cancellationToken))
                yield return file;
            batch.Clear();
        }

        foreach ((long storage, List<DamagedFile> batch) in batches)
            foreach (FileRepaired file in Repair(storage, batch, was, reporter, cancellationToken))
                yield return file;
    }

    private void Count(int bytes) => Interlocked.Add(ref _bytes, bytes);

    private List<FileRepaired> Repair(long storageId, List<DamagedFile> batch, Dictionary<long, string> was, OperationReporter reporter, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
            return [];
        using StorageWriter writer = StorageWriter.Open(_catalog, _catalog.Storages.Get(storageId), _files, _lockTimeout, cancellationToken);
        ILookup<bool, DamagedFile> done = batch.ToLookup(file => writer.Completed.Repaired.Contains(file.Path));
        ILookup<long, DamagedFile> repaired = done[true].Concat(new FileRepair(writer).Repair([.. done[false]], reporter, Count, cancellationToken)).ToLookup(file => file.Target.File.Id);
        writer.Previews.Make(reporter, cancellationToken);
        return repaired.Count == 0 ? [] : [.. new FileQuery(_catalog).Run(new FileFilter { Ids = [.. repaired.Select(file => file.Key)] })
            .Select(file => Repaired(file, was[file.Id], [.. repaired[file.Id]]))];
    }

    private static FileRepaired Repaired(ImageFile file, string was, List<DamagedFile> parts)
    {
        DamagedFile first = parts.Find(part => part.Path == file.RelativePath) ?? parts[0];
        IEnumerable<string> companions = parts.Where(part => part.Path != file.RelativePath).Select(part => $"Its companion '{part.Path}' was repaired.");
        return new FileRepaired
        {
            FullName = file.FullName,
            Verdict = first.TakesBack ? RepairVerdict.TakenBack : RepairVerdict.Repaired,
            Was = was,
            Source = first.Source,
            Detail = string.Join(" ", companions.Prepend(first.Source is null ? "A repair that was interrupted has been completed." : $"It was {was}; the bytes came from '{first.Source}'.")),
            RelativePath = file.RelativePath,
            Storage = file.Storage,
            StorageUuid = file.StorageUuid,
            Session = file.Session,
            SessionUuid = file.SessionUuid,
            Hothash = file.Hothash,
            Id = file.Id,
        };
    }

    /// <summary>
    /// The content that a file had before its present one, the last that is accessible. A file that was taken back goes on to
    /// what it held before that; what it was taken back from lies in the trash.
    /// </summary>
    private static List<DamagedFile> Former(FileExamination seen, FormerCopies copies, OperationReporter reporter)
    {
        (ImageFile file, List<FormerContent> previous) = (seen.Target.File, seen.Target.Previous);
        int present = previous.FindIndex(former => former.Sha256 == file.Sha256);
        List<FormerContent> earlier = present < 0 ? previous : previous[..present];
        if (earlier.Count == 0)
            reporter.Warning?.Invoke($"'{file.FullName}' is left as it is: nothing is recorded that it held before.");
        else if (Directory.Exists(file.FullName))
            reporter.Error?.Invoke(FileRepair.Failed(file.FullName, "A folder lies in its place. Move it away and run the command again."));
        else if (earlier.FindLast(former => copies.Of(former.Sha256!, file.FullName).Count > 0) is { } former)
            return [new DamagedFile(seen.Target, file.RelativePath, former.Sha256!, former.FileSize, null, seen.Sight, copies.Of(former.Sha256!, file.FullName)) { TakesBack = true }];
        else
            reporter.Error?.Invoke(FileRepair.Failed(file.FullName, $"No accessible storage or trash holds what it held before (SHA-256 {earlier[^1].Sha256}). Connect a storage that does, and run the command again."));
        return [];
    }

    /// <summary>What of a file has decayed and can be had elsewhere.</summary>
    private static List<DamagedFile> Damaged(FileExamination seen, FileCheck check, Replicas replicas, OperationReporter reporter)
    {
        var damaged = new List<DamagedFile>();
        if (check.Ok)
            return damaged;
        ImageFile file = seen.Target.File;
        StorageLayout layout = FileExamination.LayoutOf(file);
        if (FileVerdict.IsDamage(seen.OwnVerdict) && seen.Sight.Sha256 == file.Sha256)
            reporter.Error?.Invoke(FileRepair.Failed(file.FullName, check.Detail!));
        else if (FileVerdict.IsDamage(seen.OwnVerdict))
            Add(file.RelativePath, file.Sha256, file.Length, file.ModifiedUtc, seen.Sight);
        for (int i = 0; i < seen.CompanionVerdicts.Count; i++)
            if (seen.CompanionVerdicts[i] is ({ } companion, var verdict, _) && FileVerdict.IsDamage(verdict))
                Add(companion.Path, companion.Sha256, companion.FileSize, IndexTime.ParseUtc(companion.ModifiedAt), seen.Companions[i]);
        if (seen.OwnVerdict is FileVerdict.Changed or FileVerdict.MetadataChanged)
            reporter.Warning?.Invoke($"'{file.FullName}' is left as it is: it was changed deliberately ({check.Verdict}).");
        return damaged;

        void Add(string path, string sha256, long size, DateTime? modifiedAt, FileSight sight)
        {
            string fullName = layout.FullName(path);
            List<string> sources = replicas.Of(sha256, fullName);
            if (Directory.Exists(fullName))
                reporter.Error?.Invoke(FileRepair.Failed(fullName, "A folder lies in its place. Move it away and run the command again."));
            else if (sources.Count == 0)
                reporter.Error?.Invoke(FileRepair.Failed(fullName, $"It is {check.Verdict}, and no accessible storage holds its bytes. Connect a storage that does, and run the command again."));
            else
                damaged.Add(new DamagedFile(seen.Target, path, sha256, size, modifiedAt, sight, sources));
        }
    }
}
