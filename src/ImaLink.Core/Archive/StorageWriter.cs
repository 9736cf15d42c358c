using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Archive;

/// <summary>
/// A storage opened for writing: the lock is held, what was interrupted is settled, what others wrote is merged. Every change
/// to a storage goes through one of these.
/// </summary>
internal sealed class StorageWriter : IDisposable
{
    private readonly StorageLock _lock;

    private StorageWriter(CatalogDatabase catalog, DurableFiles files, StorageLayout layout, long storageId, StorageLock held)
    {
        (Catalog, Files, Layout, StorageId, _lock) = (catalog, files, layout, storageId, held);
        Indexes = new StorageIndexes(catalog, files, layout, storageId);
        Previews = new PreviewUpkeep(this);
    }

    internal CatalogDatabase Catalog { get; }
    internal DurableFiles Files { get; }
    internal StorageLayout Layout { get; }
    internal long StorageId { get; }
    internal StorageIndexes Indexes { get; }

    /// <summary>The previews that this command makes stale.</summary>
    internal PreviewUpkeep Previews { get; }

    internal StorageRow Row => Catalog.Storages.Get(StorageId);

    /// <summary>What opening has completed of this catalog's own interrupted operations.</summary>
    internal CompletedWork Completed { get; } = new();

    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, StorageRetired, IndexTooNew, IndexCorrupt, ReadOnly.</exception>
    internal static StorageWriter Open(
        CatalogDatabase catalog, StorageRow storage, DurableFiles files, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        var layout = new StorageLayout(storage.Root);
        StorageProbe.RequireOnline(storage);
        foreach (string folder in new[] { layout.Imports, layout.Albums, layout.Trash, layout.Journals, layout.Incoming })
            DurableFiles.RequireNoLink(folder, layout.Root);
        files.CreateDirectory(layout.Private, layout.Root);
        StorageLock held = StorageLock.Acquire(layout, lockTimeout, cancellationToken);
        try
        {
            var writer = new StorageWriter(catalog, files, layout, storage.Id, held);
            writer.Indexes.RequireWritable();
            writer.Indexes.Merge(cancellationToken);
            Journal.CleanUp(files, layout);
            List<Journal> unfinished = Journal.Unfinished(files, layout);
            unfinished.ForEach(journal => DurableFiles.RequireNoLink(journal.Incoming, layout.Root)); // what lies there is moved and deleted
            foreach (Journal journal in unfinished)
                writer.Complete(journal, journal.IsOf(catalog.Uuid) ? writer.Completed : new CompletedWork(), cancellationToken);
            TrashFolder.CleanUp(files, layout);
            writer.NotePlace();
            return writer;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private void Complete(Journal journal, CompletedWork completed, CancellationToken cancellationToken)
    {
        if (journal.Kind == RemovalPlan.JournalKind)
        {
            RemovalPlan plan = new FileRemoval(this).Complete(journal, completed.RemovedFiles, cancellationToken);
            if (plan.Session is { } session)
                completed.RemovedSessions.Add(session);
        }
        else if (journal.Kind == RestorePlan.JournalKind)
        {
            new FileRestoration(this).Complete(new RestoreJournal(journal, Files), file => completed.Restored[file.Id] = file.Path);
        }
        else if (journal.Kind == RepairPlan.JournalKind)
        {
            completed.Repaired.UnionWith(new FileRepair(this).Complete(journal));
        }
        else if (journal.Kind == RelocationPlan.JournalKind)
        {
            new FileRelocation(this).Complete(journal);
        }
    }

    /// <summary>Records on which disk the storage lies, unless its owner has said where; a storage may have been copied to another disk.</summary>
    private void NotePlace()
    {
        StorageRow row = Row;
        if (StorageDisk.Of(row, isOnline: true) is { } place && place.Key != row.Place?.Key)
            Catalog.Storages.Update(row with { Place = place, Dirty = true });
    }

    /// <summary>Writes the indexes that are due.</summary>
    internal void WriteIndexes(CancellationToken cancellationToken = default) => Indexes.WriteDirty(cancellationToken);

    public void Dispose() => _lock.Dispose();
}
