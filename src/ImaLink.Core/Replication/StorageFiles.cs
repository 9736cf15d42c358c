using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Replication;

/// <summary>What goes along when a storage is moved: everything but what is written anew or belongs to unfinished operations.</summary>
internal static class StorageFiles
{
    /// <summary>Paths in the storage, with <c>/</c>, of its files; links to folders, out of the storage and to nowhere are told.</summary>
    internal static IEnumerable<string> Of(StorageLayout layout, OperationReporter reporter, CancellationToken cancellationToken)
    {
        var trouble = new List<ImaLinkException>();
        foreach (string file in FileTree.Files(layout.Root, trouble.Add, cancellationToken))
        {
            if (trouble.Count > 0)
                throw trouble[0]; // what cannot be listed cannot be moved
            string path = layout.RelativePath(file);
            if (!GoesAlong(path))
                continue;
            if (!path.StartsWith("photos/", StringComparison.Ordinal) && new FileInfo(file).LinkTarget is not null)
                reporter.Warning?.Invoke($"'{file}' is a link where a file of the storage's own belongs; it is not moved.");
            else if (!File.Exists(file))
                reporter.Warning?.Invoke($"'{file}' is a link that leads nowhere; it is not moved.");
            else if (!layout.Reaches(path))
                reporter.Warning?.Invoke($"'{file}' is a link that leads out of the storage; it is not moved.");
            else
                yield return path;
        }

        if (trouble.Count > 0)
            throw trouble[0];
    }

    /// <summary>Creates the owner's folders, so that empty ones are not lost.</summary>
    internal static void CreateFolders(DurableFiles files, StorageLayout from, StorageLayout to, OperationReporter reporter)
    {
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(from.Photos)]);
        while (folders.TryPop(out DirectoryInfo? folder))
        {
            if (folder.LinkTarget is not null)
            {
                reporter.Warning?.Invoke($"'{folder.FullName}' is a link to a folder; it is not moved.");
                continue;
            }

            files.CreateDirectory(to.FullName(from.RelativePath(folder.FullName)), to.Root);
            foreach (DirectoryInfo subfolder in folder.EnumerateDirectories())
                folders.Push(subfolder);
        }
    }

    private static bool GoesAlong(string path) =>
        path is not ("index.json" or "index.json.bak" or "manifest-sha256.txt" or ".imalink/lock" or FormerPlace.NotePath)
        && !path.StartsWith(".imalink/incoming/", StringComparison.Ordinal) && !path.StartsWith(".imalink/journal/", StringComparison.Ordinal)
        && !path.EndsWith(DurableFiles.Unfinished, StringComparison.Ordinal);
}
