using ImaLink.Catalog;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>Two catalogs that write one storage.</summary>
public abstract class MergeTest : StorageTest
{
    private protected readonly CatalogDatabase _a, _b;

    protected MergeTest()
    {
        _a = Open("a");
        _b = Open("b");
        Storages(_b).Register(Create(_a).FullName, null, default);
    }

    private protected static void Edit(CatalogDatabase catalog, Guid session, string title)
    {
        try
        {
            Sessions(catalog).Set(Sessions(catalog).Get(Selector.ByUuid(session), null), title, null, null);
        }
        catch (ImaLinkException e) when (e.Code == ErrorCode.SessionNotFound)
        {
            // The other catalog has removed it meanwhile.
        }
    }

    /// <summary>After both have looked, they record the same, and so does one that never saw the storage before.</summary>
    private protected void AssertAgree()
    {
        Visit(_a);
        Visit(_b);
        Visit(_a);
        AssertConsistent(_a, _b);
        var before = Snapshot();
        using var c = NewCatalog.Open(Path.Combine(Folder, $"{Guid.NewGuid():N}.db"));
        Storages(c).Register(Layout(_a).Root, null, default);
        Assert.False(IsDirty(c));
        AssertWhole(c);
        Assert.Equal(Content(_a), Content(_b));
        Assert.Equal(Content(_a), Content(c));
        Assert.Equal(before, Snapshot());
    }

    private protected static void EditPhoto(CatalogDatabase catalog, string path, long revision, string title) => Edit(catalog, path, file =>
        file.Say("title", title, revision, catalog.Uuid));

    private protected Dictionary<string, string> Snapshot() => Directory.EnumerateFiles(Layout(_a).Imports, "session_*.json")
        .Append(Layout(_a).MasterIndex).Append(Layout(_a).Manifest).ToDictionary(path => path, File.ReadAllText);
}
