using ImaLink.Archive;
using ImaLink.Index;

namespace ImaLink.Tests.Reconcile;

/// <summary>Documents, which belong to no photo, are the owner's to move like everything else under photos/.</summary>
public sealed class DocumentSyncTests : ReconcileTest
{
    [Fact]
    public void Sync_DocumentsThatWereMoved_AreFoundByTheirBytes()
    {
        Photo("Paris/a.jpg", 1);
        Photo("Rome/b.jpg", 2);
        WriteFile("Paris/metadata.json", """{ "title": "Paris" }"""u8.ToArray());
        WriteFile("Rome/metadata.json", """{ "title": "Rome!" }"""u8.ToArray());
        WriteFile("Rome/.picasa.ini", "[Picasa]"u8.ToArray());
        Adopt();
        Assert.Empty(Compare());
        Move("Paris/metadata.json", "album.json");
        Move("Rome", "Roma");
        SyncSays("Moved Roma/b.jpg < Rome/b.jpg", "Moved album.json < Paris/metadata.json", "Moved Roma/.picasa.ini < Rome/.picasa.ini", "Moved Roma/metadata.json < Rome/metadata.json");
        var layout = new StorageLayout(Storage.FullName);
        Assert.All(new IndexChecker(Catalog, OperationReporter.None).Check(layout.Root, null, default).ToList(), check => Assert.True(check.Ok, check.Detail));
    }
}
