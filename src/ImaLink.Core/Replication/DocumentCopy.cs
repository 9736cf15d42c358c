using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>Copies the documents of a session that its replica lacks: what belongs to no photo, each to its own path.</summary>
internal sealed class DocumentCopy(StorageWriter target, StorageLayout source, ImportJournal journal, CopyEvents events, CopyPlacement placement)
{
    /// <summary>The documents of a session that its replica in another storage does not hold.</summary>
    internal static List<DocumentEntry> Lacking(CatalogDatabase catalog, StorageRow target, SessionRow session)
    {
        var layout = new StorageLayout(target.Root);
        var held = (catalog.Sessions.Find(target.Id, session.Header.Uuid) is { } replica ? catalog.Documents.OfSession(replica.Id) : [])
            .Where(row => layout.Holds(row.Entry.Path) && new FileInfo(layout.FullName(row.Entry.Path)) is { Exists: true } file && file.Length == row.Entry.FileSize)
            .GroupBy(row => row.Entry.Sha256).ToDictionary(same => same.Key, same => same.Count());
        return [.. catalog.Documents.OfSession(session.Id).Select(row => row.Entry).Where(document => !Take(held, document.Sha256))];
    }

    /// <summary>Copies. Trouble with a file is reported, and the rest goes on.</summary>
    internal void Run(List<DocumentEntry> documents, CancellationToken cancellationToken)
    {
        var copy = new VerifiedCopy(target.Files, journal.Journal.Incoming, null);
        int number = journal.HighestNumber();
        foreach (DocumentEntry[] batch in documents.Chunk(64))
        {
            var parts = new List<(ImportRecord Record, string? Copy)>();
            foreach (DocumentEntry document in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string from = source.FullName(document.Path);
                CopyResult result = source.Reaches(document.Path) ? copy.Take(++number, from, document.Sha256, cancellationToken)
                    : new CopyResult(null, "A link in its path leads out of the storage.", default);
                if (result.Copy is null)
                {
                    events.Failed(SessionCopy.Of(from, result));
                    continue;
                }

                string place = placement.Reserve(document.Path, document.Path);
                parts.Add((new ImportRecord
                {
                    Number = number,
                    Document = new DocumentEntry { Path = place, Sha256 = document.Sha256, FileSize = document.FileSize, Extra = document.Extra },
                    Ledger = SessionCopy.Ledger(from, place, document.Sha256, document.FileSize, null),
                }, result.Copy));
            }

            placement.Commit(parts);
        }
    }

    private static bool Take(Dictionary<string, int> held, string sha256)
    {
        if (held.GetValueOrDefault(sha256) == 0)
            return false;
        held[sha256]--;
        return true;
    }
}
