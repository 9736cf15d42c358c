using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Health;

/// <summary>What there is to worry about in the files of each storage: how their copies lie is counted once for all of them, however many they are.</summary>
internal sealed class FileHealth
{
    private readonly HealthThresholds _thresholds;
    private readonly List<StorageRow> _all;
    private readonly Dictionary<long, int> _places, _connected;
    private readonly Dictionary<long, Tally> _tallies = [];

    internal FileHealth(CatalogDatabase catalog, List<StorageRow> all, HealthThresholds thresholds)
    {
        (_all, _thresholds) = (all, thresholds);
        (_places, _connected) = (StorageDisk.Number(all, onlineOnly: false), StorageDisk.Number(all, onlineOnly: true));
        foreach (CopyPattern pattern in new HealthTable(catalog).Copies(IndexTime.FormatUtc(thresholds.VerifiedSince)))
            Add([.. pattern.Copies.Split(' ').Select(copy => (long.Parse(copy.AsSpan(0, copy.Length - 1), CultureInfo.InvariantCulture), copy[^1]))], pattern.Files);
    }

    /// <summary>What there is to say of one of them, which is connected.</summary>
    internal IEnumerable<HealthFinding> Of(StorageRow storage)
    {
        if (!_tallies.TryGetValue(storage.Id, out Tally? tally))
            yield break;
        if (tally.Missing > 0)
            yield return StorageHealth.Finding(storage, HealthId.FilesMissing, OutcomeSeverity.Error, $"{Count(tally.Missing)} missing. What another storage holds comes back with the remedy; what was moved, Sync-ImaFileStorage finds.",
                $"Get-ImaFile -Storage {storage.Name} -State Missing | Repair-ImaFile");
        if (tally.NotVerified > 0)
            yield return StorageHealth.Finding(storage, HealthId.FilesNotVerified, OutcomeSeverity.Warning, $"{Count(tally.NotVerified)} due to be read: not found as recorded since {_thresholds.VerifiedSince.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, or never. The remedy reads them, which takes its time, and repairs what decayed.",
                $"Test-ImaFile -Storage {storage.Name} -OlderThan {IndexTime.FormatUtc(_thresholds.VerifiedSince)} | Where-Object {{ -not $_.Ok }} | Repair-ImaFile");
        if (tally.Few == 0)
            yield break;
        (string hand, FormattableString remedy) = Copying(storage, tally);
        string lists = $"{CommandText.Of($"Get-ImaFile -Storage {storage.Name} -CopiesLessThan {_thresholds.MinCopies}", _thresholds.NamedCatalog)} lists them.";
        if (tally.Few > tally.InOnePlace)
            yield return StorageHealth.Finding(storage, HealthId.FewCopies, OutcomeSeverity.Warning,
                $"{Count(tally.Few - tally.InOnePlace)} on fewer than {_thresholds.MinCopies} disks, as far as copies were verified. {hand} {lists}", remedy);
        if (tally.InOnePlace > 0)
            yield return StorageHealth.Finding(storage, HealthId.CopiesInOnePlace, OutcomeSeverity.Warning,
                $"{Count(tally.InOnePlace)} in several storages and all the same on fewer than {_thresholds.MinCopies} disks: {Beside(storage)} would be lost with the disk. {hand} {lists}", remedy);
    }

    /// <summary>Counts so many files whose copies lie alike.</summary>
    private void Add(List<(long Storage, char Letter)> every, long contents)
    {
        // Of one content there may be very many copies in one storage, of which the same is known.
        Dictionary<(long Storage, char Letter), long> alike = every.GroupBy(copy => copy).ToDictionary(group => group.Key, group => (long)group.Count());
        List<(long Storage, char Letter)> copies = [.. alike.Keys];
        int verified = Different(copies, isLinkedToo: false, _places), all = Different(copies, isLinkedToo: true, _places);
        foreach (((long storage, char letter), long count) in alike)
        {
            long files = count * contents;
            if (!_tallies.TryGetValue(storage, out Tally? tally))
                _tallies.Add(storage, tally = new Tally());
            if (letter == CopyLetter.Missing)
            {
                tally.Missing += files;
                continue;
            }

            bool isVerified = letter is CopyLetter.Verified or CopyLetter.Older;
            if (letter != CopyLetter.Verified)
                tally.NotVerified += files;
            if (_thresholds.MinCopies < 2 || (isVerified ? all : verified) >= _thresholds.MinCopies)
                continue;
            tally.Few += files;
            if (Different(copies, isVerified, null) >= _thresholds.MinCopies)
                tally.InOnePlace += files;
            foreach (IGrouping<long, char> there in copies.Where(copy => copy.Letter != CopyLetter.Missing).GroupBy(copy => copy.Storage, copy => copy.Letter))
            {
                tally.Held[there.Key] = tally.Held.GetValueOrDefault(there.Key) + files;
                if (there.Any(known => known is CopyLetter.Unread or CopyLetter.Linked))
                    tally.Unread.Add(there.Key);
            }
        }
    }

    /// <summary>
    /// In how many places, or storages, the bytes lie for sure. A file that was moved and found again by its fingerprint alone is itself no copy until it
    /// was read, and no reason to list the others.
    /// </summary>
    private static int Different(List<(long Storage, char Letter)> copies, bool isLinkedToo, Dictionary<long, int>? places) =>
        copies.Where(copy => copy.Letter is CopyLetter.Verified or CopyLetter.Older || (isLinkedToo && copy.Letter == CopyLetter.Linked))
            .Select(copy => places is null ? copy.Storage : places.TryGetValue(copy.Storage, out int place) ? place : -1).Where(place => place >= 0).Distinct().Count();

    /// <summary>The remedy copies to a storage that lacks one of the files; where all have them, it reads those that nobody has read there.</summary>
    private (string Hand, FormattableString Remedy) Copying(StorageRow storage, Tally tally)
    {
        List<StorageRow> others = Elsewhere(storage);
        if (others.Find(other => tally.Held.GetValueOrDefault(other.Id) < tally.Few) is { } lacking)
            return ($"The remedy copies what '{lacking.Name}' lacks.", $"Get-ImaSession -Storage {storage.Name} | Copy-ImaSession -Destination {lacking.Name}");
        if (others.Find(other => tally.Unread.Contains(other.Id)) is { } unread)
            return ($"'{unread.Name}' has copies that were not read there yet; the remedy does that.", $"Test-ImaFile -Storage {unread.Name}");
        string name = $"Copy of {storage.Name}";
        return ("No other storage on another disk that lacks them is connected. Connect one, or say with Set-ImaFileStorage -Place where those that you have really lie; or connect an empty disk, and the remedy makes a storage there and copies to it.",
            $"New-ImaFileStorage -Name {name} -BasePath (Read-Host 'Folder on another disk'); Get-ImaSession -Storage {storage.Name} | Copy-ImaSession -Destination {name}");
    }

    /// <summary>The other storages that copies can go to: connected, writable and not on one disk with this one.</summary>
    private List<StorageRow> Elsewhere(StorageRow storage) => !_connected.TryGetValue(storage.Id, out int own) ? []
        : _all.FindAll(row => row.IsActive && _connected.TryGetValue(row.Id, out int place) && place != own && Place.IsWritable(row.Root));

    /// <summary>The storages on one disk with this one, as words.</summary>
    private string Beside(StorageRow storage) => string.Join(" and ", _all.Where(row => _places.TryGetValue(row.Id, out int place) && _places.TryGetValue(storage.Id, out int own) && place == own).Select(row => $"'{row.Name}'"));

    private static string Count(long files) => string.Create(CultureInfo.InvariantCulture, $"{files:N0} {(files == 1 ? "file is" : "files are")}");

    /// <summary>Files of one storage; those on few disks include those that lie in several storages on one disk.</summary>
    private sealed class Tally
    {
        internal long Missing { get; set; }

        internal long NotVerified { get; set; }

        internal long Few { get; set; }

        internal long InOnePlace { get; set; }

        /// <summary>Of the files on few disks, how many each storage has.</summary>
        internal Dictionary<long, long> Held { get; } = [];

        /// <summary>The storages with copies of them that nobody has read there.</summary>
        internal HashSet<long> Unread { get; } = [];
    }
}
