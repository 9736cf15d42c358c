using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;

namespace ImaLink.Health;

/// <summary>Tells what to worry about, from what the catalog knows and from a glance at each storage; no photo is read, nothing is written.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="thresholds">What is thought to be well.</param>
public sealed class HealthService(CatalogDatabase catalog, HealthThresholds thresholds)
{
    /// <summary>On which disk a folder lies; a test has one on a network.</summary>
    internal Func<string, StoragePlace?> PlaceOf { get; init; } = Place.Of;

    /// <summary>What there is to say of the catalog file that can be told where it cannot be opened.</summary>
    /// <param name="path">The catalog file.</param>
    /// <param name="trouble">Why it cannot be used.</param>
    /// <param name="namedCatalog">The path where it is not the usual one.</param>
    public static HealthFinding Damaged(string path, ImaLinkException trouble, string? namedCatalog)
    {
        ArgumentNullException.ThrowIfNull(trouble);
        string? backup = BackupNote.Read(path)?.Backup;
        bool isAnothers = trouble.Code == ErrorCode.NotACatalog; // as where the path of another program's file was given: no command may move that
        string hand = backup is null ? isAnothers ? " Where your catalog was there, it is damaged, and no backup of it is known: move it away yourself, and Restore-ImaCatalog makes another one from the storages."
                : " No backup of it is known: the remedy keeps it beside itself and makes another one from the storages."
            : File.Exists(backup) ? "" : $" Connect the disk of its backup '{backup}' first.";
        return new HealthFinding
        {
            Id = HealthId.CatalogDamaged,
            Severity = OutcomeSeverity.Error,
            Target = path,
            Message = trouble.Message + hand,
            Mend = backup is not null ? (FormattableString)$"Restore-ImaCatalog -FromBackup {backup}"
                : isAnothers ? null : (FormattableString)$"$kept = {path} + '.damaged-' + [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssfffZ'); Move-Item -LiteralPath {path} -Destination $kept -ErrorAction Stop; '-wal', '-shm' | ForEach-Object {{ Move-Item -LiteralPath ({path} + $_) -Destination ($kept + $_) -ErrorAction Ignore }}; Restore-ImaCatalog (Read-Host 'Folder in which the storages lie')",
            NamedCatalog = namedCatalog,
        };
    }

    /// <summary>Looks at the storages, and at the catalog.</summary>
    /// <param name="storages">Which storages; null for all that are enabled, and the catalog itself.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IEnumerable<HealthFinding> Check(IReadOnlyCollection<Guid>? storages, CancellationToken cancellationToken) =>
        Find(storages, cancellationToken).Select(finding => finding with { NamedCatalog = thresholds.NamedCatalog });

    private IEnumerable<HealthFinding> Find(IReadOnlyCollection<Guid>? storages, CancellationToken cancellationToken)
    {
        List<StorageRow> all = [.. catalog.Storages.All()];
        if (storages is null && all.Count > 0)
            foreach (HealthFinding finding in new[] { OnNetwork(), BackUp(all) }.OfType<HealthFinding>())
                yield return finding;
        FileHealth? files = null;
        foreach (StorageRow storage in all.Where(row => storages?.Contains(row.Uuid) ?? row.IsActive))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (HealthFinding finding in new StorageHealth(catalog, storage, all, thresholds).Check(cancellationToken))
                yield return finding;
            if (!StorageProbe.IsOnline(storage))
                continue; // it has to be connected first, and nothing can be done with its files before
            foreach (HealthFinding finding in (files ??= new FileHealth(catalog, all, thresholds)).Of(storage))
                yield return finding;
        }
    }

    private HealthFinding? OnNetwork() => PlaceOf(Path.GetDirectoryName(catalog.Path)!) is not { Kind: StoragePlace.Network } place ? null : new HealthFinding
    {
        Id = HealthId.CatalogOnNetwork,
        Severity = OutcomeSeverity.Warning,
        Target = catalog.Path,
        Message = $"The catalog lies on '{place.Id}', where two computers can damage it by writing at once: each computer has its own, and the storages tell them of each other. The remedy makes a backup; put it back with Restore-ImaCatalog -FromBackup and a -Catalog on a disk of this computer, and name that in IMALINK_CATALOG.",
        Mend = $"Backup-ImaCatalog -Destination (Read-Host 'Folder on a disk of this computer')",
    };

    private HealthFinding? BackUp(List<StorageRow> storages)
    {
        BackupNote? last = BackupNote.Read(catalog.Path);
        if (last?.MadeAt >= thresholds.BackedUpSince.ToUniversalTime())
            return null;
        string? folder = last is not null && Directory.Exists(Path.GetDirectoryName(last.Backup)) ? Path.GetDirectoryName(last.Backup)
            : storages.Find(row => row is { IsActive: true, Retired: false } && StorageProbe.IsOnline(row) && Place.IsWritable(row.BasePath))?.BasePath;
        return new HealthFinding
        {
            Id = HealthId.CatalogNotBackedUp,
            Severity = OutcomeSeverity.Warning,
            Target = catalog.Path,
            Message = last is null ? "No backup of the catalog is known. The storages hold all of it, but a backup brings it back in no time."
                : string.Create(CultureInfo.InvariantCulture, $"The last backup of the catalog that is known is of {last.MadeAt.ToLocalTime():yyyy-MM-dd}."),
            Mend = folder is null ? (FormattableString)$"Backup-ImaCatalog -Destination (Read-Host 'Folder for backups')" : $"Backup-ImaCatalog -Destination {folder}",
        };
    }
}
