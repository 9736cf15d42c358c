using System.Text.Json;
using ImaLink.Files;
using ImaLink.Media.Identity;

namespace ImaLink.Index;

/// <summary>
/// Reads and writes a session index (docs/session-index.schema.json) as a stream: memory does not grow with the number
/// of files in it.
/// </summary>
public static partial class SessionIndexFile
{
    private const string What = "session index";

    /// <summary>Reads the session's own data.</summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no session index.</exception>
    public static SessionHeader ReadHeader(string path)
    {
        foreach (SessionHeader header in JsonFile.Read(path, What, Headers))
            return header;
        throw JsonFile.Corrupt(path, What, "it has no import_session");
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
        foreach (FileEntry file in JsonFile.Read(path, What, scanner => Files(scanner, document)))
            yield return said.Over(file);
    }

    /// <summary>Reads what this version does not know outside of the entries, and what wrote the index.</summary>
    /// <exception cref="ImaLinkException">The file cannot be read, or is no session index.</exception>
    internal static SessionRemainder ReadRemainder(string path) => JsonFile.Read(path, What, Remainder).Single();

    private static IEnumerable<SessionHeader> Headers(JsonFileScanner scanner)
    {
        foreach (string name in scanner.Properties())
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
        foreach (string name in scanner.Properties())
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
        foreach (string name in scanner.Properties())
        {
            if (name == "documents")
                ReadDocuments(scanner, document);
            else if (name != "files")
                scanner.SkipValue();
            if (name != "files")
                continue;
            scanner.Expect(JsonTokenType.StartObject);
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
        scanner.Expect(JsonTokenType.StartArray);
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
}
