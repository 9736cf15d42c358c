using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Reconcile;
using ImaLink.Tests.Index;

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
        Assert.Equal((FindingVerdict.MetadataConflict, "photos/in/1.jpg", "A", "S", Row("in/1.jpg").Hothash),
            (finding.Verdict, finding.RelativePath, finding.Storage, finding.Session, finding.Hothash));
        foreach (string value in new[] { "'here'", "'there 1'", "rating here 4, there 2", otherWins ? "edited there is kept" : "edited here is kept" })
            Assert.Contains(value, finding.Detail);
        Assert.Equal(finding, Assert.Single(Compare()));
        Assert.Equal(finding, Assert.Single(Sync()));
        Assert.Empty(Sync());

        SyncOf(other);
        string expected = otherWins ? "there 1" : "here";
        Assert.Equal((expected, expected), (Title(Catalog), Title(other)));
        Assert.All(new[] { Catalog, other }, catalog => Assert.Equal("sea,sun", Entry(catalog).Tags())); // each is said on its own: both are kept, and nothing of it is told
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
        Assert.Equal(
            ["rating: 4 | 2", "title: it's \"here\" | a, b"],
            Assert.Single(Catalog.StatementConflicts.OfStorage(1)).Fields.Select(field => $"{field.Here.Field}: {Text(field.Here)} | {Text(field.There)}"));

        static string? Text(Statement said) => CanonicalJson.Text(said.Value) ?? said.Value;
    }

    [Fact]
    public void Sync_ConflictThatVersion1Noted_IsToldAsItWasWritten()
    {
        const string Words = "Edited here and by another catalog; what was edited here is kept. title here 'a', there none.";
        Catalog.StatementConflicts.CarryOver(Catalog.Scalar<long>("SELECT image_id FROM file WHERE path = 'photos/in/1.jpg'"), Words);
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
        Assert.Equal(FindingVerdict.MetadataConflict, Assert.Single(findings).Verdict);
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
            entry.Say(9, other.Uuid, ("photo", uuid.ToString()), ("title", "there"));
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
        var said = new Dictionary<string, string?> { ["title"] = CanonicalJson.Of(title), ["rating"] = CanonicalJson.Of(rating) };
        if (tag is not null)
            said.Add(StatementField.Tag(tag), CanonicalJson.True);
        catalog.Statements.Say(photo, said);
    });

    private void SyncOf(CatalogDatabase catalog) =>
        new ReconcileService(catalog, TimeSpan.FromSeconds(0.2), new ImportService(catalog, TimeSpan.FromSeconds(0.2))).Sync(Storage.Uuid, new SyncRequest(), _ => { }, Reporter, CancellationToken.None);

    private static string? Title(CatalogDatabase catalog) => Entry(catalog).Word("title");

    private static FileEntry Entry(CatalogDatabase catalog) => new FileEntries(catalog).Get(catalog.Files.ByPath(1, "photos/in/1.jpg")!.Id);
}
