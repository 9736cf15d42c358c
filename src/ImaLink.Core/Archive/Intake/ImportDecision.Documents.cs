using System.Text;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;
using ImaLink.Media.Metadata;

namespace ImaLink.Archive.Intake;

/// <content>What belongs to no photo: it is kept with the session, byte for byte, at its source path.</content>
internal sealed partial class ImportDecision
{
    private readonly Dictionary<(string Sha256, string Source), string> _pendingDocuments = [];

    private ImportRecord DecideDocument(IntakeResult taken, ImportRecord record, string reason)
    {
        LedgerEntry ledger = record.Ledger!;
        string sha256 = taken.Identity!.Sha256!, source = FileNames.PortablePath(taken.File.Source);
        string? path = plan.InPlace ? layout.RelativePath(taken.File.Path) : null;
        if (path is not null && IsRegistered(path))
            return Skip(record, Registered, path);
        if (path is not null && new FileInfo(taken.File.Path).LinkTarget is not null)
            return Skip(record, Link, null);
        if (path is null && FindDocument(sha256, source, taken.Identity.Length) is { } held)
        {
            (ledger.Verdict, ledger.ExistingPath) = (ImportVerdict.Duplicate, held);
            return record;
        }

        path ??= _names.Reserve($"{StorageLayout.PhotosFolder}/{DocumentPlace(taken)}");
        if (IsTooLong(path))
        {
            (ledger.Verdict, ledger.Reason) = (ImportVerdict.Failed, TooLong);
            return record;
        }

        (ledger.Verdict, ledger.Path, ledger.Reason) = (ImportVerdict.Companion, path, reason);
        record.Document = new DocumentEntry { Path = path, Sha256 = sha256, FileSize = taken.Identity.Length };
        _pendingDocuments.TryAdd((sha256, source), path);
        return record;
    }

    /// <summary>A layout is for photos: what says where something lay, such as an album's description, says it by its path.</summary>
    private string DocumentPlace(IntakeResult taken) => new LayoutTemplate(LayoutTemplate.Default).Place(FactsFor(
        taken.File, new ImageFacts(), "", IndexTime.ParseUtc(plan.Session.ImportedAt) ?? DateTime.UtcNow, plan.Session.Title));

    /// <summary>The document with these bytes and this path in its source, where it is there now; its name was numbered where another has the same but for case.</summary>
    private string? FindDocument(string sha256, string source, long size)
    {
        string end = FileNames.Key("/" + source);
        return catalog.Documents.BySha256(sha256).Where(row => row.StorageId == storageId && IsOf(FileNames.Key(row.Entry.Path)))
            .Select(row => row.Entry.Path)
            .FirstOrDefault(path => layout.Reaches(path) && FilePresence.Holds(layout.FullName(path), size, sha256))
            ?? _pendingDocuments.GetValueOrDefault((sha256, source));

        bool IsOf(string key) => key.EndsWith(end, StringComparison.Ordinal) || FileNames.WithoutNumber(key).EndsWith(end, StringComparison.Ordinal);
    }

    private bool IsRegistered(string path) => catalog.Documents.ByPath(storageId, path) is not null || catalog.Files.IsCompanion(storageId, path);

    private bool IsTooLong(string path) => Encoding.UTF8.GetByteCount(layout.FullName(path)) > MaxPathBytes;

    private static ImportRecord Skip(ImportRecord record, string reason, string? existing)
    {
        (record.Ledger!.Verdict, record.Ledger.Reason, record.Ledger.ExistingPath) = (ImportVerdict.Skipped, reason, existing);
        return record;
    }
}
