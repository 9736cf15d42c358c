using System.Text.Json;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>Several catalogs, and storages that each of them may visit.</summary>
public abstract class MeetingTest : StorageTest
{
    private protected readonly List<CatalogDatabase> _catalogs = [];
    private protected readonly List<string> _roots = [];
    private protected int _number;

    private protected void Begin(int catalogs, int storages)
    {
        for (int i = 0; i < catalogs; i++)
            _catalogs.Add(Open($"c{i}"));
        for (int i = 0; i < storages; i++)
            _roots.Add(Create(_catalogs[i % catalogs], $"Storage {i}").FullName);
    }

    private protected static readonly JsonElement Lazio = JsonSerializer.Deserialize<JsonElement>("""{"text":"Lazio"}""");

    private protected static Dictionary<string, string?> Change(int which) => new()
    {
        ["title"] = which % 3 == 0 ? null : CanonicalJson.Of($"title {which}"),
        ["rating"] = which % 2 == 0 ? null : CanonicalJson.Of(which % 6),
        ["location"] = which % 5 == 0 ? CanonicalJson.Of(Lazio) : null,
        [which % 4 == 1 ? "tag:Rome" : "tag:rome"] = which % 4 == 0 ? null : "true",
        [$"tag:tag {which}"] = which % 7 == 0 ? null : "true",
    };

    private protected void AddImage(int catalog, int storage, string path, string content, Action<FileEntry>? change = null) => Visit(_catalogs[catalog], _roots[storage], writer =>
    {
        var who = _catalogs[catalog];
        var session = writer.Indexes.CreateSession(new SessionHeader
        {
            Uuid = Guid.NewGuid(),
            Title = $"S{who.Sessions.OfStorage(writer.StorageId).Count + 1}",
            ImportedAt = "2024-10-18T14:30:52Z",
            FileStorageUuid = writer.Row.Uuid,
            Status = SessionStatus.Completed,
        });
        var file = AddFile(writer.Layout, path, content);
        if (who.Images.Find(file.Image) is null)
            change?.Invoke(file);
        who.Files.Put(writer.StorageId, session.Id, file);
        who.Sessions.MarkDirty(session.Id);
    });

    /// <summary>Every catalog looks at every storage until nothing is due; then all agree, and so do rebuilt ones in any order.</summary>
    private protected void Meet()
    {
        for (int round = 0; round < 3; round++)
            foreach (var catalog in _catalogs)
                foreach (string root in _roots)
                    Visit(catalog, root);
        string expected = Text(_catalogs[0]);
        Assert.All(_catalogs, catalog =>
        {
            AssertWhole(catalog);
            Assert.False(IsDirty(catalog));
            Assert.Equal(expected, Text(catalog));
        });
        foreach (string[] order in new[] { _roots.ToArray(), [.. _roots.AsEnumerable().Reverse()], [.. _roots.Skip(1), .. _roots.Take(1)] })
        {
            using var restored = Restore(order);
            AssertWhole(restored);
            Assert.False(IsDirty(restored));
            Assert.Equal(expected, Text(restored));
        }
    }

    private protected CatalogDatabase Restore(IEnumerable<string> roots)
    {
        var restored = NewCatalog.Open(Path.Combine(Folder, $"{Guid.NewGuid():N}.db"));
        foreach (string root in roots)
            Storages(restored).Register(root, null, default);
        return restored;
    }

    private protected static void Visit(CatalogDatabase catalog, string root, Action<StorageWriter>? work = null)
    {
        if (catalog.Storages.Find(Uuid(root)) is null)
            Storages(catalog).Register(root, null, default);
        using var writer = StorageWriter.Open(catalog, catalog.Storages.Find(Uuid(root))!, new DurableFiles(), Patience, default);
        work?.Invoke(writer);
        writer.WriteIndexes();
    }

    private protected static long Register(CatalogDatabase catalog, string root) => catalog.Storages.Insert(new StorageRow
    {
        Uuid = Uuid(root),
        Name = "Storage",
        DirectoryName = Path.GetFileName(root),
        BasePath = Path.GetDirectoryName(root)!,
        CreatedAt = "2024-10-18T14:30:52Z",
    });

    private protected static Guid Uuid(string root) => MasterIndexFile.Read(new StorageLayout(root).MasterIndex).StorageInfo.Uuid;

    private protected static string Text(CatalogDatabase catalog) => string.Join('\n', WhatIsSaid(catalog).Prepend(Content(catalog)));

    private protected static (string? Title, long? Rating, string Location, string Tags) Shown(CatalogDatabase catalog) => catalog.Query("""
        SELECT title, rating, location ->> '$.text', (SELECT group_concat(tag.path, ',' ORDER BY tag.path) FROM photo_tag JOIN tag ON tag.id = photo_tag.tag_id WHERE photo_tag.photo_id = photo.id) FROM photo
        """, row => (row.TextOrNull(0), row.IsDBNull(1) ? (long?)null : row.GetInt64(1), row.TextOrNull(2) ?? "", row.TextOrNull(3) ?? "")).Single();

    private protected static long Found(CatalogDatabase catalog, string word) => catalog.Scalar<long>("SELECT count(*) FROM photo_text WHERE photo_text MATCH @0", word);
}
