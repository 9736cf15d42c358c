using System.Text.Json;
using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Trash;

namespace ImaLink.Tests.Recovery;

/// <summary>
/// An archive that was lived with: storages that were filled, replicated, moved about in, edited, pruned, verified and
/// described, so that its catalog knows everything that a catalog can know. The same numbers give the same archive.
/// </summary>
internal sealed partial class GrownArchive
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly string _folder;
    private readonly CatalogDatabase _catalog;
    private readonly OperationReporter _reporter = new() { Error = error => throw error };
    private readonly List<ImportSession> _sessions = [];

    private GrownArchive(string folder, CatalogDatabase catalog) => (_folder, _catalog) = (folder, catalog);

    /// <summary>The storages' own directories.</summary>
    internal IReadOnlyList<string> Roots { get; private set; } = [];

    /// <summary>Grows an archive of three storages; all that its catalog knows stands in the indexes.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="catalog">The catalog that grows with it.</param>
    /// <param name="sessions">How many sessions are imported.</param>
    /// <param name="files">How many files they have in all.</param>
    internal static GrownArchive Grow(string folder, CatalogDatabase catalog, int sessions, int files)
    {
        var archive = new GrownArchive(folder, catalog);
        string[] names = ["Archive", "NAS", "Ærø"];
        archive.Roots = [.. names.Select(name => new StorageService(catalog, Timeout)
            .Create(name, Directory.CreateDirectory(Path.Combine(folder, name)).FullName, name == "NAS" ? "in the cellar" : null).FullName)];
        for (int i = 0; i < sessions; i++)
            archive.Import(i, files / sessions);
        archive.ForgetRules();
        archive.Replicate();
        archive.LiveWith();
        archive.Describe();
        archive.Prune();
        archive.LetAnotherCatalogWrite();
        archive.Settle();
        return archive;
    }

    private FileStorage[] Storages => [.. Roots.Select(root => new StorageService(_catalog, Timeout).All().Single(storage => storage.FullName == root))];

    private SessionOperations Service => new(_catalog, Timeout);

    private void Import(int session, int files)
    {
        string card = Directory.CreateDirectory(Path.Combine(_folder, $"card {session}")).FullName;
        for (int i = 0; i < files; i++)
        {
            int number = session * files + i;
            // Each tenth has a sidecar, each eleventh is there twice, of each thirteenth there is another version.
            Put(card, $"IMG_{i:00000}.jpg", TestPhotos.Jpeg(number, number % 3 == 0 ? "NIKON Z 6_2" : "Canon EOS R6"));
            if (i % 10 == 0)
                Put(card, $"IMG_{i:00000}.xmp", TestPhotos.Xmp($"sidecar {number}"));
            if (i % 11 == 0)
                Put(card, $"again/IMG_{i:00000}.jpg", TestPhotos.Jpeg(number, number % 3 == 0 ? "NIKON Z 6_2" : "Canon EOS R6"));
            if (i % 13 == 0)
                Put(card, $"versions/IMG_{i:00000} (ö).jpg", TestPhotos.Jpeg(number, "Fujifilm X-T5"));
        }

        _sessions.Add(Service.Import(Selector.ByUuid(Storages[session % 3].Uuid), new ImportRequest
        {
            Paths = [card],
            Title = session % 4 == 3 ? "Again and again" : $"Session {session}: Tromsø",
            Description = session % 3 == 0 ? $"Description \"{session}\"\twith a tab" : null,
            Author = (session % 4) switch { 0 => "Anna Berg", 1 => "Béla", _ => null },
            Layout = session % 2 == 0 ? LayoutTemplate.Default : $"card{session}/{{source}}",
            AllowDuplicate = session % 5 == 0,
            NoPreview = session > 1,
        }, _reporter, default));
        Directory.Delete(card, recursive: true);
    }

    private static void Put(string folder, string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2023, 5, 6, 7, 8, 9, DateTimeKind.Utc).AddTicks(1234567 + content.Length * 10_000_000L));
    }

    /// <summary>Some files are known as an older version knew them, and are then known again by the present rules.</summary>
    private void ForgetRules()
    {
        FileStorage storage = Storages[0];
        Edit(storage, file => file.Hothash[^1] is '0' or '1', file => (file.Hothash, file.HothashScheme) = (file.Sha256!, "whole-file"));
        new HothashUpdateService(_catalog, Timeout).Run(storage.Uuid, force: false, _ => { }, _reporter, default);
    }

    private void Replicate()
    {
        FileStorage[] storages = Storages;
        for (int i = 0; i < _sessions.Count; i += 5)
            new SessionCopyService(_catalog, Timeout).Copy(_sessions[i], Selector.ByUuid(storages[(i + 1) % 3].Uuid), _reporter, default);
    }

    /// <summary>What owners do to their files, and what Sync makes of it.</summary>
    private void LiveWith()
    {
        foreach (FileStorage storage in Storages)
        {
            string photos = Path.Combine(storage.FullName, "photos");
            string[] files = [.. Directory.EnumerateFiles(photos, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            for (int i = 0; i < files.Length; i++)
            {
                string file = files[i];
                if (i % 17 == 0)
                    File.Move(file, Path.Combine(Directory.CreateDirectory(Path.Combine(photos, "best", $"{i % 5}")).FullName, $"{i} {Path.GetFileName(file)}"));
                else if (i % 19 == 0)
                    Rewrite(file, bytes => [.. bytes[..2], 0xFF, 0xFE, 0, 6, .. "note"u8, .. bytes[2..]]);
                else if (i % 23 == 0)
                    Rewrite(file, _ => TestPhotos.Jpeg(2_000_000 + i));
                else if (i % 29 == 0)
                    File.Delete(file);
                else if (i % 31 == 0)
                    Put(photos, $"from the phone/{i}.jpg", TestPhotos.Jpeg(3_000_000 + i + 100_000 * Array.IndexOf(Storages, storage)));
                else if (i % 37 == 0)
                    File.Copy(file, file + " copy.jpg");
                else if (i % 41 == 0)
                    Swap(file, files[(i + 1) % files.Length]);
            }

            new ReconcileService(_catalog, Timeout, new ImportService(_catalog, Timeout)).Sync(storage.Uuid, new SyncRequest { AddNewTitle = "Found" }, _ => { }, _reporter, default);
        }
    }

    private static void Rewrite(string file, Func<byte[], byte[]> change)
    {
        File.WriteAllBytes(file, change(File.ReadAllBytes(file)));
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(7654321));
    }

    private static void Swap(string one, string other)
    {
        if (!File.Exists(one) || !File.Exists(other))
            return;
        File.Move(one, one + ".swap");
        File.Move(other, one);
        File.Move(one + ".swap", other);
    }

    /// <summary>What owners say of their photos, sessions and storages, and what checks find.</summary>
    private void Describe()
    {
        foreach (FileStorage storage in Storages)
        {
            int number = 0;
            Edit(storage, _ => ++number % 3 == 0, file =>
            {
                file.Say(null, _catalog.Uuid,
                    ("title", $"Photo of {file.Filename}"), ("description", number % 2 == 0 ? "Two\nlines" : null), ("rating", number % 6), ("author", number % 5 == 0 ? "Béla" : null),
                    ("location", number % 7 == 0 ? Parse("""{"city":"Tromsø","country":"Norge"}""") : null), ($"tag:place/{number % 7}", true), ("tag:family", true), ($"person:{number % 3}", Parse("""{"h":0.5,"w":0.5,"x":0.5,"y":0.5}""")),
                    ("date", number % 11 == 0 ? "2024-01-02T03:04:05" : null), ("mood", "unknown to this version"));
            });
        }

        foreach (ImportSession session in _sessions.Where((_, i) => i % 7 == 2))
            Service.Set(Service.Get(Selector.ByUuid(session.Uuid), Selector.ByUuid(session.StorageUuid)), session.Title + " (renamed)", "said later", "Céline", "Pacific/Auckland");
        new StorageService(_catalog, Timeout).Set(Storages[1].Uuid, "NAS upstairs", "in the attic", null, isActive: null);
        var check = new FileCheckRequest { Filters = [new FileFilter { Storages = [Selector.ByUuid(Storages[2].Uuid)] }] };
        foreach (FileCheck _ in new FileCheckService(_catalog, Timeout).Run(check, OperationReporter.None, default))
        {
        }
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private void Prune()
    {
        foreach (FileStorage storage in Storages)
        {
            List<ImageFile> files = [.. new FileQuery(_catalog).Run(new FileFilter { Storages = [Selector.ByUuid(storage.Uuid)] })];
            new TrashService(_catalog, Timeout).Remove(storage.Uuid, [.. files.Where((_, i) => i % 43 == 5).Select(file => file.Id)], default);
        }

        foreach (ImportSession session in _sessions.Where((_, i) => i % 8 == 6))
            Service.Remove(Service.Get(Selector.ByUuid(session.Uuid), Selector.ByUuid(session.StorageUuid)), includeFile: true, default);
    }

    private void LetAnotherCatalogWrite()
    {
        FileStorage storage = Storages[1];
        using CatalogDatabase other = CatalogDatabase.OpenForWriting(Path.Combine(_folder, "other.db"));
        new StorageService(other, Timeout).Register(storage.FullName, null, default);
        new GrownArchive(_folder, other) { Roots = [storage.FullName] }.Edit(storage, file => file.Hothash[^1] == '7', file =>
        {
            file.Say("title", "By another catalog", writer: other.Uuid);
        });
        new StorageService(other, Timeout).Set(storage.Uuid, null, "said by the other catalog", null, null);
    }

    /// <summary>Everything is merged and written.</summary>
    private void Settle()
    {
        foreach (FileStorage storage in Storages.Concat(Storages))
        {
            using StorageWriter writer = StorageWriter.Open(_catalog, _catalog.Storages.Find(storage.Uuid)!, new DurableFiles(), Timeout, default);
            writer.WriteIndexes();
        }
    }

    /// <summary>Changes what is recorded of files, as commands do, and writes the indexes.</summary>
    private void Edit(FileStorage storage, Func<FileEntry, bool> wanted, Action<FileEntry> change)
    {
        using StorageWriter writer = StorageWriter.Open(_catalog, _catalog.Storages.Find(storage.Uuid)!, new DurableFiles(), Timeout, default);
        _catalog.Transaction(() =>
        {
            foreach (SessionRow session in _catalog.Sessions.OfStorage(writer.StorageId))
            {
                foreach (FileEntry file in new FileEntries(_catalog).OfSession(session.Id).Where(wanted).ToList())
                {
                    change(file);
                    _catalog.Files.Put(writer.StorageId, session.Id, file);
                    _catalog.Sessions.MarkDirty(session.Id);
                }
            }
        });
        writer.WriteIndexes();
    }
}
