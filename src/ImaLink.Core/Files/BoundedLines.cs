using System.Buffers;

namespace ImaLink.Files;

/// <summary>Reads a text file that may be anything line by line: however long a line is, no more than a bounded part of it is held.</summary>
internal static class BoundedLines
{
    /// <summary>The bytes of each line, without its end; what is longer is cut off there. Ends where the file cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How much of a line is given, 1 or more.</param>
    /// <param name="trouble">Takes why the file could not be read to its end.</param>
    internal static IEnumerable<byte[]> Read(string path, int maxBytes, Action<ImaLinkException> trouble)
    {
        using FileStream? stream = Open(path, trouble);
        var line = new ArrayBufferWriter<byte>();
        var buffer = new byte[1 << 16];
        for (int read; (read = Fill(stream, buffer, path, trouble)) > 0;)
        {
            ReadOnlyMemory<byte> rest = buffer.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                Append(rest[..end]);
                yield return line.WrittenSpan.ToArray();
                line.ResetWrittenCount();
            }

            Append(rest);
        }

        if (line.WrittenCount > 0)
            yield return line.WrittenSpan.ToArray();

        void Append(ReadOnlyMemory<byte> part) => line.Write(part.Span[..Math.Min(part.Length, maxBytes - line.WrittenCount)]);
    }

    private static FileStream? Open(string path, Action<ImaLinkException> trouble)
    {
        try
        {
            return OwnFiles.OpenRead(path);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            trouble(IoErrors.Wrap(e, path));
            return null;
        }
    }

    private static int Fill(FileStream? stream, byte[] buffer, string path, Action<ImaLinkException> trouble)
    {
        try
        {
            return stream?.Read(buffer) ?? 0;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            trouble(IoErrors.Wrap(e, path));
            return 0;
        }
    }
}
