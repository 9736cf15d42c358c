using System.Security.Cryptography;
using ImaLink.Files;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>The SHA-256 of a file of the program's own, by which an index is known again.</summary>
internal static class IndexDigest
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="ImaLinkException">It cannot be read, or is a link.</exception>
    internal static string Of(string path)
    {
        try
        {
            // An index has a hundred megabytes, and .NET's own loop reads four kilobytes at a time.
            using FileStream stream = OwnFiles.OpenRead(path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new byte[1 << 17];
            for (int read; (read = stream.Read(block)) > 0;)
                hash.AppendData(block, 0, read);
            return Hex.Of(hash.GetHashAndReset());
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    /// <summary>Of what is written to a stream.</summary>
    internal static string Of(Stream stream, Action<Stream> write)
    {
        using var hash = SHA256.Create();
        using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
            write(hashing);
        return Hex.Of(hash.Hash!);
    }
}
