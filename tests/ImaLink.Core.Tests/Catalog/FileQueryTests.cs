using ImaLink.Archive;

namespace ImaLink.Tests.Catalog;

public sealed class FileQueryTests : StorageTest
{
    [Fact]
    public void Run_MoreIdsAndHothashesThanSqliteTakesParameters_FindsThem()
    {
        var catalog = Open();
        Create(catalog);
        AddSession(catalog, "Rome", "photos/a.jpg", "photos/b.jpg");
        var query = new FileQuery(catalog);
        Assert.Equal(["a.jpg", "b.jpg"], query.Run(new FileFilter { Ids = Enumerable.Range(1, 40_000).Select(id => (long)id).ToList() }).Select(file => file.Name));
        var hothashes = Enumerable.Range(0, 40_000).Select(n => n.ToString("x64", null)).Append(Hash("photos/b.jpg").ToUpperInvariant()).ToList();
        Assert.Equal(["b.jpg"], query.Run(new FileFilter { Hothashes = hothashes }).Select(file => file.Name));
    }
}
