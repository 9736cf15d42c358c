using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImaLink.Files;

namespace ImaLink.Index;

/// <summary>A file with one JSON value per line, appended to durably and read as a stream. What is read is untrusted.</summary>
internal sealed class JsonLines<T>(DurableFiles files, string path, JsonTypeInfo<T> type)
    where T : class, IUntrusted
{
    private const int MaxLineBytes = JsonFileScanner.MaxValueBytes;

    /// <summary>Appends lines; they are durable when this returns.</summary>
    internal void Append(IEnumerable<T> values)
    {
        bool isNew = !File.Exists(path);
        using DurableFile file = files.Append(path);
        // A line that a crash tore is cut off first: what follows it would be unreadable.
        long end = EndOfLastLine(file);
        if (end != file.Length)
            file.SetLength(end);
        file.Position = end;
        Write(file, values);
        file.Commit();
        if (isNew)
            files.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes lines to a stream.</summary>
    internal void Write(Stream stream, IEnumerable<T> values)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = type.Options.Encoder });
        foreach (T value in values)
        {
            JsonSerializer.Serialize(writer, value, type);
            writer.Flush();
            writer.Reset();
            buffer.Write("\n"u8);
            if (buffer.WrittenCount > 1 << 16)
            {
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        stream.Write(buffer.WrittenSpan);
    }

    /// <summary>Reads the lines; none where there is no file.</summary>
    /// <param name="isWhole">Whether the file was written in one piece. One that is appended to may end in a line that a crash tore, which is left out.</param>
    /// <exception cref="ImaLinkException">IndexCorrupt, naming the line; or the file cannot be read.</exception>
    internal IEnumerable<T> Read(bool isWhole = false)
    {
        if (!File.Exists(path))
            yield break;
        using IEnumerator<byte[]> lines = Lines().GetEnumerator();
        bool any = Next(lines, 1);
        for (int number = 1; any; number++)
        {
            byte[] line = lines.Current;
            any = Next(lines, number + 1);
            T? value;
            try
            {
                value = JsonSerializer.Deserialize(line, type);
            }
            catch (JsonException) when (!any && !isWhole)
            {
                yield break; // the last line, torn by a crash
            }
            catch (Exception e) when (IndexJson.IsMalformed(e))
            {
                throw Damaged(number, e);
            }

            if (value is not null)
                yield return Checked(value, number);
        }
    }

    private T Checked(T value, int number)
    {
        try
        {
            value.Check();
            return value;
        }
        catch (Exception e) when (IndexJson.IsMalformed(e))
        {
            throw Damaged(number, e);
        }
    }

    private bool Next(IEnumerator<byte[]> lines, int number)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (JsonException e)
        {
            throw Damaged(number, e);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    private IEnumerable<byte[]> Lines()
    {
        using FileStream stream = OwnFiles.OpenRead(path);
        var line = new ArrayBufferWriter<byte>();
        var block = new byte[1 << 16];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            ReadOnlyMemory<byte> rest = block.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                line.Write(rest.Span[..end]);
                yield return line.WrittenSpan.ToArray();
                line.ResetWrittenCount();
            }

            line.Write(rest.Span);
            if (line.WrittenCount > MaxLineBytes)
                throw new JsonException("It is absurdly long.");
        }

        if (line.WrittenCount > 0)
            yield return line.WrittenSpan.ToArray();
    }

    private ImaLinkException Damaged(int number, Exception cause) =>
        new(ErrorCode.IndexCorrupt, $"Line {number} of '{path}' is damaged ({IndexJson.Problem(cause)}). Nothing was changed.", path, cause);

    private static long EndOfLastLine(DurableFile file)
    {
        Span<byte> last = stackalloc byte[1];
        for (long end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.Read(last) == 1 && last[0] == (byte)'\n')
                return end;
        }

        return 0;
    }
}
