using System.Diagnostics;
using System.IO.Enumeration;
using ImaLink.Files;

namespace ImaLink.Tests.Files;

/// <summary>Listing a folder with the system's own calls tells what .NET tells, which knows all systems.</summary>
public sealed class FolderEntriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imalink-entries-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_FolderWithEverything_IsWhatDotNetTells()
    {
        Make("plain.jpg", 1234, new DateTime(2024, 2, 29, 12, 34, 56, DateTimeKind.Utc).AddTicks(1234567));
        Make("before 1970.jpg", 1, new DateTime(1931, 5, 6, 7, 8, 9, DateTimeKind.Utc).AddTicks(5));
        Make("empty", 0, new DateTime(2038, 2, 1, 0, 0, 0, DateTimeKind.Utc));
        Make(".hidden", 7, DateTime.UnixEpoch);
        Make("blåbær 🫐 \u0301.png", 3, new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc));
        Make(new string('n', 255), 5, new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc));
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "plain.jpg");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "link to a folder"), "folder");
        File.CreateSymbolicLink(Path.Combine(_folder, "link to nothing"), "nothing");
        if (OperatingSystem.IsLinux())
            Process.Start("mkfifo", Path.Combine(_folder, "pipe")).WaitForExit();

        List<FolderEntry> expected = [.. new FileSystemEnumerable<FolderEntry>(_folder, DotNet, new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })];
        (List<FolderEntry> entries, List<string> broken) = FolderEntries.Of(_folder);
        Assert.Equal(expected.OrderBy(entry => entry.Name, StringComparer.Ordinal), entries.OrderBy(entry => entry.Name, StringComparer.Ordinal));
        Assert.True(entries.Count >= 10);
        Assert.Empty(broken);

        static FolderEntry DotNet(ref FileSystemEntry entry)
        {
            bool isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
            return isLink || entry.IsDirectory
                ? new FolderEntry(entry.FileName.ToString(), !isLink, isLink, 0, 0)
                : new FolderEntry(entry.FileName.ToString(), false, false, entry.Length, entry.LastWriteTimeUtc.UtcTicks);
        }
    }

    [Fact]
    public void Of_FolderThatIsNotThereOrNoFolder_IsAnErrorAndNoEmptyList()
    {
        Make("file", 1, DateTime.UnixEpoch);
        Assert.Equal(ErrorCode.PathNotFound, Code(Path.Combine(_folder, "nothing")));
        _ = Code(Path.Combine(_folder, "file"));
    }

    [Fact]
    public void Of_FolderThatMayNotBeListed_IsDenied()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "everything may be listed here");
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(_folder, UnixFileMode.None);
        try
        {
            Assert.Equal(ErrorCode.AccessDenied, Code(_folder));
        }
        finally
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static ErrorCode Code(string folder)
    {
        Exception? trouble = Record.Exception(() => FolderEntries.Of(folder));
        Assert.True(IoErrors.IsIo(trouble!));
        return IoErrors.Wrap(trouble!, folder, writing: true).Code;
    }

    private void Make(string name, int length, DateTime modified)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, new byte[length]);
        File.SetLastWriteTimeUtc(path, modified);
    }
}
