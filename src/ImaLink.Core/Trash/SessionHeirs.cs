using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Trash;

/// <summary>
/// Who inherits from a session that is to be removed: every session, of any storage, whose ledger names one of its files as the
/// holder of a duplicate. What an interrupted import has journaled counts as well: it will not look again when it is resumed.
/// </summary>
internal sealed class SessionHeirs(CatalogDatabase catalog, DurableFiles files)
{
    /// <summary>The files that must stay by their paths, each with the session that it passes to; one of its own storage comes before others.</summary>
    /// <exception cref="ImaLinkException">StorageOffline, where a ledger that may name the files cannot be read; IndexCorrupt.</exception>
    internal Dictionary<string, PassedFile> Of(StorageWriter writer, SessionRow leaving, CancellationToken cancellationToken)
    {
        ILookup<string, string> documents = catalog.Documents.OfSession(leaving.Id).ToLookup(row => row.Entry.Sha256, row => row.Entry.Path);
        var passes = new Dictionary<string, PassedFile>(StringComparer.Ordinal);
        var offline = new List<StorageRow>();
        var read = new HashSet<Guid> { leaving.Header.Uuid };
        foreach (StorageRow storage in catalog.Storages.All().OrderBy(storage => storage.Id != writer.StorageId).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!StorageProbe.IsOnline(storage))
            {
                offline.Add(storage);
                continue;
            }

            if (storage.Id != writer.StorageId)
                new StorageIndexes(catalog, files, new StorageLayout(storage.Root), storage.Id).Merge(cancellationToken);
            foreach ((Guid session, IEnumerable<LedgerEntry> ledger) in Ledgers(storage).Where(item => item.Session != leaving.Header.Uuid))
            {
                read.Add(session);
                foreach (LedgerEntry entry in ledger)
                {
                    if (entry is not { Verdict: ImportVerdict.Duplicate, Sha256: { } sha256 } || (entry.ExistingStorage ?? storage.Uuid) != writer.Row.Uuid)
                        continue;
                    foreach (string path in catalog.Files.BySha256(sha256).Where(row => row.SessionId == leaving.Id).MinBy(row => row.Path, StringComparer.Ordinal) is { } row ? [row.Path] : documents[sha256])
                        passes.TryAdd(path, new PassedFile { Path = path, ToSession = session });
                }
            }
        }

        offline.ForEach(storage => RequireNoClaim(storage, leaving, read));
        return passes;
    }

    private IEnumerable<(Guid Session, IEnumerable<LedgerEntry> Ledger)> Ledgers(StorageRow storage)
    {
        var layout = new StorageLayout(storage.Root);
        List<ImportJournal> interrupted = ImportJournal.Unfinished(files, layout);
        foreach (SessionHeader session in catalog.Sessions.OfStorage(storage.Id).Select(row => row.Header))
        {
            yield return (session.Uuid, interrupted.Find(journal => journal.Plan.Session.Uuid == session.Uuid) is { } journal
                ? journal.Records().Select(record => record.Ledger!)
                : new JsonLines<LedgerEntry>(files, layout.Ledger(session.Id), IndexJson.Instance.LedgerEntry).Read());
        }
    }

    /// <summary>
    /// Of a storage that is offline only the counts are known. A session may claim files if it has duplicates, was imported after
    /// the one that leaves, and no copy of it is accessible.
    /// </summary>
    private void RequireNoClaim(StorageRow storage, SessionRow leaving, HashSet<Guid> read)
    {
        SessionHeader? claimant = catalog.Sessions.OfStorage(storage.Id).Select(row => row.Header).FirstOrDefault(session => !read.Contains(session.Uuid)
            && (session.Counts?.Duplicate > 0 || session.Status == SessionStatus.Incomplete)
            && IndexTime.ParseUtc(session.ImportedAt) >= IndexTime.ParseUtc(leaving.Header.ImportedAt));
        if (claimant is not null)
        {
            throw new ImaLinkException(ErrorCode.StorageOffline,
                $"'{leaving.Header.Title}' was not removed: the session '{claimant.Title}' of the storage '{storage.Name}', which is offline, may count on its files as the only ones. Connect that storage, or forget it with Remove-ImaFileStorage.",
                storage.Name);
        }
    }
}
