using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Archive.Judging;

/// <summary>Reads a file to be judged: once, and a second time only where its bytes are not the recorded ones. Any thread.</summary>
internal static class FileLook
{
    /// <summary>Looks at a file.</summary>
    /// <param name="layout">The storage.</param>
    /// <param name="relativePath">Path in it; a link that leads out of it is not followed.</param>
    /// <param name="sha256">The recorded SHA-256: where it is found, nothing else is computed.</param>
    /// <param name="progress">Called with the number of bytes read since its last call.</param>
    /// <param name="cancellationToken">Stops within one block.</param>
    /// <param name="withEnd">Whether to look at its end too where it is as recorded.</param>
    internal static FileSight At(StorageLayout layout, string relativePath, string sha256, Action<int>? progress, CancellationToken cancellationToken, bool withEnd = false)
    {
        string path = layout.FullName(relativePath);
        try
        {
            if (Placeholder.IsAt(layout.Inside(relativePath)))
                return new FileSight { Exists = true, IsAway = true, Trouble = Placeholder.Words };
            using SafeFileHandle file = FileReading.Open(layout.Inside(relativePath), FileOptions.SequentialScan);
            (long length, DateTime modified) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
            FileIdentity bytes = IdentityReader.Read(file, IdentityParts.Sha256 | (withEnd ? IdentityParts.End : 0), null, progress, cancellationToken);
            var sight = new FileSight { Exists = true, Size = bytes.Length, ModifiedAt = modified, Sha256 = bytes.Sha256 };
            if (bytes.Sha256 == sha256)
                return withEnd ? sight with { Format = bytes.Format, End = bytes.End } : sight;
            if (bytes.Length != length || RandomAccess.GetLength(file) != length || File.GetLastWriteTimeUtc(file) != modified)
                return sight with { Sha256 = null, Trouble = "It changed while it was read. Check it again when nothing writes it." };
            FileIdentity image = IdentityReader.Read(file, IdentityParts.Hothash, null, null, cancellationToken);
            return WithEnd(sight with { Hothash = image.Hothash, Format = image.Format, Scheme = image.Scheme, IsCut = image.IsCut }, file, cancellationToken);
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

    /// <summary>Adds what a file of this format says of its own end.</summary>
    internal static FileSight WithEnd(FileSight sight, SafeFileHandle file, CancellationToken cancellationToken)
    {
        sight = sight with { End = FileEnd.Of(file, cancellationToken: cancellationToken) };
        Span<byte> mark = stackalloc byte[2];
        return sight with
        {
            IsStill = sight is { Format: "JPEG", EndsEarly: false } && RandomAccess.Read(file, mark, sight.Size - 2) == 2 && mark.SequenceEqual<byte>([0xFF, 0xD9]),
        };
    }

    /// <summary>Whether a file is the beginning of another one, which is as long as is recorded; false where that cannot be read.</summary>
    internal static bool IsBeginning(string path, string whole, long length, CancellationToken cancellationToken)
    {
        try
        {
            using SafeFileHandle file = FileReading.Open(path, FileOptions.SequentialScan), other = FileReading.Open(whole, FileOptions.SequentialScan);
            if (RandomAccess.GetLength(other) != length)
                return false;
            long end = RandomAccess.GetLength(file);
            var (one, two) = (new byte[1 << 16], new byte[1 << 16]);
            for (long position = 0; position < end;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = ReadFully(file, one, position);
                if (count == 0 || ReadFully(other, two.AsSpan(0, count), position) != count || !one.AsSpan(0, count).SequenceEqual(two.AsSpan(0, count)))
                    return false;
                position += count;
            }

            return true;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }

    /// <summary>Whether two files of this length hold the same bytes; false where one cannot be read.</summary>
    internal static bool IsSame(string path, string other, long length, CancellationToken cancellationToken) =>
        IsBeginning(path, other, length, cancellationToken) && new FileInfo(path) is { Exists: true } file && file.Length == length;

    /// <summary>Whether a file ends early by its structure; null where that does not tell, or it cannot be read.</summary>
    internal static bool? EndsEarly(string path, CancellationToken cancellationToken)
    {
        try
        {
            using SafeFileHandle file = FileReading.Open(path, FileOptions.SequentialScan);
            return new FileSight { Exists = true, End = FileEnd.Of(file, cancellationToken: cancellationToken) }.EndsEarly;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    /// <summary>The SHA-256 of a file; null where it cannot be read.</summary>
    internal static string? Sha256Of(string path, CancellationToken cancellationToken)
    {
        try
        {
            return IdentityReader.Read(path, IdentityParts.Sha256, cancellationToken).Sha256;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    private static int ReadFully(SafeFileHandle file, Span<byte> bytes, long position)
    {
        int count = 0;
        for (int read; count < bytes.Length && (read = RandomAccess.Read(file, bytes[count..], position + count)) > 0;)
            count += read;
        return count;
    }
}
