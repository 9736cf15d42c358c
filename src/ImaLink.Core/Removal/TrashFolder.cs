using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Removal;

/// <summary>One folder of the trash: what one removal took away.</summary>
internal sealed class TrashFolder
{
    private readonly JsonLines<TrashEntry> _entries;

    internal TrashFolder(DurableFiles files, StorageLayout layout, string name)
    {
        Name = name;
        FullName = Path.Combine(layout.Trash, name);
        _entries = new JsonLines<TrashEntry>(files, Path.Combine(FullName, "entries.jsonl"), IndexJson.Instance.TrashEntry);
    }

    internal string Name { get; }

    internal string FullName { get; }

    internal static IEnumerable<TrashFolder> All(DurableFiles files, StorageLayout layout) => !Directory.Exists(layout.Trash) ? []
        : Directory.EnumerateDirectories(layout.Trash).Order(StringComparer.Ordinal)
            .Select(folder => new TrashFolder(files, layout, Path.GetFileName(folder)));

    internal void Write(IEnumerable<TrashEntry> entries) => _entries.Append(entries);

    internal IEnumerable<TrashEntry> Entries() => _entries.Read().Select(entry =>
    {
        entry.Entry.Hothash = entry.Hothash;
        return entry;
    });

    internal string FileOf(TrashEntry entry) => Path.Combine(FullName, entry.StoredName());

    internal string FileOf(TrashEntry entry, int companion) => Path.Combine(FullName, entry.StoredName(companion));

    /// <summary>What lies in it now: an entry counts while its file is there.</summary>
    internal IEnumerable<TrashEntry> Present() => Entries().Where(entry => !entry.RecordOnly && File.Exists(FileOf(entry)));
}
