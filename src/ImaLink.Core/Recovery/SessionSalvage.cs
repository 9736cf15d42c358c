using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Recovery;

/// <summary>
/// Reads out of a damaged session index what is whole in it, entry by entry, and completes it with another version of the index: an
/// index is written with each entry on lines of its own, so that damage costs the entries that it touches and no other. Path and
/// SHA-256 must be those of the manifest.
/// </summary>
internal sealed class SessionSalvage
{
    private const int MaxEntryBytes = JsonFileScanner.MaxValueBytes;
    private const string Indent = "    ";
    private static readonly int HeadLength = Indent.Length + "\"".Length + 64 + "\": {".Length;

    private readonly HashSet<UInt128>? _manifest;
    private readonly HashSet<UInt128> _given = [];
    private readonly Dictionary<UInt128, Said[]> _said = [];

    /// <param name="layout">The storage.</param>
    internal SessionSalvage(StorageLayout layout) => _manifest = Manifest(layout.Manifest);

    /// <summary>Whether there is a manifest to tell damaged entries from whole ones.</summary>
    internal bool HasManifest => _manifest is not null;

    /// <summary>Remembers what a version that is whole says of images: an entry of the damaged one that contradicts it is damaged.</summary>
    internal void Trust(IEnumerable<FileEntry> files)
    {
        foreach (FileEntry file in files)
            if (file.Said is { } said)
                _said[KeyOf(file.Sha256!)] = [.. said.Select(statement => new Said(KeyOf(statement.Field), statement.Revision, KeyOf(statement.Version), KeyOf(statement.Value ?? "")))];
    }

    /// <summary>The files of the version that was written last, each path once.</summary>
    internal IEnumerable<FileEntry> Last(IEnumerable<FileEntry> files)
    {
        foreach (FileEntry file in files)
        {
            if (!_given.Add(KeyOf(file.Path!)))
                continue;
            _given.Add(KeyOf(file.Sha256!));
            yield return file;
        }
    }

    /// <summary>
    /// Of a former version the files that the last one lacks: those of which the manifest has the line, and those that the storage still
    /// has somewhere, whose new place Sync-ImaFileStorage finds. What the last one moved, changed or removed is not brought back.
    /// </summary>
    internal IEnumerable<FileEntry> Former(IEnumerable<FileEntry> files)
    {
        foreach (FileEntry file in files)
        {
            UInt128 sha256 = KeyOf(file.Sha256!);
            bool isLacking = _manifest?.Contains(KeyOf(LineOf(file))) == true || (!_given.Contains(sha256) && _manifest?.Contains(sha256) != false);
            if (isLacking && _given.Add(KeyOf(file.Path!)))
                yield return file;
        }
    }

    /// <summary>The files of a damaged index whose entries are whole.</summary>
    /// <param name="path">The damaged index.</param>
    /// <param name="cancellationToken">Stops between two entries.</param>
    internal IEnumerable<FileEntry> Whole(string path, CancellationToken cancellationToken)
    {
        SaidOverlay said = SaidOverlay.Of(path);
        foreach ((string hothash, string json) in Entries(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (FileEntry file in Parse(hothash, json).Select(said.Over))
                if (_manifest?.Contains(KeyOf(LineOf(file))) != false && IsCredible(file))
                    yield return file;
        }
    }

    /// <summary>What is said does not change without its version; no field that was said is left out, and its revision never falls.</summary>
    private bool IsCredible(FileEntry file)
    {
        if (!_said.TryGetValue(KeyOf(file.Sha256!), out Said[]? known))
            return true;
        var said = (file.Said ?? []).ToDictionary(statement => KeyOf(statement.Field));
        return Array.TrueForAll(known, former => said.TryGetValue(former.Field, out Statement? now) && now.Revision >= former.Revision
            && (KeyOf(now.Version) != former.Version || KeyOf(now.Value ?? "") == former.Value));
    }

    private static string LineOf(FileEntry file) => ManifestLine.Format(file.Path!, file.Sha256!);

    private static List<FileEntry> Parse(string hothash, string json)
    {
        try
        {
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
        // The text holds the bytes of the file one by one, so that a letter that is damaged is found.
        foreach (string line in BoundedLines.Read(path, MaxEntryBytes, _ => { }).Select(bytes => Encoding.Latin1.GetString(bytes)))
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
            else if (hothash is not null && json.Length + line.Length < MaxEntryBytes)
            {
                json.Append(line);
            }
            else
            {
                hothash = null;
            }
        }
    }

    /// <summary>The lines of the manifest and the hashes in them; null where it tells nothing.</summary>
    private static HashSet<UInt128>? Manifest(string path)
    {
        ImaLinkException? unreadable = null;
        var known = new HashSet<UInt128>();
        foreach ((string file, string sha256) in ManifestLine.Read(path, trouble => unreadable = trouble))
        {
            known.Add(KeyOf(ManifestLine.Format(file, sha256)));
            known.Add(KeyOf(sha256));
        }

        return unreadable is null && known.Count > 0 ? known : null;
    }

    /// <summary>A statement by what its texts are recognised by.</summary>
    private readonly record struct Said(UInt128 Field, long Revision, UInt128 Version, UInt128 Value);

    private static UInt128 KeyOf(string text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));
}
