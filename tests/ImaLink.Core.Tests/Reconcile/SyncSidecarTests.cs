using System.Text;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Reconcile;

/// <summary>Sidecars that are edited, moved and written belong to their photo.</summary>
public sealed class SyncSidecarTests : ReconcileTest
{
    public SyncSidecarTests()
    {
        foreach (int number in Enumerable.Range(1, 6))
            Photo($"in/{number}.jpg", number);
        Adopt();
    }

    private static readonly byte[] Xmp = Encoding.UTF8.GetBytes("<x:xmpmeta xmlns:x='adobe:ns:meta/'>3</x:xmpmeta>");

    [Fact]
    public void Sync_SidecarEditedMovedAndDeleted_IsTheirPhotosMetadata()
    {
        Photo("side/a.jpg", 50);
        WriteFile("side/a.jpg.xmp", Xmp);
        Photo("side/b.jpg", 51);
        WriteFile("side/b.xmp", [.. Xmp, 10]);
        Adopt("T");
        SyncSays();
        WriteFile("side/a.jpg.xmp", [.. Xmp.Select(x => x == '3' ? (byte)'4' : x)]);
        Assert.Contains("changed", Assert.Single(SyncSays("MetadataChanged side/a.jpg")).Detail);
        Move("side/a.jpg", "side/c.jpg");
        Move("side/a.jpg.xmp", "side/c.jpg.xmp");
        SyncSays("Moved side/c.jpg < side/a.jpg");
        Assert.Equal("photos/side/c.jpg.xmp", Assert.Single(Catalog.Files.Companions(Row("side/c.jpg").Id)).Path);
        Move("side/b.xmp", "in/q.xmp");
        Assert.Contains("lies at", Assert.Single(SyncSays("MetadataChanged side/b.jpg")).Detail);
        File.Delete(Full("in/q.xmp"));
        Assert.Contains("missing", Assert.Single(SyncSays("MetadataChanged side/b.jpg")).Detail);
        WriteFile("side/b.xmp", [.. Xmp, 10]);
        Assert.Contains("again", Assert.Single(SyncSays("MetadataChanged side/b.jpg")).Detail);
    }

    [Fact]
    public void Sync_PhotosAndTheirSidecarsEditedAtOnce_BothAreRecorded()
    {
        for (int i = 0; i < 3; i++)
        {
            Photo($"side/{i}.jpg", 50 + i);
            WriteFile($"side/{i}.xmp", [.. Xmp, (byte)(10 + i)]);
        }

        Adopt("T");
        string[] former = [.. Enumerable.Range(0, 3).Select(i => Catalog.Files.Companions(Row($"side/{i}.jpg").Id).Single().Sha256)];
        for (int i = 0; i < 3; i++)
        {
            Photo($"side/{i}.jpg", 50 + i, tag: 4);
            WriteFile($"side/{i}.xmp", [.. Xmp, 32, (byte)(10 + i)]);
        }

        Assert.Equal(6, Sync().Count);
        for (int i = 0; i < 3; i++)
        {
            CompanionEntry companion = Catalog.Files.Companions(Row($"side/{i}.jpg").Id).Single();
            Assert.Equal(($"photos/side/{i}.xmp", ImaLink.Index.IndexDigest.Of(Full($"side/{i}.xmp")), former[i]), (companion.Path, companion.Sha256, companion.Previous!.Single().Sha256));
        }

        SyncSays();
    }

    [Fact]
    public void Sync_SidecarWrittenBesideARegisteredPhoto_IsTheirs()
    {
        Photo("side/a.jpg", 50);
        WriteFile("side/a.nef", [.. TestPhotos.Jpeg(51)]);
        Adopt("T");
        WriteFile("side/a.xmp", Xmp);
        WriteFile("side/a.jpg.xmp", [.. Xmp, 10]);
        WriteFile("side/nobody.xmp", Xmp);
        List<Finding> findings = SyncSays("MetadataChanged side/a.jpg", "MetadataChanged side/a.nef");
        Assert.Equal("It has a companion now, 'photos/side/a.jpg.xmp'.", findings[0].Detail);
        Assert.Equal("photos/side/a.xmp", Assert.Single(Catalog.Files.Companions(Row("side/a.nef").Id)).Path);
        Move("side", "later");
        SyncSays("Moved later/a.jpg < side/a.jpg", "Moved later/a.nef < side/a.nef");
        Assert.Equal("photos/later/a.jpg.xmp", Assert.Single(Catalog.Files.Companions(Row("later/a.jpg").Id)).Path);
    }

    [Fact]
    public void Sync_PhotoMovedAndGivenASidecar_IsBoth()
    {
        Move("in/1.jpg", "x/1.jpg");
        Move("in/2.jpg", "in/1.jpg");
        WriteFile("x/1.xmp", Xmp);
        Finding finding = SyncSays("Moved in/1.jpg < in/2.jpg", "Moved x/1.jpg < in/1.jpg", "MetadataChanged x/1.jpg")[2];
        Assert.Equal(Row("x/1.jpg").Hothash, finding.Hothash);
    }

    [Fact]
    public void Sync_SidecarOfAPhotoFromAnotherStorage_ComesAlong()
    {
        FileStorage other = NewStorage("B");
        Photo("b/7.jpg", 7, storage: other);
        WriteFile("b/7.xmp", Xmp, other);
        Photo("b/8.jpg", 8, storage: other);
        WriteFile("b/8.jpg.xmp", Xmp, other);
        Adopt("Other", other);
        foreach (string name in new[] { "7.jpg", "7.xmp", "8.jpg", "8.jpg.xmp" })
            File.Move(Full("b/" + name, other), Full("in/x" + name));
        WriteFile("in/x8.jpg.xmp", [.. Xmp, 10]);
        SyncSays("Moved in/x7.jpg < b/7.jpg", "Moved in/x8.jpg < b/8.jpg", "MetadataChanged in/x8.jpg");
        Assert.Equal("photos/in/x7.xmp", Assert.Single(Catalog.Files.Companions(Row("in/x7.jpg").Id)).Path);
        Assert.Equal("photos/in/x8.jpg.xmp", Assert.Single(Catalog.Files.Companions(Row("in/x8.jpg").Id)).Path);
        Assert.Empty(Sync(storage: other));
        Consistency.AssertConsistent(Catalog, other);
    }
}
