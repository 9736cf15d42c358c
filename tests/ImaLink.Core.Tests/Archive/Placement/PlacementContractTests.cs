using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Integrity;
using ImaLink.Replication;
using ImaLink.Tests.Durability;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Archive.Placement;

/// <summary>
/// What holds of every operation that gives a photo its name: when its journal ends, the name is on the medium, and so is every folder
/// above it, whoever had made that folder and died before it was flushed.
/// </summary>
public sealed class PlacementContractTests : TemporaryFolderTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    // The photos lie deep, in folders that the operation has to make.
    private static readonly Operation[] Operations =
    [
        new("import", (db, files, archive) => Import(db, files, archive), (_, archive) => Holds(archive.Disk("a"), "photos")),
        new("copy", (db, files, archive) => Copy(db, files, archive), (_, archive) => Holds(archive.Disk("b"), "photos")) { Prepare = archive => archive.Use(db => Import(db, new DurableFiles(), archive)) },
        new("move", (db, files, archive) => new StorageMoveService(db, Timeout, files).Move(archive.A, archive.Disk("next"), removeSource: true, OperationReporter.None, default),
            (_, archive) => Holds(archive.Disk("next"), "photos"))
        {
            Prepare = archive => archive.Use(db => Import(db, new DurableFiles(), archive)),
            ErrorWhenDone = ErrorCode.InvalidValue,
        },
        new("remove", (db, files, archive) => Remove(db, files, archive), (_, archive) => Holds(archive.Disk("a"), ".imalink/trash"))
        {
            Prepare = archive => archive.Use(db => Import(db, new DurableFiles(), archive)),
        },
        new("remove session", (db, files, archive) => RemoveSession(db, files, archive), (_, archive) => Holds(archive.Disk("a"), ".imalink/trash"))
        {
            Prepare = archive => archive.Use(db => Import(db, new DurableFiles(), archive)),
        },
        new("restore session", (db, files, archive) => Restore(db, files, archive), (_, archive) => Holds(archive.Disk("a"), "photos"))
        {
            Prepare = archive =>
            {
                archive.Use(db => Import(db, new DurableFiles(), archive));
                archive.Use(db => RemoveSession(db, new DurableFiles(), archive));
                Directory.Delete(Path.Combine(archive.PhotosOfA, "trip"), recursive: true);
            },
        },
        new("restore", (db, files, archive) => Restore(db, files, archive), (_, archive) => Holds(archive.Disk("a"), "photos"))
        {
            Prepare = archive =>
            {
                archive.Use(db => Import(db, new DurableFiles(), archive));
                archive.Use(db => Remove(db, new DurableFiles(), archive));
                Directory.Delete(Path.Combine(archive.PhotosOfA, "trip"), recursive: true);
            },
        },
        new("repair", (db, files, archive) => new FileRepairService(db, Timeout, files).Run([archive.FilesOfA], _ => true, OperationReporter.None, default).ToList(),
            (_, archive) => Holds(archive.Disk("a"), "photos"))
        {
            Prepare = archive =>
            {
                archive.Use(db => Import(db, new DurableFiles(), archive));
                archive.Use(db => Copy(db, new DurableFiles(), archive));
                Directory.Delete(Path.Combine(archive.PhotosOfA, "trip"), recursive: true);
            },
        },
    ];

    public static TheoryData<string> Names => [.. Operations.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_DiedBeforeAFlush_FlushesEveryNameBeforeItsJournalEnds(string name)
    {
        Operation operation = Operations.Single(operation => operation.Name == name);
        string place = Directory.Exists("/dev/shm") ? Path.Combine("/dev/shm", Path.GetFileName(Folder) + "-names") : Path.Combine(Folder, "names");
        using var archive = new Situation(operation, place);
        var forgotten = new List<string>();
        for (int n = 1; ; n++)
        {
            var names = new FlushedNames(place);
            bool died = Died(archive, names, n);
            if (died)
                Again(archive, names, operation);
            archive.Use(db => Assert.True(operation.IsDone(db, archive), $"Stopped before flush {n}, it is not done."));
            forgotten.AddRange(names.Forgotten.Concat(names.Unflushed()).Select(what => $"flush {n}: {what}"));
            if (!died)
                break;
            archive.Reset();
        }

        Assert.True(forgotten.Count == 0, $"{forgotten.Count} names were not flushed: {string.Join("; ", forgotten.Take(12))}");
    }

    /// <summary>In the moment before a photo gets its name, its owner puts another one there.</summary>
    [Theory]
    [InlineData("import")]
    [InlineData("copy")]
    [InlineData("restore")]
    public void Operation_NameIsTakenMeanwhile_CompanionIsCalledLikeItsPhoto(string name)
    {
        Operation operation = Operations.Single(operation => operation.Name == name);
        using var archive = new Situation(operation, Path.Combine(Folder, "taken"));
        bool isTaken = false;
        archive.Run(new DurableFiles
        {
            FaultPoint = (call, path) =>
            {
                if (call == DurableOperation.Rename && Path.GetFileName(path) == "41.jpg" && !isTaken)
                {
                    File.WriteAllBytes(path, TestPhotos.Jpeg(99));
                    isTaken = true;
                }
            },
        });

        archive.Use(db =>
        {
            Assert.True(operation.IsDone(db, archive));
            Selector storage = Selector.ByUuid(name == "copy" ? archive.B : archive.A);
            ImageFile photo = new FileQuery(db).Run(new FileFilter { Storages = [storage] }).Single(file => file.OriginalName == "41.jpg");
            Assert.Equal("41_1.jpg", photo.Name);
            Assert.Equal(TestPhotos.Jpeg(41), File.ReadAllBytes(photo.FullName));
            Assert.Equal([Path.ChangeExtension(photo.FullName, ".xmp")], photo.Companions);
            Assert.Equal(TestPhotos.Xmp("41"), File.ReadAllBytes(photo.Companions[0]));
        });
    }

    /// <summary>Lets the process die before it flushes the n-th folder; nothing that it tries then is done.</summary>
    private static bool Died(Situation archive, FlushedNames names, int n)
    {
        int flushes = 0;
        void Point(DurableOperation call, string path)
        {
            if (Volatile.Read(ref flushes) >= n || (call == DurableOperation.FlushDirectory && Interlocked.Increment(ref flushes) >= n))
                throw new ImaLinkException(ErrorCode.WriteFailed, "Injected.", path);
            names.Note(call, path);
        }

        try
        {
            archive.Run(new DurableFiles { FaultPoint = Point });
        }
        catch (ImaLinkException) when (flushes >= n)
        {
            // as it should
        }

        return flushes >= n;
    }

    private static void Again(Situation archive, FlushedNames names, Operation operation)
    {
        try
        {
            archive.Run(new DurableFiles { FaultPoint = names.Note });
        }
        catch (ImaLinkException e) when (e.Code == operation.ErrorWhenDone)
        {
            // it had ended
        }

        // One that had ended but for its journal leaves that to the next that writes.
        archive.Use(db =>
        {
            foreach (StorageRow storage in db.Storages.All())
                StorageWriter.Open(db, storage, new DurableFiles { FaultPoint = names.Note }, Timeout, default).Dispose();
        });
    }

    private static bool Holds(string disk, string folder) => Directory.EnumerateFiles(Path.Combine(Directory.GetDirectories(disk).Single(), folder), "*", SearchOption.AllDirectories)
        .Select(File.ReadAllBytes).Count(bytes => Contents.Any(content => content.AsSpan().SequenceEqual(bytes))) == Contents.Length;

    private static byte[][] Contents => [TestPhotos.Jpeg(41), TestPhotos.Jpeg(42), TestPhotos.Xmp("41")];

    private static void Import(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        string day = Path.Combine(archive.Disk("deep"), "trip", "day");
        if (!Directory.Exists(day))
        {
            archive.Write(Path.Combine(day, "41.jpg"), TestPhotos.Jpeg(41));
            archive.Write(Path.Combine(day, "42.jpg"), TestPhotos.Jpeg(42));
            archive.Write(Path.Combine(day, "41.xmp"), TestPhotos.Xmp("41"));
        }

        var service = new SessionOperations(db, Timeout, files);
        if (service.Resumable(null, null).Any())
            Assert.NotEmpty(service.Resume(null, null, null, false, null, OperationReporter.None, default).ToList());
        else if (!service.Find(null, null).Any(session => session.Title == "Deep"))
            service.Import(Selector.ByUuid(archive.A), new ImportRequest { Paths = [archive.Disk("deep")], Title = "Deep", Layout = "{source}", NoPreview = true }, OperationReporter.None, default);
    }

    private static void Copy(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        ImportSession session = new SessionOperations(db, Timeout).Get(new Selector("Deep"), Selector.ByUuid(archive.A));
        new SessionCopyService(db, Timeout, files).Copy(session, Selector.ByUuid(archive.B), OperationReporter.None, default);
    }

    private static void Remove(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        static bool IsMeant(string fullName) => Path.GetFileName(fullName) is "41.jpg" or "42.jpg";
        var service = new TrashService(db, Timeout, files);
        long[] ids = [.. new FileQuery(db).Run(archive.FilesOfA).Where(file => IsMeant(file.FullName)).Select(file => file.Id)];
        if (ids.Length > 0 || service.BeingRemoved(IsMeant).Any())
            service.Remove(archive.A, ids, default);
    }

    private static void RemoveSession(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        var service = new SessionOperations(db, Timeout, files);
        foreach (ImportSession session in service.Find(null, Selector.ByUuid(archive.A)).Where(session => session.Title == "Deep").Concat(service.BeingRemoved(new Selector("Deep"))).ToList())
            service.Remove(session, includeFile: false, default);
    }

    private static void Restore(CatalogDatabase db, DurableFiles files, Situation archive)
    {
        var service = new TrashService(db, Timeout, files);
        string[] ids = [.. service.Find(Selector.ByUuid(archive.A), null, OperationReporter.None).Select(item => item.Id)];
        service.Restore(archive.A, ids, OperationReporter.None, default);
    }
}
