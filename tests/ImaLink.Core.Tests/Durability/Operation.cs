using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Integrity;
using ImaLink.Photos;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Durability;

/// <summary>An operation that tests interrupt.</summary>
/// <param name="Name">How the fault matrix calls it.</param>
/// <param name="Run">What a user runs, and runs again after an interruption.</param>
/// <param name="IsDone">Whether it has done its work.</param>
internal sealed record Operation(string Name, Action<CatalogDatabase, DurableFiles, Situation> Run, Func<CatalogDatabase, Situation, bool> IsDone)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Brings an archive, in which storage A holds a session and B nothing, to where the operation has work.</summary>
    public Action<Situation> Prepare { get; init; } = _ => { };

    /// <summary>What it says when there is nothing left to do; null where that is no error.</summary>
    public ErrorCode? ErrorWhenDone { get; init; }

    public static readonly Operation[] All =
    [
        new("Import-ImaSession", Import, (db, archive) => new SessionOperations(db, Timeout).Find(null, null).Count(session => session.Title == "More" && session.Imported == 4) == 1),
        new("Sync-ImaFileStorage", (db, files, archive) => Sync(db, files, archive, null), (db, archive) => Findings(db, archive).TrueForAll(finding => finding.Verdict == "New"))
        {
            Prepare = Reorganise,
        },
        new("Sync-ImaFileStorage -AddNew", (db, files, archive) => Sync(db, files, archive, "Found"),
            (db, archive) => Findings(db, archive).Count == 0 && new SessionOperations(db, Timeout).Find(null, null).Any(session => session.Title == "Found"))
        {
            Prepare = Reorganise,
        },
        new("Test-ImaFile",
            (db, files, archive) => new FileCheckService(db, Timeout, files)
                .Run(new FileCheckRequest { Filters = [archive.FilesOfA], OlderThan = archive.Start }, OperationReporter.None, default).ToList(),
            (db, archive) => new FileQuery(db).Run(archive.FilesOfA).All(file => file.LastVerified >= archive.Start)),
        new("Update-ImaFact",
            (db, files, archive) => new FactUpdateService(db, Timeout, files).Run(new FactUpdateRequest { Filters = [archive.FilesOfA] }, OperationReporter.None, default).ToList(),
            (db, archive) => new FileQuery(db).Run(archive.FilesOfA).All(file => file.CameraModel == "Canon EOS R6"))
        {
            Prepare = AgeFacts,
        },
        new("Copy-ImaSession", (db, files, archive) => Copy(db, files, archive), (db, archive) => !new FileQuery(db).Run(new FileFilter { CopiesLessThan = 2 }).Any()),
        new("Copy-ImaSession, lost files", (db, files, archive) => Copy(db, files, archive), (db, archive) => !new FileQuery(db).Run(new FileFilter { CopiesLessThan = 2 }).Any())
        {
            Prepare = LoseReplica,
        },
        new("Copy-ImaSession, newer versions", (db, files, archive) => Copy(db, files, archive),
            (db, archive) => !new FileQuery(db).Run(new FileFilter { CopiesLessThan = 2 }).Any() && new TrashService(db, Timeout).Find(Selector.ByUuid(archive.B), null, Throwing).Count() == 2)
        {
            Prepare = EditOriginals,
        },
        new("Sync-ImaReplica", (db, files, archive) => Replicate(db, files, archive),
            (db, archive) => Contents(db, archive.FilesOfA).SequenceEqual(Contents(db, new FileFilter { Storages = [Selector.ByUuid(archive.B)] }))
                && new TrashService(db, Timeout).Find(Selector.ByUuid(archive.B), null, Throwing).Count() == 4)
        {
            Prepare = ChangeOriginals,
        },
        new("Add-ImaAlbumPhoto", AddToAlbum, (db, archive) => db.Albums.All().TrueForAll(album => db.AlbumMembers.Count(album.Id) == 8) && db.AlbumFiles.DueStorages().Count == 0)
        {
            Prepare = archive => archive.Use(db => WriteAlbums(db, new DurableFiles(), service => service.Create("Album", new AlbumEdit()))),
        },
        new("Repair-ImaFile",
            (db, files, archive) => new FileRepairService(db, Timeout, files).Run([archive.FilesOfA], _ => true, OperationReporter.None, default).ToList(),
            (db, archive) => new FileCheckService(db, Timeout).Run(new FileCheckRequest { Filters = [archive.FilesOfA] }, OperationReporter.None, default).All(check => check.Ok))
        {
            Prepare = Damage,
        },
        new("Remove-ImaFile", (db, files, archive) => RemoveFiles(db, files, archive), (db, archive) => Trash(db, archive).Count == 4 && new FileQuery(db).Run(archive.FilesOfA).Count() == 4),
        new("Restore-ImaTrash", (db, files, archive) => new TrashService(db, Timeout, files).Restore(archive.A, [.. Trash(db, archive).Select(item => item.Id)], Throwing, default),
            (db, archive) => Trash(db, archive).Count == 0 && new FileQuery(db).Run(archive.FilesOfA).Count() == 8)
        {
            Prepare = archive => archive.Use(db => RemoveFiles(db, new DurableFiles(), archive)),
        },
        new("Restore-ImaTrash, session", (db, files, archive) => new TrashService(db, Timeout, files).Restore(archive.A, [.. Trash(db, archive).Select(item => item.Id)], Throwing, default),
            (db, archive) => Trash(db, archive).Count == 0 && new FileQuery(db).Run(archive.FilesOfA).Count() == 8)
        {
            Prepare = archive => archive.Use(db => RemoveSession(db, new DurableFiles(), archive)),
        },
        new("Remove-ImaSession", (db, files, archive) => RemoveSession(db, files, archive), (db, archive) => Trash(db, archive).Count == 8 && !new FileQuery(db).Run(archive.FilesOfA).Any()),
        new("Move-ImaFileStorage", (db, files, archive) => Move(db, files, archive, removeSource: false), IsMoved) { ErrorWhenDone = ErrorCode.InvalidValue },
        new("Move-ImaFileStorage -RemoveSource", (db, files, archive) => Move(db, files, archive, removeSource: true),
            (db, archive) => IsMoved(db, archive) && !Directory.EnumerateFileSystemEntries(archive.Disk("a")).Any())
        {
            ErrorWhenDone = ErrorCode.InvalidValue,
        },
    ];

    /// <summary>Whatever is told is a wrong word: nobody else works here.</summary>
    private static OperationReporter Throwing => new() { Error = error => throw new Xunit.Sdk.XunitException(error.Message) };

    private static List<TrashItem> Trash(CatalogDatabase db, Situation archive) => [.. new TrashService(db, Timeout).Find(Selector.ByUuid(archive.A), null, Throwing)];

    private static void RemoveFiles(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        bool IsMeant(string fullName) => string.CompareOrdinal(Path.GetFileName(fullName), "5.jpg") < 0;
        var service = new TrashService(db, Timeout, files);
        long[] ids = [.. new FileQuery(db).Run(archive.FilesOfA).Where(file => IsMeant(file.FullName)).Select(file => file.Id)];
        if (ids.Length > 0 || service.BeingRemoved(IsMeant).Any())
            service.Remove(archive.A, ids, default);
    }

    private static void RemoveSession(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        var service = new SessionOperations(db, Timeout, files);
        var italy = new Selector("Italy");
        foreach (ImportSession session in service.Find(null, Selector.ByUuid(archive.A)).Where(session => session.Title == "Italy").Concat(service.BeingRemoved(italy)).ToList())
            service.Remove(session, includeFile: false, default);
    }

    private static void AddToAlbum(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        long[] photos = [.. new FileQuery(db).Run(archive.FilesOfA).Select(file => new PhotoLocator(db).ByFile(file.Id)!.Value)];
        WriteAlbums(db, files, service => service.AddPhotos(db.Albums.All().Single().Uuid, photos, new AlbumPlace()));
    }

    private static void WriteAlbums(CatalogDatabase db, DurableFiles files, Action<AlbumService> change)
    {
        var service = new AlbumService(db, Timeout, files);
        change(service);
        if (service.Write() is [var problem, ..])
            throw problem;
    }

    private static void Import(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        var service = new SessionOperations(db, Timeout, files);
        if (service.Resumable(null, null).Any())
            Assert.NotEmpty(service.Resume(null, null, null, false, null, OperationReporter.None, default).ToList());
        else if (!service.Find(null, null).Any(session => session.Title == "More"))
            service.Import(Selector.ByUuid(archive.A), new ImportRequest { Paths = [archive.Disk("more")], Title = "More" }, OperationReporter.None, default);
    }

    private static void Sync(CatalogDatabase db, DurableFiles files, Situation archive, string? addNew) =>
        new ReconcileService(db, Timeout, files, new ImportService(db, Timeout, files)).Sync(archive.A, new SyncRequest { AddNewTitle = addNew }, _ => { }, OperationReporter.None, default);

    private static List<Finding> Findings(CatalogDatabase db, Situation archive)
    {
        var findings = new List<Finding>();
        new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Compare(archive.A, full: false, findings.Add, OperationReporter.None, default);
        return findings;
    }

    private static void Copy(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        ImportSession session = new SessionOperations(db, Timeout).Get(new Selector("Italy"), Selector.ByUuid(archive.A));
        new SessionCopyService(db, Timeout, files).Copy(session, Selector.ByUuid(archive.B), OperationReporter.None, default);
    }

    /// <summary>Path and bytes of files and companions.</summary>
    private static IEnumerable<(string Path, string Sha256)> Contents(CatalogDatabase db, FileFilter filter) => new FileQuery(db).Run(filter).ToList()
        .SelectMany(file => db.Files.Companions(file.Id).Select(companion => (companion.Path, companion.Sha256)).Append((file.RelativePath, file.Sha256))).Order();

    private static void Replicate(CatalogDatabase db, DurableFiles files, Situation archive) =>
        new ReplicaService(db, Timeout, files).Sync(archive.A, archive.B, allowMassRemoved: false, _ => { }, OperationReporter.None, default);

    private static void Move(CatalogDatabase db, DurableFiles files, Situation archive, bool removeSource) =>
        new StorageMoveService(db, Timeout, files).Move(archive.A, archive.Disk("next"), removeSource, OperationReporter.None, default);

    private static bool IsMoved(CatalogDatabase db, Situation archive) => new StorageService(db, Timeout).Row(archive.A).BasePath == archive.Disk("next");

    /// <summary>The owner swaps names, moves, deletes, edits metadata and pixels, and puts photos there by hand.</summary>
    private static void Reorganise(Situation archive)
    {
        string photos = archive.PhotosOfA;
        File.Move(Path.Combine(photos, "1.jpg"), Path.Combine(photos, "x"));
        File.Move(Path.Combine(photos, "2.jpg"), Path.Combine(photos, "1.jpg"));
        File.Move(Path.Combine(photos, "x"), Path.Combine(photos, "2.jpg"));
        File.Delete(Path.Combine(photos, "3.jpg"));
        archive.Write(Path.Combine(photos, "4.jpg"), TestPhotos.Variant(4));
        archive.Write(Path.Combine(photos, "5.jpg"), TestPhotos.Jpeg(105));
        Directory.CreateDirectory(Path.Combine(photos, "moved"));
        File.Move(Path.Combine(photos, "6.jpg"), Path.Combine(photos, "moved", "6.jpg"));
        archive.Write(Path.Combine(photos, "by hand", "30.jpg"), TestPhotos.Jpeg(30));
        archive.Write(Path.Combine(photos, "by hand", "31.jpg"), TestPhotos.Jpeg(31));
    }

    /// <summary>An earlier version read the facts of all photos, some of them wrongly.</summary>
    private static void AgeFacts(Situation archive) => archive.Use(db =>
    {
        using StorageWriter writer = StorageWriter.Open(db, db.Storages.Find(archive.A)!, new DurableFiles(), Timeout, default);
        db.Execute("UPDATE file SET facts_version = NULL, camera_model = 'EARLIER'");
        db.Execute("UPDATE session SET dirty = 1");
        writer.WriteIndexes();
    });

    /// <summary>A replica of all is there, and has lost files, a sidecar too.</summary>
    private static void LoseReplica(Situation archive)
    {
        archive.Use(db => Copy(db, new DurableFiles(), archive));
        foreach (string name in new[] { "1.jpg", "1.xmp", "2.jpg" })
            File.Delete(Path.Combine(Directory.GetDirectories(archive.Disk("b")).Single(), "photos", name));
        archive.Use(db => new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.B, new SyncRequest(), _ => { }, OperationReporter.None, default));
    }

    /// <summary>A replica of all is there; since then files were edited, one of them with a sidecar.</summary>
    private static void EditOriginals(Situation archive)
    {
        archive.Use(db => Copy(db, new DurableFiles(), archive));
        archive.Write(Path.Combine(archive.PhotosOfA, "1.jpg"), TestPhotos.Variant(1));
        archive.Write(Path.Combine(archive.PhotosOfA, "2.jpg"), TestPhotos.Jpeg(102));
        archive.Use(db => new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.A, new SyncRequest(), _ => { }, OperationReporter.None, default));
    }

    /// <summary>A replica of all is there; since then files were swapped, moved with a sidecar that was edited, edited, moved and edited, removed, and imported.</summary>
    private static void ChangeOriginals(Situation archive)
    {
        string photos = archive.PhotosOfA;
        archive.Use(db => Copy(db, new DurableFiles(), archive));
        File.Move(Path.Combine(photos, "2.jpg"), Path.Combine(photos, "x"));
        File.Move(Path.Combine(photos, "3.jpg"), Path.Combine(photos, "2.jpg"));
        File.Move(Path.Combine(photos, "x"), Path.Combine(photos, "3.jpg"));
        Directory.CreateDirectory(Path.Combine(photos, "moved"));
        foreach (string name in new[] { "1.jpg", "1.xmp", "4.jpg" })
            File.Move(Path.Combine(photos, name), Path.Combine(photos, "moved", name));
        archive.Write(Path.Combine(photos, "moved", "1.xmp"), TestPhotos.Xmp("edited"));
        archive.Write(Path.Combine(photos, "moved", "4.jpg"), TestPhotos.Variant(4));
        archive.Write(Path.Combine(photos, "5.jpg"), TestPhotos.Jpeg(105));
        archive.Use(db =>
        {
            new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.A, new SyncRequest(), _ => { }, OperationReporter.None, default);
            new TrashService(db, Timeout).Remove(archive.A, [.. new FileQuery(db).Run(archive.FilesOfA).Where(file => file.FullName.EndsWith("6.jpg", StringComparison.Ordinal)).Select(file => file.Id)], default);
            Import(db, new DurableFiles(), archive);
        });
    }

    /// <summary>Files decay and disappear, a sidecar too; a replica of all is there.</summary>
    private static void Damage(Situation archive)
    {
        archive.Use(db => Copy(db, new DurableFiles(), archive));
        foreach (string name in new[] { "1.jpg", "2.jpg", "1.xmp" })
        {
            string path = Path.Combine(archive.PhotosOfA, name);
            DateTime time = File.GetLastWriteTimeUtc(path);
            byte[] bytes = File.ReadAllBytes(path);
            bytes[^5] ^= 1;
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, time);
        }

        File.Delete(Path.Combine(archive.PhotosOfA, "3.jpg"));
    }
}
