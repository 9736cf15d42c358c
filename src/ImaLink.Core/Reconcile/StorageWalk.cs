using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Companions;

namespace ImaLink.Reconcile;

/// <summary>A file as the walk sees it: nothing was opened.</summary>
/// <param name="Path">Path in the storage, with <c>/</c>.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Modified">Time of last modification in ticks, UTC.</param>
/// <param name="IsLink">Whether the path is a link; size and time are those of what it leads to.</param>
/// <param name="IsCompanion">Whether it is a companion by its name, and no photo.</param>
internal readonly record struct DiskFile(string Path, long Size, long Modified, bool IsLink = false, bool IsCompanion = false);

/// <summary>
/// Lists every file under <c>photos/</c> with size and time, in the catalog's order of paths, opening none. Links to folders
/// are not entered. While the files of one folder are looked at, the next few are listed already. Memory grows with the largest folders only.
/// </summary>
internal sealed class StorageWalk(StorageLayout layout, Action<ImaLinkException> onError)
{
    private const int Ahead = 4;

    private sealed record Listing(List<FolderEntry> Entries, List<string> Broken, Exception? Trouble = null);

    /// <summary>Folders (with a <c>/</c> at their end) that could not be listed: what is registered below is not missing.</summary>
    internal List<string> Unread { get; } = [];

    /// <summary>All files.</summary>
    internal IEnumerable<DiskFile> Files(CancellationToken cancellationToken) =>
        Folder(layout.Photos, StorageLayout.PhotosFolder + "/", List(layout.Photos), cancellationToken);

    private IEnumerable<DiskFile> Folder(string fullName, string path, Listing listing, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<FolderEntry> entries = Told(listing, fullName, path);
        FolderCompanions? companions = null;
        using IEnumerator<string> folders = entries.Where(entry => entry.IsFolder).Select(entry => System.IO.Path.Combine(fullName, entry.Name)).GetEnumerator();
        var ahead = new Queue<Task<Listing>>();
        foreach (FolderEntry entry in entries)
        {
            if (entry.IsLink)
            {
                if (Target(System.IO.Path.Combine(fullName, entry.Name), path + entry.Name) is { } file)
                    yield return file;
            }
            else if (!entry.IsFolder)
            {
                bool isCompanion = CompanionKind.Of(entry.Name) is not null;
                // A .thm is a picture where no film has its name.
                if (isCompanion && PhotoNames.IsMedia(entry.Name))
                    isCompanion = (companions ??= new(entries.Where(other => !other.IsFolder).Select(other => other.Name))).Of(entry.Name) is not null;
                yield return new DiskFile(path + entry.Name, entry.Size, entry.Modified, IsCompanion: isCompanion);
            }
            else
            {
                while (ahead.Count < Ahead && folders.MoveNext())
                {
                    string folder = folders.Current;
                    ahead.Enqueue(Task.Run(() => List(folder), CancellationToken.None));
                }

                foreach (DiskFile file in Folder(System.IO.Path.Combine(fullName, entry.Name), path + entry.Name + "/", ahead.Dequeue().GetAwaiter().GetResult(), cancellationToken))
                    yield return file;
            }
        }
    }

    /// <summary>The entries of a folder that is looked at now; what there is to say of it is said in its turn.</summary>
    private List<FolderEntry> Told(Listing listing, string fullName, string path)
    {
        if (listing.Trouble is { } trouble)
        {
            Unread.Add(path);
            onError(IoErrors.Wrap(trouble, fullName, writing: trouble is UnauthorizedAccessException)); // not "is a folder"
        }

        foreach (string broken in listing.Broken)
            onError(new ImaLinkException(ErrorCode.ReadFailed, BrokenNames.Message(System.IO.Path.Combine(fullName, broken)), System.IO.Path.Combine(fullName, broken)));
        return listing.Entries;
    }

    /// <summary>Lists a folder, on any thread.</summary>
    private static Listing List(string fullName)
    {
        try
        {
            (List<FolderEntry> entries, List<string> broken) = FolderEntries.Of(fullName);
            entries.Sort(static (one, other) => PathOrder.Compare(one.Name, one.IsFolder, other.Name, other.IsFolder));
            return new Listing(entries, broken);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return new Listing([], [], e); // half a folder is none
        }
    }

    /// <summary>What a link leads to, if that is a file.</summary>
    private static DiskFile? Target(string link, string path)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true) is FileInfo { Exists: true } target
                ? new DiskFile(path, target.Length, target.LastWriteTimeUtc.Ticks, IsLink: true)
                : null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null; // it leads nowhere, or to itself
        }
    }
}
