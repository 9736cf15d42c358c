using ImaLink.Archive.Intake;
using ImaLink.Index;
using ImaLink.Tests.Reconcile;

namespace ImaLink.Tests.Import;

/// <summary>What an import knows of the files that it meets.</summary>
public sealed class ImportFactsTests : ReconcileTest
{
    [Fact]
    public void SameBytes_InAStorageThatWasRegisteredMeanwhile_AreThere()
    {
        var facts = new ImportFacts(Catalog, new StorageLayout(Storage.FullName), Catalog.Storages.Find(Storage.Uuid)!.Id);
        FileStorage other = NewStorage("B");
        string sha256 = IndexDigest.Of(Photo("1.jpg", 1, storage: other));
        Adopt(storage: other);
        Assert.Equal(new KnownPlace("photos/1.jpg", other.Uuid, true), facts.SameBytes(sha256).Elsewhere);
    }
}
