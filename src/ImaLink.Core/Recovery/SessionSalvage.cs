using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ImaLink.Identity;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Recovery;

/// <summary>
/// Reads out of a damaged session index what is whole in it, entry by entry: an index is written with each entry on lines of
/// its own, so that damage costs the entries that it touches and no other. Path and SHA-256 must be those of the manifest.
/// </summary>
internal sealed class SessionSalvage
{
    private const int MaxEntryCharacters = JsonFileScanner.MaxValueBytes;
    private const string Indent = "    ";
    private static readonly int HeadLength = Indent.Length + "\"".Length + 64 + "\": {".Length;

    private readonly HashSet<UInt128>? _manifest;
    private readonly HashSet<UInt128> _known = [];

    /// <param name="layout">The storage.</param>
    internal SessionSalvage(StorageLayout layout) => _manifest = Manifest(layout.Manifest);

    /// <summary>Whether there is a manifest to tell damaged entries from whole ones.</summary>
    internal bool HasManifest => _manifest is not null;

    /// <summary>The entries of another version of the index: they are not given again.</summary>
    internal IEnumerable<FileEntry> Known(IEnumerable<FileEntry> files)
    {
        foreach (FileEntry file in files)
        {
            _known.Add(KeyOf(file.Path!));
            yield return file;
        }
    }

    /// <summary>The files whose entries are whole, each once.</summary>
    /// <param name="path">The damaged index.</param>
    /// <param name="cancellationToken">Stops between two entries.</param>
    internal IEnumerable<FileEntry> Files(string path, CancellationToken cancellationToken)
    {
        foreach ((string hothash, string json) in Entries(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (FileEntry file in Parse(hothash, json))
                if (_manifest?.Contains(KeyOf(ManifestLine.Format(file.Path!, file.Sha256!))) != false && _known.Add(KeyOf(file.Path!)))
                    yield return file;
        }
    }

    private static List<FileEntry> Parse(string hothash, string json)
    {
        try
        {
            // The text holds the bytes of the file one by one, so that a letter that is damaged is found.
            FileEntry? entry = JsonSerializer.Deserialize(Encoding.Latin1.GetBytes(json), IndexJson.Instance.FileEntry);
            if (entry is null)
                return [];
            entry.Hothash = hothash;
            List<FileEntry> files = [.. CopyEntries.Expand(entry)];
            files.ForEach(IndexCheck.File);
            return files;
        }
        catch (Exception e) when (IndexJson.IsMalformed(e))
        {
            return [];
        }
    }

    private static IEnumerable<(string Hothash, string Json)> Entries(string path)
    {
        string? hothash = null;
        var json = new StringBuilder();
        foreach (string line in Lines(path))
        {
            if (line.Length == HeadLength && line.StartsWith(Indent + "\"", StringComparison.Ordinal) && line.EndsWith("\": {", StringComparison.Ordinal)
                && line.Substring(Indent.Length + 1, 64) is var name && Hex.IsSha256(name))
            {
                hothash = name;
                json.Clear().Append('{');
            }
            else if (hothash is not null && line is Indent + "}" or Indent + "},")
            {
                yield return (hothash!, json.Append('}').ToString());
                hothash = null;
            }
            else if (hothash is not null && json.Length + line.Length < MaxEntryCharacters)
            {
                json.Append(line);
            }
            else
            {
                hothash = null;
            }
        }
    }

    private static HashSet<UInt128>? Manifest(string path)
    {
        if (!File.Exists(path))
            return null;
        var lines = new HashSet<UInt128>();
        foreach (string line in Lines(path))
            lines.Add(KeyOf(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(line))));
        return lines;
    }

    private static UInt128 KeyOf(string text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>The lines of a file, each byte a character; what no index has on a line is cut off. Ends early where it cannot be read.</summary>
    private static IEnumerable<string> Lines(string path)
    {
        using StreamReader? reader = Open(path);
        var line = new StringBuilder();
        for (int character = Next(reader); character >= 0; character = Next(reader))
        {
            if (character == '\n')
            {
                yield return line.ToString();
                line.Clear();
            }
            else if (line.Length < MaxEntryCharacters)
            {
                line.Append((char)character);
            }
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    private static StreamReader? Open(string path)
    {
        try
        {
            return new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.Latin1);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return null;
        }
    }

    private static int Next(StreamReader? reader)
    {
        try
        {
            return reader?.Read() ?? -1;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return -1;
        }
    }
}
