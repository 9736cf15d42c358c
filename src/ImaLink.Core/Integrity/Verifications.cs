using System.Diagnostics;
using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Integrity;

/// <summary>
/// Collects what a check found and keeps it in the catalog, many files in one transaction: the time for a file that is as
/// recorded, no time for one that provably is not, so that it does not count as a copy until it was repaired.
/// </summary>
internal sealed class Verifications(CatalogDatabase catalog)
{
    private readonly CheckTable _table = new(catalog);
    private readonly List<(long Id, string? Companion, string Sha256, string? Time)> _kept = [];
    private readonly Stopwatch _since = Stopwatch.StartNew();

    internal int Count => _kept.Count;

    internal TimeSpan Age => _since.Elapsed;

    /// <summary>The storages whose indexes are due.</summary>
    internal HashSet<long> Storages { get; } = [];

    internal void Add(FileExamination seen)
    {
        ImageFile file = seen.Target.File;
        Add(seen, null, file.Sha256, seen.OwnVerdict, file.LastVerified is not null || file.AwaitsReading);
        foreach ((CompanionEntry companion, string verdict, _) in seen.CompanionVerdicts)
            Add(seen, companion.Path, companion.Sha256, verdict, companion.LastVerified is not null);
    }

    private void Add(FileExamination seen, string? companion, string sha256, string verdict, bool wasVerified)
    {
        bool isValid = verdict == FileVerdict.Valid;
        if (verdict is FileVerdict.Unreadable or FileVerdict.Offline || (!isValid && !wasVerified))
            return; // nothing is proved, or nothing to take back
        _kept.Add((seen.Target.File.Id, companion, sha256, isValid ? IndexTime.FormatUtc(seen.JudgedAt) : null));
        Storages.Add(seen.Target.StorageId);
    }

    internal void Keep()
    {
        if (_kept.Count > 0)
            catalog.Transaction(() => _kept.ForEach(file => _table.SetVerified(file.Id, file.Companion, file.Sha256, file.Time)));
        _kept.Clear();
        _since.Restart();
    }
}
