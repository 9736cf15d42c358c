using System.Text;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Companions;
using ImaLink.Media.Formats.Ends;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <summary>
/// Decides what becomes of a file that was read: asks what is known of it (<see cref="ImportFacts"/>) and what follows from that
/// (<see cref="ImportRules"/>), reserves its place and writes down its entry. Catalog and disk are not changed.
/// </summary>
internal sealed class ImportDecision(CatalogDatabase catalog, StorageLayout layout, long storageId, ImportPlan plan)
{
    private static readonly int MaxPathBytes = OperatingSystem.IsWindows() ? 32_000 : OperatingSystem.IsMacOS() ? 1_023 : 4_095;

    private static readonly string TooLong = $"Its path in the storage would be longer than the system allows ({MaxPathBytes} bytes). Import it with a shorter -Layout.";

    /// <summary>What is told of a sidecar that is damaged.</summary>
    internal const string Unread = "What it says could not be read, or not all of it.";

    private readonly LayoutTemplate _template = new(plan.Layout);
    private readonly NameReservations _names = new(catalog, layout, storageId);
    private readonly ImportFacts _facts = new(catalog, layout, storageId);
    private readonly WordIntake _words = new(catalog);
    private readonly Beginnings _beginnings = new(catalog, layout, storageId);

    /// <summary>What was decided so far is in the catalog now.</summary>
    internal void Settled()
    {
        _facts.Settled();
        _beginnings.Settled();
        _names.Settled();
    }

    /// <summary>Another place for a file whose place was taken after all.</summary>
    internal string Elsewhere(string taken) => _names.Reserve(taken);

    /// <summary>Whether a file with these bytes would not be copied.</summary>
    internal bool IsDuplicate(string sha256) => ImportRules.IsDuplicate(plan, _facts.SameBytes(sha256));

    /// <summary>Decides on a photo or video. One that ends early is treated like any other, and told.</summary>
    /// <param name="taken">The file as read.</param>
    /// <param name="scripted">Its place, where a script gave it one.</param>
    /// <param name="companions">The files that travel with it: its sidecars say something of it.</param>
    internal ImportRecord Decide(IntakeResult taken, LayoutLine? scripted, IReadOnlyCollection<IntakeResult> companions)
    {
        ImportRecord record = taken.Verdict is not null ? Undecided(taken)
            : LeftOut(taken, companions) is { } why ? Ruled(taken, new ImportRuling(ImportVerdict.Skipped, why)) : DecidePhoto(taken, scripted, companions);
        if (record.Entry is { } entry)
        {
            ImportWords said = ImportWords.Of(taken, entry, companions, plan.Session.TimeZone);
            (entry.Said, record.Ledger!.Said) = (said.Said, said.Told);
            if (said.Disagreement is { } disagreement)
                Tell(record, disagreement);
        }

        if (record.Entry is null && taken.Notes.Count > 0 && ImportRules.HolderOf(record) is { } holder)
        {
            record.NotedBy = [.. taken.Notes.Select(note => note.Path)];
            TellWords(record, holder, taken.Notes);
        }

        foreach (string warning in taken.Notes.Where(note => note.Kind != CompanionKind.Takeout).SelectMany(note => note.Facts.Warnings))
            Tell(record, warning);

        if (taken.End.State is EndState.Cut or EndState.Suspected)
        {
            record.Ledger!.EndsEarly = true;
            Tell(record, taken.End.Words!);
        }

        if (record.Entry is not null)
        {
            if (_beginnings.Find(taken) is { } beginning)
                Tell(record, beginning);
            _beginnings.Add(taken, record);
        }

        return record;
    }

    /// <summary>Tells what is said of a photo that is there already.</summary>
    private void TellWords(ImportRecord record, string holder, IReadOnlyList<PhotoNote> notes)
    {
        if (catalog.Files.ByPath(storageId, holder) is not { } known)
            return;
        (WordChange change, string? unlike) = _words.Look(known.Id, notes);
        record.Ledger!.Said = change.Told;
        if (unlike is not null)
            Tell(record, unlike);
    }

    private static void Tell(ImportRecord record, string words) =>
        record.Ledger!.Reason = record.Ledger.Reason is null ? words : $"{record.Ledger.Reason} {words}";

    /// <summary>Why a photo of an export is not taken in; null where it is. What lies in the storage already is registered all the same.</summary>
    private string? LeftOut(IntakeResult photo, IEnumerable<IntakeResult> companions)
    {
        if (plan.InPlace)
            return null;
        List<ImageFacts> said = [.. companions.Where(companion => companion.File.Kind == CompanionKind.Takeout).Select(companion => companion.Facts)];
        said.AddRange(photo.Notes.Where(note => said.Count == 0 || note.Kind != CompanionKind.Takeout).Select(note => note.Facts));
        return !plan.IncludeTrashed && (said.Exists(facts => facts.IsTrashed) || AppleFolders.IsDeleted(photo.File.Path)) ? ImportRules.Trashed
            : !plan.IncludePartner && said.Exists(facts => facts.IsOfPartner) ? ImportRules.OfPartner : null;
    }

    /// <summary>What a layout goes by: where a photo states no time, that of the sidecar or description beside it.</summary>
    private static ImageFacts Dated(IntakeResult photo, IEnumerable<IntakeResult> companions) => photo.Facts.TakenAt is not null ? photo.Facts
        : photo.Facts with
        {
            TakenAt = companions.Where(companion => companion.Verdict is null && CompanionFacts.Speaks(companion.File.Kind, Path.GetFileName(companion.File.Path), Path.GetFileName(photo.File.Path)))
                .OrderBy(companion => companion.File.Kind == CompanionKind.Takeout).ThenByDescending(companion => companion.ModifiedAt)
                .Select(companion => companion.Facts.TakenAt).Concat(photo.Notes.Select(note => note.Facts.TakenAt)).FirstOrDefault(time => time is not null),
        };

    private ImportRecord DecidePhoto(IntakeResult taken, LayoutLine? scripted, IReadOnlyCollection<IntakeResult> companions)
    {
        string sha256 = taken.Identity!.Sha256!;
        string? path = plan.InPlace ? layout.RelativePath(taken.File.Path) : null;
        ImportRuling ruling = path is not null
            ? ImportRules.OfPhotoInPlace(path, _facts.IsRegisteredFile(path), IsLink(taken), () => _facts.SameBytes(sha256))
            : ImportRules.OfPhoto(plan, _facts.SameBytes(sha256), () => _facts.SameImage(taken), scripted?.Trouble);
        ImportRecord record = Ruled(taken, ruling);
        if (!ruling.IsTaken)
            return record;
        path ??= Reserve(scripted?.Path ?? _template.Place(FactsFor(taken.File, Dated(taken, companions), taken.Identity.Format, taken.ModifiedAt, plan.Session)));
        if (!plan.InPlace && IsTooLong(path))
            return TooLongFor(record);
        record.Ledger!.Path = path;
        record.Entry = EntryFor(taken, path);
        _facts.Add(record.Entry);
        return record;
    }

    /// <summary>Decides on a companion, after its photo, or on a document.</summary>
    /// <param name="taken">The file as read.</param>
    /// <param name="photo">What was decided on its photo; null where it has none.</param>
    internal ImportRecord DecideCompanion(IntakeResult taken, ImportRecord? photo)
    {
        if (taken.Verdict is not null)
            return Undecided(taken);
        string sha256 = taken.Identity!.Sha256!;
        string? path = plan.InPlace ? layout.RelativePath(taken.File.Path) : null;
        ImportRuling ruling = ImportRules.OfCompanion(photo,
            () => path is not null && _facts.IsRegisteredBeside(path) ? path : null,
            () => path is null ? _facts.SameCompanion(photo!.Ledger!.Sha256!, sha256) : null);
        if (ruling.IsDocument)
            return DecideDocument(taken, taken.File.Kind == DocumentFile.Kind && taken.File.CompanionOf is null ? ImportRules.OfNoPhoto : ruling.Reason, path);
        ImportRecord record = Told(taken, ruling);
        if (!ruling.IsTaken)
            return record;
        // What is said beside a photo that is taken in comes with it; beside one that is there already it is said now.
        record.TakesWords = photo!.Entry is null && Speaks(taken, photo) ? true : null;
        string holder = ImportRules.HolderOf(photo!)!;
        if (record.TakesWords == true)
            TellWords(record, holder, [new(taken.File.Path, taken.File.Kind!, taken.Facts)]);
        record.Ledger!.Path = path ?? _names.Reserve(CompanionPath(taken.File.Path, photo!.Ledger!.SourcePath, holder));
        record.Holder = holder;
        record.Companion = new CompanionEntry
        {
            Path = record.Ledger.Path,
            FileSize = taken.Identity.Length,
            Sha256 = sha256,
            Kind = taken.File.Kind ?? "xmp",
            ModifiedAt = IndexTime.FormatUtc(taken.ModifiedAt),
            LastVerified = IndexTime.FormatUtc(DateTime.UtcNow),
            Words = photo!.Entry is { } entry && Speaks(taken, photo) && taken.Facts.Warnings.Count == 0
                ? FileWords.OfCompanion(taken.File.Kind!, taken.Facts, entry, plan.Session.TimeZone).Digest : null,
        };
        if (photo.Entry is { } described && Speaks(taken, photo) && FileWords.OfCompanion(taken.File.Kind!, taken.Facts, described, plan.Session.TimeZone).Refused is { Count: > 0 } refused)
            Tell(record, $"Not all that it says can be recorded. {string.Join(' ', refused)}");
        _facts.AddCompanion(photo!.Ledger!.Sha256!, record.Companion);
        return record;
    }

    /// <summary>What was decided on a companion or a document, with what there is to tell of how it was read.</summary>
    private static ImportRecord Told(IntakeResult taken, ImportRuling ruling)
    {
        ImportRecord record = Ruled(taken, ruling);
        if (taken.Facts.Warnings.Count > 0)
            Tell(record, $"{Unread} {string.Join(' ', taken.Facts.Warnings)}");
        if (taken.Remark is { } remark)
            Tell(record, remark);
        return record;
    }

    private static bool Speaks(IntakeResult taken, ImportRecord photo) =>
        CompanionFacts.Speaks(taken.File.Kind, Path.GetFileName(taken.File.Path), Path.GetFileName(photo.Ledger!.SourcePath));

    /// <summary>What belongs to no photo is kept with the session, byte for byte, at its source path.</summary>
    private ImportRecord DecideDocument(IntakeResult taken, string? reason, string? inPlace)
    {
        string sha256 = taken.Identity!.Sha256!, source = FileNames.PortablePath(taken.File.Source);
        ImportRuling ruling = inPlace is not null ? ImportRules.OfDocumentInPlace(reason, inPlace, _facts.IsRegisteredBeside(inPlace), IsLink(taken))
            : ImportRules.OfDocument(reason, _facts.SameDocument(sha256, source, taken.Identity.Length));
        ImportRecord record = Told(taken, ruling);
        if (!ruling.IsTaken)
            return record;
        string path = inPlace ?? Reserve(DocumentPlace(taken));
        if (IsTooLong(path))
            return TooLongFor(record);
        record.Ledger!.Path = path;
        record.Document = new DocumentEntry { Path = path, Sha256 = sha256, FileSize = taken.Identity.Length };
        _facts.AddDocument(source, record.Document);
        return record;
    }

    /// <summary>What a layout is told of a file: UTC is what clocks of the session's time zone showed.</summary>
    internal static LayoutFacts FactsFor(PlannedFile file, ImageFacts facts, string format, DateTime modifiedUtc, SessionHeader session) => new(
        facts with { TakenAt = facts.TakenAt?.In(session.TimeZone) }, file.Path, file.Source, Path.GetFileNameWithoutExtension(file.Path),
        Path.GetExtension(file.Path), format, file.Size, modifiedUtc, session.Title, session.TimeZone);

    /// <summary>A companion is called like its photo; what its own name adds to that is made portable.</summary>
    private static string CompanionPath(string source, string photoSource, string holder)
    {
        string path = CompanionPlace.Follow(Path.GetFileName(source), Path.GetFileName(photoSource), holder);
        int slash = path.LastIndexOf('/') + 1;
        return path[..slash] + FileNames.Portable(path[slash..]);
    }

    /// <summary>A layout is for photos: what says where something lay, such as an album's description, says it by its path.</summary>
    private string DocumentPlace(IntakeResult taken) => new LayoutTemplate(LayoutTemplate.Default).Place(FactsFor(
        taken.File, new ImageFacts(), "", IndexTime.ParseUtc(plan.Session.ImportedAt) ?? DateTime.UtcNow, plan.Session));

    private string Reserve(string place) => _names.Reserve($"{StorageLayout.PhotosFolder}/{place}");

    private bool IsTooLong(string path) => Encoding.UTF8.GetByteCount(layout.FullName(path)) > MaxPathBytes;

    private static ImportRecord TooLongFor(ImportRecord record)
    {
        (record.Ledger!.Verdict, record.Ledger.Reason) = (ImportVerdict.Failed, TooLong);
        return record;
    }

    private static bool IsLink(IntakeResult taken) => new FileInfo(taken.File.Path).LinkTarget is not null;

    private static FileEntry EntryFor(IntakeResult taken, string path)
    {
        FileEntry entry = IntakeEntry.Of(taken, path);
        entry.CreatedAt = IndexTime.FormatUtc(taken.CreatedAt);
        entry.OriginalFilename = Path.GetFileName(taken.File.Path);
        entry.OriginalPath = taken.File.Path;
        entry.State = FileState.Present;
        entry.LastVerified = IndexTime.FormatUtc(DateTime.UtcNow);
        return entry;
    }

    /// <summary>A file on which reading it has decided.</summary>
    private static ImportRecord Undecided(IntakeResult taken) => Ruled(taken, new ImportRuling(taken.Verdict!, taken.Reason));

    private static ImportRecord Ruled(IntakeResult taken, ImportRuling ruling) => new()
    {
        Number = taken.File.Number,
        Ledger = new LedgerEntry
        {
            SourcePath = taken.File.Path,
            Verdict = ruling.Verdict,
            Reason = ruling.Reason,
            ExistingPath = ruling.ExistingPath,
            ExistingStorage = ruling.ExistingStorage,
            FileSize = taken.Identity?.Length ?? taken.File.Size,
            Hothash = taken.Identity is { Hothash.Length: > 0 } identity ? identity.Hothash : null,
            Sha256 = taken.Identity?.Sha256,
        },
    };
}
