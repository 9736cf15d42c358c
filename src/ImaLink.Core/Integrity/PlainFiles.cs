using System.IO.Enumeration;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Integrity;

/// <summary>A file found in a plain folder. A class: of what is generic over one, the runtime has compiled code at hand.</summary>
internal sealed record PlainFile(string Path, long Length);

/// <summary>
/// Lists the ordinary, non-empty files of folders: links are not followed, neither to files nor to folders, and the program's own
/// folder in a storage is left out.
/// </summary>
internal static class PlainFiles
{
    internal static IEnumerable<PlainFile> Of(IEnumerable<string> paths, Action<ImaLinkException> onError, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            if (!Directory.Exists(path))
            {
                var file = new FileInfo(path);
                if (file.LinkTarget is null && file is { Exists: true, Length: > 0 } && seen.Add(path))
                    yield return new PlainFile(path, file.Length);
                continue;
            }

            var folders = new Stack<string>([path]);
            while (folders.TryPop(out string? folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!seen.Add(folder))
                    continue;
                foreach (PlainFile entry in List(folder, onError))
                {
                    if (entry.Length < 0)
                        folders.Push(entry.Path);
                    else if (entry.Length > 0 && seen.Add(entry.Path))
                        yield return entry;
                }
            }
        }
    }

    /// <summary>Of the names of one file the first.</summary>
    internal static List<PlainFile> OnePerFile(List<PlainFile> files)
    {
        var seen = new HashSet<UInt128>();
        return files.FindAll(file => Inode.OfLinked(file.Path) is not { } id || seen.Add(id));
    }

    /// <summary>Files with their lengths, folders with -1.</summary>
    private static List<PlainFile> List(string folder, Action<ImaLinkException> onError)
    {
        var entries = new List<PlainFile>();
        try
        {
            entries.AddRange(new FileSystemEnumerable<PlainFile>(folder,
                (ref FileSystemEntry entry) => new PlainFile(Path.Join(entry.Directory, entry.FileName), entry.IsDirectory ? -1 : entry.Length),
                new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !(entry.IsDirectory && entry.FileName.SequenceEqual(StorageLayout.PrivateFolder)),
            });
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            onError(IoErrors.Wrap(e, folder));
        }

        return entries;
    }
}
