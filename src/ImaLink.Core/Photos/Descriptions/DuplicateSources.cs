using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Photos.Descriptions;

/// <summary>Where files lay that imports did not copy, as their pictures were here already: by the ledgers of the storages that are there, which are read when that is first asked.</summary>
internal sealed class DuplicateSources(CatalogDatabase catalog)
{
    private Dictionary<string, string>? _hothashes;

    /// <summary>The hothash of what lay at a path; null where no import saw a duplicate there.</summary>
    internal string? HothashAt(string path) => (_hothashes ??= Read()).GetValueOrDefault(Key(path));

    private Dictionary<string, string> Read()
    {
        var hothashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (StorageRow storage in catalog.Storages.All().Where(StorageProbe.IsOnline))
        {
            var layout = new StorageLayout(storage.Root);
            foreach (SessionHeader session in catalog.Sessions.OfStorage(storage.Id).Select(row => row.Header).Where(session => session.Counts is { Duplicate: > 0 } or { Skipped: > 0 }))
                Read(layout.Ledger(session.Id), hothashes);
        }

        return hothashes;
    }

    private static void Read(string ledger, Dictionary<string, string> hothashes)
    {
        try
        {
            foreach (LedgerEntry line in new JsonLines<LedgerEntry>(new DurableFiles(), ledger, IndexJson.Instance.LedgerEntry).Read())
                if (line is { Path: null, Hothash: { } hothash })
                    hothashes[Key(line.SourcePath)] = hothash; // the latest, where several sessions saw it
        }
        catch (Exception e) when (e is ImaLinkException || IoErrors.IsIo(e))
        {
            // Test-ImaIndex tells it; what was read counts.
        }
    }

    private static string Key(string path) => FileNames.Key(path.Replace('\\', '/'));
}
