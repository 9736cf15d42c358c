using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ImaLink.Storage;

/// <summary>A file with one JSON value per line, appended to durably and read as a stream.</summary>
internal sealed class JsonLines<T>(DurableFiles files, string path, JsonTypeInfo<T> type)
{
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
    /// <exception cref="ImaLinkException">IndexCorrupt, naming the line.</exception>
    internal IEnumerable<T> Read(bool isWhole = false)
    {
        if (!File.Exists(path))
            yield break;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        int number = 0;
        string? line = reader.ReadLine();
        while (line is not null)
        {
            string? next = reader.ReadLine();
            number++;
            T? value;
            try
            {
                value = JsonSerializer.Deserialize(line, type);
            }
            catch (JsonException) when (next is null && !isWhole)
            {
                yield break; // the last line, torn by a crash
            }
            catch (JsonException e)
            {
                throw new ImaLinkException(ErrorCode.IndexCorrupt, $"Line {number} of '{path}' is damaged ({e.Message}).", path, e);
            }

            if (value is not null)
                yield return value;
            line = next;
        }
    }

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
