using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;

namespace ImaLink.Archive.Intake;

/// <summary>Where the bytes of a file are, as far as catalog and disk tell.</summary>
/// <param name="Here">Where they are in the target storage, or will be by what was decided before.</param>
/// <param name="Elsewhere">Where they are now in another storage.</param>
/// <param name="Recorded">Where they are recorded, and cannot be found.</param>
internal sealed record SameBytes(string? Here = null, KnownPlace? Elsewhere = null, KnownPlace? Recorded = null);

/// <summary>A file of a storage; of the target storage where none is named.</summary>
internal sealed record KnownPlace(string Path, Guid? Storage, bool IsOnline);

/// <summary>Another file of the target storage with the same image, and one that has the same hothash for no good reason.</summary>
internal sealed record SameImage(string? Path = null, string? Collision = null);

/// <summary>
/// What is known of the files that an import meets: what the catalog says and the disk confirms, and what was decided and is not in the
/// catalog yet. The catalog is asked first: a verdict must not depend on where a batch ended. It changes nothing.
/// </summary>
internal sealed class ImportFacts(CatalogDatabase catalog, StorageLayout layout, long storageId)
{
    private readonly Dictionary<long, (StorageRow Row, bool Online)> _storages =
        catalog.Storages.All().ToDictionary(row => row.Id, row => (row, row.Id == storageId || StorageProbe.IsOnline(row)));

    private readonly Dictionary<string, FileEntry> _bySha256 = [];
    private readonly Dictionary<(string, int, int), FileEntry> _byImage = [];
    private readonly Dictionary<string, FileEntry> _byHothash = [];
    private readonly HashSet<string> _paths = [];
    private readonly Dictionary<(string Photo, string Sha256), string> _companions = [];
    private readonly Dictionary<(string Sha256, string Source), string> _documents = [];

    /// <summary>What was decided so far is in the catalog now.</summary>
    internal void Settled()
    {
        _bySha256.Clear();
        _byImage.Clear();
        _byHothash.Clear();
        _paths.Clear();
        _companions.Clear();
        _documents.Clear();
    }

    /// <summary>A file that will be in the catalog.</summary>
    internal void Add(FileEntry entry)
    {
        _bySha256.TryAdd(entry.Sha256!, entry);
        _byImage.TryAdd((entry.Hothash, entry.Width ?? 0, entry.Height ?? 0), entry);
        _byHothash.TryAdd(entry.Hothash, entry);
        _paths.Add(entry.Path!);
    }

    internal void AddCompanion(string photo, CompanionEntry companion) => _companions.TryAdd((photo, companion.Sha256), companion.Path);

    internal void AddDocument(string source, DocumentEntry document) => _documents.TryAdd((document.Sha256, source), document.Path);

    /// <summary>Where these bytes are.</summary>
    internal SameBytes SameBytes(string sha256)
    {
        var rows = catalog.Files.BySha256(sha256).ToList();
        if ((rows.Find(row => row.StorageId == storageId && IsThere(row))?.Path ?? _bySha256.GetValueOrDefault(sha256)?.Path) is { } here)
            return new SameBytes(here);
        FileRow? elsewhere = rows.Find(row => row.StorageId != storageId && StorageOf(row.StorageId).Online && IsThere(row));
        return new SameBytes(null, elsewhere is null ? null : PlaceOf(elsewhere), rows.Count > 0 ? PlaceOf(rows[0]) : null);
    }

    /// <summary>Which file of the target storage shows the same image; none where the whole file is the image.</summary>
    internal SameImage SameImage(IntakeResult taken)
    {
        FileIdentity identity = taken.Identity!;
        if (identity.Scheme != HothashScheme.ImageData)
            return new SameImage();
        var rows = catalog.Files.ByImage(identity.Hothash, taken.Facts.Width, taken.Facts.Height).Where(row => row.StorageId == storageId).ToList();
        if ((rows.Find(IsThere)?.Path ?? _byImage.GetValueOrDefault(ImageOf(taken))?.Path) is { } same)
            return new SameImage(same);
        return new SameImage(null, catalog.Files.ByHothash(identity.Hothash).FirstOrDefault(row => row.StorageId == storageId && !rows.Contains(row))?.Path
            ?? _byHothash.GetValueOrDefault(identity.Hothash)?.Path);
    }

    /// <summary>Whether a path is that of a registered photo or video.</summary>
    internal bool IsRegisteredFile(string path) => catalog.Files.ByPath(storageId, path) is not null || _paths.Contains(path);

    /// <summary>Whether a path is that of a registered document or companion.</summary>
    internal bool IsRegisteredBeside(string path) => catalog.Documents.ByPath(storageId, path) is not null || catalog.Files.IsCompanion(storageId, path);

    /// <summary>A companion with these bytes that is there, beside any file with the photo's bytes.</summary>
    internal string? SameCompanion(string photo, string sha256) =>
        catalog.Files.BySha256(photo).Where(row => row.StorageId == storageId).SelectMany(row => catalog.Files.Companions(row.Id))
            .FirstOrDefault(known => known.Sha256 == sha256 && layout.Reaches(known.Path) && FilePresence.Holds(layout.FullName(known.Path), known.FileSize, sha256))?.Path
        ?? _companions.GetValueOrDefault((photo, sha256));

    /// <summary>The document with these bytes and this path in its source, where it is there now; its name was numbered where another has the same but for case.</summary>
    internal string? SameDocument(string sha256, string source, long size)
    {
        string end = FileNames.Key("/" + source);
        return catalog.Documents.BySha256(sha256).Where(row => row.StorageId == storageId && IsOf(FileNames.Key(row.Entry.Path)))
            .Select(row => row.Entry.Path)
            .FirstOrDefault(path => layout.Reaches(path) && FilePresence.Holds(layout.FullName(path), size, sha256))
            ?? _documents.GetValueOrDefault((sha256, source));

        bool IsOf(string key) => key.EndsWith(end, StringComparison.Ordinal) || FileNames.WithoutNumber(key).EndsWith(end, StringComparison.Ordinal);
    }

    private static (string, int, int) ImageOf(IntakeResult taken) => (taken.Identity!.Hothash, taken.Facts.Width ?? 0, taken.Facts.Height ?? 0);

    private KnownPlace PlaceOf(FileRow row) =>
        new(row.Path, row.StorageId == storageId ? null : StorageOf(row.StorageId).Row.Uuid, StorageOf(row.StorageId).Online);

    /// <summary>A storage, and whether it is there; another process may have registered it meanwhile.</summary>
    private (StorageRow Row, bool Online) StorageOf(long id)
    {
        if (!_storages.TryGetValue(id, out (StorageRow Row, bool Online) known))
        {
            StorageRow row = catalog.Storages.Get(id);
            _storages.Add(id, known = (row, StorageProbe.IsOnline(row)));
        }

        return known;
    }

    /// <summary>Whether a registered file is there now, with its recorded size and fingerprint.</summary>
    private bool IsThere(FileRow row)
    {
        var place = new StorageLayout(StorageOf(row.StorageId).Row.Root);
        return row.State == FileState.Present && place.Reaches(row.Path) && FilePresence.IsThere(place.FullName(row.Path), row.Size, row.Fingerprint);
    }
}
