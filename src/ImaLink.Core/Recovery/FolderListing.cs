using System.IO.Enumeration;
using ImaLink.Files;

namespace ImaLink.Recovery;

/// <summary>
/// One look at one folder: the parts of a storage in it, and the folders that a search goes on with. No entry is asked for more
/// than its listing says.
/// </summary>
internal sealed class FolderListing : FileSystemEnumerator<bool>
{
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    private FolderListing(string folder)
        : base(folder, NoLinks) { }

    /// <summary>Full paths, in the order of the medium; hidden and system folders and links are left out.</summary>
    internal List<string> Folders { get; } = [];

    /// <summary>The parts of a storage that lie here.</summary>
    internal StorageParts Parts { get; private set; }

    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be listed.</exception>
    internal static FolderListing Of(string folder)
    {
        using var listing = new FolderListing(folder);
        listing.MoveNext(); // goes through the whole folder: no entry is included
        return listing;
    }

    /// <inheritdoc/>
    protected override bool ShouldIncludeEntry(ref FileSystemEntry entry)
    {
        if (entry.IsDirectory)
        {
            Parts |= StorageParts.OfFolder(entry.FileName);
            if (!SystemFolders.IsName(entry.FileName) && !(OperatingSystem.IsWindows() && (entry.Attributes & (FileAttributes.Hidden | FileAttributes.System)) != 0))
                Folders.Add(Path.Join(entry.Directory, entry.FileName)); // ToFullPath is empty where the path is too long
        }
        else
        {
            Parts |= StorageParts.OfFile(entry.FileName);
        }

        return false;
    }

    /// <inheritdoc/>
    protected override bool TransformEntry(ref FileSystemEntry entry) => false;
}
