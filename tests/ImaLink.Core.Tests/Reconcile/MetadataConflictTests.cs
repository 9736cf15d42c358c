using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;

namespace ImaLink.Tests.Reconcile;

/// <summary>Two catalogs write one storage, and both edit a photo before they see each other's edit.</summary>
public sealed class MetadataConflictTests : ReconcileTest
{
    public MetadataConflictTests()
    {
        Photo("in/1.jpg", 1);
        Photo("in/2.jpg", 2);
        Adopt();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Sync_EditedInBoth_TellsBothValuesOnceAndKeepsTheHigher(int editsElsewhere)
    {
        using CatalogDatabase other = Other();
        for (int i = editsElsewhere; i > 0; i--)
        {
            Edit(other, $"there {i}", rating: 2, "sea");
            SyncOf(other);
        }

        Edit(Catalog, "here", rating: 4, "sun");
        bool otherWins = editsElsewhere > 1 || string.CompareOrdinal(other.Uuid.ToString(), Catalog.Uuid.ToString()) > 0;
        SyncOf(other);

        Finding finding = Assert.Single(Compare());
        Assert.Equal((FindingKind.MetadataConflict, "photos/in/1.jpg", "A", "S", Row("in/1.jpg").Hothash),
            (finding.Kind, finding.RelativePath, finding.Storage, finding.Session, finding.Hothash));
        foreach (string value in new[] { "'here'", "'there 1'", "rating here 4, there 2", "'sun'", "'sea'", otherWins ? "edited there is kept" : "edited here is kept" })
            Assert.Contains(value, finding.Detail);
        Assert.Equal(finding, Assert.Single(Compare()));
        Assert.Equal(finding, Assert.Single(Sync()));
        Assert.Empty(Sync());

        SyncOf(other);
        string expected = otherWins ? "there 1" : "here";
        Assert.Equal((expected, expected), (Title(Catalog), Title(other)));
        Assert.Equal((0L, 0L), (Catalog.Describe().Dirty, other.Describe().Dirty));
        Assert.Empty(Sync());
        Consistency.AssertConsistent(Catalog, Storage);
    }

    /// <summary>The catalog keeps what was said; which words a finding has for it is the finding's.</summary>
    [Fact]
    public void Sync_EditedInBoth_CatalogKeepsTheValues()
    {
        using CatalogDatabase other = Other();
        Edit(other, "a, b", rating: 2, "sea, Rome");
        SyncOf(other);
        Edit(Catalog, "it's \"here\"", rating: 4);
        SyncOf(other);

        Compare();
        PhotoDispute dispute = Assert.Single(Catalog.Conflicts.OfStorage(1)).Dispute;
        Assert.Equal(
            ["title: it's \"here\" | a, b", "rating: 4 | 2", "tags:  | sea, Rome"],
            dispute.Differences.Select(field => $"{field.Field}: {string.Join(" + ", field.Here)} | {string.Join(" + ", field.There)}"));
    }

    [Fact]
    public void Sync_ConflictThatVersion1Noted_IsToldAsItWasWritten()
    {
        const string Words = "Edited here and by another catalog; what was edited here is kept. title here 'a', there none.";
        Catalog.Execute("INSERT INTO photo_conflict (photo_uuid, detail) SELECT photo.uuid, @0 FROM photo JOIN image ON image.photo_id = photo.id JOIN file ON file.image_id = image.id WHERE file.path = 'photos/in/1.jpg'", Words);
        Assert.Equal(Words, Assert.Single(Sync()).Detail);
        Assert.Empty(Sync());
    }

    [Fact]
    public void Sync_SameEditInBoth_IsNoConflict()
    {
        using CatalogDatabase other = Other();
        Edit(Catalog, "Rome", 3);
        Edit(other, "Rome", 3);
        SyncOf(other);
        SyncSays();
    }

    [Fact]
    public void Sync_OnlyEditedHere_IsWrittenAlthoughAnotherCatalogWroteTheIndex()
    {
        using CatalogDatabase other = Other();
        Edit(Catalog, "here", 4);
        Move("in/2.jpg", "in/two.jpg");
        SyncOf(other);
        Assert.Equal(1, Catalog.Describe().Dirty - Catalog.Sessions.OfStorage(1).Count);
        SyncSays();
        SyncOf(other);
        Assert.Equal(("here", "here", 0L), (Title(Catalog), Title(other), Catalog.Describe().Dirty));
    }

    [Fact]
    public void Compare_InARehearsal_TellsAndLeavesIt()
    {
        using CatalogDatabase other = Other();
        Edit(Catalog, "here", 4);
        Edit(other, "there", 2);
        SyncOf(other);
        List<Finding> findings = Rehearse();
        Assert.Equal("here", Title(Catalog));
        Assert.Equal(findings, Sync());
        Assert.Equal(FindingKind.MetadataConflict, Assert.Single(findings).Kind);
    }

    [Fact]
    public void Sync_ImageBelongsToAnotherPhotoElsewhere_TheEditIsToldBeforeItGivesWay()
    {
        using CatalogDatabase other = Other();
        var uuid = Guid.NewGuid();
        other.Transaction(() =>
        {
            FileRow row = other.Files.ByPath(1, "photos/in/1.jpg")!;
            FileEntry entry = new FileEntries(other).Get(row.Id);
            entry.Photo = new PhotoBlock { Uuid = uuid, Primary = true, Title = "there", Revision = 9, Writer = other.Uuid };
            other.Files.Put(row.StorageId, row.SessionId, entry);
            other.Sessions.MarkDirty(row.SessionId);
        });
        SyncOf(other);
        Edit(Catalog, "here", 4);
        Assert.Contains("title here 'here', there 'there'", Assert.Single(Sync()).Detail);
        Assert.Equal(uuid, PhotoOf("in/1.jpg"));
        Assert.Empty(Catalog.Check());
    }

    private CatalogDatabase Other()
    {
        CatalogDatabase other = CatalogDatabase.OpenForWriting(Path.Combine(Folder, "other.db"));
        new StorageService(other, TimeSpan.Zero).Register(Storage.FullName, null, default);
        return other;
    }

    /// <summary>An edit that stands in no index yet, as a catalog keeps it.</summary>
    private static void Edit(CatalogDatabase catalog, string title, int rating, string? tag = null) => catalog.Transaction(() =>
    {
        long photo = catalog.Scalar<long>("SELECT photo_id FROM image JOIN file ON file.image_id = image.id WHERE file.path = 'photos/in/1.jpg'");
        catalog.Execute("UPDATE photo SET title = @1, rating = @2, revision = revision + 1, writer = @3, dirty = 1 WHERE id = @0", photo, title, rating, catalog.Uuid.ToString());
        if (tag is not null)
        {
            catalog.Execute("DELETE FROM photo_tag WHERE photo_id = @0", photo);
            catalog.Execute("INSERT INTO tag (path) VALUES (@0) ON CONFLICT DO NOTHING", tag);
            catalog.Execute("INSERT INTO photo_tag (photo_id, tag_id) SELECT @0, id FROM tag WHERE path = @1", photo, tag);
        }

        catalog.Execute("UPDATE session SET dirty = 1");
    });

    private void SyncOf(CatalogDatabase catalog) =>
        new ReconcileService(catalog, TimeSpan.FromSeconds(0.2), new ImportService(catalog, TimeSpan.FromSeconds(0.2))).Sync(Storage.Uuid, new SyncRequest(), _ => { }, Reporter, CancellationToken.None);

    private static string? Title(CatalogDatabase catalog) =>
        new FileEntries(catalog).Get(catalog.Files.ByPath(1, "photos/in/1.jpg")!.Id).Photo!.Title;
}
