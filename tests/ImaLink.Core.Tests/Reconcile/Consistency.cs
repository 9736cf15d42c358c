using System.Text.Json;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Reconcile;

/// <summary>What has to hold of an archive whatever happened to it.</summary>
internal static class Consistency
{
    /// <summary>The catalog is sound, nothing is left to be written, and the indexes say exactly what the catalog says.</summary>
    public static void AssertConsistent(CatalogDatabase catalog, FileStorage storage)
    {
        Assert.Empty(catalog.Check());
        StorageRow row = catalog.Storages.Find(storage.Uuid)!;
        var layout = new StorageLayout(row.Root);
        Schema.AssertStorage(row.Root);
        MasterIndex master = MasterIndexFile.Read(layout.MasterIndex);
        Assert.False(row.Dirty);
        Assert.Equal(IndexDigest.Of(layout.MasterIndex), row.IndexSha256);
        Assert.Equal(row.LastScan, master.StorageInfo.LastScan);
        var sessions = catalog.Sessions.OfStorage(row.Id);
        Assert.Equal(sessions.Select(session => session.Header.Uuid), master.ImportSessions.Select(session => session.Uuid));
        foreach (SessionRow session in sessions)
        {
            Assert.False(session.Dirty);
            Assert.Equal(IndexDigest.Of(layout.SessionIndex(session.Header.Id)), session.IndexSha256);
            Assert.Equal(
                new FileEntries(catalog).OfSession(session.Id).Select(Text).Order(StringComparer.Ordinal),
                SessionIndexFile.ReadFiles(layout.SessionIndex(session.Header.Id)).Select(Text).Order(StringComparer.Ordinal));
        }

        Assert.Equal(
            new FileEntries(catalog).Manifest(row.Id).Select(line => ManifestLine.Format(line.Path, line.Sha256)),
            File.ReadLines(layout.Manifest));
    }

    private static string Text(FileEntry entry) => entry.Hothash + JsonSerializer.Serialize(entry, IndexJson.Instance.FileEntry);
}
