using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Recovery;

/// <summary>
/// Restores a session whose index ImaLink's first implementation wrote: each entry is found again under photos/ by file name
/// and size, and read for what it is. What is not found, or fits several files, is told.
/// </summary>
internal sealed class EarlyRecovery(CatalogDatabase catalog, StorageLayout layout, long storageId, OperationReporter reporter)
{
    /// <summary>Finds the files of a session again.</summary>
    /// <returns>How many entries were not found.</returns>
    internal long Run(SessionSource session, CancellationToken cancellationToken)
    {
        SessionHeader header = session.Early!;
        long id = catalog.Sessions.Find(storageId, header.Uuid)?.Id ?? Create(header, session.IndexPath);
        var intake = new OrphanIntake(catalog, layout, storageId, reporter);
        ILookup<(string, long), PlannedFile> byNameAndSize = intake.Files(cancellationToken)
            .Where(file => file.CompanionOf is null && (!intake.IsRegistered(file) || IsOf(id, file)))
            .ToLookup(file => (FileNames.Key(Path.GetFileName(file.Path)), file.Size));
        var found = new Dictionary<string, FileEntry>(StringComparer.Ordinal);
        long lost = 0;
        foreach (FileEntry entry in EarlyFormat.Files(session.IndexPath))
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<PlannedFile> places = [.. byNameAndSize[(FileNames.Key(entry.Filename!), entry.FileSize)]];
            if (places.Count > 1)
                places = places.FindAll(file => Array.IndexOf(file.Source.Split('/'), header.Title) >= 0);
            if (places.Count == 1 && found.TryAdd(places[0].Path, entry))
                continue;
            lost++;
            Tell(session, entry, byNameAndSize[(FileNames.Key(entry.Filename!), entry.FileSize)].Count());
        }

        PlannedFile? photo = null;
        intake.Run(intake.Files(cancellationToken).Where(file =>
        {
            photo = file.CompanionOf is null ? file : photo;
            return found.ContainsKey(photo!.Path) && !intake.IsRegistered(file);
        }), _ => id, (file, entry) => Amend(entry, found[file.Path]), cancellationToken);
        return lost;
    }

    private bool IsOf(long session, PlannedFile file) => catalog.Files.ByPath(storageId, layout.RelativePath(file.Path))?.SessionId == session;

    private void Tell(SessionSource session, FileEntry entry, int places) => reporter.Error?.Invoke(new ImaLinkException(ErrorCode.FileNotFound,
        $"'{IndexCheck.Excerpt(entry.Filename)}' ({entry.FileSize} bytes) of the session '{IndexCheck.Excerpt(session.Title)}' {(places == 0 ? "was not found under" : "fits several files under")} '{layout.Photos}'. Sync-ImaFileStorage -AddNew registers what is there.", session.IndexPath));

    /// <summary>What the first implementation recorded and the file itself does not tell.</summary>
    private static void Amend(FileEntry entry, FileEntry early)
    {
        entry.CreatedAt = IndexTime.ParseUtc(early.CreatedAt) is { } time ? IndexTime.FormatUtc(time) : entry.CreatedAt;
        entry.OriginalFilename = early.OriginalFilename ?? entry.OriginalFilename;
        entry.OriginalPath = null;
        entry.TakenAt ??= CaptureTime.Parse(early.TakenAt, null)?.ToString();
    }

    private long Create(SessionHeader header, string path) => catalog.Transaction(() =>
    {
        StorageRow storage = catalog.Storages.Get(storageId);
        catalog.Storages.Update(storage with { LastSessionNumber = Math.Max(storage.LastSessionNumber, header.Id), Dirty = true });
        // The old index was seen; it is replaced by the next write.
        return catalog.Sessions.Insert(new SessionRow { StorageId = storageId, Header = header, IndexSha256 = IndexDigest.Of(path), Dirty = true });
    });
}
