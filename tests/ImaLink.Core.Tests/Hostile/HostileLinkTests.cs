using ImaLink.Files;
using ImaLink.Integrity;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Hostile;

/// <summary>Links in a storage that lead out of it: nothing there is read or written on the word of an index.</summary>
public sealed class HostileLinkTests : HostileStorageTest
{
    private ImportSession ImportInto(string folder) => Mine.Import(Source, "Italy", request => request with { Layout = folder + "/{name}" });

    /// <summary>Three photos that lie outside, where a link leads: the folder's or each file's.</summary>
    private ImportSession MoveOut(bool byFolder)
    {
        for (int i = 0; i < 3; i++)
            Put($"IMG_{i:000}.jpg", TestPhotos.Jpeg(i));
        ImportSession session = ImportInto("in");
        string away = Path.Combine(Outside, "in");
        Directory.Move(Mine.Photo("in"), away);
        if (byFolder)
        {
            Directory.CreateSymbolicLink(Mine.Photo("in"), away);
        }
        else
        {
            Directory.CreateDirectory(Mine.Photo("in"));
            foreach (string file in Directory.EnumerateFiles(away))
                File.CreateSymbolicLink(Path.Combine(Mine.Photo("in"), Path.GetFileName(file)), file);
        }

        return session;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_PhotosLieBehindALink_NoneIsReadOrServes(bool byFolder)
    {
        ImportSession session = MoveOut(byFolder);
        string before = Tree.Of(Outside);
        Assert.All(Check(), check =>
        {
            Assert.Equal("Unreadable", check.Verdict);
            Assert.Contains("link", check.Detail);
        });
        Assert.All(Mine.Check(Source), check => Assert.Equal("NotHeld", check.Verdict));

        TestArchive backup = Second();
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default));
        Assert.Equal([ErrorCode.CopyFailed, ErrorCode.CopyFailed, ErrorCode.CopyFailed], Mine.Errors.Select(error => error.Code));
        Assert.Empty(backup.Photos());

        Mine.Details.Clear();
        Change(writer => new ImaLink.Archive.PreviewPass(writer, Mine.Reporter).Run(writer.Catalog.Sessions.OfStorage(writer.StorageId)[0].Id, default));
        Assert.Equal(3, Mine.Errors.Count);
        Assert.Equal(3, Mine.Details.Count(detail => detail.Contains("link", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Mine.Layout.Hotpreviews));

        // The same photos, damaged in another storage: what lies outside of this one is no source.
        Mine.Errors.Clear();
        backup.Import(Source, "Same", request => request with { Layout = "{name}" });
        FlipBit(backup.Photo("IMG_001.jpg"), 5000);
        Assert.Empty(Mine.Use(db => new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(backup.Storage.Uuid)] }], _ => true, Mine.Reporter, default).ToList()));
        Assert.Equal(ErrorCode.RepairFailed, Assert.Single(Mine.Errors).Code);
        Assert.Equal(before, Tree.Of(Outside));
    }

    [Fact]
    public void Repair_FileBecameALink_TheLinkGoesToTheTrash()
    {
        ImportSession session = MoveOut(byFolder: false);
        string before = Tree.Of(Outside);
        TestArchive backup = Second();
        backup.Import(Source, "Same", request => request with { Layout = "{name}" });
        Assert.Equal(3, Mine.Use(db => new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], _ => true, Mine.Reporter, default).ToList()).Count);
        Assert.All(Mine.Photos(), path => Assert.Null(new FileInfo(Mine.Photo(path)).LinkTarget));
        Assert.All(Check(), check => Assert.True(check.Ok));
        Assert.Equal(before, Tree.Of(Outside));
        Assert.Equal(3, TestArchive.Index(session).Count);
    }

    [Fact]
    public void Import_IntoAFolderThatIsALink_WritesNothingThere()
    {
        Put("IMG.jpg", TestPhotos.Jpeg(1));
        Directory.CreateSymbolicLink(Mine.Photo("in"), Outside);
        string before = Tree.Of(Outside);
        var error = Assert.Throws<ImaLinkException>(() => ImportInto("in"));
        Assert.Equal(ErrorCode.AccessDenied, error.Code);
        Assert.Contains(Mine.Photo("in"), error.Message);
        Assert.Equal(before, Tree.Of(Outside));
        File.Delete(Mine.Photo("in"));
        Mine.Resume();
        Assert.Equal(["in/IMG.jpg"], Mine.Photos());
    }

    [Theory]
    [InlineData("imports")]
    [InlineData(".imalink")]
    [InlineData(".imalink/journal")]
    [InlineData(".imalink/incoming")]
    [InlineData(".imalink/trash")]
    public void Write_FolderOfTheProgramIsALink_IsRefused(string folder)
    {
        Photos(1);
        string link = Mine.Layout.FullName(folder);
        if (Directory.Exists(link))
            Directory.Delete(link, recursive: true);
        Directory.CreateSymbolicLink(link, Outside);
        string before = Tree.Of(Outside);
        foreach (Action command in (Action[])[Mine.Write, () => ImportInto("more"), () => Change(_ => { })])
        {
            var error = Assert.Throws<ImaLinkException>(command);
            Assert.Equal(ErrorCode.AccessDenied, error.Code);
            Assert.Contains(link, error.Message);
        }

        Assert.Equal(before, Tree.Of(Outside));
    }

    [Fact]
    public void Preview_FolderIsALink_WritesNothingThere()
    {
        Put("IMG.jpg", TestPhotos.Jpeg(1));
        Directory.CreateSymbolicLink(Mine.Layout.Hotpreviews, Outside);
        string before = Tree.Of(Outside);
        Change(_ => { }); // the folder of the program is there
        ImportSession session = Mine.Import(Source, "Italy", request => request with { NoPreview = false });
        Assert.Equal("Completed", session.Status);
        Assert.Equal(before, Tree.Of(Outside));
        Assert.Empty(Mine.Errors);
        Assert.Contains("link", Assert.Single(Mine.Warnings));
    }

    [Fact]
    public void Trash_FolderIsALink_NothingIsListedOrDeleted()
    {
        Interrupt("remove");
        Mine.Write();
        string folder = Directory.EnumerateDirectories(Mine.Layout.Trash).Single(), away = Path.Combine(Outside, "away");
        Directory.Move(folder, away);
        Directory.CreateSymbolicLink(folder, away);
        string before = Tree.Of(Outside), id = Path.GetFileName(folder) + "/1";
        Mine.Use<object?>(db =>
        {
            var trash = new TrashService(db, Timeout);
            Assert.Empty(trash.Find(null, null, Throwing));
            Assert.Equal(ErrorCode.TrashItemNotFound, Assert.Throws<ImaLinkException>(() => trash.Clear(Mine.Storage.Uuid, [id], Throwing, default)).Code);
            Assert.Equal(ErrorCode.TrashItemNotFound, Assert.Throws<ImaLinkException>(() => trash.Restore(Mine.Storage.Uuid, [id], Throwing, default)).Code);
            return null;
        });
        Assert.Equal(before, Tree.Of(Outside));
    }

    [Fact]
    public void Trash_FileIsALink_IsNotBroughtBack()
    {
        Interrupt("remove");
        Mine.Write();
        string file = Directory.EnumerateFiles(Mine.Layout.Trash, "*.jpg", SearchOption.AllDirectories).Single(), away = Path.Combine(Outside, "away.jpg");
        File.Move(file, away);
        File.CreateSymbolicLink(file, away);
        string before = Tree.Of(Outside), id = Path.GetFileName(Path.GetDirectoryName(file)) + "/1";
        Mine.Use<object?>(db =>
        {
            Assert.Equal(ErrorCode.RestoreFailed, Assert.Throws<ImaLinkException>(() => new TrashService(db, Timeout).Restore(Mine.Storage.Uuid, [id], Throwing, default)).Code);
            new TrashService(db, Timeout).Clear(Mine.Storage.Uuid, [id], Throwing, default);
            return null;
        });
        Assert.Equal(before, Tree.Of(Outside));
    }

    [Fact]
    public void Append_FileIsALink_IsRefused()
    {
        string link = Path.Combine(Folder, "link"), target = Path.Combine(Outside, "keep", "own.jpg");
        File.CreateSymbolicLink(link, target);
        Assert.Equal(ErrorCode.AccessDenied, Assert.Throws<ImaLinkException>(() => new DurableFiles().Append(link)).Code);
        Assert.Equal("the owner's", File.ReadAllText(target));
    }
}
