using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Brings one session of a storage into the catalog: its index where that is whole; else the previous version of it and
/// whatever entries of the damaged one can still be read.
/// </summary>
internal sealed class SessionRecovery(CatalogDatabase catalog, StorageLayout layout, long storageId, OperationReporter reporter)
{
    private readonly StorageMerge _merge = new(catalog, layout, storageId);
    private long _files;

    /// <summary>Merges what can be had of a session that was verified.</summary>
    /// <returns>What is wrong; null where all is well.</returns>
    /// <exception cref="ImaLinkException">IndexCorrupt, where nothing can be had.</exception>
    internal string? Merge(SessionSource session, CancellationToken cancellationToken)
    {
        _merge.GivesWay = session.IsFormer;
        if (session.IsDamaged)
            return Salvage(session, cancellationToken);
        if (session.UsablePath is not { } path)
            throw new ImaLinkException(ErrorCode.IndexCorrupt, session.Problem!, session.IndexPath);
        if (Known(session)?.HasMerged(session.Sha256) != true)
            _merge.MergeSession(path, SessionIndexFile.ReadHeader(path), session.Sha256!, Counted(SessionIndexFile.ReadFiles(path, catalog.Documents.List)), cancellationToken);

        string? problem = session.Problem is null ? null : $"{session.Problem} {(path == session.IndexPath ? "It" : $"'{path}'")} was read.";
        if (Known(session) is { } row)
            _merge.MergeSaid(row);
        problem = $"{problem} {SaidOverlay.Of(path).Problem}".Trim() is { Length: > 0 } text ? text : null;
        return Known(session) is { Refused: > 0 and var refused } ? $"{problem} {Contradiction(path, refused)}".TrimStart() : problem;
    }

    private string Contradiction(string path, long refused)
    {
        string text = $"{refused} file(s) in '{path}' are left to other sessions that claim their paths too: "
            + string.Join(", ", _merge.Refused.Take(3).Select(file => $"'{IndexCheck.Excerpt(file.Path)}' to number {file.Holder}"));
        return text + (refused > 3 ? ", …" : ".");
    }

    /// <summary>The session as the catalog knows it.</summary>
    internal SessionRow? Known(SessionSource session) => session.Uuid is { } uuid ? catalog.Sessions.Find(storageId, uuid) : null;

    /// <summary>
    /// What the damaged index says stands in the catalog when this is done, so it is remembered as the one that was seen, and
    /// as one that has to be written anew.
    /// </summary>
    private string Salvage(SessionSource session, CancellationToken cancellationToken)
    {
        string sha256 = IndexDigest.Of(session.IndexPath);
        bool isLast = !(session.Header?.Revision > session.DamagedHeader?.Revision);
        SessionHeader? header = isLast && session.DamagedHeader is not null ? SessionIndexFile.ReadHeader(session.IndexPath)
            : session.UsablePath is { } usable ? SessionIndexFile.ReadHeader(usable) : (session.Listed is null ? null : LostSession.Header(session, catalog.Storages.Get(storageId).Uuid, layout));
        SessionRow? known = Known(session);
        if (header is null)
            throw new ImaLinkException(ErrorCode.IndexCorrupt, session.Problem!, session.IndexPath);
        if (session.Listed is { } listed && listed.Revision == header.Revision)
            (header.Title, header.ImportedAt) = (listed.Title, listed.ImportedAt);
        if (known?.IndexSha256 != sha256)
        {
            catalog.Transaction(() =>
            {
                if (known is null || known.Header.Revision < header.Revision)
                    _merge.MergeSession(session.IndexPath, header, sha256, Counted(Entries(session, isLast, cancellationToken)), cancellationToken);
                if (Known(session) is not { } merged)
                    return; // it was removed
                if (session.UsablePath is null && catalog.Sessions.FileCount(merged.Id) == 0)
                    throw new ImaLinkException(ErrorCode.IndexCorrupt, session.Problem!, session.IndexPath);
                catalog.Sessions.Update(merged with { IndexSha256 = sha256, Dirty = true });
            });
        }

        return $"{session.Problem} {(session.UsablePath is { } path ? $"'{path}' was read, and" : "There is no previous version;")} of the damaged one every entry that is whole.";
    }

    /// <summary>The files of a damaged session, read anew each time.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isLast">Whether the damaged index was written after the one that can be read.</param>
    /// <param name="cancellationToken">Stops.</param>
    private IEnumerable<FileEntry> Entries(SessionSource session, bool isLast, CancellationToken cancellationToken)
    {
        var salvage = new SessionSalvage(layout);
        IEnumerable<FileEntry> usable = session.UsablePath is { } path ? SessionIndexFile.ReadFiles(path, catalog.Documents.List) : [];
        IEnumerable<FileEntry> whole = salvage.HasManifest || session.DamagedHeader is not null ? salvage.Whole(session.IndexPath, cancellationToken) : [];
        if (isLast)
            salvage.Trust(usable);
        foreach (FileEntry file in salvage.Last(isLast ? whole : usable).Concat(salvage.Former(isLast ? usable : whole)))
            yield return file;
    }

    private IEnumerable<FileEntry> Counted(IEnumerable<FileEntry> files)
    {
        foreach (FileEntry file in files)
        {
            if (++_files % 256 == 0)
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Restoring catalog", Item = file.Path, Items = _files });
            yield return file;
        }
    }
}
