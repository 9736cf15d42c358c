using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>How a storage is brought up to date.</summary>
public sealed record SyncRequest
{
    /// <summary>Reads unchanged files too, and finds decay.</summary>
    public bool Full { get; init; }

    /// <summary>Registers files that are not registered, as a session with this title; null leaves them.</summary>
    public string? AddNewTitle { get; init; }

    /// <summary>Applies even if a great part of the files is missing.</summary>
    public bool AllowMassMissing { get; init; }

    /// <summary>Applies even if a great part of the files holds other images now.</summary>
    public bool AllowMassChanged { get; init; }

    /// <summary>Takes files that are only suspected to have lost their end as the owner's edits.</summary>
    public bool AcceptChanged { get; init; }
}

/// <summary>Compares a storage with what is recorded of it, and brings the records up to date. No photo is ever changed.</summary>
public sealed class ReconcileService
{
    private readonly CatalogDatabase _catalog;
    private readonly TimeSpan _lockTimeout;
    private readonly DurableFiles _files;
    private readonly StorageService _storages;
    private readonly IAdoption _adoption;

    /// <summary>A service on a catalog.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="lockTimeout">How long a storage that another process writes is waited for.</param>
    /// <param name="adoption">Registers new files, where that is asked for (<see cref="SyncRequest.AddNewTitle"/>).</param>
    public ReconcileService(CatalogDatabase catalog, TimeSpan lockTimeout, IAdoption adoption)
        : this(catalog, lockTimeout, new DurableFiles(), adoption) { }

    internal ReconcileService(CatalogDatabase catalog, TimeSpan lockTimeout, DurableFiles files, IAdoption adoption)
    {
        (_catalog, _lockTimeout, _files, _adoption) = (catalog, lockTimeout, files, adoption);
        _storages = new StorageService(catalog, lockTimeout);
    }

    /// <summary>Compares; what another catalog wrote into the storage is taken over first, nothing else is recorded.</summary>
    /// <param name="storage">UUID of the storage.</param>
    /// <param name="full">Reads unchanged files too.</param>
    /// <param name="emit">Takes each finding.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, IndexCorrupt.</exception>
    public void Compare(Guid storage, bool full, Action<Finding> emit, OperationReporter reporter, CancellationToken cancellationToken) =>
        Compare(storage, new SyncRequest { Full = full }, emit, reporter, cancellationToken);

    /// <summary>Compares, and tells what a Sync as requested would record.</summary>
    /// <param name="storage">UUID of the storage.</param>
    /// <param name="request">How.</param>
    /// <param name="emit">Takes each finding.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, IndexCorrupt.</exception>
    public void Compare(Guid storage, SyncRequest request, Action<Finding> emit, OperationReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        StorageRow row = _storages.Row(storage);
        StorageProbe.RequireOnline(row);
        using StorageLock? held = TryLock(row, cancellationToken);
        new StorageIndexes(_catalog, _files, new StorageLayout(row.Root), row.Id).Merge(cancellationToken);
        Scan scan = Run(row, request, reporter, cancellationToken);
        foreach (ImaLinkException warning in new[] { MassMissing(row, scan), MassChanged(row, scan) }.OfType<ImaLinkException>())
            reporter.Warning?.Invoke(warning.Message);
        Emit(row, scan, null, emit, cancellationToken);
    }

    /// <summary>Compares and records the outcome: catalog, session indexes, manifest, master index.</summary>
    /// <param name="storage">UUID of the storage.</param>
    /// <param name="request">How.</param>
    /// <param name="emit">Takes each finding, after it was recorded.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; nothing is then recorded.</param>
    /// <exception cref="ImaLinkException">StorageOffline, StorageBusy, MassMissing, MassChanged, or the storage cannot be written.</exception>
    public void Sync(Guid storage, SyncRequest request, Action<Finding> emit, OperationReporter reporter, CancellationToken cancellationToken)
    {
        StorageRow row = _storages.Row(storage);
        if (request.AddNewTitle is not null)
        {
            StorageProbe.RequireOnline(row);
            _adoption.GoOn(row, request.AddNewTitle, reporter, cancellationToken);
        }

        Scan scan;
        ScanApplication application;
        Exception? trouble = null;
        using (StorageWriter writer = StorageWriter.Open(_catalog, row, _files, _lockTimeout, cancellationToken))
        {
            row = writer.Row;
            scan = Run(row, request, reporter, cancellationToken);
            if (!request.AllowMassMissing && MassMissing(row, scan) is { } missing)
                throw missing;
            if (!request.AllowMassChanged && MassChanged(row, scan) is { } changed)
                throw changed;
            application = new ScanApplication(writer, scan.Table);
            application.Run(request.AddNewTitle is not null);
            _catalog.Transaction(() => _catalog.Documents.Move(scan.MovedDocuments.ConvertAll(moved => (moved.Document, moved.Found.Path))));
            // What was recorded is told even if an index could not be written: the next command writes it.
            trouble = Try(application.WriteIndexes) ?? Try(() => writer.Previews.Make(reporter, cancellationToken));
        }

        trouble ??= Try(() => new Departures(_catalog, _files).Record(application.Arrived, application.Time, reporter, cancellationToken));
        if (trouble is null && request.AddNewTitle is not null && scan.Table.AnyNew())
            trouble = Try(() => _adoption.Adopt(row, request.AddNewTitle, path => scan.Table.IsNew(scan.Layout.RelativePath(path)), reporter, cancellationToken));
        (List<ImageConflicts> ofImages, List<AlbumConflict> ofAlbums) = Emit(row, scan, application.Words, emit, cancellationToken);
        application.Words.Troubles.ForEach(damaged => reporter.Error?.Invoke(damaged));
        ofImages.ForEach(_catalog.StatementConflicts.Forget);
        ofAlbums.ForEach(_catalog.AlbumConflicts.Forget);
        if (trouble is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(trouble);
    }

    private Scan Run(StorageRow row, SyncRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var scan = new Scan(_catalog, row, request.Full, request.AcceptChanged, reporter);
        scan.Run(cancellationToken);
        return scan;
    }

    /// <returns>The conflicts that were told.</returns>
    private (List<ImageConflicts> OfImages, List<AlbumConflict> OfAlbums) Emit(StorageRow row, Scan scan, ScanWords? words, Action<Finding> emit, CancellationToken cancellationToken)
    {
        var findings = new ScanFindings(_catalog, row, scan.Table, words);
        var (conflicts, albums) = (_catalog.StatementConflicts.OfStorage(row.Id), _catalog.AlbumConflicts.OfStorage(row.Id));
        foreach (Finding finding in findings.All().Concat(scan.MovedDocuments.Select(moved => findings.Of(moved.Document, moved.Found))).Concat(conflicts.Select(findings.Of)).Concat(albums.Select(findings.Of)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            emit(finding);
        }

        return (conflicts, albums);
    }

    private static ImaLinkException? MassMissing(StorageRow row, Scan scan)
    {
        long missing = scan.Table.CountMissing();
        long present = missing < Mass.Files ? 0 : scan.Table.CountPresent();
        return !Mass.Is(missing, present) ? null : new ImaLinkException(ErrorCode.MassMissing, string.Create(CultureInfo.InvariantCulture,
            $"{missing} of {present} files of the storage '{row.Name}' are not there. Is a part of it not mounted? If they are gone for good, Sync-ImaFileStorage -AllowMassMissing records that."), row.Name);
    }

    /// <summary>Of the files that are there, and where they were.</summary>
    private static ImaLinkException? MassChanged(StorageRow row, Scan scan)
    {
        long changed = scan.Table.CountChanged();
        long present = changed < Mass.Files ? 0 : scan.Table.CountInPlace();
        return !Mass.Is(changed, present) ? null : new ImaLinkException(ErrorCode.MassChanged, string.Create(CultureInfo.InvariantCulture,
            $"{changed} of {present} files of the storage '{row.Name}' hold other images than those recorded. Were they overwritten, encrypted or mixed up? If they were all edited, Sync-ImaFileStorage -AllowMassChanged records that."), row.Name);
    }

    /// <summary>A medium that cannot be written can be compared all the same.</summary>
    private StorageLock? TryLock(StorageRow row, CancellationToken cancellationToken)
    {
        var layout = new StorageLayout(row.Root);
        if (!Directory.Exists(layout.Private))
            return null;
        try
        {
            return StorageLock.Acquire(layout, _lockTimeout, cancellationToken);
        }
        catch (ImaLinkException e) when (e.Code is ErrorCode.ReadOnly or ErrorCode.AccessDenied && e.InnerException is not LinkException)
        {
            return null;
        }
    }

    private static Exception? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e;
        }
    }
}
