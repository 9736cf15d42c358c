using ImaLink.Catalog;
using ImaLink.Files;
using ImaLink.Health;
using ImaLink.Tests.Catalog;

namespace ImaLink.Tests.Health;

/// <summary>Where copies of a storage are looked for.</summary>
public sealed class TwinTests : StorageTest
{
    [Theory]
    [InlineData("ext4", 1)]
    [InlineData("nfs4", 0)]
    [InlineData("autofs", 0)]
    public void Of_ServerWithoutAKnownStorage_IsNotAsked(string type, int expected)
    {
        using CatalogDatabase catalog = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "catalog.db"));
        string copy = Path.Combine(Folder, "nas"), mounts = Path.Combine(Folder, "mounts");
        Directory.CreateDirectory(Path.Combine(Folder, "disk"));
        Storages(catalog).Create("Disk", Path.Combine(Folder, "disk"), null);
        StorageRow row = Row(catalog);
        string master = Layout(catalog).MasterIndex, twin = Path.Combine(copy, row.DirectoryName, Path.GetRelativePath(row.Root, master));
        Directory.CreateDirectory(Path.GetDirectoryName(twin)!);
        File.Copy(master, twin);
        Directory.CreateDirectory(Path.Combine(mounts, "proc/self"));
        File.WriteAllText(Path.Combine(mounts, "proc/self/mountinfo"), $"36 35 8:1 / / rw - ext4 /dev/sda1 rw\n37 36 0:50 / {copy} rw - {type} nas:/photos rw\n");

        Assert.Equal(expected, Twins.Of(row, [row], new LinuxPlace(mounts)).Count());
        Assert.Single(Twins.Of(row, [row, row with { BasePath = copy }], new LinuxPlace(mounts))); // one that the catalog knows there is asked
    }
}
