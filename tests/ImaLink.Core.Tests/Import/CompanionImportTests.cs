using System.Globalization;
using System.Text;
using ImaLink.Archive;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Tests.Integrity;

namespace ImaLink.Tests.Import;

/// <summary>Companions of every kind travel with their photo; what belongs to no photo is kept with the session.</summary>
public sealed class CompanionImportTests : IntegrityTest
{
    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Description(string title) => Text($$"""{ "title": "{{title}}", "photoTakenTime": { "timestamp": "1700000000" } }""");

    private static List<DocumentEntry> Documents(ImportSession session)
    {
        var documents = new List<DocumentEntry>();
        Assert.NotNull(SessionIndexFile.ReadFiles(session.IndexFile, documents.Add).ToList());
        return documents;
    }

    private void FillTakeout()
    {
        Put("Takeout/Paris/IMG_1.jpg", TestPhotos.Jpeg(1));
        Put("Takeout/Paris/IMG_1.jpg.supplemental-metadata.json", Description("IMG_1.jpg"));
        Put("Takeout/Paris/metadata.json", Text("""{ "title": "Paris" }"""));
        Put("Takeout/Paris/IMG_9.jpg.supplemental-metadata.json", Description("IMG_9.jpg"));
        Put("Takeout/Rome/métadonnées.json", Text("""{ "title": "Rome" }"""));
        Put("Takeout/Rome/x.json", Text("""{ "title": "IMG_7.jpg", "photoTakenTime": {} }"""));
        Put("Takeout/Rome/package.json", Text("""{ "name": "no album" }"""));
        Put("Takeout/Rome/.picasa.ini", Text("[Picasa]\nname=Rome"));
        Put("Takeout/Photo Details.csv", Text("imgName,fileChecksum\n"));
        Put("Takeout/Albums/Summer.csv", Text("Images\nIMG_1.jpg\n"));
        Put("Takeout/lone.xmp", TestPhotos.Xmp("lone"));
        Put("Takeout/lone.AAE", Text("<plist/>"));
        Put("Takeout/notes.txt", Text("notes"));
    }

    [Fact]
    public void Import_EveryKindOfCompanion_TravelsWithItsPhotoUnderItsName()
    {
        Put("a.nef", TestPhotos.Jpeg(1));
        string[] names = ["a.nef.xmp", "a_01.nef.xmp", "a.pp3", "a.nef.dop", "a.wav", "a.acr", "a.nef.json"];
        foreach (string name in names)
            Put(name, name.EndsWith(".json", StringComparison.Ordinal) ? Description("a.nef") : Text(name));
        var session = Mine.Import(Source, options: request => request with { LayoutScript = facts => "2024/new" + facts.Extension });
        Assert.Equal(names.Length, session.Companion);
        Assert.Equal(new[] { "acr", "dop", "pp3", "takeout", "voice", "xmp", "xmp" },
            TestArchive.Index(session).Single().Companions!.Select(companion => companion.Kind).Order(StringComparer.Ordinal));
        Assert.Equal(
            new[] { "2024/new.nef", "2024/new.nef.xmp", "2024/new_01.nef.xmp", "2024/new.pp3", "2024/new.nef.dop", "2024/new.wav", "2024/new.acr", "2024/new.nef.json" }.Order(StringComparer.Ordinal),
            Mine.Photos());
        foreach (ImportItem item in Mine.Items(session))
            Assert.Equal(File.GetLastWriteTimeUtc(item.SourcePath), File.GetLastWriteTimeUtc(item.FullName!));
        Assert.All(Mine.Check(Source), check => Assert.True(check.Ok, $"{check.FullName}: {check.Verdict}"));
        Assert.All(Mine.Items(Mine.Import(Source, "Again")), item => Assert.Equal("Duplicate", item.Verdict));
    }

    [Fact]
    public void Import_Takeout_KeepsDescriptionsOfAlbumsAndOfPhotosInOtherParts()
    {
        FillTakeout();
        Assert.All(Mine.Check(Source).Where(check => !check.FullName!.EndsWith("notes.txt", StringComparison.Ordinal) && !check.FullName.EndsWith("package.json", StringComparison.Ordinal)),
            check => Assert.Equal((check.FullName, "NotHeld"), (check.FullName, check.Verdict)));
        var simulated = Mine.Simulate(Source).Select(item => (item.SourcePath, item.Verdict)).ToList();
        var session = Mine.Import(Source, options: request => request with { Layout = "flat" });
        var items = Mine.Items(session);
        Assert.Equal(simulated, items.Select(item => (item.SourcePath, item.Verdict)));
        AssertAddsUp(Mine, session, items);
        Assert.Equal(["package.json", "notes.txt"], items.Where(item => item.Verdict == "Skipped").Select(item => Path.GetFileName(item.SourcePath)).OrderDescending(StringComparer.Ordinal));
        var documents = Documents(session);
        Assert.Equal(9, documents.Count);
        string folder = string.Create(CultureInfo.InvariantCulture, $"photos/{session.ImportedAt.ToUniversalTime():yyyy}/Italy/Takeout/");
        foreach (DocumentEntry document in documents)
        {
            Assert.StartsWith(folder, document.Path, StringComparison.Ordinal);
            string source = Path.Combine(Source, "Takeout", document.Path[folder.Length..]);
            Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(Mine.Layout.FullName(document.Path)));
            Assert.Equal(File.GetLastWriteTimeUtc(source), File.GetLastWriteTimeUtc(Mine.Layout.FullName(document.Path)));
        }

        Assert.All(Mine.Check(Source), check => Assert.True(check.Ok, $"{check.FullName}: {check.Verdict}"));
        Assert.Contains("\"imalink_version\": \"2.1\"", File.ReadAllText(session.IndexFile), StringComparison.Ordinal);
        Assert.All(documents, document => Assert.Contains(document.Path, File.ReadAllText(Mine.Layout.Manifest), StringComparison.Ordinal));
        Assert.All(Mine.Use(db => new IndexChecker(db, OperationReporter.None).Check(Mine.Layout.Root, null, default).ToList()), check => Assert.True(check.Ok, check.Detail));
        Assert.Equal(11, Mine.Import(Source, "Again").Duplicate);
        Assert.Equal(11, Mine.Photos().Count);
        File.Delete(Mine.Layout.FullName(documents[0].Path));
        Assert.Single(Mine.Check(Source), check => check.Verdict == "NotHeld");
        Assert.Equal(1, Mine.Import(Source, "Third").Companion);
    }

    [Fact]
    public void Copy_Documents_AreInTheReplicaToo()
    {
        FillTakeout();
        var session = Mine.Import(Source);
        TestArchive backup = Second();
        for (int round = 0; round < 2; round++)
        {
            var copy = Mine.Use(db => new ImaLink.Replication.SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(backup.Storage.Uuid), Mine.Reporter, default).In(db));
            Assert.Equal(Documents(session).Select(document => (document.Path, document.Sha256)), Documents(copy).Select(document => (document.Path, document.Sha256)));
            Assert.All(Documents(copy), document => Assert.True(File.Exists(backup.Layout.FullName(document.Path))));
            Assert.Equal(session.Companion, copy.Companion);
            File.Delete(backup.Layout.FullName(Documents(copy)[0].Path));
        }

        Assert.Empty(Mine.Errors);
    }

    [Fact]
    public void Import_DocumentsOfOneNameButForCase_AreDuplicatesTheSecondTime()
    {
        foreach (string folder in new[] { "DCIM", "dcim" })
        {
            Directory.CreateDirectory(Path.Combine(Source, folder));
            File.WriteAllBytes(Path.Combine(Source, folder, "a.xmp"), TestPhotos.Xmp(folder));
        }

        Assert.Equal(2, Documents(Mine.Import(Source)).Count);
        Assert.All(Mine.Items(Mine.Import(Source, "Again")), item => Assert.Equal("Duplicate", item.Verdict));
    }

    [Fact]
    public void Remove_SessionWithDocuments_PutsThemIntoTheTrashAndRestoreBringsThemBack()
    {
        FillTakeout();
        var session = Mine.Import(Source);
        var documents = Documents(session);
        var again = Mine.Import(Source, "Again");
        Mine.Remove(session);
        Assert.Equal(documents.Select(document => document.Path), Documents(Mine.Sessions(service => service.Get(Selector.ByUuid(again.Uuid), null))).Select(document => document.Path));
        Mine.Remove(again);
        Assert.Empty(Mine.Photos());
        var trash = Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Find(null, null, Mine.Reporter).ToList());
        Assert.Equal(documents.Count + 1, trash.Count);
        Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Restore(Mine.Storage.Uuid, trash.ConvertAll(item => item.Id), Mine.Reporter, default));
        Assert.Empty(Mine.Errors);
        var back = Documents(Mine.Sessions(service => service.Get(Selector.ByUuid(again.Uuid), null)));
        Assert.Equal(documents.Select(document => (document.Path, document.Sha256)), back.Select(document => (document.Path, document.Sha256)));
        Assert.All(Mine.Check(Source), check => Assert.True(check.Ok, $"{check.FullName}: {check.Verdict}"));
    }

    [Fact]
    public void Merge_DocumentsOfAnotherCatalog_AreTakenOverByUnion()
    {
        FillTakeout();
        var session = Mine.Import(Source);
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        other.Write();
        other.Sessions(service => service.Set(service.Get(Selector.ByUuid(session.Uuid), null), "Renamed", null, null));
        Assert.Equal(9, Documents(session).Count);
        Mine.Write();
        Assert.Equal(9, Documents(session).Count);
        Assert.All(other.Check(Source), check => Assert.True(check.Ok, $"{check.FullName}: {check.Verdict}"));
    }

    [Fact]
    public void Import_InPlace_RegistersDocumentsWhereTheyLie()
    {
        string album = Mine.Photo("Trip/metadata.json");
        Directory.CreateDirectory(Path.GetDirectoryName(album)!);
        File.WriteAllBytes(Mine.Photo("Trip/a.jpg"), TestPhotos.Jpeg(1));
        File.WriteAllText(album, """{ "title": "Trip" }""");
        var session = Mine.Import(Mine.Layout.Photos, options: request => request with { InPlace = true });
        Assert.Equal("photos/Trip/metadata.json", Assert.Single(Documents(session)).Path);
        File.WriteAllBytes(Mine.Photo("Trip/a.xmp"), TestPhotos.Xmp("later"));
        var again = Mine.Import(Mine.Layout.Photos, "Again", request => request with { InPlace = true });
        Assert.Equal(["a.jpg: Skipped", "a.xmp: Companion", "metadata.json: Skipped"], Mine.Items(again).Select(item => $"{Path.GetFileName(item.SourcePath)}: {item.Verdict}"));
        Assert.Single(TestArchive.Index(session).Single().Companions!);
    }

    [Fact]
    public void Sync_PhotoComesBesideItsDocument_TheFileIsRecordedOnce()
    {
        Directory.CreateDirectory(Mine.Photo("Trip"));
        File.WriteAllBytes(Mine.Photo("Trip/a.jpg"), TestPhotos.Jpeg(1));
        File.WriteAllBytes(Mine.Photo("Trip/lone.xmp"), TestPhotos.Xmp("lone"));
        var session = Mine.Import(Mine.Layout.Photos, options: request => request with { InPlace = true });
        Assert.Equal("photos/Trip/lone.xmp", Assert.Single(Documents(session)).Path);
        File.WriteAllBytes(Mine.Photo("Trip/lone.jpg"), TestPhotos.Jpeg(2));
        for (int round = 0; round < 2; round++)
            Sync(new SyncRequest { AddNewTitle = "Later" });
        Assert.Single(Documents(session));
        var later = Mine.Sessions(service => service.Get(new Selector("Later"), null));
        Assert.Equal("photos/Trip/lone.jpg", Assert.Single(TestArchive.Index(later)).Path);
        Assert.Null(TestArchive.Index(later)[0].Companions);
    }

    [Fact]
    public void Restore_SessionWithDocumentsPieceByPiece_EveryCatalogHasAllOfThem()
    {
        FillTakeout();
        var session = Mine.Import(Source);
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        other.Write();
        Mine.Remove(session);
        var trash = Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Find(null, null, Mine.Reporter).Select(item => item.Id).ToList());
        foreach (string[] ids in trash.Chunk(4))
        {
            Mine.Use(db => new ImaLink.Trash.TrashService(db, Timeout).Restore(Mine.Storage.Uuid, ids, Mine.Reporter, default));
            other.Write();
            Mine.Write();
        }

        Assert.Empty(Mine.Errors);
        Assert.Equal(9, Documents(Mine.Sessions(service => service.Get(Selector.ByUuid(session.Uuid), null))).Count);
        foreach (TestArchive archive in new[] { Mine, other })
            Assert.All(archive.Check(Source), check => Assert.True(check.Ok, $"{check.FullName}: {check.Verdict}"));
    }

    private void Sync(SyncRequest request) => Mine.Use<object?>(db =>
    {
        new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(Mine.Storage.Uuid, request, _ => { }, Mine.Reporter, CancellationToken.None);
        return null;
    });

    [Fact]
    public void Import_NamesThatDifferInCase_EachCompanionGoesToItsOwnPhoto()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
            return; // their file systems cannot hold these names side by side
        Put("IMG_2.JPG", TestPhotos.Jpeg(1));
        Put("img_2.jpg", TestPhotos.Jpeg(2));
        Put("IMG_2.JPG.xmp", TestPhotos.Xmp("UPPER"));
        Put("img_2.jpg.xmp", TestPhotos.Xmp("lower"));
        AssertEachHasItsOwn(Mine.Import(Source));
    }

    [Fact]
    public void Import_ComposedAndDecomposedNames_ArePaired()
    {
        Put("Caf\u00e9.jpg", TestPhotos.Jpeg(1));
        Put("Cafe\u0301.jpg.xmp", TestPhotos.Xmp("Cafe"));
        Put("Re\u0301union.jpg", TestPhotos.Jpeg(2));
        Put("R\u00e9union.jpg.xmp", TestPhotos.Xmp("Reunion"));
        var session = Mine.Import(Source);
        AssertEachHasItsOwn(session);
        Assert.All(TestArchive.Index(session), file => Assert.Equal(file.Path + ".xmp", Assert.Single(file.Companions!).Path));
    }

    [Theory]
    [InlineData("case")]
    [InlineData("uni")]
    public void Import_SidecarNameCases_AreAsTheirReadmeSays(string name)
    {
        Unpack(name, Source);
        AssertEachHasItsOwn(Mine.Import(Source));
    }

    [Theory]
    [InlineData("case")]
    [InlineData("uni")]
    public void Sync_AddNewOfSidecarNameCases_FindsThemAtOnce(string name)
    {
        Unpack(name, Mine.Layout.FullName("photos/by hand"));
        Mine.Use<object?>(db =>
        {
            new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(Mine.Storage.Uuid, new SyncRequest { AddNewTitle = "By hand" }, _ => { }, Mine.Reporter, CancellationToken.None);
            return null;
        });
        Assert.Empty(Mine.Errors);
        AssertEachHasItsOwn(Mine.Use(db => Assert.Single(new SessionOperations(db, Timeout).Find(null, null))));
    }

    private static void Unpack(string name, string folder)
    {
        string? archive = Case("sidecar-names", name + ".tar.gz");
        Assert.SkipWhen(archive is null, "The cases are not beside the repository (shared/cases).");
        Directory.CreateDirectory(folder);
        using FileStream file = File.OpenRead(archive);
        using var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionMode.Decompress);
        System.Formats.Tar.TarFile.ExtractToDirectory(gzip, folder, overwriteFiles: true);
    }

    /// <summary>Two photos, each with the one sidecar that was called like it.</summary>
    private void AssertEachHasItsOwn(ImportSession session)
    {
        Assert.Equal((2, 2), (session.Imported, session.Companion));
        Dictionary<string, string> sources = Mine.Items(session).Where(item => item.FullName is not null).ToDictionary(item => Mine.Layout.RelativePath(item.FullName!), item => item.SourcePath);
        foreach (FileEntry file in TestArchive.Index(session))
        {
            string companion = Assert.Single(file.Companions!).Path;
            Assert.Equal(FileNames.Composed(sources[file.Path!]) + ".xmp", FileNames.Composed(sources[companion]));
        }
    }

    private static string? Case(params string[] names)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine([folder.FullName, "shared", "cases", .. names]) is var path && File.Exists(path))
                return path;
        return null;
    }
}
