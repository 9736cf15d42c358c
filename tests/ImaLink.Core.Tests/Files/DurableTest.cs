using System.Text;
using ImaLink.Files;

namespace ImaLink.Tests.Files;

/// <summary>A folder in which files are written durably.</summary>
public abstract class DurableTest : TemporaryFolderTest
{
    private protected DurableFiles Disk { get; } = new();

    private protected string Target => Path.Combine(Folder, "index.json");

    private protected void Put(DurableFiles files, string content) =>
        files.Replace(Target, stream => stream.Write(Encoding.UTF8.GetBytes(content)), keepBackup: true);

    private protected void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(Folder))
            File.Delete(file);
    }

    private protected IEnumerable<string?> Names() => Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private protected static void Fails(ErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ImaLinkException>(action).Code);
}
