using ImaLink.Files;

namespace ImaLink.Tests.Import;

/// <summary>Sessions of a library that lies in the storage, and imports that stop.</summary>
public abstract class SessionLifeTest : ImportTest
{
    private protected string Library(string name, byte[] content)
    {
        string path = Mine.Photo(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>An import that stops when the n-th copy is begun, or placed.</summary>
    private protected void Interrupt(DurableOperation operation, int number, string? source = null)
    {
        int count = 0;
        var archive = Mine.With((called, path) =>
        {
            if (called == operation && path.Contains(operation == DurableOperation.Create ? "incoming" : "photos") && Interlocked.Increment(ref count) >= number)
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.");
        });
        Fails(ErrorCode.WriteFailed, () => archive.Import(source ?? Source));
    }
}
