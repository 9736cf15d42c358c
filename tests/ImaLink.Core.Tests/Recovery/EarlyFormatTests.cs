using System.Text.Json;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Recovery;

/// <summary>Indexes of ImaLink's first implementation are read: their files are found again by name and size.</summary>
public sealed class EarlyFormatTests : ImportTest
{
    private readonly List<ImaLinkException> _errors = [];
    private readonly List<(string Name, long Size)> _files = [];

    /// <summary>A photo that lies in the storage and stands in the old index.</summary>
    private void Add(string path, byte[] content, bool isThere = true)
    {
        string full = Mine.Photo(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        if (isThere)
            File.WriteAllBytes(full, content);
        _files.Add((Path.GetFileName(path), content.Length));
    }

    private string WriteIndex(string title = "Italy", bool isMasterEarly = true)
    {
        Directory.CreateDirectory(Mine.Layout.Imports);
        string path = Mine.Layout.SessionIndex(42);
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            import_session = new { id = 42, title, description = "Two weeks", imported_at = "2025-10-18T14:30:52", default_author_id = 3, file_storage_id = 1, storage_directory = "x", total_files_found = 9 },
            files = _files.Select((file, i) => (file, i)).ToDictionary(item => $"a1b2c3{item.i}", item => new
            {
                filename = item.file.Name,
                file_size = item.file.Size,
                taken_at = "2024-07-01T10:00:00",
                created_at = "2025-10-18T14:30:52",
                original_filename = "DSC_" + item.file.Name,
                file_format = "jpg",
                width = 10,
                height = 10,
                has_hotpreview = true,
            }),
            statistics = new { total_files = _files.Count, imalink_version = "2.0" },
        }));
        if (isMasterEarly)
        {
            File.WriteAllText(Mine.Layout.MasterIndex, JsonSerializer.Serialize(new
            {
                storage_info = new { uuid = Mine.Storage.Uuid, directory_name = Mine.Storage.DirectoryName, base_path = "/old", display_name = "Old", created_at = "2025-10-18T14:00:00", total_files = 2, total_size_mb = 1.5 },
                import_sessions = new[] { new { id = 42, title, imported_at = "2025-10-18T14:30:52", file_count = _files.Count, index_file = "imports/session_42.json" } },
                imalink_version = "2.0",
            }));
        }

        return path;
    }

    private RestoreReport Restore(string catalog = "restored.db")
    {
        var reports = new List<RestoreReport>();
        using var db = CatalogDatabase.OpenForWriting(Path.Combine(Folder, catalog));
        var service = new RecoveryService(db);
        var reporter = new OperationReporter { Error = _errors.Add };
        foreach (IndexInventory storage in service.Find([Mine.Layout.Root], reporter, default))
            service.Restore(storage, new RestoreRequest(), reports.Add, reporter, default);
        return Assert.Single(reports);
    }

    private TestArchive Restored() => Mine.SeenBy(Path.Combine(Folder, "restored.db"), isRegistered: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restore_EarlyIndex_FindsItsFilesAgain(bool isMasterEarly)
    {
        Add("a/IMG_1.jpg", TestPhotos.Jpeg(1));
        Add("b/IMG_2.jpg", TestPhotos.Bare(2));
        WriteIndex(isMasterEarly: isMasterEarly);
        File.WriteAllBytes(Mine.Photo("a/IMG_1.xmp"), TestPhotos.Xmp("one"));
        File.WriteAllBytes(Mine.Photo("stranger.jpg"), TestPhotos.Jpeg(7));
        RestoreReport report = Restore();
        Assert.Equal(("Italy", "Early", 2L, 0L, 0L), (report.Session, report.State, report.Restored, report.Missing, report.Damaged));
        Assert.Equal(isMasterEarly ? "Old" : "Archive", report.Storage);
        Assert.Empty(_errors);
        Restored().Use<object?>(db =>
        {
            SessionRow session = Assert.Single(db.Sessions.All());
            Assert.Equal((42, "2025-10-18T14:30:52Z", "Two weeks"), (session.Header.Id, session.Header.ImportedAt, session.Header.Description));
            Assert.Equal(3, session.Header.Extra!["default_author_id"].GetInt32());
            List<FileEntry> files = [.. new FileEntries(db).OfSession(session.Id).OrderBy(file => file.Path)];
            Assert.Equal(["photos/a/IMG_1.jpg", "photos/b/IMG_2.jpg"], files.Select(file => file.Path));
            Assert.Equal(Mine.Storage.Uuid, session.Header.FileStorageUuid);
            Assert.Equal(("DSC_IMG_2.jpg", "2025-10-18T14:30:52Z", "2024-07-01T10:00:00", "JPEG"), (files[1].OriginalFilename, files[1].CreatedAt, files[1].TakenAt, files[1].FileFormat));
            Assert.Equal("photos/a/IMG_1.xmp", Assert.Single(files[0].Companions!).Path);
            return null;
        });
    }

    [Fact]
    public void Restore_EarlyIndexTwice_ChangesNothing()
    {
        Add("IMG_1.jpg", TestPhotos.Jpeg(1));
        Add("gone.jpg", TestPhotos.Jpeg(2), isThere: false);
        WriteIndex();
        RestoreReport first = Restore();
        string before = Snapshot();
        Assert.Equal(first, Restore());
        Assert.Equal(before, Snapshot());

        string Snapshot() => Restored().Use(db => string.Join('\n', db.Sessions.All().SelectMany(session => new FileEntries(db).OfSession(session.Id)).Select(Samples.TextOf)));
    }

    [Fact]
    public void Restore_EntryNotFoundOrOfSeveralFiles_IsNamed()
    {
        Add("a/IMG_1.jpg", TestPhotos.Jpeg(1));
        Add("a/gone.jpg", TestPhotos.Jpeg(2), isThere: false);
        Add("a/twice.jpg", TestPhotos.Jpeg(3));
        File.Copy(Mine.Photo("a/twice.jpg"), Mine.Photo("twice.jpg"));
        WriteIndex();
        RestoreReport report = Restore();
        Assert.Equal((1L, 2L), (report.Restored, report.Missing));
        Assert.Equal([ErrorCode.FileNotFound, ErrorCode.FileNotFound], _errors.Select(error => error.Code));
        Assert.Contains("gone.jpg", _errors[0].Message);
        Assert.Contains("twice.jpg' ", _errors[1].Message);
        Assert.Contains("fits several", _errors[1].Message);
    }

    [Fact]
    public void Restore_EarlyIndexThenAnyChange_IsWrittenInTodaysFormatAndKept()
    {
        Add("IMG_1.jpg", TestPhotos.Jpeg(1));
        string index = WriteIndex();
        byte[] former = File.ReadAllBytes(index);
        Restore();
        Restored().Write();
        Assert.Equal("photos/IMG_1.jpg", Assert.Single(SessionIndexFile.ReadFiles(index)).Path);
        Assert.Equal(former, File.ReadAllBytes(index + ".former"));
        Assert.Equal("Valid", Restore("again.db").State);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"import_session\": {\"id\": 42}, \"files\": {\"x\": {\"filename\": \"../../etc/passwd\", \"file_size\": 5}}}")]
    [InlineData("{\"import_session\": {\"id\": 42}, \"files\": {\"x\": {\"filename\": 7}}}")]
    [InlineData("{\"import_session\": {\"id\": 42}, \"files\": [1, 2, {}]}")]
    [InlineData("{\"import_session\": {}, \"files\": {\"x\": {\"filename\": \"a.jpg\", \"file_size\": 1e99}}}")]
    public void Restore_HostileEarlyIndex_ReadsNothingOfIt(string text)
    {
        Add("IMG_1.jpg", TestPhotos.Jpeg(1));
        File.WriteAllText(WriteIndex(), text);
        Assert.Equal(0, Restore().Restored);
    }
}
