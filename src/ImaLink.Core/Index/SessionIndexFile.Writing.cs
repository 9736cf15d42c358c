using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ImaLink.Index;

/// <summary>How an index is written.</summary>
public static partial class SessionIndexFile
{
    private const int BlockBytes = 1 << 16;

    /// <summary>
    /// Writes an index. The files come ordered by hothash, then path; those with one hothash become one entry with copies.
    /// </summary>
    /// <param name="stream">Where to.</param>
    /// <param name="header">The session's own data.</param>
    /// <param name="files">Its files.</param>
    /// <param name="remainder">What the index that is replaced has and this version does not know.</param>
    /// <param name="documents">Its documents.</param>
    /// <exception cref="ImaLinkException">WriteFailed: one image has so many copies that no reader would take them.</exception>
    internal static void Write(Stream stream, SessionHeader header, IEnumerable<FileEntry> files, SessionRemainder? remainder = null, IEnumerable<DocumentEntry>? documents = null)
    {
        if (remainder?.Counts is not null)
            (header.Counts ??= new SessionCounts()).Extra = remainder.Counts;
        // Into a buffer: the serializer flushes what it writes to after every entry, down to the disk's file.
        var buffer = new ArrayBufferWriter<byte>(2 * BlockBytes);
        using var writer = new Utf8JsonWriter(buffer, IndexJson.Indented);
        writer.WriteStartObject();
        writer.WritePropertyName("import_session");
        JsonSerializer.Serialize(writer, header, IndexJson.Instance.SessionHeader);
        writer.WriteStartObject("files");
        long count = 0, bytes = 0;
        string version = MasterIndex.PlainVersion;
        foreach (FileEntry entry in Grouped(files.Select(Noted)))
        {
            count += 1 + (entry.Copies?.Count ?? 0);
            bytes = (entry.Copies ?? []).Select(copy => copy.GetProperty("file_size").GetInt64()).Append(entry.FileSize).Append(bytes).Total();
            writer.WritePropertyName(entry.Hothash);
            long before = writer.BytesCommitted + writer.BytesPending;
            JsonSerializer.Serialize(writer, entry, IndexJson.Instance.FileEntry);
            if (writer.BytesCommitted + writer.BytesPending - before > JsonFileScanner.MaxValueBytes)
                throw TooLarge(header, entry);
            Send(stream, buffer, BlockBytes);
        }

        writer.WriteEndObject();
        if (WriteDocuments(writer, documents ?? [], () => Send(stream, buffer, BlockBytes)))
            version = MasterIndex.CurrentVersion;
        writer.WriteStartObject("statistics");
        writer.WriteNumber("total_files", count);
        writer.WriteNumber("total_size_bytes", bytes);
        writer.WriteString("index_generated", IndexTime.FormatUtc(DateTime.UtcNow));
        writer.WriteString("imalink_version", version);
        SessionRemainder.Write(writer, remainder?.Statistics);
        writer.WriteEndObject();
        SessionRemainder.Write(writer, remainder?.TopLevel);
        writer.WriteEndObject();
        writer.Flush();
        Send(stream, buffer, 1);
        stream.WriteByte((byte)'\n');

        FileEntry Noted(FileEntry file)
        {
            if (file.Companions is { Count: > 0 } || file.Said is { Count: > 0 })
                version = MasterIndex.CurrentVersion;
            return file;
        }
    }

    private static ImaLinkException TooLarge(SessionHeader header, FileEntry entry) => new(ErrorCode.WriteFailed, entry.Copies is { } copies
        ? string.Create(CultureInfo.InvariantCulture, $"The session '{header.Title}' has {copies.Count + 1:N0} copies of one image, {entry.Path}, more than an index can hold. Remove some of them.")
        : $"More is recorded and said of {entry.Path} in the session '{header.Title}' than an index can hold. Make it less, such as its tags or its description.", entry.Path);

    private static void Send(Stream stream, ArrayBufferWriter<byte> buffer, int least)
    {
        if (buffer.WrittenCount < least)
            return;
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }

    /// <returns>Whether there are any.</returns>
    private static bool WriteDocuments(Utf8JsonWriter writer, IEnumerable<DocumentEntry> documents, Action send)
    {
        bool any = false;
        foreach (DocumentEntry document in documents)
        {
            if (!any)
                writer.WriteStartArray("documents");
            any = true;
            JsonSerializer.Serialize(writer, document, IndexJson.Instance.DocumentEntry);
            send();
        }

        if (any)
            writer.WriteEndArray();
        return any;
    }

    private static IEnumerable<FileEntry> Grouped(IEnumerable<FileEntry> files)
    {
        FileEntry? current = null;
        List<JsonElement> copies = [];
        foreach (FileEntry file in files)
        {
            if (current?.Hothash == file.Hothash)
            {
                copies.Add(CopyEntries.Reduce(current, file)); // kept apart: it is compared with the entry alone, not with all copies before it
                continue;
            }

            if (current is not null)
                yield return With(current, copies);
            (current, copies) = (file, []);
        }

        if (current is not null)
            yield return With(current, copies);
    }

    private static FileEntry With(FileEntry entry, List<JsonElement> copies)
    {
        entry.Copies = copies.Count > 0 ? copies : null;
        return entry;
    }
}
