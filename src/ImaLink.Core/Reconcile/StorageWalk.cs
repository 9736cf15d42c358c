using System.IO.Enumeration;
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
/// are not entered. Memory grows with the largest single folder only.
/// </summary>
internal sealed class StorageWalk(StorageLayout layout, Action<ImaLinkException> onError)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink, long Size, long Modified);

    /// <summary>Folders (with a <c>/</c> at their end) that could not be listed: what is registered below is not missing.</summary>
    internal List<string> Unread { get; } = [];

    /// <summary>All files.</summary>
    internal IEnumerable<DiskFile> Files(CancellationToken cancellationToken) =>
        Folder(layout.Photos, StorageLayout.PhotosFolder + "/", cancellationToken);

    private IEnumerable<DiskFile> Folder(string fullName, string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<Entry> entries = List(fullName, path);
        FolderCompanions? companions = null;
        foreach (Entry entry in entries)
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
                foreach (DiskFile file in Folder(System.IO.Path.Combine(fullName, entry.Name), path + entry.Name + "/", cancellationToken))
                    yield return file;
            }
        }
    }

    private List<Entry> List(string fullName, string path)
    {
        var entries = new List<Entry>();
        try
        {
            entries.AddRange(new FileSystemEnumerable<Entry>(fullName, Map, Everything));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            Unread.Add(path);
            onError(IoErrors.Wrap(e, fullName, writing: e is UnauthorizedAccessException)); // not "is a folder"
            return entries;
        }

        foreach (string broken in BrokenNames.TakeOut(fullName, entries, entry => entry.Name, entry => entry.IsFolder))
            onError(new ImaLinkException(ErrorCode.ReadFailed, BrokenNames.Message(System.IO.Path.Combine(fullName, broken)), System.IO.Path.Combine(fullName, broken)));
        entries.Sort(static (one, other) => PathOrder.Compare(one.Name, one.IsFolder, other.Name, other.IsFolder));
        return entries;
    }

    private static Entry Map(ref FileSystemEntry entry)
    {
        bool isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        bool isFolder = !isLink && entry.IsDirectory;
        return isFolder || isLink
            ? new Entry(entry.FileName.ToString(), isFolder, isLink, 0, 0)
            : new Entry(entry.FileName.ToString(), false, false, entry.Length, entry.LastWriteTimeUtc.UtcTicks);
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
