using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Identity;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>
/// Decides what becomes of a file that was read: its verdict, its place, its entry. It looks at the catalog and at the disk,
/// and changes neither.
/// </summary>
internal sealed partial class ImportDecision(CatalogDatabase catalog, StorageLayout layout, long storageId, ImportPlan plan)
{
    private static readonly int MaxPathBytes = OperatingSystem.IsWindows() ? 32_000 : OperatingSystem.IsMacOS() ? 1_023 : 4_095;

    private const string Registered = "The file is registered already.", Link = "It is a link: a storage holds its files themselves.";

    private static readonly string TooLong = $"Its path in the storage would be longer than the system allows ({MaxPathBytes} bytes). Import it with a shorter -Layout.";

    private readonly LayoutTemplate _template = new(plan.Layout);
    private readonly NameReservations _names = new(catalog, layout, storageId);
    private readonly Dictionary<long, (StorageRow Row, bool Online)> _storages =
        catalog.Storages.All().ToDictionary(row => row.Id, row => (row, row.Id == storageId || StorageProbe.IsOnline(row)));

    // Decided and not yet in the catalog. The catalog is asked first: a verdict must not depend on where a batch ended.
    private readonly Dictionary<string, ImportRecord> _pendingBySha256 = [];
    private readonly Dictionary<(string, int, int), ImportRecord> _pendingByImage = [];
    private readonly Dictionary<string, ImportRecord> _pendingByHothash = [];
    private readonly Dictionary<string, ImportRecord> _pendingByPath = [];
    private readonly Beginnings _beginnings = new(catalog, layout, storageId);
    private readonly Dictionary<(string Photo, string Sha256), CompanionEntry> _pendingCompanions = [];

    /// <summary>What was decided so far is in the catalog now.</summary>
    internal void Settled()
    {
        _pendingBySha256.Clear();
        _pendingByImage.Clear();
        _pendingByHothash.Clear();
        _pendingByPath.Clear();
        _pendingCompanions.Clear();
        _beginnings.Settled();
        _pendingDocuments.Clear();
        _names.Settled();
    }

    /// <summary>Another place for a file whose place was taken after all.</summary>
    internal string Elsewhere(string taken) => _names.Reserve(taken);

    /// <summary>Whether a file with these bytes would not be copied.</summary>
    internal bool IsDuplicate(string sha256) => FindDuplicate(sha256, new LedgerEntry());

    /// <summary>Decides on a photo or video. One that ends early is treated like any other, and told.</summary>
    internal ImportRecord Decide(IntakeResult taken, LayoutLine? scripted)
    {
        ImportRecord record = DecideByBytes(taken, scripted);
        if (taken.End.State is EndState.Cut or EndState.Suspected)
        {
            record.Ledger!.EndsEarly = true;
            Tell(record, taken.End.Words!);
        }

        if (record.Entry is not null)
        {
            if (_beginnings.Find(taken) is { } words)
                Tell(record, words);
            _beginnings.Add(taken, record);
        }

        return record;
    }

    private static void Tell(ImportRecord record, string words) =>
        record.Ledger!.Reason = record.Ledger.Reason is null ? words : $"{record.Ledger.Reason} {words}";

    private ImportRecord DecideByBytes(IntakeResult taken, LayoutLine? scripted)
    {
        LedgerEntry ledger = Ledger(taken);
        var record = new ImportRecord { Number = taken.File.Number, Ledger = ledger };
        if (taken.Verdict is not null)
            return record;
        if (plan.InPlace)
            return DecideInPlace(taken, record);
        if (FindDuplicate(taken.Identity!.Sha256!, ledger) && !plan.AllowDuplicate)
        {
            ledger.Verdict = ImportVerdict.Duplicate;
            return record;
        }

        ledger.Verdict = ImportVerdict.Imported;
        bool isVariant = ledger.ExistingPath is null && FindVariant(taken, ledger);
        if (isVariant && plan.SkipVariant)
        {
            ledger.Verdict = ImportVerdict.Skipped;
            ledger.Reason = "The same image is in the storage in other bytes.";
            return record;
        }

        if (scripted?.Trouble is not null)
        {
            ledger.Verdict = ImportVerdict.Failed;
            ledger.Reason = scripted.Trouble;
            return record;
        }

        if (isVariant)
            ledger.Verdict = ImportVerdict.Variant;
        string place = scripted?.Path ?? _template.Place(FactsFor(taken.File, taken.Facts, taken.Identity.Format, taken.ModifiedAt, plan.Session.Title));
        string path = _names.Reserve($"{StorageLayout.PhotosFolder}/{place}");
        if (IsTooLong(path))
        {
            ledger.Verdict = ImportVerdict.Failed;
            ledger.Reason = TooLong;
            return record;
        }

        return Accept(taken, record, path);
    }

    /// <summary>Decides on a companion, after its photo, or on a document.</summary>
    /// <param name="taken">The file as read.</param>
    /// <param name="photo">What was decided on its photo; null where it has none.</param>
    internal ImportRecord DecideCompanion(IntakeResult taken, ImportRecord? photo)
    {
        LedgerEntry ledger = Ledger(taken);
        var record = new ImportRecord { Number = taken.File.Number, Ledger = ledger };
        if (taken.Verdict is not null)
            return record;
        if (photo is null)
            return DecideDocument(taken, record, "There is no photo that it belongs to beside it; it is kept with the session.");
        if (photo.Ledger!.Verdict is ImportVerdict.Failed or ImportVerdict.StillChanging)
            return Skip(record, "Its photo was not imported.", null);
        if (HolderOf(photo) is not { } holder)
            return DecideDocument(taken, record, "Its photo is not in this storage; it is kept with the session.");
        if (plan.InPlace && IsRegistered(layout.RelativePath(taken.File.Path)))
            return Skip(record, Registered, layout.RelativePath(taken.File.Path));

        if (photo.Entry is null && !plan.InPlace && FindCompanion(photo.Ledger.Sha256!, taken.Identity!.Sha256!) is { } same)
        {
            ledger.Verdict = ImportVerdict.Duplicate;
            ledger.ExistingPath = same.Path;
            return record;
        }

        ledger.Verdict = ImportVerdict.Companion;
        ledger.Path = plan.InPlace ? layout.RelativePath(taken.File.Path) : _names.Reserve(CompanionPath(taken.File.Path, photo.Ledger.SourcePath, holder));
        record.Holder = holder;
        record.Companion = new CompanionEntry
        {
            Path = ledger.Path,
            FileSize = taken.Identity!.Length,
            Sha256 = taken.Identity.Sha256!,
            Kind = taken.File.Kind ?? "xmp",
            ModifiedAt = IndexTime.FormatUtc(taken.ModifiedAt),
            LastVerified = IndexTime.FormatUtc(DateTime.UtcNow),
        };
        _pendingCompanions.TryAdd((photo.Ledger.Sha256!, record.Companion.Sha256), record.Companion);
        return record;
    }

    /// <summary>Where the photo of a companion lies in this storage: placed now, held before, or registered where it lies.</summary>
    private static string? HolderOf(ImportRecord photo) => photo.Entry?.Path ?? (photo.Ledger switch
    {
        { Verdict: ImportVerdict.Duplicate, ExistingStorage: null } held => held.ExistingPath,
        { Verdict: ImportVerdict.Skipped, Reason: Registered } held => held.ExistingPath,
        _ => null,
    });

    /// <summary>A companion with these bytes that is there, beside any file with the photo's bytes.</summary>
    private CompanionEntry? FindCompanion(string photo, string sha256) =>
        catalog.Files.BySha256(photo).Where(row => row.StorageId == storageId).SelectMany(row => catalog.Files.Companions(row.Id))
            .FirstOrDefault(known => known.Sha256 == sha256 && layout.Reaches(known.Path) && FilePresence.Holds(layout.FullName(known.Path), known.FileSize, sha256))
        ?? _pendingCompanions.GetValueOrDefault((photo, sha256));

    internal static LayoutFacts FactsFor(PlannedFile file, ImageFacts facts, string format, DateTime modifiedAt, string session) => new(
        facts, file.Path, file.Source, Path.GetFileNameWithoutExtension(file.Path), Path.GetExtension(file.Path), format, file.Size, modifiedAt.ToLocalTime(), session);

    /// <summary>A companion is called like its photo; what its own name adds to that is made portable.</summary>
    private static string CompanionPath(string source, string photoSource, string holder)
    {
        string path = CompanionPlace.Follow(Path.GetFileName(source), Path.GetFileName(photoSource), holder);
        int slash = path.LastIndexOf('/') + 1;
        return path[..slash] + FileNames.Portable(path[slash..]);
    }

    private ImportRecord DecideInPlace(IntakeResult taken, ImportRecord record)
    {
        string path = layout.RelativePath(taken.File.Path);
        if (catalog.Files.ByPath(storageId, path) is not null || _pendingByPath.ContainsKey(path))
            return Skip(record, Registered, path);

        if (new FileInfo(taken.File.Path).LinkTarget is not null)
            return Skip(record, Link, null);

        FindDuplicate(taken.Identity!.Sha256!, record.Ledger!);
        record.Ledger!.Verdict = ImportVerdict.Imported;
        return Accept(taken, record, path);
    }

    private ImportRecord Accept(IntakeResult taken, ImportRecord record, string path)
    {
        record.Ledger!.Path = path;
        FileEntry entry = EntryFor(taken, path);
        record.Entry = entry;
        _pendingBySha256.TryAdd(entry.Sha256!, record);
        _pendingByImage.TryAdd((entry.Hothash, entry.Width ?? 0, entry.Height ?? 0), record);
        _pendingByHothash.TryAdd(entry.Hothash, record);
        _pendingByPath.TryAdd(path, record);
        return record;
    }

    /// <summary>
    /// Whether the bytes are in the target storage now, or elsewhere where that is accepted. A place elsewhere, or one where
    /// the file is missing, is only named.
    /// </summary>
    private bool FindDuplicate(string sha256, LedgerEntry ledger)
    {
        var rows = catalog.Files.BySha256(sha256).ToList();
        string? here = rows.Find(row => row.StorageId == storageId && IsThere(row))?.Path ?? _pendingBySha256.GetValueOrDefault(sha256)?.Entry!.Path;
        if (here is not null)
        {
            ledger.ExistingPath = here;
            return true;
        }

        if (rows.Find(row => row.StorageId != storageId && _storages[row.StorageId].Online && IsThere(row)) is { } elsewhere)
        {
            Name(elsewhere, ledger, "The same bytes are in another storage.");
            return plan.SkipKnownElsewhere;
        }

        if (rows.Count > 0)
            Name(rows[0], ledger, _storages[rows[0].StorageId].Online ? "The same bytes are recorded there, but the file is missing or was changed." : "The same bytes are recorded in a storage that is offline.");
        return false;
    }

    private bool FindVariant(IntakeResult taken, LedgerEntry ledger)
    {
        FileIdentity identity = taken.Identity!;
        if (identity.Scheme != HothashScheme.ImageData)
            return false;
        (string, int, int) image = (identity.Hothash, taken.Facts.Width ?? 0, taken.Facts.Height ?? 0);
        var rows = catalog.Files.ByImage(identity.Hothash, taken.Facts.Width, taken.Facts.Height).Where(row => row.StorageId == storageId).ToList();
        ledger.ExistingPath = rows.Find(IsThere)?.Path ?? _pendingByImage.GetValueOrDefault(image)?.Entry!.Path;
        if (ledger.ExistingPath is not null)
            return true;
        string? collision = catalog.Files.ByHothash(identity.Hothash).FirstOrDefault(row => row.StorageId == storageId && !rows.Contains(row))?.Path
            ?? _pendingByHothash.GetValueOrDefault(identity.Hothash)?.Entry!.Path;
        if (collision is not null)
            ledger.Reason = $"HothashCollision: '{collision}' has the same hothash and other dimensions.";
        return false;
    }

    private void Name(FileRow row, LedgerEntry ledger, string reason)
    {
        ledger.ExistingPath = row.Path;
        ledger.ExistingStorage = row.StorageId == storageId ? null : _storages[row.StorageId].Row.Uuid;
        ledger.Reason = reason;
    }

    /// <summary>Whether a registered file is there now, with its recorded size and fingerprint.</summary>
    private bool IsThere(FileRow row)
    {
        var place = new StorageLayout(_storages[row.StorageId].Row.Root);
        return row.State == FileState.Present && place.Reaches(row.Path) && FilePresence.IsThere(place.FullName(row.Path), row.Size, row.Fingerprint);
    }

    private FileEntry EntryFor(IntakeResult taken, string path)
    {
        (FileIdentity identity, ImageFacts facts) = (taken.Identity!, taken.Facts);
        PhotoBlock photo = _pendingByImage.GetValueOrDefault((identity.Hothash, facts.Width ?? 0, facts.Height ?? 0))?.Entry!.Photo
            ?? catalog.Photos.OfImage(identity.Hothash, facts.Width, facts.Height)
            ?? NewPhoto(facts, catalog.Uuid);
        FileEntry entry = IntakeEntry.Of(taken, path);
        entry.CreatedAt = IndexTime.FormatUtc(taken.CreatedAt);
        entry.OriginalFilename = Path.GetFileName(taken.File.Path);
        entry.OriginalPath = taken.File.Path;
        entry.State = FileState.Present;
        entry.LastVerified = IndexTime.FormatUtc(DateTime.UtcNow);
        entry.Photo = photo;
        return entry;
    }

    /// <summary>A photo that nobody described yet begins with what its owner wrote into the file; a rating of 0 is none.</summary>
    internal static PhotoBlock NewPhoto(ImageFacts facts, Guid writer) => new()
    {
        Uuid = Guid.NewGuid(),
        Primary = true,
        Title = facts.Title,
        Description = facts.Description,
        Rating = facts.Rating > 0 ? facts.Rating : null,
        Tags = facts.Keywords.Count > 0 ? [.. facts.Keywords] : null,
        Revision = 1,
        Writer = writer,
    };

    private static LedgerEntry Ledger(IntakeResult taken) => new()
    {
        SourcePath = taken.File.Path,
        Verdict = taken.Verdict ?? "",
        Reason = taken.Reason,
        FileSize = taken.Identity?.Length ?? taken.File.Size,
        Hothash = taken.Identity is { Hothash.Length: > 0 } identity ? identity.Hothash : null,
        Sha256 = taken.Identity?.Sha256,
    };
}
