using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Reconcile;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Reconcile;

/// <summary>A catalog with one storage, and an owner who does what owners do to files.</summary>
public abstract class ReconcileTest : IDisposable
{
    private int _clock;

    protected ReconcileTest()
    {
        Catalog = NewCatalog.Open(Path.Combine(Folder, "catalog.db"));
        Storage = NewStorage("A");
    }

    protected string Folder { get; } = Directory.CreateTempSubdirectory("imalink-").FullName;

    internal CatalogDatabase Catalog { get; }

    protected FileStorage Storage { get; }

    internal List<ImaLinkException> Errors { get; } = [];

    protected List<string> Warnings { get; } = [];

    protected List<string> Details { get; } = [];

    internal DurableFiles Files { get; set; } = new();

    internal OperationReporter Reporter => new() { Error = Errors.Add, Warning = Warnings.Add, Detail = Details.Add };

    internal ReconcileService Service => new(Catalog, TimeSpan.FromSeconds(0.2), Files, new ImportService(Catalog, TimeSpan.FromSeconds(0.2), Files));

    public void Dispose()
    {
        Catalog.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected FileStorage NewStorage(string name)
    {
        string place = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        return new StorageService(Catalog, TimeSpan.Zero).Create(name, place, null);
    }

    protected string Full(string path, FileStorage? storage = null) => Path.Combine((storage ?? Storage).FullName, "photos", path);

    /// <summary>A photo; the owner's clock goes on by ten minutes and a bit with everything that is written.</summary>
    protected string Photo(string path, int number, int tag = 0, FileStorage? storage = null) => WriteFile(path, Jpeg(number, tag), storage);

    protected static byte[] Jpeg(int number, int tag = 0) => new Exif
    {
        Make = "Canon",
        Model = tag == 0 ? "EOS" : "EOS " + new string('x', tag),
        TakenAt = new DateTime(2024, 1, 1).AddMinutes(number),
    }.InsertInto(TinyJpeg.Encode((uint)number));

    protected string WriteFile(string path, byte[] content, FileStorage? storage = null)
    {
        string full = Full(path, storage);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        Touch(path, storage);
        return full;
    }

    protected void Touch(string path, FileStorage? storage = null) =>
        File.SetLastWriteTimeUtc(Full(path, storage), new DateTime(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(11 * ++_clock).AddTicks(_clock * 1234567L));

    protected void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(to))!);
        if (Directory.Exists(Full(from)))
            Directory.Move(Full(from), Full(to));
        else
            File.Move(Full(from), Full(to));
    }

    protected void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(to))!);
        File.Copy(Full(from), Full(to));
    }

    /// <summary>Registers what lies in the storage.</summary>
    protected void Adopt(string title = "S", FileStorage? storage = null) =>
        new ImportService(Catalog, TimeSpan.Zero).Import(Selector.ByUuid((storage ?? Storage).Uuid), new ImportRequest
        {
            Paths = [Path.Combine((storage ?? Storage).FullName, "photos")],
            Title = title,
            InPlace = true,
            NoPreview = true,
        }, Reporter, CancellationToken.None);

    protected List<Finding> Compare(bool full = false, FileStorage? storage = null)
    {
        var findings = new List<Finding>();
        Service.Compare((storage ?? Storage).Uuid, full, findings.Add, Reporter, CancellationToken.None);
        return findings;
    }

    /// <summary>Compares with a catalog that keeps nothing, as under -WhatIf.</summary>
    protected List<Finding> Rehearse(Action<Finding>? meanwhile = null)
    {
        var findings = new List<Finding>();
        using CatalogDatabase rehearsal = CatalogDatabase.OpenForWriting(Catalog.Path);
        rehearsal.Rehearse();
        new ReconcileService(rehearsal, TimeSpan.FromSeconds(0.2), new ImportService(rehearsal, TimeSpan.FromSeconds(0.2))).Compare(Storage.Uuid, false, finding =>
        {
            findings.Add(finding);
            meanwhile?.Invoke(finding);
        }, Reporter, CancellationToken.None);
        return findings;
    }

    protected List<Finding> Sync(SyncRequest? request = null, FileStorage? storage = null)
    {
        var findings = new List<Finding>();
        Service.Sync((storage ?? Storage).Uuid, request ?? new SyncRequest(), findings.Add, Reporter, CancellationToken.None);
        return findings;
    }

    /// <summary>Compare and Sync say this, a second Sync says nothing, and the indexes say what the catalog says.</summary>
    protected List<Finding> SyncSays(params string[] expected)
    {
        Assert.Equal(expected, Texts(Compare()));
        var findings = Sync();
        Assert.Equal(expected, Texts(findings));
        Assert.Equal(expected.Where(IsStanding), Texts(Sync()));
        Consistency.AssertConsistent(Catalog, Storage);
        return findings;
    }

    /// <summary>What is not adopted stays new.</summary>
    private static bool IsStanding(string text) => text.StartsWith("New ", StringComparison.Ordinal) || text.StartsWith("Copied ", StringComparison.Ordinal);

    protected static string[] Texts(IEnumerable<Finding> findings) => [.. findings.Select(finding =>
        $"{finding.Verdict} {finding.RelativePath["photos/".Length..]}{(finding.OldPath is { } old ? $" < {old[(old.IndexOf("photos/", StringComparison.Ordinal) + 7)..]}" : "")}")];

    internal FileRow Row(string path) => Catalog.Files.ByPath(Catalog.Storages.Find(Storage.Uuid)!.Id, "photos/" + path)
        ?? throw new InvalidOperationException($"{path} is not registered.");

    internal Guid PhotoOf(string path) => new FileEntries(Catalog).Get(Row(path).Id).PhotoUuid();
}
