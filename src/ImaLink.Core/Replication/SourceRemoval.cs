using ImaLink.Archive.Placement;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Replication;

/// <summary>
/// Removes a storage from where it was: only files whose bytes are read back in the target now and are the same. What else lies there
/// stays, and with it the index that says that the storage was moved. The program's own files, which the target has gone on writing,
/// go when nothing else is left.
/// </summary>
internal sealed class SourceRemoval(DurableFiles files, StorageLayout source, StorageLayout target)
{
    /// <exception cref="ImaLinkException">MoveFailed where both places are one.</exception>
    internal void Run(OperationReporter reporter, CancellationToken cancellationToken)
    {
        if (RealPath.Of(source.Root) == RealPath.Of(target.Root))
            throw new ImaLinkException(ErrorCode.MoveFailed, $"'{source.Root}' leads to where the storage lies now. Nothing was removed; give -RemoveSource again when the old place is there.", source.Root);
        List<string> all = [.. StorageFiles.Of(source, reporter, cancellationToken).Where(IsToBeHeld)];
        int kept = 0, done = 0;
        foreach ((string path, bool same) in ParallelOrdered.Map(all, Environment.ProcessorCount, 64,
            (path, token) => (path, IsHeld(path, token)), cancellationToken))
        {
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Removing source", Item = path, Items = ++done, TotalItems = all.Count });
            if (same)
                files.Delete(source.FullName(path));
            else
                kept++;
            if (!same)
                reporter.Warning?.Invoke($"'{source.FullName(path)}' is kept: the moved storage does not hold its bytes at that place in a file of its own.");
        }

        if (kept == 0 && RemoveEmpty(source.Photos))
        {
            files.DeleteTree(source.Private);
            files.DeleteTree(source.Imports);
            files.DeleteTree(source.Albums);
            foreach (string own in new[] { source.Manifest, source.MasterIndex + ".bak", source.MasterIndex })
                files.Delete(own);
            if (!Directory.EnumerateFileSystemEntries(source.Root).Any())
                files.DeleteTree(source.Root);
        }
    }

    /// <summary>Removes a folder in which only folders are left; false where something has come to lie there.</summary>
    private static bool RemoveEmpty(string folder)
    {
        if (!Directory.Exists(folder))
            return true;
        try
        {
            if (new DirectoryInfo(folder).LinkTarget is not null || !Directory.GetDirectories(folder).All(RemoveEmpty))
                return false;
            Directory.Delete(folder); // refuses a folder that is not empty
            return true;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    private static bool IsToBeHeld(string path) => !path.StartsWith("imports/", StringComparison.Ordinal) && !path.StartsWith(OwnFiles.AlbumsFolder + "/", StringComparison.Ordinal)
        && (!path.StartsWith(".imalink/", StringComparison.Ordinal) || path.StartsWith(".imalink/trash/", StringComparison.Ordinal));

    private bool IsHeld(string path, CancellationToken cancellationToken)
    {
        string place = target.FullName(path);
        try
        {
            return File.Exists(place) && RealPath.IsBelow(target.Root, place) && !IsOneFile(source.FullName(path), place)
                && VerifiedCopy.ReadBack(source.FullName(path), cancellationToken) == VerifiedCopy.ReadBack(place, cancellationToken);
        }
        catch (ImaLinkException)
        {
            return false;
        }
    }

    /// <summary>Whether two paths lead to one file, as where a drive is mounted twice: it is no copy of itself.</summary>
    private static bool IsOneFile(string one, string other) => Inode.Of(one) is { } id && id == Inode.Of(other);
}
