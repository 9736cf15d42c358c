using System.Globalization;
using ImaLink.Archive;
using ImaLink.Archive.Judging;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>
/// Compares what lies in a storage with what is recorded of it. The outcome stands in the scan's table: a verdict on every
/// file that is not unchanged. Reads no more than a verdict takes, and changes nothing.
/// </summary>
internal sealed class Scan
{
    private readonly CatalogDatabase _catalog;
    private readonly StorageRow _storage;
    private readonly bool _full;
    private readonly OperationReporter _reporter;
    private readonly ScanReading _reading;
    private readonly ScanJudge _judge;

    internal Scan(CatalogDatabase catalog, StorageRow storage, bool full, bool acceptSuspected, OperationReporter reporter)
    {
        (_catalog, _storage, _full, _reporter) = (catalog, storage, full, reporter);
        Layout = new StorageLayout(storage.Root);
        Table = new ScanTable(catalog, storage.Id);
        _reading = new ScanReading(Table, Layout, reporter);
        _judge = new ScanJudge(catalog, Table, Layout, acceptSuspected);
    }

    internal ScanTable Table { get; }

    internal StorageLayout Layout { get; }

    /// <summary>The documents that lie elsewhere now.</summary>
    internal List<(DocumentRow Document, FoundFile Found)> MovedDocuments { get; private set; } = [];

    /// <summary>Compares.</summary>
    /// <exception cref="ImaLinkException">StorageOffline. Trouble with a file goes to the reporter.</exception>
    internal void Run(CancellationToken cancellationToken)
    {
        new ScanWalk(_storage, Table, _full, _reporter).Run(cancellationToken);
        if (_full)
            _reading.Check(cancellationToken);
        _reading.Fingerprints(ScanTable.SizeOfALostFile, cancellationToken);
        Table.PrepareFingerprints();
        if (!_full)
            Table.Batch(() => Table.LinkSole(ScanDecision.IsMove));
        Table.PrepareContents();
        _reading.Whole(ScanTable.MayBeALostFile, cancellationToken);
        _reading.Ends(ScanTable.MayBeRemains, cancellationToken);
        LinkRemains(cancellationToken);
        LinkBySha256();
        _reading.Facts(cancellationToken);
        _reading.Whole(ScanTable.MayBeALostImage, cancellationToken);
        LinkBySha256();
        _reading.Ends(ScanTable.MayBeCutElsewhere, cancellationToken);
        LinkByHothash(cancellationToken);
        SettlePaths(cancellationToken);
        if (Table.NameLost())
        {
            _reading.Ends(ScanTable.MayBeMovedRemains, cancellationToken);
            LinkMovedRemains(cancellationToken);
        }

        new Newcomers(_catalog, _storage, Table, _reading, _full).Settle(cancellationToken);
        StorageProbe.RequireOnline(_storage);
        Table.Batch(SettleLost);
        new CompanionScan(_catalog, Layout, Table, _reading, new FileJudge(_catalog), _full).Run(cancellationToken);
        MovedDocuments = new DocumentScan(_catalog, Table, _reading, Layout, _storage.Id).Run(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested(); // nothing is recorded then
        _reporter.Detail?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{_reading.Bytes:N0} bytes were read to compare '{_storage.Name}'."));
    }

    /// <summary>A file of which something is left where it was has not moved, whatever its former bytes or versions may be found in elsewhere.</summary>
    private void LinkRemains(CancellationToken cancellationToken) => Table.Batch(() =>
    {
        foreach (FoundFile found in Table.Open("disk.at_file IS NOT NULL AND disk.is_read = 1"))
            if (Table.OpenLost(found.At!.Value) is { } lost && !Table.IsOtherLost(found, lost.Id))
                _judge.LinkRemains(found, lost, cancellationToken);
    });

    /// <summary>What is left of a file that was damaged and then moved, as with its folder; only where one file alone can be meant.</summary>
    private void LinkMovedRemains(CancellationToken cancellationToken) => Table.Batch(() =>
    {
        List<(FoundFile Found, LostFile Lost)> pairs = Table.MovedRemains().FindAll(pair => _judge.IsOfOneMoment(pair.Found, pair.Lost));
        Dictionary<long, int> ofFound = pairs.GroupBy(pair => pair.Found.Id).ToDictionary(same => same.Key, same => same.Count());
        Dictionary<long, int> ofLost = pairs.GroupBy(pair => pair.Lost.Id).ToDictionary(same => same.Key, same => same.Count());
        foreach ((FoundFile found, LostFile lost) in pairs.Where(pair => ofFound[pair.Found.Id] == 1 && ofLost[pair.Lost.Id] == 1))
            _judge.LinkDamaged(found, lost, cancellationToken);
    });

    private void LinkBySha256() => Table.Batch(() =>
    {
        foreach (ScanGroup group in Table.Groups("sha256"))
            foreach ((FoundFile found, LostFile lost) in ScanDecision.Pair(group))
                Table.Link(found.Id, lost.Id, ScanVerdict.Same);
    });

    private void LinkByHothash(CancellationToken cancellationToken) => Table.Batch(() =>
    {
        foreach (ScanGroup group in Table.Groups("hothash"))
        {
            // What a file held before, and lies where none of these lay, is an old copy of it rather than the file, moved and taken back.
            ILookup<string, long> former = _judge.HeldBefore(group.Lost);
            group.Found.RemoveAll(found => former[found.Sha256!].Any() && !group.Lost.Exists(lost => lost.Id == found.At));
            var pairs = ScanDecision.ByDimensions(group).SelectMany(ScanDecision.Pair).ToList();
            foreach ((FoundFile found, LostFile lost) in pairs)
                _judge.LinkImage(found, lost, cancellationToken);
        }
    });

    private void SettlePaths(CancellationToken cancellationToken) => Table.Batch(() =>
    {
        foreach (FoundFile found in Table.Open("disk.at_file IS NOT NULL"))
            if (Table.OpenLost(found.At!.Value) is { } lost)
                _judge.LinkPath(found, lost, cancellationToken);
    });

    /// <summary>What is still lost is missing, unless it has come back during the scan.</summary>
    private void SettleLost()
    {
        foreach (LostFile lost in Table.OpenLost())
        {
            if (lost.WasMissing)
                Table.SettleLost(lost.Id, ScanVerdict.Missing);
            else if (!Table.IsSomethingAt(lost.Path) && File.Exists(Layout.FullName(lost.Path)))
                Leave(lost);
            else
                Table.SettleLost(lost.Id, ScanVerdict.Missing, Table.IsSomethingAt(lost.Path) ? "Another file lies in its place." : null);
        }
    }

    private void Leave(LostFile lost)
    {
        string fullName = Layout.FullName(lost.Path);
        Table.SettleLost(lost.Id, ScanVerdict.Left);
        _reporter.Error?.Invoke(new ImaLinkException(ErrorCode.StillChanging, $"'{fullName}' came back during the scan; it is left for the next run.", fullName));
    }
}
