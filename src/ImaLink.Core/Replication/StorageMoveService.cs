using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// Moves a storage to another base path: copy, verify, switch. Running it again with the same destination goes on. The switch has three
/// steps, each durable before the next: the target gets its index, the old index is marked retired, the catalog points to the target.
/// </summary>
public sealed class StorageMoveService
{
    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;
    private readonly StorageService _storages;

    /// <summary>Creates the service.</summary>
    public StorageMoveService(CatalogDatabase catalog, TimeSpan lockTimeout)
        : this(catalog, lockTimeout, new DurableFiles())
    {
    }

    internal StorageMoveService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files) =>
        (_catalog, _lockTimeout, _files, _storages) = (catalog, lockTimeout, files, new StorageService(catalog, lockTimeout));

    /// <summary>Moves a storage.</summary>
    /// <param name="uuid">The storage.</param>
    /// <param name="destination">The folder in which its own folder will lie; it must exist.</param>
    /// <param name="removeSource">Removes what was read back in the target from where it was.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; running it again goes on.</param>
    /// <exception cref="ImaLinkException">MoveFailed, MediumUnsuitable, StorageOffline, StorageBusy, StorageFull, SessionIncomplete, InvalidValue, PathNotFound.</exception>
    public FileStorage Move(Guid uuid, string destination, bool removeSource, OperationReporter reporter, CancellationToken cancellationToken)
    {
        (StorageRow row, StorageLayout target) = Prepare(uuid, destination);
        Journal? begun = Begun(target, uuid);
        bool isSwitched = IsSame(row.Root, target.Root);
        if (isSwitched && begun is null)
            return RemoveFormer(row, target, removeSource, reporter, cancellationToken);
        if (begun is null && IsTaken(target))
            throw new ImaLinkException(ErrorCode.MoveFailed, $"'{target.Root}' exists. Move it away, or give another -Destination.", target.Root);

        Journal journal = begun ?? Begin(target, row);
        var source = new StorageLayout(isSwitched ? journal.Plan(JournalJson.Instance.MovePlan).Source : row.Root);
        try
        {
            Carry(row, source, target, journal, isSwitched, removeSource, reporter, cancellationToken);
        }
        catch when (begun is null && !IsTaken(target))
        {
            _files.DeleteTree(target.Root); // refused before a file came there: nothing of it is left
            throw;
        }

        return _storages.Describe(_storages.Row(uuid));
    }

    private void Carry(
        StorageRow row, StorageLayout source, StorageLayout target, Journal journal, bool isSwitched, bool removeSource, OperationReporter reporter, CancellationToken cancellationToken)
    {
        using StorageLock held = StorageLock.Acquire(target, _lockTimeout, cancellationToken);
        var move = new StorageMove(_files, source, target, journal);
        if (!isSwitched)
            CopyAndSwitch(row, source, target, move, reporter, cancellationToken);
        if (removeSource && Directory.Exists(source.Root))
        {
            // Nothing is removed on the word of the journal alone; of a removal that was stopped at its end an empty folder may be left.
            if (Directory.EnumerateFileSystemEntries(source.Root).Any())
                FormerPlace.RequireLeft(row.Uuid, source);
            new SourceRemoval(_files, source, target).Run(reporter, cancellationToken);
        }

        new FormerPlace(_files, target).Keep(row.Uuid, source);
        journal.End();
    }

    /// <summary>The storage was moved there before; what is left to do is to remove it from where it was.</summary>
    private FileStorage RemoveFormer(StorageRow row, StorageLayout target, bool removeSource, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var place = new FormerPlace(_files, target);
        if (place.Of(row.Uuid) is not { } source || !removeSource)
        {
            throw new ImaLinkException(ErrorCode.InvalidValue, $"The storage '{row.Name}' lies in '{target.Root}' already."
                + (place.Of(row.Uuid) is { } left ? $" -RemoveSource removes it from where it was, '{left.Root}'." : ""), target.Root);
        }

        using StorageLock held = StorageLock.Acquire(target, _lockTimeout, cancellationToken);
        FormerPlace.RequireLeft(row.Uuid, source);
        new SourceRemoval(_files, source, target).Run(reporter, cancellationToken);
        place.Keep(row.Uuid, source);
        return _storages.Describe(row);
    }

    /// <summary>The files that would be copied, or removed from the old place after an earlier move: full paths. Nothing is written.</summary>
    /// <exception cref="ImaLinkException">What would make the move impossible.</exception>
    public IEnumerable<string> Simulate(Guid uuid, string destination, CancellationToken cancellationToken)
    {
        (StorageRow row, StorageLayout target) = Prepare(uuid, destination);
        StorageLayout? source = IsSame(row.Root, target.Root) ? new FormerPlace(_files, target).Of(uuid) : new StorageLayout(row.Root);
        if (source is null)
            yield break;
        foreach (string path in StorageFiles.Of(source, OperationReporter.None, cancellationToken))
            yield return source.FullName(path);
    }

    private (StorageRow Row, StorageLayout Target) Prepare(Guid uuid, string destination)
    {
        StorageRow row = _storages.Row(uuid);
        if (!Directory.Exists(destination))
            throw new ImaLinkException(ErrorCode.PathNotFound, $"The folder '{destination}' does not exist. Create it, or connect its drive.", destination);
        if ((destination + Path.DirectorySeparatorChar).StartsWith(row.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"'{destination}' lies in the storage '{row.Name}' itself.", destination);
        StorageProbe.RequireOnline(row);
        return (row, new StorageLayout(Path.Combine(destination, row.DirectoryName)));
    }

    private Journal? Begun(StorageLayout target, Guid uuid) => Journal.Unfinished(_files, target)
        .Find(journal => journal.Kind == MovePlan.JournalKind && journal.Plan(JournalJson.Instance.MovePlan).Storage == uuid);

    /// <summary>Whether there is anything but what a move that had not yet begun may have left.</summary>
    private static bool IsTaken(StorageLayout target) => File.Exists(target.Root) || (Directory.Exists(target.Root)
        && Directory.EnumerateFiles(target.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Any(file => file != target.Lock && !file.StartsWith(target.Journals, StringComparison.Ordinal) && !file.StartsWith(target.Incoming, StringComparison.Ordinal)));

    private Journal Begin(StorageLayout target, StorageRow row)
    {
        string destination = Path.GetDirectoryName(target.Root)!;
        _files.CreateDirectory(target.Private, destination);
        _files.FlushDirectory(destination); // a run that was interrupted may have made the folder, and flushed nothing
        try
        {
            StorageLock.Acquire(target, _lockTimeout).Dispose();
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.MediumUnsuitable)
        {
            _files.DeleteTree(target.Root); // nothing else is there
            throw;
        }

        Journal journal = Journal.Prepare(_files, target, MovePlan.JournalKind, row.Uuid, _catalog.Uuid);
        journal.Begin(new MovePlan { Storage = row.Uuid, Source = row.Root }, JournalJson.Instance.MovePlan);
        return journal;
    }

    private void CopyAndSwitch(
        StorageRow row, StorageLayout source, StorageLayout target, StorageMove move, OperationReporter reporter, CancellationToken cancellationToken)
    {
        if (MasterIndexFile.Read(source.MasterIndex).StorageInfo.Retired)
        {
            Switch(row, source, target, reporter); // stopped in the middle of the switch: all is copied
            return;
        }

        using StorageWriter writer = StorageWriter.Open(_catalog, row, _files, _lockTimeout, cancellationToken);
        if (Journal.Unfinished(_files, source) is [var unfinished, ..])
            throw new ImaLinkException(ErrorCode.SessionIncomplete, $"{UnfinishedOperation.Interrupted(row.Name, row.BasePath, unfinished)} Finish it first, then move the storage.", row.Name);
        writer.WriteIndexes(cancellationToken);
        move.Run(path => _catalog.Files.RecordedSha256(row.Id, path), reporter, cancellationToken);
        Switch(writer.Row, source, target, reporter);
    }

    private void Switch(StorageRow row, StorageLayout source, StorageLayout target, OperationReporter reporter)
    {
        MasterIndex master = MasterIndexFile.Read(source.MasterIndex);
        StoragePlace? former = master.StorageInfo.Place, place = former;
        if (!Place.IsOne(source.Root, target.Root))
        {
            place = Place.Of(target.Root);
            if (former is { Kind: StoragePlace.Owner })
                reporter.Warning?.Invoke($"The place '{former.Id}' was said of the disk where '{row.Name}' lay. Say with Set-ImaFileStorage -Place where the new one is, if it has to be told.");
        }

        long revision = Math.Min(master.StorageInfo.Retired ? master.Revision - 1 : master.Revision, Sizes.Max - 2);
        foreach (string folder in new[] { target.Photos, target.Imports, target.Private })
            _files.CreateDirectory(folder, target.Root);
        _files.Replace(target.Manifest, stream =>
        {
            using FileStream manifest = OwnFiles.OpenRead(source.Manifest);
            manifest.CopyTo(stream);
        });

        // Newer than the retired one, for catalogs that see both.
        (master.StorageInfo.BasePath, master.StorageInfo.Retired, master.StorageInfo.Place) = (Path.GetDirectoryName(target.Root), false, place);
        if (place is not null)
            master.ImalinkVersion = MasterIndex.CurrentVersion;
        (master.Revision, master.Writer) = (revision + 2, _catalog.Uuid);
        _catalog.Storages.SetWriting(row.Id, master.Revision);
        string sha256 = MasterIndexFile.Replace(_files, target, master);
        (master.StorageInfo.BasePath, master.StorageInfo.Retired, master.StorageInfo.Place, master.Revision) = (row.BasePath, true, former, revision + 1);
        MasterIndexFile.Replace(_files, source, master, keepBackup: true);
        _catalog.Storages.Update(row with
        {
            BasePath = Path.GetDirectoryName(target.Root)!,
            Retired = false,
            Place = place,
            Revision = revision + 2,
            Writer = _catalog.Uuid,
            IndexSha256 = sha256,
        });
    }

    private static bool IsSame(string one, string other) => string.Equals(Path.GetFullPath(one), Path.GetFullPath(other),
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
