using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Tests.Index;

namespace ImaLink.Tests.Catalog;

/// <summary>Measured alone: what other tests hold would count too.</summary>
[CollectionDefinition(nameof(MergeMemoryTests), DisableParallelization = true)]
[Collection(nameof(MergeMemoryTests))]
public sealed class MergeMemoryTests : StorageTest
{
    [Fact]
    public void Merge_VeryManyCopiesOfOneImageThatAreKnown_AreNotHeld()
    {
        const int count = 20_000;
        using CatalogDatabase catalog = Open("a");
        Create(catalog);
        SessionHeader header = Samples.Header();
        long before = 0, highest = 0;
        foreach (char digest in "bc")
        {
            header.Revision++;
            before = GC.GetTotalMemory(forceFullCollection: true);
            highest = 0;
            catalog.Transaction(() => new SessionMerge(catalog, Row(catalog).Id).Merge(header, new string(digest, 64), Enumerable.Range(0, count).Select(Copy), default));
        }

        Assert.Equal(count, catalog.Sessions.FileCount(catalog.Sessions.Find(Row(catalog).Id, header.Uuid)!.Id));
        Assert.True(highest < 8L << 20, $"{highest:N0} bytes were held");

        FileEntry Copy(int i)
        {
            if (i % 4_000 == 0)
                highest = Math.Max(highest, GC.GetTotalMemory(forceFullCollection: true) - before);
            FileEntry file = Samples.File($"photos/2024/IMG_{i:D6}.jpg");
            file.OriginalPath = $"/media/card/DCIM/100CANON/IMG_{i:D6}.JPG";
            return file;
        }
    }
}
