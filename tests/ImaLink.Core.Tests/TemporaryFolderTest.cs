namespace ImaLink.Tests;

/// <summary>Gives every test a folder of its own that is gone afterwards.</summary>
public abstract class TemporaryFolderTest : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("imalink-").FullName;

    public virtual void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes a file and gives its path.</summary>
    protected string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
