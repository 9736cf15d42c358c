using ImaLink.Index;

namespace ImaLink.Catalog;

/// <content>The local time of files (<c>taken_local</c>), by which they are sorted and found. It is made of three things, and only here.</content>
internal sealed partial class FileTable
{
    /// <summary>The local time of a file as a text that compares as times do: UTC as clocks of the zone of its session show it.</summary>
    private string? LocalTime(string? takenAt, string? source, long sessionId) => CaptureTime.Parse(takenAt, source) is { } taken
        ? IndexTime.FormatLocal((taken.IsUtc ? taken.In(catalog.Sessions.TimeZone(sessionId)) : taken).Time)
        : null;

    /// <summary>Tells the local times anew, read in pages so that they can be changed meanwhile; called inside a transaction.</summary>
    /// <param name="session">Of the files of this session, whose zone is another one now: only times in UTC are others then. Null for all files.</param>
    internal void SetLocalTimes(long? session = null)
    {
        for (long last = 0; ;)
        {
            var page = catalog.Query($"""
                SELECT id, taken_at, taken_at_source, session_id FROM file
                WHERE id > @1 AND {(session is null ? "taken_at IS NOT NULL" : "session_id = @0 AND taken_at_source IS NOT NULL")} ORDER BY id LIMIT 256
                """, row => (Id: row.GetInt64(0), Local: LocalTime(row.TextOrNull(1), row.TextOrNull(2), row.GetInt64(3))), session, last).ToList();
            if (page.Count == 0)
                return;
            foreach ((long id, string? local) in page)
                catalog.Execute("UPDATE file SET taken_local = @1 WHERE id = @0 AND taken_local IS NOT @1", id, local);
            last = page[^1].Id;
        }
    }

    /// <summary>Gives a file to another session of its storage, whose zone counts from then on.</summary>
    internal void SetSession(long id, long sessionId)
    {
        string? local = catalog.Query("SELECT taken_at, taken_at_source FROM file WHERE id = @0", row => LocalTime(row.TextOrNull(0), row.TextOrNull(1), sessionId), id).First();
        catalog.Execute("UPDATE file SET session_id = @1, taken_local = @2 WHERE id = @0", id, sessionId, local);
    }
}
