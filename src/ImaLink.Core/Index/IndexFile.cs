using System.Globalization;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>A file in <c>imports/</c> that is named like a session index or the previous version of one, and its beginning.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Number">The number in its name.</param>
/// <param name="Header">The session's own data, without the files that were removed from it and what this version does not know; null where it cannot be read.</param>
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
        foreach (string path in NamesIfReadable(layout))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((NumberIn(path, Suffix) ?? NumberIn(path, BackupSuffix)) is { } number)
                found.Add(Read(path, number));
        }

        return [.. found.OrderBy(file => file.Number).ThenBy(file => file.IsBackup)];
    }

    /// <summary>Where the session indexes of a storage lie, by number; what a program that copies files calls a further version is none.</summary>
    /// <exception cref="ImaLinkException">The folder cannot be read.</exception>
    internal static List<(string Path, int Number)> Present(StorageLayout layout) =>
        [.. Names(layout).Select(path => (path, Number: NumberIn(path, Suffix) ?? 0)).Where(file => file.Number > 0).OrderBy(file => file.Number)];

    /// <summary>The number in a file's name; null where it is not the very name that an index has.</summary>
    private static int? NumberIn(string path, string suffix)
    {
        string name = System.IO.Path.GetFileName(path);
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal) && name.Length > Prefix.Length + suffix.Length
            && int.TryParse(name.AsSpan()[Prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is > 0 and <= Sizes.MaxSessionNumber && name == string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}{suffix}") ? number : null;
    }

    private static List<string> NamesIfReadable(StorageLayout layout)
    {
        try
        {
            return Names(layout);
        }
        catch (ImaLinkException)
        {
            return [];
        }
    }

    private static List<string> Names(StorageLayout layout)
    {
        try
        {
            return Directory.Exists(layout.Imports) ? [.. Directory.EnumerateFiles(layout.Imports, Prefix + "*")] : [];
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, layout.Imports, writing: e is UnauthorizedAccessException); // not "is a folder"
        }
    }

    private static IndexFile Read(string path, int number)
    {
        try
        {
            SessionHeader header = SessionIndexFile.ReadHeader(path);
            // All of a storage are held at once: what may be long is read again by whoever takes it over.
            (header.RemovedFiles, header.Extra) = (null, null);
            return new IndexFile(path, number, header, null);
        }
        catch (ImaLinkException e)
        {
            return new IndexFile(path, number, null, e.Message, EarlyFormat.Header(path, number));
        }
    }
}
