using System.Globalization;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Health;
using ImaLink.Index;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Health;

/// <summary>How copies lie is counted for all files at once, and comes out as what is asked of each file.</summary>
public sealed class HealthCountTests : StorageTest
{
    private static readonly HealthThresholds Thresholds = new() { ScannedSince = DateTime.MinValue, MinFreeBytes = 0, VerifiedSince = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc) };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Few_InRandomArchives_AreThoseThatAFilterFinds(int minCopies)
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db"));
        Fill(catalog, new Random(20261127 + minCopies), storages: 5, contents: 300);
        var found = new HealthService(catalog, Thresholds with { MinCopies = minCopies }).Check(null, default).ToLookup(finding => finding.Storage ?? "");
        foreach (StorageRow storage in catalog.Storages.All())
        {
            long expected = new FileQuery(catalog).Run(new FileFilter { Storages = [Selector.ByUuid(storage.Uuid)], CopiesLessThan = minCopies, State = FileState.Present }).LongCount();
            Assert.True(expected > 10, $"{storage.Name}: {expected}");
            Assert.Equal(expected, Counted(found[storage.Name], HealthId.FewCopies) + Counted(found[storage.Name], HealthId.CopiesInOnePlace));
            Assert.Equal(new FileQuery(catalog).Run(new FileFilter { Storages = [Selector.ByUuid(storage.Uuid)], State = FileState.Missing }).LongCount(), Counted(found[storage.Name], HealthId.FilesMissing));
            Assert.Equal(catalog.Scalar<long>($"SELECT count(*) FROM file WHERE storage_id = {storage.Id} AND state = 'Present' AND (last_verified IS NULL OR last_verified < '2024')"), Counted(found[storage.Name], HealthId.FilesNotVerified));
        }
    }

    /// <summary>Of very many lone copies one thing is told, from one walk through one index.</summary>
    [Fact]
    public void LoneCopies_AreOneFindingForTheStorage()
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db"));
        Fill(catalog, new Random(1), storages: 1, contents: 500);
        HealthFinding few = Assert.Single(new HealthService(catalog, Thresholds).Check(null, default), finding => finding.Id == HealthId.FewCopies);
        Assert.Contains("Get-ImaFile -Storage 'Disk 0' -CopiesLessThan 2 lists them.", few.Message);
        Assert.Contains(catalog.Query("EXPLAIN QUERY PLAN SELECT group_concat(storage_id || state || last_verified || linked_since) FROM file GROUP BY sha256", row => row.GetString(3)), step => step == "SCAN file USING COVERING INDEX file_bytes");
    }

    [Fact]
    public void CatalogOnANetwork_IsTold()
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db"));
        Create(catalog);
        var service = new HealthService(catalog, Thresholds) { PlaceOf = _ => StoragePlace.Of(StoragePlace.Network, "nas:/home", "mount") };
        HealthFinding finding = Assert.Single(service.Check(null, default), found => found.Id == HealthId.CatalogOnNetwork);
        Assert.Contains("nas:/home", finding.Message);
        Assert.StartsWith("Backup-ImaCatalog", finding.Remedy);
        Assert.DoesNotContain(new HealthService(catalog, Thresholds).Check(null, default), found => found.Id == HealthId.CatalogOnNetwork);
    }

    private static long Counted(IEnumerable<HealthFinding> findings, string id) =>
        findings.Where(finding => finding.Id == id).Sum(finding => long.Parse(finding.Message[..finding.Message.IndexOf(' ', StringComparison.Ordinal)], NumberStyles.AllowThousands, CultureInfo.InvariantCulture));

    /// <summary>Storages of which two are always in one place, and files in any state in any of them, some several times in one.</summary>
    private void Fill(CatalogDatabase catalog, Random random, int storages, int contents)
    {
        string[] states = ["state = 'Missing'", "last_verified = '2025-01-01T00:00:00Z'", "last_verified = '2025-01-01T00:00:00Z'", "last_verified = '2023-01-01T00:00:00Z'", "last_verified = NULL", "last_verified = NULL, linked_since = '2025-01-01T00:00:00Z'"];
        for (int i = 0; i < storages; i++)
        {
            FileStorage made = Storages(catalog).Create($"Disk {i}", Folder, null, place: $"place {i / 2}");
            StorageRow row = catalog.Storages.Find(made.Uuid)!;
            using var writer = StorageWriter.Open(catalog, row, new DurableFiles(), Patience, default);
            SessionRow session = writer.Indexes.CreateSession(new SessionHeader { Uuid = Guid.NewGuid(), Title = "S", ImportedAt = "2024-10-18T14:30:52Z", FileStorageUuid = row.Uuid, Status = SessionStatus.Completed });
            catalog.Transaction(() =>
            {
                for (int n = 0; n < contents; n++)
                    for (int copies = random.Next(storages) < 3 ? 1 + random.Next(8) / 7 : 0; copies > 0; copies--)
                    {
                        string path = $"photos/{n}_{copies}.jpg", hash = Hash($"{n}");
                        catalog.Files.Put(row.Id, session.Id, new FileEntry { Hothash = hash, Sha256 = hash, Path = path, Filename = path[7..], FileSize = 1, State = FileState.Present, HothashScheme = "whole-file" });
                        catalog.Execute($"UPDATE file SET {states[random.Next(states.Length)]} WHERE storage_id = @0 AND path = @1", row.Id, path);
                    }
            });
        }
    }
}
