using CsCheck;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>What indexes say together does not depend on who comes first, nor on how they are loaded.</summary>
[Trait("Category", "Sequences")]
public sealed class MergeOrderTests : CatalogTest
{
    private static readonly Guid[] Writers = [.. Enumerable.Range(1, 3).Select(i => Guid.Parse($"{i:x8}-0000-4000-8000-00000000000a"))];

    /// <summary>An entry in few numbers: few images, photos, revisions and paths, so that they meet.</summary>
    private readonly record struct Claim(int Image, int Photo, int Revision, int Writer, int Path, int Other);

    private static readonly Gen<Claim> AnyClaim = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[0, 11], Gen.Int[0, 17])
        .Select((image, photo, revision, writer, path, other) => new Claim(image, photo, revision, writer, path, other));

    private static readonly Gen<Claim[][]> AnyStorage = AnyClaim.Array[0, 6].Array[1, 3];

    [Fact]
    public void Merge_StoragesInAnyOrder_GivesTheSame() => AnyStorage.Array[1, 3].Sample(archive =>
    {
        using var test = new MergeOrderTests();
        string[] roots = [.. archive.Select(test.MakeStorage)];
        string? expected = null;
        foreach (string[] order in Permutations(roots))
        {
            string merged = Everything(test.Merge(order, bulk: true));
            expected ??= merged;
            Assert.Equal(expected, merged);
        }
    }, iter: FixedSeed.Sequences(25), threads: 1);

    [Fact]
    public void Merge_InBulkOrOneByOne_GivesTheSame() => AnyStorage.Array[1, 3].Sample(archive =>
    {
        using var test = new MergeOrderTests();
        string[] roots = [.. archive.Select(test.MakeStorage)];
        CatalogDatabase bulk = test.Merge(roots, bulk: true), single = test.Merge(roots, bulk: false);
        Assert.Equal(Everything(single), Everything(bulk));
        Assert.Equal(Indexes(single), Indexes(bulk));
    }, iter: FixedSeed.Sequences(20), threads: 1);

    [Fact]
    public void Merge_Twice_ChangesNothing() => AnyStorage.Sample(storage =>
    {
        using var test = new MergeOrderTests();
        string root = test.MakeStorage(storage, 0);
        var catalog = test.Merge([root], bulk: true);
        string before = Everything(catalog);
        foreach (StorageRow row in catalog.Storages.All())
        {
            catalog.Execute("UPDATE storage SET index_sha256 = NULL");
            catalog.Execute("UPDATE session SET index_sha256 = ''");
            new StorageMerge(catalog, new StorageLayout(root), row.Id).MergeChanged();
        }

        Assert.Equal(before, Everything(catalog));
    }, iter: FixedSeed.Sequences(20), threads: 1);

    private CatalogDatabase Merge(string[] roots, bool bulk)
    {
        var catalog = Open(Guid.NewGuid().ToString("N"));
        using BulkLoad? load = bulk ? BulkLoad.Begin(catalog) : null;
        foreach (string root in roots)
        {
            var info = MasterIndexFile.Read(new StorageLayout(root).MasterIndex).StorageInfo;
            var id = catalog.Storages.Insert(new StorageRow { Uuid = info.Uuid, Name = info.DisplayName, DirectoryName = Path.GetFileName(root), BasePath = Folder, CreatedAt = info.CreatedAt });
            var merge = new StorageMerge(catalog, new StorageLayout(root), id);
            if (bulk)
            {
                merge.MergeChanged();
                continue;
            }

            // Without the surrounding transaction, and with every entry a merge into a session that is known.
            foreach (int number in Enumerable.Range(1, info.LastSessionNumber))
            {
                string path = new StorageLayout(root).SessionIndex(number);
                SessionHeader header = SessionIndexFile.ReadHeader(path);
                List<FileEntry> files = [.. SessionIndexFile.ReadFiles(path)];
                for (int count = 0; count < files.Count; count++)
                {
                    header.Revision = 1 + count;
                    merge.MergeSession(path, header, "part", files.Take(count), default);
                }

                merge.MergeSession(path, SessionIndexFile.ReadHeader(path), IndexDigest.Of(path), SessionIndexFile.ReadFiles(path), default);
            }

            merge.MergeChanged();
        }

        return catalog;
    }

    private string MakeStorage(Claim[][] sessions, int number)
    {
        var uuid = Guid.Parse($"5c1a0000-0000-4000-8000-0000000000{number:x2}");
        var layout = new StorageLayout(Path.Combine(Folder, $"imalink_{number}"));
        Directory.CreateDirectory(layout.Imports);
        var master = Samples.Master();
        master.StorageInfo.Uuid = uuid;
        master.StorageInfo.DisplayName = $"Storage {number}";
        master.StorageInfo.LastSessionNumber = sessions.Length;
        master.ImportSessions.Clear();
        for (int i = 1; i <= sessions.Length; i++)
        {
            var header = Samples.Header(i); // the same session UUIDs in every storage
            header.FileStorageUuid = uuid;
            header.Revision = 100;
            header.RemovedFiles = null;
            header.DefaultAuthor = new AuthorEntry { Name = (number + i) % 2 == 0 ? "Ada" : "ada", Email = i % 2 == 0 ? "ada@example.org" : null };
            File.WriteAllBytes(layout.SessionIndex(i), Samples.Session(header, sessions[i - 1].DistinctBy(claim => claim.Path).Select(Entry)
                .OrderBy(file => file.Hothash, StringComparer.Ordinal).ThenBy(file => file.Path, StringComparer.Ordinal)));
            master.ImportSessions.Add(new SessionSummary { Id = i, Uuid = header.Uuid, Title = header.Title, ImportedAt = header.ImportedAt, IndexSha256 = IndexDigest.Of(layout.SessionIndex(i)), Revision = 100 });
        }

        File.WriteAllBytes(layout.MasterIndex, Samples.Bytes(master));
        return layout.Root;
    }

    private static FileEntry Entry(Claim claim)
    {
        var file = Samples.File($"photos/{claim.Path}.jpg", (char)('1' + claim.Image));
        file.Said = StatementOrder.Newest([.. Said(claim), .. Said(claim with { Photo = claim.Other, Revision = 1 })]);
        return file;
    }

    /// <summary>Not always what the writer said elsewhere under the same revision: that has its order too.</summary>
    private static IEnumerable<Statement> Said(Claim claim)
    {
        int seed = claim.Photo * 31 + claim.Revision * 7 + claim.Writer;
        string uuid = $"{claim.Photo % 3:x8}-0000-4000-8000-000000000000";
        if (seed % 5 == 0)
            yield return new Statement("photo", $"{{\"by\":\"{(seed % 2 == 0 ? "burst" : "0.1")}\",\"uuid\":\"{uuid}\"}}", 0, null);
        else if (seed % 5 == 1)
            yield return Of("photo", seed % 3 == 0 ? null : $"\"{uuid}\"");
        if (seed % 7 < 3)
            yield return Of("primary", (seed + claim.Image) % 2 == 0 ? "true" : null);
        if (seed % 3 != 0)
            yield return Of("title", seed % 11 == 0 ? null : $"\"title{seed}\"");
        if (seed % 4 != 0)
            yield return Of("rating", CanonicalJson.Of(seed % 6));
        if (seed % 5 < 2)
            yield return Of("location", $"{{\"city\":\"place{seed}\"}}");
        yield return Of(seed % 4 == 0 ? "tag:Rome" : "tag:rome", seed % 3 == 0 ? null : "true");
        if (seed % 4 == 1)
            yield return Of($"tag:tag{seed}", "true");

        Statement Of(string field, string? value) => new(field, value, claim.Revision, Writers[claim.Writer]);
    }

    /// <summary>All that a catalog says, with what is shown and found of its photos.</summary>
    private static string Everything(CatalogDatabase catalog)
    {
        AssertWhole(catalog);
        var lines = new List<string> { Content(catalog) };
        lines.AddRange(catalog.Query("""
            SELECT storage.uuid || session.uuid || ' refused ' || session.refused || ' author ' || coalesce(author.name || '|' || author.email, '')
            FROM session JOIN storage ON storage.id = session.storage_id LEFT JOIN author ON author.id = session.author_id ORDER BY 1
            """, row => row.GetString(0)));
        lines.AddRange(catalog.Query("SELECT name || '|' || email FROM author ORDER BY 1", row => "author " + row.GetString(0)));
        lines.AddRange(WhatIsSaid(catalog));
        foreach (string word in Enumerable.Range(0, 180).SelectMany(i => new[] { $"title{i}", $"place{i}", $"tag{i}" }).Append("rome"))
            lines.AddRange(catalog.Query("SELECT lower(hex(photo.uuid)) FROM photo_text JOIN photo ON photo.id = photo_text.rowid WHERE photo_text MATCH @0 ORDER BY 1",
                row => $"found {word} {row.GetString(0)}", word));
        return string.Join('\n', lines);
    }

    private static List<string> Indexes(CatalogDatabase catalog) => catalog.Query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY sql", row => row.GetString(0)).ToList();

    private static IEnumerable<string[]> Permutations(string[] items) => items.Length < 2 ? [items]
        : items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (string[])[item, .. rest]));
}
