using ImaLink.Archive;
using ImaLink.Files;

namespace ImaLink.Recovery;

/// <summary>
/// Walks folders for storages, without a catalog and without writing: links are not followed; hidden and system folders, those
/// in which the operating system shows itself, and what lies in a storage are left out. Memory grows with the folders that
/// wait for their turn only.
/// </summary>
internal sealed class StorageSearch(OperationReporter reporter)
{
    private long _folders;

    /// <summary>The directories of storages, intact or damaged, as they are found.</summary>
    /// <param name="root">Full path of the folder in which the search begins, whatever kind of folder it is.</param>
    /// <param name="cancellationToken">Stops between two folders.</param>
    internal IEnumerable<string> Run(string root, CancellationToken cancellationToken)
    {
        var waiting = new Stack<string>([root]);
        while (waiting.TryPop(out string? folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_folders++ % 256 == 0)
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Looking for storages", Item = folder, Items = _folders });
            if (List(folder, isRoot: folder == root) is not { } listing)
                continue;
            if (IsStorage(folder, listing))
            {
                yield return folder;
                continue;
            }

            foreach (string subfolder in listing.Folders)
                if (!SystemFolders.IsVirtual(subfolder))
                    waiting.Push(subfolder);
        }
    }

    /// <summary>Whether a folder is the directory of a storage.</summary>
    internal bool IsStorage(string folder) => List(folder, isRoot: true) is { } listing && IsStorage(folder, listing);

    private static bool IsStorage(string folder, FolderListing listing) =>
        listing.Parts.MakeAStorageOf(folder) || (listing.Parts.MayBeAStorage && StorageProbe.UuidAt(folder) is not null);

    private FolderListing? List(string folder, bool isRoot)
    {
        try
        {
            return FolderListing.Of(folder);
        }
        catch (DirectoryNotFoundException) when (!isRoot)
        {
            return null; // it went away since its parent was listed
        }
        catch (IOException e) when (File.Exists(folder))
        {
            reporter.Error?.Invoke(new ImaLinkException(ErrorCode.PathNotFound, $"'{folder}' is a file. Name a folder to look in.", folder, e));
            return null;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            reporter.Error?.Invoke(IoErrors.Wrap(e, folder, writing: e is UnauthorizedAccessException)); // not "is a folder"
            return null;
        }
    }
}
