using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Trash;

/// <summary>A catalog with a storage of a few photos to be removed.</summary>
public abstract class TrashTest : StorageTest
{
    private protected readonly CatalogDatabase _catalog;
    private protected readonly Guid _session;

    protected TrashTest()
    {
        _catalog = Open();
        Create(_catalog);
        _session = AddSession(_catalog, "Rome", "photos/a.nef", "photos/b.jpg", "photos/c/d.jpg");
        AddCompanion("photos/a.nef", "photos/a.nef.xmp");
        Edit(_catalog, "photos/a.nef", file =>
        {
            (file.CameraMake, file.Iso, file.OriginalPath) = ("Nikon", 400, "/card/DSC_1.NEF");
            file.Extra = Index.Samples.Fields("""{"future":[1]}""");
            file.Say(null, null, ("title", "Forum"), ("rating", 5), ("tag:Italy/Rome", true));
        });
    }

    private protected StorageLayout Disk => Layout(_catalog);

    /// <summary>Another catalog was interrupted after it wrote one session index: a file passed to that session, and the index that it left still lists it.</summary>
    private protected void Claim(int number, string path)
    {
        string index = Disk.SessionIndex(number);
        var header = SessionIndexFile.ReadHeader(index);
        (header.Revision, header.Writer) = (header.Revision + 1, Guid.NewGuid());
        var files = SessionIndexFile.ReadFiles(index).ToList();
        files.Add(new FileEntries(_catalog).Get(_catalog.Files.ByPath(Row(_catalog).Id, path)!.Id));
        new DurableFiles().Replace(index, stream => SessionIndexFile.Write(stream, header, files));
    }

    private protected void AddCompanion(string photo, string path) => Visit(_catalog, writer =>
    {
        var row = _catalog.Files.ByPath(writer.StorageId, photo)!;
        File.WriteAllText(writer.Layout.FullName(path), "sidecar");
        _catalog.Files.AddCompanion(row.Id, new CompanionEntry { Path = path, FileSize = 7, Sha256 = Hash("sidecar"), Kind = "xmp" });
        _catalog.Sessions.MarkDirty(row.SessionId);
    });

    private protected static void Fails(ErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<ImaLinkException>(action).Code);

    private protected static List<(TrashFolder, TrashEntry)> Located(StorageWriter writer) =>
        [.. TrashFolder.All(writer.Files, writer.Layout).SelectMany(folder => folder.Entries().Where(folder.Holds).Select(entry => (folder, entry)))];
}
