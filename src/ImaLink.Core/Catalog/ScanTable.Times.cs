namespace ImaLink.Catalog;

/// <content>Files that differ from what is recorded only in their time of modification.</content>
internal sealed partial class ScanTable
{
    private const string Shifted = """
        FROM temp.disk AS disk JOIN temp.lost AS lost ON lost.id = disk.at_file
        WHERE disk.verdict IS NULL AND lost.verdict IS NULL AND disk.size = lost.size AND lost.mtime IS NOT NULL AND lost.was_missing = 0
        """;

    private const int Samples = 64;

    /// <summary>By how much their times differ.</summary>
    internal IEnumerable<long> TimeDifferences() => _catalog.Query($"SELECT disk.mtime - lost.mtime {Shifted}", row => row.GetInt64(0));

    /// <summary>Some of them, from all over the storage.</summary>
    internal List<(FoundFile Found, LostFile Lost)> SampleOfShifted()
    {
        long step = Math.Max(1, _catalog.Scalar<long>($"SELECT count(*) {Shifted}") / Samples);
        return _catalog.Query($"SELECT {FoundColumns}, {LostColumns} {Shifted} AND disk.id % @0 = 0", row => (MapFound(row), MapLost(row, ColumnCount)), step).ToList();
    }

    /// <summary>Takes all of them for unchanged.</summary>
    internal void LinkShifted()
    {
        _catalog.Execute($"UPDATE temp.disk SET verdict = '{ScanVerdict.Unchanged}', file_id = at_file WHERE id IN (SELECT disk.id {Shifted})");
        SettleLinked();
    }
}
