using ImaLink.Archive;
using ImaLink.Archive.Placement;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Trash;

/// <summary>
/// A command that dies at its first durable call, its second, its third…, and is given again: what opening the storage completed is told
/// as done, with its objects, and nobody else is said to have done it.
/// </summary>
public sealed class RepeatedCommandTests : StorageTest
{
    private static readonly string[] Photos = ["photos/a.jpg", "photos/b.jpg", "photos/c/d.jpg"];

    private int _calls;

    [Fact]
    public void RemoveFile_DiedAndGivenAgain_IsDoneByItself() => AtEveryCall((catalog, files) =>
    {
        bool IsMeant(string fullName) => Photos.Contains(Layout(catalog).RelativePath(fullName));
        var service = new TrashService(catalog, Patience, files);
        long[] ids = [.. new FileQuery(catalog).Run(new FileFilter()).Where(file => IsMeant(file.FullName)).Select(file => file.Id)];
        bool isUnderway = ids.Length == 0 && service.BeingRemoved(IsMeant).Any();
        if (ids.Length > 0 || isUnderway)
            service.Remove(Row(catalog).Uuid, ids, default);
        else
            Assert.Equal(3, Trash(catalog).Count); // it had ended
    }, catalog =>
    {
        Assert.Equal(["photos/e.jpg"], Paths(catalog));
        Assert.Equal(3, Trash(catalog).Count);
    });

    [Fact]
    public void RemoveSession_DiedAndGivenAgain_IsDoneByItself() => AtEveryCall((catalog, files) =>
    {
        var service = new SessionOperations(catalog, Patience, files);
        var rome = new Selector("Rome");
        List<ImportSession> found = [.. service.Find(null, null).Where(session => session.Title == "Rome").Concat(service.BeingRemoved(rome))];
        Assert.True(found.Count == 1 || Trash(catalog).Count == 4);
        found.ForEach(session => service.Remove(session, includeFile: true, default));
    }, catalog =>
    {
        Assert.Empty(Paths(catalog));
        Assert.Equal(4, Trash(catalog).Count);
    });

    [Fact]
    public void RestoreTrash_DiedAndGivenAgain_GivesItsObjects()
    {
        List<string> ids = [];
        AtEveryCall((catalog, files) =>
        {
            var service = new TrashService(catalog, Patience, files);
            List<string> listed = [.. service.Find(null, ids, Throwing).Select(item => item.Id)];
            if (listed.Count > 0)
                Assert.Equal(3, service.Restore(Row(catalog).Uuid, ids, Throwing, default).Count);
            else
                Assert.Equal(4, Paths(catalog).Count); // it had ended
        }, catalog =>
        {
            Assert.Equal(4, Paths(catalog).Count);
            Assert.Empty(Trash(catalog));
        }, catalog =>
        {
            Remove(catalog, Photos);
            ids = [.. Trash(catalog).Select(item => item.Id)];
        });
    }

    [Fact]
    public void ClearTrash_DiedAndGivenAgain_LeavesNothing() => AtEveryCall((catalog, files) =>
    {
        var service = new TrashService(catalog, Patience, files);
        List<string> ids = [.. service.Find(null, null, Throwing).Select(item => item.Id)];
        if (ids.Count > 0)
            service.Clear(Row(catalog).Uuid, ids, Throwing, default);
    }, catalog =>
    {
        Visit(catalog);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Layout(catalog).Trash));
    }, catalog => RemoveSession(catalog, Sessions(catalog).Find(null, null).First().Uuid));

    [Fact]
    public void CleanUp_RecordOfAnUnregisteredSession_Stays()
    {
        using CatalogDatabase catalog = Open("record");
        Create(catalog);
        AddSession(catalog, "Rome", Photos);
        Visit(catalog, writer => new FileRemoval(writer).Remove(
            catalog.Files.BySession(catalog.Sessions.OfStorage(writer.StorageId)[0].Id).ToList(), catalog.Sessions.OfStorage(writer.StorageId)[0], [], keepOnDisk: true, default));
        Visit(catalog);
        Assert.Equal(["entries.jsonl", "session_1.json", "session_1.ledger.jsonl"], Directory.EnumerateFiles(Directory.EnumerateDirectories(Layout(catalog).Trash).Single()).Select(Path.GetFileName).Order());
    }

    private static OperationReporter Throwing { get; } = new() { Error = error => throw new Xunit.Sdk.XunitException(error.Message) };

    private void AtEveryCall(Action<CatalogDatabase, DurableFiles> command, Action<CatalogDatabase> isDone, Action<CatalogDatabase>? prepare = null)
    {
        for (int n = 1; ; n++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(Folder, $"{n}")).FullName;
            using CatalogDatabase catalog = Open($"died {n}");
            Storages(catalog).Create("NAS", folder, null);
            AddSession(catalog, "Rome", [.. Photos, "photos/e.jpg"]);
            prepare?.Invoke(catalog);
            _calls = 0;
            var error = Record.Exception(() => command(catalog, new DurableFiles
            {
                FaultPoint = (_, path) =>
                {
                    if (++_calls >= n)
                        throw new ImaLinkException(ErrorCode.WriteFailed, "The process has died.", path);
                },
            }));
            if (error is not null)
                Assert.Equal("The process has died.", Assert.IsType<ImaLinkException>(error).Message);
            command(catalog, new DurableFiles());
            isDone(catalog);
            if (error is null)
                return;
        }
    }
}
