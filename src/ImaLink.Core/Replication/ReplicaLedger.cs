using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Replication;

/// <summary>
/// The ledger of a replica: that of the session it is a replica of, with the places that the files have in the target. What the target
/// held already in another session is a duplicate there, so that removing that session leaves the file to this one.
/// </summary>
internal sealed class ReplicaLedger(StorageWriter target, StorageLayout source, SessionRow session)
{
    /// <summary>Writes it and gives the session's header as it is in the target.</summary>
    internal SessionHeader Write(SessionRow replica, IEnumerable<CopyUnit> units)
    {
        var (own, others, table) = (new LedgerPlaces(), new Dictionary<string, string>(StringComparer.Ordinal), new CheckTable(target.Catalog));
        foreach (CopyUnit unit in units)
        {
            List<FormerContent> previous = (unit.Held ?? unit.Linked) is null ? [] : table.Previous(unit.Row.Id);
            if (unit.Held is not null)
                own.Add(unit.Held, unit.Row.Sha256, previous);
            else if (unit.Linked is not null)
                foreach (string sha256 in previous.Select(former => former.Sha256!).Append(unit.Row.Sha256))
                    Link(others, sha256, unit.Linked);
            foreach (CompanionEntry companion in target.Catalog.Files.Companions(unit.Row.Id))
                own.AddSource(companion.Path, companion.Sha256);
        }

        foreach (FileRow row in target.Catalog.Files.BySession(replica.Id))
        {
            if (row.State == FileState.Present)
                own.AddLeft(row.Path, row.Sha256);
            foreach (CompanionEntry companion in target.Catalog.Files.Companions(row.Id))
                own.Add(companion.Path, companion.Sha256, []);
        }

        foreach (DocumentRow row in target.Catalog.Documents.OfSession(replica.Id))
            own.Add(row.Entry.Path, row.Entry.Sha256, []);
        foreach (DocumentRow row in target.Catalog.Documents.OfSession(session.Id))
            own.AddSource(row.Entry.Path, row.Entry.Sha256);

        SessionHeader header = replica.Header;
        header.Counts = new SessionCounts();
        header.Bytes = 0;
        header.Status = SessionStatus.Completed;
        var lines = new JsonLines<LedgerEntry>(target.Files, target.Layout.Ledger(header.Id), IndexJson.Instance.LedgerEntry);
        target.Files.Replace(target.Layout.Ledger(header.Id), stream => lines.Write(stream, Lines().Select(line =>
        {
            Translate(line, own, others);
            header.Count(line);
            return line;
        })));
        return header;
    }

    /// <summary>The ledger of a replica whose source is gone: what was copied of it.</summary>
    /// <returns>The session's header as it is in the target.</returns>
    internal static SessionHeader OfCopied(StorageWriter target, SessionHeader header, ImportJournal journal)
    {
        (header.Counts, header.Bytes, header.Status) = (new SessionCounts(), 0, SessionStatus.Completed);
        string ledger = target.Layout.Ledger(header.Id);
        var lines = new JsonLines<LedgerEntry>(target.Files, ledger, IndexJson.Instance.LedgerEntry);
        target.Files.Replace(ledger, stream => lines.Write(stream, journal.Records().Select(record => record.Ledger!).Select(line =>
        {
            header.Count(line);
            return line;
        })));
        return header;
    }

    /// <summary>The ledger of the source; where it is lost, one line per file.</summary>
    private IEnumerable<LedgerEntry> Lines()
    {
        string path = source.Ledger(session.Header.Id);
        if (File.Exists(path))
            return new JsonLines<LedgerEntry>(target.Files, path, IndexJson.Instance.LedgerEntry).Read();
        return target.Catalog.Files.BySession(session.Id).Select(row => SessionCopy.Ledger(source.FullName(row.Path), row.Path, row.Sha256, row.Size, row.Hothash))
            .Concat(target.Catalog.Documents.OfSession(session.Id).Select(row => row.Entry)
                .Select(document => SessionCopy.Ledger(source.FullName(document.Path), document.Path, document.Sha256, document.FileSize, null)));
    }

    private void Translate(LedgerEntry line, LedgerPlaces own, Dictionary<string, string> others)
    {
        if (line.Path is not null && own.Take(line) is { } place)
        {
            line.Path = place;
        }
        else if (line.Path is not null && line.Sha256 is not null && others.TryGetValue(line.Sha256, out string? other))
        {
            (line.Verdict, line.Path, line.ExistingPath, line.Reason) = (ImportVerdict.Duplicate, null, other, "The storage held it when the session was copied.");
        }
        else if (line.Path is not null)
        {
            (line.Verdict, line.Path, line.Reason) = (ImportVerdict.Skipped, null, "It was not in the session any more, or not readable, when the session was copied.");
        }
        else if (line.ExistingPath is not null && line.ExistingStorage is null)
        {
            // A duplicate of what the source holds: named here where it is here too.
            string? here = line.Sha256 is null ? null : target.Catalog.Files.BySha256(line.Sha256).FirstOrDefault(row => row.StorageId == target.StorageId)?.Path;
            line.ExistingStorage = here is null ? session.Header.FileStorageUuid : null;
            line.ExistingPath = here ?? line.ExistingPath;
        }
    }

    /// <summary>A file that another session has, with its companions.</summary>
    private void Link(Dictionary<string, string> others, string sha256, string path)
    {
        others[sha256] = path;
        foreach (CompanionEntry companion in target.Catalog.Files.Companions(target.Catalog.Files.ByPath(target.StorageId, path)!.Id))
            others[companion.Sha256] = companion.Path;
    }
}
