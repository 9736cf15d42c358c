using ImaLink.Files;
using ImaLink.Media.Identity;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive;

/// <summary>Looks whether a recorded file is where it should be, without reading it whole unless that is asked for.</summary>
internal static class FilePresence
{
    /// <summary>Whether the file is there with all its bytes, which are read.</summary>
    internal static bool Holds(string path, long size, string sha256, CancellationToken cancellationToken = default)
    {
        try
        {
            return !Placeholder.IsAt(path) && IsThere(path, size, null) && IdentityReader.Read(path, IdentityParts.Sha256, cancellationToken).Sha256 == sha256;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    /// <summary>Whether the file is there with this size and, where one is recorded, this fingerprint.</summary>
    internal static bool IsThere(string path, long size, string? fingerprint)
    {
        try
        {
            if (fingerprint is not null && Placeholder.IsAt(path))
                return new FileInfo(path).Length == size; // nothing is fetched for a sample
            using SafeFileHandle file = FileReading.Open(path);
            return RandomAccess.GetLength(file) == size && (fingerprint is null || IdentityReader.Fingerprint(file) == fingerprint);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }
}
