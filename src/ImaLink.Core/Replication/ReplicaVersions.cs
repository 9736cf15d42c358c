using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Replication;

/// <summary>
/// The files of a replica that hold other bytes than any file of its session: by the recorded order (<see cref="ContentOrder"/>) they may
/// be older or newer versions of one. Each is given once.
/// </summary>
internal sealed class ReplicaVersions
{
    private readonly CheckTable _table;
    private readonly Dictionary<string, List<Version>> _holding = new(StringComparer.Ordinal), _held = new(StringComparer.Ordinal);

    internal ReplicaVersions(CatalogDatabase catalog, IEnumerable<FileRow> files)
    {
        _table = new CheckTable(catalog);
        foreach (Version version in files.Select(row => new Version(row, _table.Previous(row.Id))))
        {
            Of(_holding, version.Row.Sha256).Add(version);
            foreach (FormerContent former in version.Previous)
                Of(_held, former.Sha256!).Add(version);
        }
    }

    /// <summary>The file that holds what a file of the session held before; null where there is none.</summary>
    internal FileRow? TakeOlder(FileRow row)
    {
        if (_holding.Count == 0 || _table.Previous(row.Id) is not { Count: > 0 } previous)
            return null;
        return Take(row, previous.SelectMany(former => _holding.GetValueOrDefault(former.Sha256!) ?? []), version => ContentOrder.IsNewer(previous, version.Row.Sha256, version.Previous));
    }

    /// <summary>The file that held before what a file of the session holds; null where there is none.</summary>
    internal FileRow? TakeNewer(FileRow row) => !_held.TryGetValue(row.Sha256, out List<Version>? versions) ? null
        : _table.Previous(row.Id) is var previous ? Take(row, versions, version => ContentOrder.IsNewer(version.Previous, row.Sha256, previous)) : null;

    private static FileRow? Take(FileRow row, IEnumerable<Version> versions, Func<Version, bool> fits)
    {
        if (versions.Where(version => !version.IsTaken && fits(version)).OrderByDescending(version => version.Row.Path == row.Path).FirstOrDefault() is not { } found)
            return null;
        found.IsTaken = true;
        return found.Row;
    }

    private static List<Version> Of(Dictionary<string, List<Version>> versions, string sha256)
    {
        if (!versions.TryGetValue(sha256, out List<Version>? same))
            versions.Add(sha256, same = []);
        return same;
    }

    private sealed class Version(FileRow row, List<FormerContent> previous)
    {
        internal FileRow Row { get; } = row;

        internal List<FormerContent> Previous { get; } = previous;

        internal bool IsTaken { get; set; }
    }
}
