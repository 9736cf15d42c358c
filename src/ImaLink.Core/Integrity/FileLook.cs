using ImaLink.Formats.Ends;
using ImaLink.Identity;
using ImaLink.Storage;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Integrity;

/// <summary>Reads a file to be judged: once, and a second time only where its bytes are not the recorded ones. Any thread.</summary>
internal static class FileLook
{
    /// <summary>Looks at a file.</summary>
    /// <param name="layout">The storage.</param>
    /// <param name="relativePath">Path in it; a link that leads out of it is not followed.</param>
    /// <param name="sha256">The recorded SHA-256: where it is found, nothing else is computed.</param>
    /// <param name="progress">Called with the number of bytes read since its last call.</param>
    /// <param name="cancellationToken">Stops within one block.</param>
    internal static FileSight At(StorageLayout layout, string relativePath, string sha256, Action<int>? progress, CancellationToken cancellationToken)
    {
        string path = layout.FullName(relativePath);
        try
        {
            using SafeFileHandle file = File.OpenHandle(layout.Inside(relativePath), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            (long length, DateTime modified) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
            FileIdentity bytes = IdentityReader.Read(file, IdentityParts.Sha256, null, progress, cancellationToken);
            var sight = new FileSight { Exists = true, Size = bytes.Length, ModifiedAt = modified, Sha256 = bytes.Sha256 };
            if (bytes.Sha256 == sha256)
                return sight;
            if (bytes.Length != length || RandomAccess.GetLength(file) != length || File.GetLastWriteTimeUtc(file) != modified)
                return sight with { Sha256 = null, Trouble = "It changed while it was read. Check it again when nothing writes it." };
            FileIdentity image = IdentityReader.Read(file, IdentityParts.Hothash, null, null, cancellationToken);
            return sight with
            {
                Hothash = image.Hothash,
                Format = image.Format,
                Scheme = image.Scheme,
                IsCut = image.IsCut,
                End = FileEnd.Of(file, cancellationToken: cancellationToken),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileSight { Exists = false };
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return Directory.Exists(path)
                ? new FileSight { Exists = false, Trouble = "A folder lies in its place." }
                : new FileSight { Exists = true, Trouble = IoErrors.Wrap(e, path).Message };
        }
    }

    /// <summary>The SHA-256 of the first bytes of a file; null where it has fewer, or cannot be read.</summary>
    internal static string? Sha256OfBeginning(string path, long count, CancellationToken cancellationToken)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
            var block = new byte[1 << 18];
            for (long position = 0; position < count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(block.Length, count - position)), position);
                if (read == 0)
                    return null;
                hash.AppendData(block, 0, read);
                position += read;
            }

            return Hex.Of(hash.GetHashAndReset());
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }
}
