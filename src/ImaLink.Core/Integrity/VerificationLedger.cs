using System.Diagnostics;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Integrity;

/// <summary>
/// Collects what a check found and keeps it in the catalog, many files in one transaction: the time for a file that is as
/// recorded, no time for one that provably is not, so that it does not count as a copy until it was repaired.
/// </summary>
internal sealed class VerificationLedger(CatalogDatabase catalog)
{
    private readonly CheckTable _table = new(catalog);
    private readonly List<(long Id, string Sha256, string? Time)> _kept = [];
    private readonly Stopwatch _since = Stopwatch.StartNew();

    internal int Count => _kept.Count;

    internal TimeSpan Age => _since.Elapsed;

    /// <summary>The storages whose indexes are due.</summary>
    internal HashSet<long> Storages { get; } = [];

    internal void Add(CheckTarget target, FileCheck check)
    {
        if (check.LastVerified == target.File.LastVerified)
            return; // it could not be told, or only a companion differs
        _kept.Add((target.File.Id, target.File.Sha256, check.LastVerified is { } verified ? IndexTime.FormatUtc(verified) : null));
        Storages.Add(target.StorageId);
    }

    internal void Keep()
    {
        if (_kept.Count > 0)
            catalog.Transaction(() => _kept.ForEach(file => _table.SetVerified(file.Id, file.Sha256, file.Time)));
        _kept.Clear();
        _since.Restart();
    }
}
