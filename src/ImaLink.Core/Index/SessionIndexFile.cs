using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ImaLink.Files;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>
/// Reads and writes a session index (docs/session-index.schema.json) as a stream: memory does not grow with the number
/// of files in it.
/// </summary>
public static class SessionIndexFile
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Reads the session's own data.</summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no session index.</exception>
    public static SessionHeader ReadHeader(string path)
    {
        foreach (SessionHeader header in Guarded(path, Headers))
            return header;
        throw Corrupt(path, "it has no import_session");
    }

    /// <summary>
    /// Reads the files, copies included, each complete, in the order of the index. This is the one door to the entries of an index: what was said since it was written stands in its append
    /// file (<see cref="SaidFile"/>), and is laid over them here.
    /// </summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no session index; it names the place.</exception>
    public static IEnumerable<FileEntry> ReadFiles(string path) => ReadFiles(path, static _ => { });

    /// <summary>As <see cref="ReadFiles(string)"/>, in the same pass with the documents, which belong to no photo.</summary>
    /// <param name="path">The index.</param>
    /// <param name="document">Takes each document while the files are read.</param>
    internal static IEnumerable<FileEntry> ReadFiles(string path, Action<DocumentEntry> document)
    {
        SaidOverlay said = SaidOverlay.Of(path); // before the index: who writes that takes the lines over, and deletes them then
        foreach (FileEntry file in Guarded(path, scanner => Files(scanner, document)))
            yield return said.Over(file);
    }

    /// <summary>Reads what this version does not know outside of the entries, and what wrote the index.</summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no session index.</exception>
    internal static SessionRemainder ReadRemainder(string path) => Guarded(path, Remainder).Single();

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

    private static IEnumerable<SessionHeader> Headers(JsonFileScanner scanner)
    {
        foreach (string name in TopLevel(scanner))
        {
            if (name != "import_session")
                scanner.SkipValue();
            else
                yield return Header(scanner);
        }
    }

    private static SessionHeader Header(JsonFileScanner scanner)
    {
        SessionHeader header = JsonSerializer.Deserialize(scanner.ReadValue(JsonFileScanner.MaxHeaderBytes), IndexJson.Instance.SessionHeader)
            ?? throw new JsonException("import_session is null.");
        IndexCheck.Header(header);
        return header;
    }

    private static IEnumerable<SessionRemainder> Remainder(JsonFileScanner scanner)
    {
        var remainder = new SessionRemainder();
        foreach (string name in TopLevel(scanner))
        {
            if (name is "files" or "documents")
                scanner.SkipValue();
            else if (name == "import_session")
                remainder.Counts = Header(scanner).Counts?.Extra;
            else if (name == "statistics")
                remainder.TakeStatistics(JsonSerializer.Deserialize(scanner.ReadValue(), IndexJson.Instance.DictionaryStringJsonElement));
            else
                remainder.TopLevel.Add(name, JsonSerializer.Deserialize(scanner.ReadValue(), IndexJson.Instance.JsonElement));
        }

        IndexCheck.Unknown(remainder.TopLevel);
        IndexCheck.Unknown(remainder.Statistics);
        yield return remainder;
    }

    private static IEnumerable<FileEntry> Files(JsonFileScanner scanner, Action<DocumentEntry> document)
    {
        var seen = new TextSet();
        var paths = new TextSet();
        foreach (string name in TopLevel(scanner))
        {
            if (name == "documents")
                ReadDocuments(scanner, document);
            else if (name != "files")
                scanner.SkipValue();
            if (name != "files")
                continue;
            Expect(scanner, JsonTokenType.StartObject);
            while (scanner.Read() && scanner.TokenType == JsonTokenType.PropertyName)
            {
                string hothash = scanner.Name;
                if (!Hex.IsSha256(hothash))
                    throw new JsonException($"'{IndexCheck.Excerpt(hothash)}' is no hothash.");
                if (!seen.Add(hothash))
                    throw new JsonException($"The hothash {hothash} occurs twice.");
                FileEntry entry = JsonSerializer.Deserialize(scanner.ReadValue(), IndexJson.Instance.FileEntry)
                    ?? throw new JsonException($"The entry {hothash} is null.");
                entry.Hothash = hothash;
                foreach (FileEntry file in CopyEntries.Expand(entry))
                {
                    IndexCheck.File(file);
                    if (!paths.Add(file.Path!))
                        throw new JsonException($"The path '{IndexCheck.Excerpt(file.Path)}' occurs twice.");
                    yield return file;
                }
            }
        }
    }

    private static void ReadDocuments(JsonFileScanner scanner, Action<DocumentEntry> take)
    {
        Expect(scanner, JsonTokenType.StartArray);
        var paths = new TextSet();
        while (scanner.ReadElement() is { IsEmpty: false } element)
        {
            DocumentEntry document = JsonSerializer.Deserialize(element, IndexJson.Instance.DocumentEntry) ?? throw new JsonException("A document is null.");
            IndexCheck.Document(document);
            if (!paths.Add(document.Path))
                throw new JsonException($"The path '{IndexCheck.Excerpt(document.Path)}' occurs twice.");
            take(document);
        }
    }

    private static IEnumerable<string> TopLevel(JsonFileScanner scanner)
    {
        Expect(scanner, JsonTokenType.StartObject);
        var seen = new HashSet<string>();
        while (scanner.Read() && scanner.TokenType == JsonTokenType.PropertyName)
        {
            if (!seen.Add(scanner.Name))
                throw new JsonException($"'{IndexCheck.Excerpt(scanner.Name)}' occurs twice.");
            yield return scanner.Name;
        }

        if (scanner.Read())
            throw new JsonException("Something follows the end.");
    }

    private static void Expect(JsonFileScanner scanner, JsonTokenType type)
    {
        if (!scanner.Read() || scanner.TokenType != type)
            throw new JsonException(type == JsonTokenType.StartObject ? "An object is expected." : "Something else is expected.");
    }

    private static IEnumerable<T> Guarded<T>(string path, Func<JsonFileScanner, IEnumerable<T>> read)
    {
        using FileStream stream = OpenRead(path);
        var scanner = new JsonFileScanner(stream);
        using IEnumerator<T> items = read(scanner).GetEnumerator();
        while (true)
        {
            try
            {
                if (!items.MoveNext())
                    yield break;
            }
            catch (Exception e) when (IndexJson.IsMalformed(e))
            {
                throw Corrupt(path, $"near byte {scanner.Position}: {IndexJson.Problem(e)}", e);
            }
            catch (Exception e) when (IoErrors.IsIo(e))
            {
                throw IoErrors.Wrap(e, path);
            }

            yield return items.Current;
        }
    }

    private static FileStream OpenRead(string path)
    {
        try
        {
            return OwnFiles.OpenRead(path);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.Wrap(e, path);
        }
    }

    private static ImaLinkException Corrupt(string path, string what, Exception? cause = null) => new(ErrorCode.IndexCorrupt,
        $"'{path}' is no usable session index ({what}). Its previous version, if there is one, is '{path}.bak'; Update-ImaIndex writes it again from all that can be read.", path, cause);
}
