using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Health;

/// <summary>Tells what to worry about, from what the catalog knows and from a glance at each storage; no photo is read, nothing is written.</summary>
/// <param name="catalog">The catalog.</param>
/// <param name="thresholds">What is thought to be well.</param>
public sealed class HealthService(CatalogDatabase catalog, HealthThresholds thresholds)
{
    private const int MostCounted = 1000;
    private const string Error = "Error", Warning = "Warning";

    /// <summary>What there is to say of the catalog file that can be told where it cannot be opened.</summary>
    /// <param name="path">The catalog file.</param>
    /// <param name="trouble">Why it cannot be used.</param>
    /// <param name="namedCatalog">The path where it is not the usual one.</param>
    public static HealthFinding Damaged(string path, ImaLinkException trouble, string? namedCatalog)
    {
        ArgumentNullException.ThrowIfNull(trouble);
        string? backup = BackupNote.Read(path)?.Backup;
        bool isThere = backup is not null && File.Exists(backup);
        string hand = isThere ? "" : backup is null ? " No backup of it is known: move it away, and Restore-ImaCatalog makes another one from the storages."
            : $" Connect the disk of its backup '{backup}', or move it away, and Restore-ImaCatalog makes another one from the storages.";
        return new HealthFinding
        {
            Id = HealthId.CatalogDamaged,
            Severity = Error,
            Target = path,
            Message = trouble.Message + hand,
            Mend = backup is null ? null : (FormattableString)$"Restore-ImaCatalog -FromBackup {backup}",
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
        if (storages is null && BackUp(all) is { } backup)
            yield return backup;
        foreach (StorageRow storage in all.Where(row => storages?.Contains(row.Uuid) ?? row.IsActive))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (HealthFinding finding in new StorageHealth(catalog, storage, thresholds).Check(cancellationToken))
                yield return finding;
            if (!StorageProbe.IsOnline(storage))
                continue; // it has to be connected first, and nothing can be done with its files before
            foreach (HealthFinding finding in Files(storage, all))
                yield return finding;
        }
    }

    private HealthFinding? BackUp(List<StorageRow> storages)
    {
        BackupNote? last = BackupNote.Read(catalog.Path);
        if (storages.Count == 0 || last?.MadeAt >= thresholds.BackedUpSince.ToUniversalTime())
            return null;
        string? folder = last is not null && Directory.Exists(Path.GetDirectoryName(last.Backup)) ? Path.GetDirectoryName(last.Backup)
            : storages.Find(row => row is { IsActive: true, Retired: false } && StorageProbe.IsOnline(row) && Place.IsWritable(row.BasePath))?.BasePath;
        return new HealthFinding
        {
            Id = HealthId.CatalogNotBackedUp,
            Severity = Warning,
            Target = catalog.Path,
            Message = last is null ? "No backup of the catalog is known. The storages hold all of it, but a backup brings it back in no time."
                : string.Create(CultureInfo.InvariantCulture, $"The last backup of the catalog that is known is of {last.MadeAt.ToLocalTime():yyyy-MM-dd}."),
            Mend = folder is null ? null : (FormattableString)$"Backup-ImaCatalog -Destination {folder}",
        };
    }

    private IEnumerable<HealthFinding> Files(StorageRow storage, List<StorageRow> all)
    {
        string since = IndexTime.FormatUtc(thresholds.VerifiedSince);
        HealthCounts counts = new HealthTable(catalog).Count(storage.Id, since);
        if (counts.Missing > 0)
            yield return StorageHealth.Finding(storage, HealthId.FilesMissing, Error, $"{Count(counts.Missing)} missing. What another storage holds comes back with the remedy; what was moved, Sync-ImaFileStorage finds.",
                $"Get-ImaFile -Storage {storage.Name} -State Missing | Repair-ImaFile");
        if (counts.NotVerified > 0)
            yield return StorageHealth.Finding(storage, HealthId.FilesNotVerified, Warning, $"{Count(counts.NotVerified)} due to be read: not found as recorded since {thresholds.VerifiedSince.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, or never. The remedy reads them, which takes its time, and repairs what decayed.",
                $"Test-ImaFile -Storage {storage.Name} -OlderThan {since} | Where-Object {{ -not $_.Ok }} | Repair-ImaFile");
        List<ImageFile> few = thresholds.MinCopies < 2 ? [] : [.. new FileQuery(catalog).Run(new FileFilter { Storages = [Selector.ByUuid(storage.Uuid)], CopiesLessThan = thresholds.MinCopies }).Take(MostCounted)];
        if (few.Count > 0)
            yield return FewCopies(storage, few, Elsewhere(storage, all));
    }

    /// <summary>The remedy copies to a storage that lacks one of the files; where all have them, it reads those that nobody has read there.</summary>
    private HealthFinding FewCopies(StorageRow storage, List<ImageFile> few, List<StorageRow> others)
    {
        (string hand, FormattableString? remedy) =
            others.Find(other => few.Exists(file => Copy(other, file) is null)) is { } lacking
                ? ($"The remedy copies what '{lacking.Name}' lacks.", $"Get-ImaSession -Storage {storage.Name} | Copy-ImaSession -Destination {lacking.Name}")
            : others.Find(other => few.Exists(file => Copy(other, file)?.LastVerified is null)) is { } unread
                ? ($"'{unread.Name}' has copies that were not read there yet; the remedy does that.", $"Test-ImaFile -Storage {unread.Name}")
            : ("No other storage on another disk that lacks them is connected: create one with New-ImaFileStorage, or say with Set-ImaFileStorage -Place where those that you have really lie.", (FormattableString?)null);
        return StorageHealth.Finding(storage, HealthId.FewCopies, Warning,
            $"{(few.Count == MostCounted ? "At least " : "")}{Count(few.Count)} on fewer than {thresholds.MinCopies} disks, as far as copies were verified. {hand}", remedy);
    }

    private ImageFile? Copy(StorageRow storage, ImageFile file) =>
        new FileQuery(catalog).Run(new FileFilter { Storages = [Selector.ByUuid(storage.Uuid)], Hothashes = [file.Hothash], State = FileState.Present }).FirstOrDefault(copy => copy.Sha256 == file.Sha256);

    /// <summary>The other storages that copies can go to: connected, writable and not on one disk with this one.</summary>
    private static List<StorageRow> Elsewhere(StorageRow storage, List<StorageRow> all)
    {
        Dictionary<long, int> places = StorageDisk.Number(all, onlineOnly: true);
        return !places.TryGetValue(storage.Id, out int own) ? []
            : all.FindAll(row => row.IsActive && places.TryGetValue(row.Id, out int place) && place != own && Place.IsWritable(row.Root));
    }

    private static string Count(long files) => string.Create(CultureInfo.InvariantCulture, $"{files:N0} {(files == 1 ? "file is" : "files are")}");
}
