using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using ImaLink.Files;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>What a catalog remembers of an append file.</summary>
/// <param name="Length">How long it was.</param>
/// <param name="Sha256">The SHA-256 of that.</param>
internal sealed record SaidState(long Length, string Sha256);

/// <summary>
/// <c>imports/session_&lt;n&gt;.said.jsonl</c>: what was said since the session's index was written, a line for each image (docs/said.schema.json), so that a single edit costs
/// a line and not the whole index. Who reads the index reads both (<see cref="SessionIndexFile.ReadFiles(string)"/>); the next full write takes the lines over.
/// </summary>
internal static class SaidFile
{
    /// <summary>How large it may become before the index has to be written instead.</summary>
    internal const int MostAppended = 4 << 20;

    /// <summary>How large a file is read, whoever wrote it.</summary>
    internal const int MostRead = 4 * MostAppended;

    private const string IndexSuffix = ".json", BackupSuffix = ".json.bak", Suffix = ".said.jsonl";

    /// <summary>The append file of a session's index, or of its former version.</summary>
    internal static string Of(string indexPath) =>
        indexPath.EndsWith(BackupSuffix, StringComparison.Ordinal) ? indexPath[..^BackupSuffix.Length] + Suffix
        : indexPath.EndsWith(IndexSuffix, StringComparison.Ordinal) ? indexPath[..^IndexSuffix.Length] + Suffix
        : indexPath + Suffix;

    /// <summary>Whether something is there, a link included.</summary>
    internal static bool IsThere(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;

    /// <summary>The state of the file; null where there is none. It is not held: each command of a loop asks for it.</summary>
    /// <exception cref="ImaLinkException">It cannot be read, is a link, or is larger than any that is read.</exception>
    internal static SaidState? StateOf(string path) => IsThere(path) ? Read(path, stream => new SaidState(stream.Length, Hex.Of(SHA256.HashData(stream)))) : null;

    internal static SaidState StateOf(ReadOnlySpan<byte> bytes) => new(bytes.Length, Hex.Of(SHA256.HashData(bytes)));

    /// <summary>Reads the file whole.</summary>
    /// <exception cref="ImaLinkException">It cannot be read, is a link, or is larger than any that is read.</exception>
    internal static byte[] Bytes(string path) => Read(path, stream =>
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    private static T Read<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using FileStream stream = OwnFiles.OpenRead(path);
            return stream.Length <= MostRead ? read(stream) : throw new IOException("it is absurdly large");
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    /// <summary>Appends lines; they are durable when this returns.</summary>
    /// <param name="files">How.</param>
    /// <param name="path">The file.</param>
    /// <param name="lines">What was said.</param>
    /// <param name="known">SHA-256 of the file that was merged; null where there was none.</param>
    /// <returns>The file as it is then; null where it would become too large or somebody else appended since, and nothing was written.</returns>
    /// <exception cref="ImaLinkException">It could not be written, or is a link.</exception>
    internal static SaidState? TryAppend(DurableFiles files, string path, IReadOnlyList<SaidLine> lines, string? known)
    {
        using var added = new MemoryStream();
        new JsonLines<SaidLine>(files, path, IndexJson.Instance.SaidLine).Write(added, lines);
        if (added.Length > MostAppended || (IsThere(path) && new FileInfo(path).Length > MostAppended - added.Length))
            return null;
        // A large array for each command of a loop would have all memory looked through again and again.
        int length = IsThere(path) ? Read(path, stream => (int)stream.Length) : 0;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length + 1 + (int)added.Length);
        try
        {
            if (length > 0)
                length = Read(path, stream => stream.ReadAtLeast(bytes.AsSpan(0, length), length, throwOnEndOfStream: false));
            if ((length > 0 || known is not null) && StateOf(bytes.AsSpan(0, length)).Sha256 != known)
                return null; // what nobody merged would be taken for known
            int whole = Whole(bytes.AsSpan(0, length + 1)), end = whole + (int)added.Length;
            added.GetBuffer().AsSpan(0, (int)added.Length).CopyTo(bytes.AsSpan(whole));
            using (DurableFile file = files.Append(path))
            {
                if (file.Length != length)
                    return null;
                if (whole < length)
                    file.SetLength(whole);
                int from = Math.Min(whole, length);
                file.Position = from;
                file.Write(bytes.AsSpan(from, end - from));
                file.Commit();
            }

            files.FlushDirectory(Path.GetDirectoryName(path)!); // the process that made the file may have ended before it could
            return StateOf(bytes.AsSpan(0, end));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>
    /// How far the lines are whole. A crash may have torn the last one: what no line ends was never reported as said, and is kept only where it is whole all the same.
    /// </summary>
    /// <param name="bytes">The file, and room for the end of a line.</param>
    private static int Whole(Span<byte> bytes)
    {
        Span<byte> read = bytes[..^1];
        int end = read.LastIndexOf((byte)'\n') + 1;
        if (end == read.Length || Parse(read[end..]) is null)
            return end;
        bytes[^1] = (byte)'\n';
        return bytes.Length;
    }

    /// <summary>What a line says; null where it is damaged.</summary>
    internal static SaidLine? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            SaidLine? said = JsonSerializer.Deserialize(line, IndexJson.Instance.SaidLine);
            said?.Check();
            return said;
        }
        catch (Exception e) when (IndexJson.IsMalformed(e))
        {
            return null;
        }
    }
}
