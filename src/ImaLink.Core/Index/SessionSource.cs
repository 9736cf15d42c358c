namespace ImaLink.Index;

/// <summary>
/// One session of a storage as its master index and the files in <c>imports/</c> tell: which of them is to be read, or why
/// none is. Made by <see cref="IndexInventory"/>, from the beginning of each file; <see cref="Verify"/> reads to the end.
/// </summary>
public sealed class SessionSource
{
    private readonly List<IndexFile> _candidates;
    private readonly IndexFile? _own;
    private readonly string? _mainProblem;

    /// <param name="layout">The storage.</param>
    /// <param name="number">The session's number.</param>
    /// <param name="listed">What the master index says.</param>
    /// <param name="candidates">The files whose beginning says that they are of this session.</param>
    /// <param name="own">The file that lies where the index belongs, unless it is known to be another session's.</param>
    /// <param name="mainProblem">What is wrong with it.</param>
    internal SessionSource(StorageLayout layout, int number, SessionSummary? listed, List<IndexFile> candidates, IndexFile? own, string? mainProblem)
    {
        (Number, Listed, IndexPath, _own, _mainProblem) = (number, listed, layout.SessionIndex(number), own, mainProblem);
        _candidates = [.. candidates
            .OrderByDescending(file => file.Path == IndexPath && file.Header!.Revision >= (listed?.Revision ?? 0))
            .ThenByDescending(file => file.Header!.Revision)
            .ThenBy(file => file.IsBackup).ThenBy(file => file.Path, StringComparer.Ordinal)];
        Use(_candidates.Count > 0 ? _candidates[0] : null);
    }

    /// <summary>The session's number in the storage.</summary>
    public int Number { get; }

    /// <summary>What the master index says of the session; null where it does not know it.</summary>
    public SessionSummary? Listed { get; }

    /// <summary>Where the session's index belongs, whether or not it is there.</summary>
    public string IndexPath { get; }

    /// <summary>The file to read; null where none is usable.</summary>
    public string? UsablePath { get; private set; }

    /// <summary>The session's own data out of <see cref="UsablePath"/>; null where none is usable.</summary>
    public SessionHeader? Header { get; private set; }

    /// <summary>UUID of the session; null where neither a header nor the master index tells it.</summary>
    public Guid? Uuid => Header?.Uuid ?? Listed?.Uuid ?? Early?.Uuid;

    /// <summary>Title of the session; null where neither a header nor the master index tells it.</summary>
    public string? Title => Header?.Title ?? Listed?.Title ?? Early?.Title;

    /// <summary>One of <see cref="IndexState"/>; before <see cref="Verify"/> as far as the beginning of the file tells.</summary>
    public string State { get; private set; } = IndexState.Missing;

    /// <summary>What is wrong with the index at <see cref="IndexPath"/>, with the place; null where it is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>SHA-256 of <see cref="UsablePath"/>; known after <see cref="Verify"/>.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>The session's own data, where the first implementation wrote the index and nothing else is usable.</summary>
    internal SessionHeader? Early => UsablePath is null ? _own?.Early : null;

    /// <summary>Whether a damaged index lies at <see cref="IndexPath"/> of which single entries may be whole.</summary>
    internal bool IsDamaged => State is IndexState.Damaged or IndexState.Backup && _own is not null;

    /// <summary>Whether what can be read is not what was written last, so that others may have taken over since what it lists.</summary>
    internal bool IsFormer => State is IndexState.Backup or IndexState.Older or IndexState.Damaged;

    /// <summary>The session's own data as the damaged index has it; null where it cannot be read or cannot be believed.</summary>
    internal SessionHeader? DamagedHeader => _candidates.Exists(file => file.Path == IndexPath) ? _own?.Header : null;

    /// <summary>
    /// Reads the index to its end, the hash alone where the master index has the same one. A damaged one gives way to the
    /// next that is usable: a previous version, or one that lies in a wrong place.
    /// </summary>
    public void Verify(CancellationToken cancellationToken)
    {
        string? problem = null;
        foreach (IndexFile file in _candidates)
        {
            Use(file);
            if (Fault(file, cancellationToken) is not { } fault)
            {
                Problem = problem ?? Problem;
                return;
            }

            problem ??= fault;
        }

        Use(null);
        Problem = problem ?? Problem;
    }

    /// <summary>Why a file cannot be used; null where it can.</summary>
    private string? Fault(IndexFile file, CancellationToken cancellationToken)
    {
        try
        {
            Sha256 = IndexDigest.Of(file.Path);
            if (Sha256 == Listed?.IndexSha256)
                return null;
            if (file.Header!.Revision == Listed?.Revision)
                return $"'{file.Path}' has revision {Listed.Revision} as the master index says, and another SHA-256: it is damaged.";
            foreach (FileEntry _ in SessionIndexFile.ReadFiles(file.Path))
                cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
        catch (ImaLinkException e)
        {
            return e.Message;
        }
    }

    private void Use(IndexFile? file)
    {
        (UsablePath, Header, Sha256) = (file?.Path, file?.Header, null);
        Problem = _mainProblem;
        if (file is null)
        {
            State = Early is not null ? IndexState.Early : File.Exists(IndexPath) ? IndexState.Damaged : IndexState.Missing;
            Problem = Early is null ? _mainProblem : $"'{IndexPath}' was written by ImaLink's first implementation. Restore-ImaCatalog finds its files again by name and size.";
        }
        else if (file.Path != IndexPath)
        {
            State = IndexState.Backup;
        }
        else if (Listed is null || Header!.Revision > Listed.Revision)
        {
            State = IndexState.Newer;
        }
        else if (Header.Revision < Listed.Revision)
        {
            State = IndexState.Older;
            Problem = $"'{IndexPath}' has revision {Header.Revision}, and the master index knows {Listed.Revision}: a former version was put back.";
        }
        else
        {
            State = IndexState.Valid;
        }
    }
}
