using ImaLink.Archive;
using ImaLink.Archive.Intake;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Import;

/// <summary>A catalog with one storage, used as by one command after the other: each opens the catalog anew.</summary>
internal sealed class TestArchive
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private readonly DurableFiles? _files;

    /// <param name="folder">Where its catalog lies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="storageFolder">Where the storage lies, if elsewhere.</param>
    /// <param name="catalog">The catalog, if there is one already.</param>
    /// <param name="place">On which disk it is to be: by default on one of its own, as all that tests make are on one; empty for the true one.</param>
    public TestArchive(string folder, string name = "Archive", string? storageFolder = null, string? catalog = null, string? place = null)
    {
        Directory.CreateDirectory(folder);
        Catalog = catalog ?? Path.Combine(folder, $"{name}.db");
        Storage = Use(db => new StorageService(db, Timeout).Create(name, storageFolder ?? folder, null, place ?? name));
        Layout = new StorageLayout(Storage.FullName);
    }

    private TestArchive(TestArchive other, string catalog, FileStorage storage, DurableFiles? files) =>
        (Catalog, Storage, Layout, _files) = (catalog, storage, other.Layout, files);

    public string Catalog { get; }

    public FileStorage Storage { get; }

    public StorageLayout Layout { get; }

    internal DurableFiles? Files => _files;

    public List<ImaLinkException> Errors { get; } = [];

    public List<string> News { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Details { get; } = [];

    public OperationReporter Reporter => new() { Error = Errors.Add, News = News.Add, Warning = Warnings.Add, Detail = Details.Add };

    /// <summary>The same storage seen by another catalog, which is told of it unless it knows it.</summary>
    public TestArchive SeenBy(string catalog, bool isRegistered = false)
    {
        using var db = NewCatalog.Open(catalog);
        var service = new StorageService(db, Timeout);
        return new TestArchive(this, catalog, isRegistered ? service.All().Single() : service.Register(Storage.FullName, null, default), null);
    }

    /// <summary>The same archive, written through files that a test makes fail.</summary>
    public TestArchive With(Action<DurableOperation, string> faultPoint) =>
        new(this, Catalog, Storage, new DurableFiles { FaultPoint = faultPoint });

    public T Use<T>(Func<CatalogDatabase, T> work)
    {
        using var db = NewCatalog.Open(Catalog, TimeSpan.FromSeconds(1));
        return work(db);
    }

    public T Sessions<T>(Func<SessionOperations, T> work) =>
        Use(db => work(_files is null ? new SessionOperations(db, Timeout) : new SessionOperations(db, Timeout, _files)));

    public ImportSession Import(ImportRequest request, CancellationToken cancellationToken = default) =>
        Sessions(service => service.Import(Selector.ByUuid(Storage.Uuid), request, Reporter, cancellationToken));

    public ImportSession Import(string source, string title = "Italy", Func<ImportRequest, ImportRequest>? options = null)
    {
        var request = new ImportRequest { Paths = [source], Title = title, NoPreview = true };
        return Import(options is null ? request : options(request));
    }

    public List<ImportSession> Resume(
        bool skipMissingSource = false, Func<LayoutFacts, string>? script = null, CancellationToken cancellationToken = default) =>
        Sessions(service => service.Resume(Selector.ByUuid(Storage.Uuid), null, null, skipMissingSource, script, Reporter, cancellationToken).ToList());

    /// <summary>Goes on with what another catalog began, after its sources were shown and confirmed.</summary>
    public List<ImportSession> ResumeConfirmed() => Sessions(service => service.Resumable(Selector.ByUuid(Storage.Uuid), null).ToList()
        .SelectMany(import => service.Resume(Selector.ByUuid(Storage.Uuid), Selector.ByUuid(import.SessionUuid), import.SourcesSha256, false, null, Reporter, default)).ToList());

    public List<ImportItem> Items(ImportSession session) => Sessions(service => service.Items(session).ToList());

    public void Remove(ImportSession session, bool includeFile = false) => Sessions<object?>(service =>
    {
        service.Remove(session, includeFile, default);
        return null;
    });

    public List<CheckResult> Check(string path, bool quick = false) => Use(db => new ImportCheck(db).Run([path], quick, Reporter, default).ToList());

    public List<ImportItem> Simulate(string source) => Sessions(service => service.Simulate(Selector.ByUuid(Storage.Uuid),
        new ImportRequest { Paths = [source], Title = "Italy" }, Reporter, default).ToList());

    /// <summary>What any command that writes the storage does first, and an edit that changes nothing.</summary>
    public void Write() => Use(db => new StorageService(db, Timeout).Set(Storage.Uuid, null, null, null, isActive: true));

    /// <summary>Path of a photo relative to <c>photos/</c> → full path.</summary>
    public string Photo(string path) => Path.Combine(Layout.Photos, path);

    /// <summary>All files under <c>photos/</c>, relative to it, in order.</summary>
    public List<string> Photos() => Directory.EnumerateFiles(Layout.Photos, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Select(path => Path.GetRelativePath(Layout.Photos, path).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();

    /// <summary>What the index of a session says of its files.</summary>
    public static List<FileEntry> Index(ImportSession session) => SessionIndexFile.ReadFiles(session.IndexFile).ToList();

    /// <summary>What is left in the folders of unfinished operations.</summary>
    public List<string> Leftovers() => new[] { Layout.Incoming, Layout.Journals }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        .Concat(Directory.EnumerateFiles(Layout.Root, "*.new", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })).ToList();
}
