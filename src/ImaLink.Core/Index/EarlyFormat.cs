using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>
/// Indexes written by ImaLink's first implementation: sessions have a number and no UUID, entries have another hothash and
/// neither path nor SHA-256. A file of theirs is found again by its name and size.
/// </summary>
internal static class EarlyFormat
{
    /// <summary>Gives the sessions of such a master index what it does not say: a UUID, the same each time, and a title.</summary>
    internal static void Complete(MasterIndex index)
    {
        if (index.StorageInfo is not { } info || info.Uuid == Guid.Empty)
            return;
        foreach (SessionSummary session in (index.ImportSessions ?? []).Where(session => session is { Id: > 0 } && session.Uuid == Guid.Empty))
        {
            session.Uuid = SessionUuid(info.Uuid, session.Id);
            session.Title = TitleOf(session.Title, session.Id);
            session.ImportedAt ??= "";
        }
    }

    /// <summary>The session's own data out of such an index; null where it is none.</summary>
    internal static SessionHeader? Header(string path, int number)
    {
        try
        {
            using FileStream stream = Open(path);
            var scanner = new JsonFileScanner(stream);
            if (!scanner.Read() || scanner.TokenType != JsonTokenType.StartObject)
                return null;
            while (scanner.Read() && scanner.TokenType == JsonTokenType.PropertyName)
            {
                if (scanner.Name == "import_session")
                    return Header(JsonSerializer.Deserialize(scanner.ReadValue(), IndexJson.Instance.SessionHeader), number);
                scanner.SkipValue();
            }
        }
        catch (Exception e) when (IndexJson.IsMalformed(e) || IoErrors.IsIo(e))
        {
            // It is no index of any kind.
        }

        return null;
    }

    /// <summary>The entries of such an index that have a name; ends where it is damaged.</summary>
    internal static IEnumerable<FileEntry> Files(string path)
    {
        using FileStream stream = Open(path);
        var scanner = new JsonFileScanner(stream);
        while (Next(scanner) is { } entry)
            if (!string.IsNullOrEmpty(entry.Filename) && entry.FileSize >= 0)
                yield return entry;
    }

    /// <summary>The UUID of a session that has none: the same each time.</summary>
    internal static Guid SessionUuid(Guid storage, int number) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"session {number} of {storage}")).AsSpan(0, 16));

    private static SessionHeader? Header(SessionHeader? header, int number)
    {
        if (header is null || header.Uuid != Guid.Empty || header.FileStorageUuid != Guid.Empty)
            return null;
        header.Id = number;
        header.Title = TitleOf(header.Title, number);
        header.ImportedAt = IndexTime.ParseUtc(header.ImportedAt) is { } time ? IndexTime.FormatUtc(time) : "";
        header.Status = SessionStatus.Completed;
        header.Revision = 0;
        header.TimeZone = null;
        IndexCheck.Unknown(header.Extra);
        return header;
    }

    private static string TitleOf(string? title, int number) => string.IsNullOrWhiteSpace(title) ? $"Session {number}" : title;

    /// <summary>The next entry, whatever it is called and wherever it stands in <c>files</c>; null at the end.</summary>
    private static FileEntry? Next(JsonFileScanner scanner)
    {
        try
        {
            while (scanner.Read())
            {
                if (scanner.TokenType != JsonTokenType.PropertyName || scanner.Name == "files")
                    continue;
                if (scanner.Name is "import_session" or "statistics")
                    scanner.SkipValue();
                else if (JsonSerializer.Deserialize(scanner.ReadValue(), IndexJson.Instance.FileEntry) is { } entry)
                    return entry;
            }
        }
        catch (Exception e) when (IndexJson.IsMalformed(e) || IoErrors.IsIo(e))
        {
            // What follows cannot be read.
        }

        return null;
    }

    private static FileStream Open(string path) => OwnFiles.OpenRead(path);
}
