using System.Security.Cryptography;
using ImaLink.Files;
using ImaLink.Media.Containers;
using ImaLink.Media.Formats;
using ImaLink.Media.Formats.Ends;
using Microsoft.Win32.SafeHandles;

namespace ImaLink.Media.Identity;

/// <summary>
/// Reads what a file is: the hothash of its image, the SHA-256 of its bytes and its fingerprint, out of one read.
/// Damaged, cut off or hostile content is never an error: it has less image data, or none, and is then
/// identified as a whole. Memory does not grow with the file. Safe for use by several threads at once.
/// </summary>
public static class IdentityReader
{
    /// <summary>
    /// Reads a file from its beginning. Every byte is read once if <see cref="IdentityParts.Sha256"/> is asked for or
    /// there is a copy to make; otherwise only what the hothash covers. Formats whose ranges lie out of order look
    /// again into the copy, or into the source where there is none.
    /// </summary>
    /// <param name="source">The file, open for reading. Its position does not matter and is not moved.</param>
    /// <param name="parts">What is wanted.</param>
    /// <param name="copy">Where every byte is written on the way: an empty stream that can seek, read and write. It is
    /// left at its end, not flushed.</param>
    /// <param name="progress">Called with the number of bytes read since its last call.</param>
    /// <param name="cancellationToken">Ends the work within one block of 256 KiB.</param>
    /// <returns>The identity. Its length is the number of bytes read, where every byte was.</returns>
    /// <exception cref="IOException">The file cannot be read, or the copy not written.</exception>
    /// <exception cref="UnauthorizedAccessException">The operating system refuses access.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FileIdentity Read(
        SafeFileHandle source, IdentityParts parts = IdentityParts.All, Stream? copy = null,
        Action<int>? progress = null, CancellationToken cancellationToken = default) =>
        Read(source, parts, copy, progress, FileBytes.DefaultBlockSize, cancellationToken);

    /// <summary>Reads a file that others may have open, even for writing or deleting.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parts">What is wanted.</param>
    /// <param name="cancellationToken">Ends the work within one block of 256 KiB.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is refused, or the path is a folder.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FileIdentity Read(
        string path, IdentityParts parts = IdentityParts.Hothash, CancellationToken cancellationToken = default)
    {
        using var source = FileReading.Open(path, FileOptions.SequentialScan);
        return Read(source, parts, cancellationToken: cancellationToken);
    }

    /// <summary>Reads the hothash of a file whose SHA-256 is known: what has no rule is not read for it.</summary>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is refused, or the path is a folder.</exception>
    internal static string Hothash(string path, string sha256, CancellationToken cancellationToken)
    {
        using var source = FileReading.Open(path, FileOptions.SequentialScan);
        var identity = ReadOnce(source, IdentityParts.Hothash, everyByte: false, null, null, FileBytes.DefaultBlockSize, cancellationToken);
        return identity.Hothash.Length > 0 ? identity.Hothash : sha256;
    }

    /// <summary>
    /// Computes the fingerprint alone, from at most 192 KiB: XXH3-128 (seed 0) over the length as an unsigned 64-bit
    /// little-endian number, followed by the first 64 KiB, the 64 KiB from (length - 64 KiB) / 2 on, rounded down,
    /// and the last 64 KiB. A file of at most 192 KiB is taken whole.
    /// </summary>
    /// <param name="file">The file, open for reading.</param>
    /// <returns>32 lower-case hexadecimal digits.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Fingerprint(SafeFileHandle file) => FingerprintHash.Of(file);

    /// <summary>Tells the format from the content, reading only what that takes.</summary>
    /// <param name="file">The file, open for reading.</param>
    /// <returns>The format, or null where the content is of no known one.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FormatInfo? Detect(SafeFileHandle file)
    {
        using var bytes = new FileBytes(file);
        return FormatDetector.Detect(bytes);
    }

    /// <summary>Tells the format from the content, reading only what that takes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The format, or null where the content is of no known one.</returns>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is refused, or the path is a folder.</exception>
    public static FormatInfo? Detect(string path)
    {
        using var file = FileReading.Open(path, FileOptions.SequentialScan);
        return Detect(file);
    }

    /// <summary>As the public method, with a block size by which tests show that it does not matter.</summary>
    internal static FileIdentity Read(
        SafeFileHandle source, IdentityParts parts, Stream? copy, Action<int>? progress, int blockSize,
        CancellationToken cancellationToken)
    {
        var everyByte = copy is not null || parts.HasFlag(IdentityParts.Sha256);
        var identity = ReadOnce(source, parts, everyByte, copy, progress, blockSize, cancellationToken);

        // No rule, or no image data: the whole file is the image. Where its SHA-256 was not asked for, it is now.
        if (identity.Hothash.Length > 0 || !parts.HasFlag(IdentityParts.Hothash))
            return identity;
        var sha256 = identity.Sha256 ?? ReadOnce(
            source, IdentityParts.Sha256, everyByte: true, null, progress, blockSize, cancellationToken).Sha256!;
        return identity with
        {
            Hothash = sha256,
            Scheme = HothashScheme.WholeFile,
            RangeCount = 1,
            HashedBytes = identity.Length,
        };
    }

    private static FileIdentity ReadOnce(
        SafeFileHandle source, IdentityParts parts, bool everyByte, Stream? copy, Action<int>? progress, int blockSize,
        CancellationToken cancellationToken)
    {
        using var sha256 = parts.HasFlag(IdentityParts.Sha256)
            ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        FingerprintHash? fingerprint = null;
        using var file = new FileBytes(
            source, copy, everyByte ? Seen : null, progress, blockSize, cancellationToken);
        var length = file.Length;
        var hasFingerprint = parts.HasFlag(IdentityParts.Fingerprint);
        if (everyByte && hasFingerprint)
            fingerprint = new FingerprintHash(length);
        using var data = new ImageData(file);

        var format = FormatDetector.Detect(file);
        if (parts.HasFlag(IdentityParts.Hothash))
            format?.ImageData?.Invoke(file, data);
        var end = parts.HasFlag(IdentityParts.End) ? FileEnd.Of(file, format) : default;
        if (everyByte)
            file.ReadToEnd();

        return new FileIdentity
        {
            Format = format?.Name ?? "",
            MimeType = format?.MimeType ?? "application/octet-stream",
            Kind = format?.Kind ?? MediaKind.Other,
            Length = file.Length,
            Hothash = data.IsEmpty ? "" : Hex.Of(data.GetHash()),
            Scheme = data.IsEmpty ? "" : HothashScheme.ImageData,
            RangeCount = data.IsEmpty ? 0 : data.RangeCount,
            HashedBytes = data.IsEmpty ? 0 : data.ByteCount,
            IsCut = data.IsCut,
            End = end,
            Sha256 = sha256 is null ? null : Hex.Of(sha256.GetHashAndReset()),

            // A file that changed its length meanwhile was sampled in the wrong places.
            Fingerprint = !hasFingerprint ? null
                : fingerprint is not null && file.Length == length ? fingerprint.GetText() : FingerprintHash.Of(source),
        };

        void Seen(long offset, ReadOnlySpan<byte> bytes)
        {
            sha256?.AppendData(bytes);
            fingerprint?.Append(offset, bytes);
        }
    }
}
