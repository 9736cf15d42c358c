using System.Globalization;
using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Import;

/// <summary>What comes before the first byte of an import is copied: its sources are checked and walked, there is room, and its plan is durable.</summary>
internal static class ImportPreparation
{
    /// <summary>Refuses sources that are not there, or not where an import of this kind may find them.</summary>
    /// <exception cref="ImaLinkException">PathNotFound, NotInStorage, SourceInStorage.</exception>
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
    internal static ImportJournal Prepare(StorageWriter writer, ImportRequest request, OperationReporter reporter, CancellationToken cancellationToken)
    {
        Guid uuid = Guid.NewGuid();
        Journal journal = Journal.Prepare(writer.Files, writer.Layout, ImportPlan.JournalKind, uuid, writer.Catalog.Uuid);
        var import = new ImportJournal(journal, writer.Files);
        try
        {
            var plan = new ImportPlan
            {
                Session = Header(writer, request, uuid, reporter),
                Paths = [.. request.Paths],
                Layout = request.Layout,
                LayoutScripted = request.LayoutScript is not null,
                InPlace = request.InPlace,
                AllowDuplicate = request.AllowDuplicate,
                SkipVariant = request.SkipVariant,
                SkipKnownElsewhere = request.SkipKnownElsewhere,
                IncludeTrashed = request.IncludeTrashed,
                IncludePartner = request.IncludePartner,
                NoPreview = request.NoPreview,
            };
            long unknownBytes = 0;
            var walk = new SourceWalk(request.InPlace, reporter);
            import.WriteSources(Wanted(request, walk.Files(request.Paths, cancellationToken)).Select(file =>
            {
                plan.SourceFiles++;
                plan.SourceBytes += file.Size;
                unknownBytes += UnknownBytes(writer.Catalog, writer.StorageId, request, file);
                reporter.Progress?.Invoke(new OperationProgress { Activity = "Looking for files", Item = file.Path, Items = plan.SourceFiles });
                return file;
            }));
            TellTakeouts(walk, reporter);
            plan.Takeouts = walk.Takeouts.Any(part => part.Export.Length > 0) ? [.. walk.Takeouts] : null;
            Require(writer.Row, request, plan.SourceFiles, unknownBytes, walk.Storages);
            writer.Catalog.BegunOperations.Add(uuid, import.SourcesSha256);
            journal.Begin(plan, JournalJson.Instance.ImportPlan);
            return import;
        }
        catch
        {
            Abandon(journal);
            throw;
        }
    }

    /// <summary>Whether a storage has room for what it does not hold of the sources.</summary>
    internal static bool HasRoom(CatalogDatabase catalog, StorageRow storage, ImportRequest request, CancellationToken cancellationToken) => FreeSpace.IsEnough(storage.Root,
        Wanted(request, new SourceWalk(request.InPlace, OperationReporter.None).Files(request.Paths, cancellationToken)).Select(file => UnknownBytes(catalog, storage.Id, request, file)).Total());

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

    /// <summary>Tells of Takeouts that seem not to be whole, and of several in one import.</summary>
    private static void TellTakeouts(SourceWalk walk, OperationReporter reporter)
    {
        if (walk.Alone > 0)
        {
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"{(walk.Alone == 1 ? "One description of this Takeout speaks of a photo that is" : $"{walk.Alone} descriptions of this Takeout speak of photos that are")} not here. If it came in several archives, unpack all of them and name them all in one import; those that are here already are not copied again then, and get what is said of them."));
        }

        if (TakeoutExports.Missing(walk.Takeouts.Select(part => part.Folder)).ToList() is { Count: > 0 } missing)
        {
            reporter.Warning?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"{(missing.Count == 1 ? "An archive" : $"{missing.Count} archives")} of this Takeout {(missing.Count == 1 ? "is" : "are")} not here: {string.Join(", ", missing.Take(10))}{(missing.Count > 10 ? ", …" : "")}. Unpack {(missing.Count == 1 ? "it" : "them")} beside the others, and name all of them in one import."));
        }

        if (walk.Takeouts.Where(part => part.Export.Length > 0).Select(part => part.Export).Distinct(StringComparer.Ordinal).ToList() is { Count: > 1 } exports)
            reporter.Warning?.Invoke($"The sources hold the Takeouts of several accounts, as it seems: {string.Join(", ", exports.Take(10))}. Their descriptions and albums are kept apart, those of one name too.");
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

    private static SessionHeader Header(StorageWriter writer, ImportRequest request, Guid uuid, OperationReporter reporter) => new()
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
        TimeZone = request.TimeZone ?? MachineZone.Name(reporter.Warning),
        Status = SessionStatus.Incomplete,
    };
}
