using ImaLink.Archive.Placement;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// Copies the files of a storage into the place where it will be. Each is read back and noted before it takes its name there, so a
/// file in the target without a note is somebody else's, and a run that was interrupted goes on where it was.
/// </summary>
internal sealed class StorageMove
{
    private const int BatchFiles = 64;
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    private readonly DurableFiles _files;
    private readonly StorageLayout _source, _target;
    private readonly Journal _journal;
    private readonly JsonLines<MovedFile> _lines;
    private readonly Placement _placement;
    private long _bytes;

    internal StorageMove(DurableFiles files, StorageLayout source, StorageLayout target, Journal journal)
    {
        (_files, _source, _target, _journal) = (files, source, target, journal);
        _placement = new Placement(files, target);
        _lines = new JsonLines<MovedFile>(files, Path.Combine(journal.Folder, "verified.jsonl"), JournalJson.Instance.MovedFile);
    }

    /// <summary>What was read back in the target, by path.</summary>
    internal Dictionary<string, MovedFile> Verified()
    {
        var verified = new Dictionary<string, MovedFile>(StringComparer.Ordinal);
        foreach (MovedFile file in _lines.Read())
            verified[file.Path] = file;
        return verified;
    }

    /// <summary>Brings the target up to the source.</summary>
    /// <param name="recorded">The recorded SHA-256 of a path, where one is: a file that is not as recorded is moved as it is, and told.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; what was copied stays.</param>
    /// <exception cref="ImaLinkException">MoveFailed where a file could not be read, or a place is taken.</exception>
    internal void Run(Func<string, string?> recorded, OperationReporter reporter, CancellationToken cancellationToken)
    {
        _files.DeleteTree(_journal.Incoming);
        _files.CreateDirectory(_journal.Incoming, _target.Root);
        Dictionary<string, MovedFile> verified = Verified();
        List<string> all = [.. StorageFiles.Of(_source, reporter, cancellationToken)];
        DeleteWhatIsGone(verified, all);
        List<string> wanted = all.FindAll(path => !IsDone(path, verified.GetValueOrDefault(path)));
        long total = wanted.Sum(path => new FileInfo(_source.FullName(path)).Length);
        FreeSpace.Require(_target.Root, total);
        StorageFiles.CreateFolders(_files, _source, _target, reporter);
        foreach (string path in verified.Keys)
            _placement.Found(_target.FullName(path));

        var copy = new VerifiedCopy(_files, _journal.Incoming, count => Interlocked.Add(ref _bytes, count));
        var batch = new List<(MovedFile File, string Copy)>();
        (int done, int failed) = (0, 0);
        foreach ((string path, CopyResult result) in ParallelOrdered.Map(wanted.Select((path, i) => (path, i + 1)), Workers, BatchFiles,
            (item, token) => (item.path, copy.Take(item.Item2, _source.FullName(item.path), null, token)), cancellationToken))
        {
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Moving storage", Item = path, Items = ++done, TotalItems = wanted.Count, Bytes = Interlocked.Read(ref _bytes), TotalBytes = total });
            if (result.Copy is null && IsPreview(path))
                continue; // it can be made from its photo again
            if (result.Copy is null)
            {
                failed++;
                reporter.Error?.Invoke(new ImaLinkException(ErrorCode.CopyFailed, $"'{_source.FullName(path)}' was not copied: {result.Trouble}", _source.FullName(path)));
                continue;
            }

            if (recorded(path) is { } sha256 && sha256 != result.Sha256)
                reporter.Warning?.Invoke($"'{_source.FullName(path)}' is not as recorded; it is moved as it is. Test-ImaFile tells more.");
            batch.Add((new MovedFile { Path = path, Sha256 = result.Sha256!, FileSize = result.Length, ModifiedAt = IndexTime.FormatUtc(result.ModifiedAt) }, result.Copy));
            if (batch.Count >= BatchFiles)
                Place(batch, verified);
        }

        Place(batch, verified);
        if (failed > 0)
            throw new ImaLinkException(ErrorCode.MoveFailed, $"{failed} file(s) of '{_source.Root}' could not be copied. The storage is where it was; repair them and run the command again.", _source.Root);
    }

    private static bool IsPreview(string path) => path.StartsWith(".imalink/hotpreviews/", StringComparison.Ordinal);

    private bool IsDone(string path, MovedFile? verified)
    {
        if (verified is null)
            return false;
        (var from, var to) = (new FileInfo(_source.FullName(path)), new FileInfo(_target.FullName(path)));
        return to.Exists && from.Length == verified.FileSize && to.Length == verified.FileSize && IndexTime.ParseUtc(verified.ModifiedAt) is { } time
            && from.LastWriteTimeUtc == time && FileTimes.IsSameButForHours(to.LastWriteTimeUtc.Ticks, time.Ticks);
    }

    private void Place(List<(MovedFile File, string Copy)> batch, Dictionary<string, MovedFile> verified)
    {
        _lines.Append(batch.Select(item => item.File));
        foreach ((MovedFile file, string copy) in batch)
        {
            string place = _target.FullName(file.Path);
            if (verified.ContainsKey(file.Path))
                _files.Delete(place); // our own copy of what the source held before
            if (!_placement.TryPlace(copy, place))
                throw new ImaLinkException(ErrorCode.MoveFailed, $"'{place}' exists and is not of this move. Move it away and run the command again; the storage is where it was.", place);
            verified[file.Path] = file;
        }

        _placement.Flush();
        batch.Clear();
    }

    /// <summary>Our own copies of what was moved, renamed or removed in the source since.</summary>
    private void DeleteWhatIsGone(Dictionary<string, MovedFile> verified, List<string> all)
    {
        foreach (string path in verified.Keys.Except(all).Where(_target.Holds).ToList())
            _files.Delete(_target.FullName(path));
    }
}
