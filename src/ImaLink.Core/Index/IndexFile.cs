using ImaLink.Storage;

namespace ImaLink.Index;

/// <summary>A file in <c>imports/</c> that is named like a session index or the previous version of one, and its beginning.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Number">The number in its name.</param>
/// <param name="Header">The session's own data; null where it cannot be read.</param>
/// <param name="Problem">Why it cannot be read.</param>
/// <param name="Early">The session's own data, where the first implementation wrote the file.</param>
internal sealed record IndexFile(string Path, int Number, SessionHeader? Header, string? Problem, SessionHeader? Early = null)
{
    private const string Prefix = "session_", Suffix = ".json", BackupSuffix = ".json.bak";

    internal bool IsBackup => Path.EndsWith(BackupSuffix, StringComparison.Ordinal);

    /// <summary>All of a storage, by number; none where the folder is missing or unreadable.</summary>
    internal static List<IndexFile> All(StorageLayout layout, CancellationToken cancellationToken)
    {
        var found = new List<IndexFile>();
        foreach (string path in Names(layout))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = System.IO.Path.GetFileName(path);
            string stem = name.EndsWith(BackupSuffix, StringComparison.Ordinal) ? name[..^BackupSuffix.Length]
                : name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : "";
            if (stem.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(stem.AsSpan(Prefix.Length), out int number) && number > 0 && stem == Prefix + number)
                found.Add(Read(path, number));
        }

        return [.. found.OrderBy(file => file.Number).ThenBy(file => file.IsBackup)];
    }

    private static List<string> Names(StorageLayout layout)
    {
        try
        {
            return Directory.Exists(layout.Imports) ? [.. Directory.EnumerateFiles(layout.Imports, Prefix + "*")] : [];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return [];
        }
    }

    private static IndexFile Read(string path, int number)
    {
        try
        {
            return new IndexFile(path, number, SessionIndexFile.ReadHeader(path), null);
        }
        catch (ImaLinkException e)
        {
            return new IndexFile(path, number, null, e.Message, EarlyFormat.Header(path, number));
        }
    }
}
