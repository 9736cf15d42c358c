using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>What is still known of a session whose own data cannot be read.</summary>
internal static class LostSession
{
    /// <summary>Its header as the master index tells it, and its counts as its ledger does.</summary>
    /// <param name="session">A session whose UUID is known.</param>
    /// <param name="storage">UUID of its storage.</param>
    /// <param name="layout">The storage.</param>
    internal static SessionHeader Header(SessionSource session, Guid storage, StorageLayout layout)
    {
        var header = new SessionHeader
        {
            Id = session.Number,
            Uuid = session.Uuid!.Value,
            Title = session.Title ?? "",
            ImportedAt = session.Header?.ImportedAt ?? session.Listed?.ImportedAt ?? "",
            FileStorageUuid = storage,
            TimeZone = session.Header?.TimeZone,
            Status = SessionStatus.Completed,
            Counts = new SessionCounts(),
            Revision = session.Listed?.Revision ?? 0,
        };
        foreach (LedgerEntry entry in Ledger(layout, session.Number))
            header.Count(entry);

        return header;
    }

    /// <summary>The lines of a ledger up to where it is damaged; none where there is none.</summary>
    internal static IEnumerable<LedgerEntry> Ledger(StorageLayout layout, int number)
    {
        using IEnumerator<LedgerEntry> entries = new JsonLines<LedgerEntry>(new DurableFiles(), layout.Ledger(number), IndexJson.Instance.LedgerEntry).Read().GetEnumerator();
        while (true)
        {
            try
            {
                if (!entries.MoveNext())
                    yield break;
            }
            catch (Exception e) when (e is ImaLinkException || IoErrors.IsIo(e))
            {
                yield break;
            }

            yield return entries.Current;
        }
    }
}
