using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>
/// The first part of a scan: walks the disk and the catalog side by side in one order, and keeps only what is not unchanged.
/// Nothing is opened.
/// </summary>
internal sealed class ScanWalk(StorageRow storage, ScanTable table, bool full, OperationReporter reporter)
{
    private readonly StorageLayout _layout = new(storage.Root);
    private string? _unread;
    private long _files;

    /// <summary>Fills the table.</summary>
    /// <exception cref="ImaLinkException">StorageOffline, where the storage went away meanwhile.</exception>
    internal void Run(CancellationToken cancellationToken)
    {
        var walk = new StorageWalk(_layout, error => reporter.Error?.Invoke(error));
        table.Batch(() => Merge(walk, cancellationToken));
        table.Prepare();
        // A drive that was pulled looks like empty folders: nothing that was seen then counts.
        StorageProbe.RequireOnline(storage);
        PairByKey();
        ExplainTimes();
    }

    private void Merge(StorageWalk walk, CancellationToken cancellationToken)
    {
        using IEnumerator<RegisteredPath> registered = table.Registered().GetEnumerator();
        bool any = registered.MoveNext();
        foreach (DiskFile file in walk.Files(cancellationToken))
        {
            if ((++_files & 0x3FF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Looking at files", Item = file.Path, Items = _files });
            }

            while (any && PathOrder.Compare(registered.Current.Path, file.Path) < 0)
            {
                Lose(registered.Current, walk);
                any = registered.MoveNext();
            }

            if (!any || registered.Current.Path != file.Path)
            {
                Find(file, null);
                continue;
            }

            RegisteredPath known = registered.Current;
            any = registered.MoveNext();
            if (known is { CompanionId: 0 } && any && registered.Current.Path == file.Path)
                any = registered.MoveNext(); // registered as a companion too; the file itself counts
            Meet(known, file);
        }

        for (; any; any = registered.MoveNext())
            Lose(registered.Current, walk);
    }

    private void Meet(RegisteredPath known, DiskFile file)
    {
        bool unchanged = !known.IsMissing && known.Size == file.Size && known.Modified is { } modified && FileTimes.IsSame(modified, file.Modified);
        if (known.CompanionId != 0)
        {
            if (unchanged && !full)
                return;
            table.AddLostCompanion(known.CompanionId);
            table.AddFound(file.Path, FileNames.Key(file.Path), file.Size, file.Modified, null, isCompanion: true, null);
        }
        else if (!unchanged)
        {
            table.AddLost(known.FileId, isEmptied: file.Size == 0);
            Find(file with { IsLink = false }, known.FileId);
        }
        else if (full)
        {
            table.AddFound(file.Path, "", file.Size, file.Modified, known.FileId, isCompanion: false, ScanVerdict.Check);
        }
    }

    private void Find(DiskFile file, long? at)
    {
        // What is behind a link at an unknown path is another place's; an empty file, which may be a pipe, is no photo.
        if (file.IsLink || file.Size == 0)
            return;
        table.AddFound(file.Path, FileNames.Key(file.Path), file.Size, file.Modified, at, at is null && file.IsCompanion, null);
    }

    private void Lose(RegisteredPath known, StorageWalk walk)
    {
        // In the order of the walk a folder that could not be listed comes before what is registered below it.
        if (walk.Unread.Count > 0)
        {
            if (_unread is null || !known.Path.StartsWith(_unread, StringComparison.Ordinal))
                _unread = walk.Unread.Find(folder => known.Path.StartsWith(folder, StringComparison.Ordinal));
            if (_unread is not null)
                return;
        }

        if (known.CompanionId != 0)
            table.AddLostCompanion(known.CompanionId);
        else
            table.AddLost(known.FileId);
    }

    /// <summary>
    /// A path that differs only in Unicode normalisation, or in case where the file system ignores case, is the same path.
    /// </summary>
    private void PairByKey() => table.Batch(() =>
    {
        foreach (ScanGroup group in table.Groups("path_key"))
        {
            if (group is not { Found: [{ At: null } found], Lost: [var lost] } || !IsSamePath(found.Path, lost.Path))
                continue;
            if (!lost.WasMissing && found.Size == lost.Size && lost.Modified is { } modified && FileTimes.IsSame(found.Modified, modified))
                table.Link(found.Id, lost.Id, ScanVerdict.Unchanged);
            table.SetAt(found.Id, lost.Id);
        }
    });

    private bool IsSamePath(string found, string lost) =>
        FileNames.Composed(found) == FileNames.Composed(lost) || File.Exists(_layout.FullName(lost));

    /// <summary>Times that are all shifted by the same whole number of hours are no changes, if samples bear that out.</summary>
    private void ExplainTimes()
    {
        if (ScanDecision.HourShift(table.TimeDifferences()) is not { } hours)
            return;
        var probe = new FileProbe(_layout);
        if (table.SampleOfShifted().Any(pair => probe.Fingerprint(pair.Found).Fingerprint != pair.Lost.Fingerprint))
            return;
        reporter.Detail?.Invoke($"All times of '{storage.Name}' are shifted by {hours} hour(s); the files count as unchanged.");
        table.LinkShifted();
    }
}
