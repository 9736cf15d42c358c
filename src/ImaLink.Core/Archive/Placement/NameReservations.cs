using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Archive.Placement;

/// <summary>
/// Finds free names in a storage: free on the disk, in the catalog and among those just given, where names that differ only
/// in case or normalisation count as the same. Remembers the last folders it looked into.
/// </summary>
internal sealed class NameReservations(CatalogDatabase catalog, StorageLayout layout, long storageId)
{
    private const int FoldersKept = 32;
    private readonly Dictionary<string, HashSet<string>> _folders = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _given = new(StringComparer.Ordinal); // and perhaps neither on the disk nor in the catalog yet

    /// <summary>The names given so far are on the disk and in the catalog now.</summary>
    internal void Settled() => _given.Clear();

    /// <summary>Reserves a path: the one wanted, or the first numbered one that is free.</summary>
    /// <exception cref="ImaLinkException">Its folder cannot be read.</exception>
    internal string Reserve(string wanted)
    {
        for (int n = 0; ; n++)
        {
            string path = FileNames.Numbered(wanted, n);
            string key = FileNames.Key(path);
            int slash = path.LastIndexOf('/');
            HashSet<string> names = NamesIn(path[..slash]);
            if (_given.Contains(key) || names.Contains(FileNames.Key(path[(slash + 1)..])) || catalog.Files.IsTaken(storageId, key))
                continue;
            names.Add(FileNames.Key(path[(slash + 1)..]));
            _given.Add(key);
            return path;
        }
    }

    private HashSet<string> NamesIn(string folder)
    {
        string key = FileNames.Key(folder);
        if (_folders.TryGetValue(key, out HashSet<string>? names))
            return names;
        string path = layout.FullName(folder);
        names = Listed(path);
        _folders.Add(key, names);
        _order.Enqueue(key);
        if (_order.Count > FoldersKept)
            _folders.Remove(_order.Dequeue());
        return names;
    }

    private static HashSet<string> Listed(string folder)
    {
        try
        {
            return (Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : []).Select(entry => FileNames.Key(Path.GetFileName(entry))).ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, folder);
        }
    }
}
