using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Trash;

namespace ImaLink.Tests.Sharing;

/// <summary>What a catalog says of the storage when all has settled.</summary>
internal sealed class SettledCatalog(CatalogDatabase db, StorageLayout layout)
{
    private readonly StorageRow _storage = db.Storages.All().Single();

    public void AssertEveryFileIsRegisteredOrTold()
    {
        var told = new List<Finding>();
        var errors = new List<ImaLinkException>();
        new ReconcileService(db, TimeSpan.FromSeconds(60), new ImportService(db, TimeSpan.FromSeconds(60))).Compare(_storage.Uuid, full: true, told.Add, new OperationReporter { Error = errors.Add }, default);
        Assert.Empty(errors);
        foreach (string file in Directory.EnumerateFiles(layout.Photos, "*.jpg", SearchOption.AllDirectories).Select(layout.RelativePath))
        {
            FileRow? row = db.Files.ByPath(_storage.Id, file);
            Assert.True((row?.State == FileState.Present && row.Sha256 == IndexDigest.Of(layout.FullName(file))) || told.Exists(finding => finding.RelativePath == file),
                $"'{file}', {IndexDigest.Of(layout.FullName(file))[..8]}, is neither registered nor told: {row}; {string.Join(", ", told.Select(finding => $"{finding.Verdict} {finding.RelativePath}"))}");
        }

        foreach (FileRow row in Files().Where(row => row.State == FileState.Present))
            Assert.True(File.Exists(layout.FullName(row.Path)), $"'{row.Path}' is said to be present.");
        string[] seen = [.. new TrashService(db, TimeSpan.Zero).Find(null, null, new OperationReporter { Error = errors.Add }).Select(item => item.FullName)];
        Assert.Empty(errors);
        if (Directory.Exists(layout.Trash))
            Assert.Empty(Directory.EnumerateFiles(layout.Trash, "*.jpg", SearchOption.AllDirectories).Except(seen));
    }

    /// <summary>Sessions and files, in words.</summary>
    public string State() => string.Join('\n', db.Sessions.OfStorage(_storage.Id).Select(session => session.Header)
        .Select(header => $"{header.Id} {header.Uuid} '{header.Title}' '{header.Description}' {header.Status} {header.Revision} {header.Writer}")
        .Concat(Files().Select(file => $"{db.Sessions.Get(file.SessionId).Header.Id} {file.Path} {file.Sha256} {file.Hothash} {file.State}").Order(StringComparer.Ordinal)));

    private IEnumerable<FileRow> Files() => db.Sessions.OfStorage(_storage.Id).SelectMany(session => db.Files.BySession(session.Id));
}
