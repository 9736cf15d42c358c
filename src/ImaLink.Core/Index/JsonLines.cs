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
    private bool _hasDurableName;

    /// <summary>Appends lines; they are durable when this returns.</summary>
    internal void Append(IEnumerable<T> values)
    {
        _hasDurableName &= File.Exists(path);
        using DurableFile file = files.Append(path);
        EndLastLine(file);
        Write(file, values);
        file.Commit();
        if (_hasDurableName)
            return;
        files.FlushDirectory(Path.GetDirectoryName(path)!); // also where the file is there: who made it may have ended before it could
        _hasDurableName = true;
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

    /// <summary>
    /// Goes to where the next line begins. A line that a crash tore is cut off: what follows it would be unreadable. One that lacks nothing but its
    /// end was read as a line since, and stays one.
    /// </summary>
    private void EndLastLine(DurableFile file)
    {
        long length = file.Length, begin = BeginOfLastLine(file);
        bool isWhole = begin < length && length - begin <= MaxLineBytes && IsWhole(file, begin);
        if (begin < length && !isWhole)
            file.SetLength(begin);
        file.Position = isWhole ? length : begin;
        if (isWhole)
            file.Write("\n"u8);
    }

    private bool IsWhole(DurableFile file, long begin)
    {
        var line = new byte[file.Length - begin];
        file.Position = begin;
        file.ReadExactly(line);
        try
        {
            T? value = JsonSerializer.Deserialize(line, type);
            value?.Check();
            return value is not null;
        }
        catch (Exception e) when (IndexJson.IsMalformed(e))
        {
            return false;
        }
    }

    private static long BeginOfLastLine(DurableFile file)
    {
        var block = new byte[1 << 12];
        for (long end = file.Length; end > 0;)
        {
            Span<byte> read = block.AsSpan(0, (int)Math.Min(block.Length, end));
            file.Position = end -= read.Length;
            file.ReadExactly(read);
            if (read.LastIndexOf((byte)'\n') is var at and >= 0)
                return end + at + 1;
        }

        return 0;
    }
}
