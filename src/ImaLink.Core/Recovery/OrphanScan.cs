using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Reads the photos and videos that stand in no readable index and registers those that belonged to a session that is lost: in
/// that session where it can be told which, else in a session of its own that says what it is.
/// </summary>
internal sealed class OrphanScan(CatalogDatabase catalog, IndexInventory inventory, long storageId, OperationReporter reporter)
{
    private readonly StorageLayout _layout = inventory.Layout;

    /// <summary>How many files were never registered, as the manifest tells: they are left.</summary>
    internal long New { get; private set; }

    /// <summary>The session for files of which it cannot be told where they belonged; null where there is none.</summary>
    internal SessionRow? Recovered => catalog.Sessions.Find(storageId, RecoveredUuid);

    private Guid RecoveredUuid => new(SHA256.HashData(Encoding.UTF8.GetBytes($"recovered files of {inventory.Storage!.Uuid}")).AsSpan(0, 16));

    /// <summary>Scans.</summary>
    /// <param name="lost">The sessions of which the index is lost, or a part of it.</param>
    /// <param name="cancellationToken">Stops; what was registered stays.</param>
    internal void Run(IReadOnlyList<SessionSource> lost, CancellationToken cancellationToken)
    {
        var evidence = new OrphanEvidence(inventory, lost);
        var intake = new OrphanIntake(catalog, _layout, storageId, reporter);
        intake.Run(intake.Files(cancellationToken).Where(file => !intake.IsRegistered(file)), taken => SessionFor(taken, evidence), null, cancellationToken);
    }

    /// <summary>The session that the file is registered in; null where it is left.</summary>
    private long? SessionFor(IntakeResult taken, OrphanEvidence evidence)
    {
        (string path, string sha256) = (_layout.RelativePath(taken.File.Path), taken.Identity!.Sha256!);
        // One that was moved since: Sync-ImaFileStorage finds it where it is now.
        if (catalog.Files.BySha256(sha256).Any(row => row.StorageId == storageId && !File.Exists(_layout.FullName(row.Path))))
            return null;
        if (!evidence.WasRegistered(path, sha256))
        {
            New++;
            return null;
        }

        return evidence.SessionOf(path, sha256) is { Uuid: { } uuid } lost
            ? (catalog.Sessions.Find(storageId, uuid) ?? Create(LostSession.Header(lost, inventory.Storage!.Uuid, _layout), lost)).Id
            : (Recovered ?? Create(RecoveredHeader(evidence), null)).Id;
    }

    private SessionHeader RecoveredHeader(OrphanEvidence evidence)
    {
        DateTime now = DateTime.UtcNow;
        return new SessionHeader
        {
            Id = Math.Max(catalog.Storages.Get(storageId).LastSessionNumber, evidence.HighestNumber) + 1,
            Uuid = RecoveredUuid,
            Title = string.Create(CultureInfo.InvariantCulture, $"Recovered {now:yyyy-MM-dd}"),
            Description = "Files that stood in no readable index when the catalog was restored.",
            ImportedAt = IndexTime.FormatUtc(now),
            FileStorageUuid = inventory.Storage!.Uuid,
            Status = SessionStatus.Completed,
            // Above its own tombstone, should such a session have been removed before.
            Revision = catalog.Storages.Removed(storageId).FirstOrDefault(removed => removed.Uuid == RecoveredUuid) is { } removed ? Sizes.NextRevision(removed.Revision) : 0,
        };
    }

    private SessionRow Create(SessionHeader header, SessionSource? lost)
    {
        catalog.Storages.DropRemoved(storageId, header.Uuid);
        StorageRow storage = catalog.Storages.Get(storageId);
        catalog.Storages.Update(storage with { LastSessionNumber = Math.Max(storage.LastSessionNumber, header.Id), Dirty = true });
        // A damaged index that lies in its place was seen, and is replaced by the next write.
        string? seen = lost is not null && File.Exists(lost.IndexPath) ? IndexDigest.Of(lost.IndexPath) : null;
        return catalog.Sessions.Get(catalog.Sessions.Insert(new SessionRow { StorageId = storageId, Header = header, IndexSha256 = seen, Dirty = true }));
    }
}
