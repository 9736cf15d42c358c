using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Integrity;

namespace ImaLink.Tests.Hostile;

/// <summary>A storage that somebody else could write, with an operation in it that was interrupted; and a folder that is none of its business.</summary>
public abstract class HostileStorageTest : IntegrityTest
{
    internal static readonly string[] Kinds = ["import", "remove", "restore", "repair", "copy", "move"];

    private protected HostileStorageTest()
    {
        Outside = Path.Combine(Folder, "outside");
        Directory.CreateDirectory(Path.Combine(Outside, "keep"));
        File.WriteAllText(Path.Combine(Outside, "keep", "own.jpg"), "the owner's");
    }

    /// <summary>Every error ends the operation.</summary>
    private protected static OperationReporter Throwing { get; } = new() { Error = error => throw error };

    private protected string Outside { get; }

    private protected TestArchive? Backup { get; set; }

    private string Moved => Path.Combine(Folder, "moved");

    /// <summary>The storage that has the journal.</summary>
    private protected StorageLayout Holder(string kind) => kind switch
    {
        "copy" => Backup!.Layout,
        "move" => new StorageLayout(Path.Combine(Moved, Mine.Storage.DirectoryName)),
        _ => Mine.Layout,
    };

    /// <summary>Begins an operation that stops before a file gets its place.</summary>
    private protected void Interrupt(string kind)
    {
        ImportSession? session = kind == "import" ? null : Photos(3);
        if (kind is "repair" or "copy")
            Backup = Second();
        if (kind == "restore")
            Change(writer => Remove(writer));
        if (kind == "repair")
        {
            Copy(session!, new DurableFiles());
            FlipBit(Mine.Photo("IMG_001.jpg"), 5000);
        }

        Directory.CreateDirectory(Moved);
        string stop = Path.DirectorySeparatorChar + (kind == "remove" ? "trash" : "photos") + Path.DirectorySeparatorChar;
        var files = new DurableFiles
        {
            FaultPoint = (operation, path) =>
            {
                if (operation == DurableOperation.Rename && path.Contains(stop, StringComparison.Ordinal))
                    throw new ImaLinkException(ErrorCode.WriteFailed, "The test stops here.", path);
            },
        };
        Assert.Throws<ImaLinkException>(() => Do(kind, session, files));
        Assert.NotEmpty(Directory.EnumerateDirectories(Holder(kind).Journals));
    }

    /// <summary>The command that completes what was interrupted.</summary>
    private protected void GoOn(string kind)
    {
        if (kind is "copy" or "move")
            Do(kind, kind == "copy" ? Mine.Sessions(service => service.Find(null, null).First(session => session.StorageUuid == Mine.Storage.Uuid)) : null, new DurableFiles());
        else if (kind == "import")
            Mine.Resume();
        else
            Mine.Write();
    }

    private protected void Change(Action<StorageWriter> work, DurableFiles? files = null) => Mine.Use<object?>(db =>
    {
        using StorageWriter writer = StorageWriter.Open(db, db.Storages.Find(Mine.Storage.Uuid)!, files ?? new DurableFiles(), Timeout, default);
        work(writer);
        return null;
    });

    private void Do(string kind, ImportSession? session, DurableFiles files)
    {
        switch (kind)
        {
            case "import":
                for (int i = 0; i < 3; i++)
                    Put($"IMG_{i:000}.jpg", TestPhotos.Jpeg(i));
                Put("IMG_000.xmp", TestPhotos.Xmp("sidecar"));
                Mine.With(files.FaultPoint!).Import(Source);
                break;
            case "remove":
                Change(Remove, files);
                break;
            case "restore":
                Change(writer => new FileRestoration(writer).Restore(
                    TrashFolder.All(files, writer.Layout).SelectMany(folder => folder.Entries().Where(folder.Holds).Select(entry => (folder, entry))).ToList(), Throwing, _ => { }, default), files);
                break;
            case "repair":
                Mine.Use(db => new FileRepairService(db, Timeout, files).Run([new FileFilter()], _ => true, Mine.Reporter, default).ToList());
                break;
            case "copy":
                Copy(session!, files);
                break;
            default:
                Mine.Use(db => new StorageMoveService(db, Timeout, files).Move(Mine.Storage.Uuid, Moved, removeSource: true, Mine.Reporter, default));
                break;
        }
    }

    private protected ImportSession Copy(ImportSession session, DurableFiles files) =>
        Mine.Use(db => new SessionCopyService(db, Timeout, files).Copy(session, Selector.ByUuid(Backup!.Storage.Uuid), Mine.Reporter, default).In(db));

    private static void Remove(StorageWriter writer) =>
        new FileRemoval(writer).Remove([writer.Catalog.Files.ByPath(writer.StorageId, "photos/IMG_000.jpg")!], null, [], keepOnDisk: false, default);
}
