using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Health;

/// <summary>What a glance at a storage tells: is it there, once, and writable, are its indexes whole, is anything left to be done in it?</summary>
internal sealed class StorageHealth(CatalogDatabase catalog, StorageRow storage, List<StorageRow> all, HealthThresholds thresholds)
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
        List<string> twins = [.. Twins.Of(storage, all)];
        if (!Directory.Exists(storage.Root))
            return [Away($"'{storage.Root}' is not there", twins)];
        IndexInventory inventory = IndexInventory.Read(storage.Root, cancellationToken);
        if (inventory.Master is { } master && master.StorageInfo.Uuid != storage.Uuid)
            return [Away($"'{storage.Root}' holds another storage", twins)];
        if (inventory.Master?.StorageInfo.Retired == true)
            return [Warning(HealthId.StorageRetired, "It was moved elsewhere, and what lies here is not written any more. Once you have looked at the new place, forget this one.", $"Remove-ImaFileStorage -Storage {storage.Name}")];
        HealthFinding? damage = Damage(inventory) is { } problem ? Finding(storage, HealthId.IndexDamaged, OutcomeSeverity.Error, problem, $"Update-ImaIndex -Storage {storage.Name}") : null;
        // What else there is may be what damaged it, or stands in the way of mending it; what waits is written with the same remedy.
        return new[] { damage, Cloned(twins), Writable(), Room() }.Concat(Unfinished()).Append(damage is null ? Waiting() : null).Append(Empty()).Append(Scan()).Concat(Trash()).OfType<HealthFinding>();
    }

    private HealthFinding Away(string what, List<string> twins)
    {
        string? twin = twins.FindAll(root => Path.GetFileName(root) == storage.DirectoryName) is [var only] ? only : null;
        string? elsewhere = twin is not null && IsCurrent(twin) ? Path.GetDirectoryName(twin) : null;
        string waits = catalog.Storages.IsDue(storage.Id) ? ", and edits wait for it" : "";
        return Warning(HealthId.StorageOffline, elsewhere is null ? $"{what}{waits}. Connect its drive, or tell where it lies now with Set-ImaFileStorage -BasePath.{(twin is null ? "" : $" What lies in '{twin}' is an older copy of it.")}"
            : $"{what}{waits}. It lies in '{elsewhere}' now; if it was moved there, the remedy tells that.",
            elsewhere is null ? (FormattableString)$"Test-ImaFileStorage -Storage {storage.Name}" : $"Set-ImaFileStorage -Storage {storage.Name} -BasePath {elsewhere}");
    }

    /// <summary>Whether a twin has what was written into the storage last: where its disk is unplugged only, an older copy must not take its place.</summary>
    private bool IsCurrent(string root)
    {
        try
        {
            return MasterIndexFile.Read(new StorageLayout(root).MasterIndex).Revision >= storage.Revision;
        }
        catch (ImaLinkException)
        {
            return false;
        }
    }

    private HealthFinding? Cloned(List<string> twins) => twins is not [var twin, ..] ? null : Warning(HealthId.StorageCloned,
        $"'{twin}' is a copy of it that says it is the same storage. Both change by themselves, and what one is told the other never learns: disconnect one, or delete it if it is a copy that nobody needs. Which one is used, Set-ImaFileStorage -BasePath -Force says.",
        $"Test-ImaFileStorage -Storage {storage.Name}");

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

    private IEnumerable<HealthFinding> Unfinished() => StorageLock.HolderOf(_layout) is not null ? [] // under way
        : Journal.Unfinished(new DurableFiles(), _layout).Select(journal => Warning(HealthId.OperationUnfinished, UnfinishedOperation.Interrupted(storage.Name, storage.BasePath, journal), UnfinishedOperation.Command(storage.Name, storage.BasePath, journal)));

    private HealthFinding? Waiting() => !catalog.Storages.IsDue(storage.Id) || StorageLock.HolderOf(_layout) is not null ? null
        : Warning(HealthId.EditsWaiting, "The catalog has edits that are not in the indexes of the storage yet.", $"Update-ImaIndex -Storage {storage.Name}");

    /// <summary>A storage in which nothing was imported; or a folder without photos where very many are recorded, as where a disk is not mounted.</summary>
    private HealthFinding? Empty()
    {
        long files = catalog.Storages.Totals(storage.Id).Files;
        if (files == 0)
            return Warning(HealthId.StorageEmpty, "It has no photos. The remedy brings some; where it is not needed any more, Remove-ImaFileStorage forgets it.",
                all.Find(row => row.Id != storage.Id && row is { IsActive: true, Retired: false } && StorageProbe.IsOnline(row) && catalog.Sessions.OfStorage(row.Id).Count > 0) is { } other
                    ? (FormattableString)$"Get-ImaSession -Storage {other.Name} | Copy-ImaSession -Destination {storage.Name}"
                    : $"Import-ImaSession (Read-Host 'Folder or card to import') -Storage {storage.Name} -Title (Read-Host 'Title')");
        return HasPhotos() ? null : Finding(storage, HealthId.StorageEmpty, OutcomeSeverity.Error, string.Create(CultureInfo.InvariantCulture,
            $"'{_layout.Photos}' has nothing, where {files:N0} {(files == 1 ? "file is" : "files are")} recorded. Is another disk mounted there? Look before anything else is done with it."), $"Test-ImaFileStorage -Storage {storage.Name}");
    }

    private bool HasPhotos()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(_layout.Photos).Any();
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return e is not DirectoryNotFoundException; // what may not be listed may be full
        }
    }

    private HealthFinding? Scan() => IndexTime.ParseUtc(storage.LastScan ?? storage.CreatedAt) is { } last && last < thresholds.ScannedSince.ToUniversalTime()
        ? Warning(HealthId.ScanDue, storage.LastScan is null ? "It was never compared with its records." : string.Create(CultureInfo.InvariantCulture, $"It was last compared with its records on {last.ToLocalTime():yyyy-MM-dd}."),
            $"Sync-ImaFileStorage -Storage {storage.Name}") : null;

    private IEnumerable<HealthFinding> Trash()
    {
        var files = new DurableFiles();
        string limit = IndexTime.FormatUtc(thresholds.TrashSince);
        (long old, long oldBytes, long bytes) = (0, 0, 0);
        foreach (TrashEntry entry in TrashFolder.All(files, _layout).SelectMany(folder => folder.Held(OperationReporter.None)))
        {
            bytes += entry.Entry.FileSize;
            if (string.CompareOrdinal(entry.RemovedAt, limit) < 0 && !IsLastOfItsBytes(entry))
                (old, oldBytes) = (old + 1, oldBytes + entry.Entry.FileSize);
        }

        if (old > 0)
            yield return Warning(HealthId.TrashOld, string.Create(CultureInfo.InvariantCulture, $"{old:N0} {(old == 1 ? "file" : "files")} in its trash, {oldBytes / 1_000_000.0:N1} MB, were removed before {thresholds.TrashSince:yyyy-MM-dd}. The remedy deletes them for good."),
                $"Clear-ImaTrash -Storage {storage.Name} -OlderThan {limit}");
        if (bytes > thresholds.MaxTrashBytes)
            yield return Warning(HealthId.TrashLarge, string.Create(CultureInfo.InvariantCulture, $"Its trash takes {bytes / 1_000_000.0:N1} MB.")
                + (old > 0 ? " The remedy deletes for good what is old in it." : " Nothing in it may be deleted unseen: the remedy lists it, and Clear-ImaTrash deletes what you choose."),
                old > 0 ? (FormattableString)$"Clear-ImaTrash -Storage {storage.Name} -OlderThan {limit}" : $"Get-ImaTrash -Storage {storage.Name}");
    }

    /// <summary>An older version that no storage holds any more, which Clear-ImaTrash -OlderThan leaves.</summary>
    private bool IsLastOfItsBytes(TrashEntry entry) => entry.Reason == TrashReason.Superseded
        && !catalog.Files.BySha256(entry.Entry.Sha256 ?? "").Any(row => row is { State: FileState.Present, LastVerified: not null });

    private HealthFinding Warning(string id, string message, FormattableString? remedy) => Finding(storage, id, OutcomeSeverity.Warning, message, remedy);
}
