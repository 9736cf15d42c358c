using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Reconcile;

/// <summary>
/// The reading parts of a scan: in parallel, results in order, into the scan's table. A file that cannot be read is left for the
/// next run, and so is what is registered at its path.
/// </summary>
internal sealed class ScanReading(ScanTable table, StorageLayout layout, OperationReporter reporter)
{
    private const int BatchFiles = 256;
    private const int GroupFiles = 8; // what is sampled is small: handing each file to a thread would cost more than reading it
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 2, 8);
    private readonly FileProbe _probe = new(layout);

    /// <summary>How many bytes were read.</summary>
    internal long Bytes => _probe.Bytes;

    /// <summary>Reads the samples of open files.</summary>
    internal void Fingerprints(string condition, CancellationToken cancellationToken) => Read(
        "Sampling files", table.Open(condition), table.CountOpen(condition), (file, _) => _probe.Fingerprint(file),
        probed => table.SetFingerprint(probed.File.Id, probed.Fingerprint!), cancellationToken, GroupFiles);

    /// <summary>Reads open files whole.</summary>
    internal void Whole(string condition, CancellationToken cancellationToken) => Read(
        "Reading files", table.Open(condition), table.CountOpen(condition), _probe.Whole, probed =>
        {
            if (probed.Entry is not null)
                table.SetRead(probed.File.Id, probed.Entry, probed.IsCut);
            else if (probed.File.At is null)
                table.Settle(probed.File.Id, ScanVerdict.Ignored);
            else
                table.SetNoImage(probed.File.Id);
        }, cancellationToken);

    /// <summary>Looks what the files are that are not at the path of a lost one.</summary>
    internal void Facts(CancellationToken cancellationToken) => Read(
        "Looking into files", table.Open($"disk.is_read = 0 AND {ScanTable.AtNoLostPath}"), null, (file, _) => _probe.Facts(file), probed =>
        {
            if (probed.IsImage)
                table.SetDimensions(probed.File.Id, probed.Width, probed.Height);
            else
                table.Settle(probed.File.Id, ScanVerdict.Ignored);
        }, cancellationToken);

    /// <summary>Looks whether files that may be damaged end where they say that they do.</summary>
    internal void Ends(string condition, CancellationToken cancellationToken) => Read(
        "Looking into files", table.Open(condition), null, _probe.End,
        probed => table.SetEnd(probed.File.Id, probed.End!.End, probed.End.IsStill), cancellationToken);

    /// <summary>Reads what looks unchanged, and compares.</summary>
    internal void Check(CancellationToken cancellationToken) => Read(
        "Reading files", table.With(ScanVerdict.Check), table.CountFound($"disk.verdict = '{ScanVerdict.Check}'"), _probe.Sha256, probed =>
        {
            string recorded = table.RecordedSha256(probed.File.At!.Value);
            bool isValid = recorded == probed.Entry!.Sha256;
            table.Settle(probed.File.Id, isValid ? ScanVerdict.Verified : ScanVerdict.Corrupt,
                isValid ? null : ScanDecision.Decay("Size and time are as recorded, the bytes are not.", probed.Entry.Sha256!, recorded), probed.File.At);
        }, cancellationToken);

    /// <summary>Where a path of the storage lies.</summary>
    internal string FullName(string path) => layout.FullName(path);

    /// <summary>Reads one file whole, on the spot.</summary>
    internal Probed One(FoundFile file, CancellationToken cancellationToken) => Told(_probe.Whole(file, cancellationToken));

    /// <summary>Reads the SHA-256 of one file, on the spot.</summary>
    internal string? Sha256(FoundFile file, CancellationToken cancellationToken) => Told(_probe.Sha256(file, cancellationToken)).Entry?.Sha256;

    private void Read(
        string activity, IEnumerable<FoundFile> files, long? total, Func<FoundFile, CancellationToken, Probed> read, Action<Probed> record,
        CancellationToken cancellationToken, int together = 1)
    {
        long done = 0;
        var batch = new List<Probed>();
        var groups = ParallelOrdered.Map(files.Chunk(together), Workers, BatchFiles / together, (group, stop) => Array.ConvertAll(group, file => read(file, stop)), cancellationToken);
        foreach (Probed probed in groups.SelectMany(group => group))
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Add(Told(probed));
            reporter.Progress?.Invoke(new OperationProgress { Activity = activity, Item = probed.File.Path, Items = ++done, TotalItems = total, Bytes = Bytes });
            if (batch.Count == BatchFiles)
                Flush();
        }

        Flush();

        void Flush() => table.Batch(() =>
        {
            foreach (Probed probed in batch)
            {
                if (probed.Trouble is null)
                    record(probed);
                else
                    table.Leave(probed.File);
            }

            batch.Clear();
        });
    }

    private Probed Told(Probed probed)
    {
        if (probed.Trouble is not null)
            reporter.Error?.Invoke(probed.Trouble);
        return probed;
    }
}
