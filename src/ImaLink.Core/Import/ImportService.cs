using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Storage;

namespace ImaLink.Import;

/// <summary>Imports photos into a storage, and goes on with imports that were interrupted.</summary>
internal sealed class ImportService(CatalogDatabase catalog, DurableFiles files, TimeSpan lockTimeout)
{
    /// <summary>Imports. Whatever interrupts it, what was placed stays and the rest can be resumed.</summary>
    /// <returns>The session's id in the catalog.</returns>
    /// <exception cref="ImaLinkException">What makes the whole import impossible; trouble with a file goes to the reporter.</exception>
    internal long Import(StorageRow storage, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        _ = new LayoutTemplate(request.Layout);
        CheckSources(storage, request);
        using StorageWriter writer = StorageWriter.Open(catalog, storage, files, lockTimeout, cancellationToken);
        ImportJournal journal = Prepare(writer, request, reporter, cancellationToken);
        return Carry(writer, journal, request.LayoutScript, skipMissingSource: false, reporter, cancellationToken);
    }

    /// <summary>The sessions of a storage whose import was interrupted, oldest first; what the journals say, read without the lock.</summary>
    internal List<SessionHeader> Interrupted(StorageRow storage) =>
        Unfinished(new StorageLayout(storage.Root)).ConvertAll(journal => journal.Plan.Session);

    /// <summary>The same with all that a user needs to know before it goes on.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="trouble">Takes what is wrong with a journal that cannot be read; the others are given.</param>
    internal IEnumerable<InterruptedSession> Describe(StorageRow storage, Action<ImaLinkException> trouble)
    {
        foreach (ImportJournal journal in Unfinished(new StorageLayout(storage.Root)))
        {
            InterruptedSession? import = null;
            try
            {
                import = InterruptedSession.Of(catalog, storage, journal);
            }
            catch (ImaLinkException e)
            {
                trouble(e);
            }

            if (import is not null)
                yield return import;
        }
    }

    /// <summary>Goes on with an interrupted import, copying nothing twice. One that this catalog did not begin has to be confirmed.</summary>
    /// <param name="storage">The storage.</param>
    /// <param name="session">The session.</param>
    /// <param name="confirmed">Digest of the sources that the user was shown and confirmed; null where nothing was.</param>
    /// <param name="skipMissingSource">Ends the import without a source that is gone.</param>
    /// <param name="script">The layout script.</param>
    /// <param name="reporter">Who is told.</param>
    /// <param name="cancellationToken">Stops; the import stays resumable.</param>
    /// <returns>The session's id in the catalog.</returns>
    /// <exception cref="ImaLinkException">PathNotFound where a source is not there; NothingToResume where another process finished it.</exception>
    internal long Resume(
        StorageRow storage, Guid session, string? confirmed, bool skipMissingSource, Func<LayoutFacts, string>? script, OperationReporter reporter,
        CancellationToken cancellationToken)
    {
        using StorageWriter writer = StorageWriter.Open(catalog, storage, files, lockTimeout, cancellationToken);
        ImportJournal journal = Unfinished(writer.Layout).Find(journal => journal.Plan.Session.Uuid == session)
            ?? throw new ImaLinkException(ErrorCode.NothingToResume, "The import has been finished meanwhile.", session.ToString());
        ImportPlan plan = journal.Plan;
        if (journal.SourcesSha256 is var sources && sources != confirmed && !catalog.BegunOperations.Has(session, sources))
            throw InterruptedSession.Unconfirmed(ImportPlan.JournalKind, storage.Name, plan.Session.Title);
        if (!skipMissingSource && plan.Paths.Find(path => !Path.Exists(path)) is { } gone && journal.HighestNumber() < plan.SourceFiles)
        {
            throw new ImaLinkException(ErrorCode.PathNotFound,
                $"The source '{gone}' of the session '{plan.Session.Title}' is not there. Connect it, or end the import without it with -SkipMissingSource.", gone);
        }

        return Carry(writer, journal, script, skipMissingSource, reporter, cancellationToken);
    }

    internal List<ImportJournal> Unfinished(StorageLayout layout) => Journal.Unfinished(files, layout)
        .Where(journal => journal.Kind == ImportPlan.JournalKind).Select(journal => new ImportJournal(journal, files)).ToList();

    internal static void CheckSources(StorageRow storage, ImportRequest request)
    {
        var layout = new StorageLayout(storage.Root);
        foreach (string path in request.Paths)
        {
            if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null)
                throw new ImaLinkException(ErrorCode.PathNotFound, $"'{path}' does not exist. Check the path; is the drive connected?", path);
            bool inside = IsUnder(path, layout.Root);
            if (request.InPlace && !IsUnder(path, layout.Photos))
                throw new ImaLinkException(ErrorCode.NotInStorage, $"'{path}' does not lie under '{layout.Photos}': with -InPlace only files that lie there are registered.", path);
            if (!request.InPlace && inside)
                throw new ImaLinkException(ErrorCode.SourceInStorage, $"'{path}' lies in the storage itself. Register files that lie under its photos folder with -InPlace.", path);
        }
    }

    private static bool IsUnder(string path, string folder) =>
        (path + Path.DirectorySeparatorChar).StartsWith(folder + Path.DirectorySeparatorChar,
            OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Walks the sources and writes the plan; from then on the import can be resumed.</summary>
    private ImportJournal Prepare(StorageWriter writer, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        Guid uuid = Guid.NewGuid();
        Journal journal = Journal.Prepare(files, writer.Layout, ImportPlan.JournalKind, uuid, catalog.Uuid);
        var import = new ImportJournal(journal, files);
        try
        {
            var plan = new ImportPlan
            {
                Session = Header(writer, request, uuid),
                Paths = [.. request.Paths],
                Layout = request.Layout,
                LayoutScripted = request.LayoutScript is not null,
                InPlace = request.InPlace,
                AllowDuplicate = request.AllowDuplicate,
                SkipVariant = request.SkipVariant,
                SkipKnownElsewhere = request.SkipKnownElsewhere,
                NoPreview = request.NoPreview,
            };
            long unknownBytes = 0;
            var walk = new SourceWalk(request.InPlace, reporter);
            import.WriteSources(Wanted(request, walk.Files(request.Paths, cancellationToken)).Select(file =>
            {
                plan.SourceFiles++;
                plan.SourceBytes += file.Size;
                unknownBytes += UnknownBytes(catalog, writer.StorageId, request, file);
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Looking for files", Item = file.Path, Items = plan.SourceFiles });
                return file;
            }));
            Require(writer.Row, request, plan.SourceFiles, unknownBytes, walk.Storages);
            catalog.BegunOperations.Add(uuid, import.SourcesSha256);
            journal.Begin(plan, IndexJson.Instance.ImportPlan);
            return import;
        }
        catch
        {
            Abandon(journal);
            throw;
        }
    }

    /// <summary>Bytes of a source file for which room must be found, as far as its name and size tell.</summary>
    internal static long UnknownBytes(CatalogDatabase catalog, long storageId, ImportRequest request, PlannedFile file) =>
        !request.InPlace && SourceWalk.MayBeTaken(file) && !catalog.Files.AnyOfSize(request.SkipKnownElsewhere ? null : storageId, file.Size) ? file.Size : 0;

    /// <exception cref="ImaLinkException">NothingToImport, StorageFull.</exception>
    internal static void Require(StorageRow storage, ImportRequest request, int files, long unknownBytes, List<string> storages)
    {
        if (files == 0)
            throw new ImaLinkException(ErrorCode.NothingToImport, $"There is no file in '{string.Join("', '", request.Paths)}'" + (storages.Count == 0 ? "."
                : $" but those of the FileStorage '{string.Join("', '", storages)}', and storages are left out. Copy-ImaSession copies what a storage holds; New-ImaFileStorage -Existing registers a storage."), request.Paths[0]);
        FreeSpace.Require(storage.Root, unknownBytes);
    }

    /// <summary>Takes away a journal that never began; where that fails too, the next command does it.</summary>
    private static void Abandon(Journal journal)
    {
        try
        {
            journal.End();
        }
        catch (ImaLinkException)
        {
            // What failed first is what the user must hear.
        }
    }

    /// <summary>The photos that are meant, with their companions.</summary>
    private static IEnumerable<PlannedFile> Wanted(ImportRequest request, IEnumerable<PlannedFile> files)
    {
        int wanted = 0;
        foreach (PlannedFile file in files)
        {
            if (request.Wanted is null || (file.CompanionOf is { } photo ? photo == wanted : request.Wanted(file.Path)))
            {
                wanted = file.CompanionOf is null ? file.Number : wanted;
                yield return file;
            }
        }
    }

    private static SessionHeader Header(StorageWriter writer, ImportRequest request, Guid uuid) => new()
    {
        Uuid = uuid,
        Title = request.Title,
        Description = request.Description,
        ImportedAt = IndexTime.FormatUtc(DateTime.UtcNow),
        DefaultAuthor = request.Author is null ? null : AuthorEntry.Parse(request.Author),
        FileStorageUuid = writer.Row.Uuid,
        StorageDirectory = writer.Row.DirectoryName,
        SourcePath = request.Paths.Count == 1 ? request.Paths[0] : string.Join(Path.PathSeparator, request.Paths),
        InPlace = request.InPlace ? true : null,
        Status = SessionStatus.Incomplete,
    };

    private static long Carry(
        StorageWriter writer, ImportJournal journal, Func<LayoutFacts, string>? script, bool skipMissingSource, OperationReporter reporter,
        CancellationToken cancellationToken)
    {
        ImportPlan plan = journal.Plan;
        SessionRow session = writer.Catalog.Sessions.Find(writer.StorageId, plan.Session.Uuid) ?? writer.Indexes.CreateSession(plan.Session);
        if (plan.LayoutScripted)
            AskScript(journal, plan, script, reporter, cancellationToken);
        var run = new ImportRun(writer, journal, session, skipMissingSource, reporter);
        run.Run(cancellationToken);
        SessionCounts counts = Finish(writer, journal, session.Id, run.Elapsed, cancellationToken);
        reporter.News?.Invoke(Safe(counts, plan, writer.Row.Name));
        if (counts.EndingEarly > 0)
        {
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"{(counts.EndingEarly == 1 ? "One of the images ends" : $"{counts.EndingEarly} of the images end")} early, as where a copy or an upload broke off, and {(counts.EndingEarly == 1 ? "is" : "are")} kept as that. Look for whole copies while they can be had; Get-ImaImportItem '{plan.Session.Title}' -EndsEarly lists them."));
        }

        if (!plan.NoPreview)
        {
            new PreviewPass(writer, reporter).Run(session.Id, cancellationToken);
            Complete(writer, session.Id, cancellationToken);
        }

        journal.Journal.End();
        writer.Catalog.BegunOperations.Remove(plan.Session.Uuid);
        return session.Id;
    }

    private static string Safe(SessionCounts counts, ImportPlan plan, string storage)
    {
        int lacking = counts.Failed + counts.StillChanging;
        if (lacking > 0)
            return string.Create(CultureInfo.InvariantCulture,
                $"{lacking} of {counts.SourceFiles} source files could not be imported: keep the source. Get-ImaImportItem tells which; the others are safe on '{storage}'.");
        if (plan.InPlace && counts.Skipped > 0)
            return string.Create(CultureInfo.InvariantCulture,
                $"{counts.SourceFiles - counts.Skipped} of {counts.SourceFiles} files were registered on '{storage}'; {counts.Skipped} were left as they are, such as those that are registered already. Get-ImaImportItem -Verdict Skipped tells which and why.");
        if (counts.Skipped > 0)
            return string.Create(CultureInfo.InvariantCulture,
                $"{counts.SourceFiles - counts.Skipped} of {counts.SourceFiles} source files are safe on '{storage}'; {counts.Skipped} were left out. Get-ImaImportItem -Verdict Skipped tells which and why: look before the source is removed.");
        string all = counts.SourceFiles == 1 ? "The one source file is" : string.Create(CultureInfo.InvariantCulture, $"All {counts.SourceFiles} source files are");
        if (counts.EndingEarly > 0 && !plan.InPlace)
            return $"{all} accounted for and safe on '{storage}' as {(counts.SourceFiles == 1 ? "it is" : "they are")}.";
        return plan.InPlace
            ? $"{(counts.SourceFiles == 1 ? "The one file is" : string.Create(CultureInfo.InvariantCulture, $"All {counts.SourceFiles} files are"))} registered on '{storage}'."
            : $"{all} accounted for and safe on '{storage}'; the source may be removed.";
    }

    /// <summary>Asks the layout script for every file before the first is copied, and journals its answers.</summary>
    private static void AskScript(
        ImportJournal journal, ImportPlan plan, Func<LayoutFacts, string>? script, OperationReporter reporter, CancellationToken cancellationToken)
    {
        int answered = journal.Places().Select(place => place.Number).DefaultIfEmpty().Max();
        if (script is null)
        {
            if (answered < journal.Sources().Where(file => !file.IsCompanion).Select(file => file.Number).DefaultIfEmpty().Max())
                throw new ImaLinkException(ErrorCode.InvalidLayout,
                    $"The import '{plan.Session.Title}' stopped before its layout script was asked for every file. Give the script again with -Layout.", plan.Session.Title);
            return;
        }

        journal.WritePlaces(journal.Sources().Where(file => file.Number > answered && !file.IsCompanion).Select(file =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            reporter.Progress?.Invoke(new OperationProgress { Activity = "Asking the layout script", Item = file.Path, Items = file.Number, TotalItems = plan.SourceFiles });
            return LayoutScript.Ask(file, script, plan.Session.Title);
        }));
    }

    private static SessionCounts Finish(StorageWriter writer, ImportJournal journal, long sessionId, double seconds, CancellationToken cancellationToken)
    {
        var counts = new SessionCounts();
        long bytes = 0;
        foreach (ImportRecord record in journal.Records())
        {
            counts.Add(record.Ledger!);
            if (record.Target is not null)
                bytes += record.Ledger!.FileSize;
        }

        SessionRow session = writer.Catalog.Sessions.Get(sessionId);
        string ledger = writer.Layout.Ledger(session.Header.Id);
        if (session.Header.Status != SessionStatus.Completed)
        {
            var lines = new JsonLines<LedgerEntry>(writer.Files, ledger, IndexJson.Instance.LedgerEntry);
            writer.Files.Replace(ledger, stream => lines.Write(stream, journal.Records().Select(record => record.Ledger!)));
            session.Header.Counts = counts;
            session.Header.Bytes = bytes;
            session.Header.DurationSeconds = Math.Round(seconds, 3);
            session.Header.Status = journal.Plan.NoPreview ? SessionStatus.Completed : SessionStatus.Incomplete;
            writer.Catalog.Sessions.Update(session with { Dirty = true });
        }

        writer.WriteIndexes(cancellationToken);
        return counts;
    }

    /// <summary>The previews are made: nothing of the import is left to be done.</summary>
    private static void Complete(StorageWriter writer, long sessionId, CancellationToken cancellationToken)
    {
        SessionRow session = writer.Catalog.Sessions.Get(sessionId);
        session.Header.Status = SessionStatus.Completed;
        writer.Catalog.Sessions.Update(session with { Dirty = true });
        writer.WriteIndexes(cancellationToken);
    }
}
