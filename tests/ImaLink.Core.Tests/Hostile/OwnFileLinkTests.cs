using System.Diagnostics;
using System.Text;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Recovery;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Trash;

namespace ImaLink.Tests.Hostile;

/// <summary>
/// A file of the program's own in a storage that is a link to a file outside: what that holds comes neither into the storage nor into
/// the catalog, a replica or a moved storage, by no command, and nothing is written through it.
/// </summary>
public sealed class OwnFileLinkTests : HostileStorageTest
{
    private const string Secret = "the secret of somebody else";

    private static readonly string[] Places =
    [
        "index.json", "index.json.bak", "index.json.imalink.new", "manifest-sha256.txt", "imports/session_1.json", "imports/session_1.json.bak", "imports/session_1.json.former",
        "imports/session_1.ledger.jsonl", "imports/session_2.json", "imports/session_2.ledger.jsonl", "imports/session_7.json", ".imalink/lock", ".imalink/moved-from.json",
        ".imalink/trash/*/entries.jsonl", ".imalink/trash/*/session_2.json", ".imalink/trash/*/000001.jpg", ".imalink/hotpreviews",
    ];

    public static TheoryData<string, bool, bool> All
    {
        get
        {
            var data = new TheoryData<string, bool, bool>();
            foreach (string file in Places)
                foreach (bool isOfOurs in new[] { true, false })
                    foreach (bool mainIsDamaged in new[] { true, false })
                        data.Add(file, isOfOurs, mainIsDamaged);
            return data;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void AnyCommand_OwnFileIsALink_WhatItLeadsToComesNowhere(string file, bool isOfOurs, bool mainIsDamaged)
    {
        Interrupt("remove");
        Mine.Write();
        Backup = Second();
        string path = Plant(file, isOfOurs);
        if (mainIsDamaged && file.StartsWith("imports/session_1", StringComparison.Ordinal) && file != "imports/session_1.json")
            File.WriteAllText(Mine.Layout.SessionIndex(1), "{ damaged");
        if (mainIsDamaged && file.StartsWith("index.json.", StringComparison.Ordinal))
            File.WriteAllText(Mine.Layout.MasterIndex, "{ damaged");
        string before = Tree.Of(Outside);
        foreach (Action command in Commands())
        {
            try
            {
                command();
            }
            catch (ImaLinkException)
            {
                // refused, whatever the words
            }

            Assert.Equal(before, Tree.Of(Outside));
        }

        AssertNowhere(path);
    }

    public static TheoryData<string> Pipes => [.. Places.Where(place => place != ".imalink/hotpreviews"), "photos/*"];

    /// <summary>A pipe has no writer, so whoever opens it waits for ever.</summary>
    [Theory, MemberData(nameof(Pipes))]
    public async Task AnyCommand_FileIsAPipe_IsNotWaitedFor(string file)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Pipes in folders are made with mkfifo.");
        Interrupt("remove");
        Mine.Write();
        Backup = Second();
        string path = Plant(file == "photos/*" ? Mine.Layout.RelativePath(Mine.Photo("IMG_001.jpg")) : file, isOfOurs: false);
        File.Delete(path);
        using (Process mkfifo = Process.Start("mkfifo", path))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        int number = 0;
        foreach (Action command in Commands())
        {
            Task<Exception?> run = Task.Run(() => Record.Exception(command), TestContext.Current.CancellationToken);
            Assert.True(await Task.WhenAny(run, Task.Delay(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken)) == run, $"Command {number} waits for '{path}'.");
            Assert.True(await run is null or ImaLinkException, $"Command {number} at '{path}': {await run}");
            number++;
        }
    }

    [Theory]
    [InlineData(".imalink")]
    [InlineData("imports")]
    public void Compare_FolderOfTheProgramIsALink_WritesNothingThere(string folder)
    {
        Photos(1);
        string link = Mine.Layout.FullName(folder);
        if (Directory.Exists(link))
            Directory.Delete(link, recursive: true);
        Directory.CreateSymbolicLink(link, Outside);
        string before = Tree.Of(Outside);
        foreach (Action command in Commands())
        {
            Record.Exception(command);
            Assert.Equal(before, Tree.Of(Outside));
        }
    }

    [Fact]
    public void Write_BrokenLinkWhereATemporaryFileBelongs_IsReplaced()
    {
        Photos(1);
        string link = Mine.Layout.MasterIndex + ".imalink.new";
        File.CreateSymbolicLink(link, Path.Combine(Outside, "nothing here"));
        Mine.Write();
        Assert.Null(new FileInfo(link).LinkTarget);
        Assert.False(File.Exists(Path.Combine(Outside, "nothing here")));
    }

    /// <summary>Moves a file of the storage away and puts a link in its place, to a file that holds the secret.</summary>
    private string Plant(string file, bool isOfOurs)
    {
        string place = file.Replace("*", Path.GetFileName(Directory.EnumerateDirectories(Mine.Layout.Trash).Single()), StringComparison.Ordinal);
        string path = Mine.Layout.FullName(place), away = Path.Combine(Outside, "secret");
        if (file == ".imalink/hotpreviews")
        {
            Directory.CreateDirectory(Path.Combine(away, "aa", "bb"));
            File.WriteAllText(Path.Combine(away, "aa", "bb", "x.jpg"), Secret);
            Directory.CreateSymbolicLink(path, away);
            return path;
        }

        string? model = !isOfOurs ? null : File.Exists(path) ? path : place.Contains("ledger", StringComparison.Ordinal) ? Mine.Layout.Ledger(1)
            : place.Contains("index.json", StringComparison.Ordinal) ? Mine.Layout.MasterIndex
            : place.Contains("session", StringComparison.Ordinal) ? Mine.Layout.SessionIndex(1) : null;
        string content = model is null ? Secret : File.ReadAllText(model, Encoding.Latin1)
            .Replace("\"Italy\"", $"\"{Secret}\"", StringComparison.Ordinal).Replace("\"Archive\"", $"\"{Secret}\"", StringComparison.Ordinal)
            .Replace("\"verdict\":\"Imported\"", $"\"verdict\":\"Imported\",\"reason\":\"{Secret}\"", StringComparison.Ordinal)
            .Replace("\"revision\": ", "\"revision\": 9", StringComparison.Ordinal);
        if (place.EndsWith("session_7.json", StringComparison.Ordinal) || place.EndsWith("session_2.json", StringComparison.Ordinal))
            content = content.Replace("\"id\": 1,", place.EndsWith("7.json", StringComparison.Ordinal) ? "\"id\": 7," : "\"id\": 2,", StringComparison.Ordinal)
                .Replace(SessionIndexFile.ReadHeader(Mine.Layout.SessionIndex(1)).Uuid.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal);
        if (!content.Contains(Secret, StringComparison.Ordinal))
            content += Secret;
        File.Delete(path);
        File.WriteAllText(away, content, Encoding.Latin1);
        File.CreateSymbolicLink(path, away);
        return path;
    }

    private IEnumerable<Action> Commands() =>
    [
        () => Mine.Use(db => new StorageService(db, Timeout).Test(Mine.Storage.Uuid, default)),
        () => Assert.NotNull(new IndexChecker(null, Mine.Reporter).Check(Mine.Layout.Root, null, default).ToList()),
        () => Restore(),
        () => Reconcile(service => service.Compare(Mine.Storage.Uuid, full: false, _ => { }, Mine.Reporter, default)),
        Mine.Write,
        () => Mine.Import(Source, "More", request => request with { AllowDuplicate = true }),
        () => Reconcile(service => service.Sync(Mine.Storage.Uuid, new SyncRequest(), _ => { }, Mine.Reporter, default)),
        () => Mine.Use(db => Mine.Sessions(service => service.Find(null, null).Sum(session => service.Items(session).Count()))),
        () => Mine.Use(db => new TrashService(db, Timeout).Find(null, null, OperationReporter.None).Count()),
        () => Mine.Use(db => new TrashService(db, Timeout).Restore(Mine.Storage.Uuid, [.. new TrashService(db, Timeout).Find(null, null, OperationReporter.None).Select(item => item.Id)], Mine.Reporter, default)),
        () => Mine.Sessions(service => service.Set(service.Find(null, null).First(session => session.StorageUuid == Mine.Storage.Uuid), null, "edited", null)),
        () => Mine.Use(db => new IndexUpdateService(db, Timeout).Update(new StorageService(db, Timeout).All().First(storage => storage.Uuid == Mine.Storage.Uuid), null, true, Mine.Reporter, default)),
        () => Copy(Mine.Sessions(service => service.Find(null, null).First(session => session.StorageUuid == Mine.Storage.Uuid)), new DurableFiles()),
        () => Mine.Remove(Mine.Sessions(service => service.Find(null, null).First(session => session.StorageUuid == Mine.Storage.Uuid))),
        () => Mine.Use(db => new StorageMoveService(db, Timeout).Move(Mine.Storage.Uuid, Directory.CreateDirectory(Path.Combine(Folder, "next")).FullName, removeSource: false, Mine.Reporter, default)),
    ];

    private void Reconcile(Action<ReconcileService> work) => Mine.Use<object?>(db =>
    {
        work(new ReconcileService(db, Timeout, new ImportService(db, Timeout)));
        return null;
    });

    private void Restore()
    {
        using var catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "restored.db"));
        var service = new RecoveryService(catalog);
        foreach (IndexInventory storage in service.Find([Mine.Layout.Root], Mine.Reporter, default))
            service.Restore(storage, new RestoreRequest { ScanOrphans = true }, _ => { }, Mine.Reporter, default);
    }

    private void AssertNowhere(string link)
    {
        byte[] secret = Encoding.UTF8.GetBytes(Secret);
        foreach (string file in Directory.EnumerateFiles(Folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            if (!file.StartsWith(Outside, StringComparison.Ordinal))
                Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(secret) < 0, $"'{file}' holds what '{link}' leads to.");
    }
}
