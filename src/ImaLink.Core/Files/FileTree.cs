namespace ImaLink.Files;

/// <summary>Lists what lies in a folder and below it.</summary>
public static class FileTree
{
    /// <summary>
    /// All files below a folder: by name, the files of a folder before its subfolders. Links to folders are not
    /// followed, so nothing is listed twice and no circle is entered.
    /// </summary>
    /// <param name="root">Full path of the folder.</param>
    /// <param name="onError">Told of each folder that cannot be listed; the others follow.</param>
    /// <param name="cancellationToken">Ends the listing early.</param>
    /// <returns>Full paths. Memory grows with the largest single folder only.</returns>
    public static IEnumerable<string> Files(
        string root, Action<ImaLinkException> onError, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(onError);
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out string? folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (files, subfolders) = List(folder, onError);
            foreach (string file in files)
                yield return file;
            for (int i = subfolders.Count - 1; i >= 0; i--)
                folders.Push(subfolders[i]);
        }
    }

    private static (List<string> Files, List<string> Folders) List(string folder, Action<ImaLinkException> onError)
    {
        List<string> files = [], folders = [];
        try
        {
            (List<FolderEntry> entries, List<string> broken) = FolderEntries.Of(folder);
            foreach (string name in broken)
                onError(new ImaLinkException(ErrorCode.ReadFailed, BrokenNames.Message(Path.Combine(folder, name)), Path.Combine(folder, name)));
            foreach (FolderEntry entry in entries)
            {
                string path = Path.Combine(folder, entry.Name);
                if (entry.IsFolder)
                    folders.Add(path);
                else if (!entry.IsLink || !Directory.Exists(path))
                    files.Add(path);
            }
        }
        catch (Exception exception) when (IoErrors.IsIo(exception))
        {
            onError(IoErrors.Wrap(exception, folder));
        }
        files.Sort(StringComparer.Ordinal);
        folders.Sort(StringComparer.Ordinal);
        return (files, folders);
    }
}
