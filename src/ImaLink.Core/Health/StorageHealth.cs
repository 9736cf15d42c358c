using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Health;

/// <summary>What a glance at a storage tells: is it there and writable, are its indexes whole, is anything left to be done in it?</summary>
internal sealed class StorageHealth(CatalogDatabase catalog, StorageRow storage, HealthThresholds thresholds)
{
    private readonly StorageLayout _layout = new(storage.Root);

    internal static HealthFinding Finding(StorageRow storage, string id, string severity, string message, FormattableString? remedy) => new()
    {
        Id = id,
        Severity = severity,
        Target = storage.Name,
        Message = message,
        Mend = remedy,
        Storage = storage.Name,
        StorageUuid = storage.Uuid,
    };

    internal IEnumerable<HealthFinding> Check(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(storage.Root))
            return [Warning(HealthId.StorageOffline, $"'{storage.Root}' is not there{(catalog.Storages.IsDue(storage.Id) ? ", and edits wait for it" : "")}. Connect its drive, or tell where it lies now with Set-ImaFileStorage -BasePath.", $"Test-ImaFileStorage -Storage {storage.Name}")];
        IndexInventory inventory = IndexInventory.Read(storage.Root, cancellationToken);
        if (Damage(inventory) is { } damage)
            return [Finding(storage, HealthId.IndexDamaged, "Error", damage, $"Update-ImaIndex -Storage {storage.Name}")];
        if (inventory.Master is { } master && master.StorageInfo.Uuid != storage.Uuid)
            return [Warning(HealthId.StorageOffline, $"'{storage.Root}' holds another storage. Tell where '{storage.Name}' lies now with Set-ImaFileStorage -BasePath.", $"Test-ImaFileStorage -Storage {storage.Name}")];
        return inventory.Master?.StorageInfo.Retired == true
            ? [Warning(HealthId.StorageRetired, "It was moved elsewhere, and what lies here is not written any more. Once you have looked at the new place, forget this one.", $"Remove-ImaFileStorage -Storage {storage.Name}")]
            : new[] { Writable(), Room(), Unfinished(), Waiting(), Scan(), Trash() }.OfType<HealthFinding>();
    }

    /// <summary>A session index that lost its end is seen by that; what was altered in its middle, Test-ImaIndex finds.</summary>
    private static string? Damage(IndexInventory inventory)
    {
        if (inventory.MasterState != IndexState.Valid)
            return inventory.MasterProblem ?? "The master index cannot be read.";
        foreach (SessionSource session in inventory.Sessions)
            if (session.Problem is { } problem)
                return problem;
            else if (!HasEnd(session.IndexPath))
                return $"'{session.IndexPath}' has lost its end.";
        return null;
    }

    private static bool HasEnd(string path)
    {
        try
        {
            using FileStream file = FileReading.OpenStream(path);
            file.Seek(-Math.Min(64, file.Length), SeekOrigin.End);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().TrimEnd().EndsWith('}');
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    private HealthFinding? Writable() => Place.IsWritable(storage.Root) ? null : Warning(HealthId.StorageReadOnly,
        $"'{storage.Root}' cannot be written: its disk is write-protected, you lack the right, or the system has made it read-only after an error of the disk, which its log then tells. Mend that first.",
        $"Test-ImaFileStorage -Storage {storage.Name}");

    private HealthFinding? Room() => FreeSpace.Of(storage.Root) is { } free && free < thresholds.MinFreeBytes ? Warning(HealthId.StorageFull,
        $"Only {free / 1_000_000} MB are free on its disk. Make room there, or import into another storage; what lies in its trash is listed by the remedy.", $"Get-ImaTrash -Storage {storage.Name}") : null;

    private HealthFinding? Unfinished()
    {
        if (StorageLock.HolderOf(_layout) is not null || Journal.Unfinished(new DurableFiles(), _layout) is not [var first, ..])
            return null; // under way, or nothing
        return Warning(HealthId.OperationUnfinished, UnfinishedOperation.Interrupted(storage.Name, storage.BasePath, first), UnfinishedOperation.Command(storage.Name, storage.BasePath, first));
    }

    private HealthFinding? Waiting() => !catalog.Storages.IsDue(storage.Id) || StorageLock.HolderOf(_layout) is not null ? null
        : Warning(HealthId.EditsWaiting, "The catalog has edits that are not in the indexes of the storage yet.", $"Update-ImaIndex -Storage {storage.Name}");

    private HealthFinding? Scan() => IndexTime.ParseUtc(storage.LastScan ?? storage.CreatedAt) is { } last && last < thresholds.ScannedSince.ToUniversalTime()
        ? Warning(HealthId.ScanDue, storage.LastScan is null ? "It was never compared with its records." : string.Create(CultureInfo.InvariantCulture, $"It was last compared with its records on {last.ToLocalTime():yyyy-MM-dd}."),
            $"Sync-ImaFileStorage -Storage {storage.Name}") : null;

    private HealthFinding? Trash()
    {
        var files = new DurableFiles();
        string limit = IndexTime.FormatUtc(thresholds.TrashSince);
        int old = TrashFolder.All(files, _layout).SelectMany(folder => folder.Read(OperationReporter.None).Where(entry => string.CompareOrdinal(entry.RemovedAt, limit) < 0 && folder.Holds(entry))).Take(1000).Count();
        return old == 0 ? null : Warning(HealthId.TrashOld, string.Create(CultureInfo.InvariantCulture, $"{(old == 1000 ? "At least " : "")}{old:N0} {(old == 1 ? "file" : "files")} in its trash were removed before {thresholds.TrashSince:yyyy-MM-dd}. The remedy deletes them for good."),
            $"Clear-ImaTrash -Storage {storage.Name} -OlderThan {limit}");
    }

    private HealthFinding Warning(string id, string message, FormattableString? remedy) => Finding(storage, id, "Warning", message, remedy);
}
