using System.Globalization;
using ImaLink.Files;
using ImaLink.Index.Journals;

namespace ImaLink.Index;

/// <summary>One folder of the trash: what one removal took away. Until the removal has begun, its entries lie in its journal.</summary>
internal sealed class TrashFolder
{
    internal const string EntriesList = "entries.jsonl";

    private readonly DurableFiles _files;
    private readonly string _entriesFile;
    private readonly JsonLines<TrashEntry> _entries;

    internal TrashFolder(DurableFiles files, string fullName)
    {
        (_files, FullName) = (files, fullName);
        _entriesFile = Path.Combine(fullName, EntriesList);
        _entries = new JsonLines<TrashEntry>(files, _entriesFile, JournalJson.Instance.TrashEntry);
    }

    /// <summary>Bytes of a list, some ten thousand entries, up to which it is held while it is checked to its end; a test holds none.</summary>
    internal long HeldList { get; init; } = 16 << 20;

    internal string Name => Path.GetFileName(FullName);

    internal string FullName { get; }

    internal static IEnumerable<TrashFolder> All(DurableFiles files, StorageLayout layout) => !Directory.Exists(layout.Trash) ? []
        : Directory.EnumerateDirectories(layout.Trash).Where(folder => RealPath.LinkBelow(layout.Root, folder) is null)
            .Order(StringComparer.Ordinal).Select(folder => new TrashFolder(files, folder));

    /// <summary>How the folder of an operation that begins now is called.</summary>
    internal static string NewName(Guid operation) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}_{operation.ToString("N")[..8]}");

    /// <summary>The folder of this name, which comes from a journal.</summary>
    /// <exception cref="ImaLinkException">IndexCorrupt, where the name leads elsewhere.</exception>
    internal static TrashFolder Named(DurableFiles files, StorageLayout layout, string name) =>
        FileNames.Portable(name) == name && RealPath.LinkBelow(layout.Root, Path.Combine(layout.Trash, name)) is null ? new TrashFolder(files, Path.Combine(layout.Trash, name))
        : throw new ImaLinkException(ErrorCode.IndexCorrupt, $"A journal of '{layout.Root}' names '{IndexCheck.Excerpt(name)}' as a folder of the trash. Nothing was changed.", layout.Root);

    /// <summary>
    /// Deletes what a clearing that was interrupted left: folders with a list of which nothing lies there any more. The record of a
    /// session whose files were only unregistered stays, and so does whatever is not ours. Called under the storage's lock.
    /// </summary>
    internal static void CleanUp(DurableFiles files, StorageLayout layout)
    {
        foreach (TrashFolder folder in All(files, layout).Where(folder => folder.IsLeftOver()).ToList())
            files.DeleteTree(folder.FullName);
    }

    private bool IsLeftOver()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(FullName).Select(Path.GetFileName).All(name => name!.StartsWith(EntriesList, StringComparison.Ordinal) || name.StartsWith("session_", StringComparison.Ordinal))
                && (!File.Exists(_entriesFile) || Entries().Any(entry => !entry.RecordOnly));
        }
        catch (Exception e) when (e is ImaLinkException || IoErrors.IsIo(e))
        {
            return false; // told by whoever lists the trash
        }
    }

    /// <summary>Writes the entries, complete or not at all; those that stand stay.</summary>
    internal void Write(IEnumerable<TrashEntry> entries)
    {
        _files.CreateDirectory(FullName);
        if (!File.Exists(_entriesFile))
            _files.Replace(_entriesFile, stream => _entries.Write(stream, entries));
    }

    /// <exception cref="ImaLinkException">IndexCorrupt: like an index, this is untrusted.</exception>
    internal IEnumerable<TrashEntry> Entries()
    {
        var numbers = new HashSet<int>();
        foreach (TrashEntry entry in _entries.Read(isWhole: true))
        {
            yield return numbers.Add(entry.Number) ? entry
                : throw new ImaLinkException(ErrorCode.IndexCorrupt, $"The number {entry.Number} occurs twice in '{_entriesFile}'. Nothing was changed.", _entriesFile);
        }
    }

    /// <summary>
    /// The entries; of a list that is damaged, or cannot be read, that is reported and there are none. A long one is read twice
    /// for that, and whoever reads without the lock may find it changed in between: that is reported too, after what could be read.
    /// </summary>
    internal IEnumerable<TrashEntry> Read(OperationReporter reporter)
    {
        List<TrashEntry>? held = null;
        if (!Reported(() => IsWhole(out held), "The folder", reporter))
            yield break;
        if (held is not null)
        {
            foreach (TrashEntry entry in held)
                yield return entry;
            yield break;
        }

        using IEnumerator<TrashEntry> entries = Entries().GetEnumerator();
        while (Reported(entries.MoveNext, "The rest of the folder", reporter))
            yield return entries.Current;
    }

    /// <summary>Reads all of the list, and keeps what it said where that is little.</summary>
    private bool IsWhole(out List<TrashEntry>? held)
    {
        held = new FileInfo(_entriesFile) is { Exists: true } list && list.Length > HeldList ? null : [];
        foreach (TrashEntry entry in Entries())
            held?.Add(entry);
        return true;
    }

    /// <summary>Reads; trouble with that is reported, and ends it.</summary>
    private bool Reported(Func<bool> read, string what, OperationReporter reporter)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is ImaLinkException || IoErrors.IsIo(e))
        {
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.IndexCorrupt,
                $"{what} '{FullName}' of the trash is left out: {IoErrors.Wrap(e, _entriesFile).Message} Its files can be copied from there.", FullName, e));
            return false;
        }
    }

    /// <summary>
    /// Why an entry lies in it. Where an earlier version did not say: what was repaired has no fingerprint and was never verified, as its
    /// bytes are not those of the record; a removed session leaves its index.
    /// </summary>
    internal string ReasonOf(TrashEntry entry) => entry.Reason switch
    {
        TrashReason.Removed or TrashReason.SessionRemoved or TrashReason.SourceRemoved or TrashReason.Repaired or TrashReason.Superseded => entry.Reason,
        _ when entry.IsDocument != true && entry.Entry is { Fingerprint: null, LastVerified: null, Companions: null } => TrashReason.Repaired,
        _ => Directory.EnumerateFiles(FullName, "session_*").Any() ? TrashReason.SessionRemoved : TrashReason.Removed,
    };

    internal string FileOf(TrashEntry entry) => Path.Combine(FullName, entry.StoredName());

    internal string FileOf(TrashEntry entry, int companion) => Path.Combine(FullName, entry.StoredName(companion));

    /// <summary>Whether the file of an entry lies in it now.</summary>
    internal bool Holds(TrashEntry entry) => !entry.RecordOnly && File.Exists(FileOf(entry));

    /// <summary>The entries whose files lie in it now. The folder is listed once: to ask for very many files one by one takes minutes over a network.</summary>
    internal IEnumerable<TrashEntry> Held(OperationReporter reporter)
    {
        HashSet<string> names;
        try
        {
            names = Directory.EnumerateFiles(FullName).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return []; // as of files that cannot be seen
        }

        return Read(reporter).Where(entry => !entry.RecordOnly && names.Contains(entry.StoredName()));
    }

    /// <summary>Deletes the folder where nothing is left in it but its list, whatever that list says: a photo is never deleted unseen.</summary>
    internal void DeleteIfEmpty()
    {
        if (Directory.Exists(FullName) && Directory.EnumerateFileSystemEntries(FullName).All(path => Path.GetFileName(path).StartsWith(EntriesList, StringComparison.Ordinal)))
            _files.DeleteTree(FullName);
    }
}
