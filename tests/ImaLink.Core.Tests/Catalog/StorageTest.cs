using System.Security.Cryptography;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;
using ImaLink.Media.Identity;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Trash;

namespace ImaLink.Tests.Catalog;

/// <summary>A test with a storage on the disk that catalogs write as the services do.</summary>
public abstract class StorageTest : CatalogTest
{
    /// <summary>Creates a storage and gives the catalog that did.</summary>
    protected FileStorage Create(CatalogDatabase catalog, string name = "NAS") => Storages(catalog).Create(name, Folder, "Photos");

    internal static StorageRow Row(CatalogDatabase catalog) => catalog.Storages.All().First();

    internal static StorageLayout Layout(CatalogDatabase catalog) => new(Row(catalog).Root);

    /// <summary>Does something to the storage as a command would, and writes the indexes.</summary>
    internal static void Visit(CatalogDatabase catalog, Action<StorageWriter>? work = null, DurableFiles? files = null)
    {
        using var writer = StorageWriter.Open(catalog, Row(catalog), files ?? new DurableFiles(), Patience, default);
        work?.Invoke(writer);
        writer.WriteIndexes();
    }

    /// <summary>A session with files that hold their own paths, or what is given.</summary>
    internal static Guid AddSession(CatalogDatabase catalog, string title, params string[] paths) => AddSession(catalog, title, paths, null);

    internal static Guid AddSession(CatalogDatabase catalog, string title, IEnumerable<string> paths, Func<string, string>? content)
    {
        var uuid = Guid.NewGuid();
        Visit(catalog, writer =>
        {
            var session = writer.Indexes.CreateSession(new SessionHeader
            {
                Uuid = uuid,
                Title = title,
                ImportedAt = "2024-10-18T14:30:52Z",
                FileStorageUuid = writer.Row.Uuid,
                Status = SessionStatus.Completed,
            });
            foreach (var path in paths)
                catalog.Files.Put(writer.StorageId, session.Id, AddFile(writer.Layout, path, content?.Invoke(path) ?? path));
            new DurableFiles().Replace(writer.Layout.Ledger(session.Header.Id), stream => stream.Write("""
                {"source_path":"/card/a.jpg","verdict":"Imported","file_size":1}

                """u8));
            catalog.Sessions.MarkDirty(session.Id);
        });
        return uuid;
    }

    internal static FileEntry AddFile(StorageLayout layout, string path, string content)
    {
        var full = layout.FullName(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        var hash = Hash(content);
        return new FileEntry
        {
            Hothash = hash,
            Sha256 = hash,
            Path = path,
            Filename = Path.GetFileName(path),
            FileSize = new FileInfo(full).Length,
            State = FileState.Present,
            HothashScheme = "whole-file",
        };
    }

    internal static string Hash(string content) => Hex.Of(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));

    internal static void Remove(CatalogDatabase catalog, params string[] paths) =>
        new TrashService(catalog, Patience).Remove(Row(catalog).Uuid, [.. paths.Select(path => catalog.Files.ByPath(Row(catalog).Id, path)!.Id)], default);

    internal static void RemoveSession(CatalogDatabase catalog, Guid session) =>
        Sessions(catalog).Remove(Sessions(catalog).Get(Selector.ByUuid(session), null), includeFile: true, default);

    internal static SessionOperations Sessions(CatalogDatabase catalog) => new(catalog, Patience);

    internal static List<TrashItem> Trash(CatalogDatabase catalog) => [.. new TrashService(catalog, Patience).Find(null, null, OperationReporter.None)];

    /// <summary>Brings items back, and tells what was said of those that stayed.</summary>
    internal static List<ErrorCode> Restore(CatalogDatabase catalog, params string[] ids)
    {
        var errors = new List<ErrorCode>();
        new TrashService(catalog, Patience).Restore(Row(catalog).Uuid, ids, new OperationReporter { Error = error => errors.Add(error.Code) }, default);
        return errors;
    }

    /// <summary>Changes what is recorded of a file.</summary>
    internal static void Edit(CatalogDatabase catalog, string path, Action<FileEntry> change) => Visit(catalog, writer =>
    {
        var row = catalog.Files.ByPath(writer.StorageId, path)!;
        var entry = new FileEntries(catalog).Get(row.Id);
        change(entry);
        catalog.Files.Put(writer.StorageId, row.SessionId, entry);
        catalog.Sessions.MarkDirty(row.SessionId);
    });

    /// <summary>Moves files on the disk and in the records, as a reconciliation would.</summary>
    internal static void Move(CatalogDatabase catalog, params (string From, string To)[] moves) => Visit(catalog, writer =>
    {
        var rows = moves.Select(move => (Row: catalog.Files.ByPath(writer.StorageId, move.From)!, move.To)).ToList();
        foreach (var (row, _) in rows)
            File.Move(writer.Layout.FullName(row.Path), writer.Layout.FullName(row.Path) + ".moving");
        foreach (var (row, to) in rows)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(writer.Layout.FullName(to))!);
            File.Move(writer.Layout.FullName(row.Path) + ".moving", writer.Layout.FullName(to));
            catalog.Files.SetPath(row.Id, writer.StorageId, to);
            catalog.Sessions.MarkDirty(row.SessionId);
        }
    });

    internal static List<string> Paths(CatalogDatabase catalog) =>
        [.. catalog.Sessions.OfStorage(Row(catalog).Id).SelectMany(session => catalog.Files.BySession(session.Id)).Select(file => file.Path).Order(StringComparer.Ordinal)];

    internal static bool IsDirty(CatalogDatabase catalog) => catalog.Describe().Dirty > 0;

    /// <summary>What the storage holds, whichever catalog looks: indexes keep to their schemas, the manifest to the files.</summary>
    internal static void AssertConsistent(params CatalogDatabase[] catalogs)
    {
        var layout = Layout(catalogs[0]);
        Schema.AssertStorage(layout.Root);
        foreach (var catalog in catalogs)
        {
            AssertWhole(catalog);
            Assert.Equal("Healthy", Storages(catalog).Test(Row(catalog).Uuid, default).Verdict);
            Assert.All(Paths(catalog), path => Assert.True(File.Exists(layout.FullName(path)), path));
        }

        var onDisk = Directory.EnumerateFiles(layout.Photos, "*", SearchOption.AllDirectories).Select(layout.RelativePath).Order(StringComparer.Ordinal);
        Assert.Equal(onDisk.Where(path => !path.EndsWith(".xmp", StringComparison.Ordinal)), Paths(catalogs[0]));
        Assert.All(File.ReadLines(layout.Manifest), line => Assert.Equal(Hash(File.ReadAllText(layout.FullName(line[66..]))), line[..64]));
    }
}
