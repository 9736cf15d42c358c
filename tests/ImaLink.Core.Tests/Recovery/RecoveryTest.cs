using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Catalog;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Recovery;

/// <summary>A test with storages of catalogs that are lost, and new catalogs that are restored from them.</summary>
public abstract class RecoveryTest : StorageTest
{
    private protected List<ImaLinkException> Errors { get; } = [];

    private protected List<string> Warnings { get; } = [];

    private protected RestoreRequest Request { get; set; } = new();

    private protected OperationReporter Reporter => new() { Error = Errors.Add, Warning = Warnings.Add };

    private protected string In(string name) => Path.Combine(Folder, name);

    /// <summary>A catalog with one storage in a folder of its own.</summary>
    private protected CatalogDatabase Make(string name, string? displayName = null)
    {
        string folder = Path.Combine(Folder, name);
        Directory.CreateDirectory(folder);
        CatalogDatabase catalog = Open(name);
        Storages(catalog).Create(displayName ?? name, folder, $"Photos of {name}");
        return catalog;
    }

    /// <summary>Restores; the storages are as they were afterwards.</summary>
    private protected new List<RestoreReport> Restore(CatalogDatabase catalog, params string[] paths)
    {
        string before = string.Join('\n', paths.Select(Tree.Of));
        var reports = new List<RestoreReport>();
        var service = new RecoveryService(catalog);
        foreach (IndexInventory storage in service.Find(paths, Reporter, default))
            service.Restore(storage, Request, reports.Add, Reporter, default);
        Assert.Equal(before, string.Join('\n', paths.Select(Tree.Of)));
        AssertWhole(catalog);
        return reports;
    }

    private protected static string Root(CatalogDatabase catalog) => Row(catalog).Root;

    /// <summary>What the catalogs record of storages, apart from what is a matter of the catalog.</summary>
    private protected static string ContentOf(CatalogDatabase catalog, params CatalogDatabase[] others) => others.Length == 0
        ? Content(catalog)
        : string.Join('\n', others.Prepend(catalog).OrderBy(one => Row(one).Name, StringComparer.Ordinal).Select(Content));

    /// <summary>A storage with everything that can be recorded.</summary>
    private protected CatalogDatabase MakeFull(string name)
    {
        CatalogDatabase catalog = Make(name);
        AddSession(catalog, "Rome", $"photos/{name}/1.jpg", $"photos/{name}/2.jpg", $"photos/{name}/3.jpg");
        AddSession(catalog, "Oslo", [$"photos/{name}/4.jpg", $"photos/{name}/5.jpg"], _ => "the same in every storage");
        Guid gone = AddSession(catalog, "Bern", $"photos/{name}/6.jpg");
        Edit(catalog, $"photos/{name}/1.jpg", file =>
        {
            (file.LastVerified, file.State, file.MissingSince) = ("2025-01-02T03:04:05Z", FileState.Missing, "2025-02-03T04:05:06Z");
            file.FormerHothashes = [Hash("former")];
            file.Previous = [new FormerContent { Sha256 = Hash("previous"), FileSize = 7, Until = "2024-12-31T00:00:00Z" }];
            file.Companions = [new CompanionEntry { Path = $"photos/{name}/1.xmp", FileSize = 3, Sha256 = Hash("xmp"), Kind = "xmp" }];
            (file.CameraModel, file.GpsLatitude, file.TakenAt, file.HasHotpreview) = ("X100", 47.5, "2024-06-14T09:00:00+02:00", true);
            file.TakenAtSource = "XMP:DateTimeOriginal";
            file.Say(5, null, ("title", "Forum"), ("rating", 4), ("author", "Ada"), ("tag:Italy/Rome", true), ("tag:ruins", true), ("person:Anna", true), ("description", null), ("date", "2024-06-14T10:00:00"));
        });
        Sessions(catalog).Set(Sessions(catalog).Get(new Selector("Rome"), null), null, "Two days", "Ada <ada@example.org>", "Europe/Rome");
        Remove(catalog, $"photos/{name}/2.jpg");
        RemoveSession(catalog, gone);
        Move(catalog, ($"photos/{name}/3.jpg", "photos/elsewhere.jpg"));
        return catalog;
    }
}
