using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Tests.Archive.Placement;

/// <summary>
/// Which names would be there after a power failure: those that were there at the beginning, and those whose folder has been flushed since.
/// What a process that died had done to the disk is forgotten by nobody but the medium.
/// </summary>
internal sealed class FlushedNames
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly HashSet<string> _flushed;

    /// <param name="folder">The folder of all storages.</param>
    public FlushedNames(string folder) =>
        (_folder, _flushed) = (folder, [.. Directory.EnumerateFileSystemEntries(folder, "*", Everything)]);

    /// <summary>What was not flushed when a journal ended, and nobody would do it again.</summary>
    public List<string> Forgotten { get; } = [];

    /// <summary>The fault point of a process that lives on.</summary>
    public void Note(DurableOperation operation, string path)
    {
        lock (_lock)
        {
            if (operation == DurableOperation.FlushDirectory && Directory.Exists(path))
                _flushed.UnionWith(Directory.EnumerateFileSystemEntries(path));
            else if (operation is DurableOperation.Rename or DurableOperation.CreateDirectory)
                _flushed.Remove(path);
            if (operation == DurableOperation.Rename)
                Forgotten.AddRange(Unflushed(IsOfJournal)); // it must be known before a file gets a name
            else if (operation == DurableOperation.Delete && Path.GetFileName(path) == "operation.json")
                Forgotten.AddRange(Unflushed());
        }
    }

    /// <summary>What holds photos, or is one, or tells of them in the trash or among the imports, and would not be there.</summary>
    public List<string> Unflushed() => Unflushed(HoldsPhotos);

    private List<string> Unflushed(Func<string, bool> isAsked) => [.. Directory.EnumerateFileSystemEntries(_folder, "*", Everything)
        .Where(name => !_flushed.Contains(name) && isAsked(name.Replace(Path.DirectorySeparatorChar, '/') + "/")).Select(name => Path.GetRelativePath(_folder, name))];

    private static bool HoldsPhotos(string path) => path.Contains($"/{StorageLayout.PhotosFolder}/", StringComparison.Ordinal)
        || path.Contains("/.imalink/trash/", StringComparison.Ordinal) || path.Contains("/imports/", StringComparison.Ordinal) || Directory.Exists(path + StorageLayout.PhotosFolder);

    private static bool IsOfJournal(string path) => path.EndsWith("/.imalink/journal/", StringComparison.Ordinal)
        || (path.Contains("/.imalink/journal/", StringComparison.Ordinal) && Directory.Exists(path));
}
