using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using ImaLink.Index;

namespace ImaLink.Recovery;

/// <summary>
/// Tells to which lost session a file belonged that stands in no readable index: by the ledgers of the sessions, which name
/// their files; by the manifest, which names every registered file; by a folder that is called like the session.
/// </summary>
internal sealed class OrphanEvidence
{
    private readonly IReadOnlyList<SessionSource> _lost;
    private readonly Dictionary<UInt128, int> _ledgers = [];
    private readonly HashSet<UInt128>? _manifest;
    private readonly StorageLayout _layout;

    /// <param name="inventory">The storage.</param>
    /// <param name="lost">The sessions of which the index is lost, or a part of it.</param>
    internal OrphanEvidence(IndexInventory inventory, IReadOnlyList<SessionSource> lost)
    {
        (_layout, _lost) = (inventory.Layout, lost);
        HashSet<int> whole = [.. inventory.Sessions.Except(lost).Select(session => session.Number)];
        List<int> numbers = [.. LedgerNumbers()];
        HighestNumber = numbers.DefaultIfEmpty().Max();
        foreach (int number in numbers.Where(number => !whole.Contains(number)))
        {
            foreach (LedgerEntry entry in LostSession.Ledger(_layout, number))
                if (entry is { Path: not null, Sha256: not null })
                    _ledgers.TryAdd(KeyOf(entry.Sha256), number);
        }

        _manifest = ReadManifest();
    }

    /// <summary>The highest number that a session had here, as far as ledgers tell.</summary>
    internal int HighestNumber { get; }

    /// <summary>Whether a file was registered, as far as can be told.</summary>
    internal bool WasRegistered(string path, string sha256) =>
        _manifest is null || _manifest.Contains(KeyOf(sha256)) || _manifest.Contains(KeyOf(path)) || _ledgers.ContainsKey(KeyOf(sha256));

    /// <summary>The session that a file belonged to; null where it cannot be told.</summary>
    internal SessionSource? SessionOf(string path, string sha256)
    {
        if (_ledgers.TryGetValue(KeyOf(sha256), out int number))
            return _lost.FirstOrDefault(session => session.Number == number);
        string[] folders = path.Split('/')[..^1];
        List<SessionSource> named = [.. _lost.Where(session => session.Title is { } title && folders.Contains(title))];
        return named.Count == 1 ? named[0] : _lost.Count == 1 ? _lost[0] : null;
    }

    private IEnumerable<int> LedgerNumbers()
    {
        const string prefix = "session_", suffix = ".ledger.jsonl";
        if (!Directory.Exists(_layout.Imports))
            yield break;
        foreach (string path in Directory.EnumerateFiles(_layout.Imports, prefix + "*" + suffix))
            if (int.TryParse(Path.GetFileName(path)[prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                yield return number;
    }

    private HashSet<UInt128>? ReadManifest()
    {
        var known = new HashSet<UInt128>();
        ImaLinkException? unreadable = null;
        foreach ((string path, string sha256) in ManifestLine.Read(_layout.Manifest, trouble => unreadable = trouble))
        {
            known.Add(KeyOf(path));
            known.Add(KeyOf(sha256));
        }

        return unreadable is null ? known : null;
    }

    private static UInt128 KeyOf(string text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));
}
