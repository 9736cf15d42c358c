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
            using FileStream stream = OwnFiles.OpenRead(path);
            return Hex.Of(SHA256.HashData(stream));
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
