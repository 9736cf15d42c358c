using ImaLink.Archive;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Hostile;

/// <summary>Journals of imports that name files of this computer as their sources: none of these comes into the storage unasked.</summary>
public sealed class HostileImportTests : HostileStorageTest
{
    private string Secret => Path.Combine(Outside, "private", "secret.jpg");

    public HostileImportTests()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Secret)!);
        File.WriteAllBytes(Secret, TestPhotos.Jpeg(77));
        Interrupt("import");
    }

    private string Sources => Directory.EnumerateFiles(Mine.Layout.Journals, "sources.jsonl", SearchOption.AllDirectories).Single();

    [Fact]
    public void Resume_AnotherCatalogBeganIt_GoesOnOnlyWhenItsSourcesWereConfirmed()
    {
        NameTheSecret();
        TestArchive victim = Mine.SeenBy(Path.Combine(Folder, "victim.db"));
        AssertRefused(victim);
        InterruptedSession import = Assert.Single(victim.Sessions(service => service.Resumable(null, new Selector("Italy")).ToList()));
        Assert.False(import.IsOwn);
        Assert.Contains($"'{Path.GetDirectoryName(Secret)}' (1 file)", import.Sources);
        File.AppendAllText(Sources, "\n"); // what was confirmed is not what lies there now
        Assert.Throws<ImaLinkException>(() => victim.Sessions(service => service.Resume(null, new Selector("Italy"), import.SourcesSha256, false, null, victim.Reporter, default).ToList()));
        Assert.Empty(victim.Photos());
        import = Assert.Single(victim.Sessions(service => service.Resumable(null, new Selector("Italy")).ToList()));
        Assert.Single(victim.Sessions(service => service.Resume(null, new Selector("Italy"), import.SourcesSha256, true, null, victim.Reporter, default).ToList()));
        Assert.Equal(5, victim.Photos().Count);
    }

    [Fact]
    public void Resume_JournalHasThisCatalogsNameAndOtherSources_IsRefused()
    {
        NameTheSecret();
        AssertRefused(Mine);
    }

    [Fact]
    public void Resume_JournalOfAnImportThatNeverWas_IsRefused()
    {
        string journal = Path.GetDirectoryName(Sources)!, forged = journal.Replace("import-", "import-0", StringComparison.Ordinal);
        Mine.Resume();
        Mine.Remove(Mine.Sessions(service => service.Find(null, null).Single()));
        Directory.CreateDirectory(forged);
        File.WriteAllText(Path.Combine(forged, "sources.jsonl"), $$"""{"number":1,"path":"{{Secret}}","source":"secret.jpg","size":1}""" + "\n");
        File.WriteAllText(Path.Combine(forged, "operation.json"), $$"""{"session":{"uuid":"{{Guid.NewGuid()}}","file_storage_uuid":"{{Mine.Storage.Uuid}}","title":"Italy","imported_at":"2024-01-01T00:00:00Z"},"paths":["{{Outside}}"],"layout":"{name}","source_files":1}""");
        AssertRefused(Mine);
    }

    [Fact]
    public void Sync_AddNew_JournalOfAnotherHasItsTitle_DoesNotGoOnWithIt()
    {
        NameTheSecret();
        string plan = Path.Combine(Path.GetDirectoryName(Sources)!, "operation.json");
        File.WriteAllText(plan, File.ReadAllText(plan).Replace("\"title\": \"Italy\"", "\"title\": \"Italy\", \"in_place\": true", StringComparison.Ordinal));
        TestArchive victim = Mine.SeenBy(Path.Combine(Folder, "victim.db"));
        foreach (TestArchive archive in new[] { victim, Mine })
        {
            archive.Use<object?>(db =>
            {
                new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(archive.Storage.Uuid, new SyncRequest { AddNewTitle = "Italy" }, _ => { }, archive.Reporter, default);
                return null;
            });
            Assert.Empty(archive.Photos());
        }
    }

    [Fact]
    public void Resume_OneJournalIsDamaged_OtherStoragesGoOn()
    {
        TestArchive second = Second();
        string other = Path.Combine(Folder, "other card");
        Directory.CreateDirectory(other);
        File.WriteAllBytes(Path.Combine(other, "z.jpg"), TestPhotos.Jpeg(9));
        Assert.Throws<ImaLinkException>(() => second.With((operation, path) =>
        {
            if (operation == DurableOperation.Rename && path.Contains("photos", StringComparison.Ordinal))
                throw new ImaLinkException(ErrorCode.WriteFailed, "The test stops here.", path);
        }).Import(other, "Second"));
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(Sources)!, "operation.json"), "{ damaged");
        Assert.Single(second.Sessions(service => service.Resume(null, null, null, false, null, second.Reporter, default).ToList()));
        Assert.Equal(["z.jpg"], second.Photos().Select(Path.GetFileName));
    }

    /// <summary>Puts the secret among the sources of the interrupted import.</summary>
    private void NameTheSecret() => File.AppendAllText(Sources, $$"""{"number":9,"path":"{{Secret}}","source":"secret.jpg","size":1}""" + "\n");

    private static void AssertRefused(TestArchive archive)
    {
        foreach (Selector? session in new[] { null, new Selector("Italy") })
        {
            var error = Assert.Throws<ImaLinkException>(() => archive.Sessions(service => service.Resume(null, session, null, false, null, archive.Reporter, default).ToList()));
            Assert.Equal(ErrorCode.NothingToResume, error.Code);
            Assert.Contains("not begun by this catalog", error.Message);
        }

        Assert.Empty(archive.Photos());
    }
}
