using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImaLink.Tests.Import;

/// <summary>A folder as a text: every entry with its time of modification and digest.</summary>
internal static class Tree
{
    public static string Of(string folder)
    {
        var text = new StringBuilder();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(entry => !entry.Name.EndsWith("-wal", StringComparison.Ordinal) && !entry.Name.EndsWith("-shm", StringComparison.Ordinal))
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            string digest = entry.LinkTarget ?? (entry is FileInfo { Exists: true } ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(entry.FullName))) : "");
            // Opening a catalog makes and removes files beside it.
            string time = entry is DirectoryInfo ? "" : entry.LastWriteTimeUtc.ToString("O", CultureInfo.InvariantCulture);
            text.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(folder, entry.FullName)} {time} {digest}");
        }

        return text.ToString();
    }
}
