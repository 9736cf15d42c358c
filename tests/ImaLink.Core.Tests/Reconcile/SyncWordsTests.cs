using ImaLink.Integrity;
using ImaLink.Photos;
using ImaLink.SamplePhotos;

namespace ImaLink.Tests.Reconcile;

/// <summary>What other programs write into sidecars and photos later is said of the photos; what the owner said here is never lost without a word.</summary>
public sealed class SyncWordsTests : ReconcileTest
{
    private const string Tags = "<dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject>";

    public SyncWordsTests()
    {
        Photo("in/1.jpg", 1);
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of($"<xmp:Rating>3</xmp:Rating>{Tags}"));
        Adopt();
    }

    [Fact]
    public void Sync_SidecarChangedByAnotherProgram_IsTakenAndTold()
    {
        Assert.Equal(["rating: 3", "tag:a: true", "tag:b: true"], Said());
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of("<xmp:Rating>4</xmp:Rating><dc:subject><rdf:Bag><rdf:li>b</rdf:li><rdf:li>c</rdf:li></rdf:Bag></dc:subject>"));

        Finding finding = Assert.Single(SyncSays("MetadataChanged in/1.jpg"));
        Assert.Equal("Its companion 'photos/in/1.jpg.xmp' changed. It says rating, tag c. It says no more tag a.", finding.Detail);
        Assert.Equal(["rating: 4", "tag:b: true", "tag:c: true"], Said());
        SyncSays();
        Assert.Equal(["rating: 4", "tag:b: true", "tag:c: true"], Said());
    }

    [Fact]
    public void Sync_SidecarChangedInOtherFields_KeepsTheOwnersWord()
    {
        Say("rating", "5");
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of($"<xmp:Rating>3</xmp:Rating><xmp:Label>Red</xmp:Label>{Tags}"));

        Assert.Equal("Its companion 'photos/in/1.jpg.xmp' changed. It says label.", Assert.Single(SyncSays("MetadataChanged in/1.jpg")).Detail);
        Assert.Equal(["label: \"red\"", "rating: 5", "tag:a: true", "tag:b: true"], Said());
    }

    [Theory]
    [InlineData(60, "4", "It says rating. What was said here of rating gave way to that.")]
    [InlineData(-60, "5", "Of rating it says something else than was said here, which stays.")]
    public void Sync_BothChanged_LaterCountsAndItIsTold(int minutes, string rating, string told)
    {
        Say("rating", "5");
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of($"<xmp:Rating>4</xmp:Rating>{Tags}"));
        File.SetLastWriteTimeUtc(Full("in/1.jpg.xmp"), DateTime.UtcNow.AddMinutes(minutes));

        Assert.Equal($"Its companion 'photos/in/1.jpg.xmp' changed. {told}", Assert.Single(SyncSays("MetadataChanged in/1.jpg")).Detail);
        Assert.Contains($"rating: {rating}", Said());
    }

    [Fact]
    public void Sync_RatingTakenAway_IsWithdrawnAndAProgramThatKnowsNoTagsTakesNoneAway()
    {
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of("<xmp:Rating>0</xmp:Rating>"));

        Assert.EndsWith("It says no more rating.", Assert.Single(SyncSays("MetadataChanged in/1.jpg")).Detail, StringComparison.Ordinal);
        Assert.Equal(["tag:a: true", "tag:b: true"], Said());
    }

    [Fact]
    public void Sync_SidecarThatCameLater_SaysWhatNobodySaid()
    {
        Photo("in/2.jpg", 2);
        Adopt("T");
        Say("title", "\"Mine\"", "in/2.jpg");
        WriteFile("in/2.xmp", SidecarSamples.Of("<xmp:Rating>1</xmp:Rating><dc:title><rdf:Alt><rdf:li>Theirs</rdf:li></rdf:Alt></dc:title>"));

        Assert.Equal("It has a companion now, 'photos/in/2.xmp'. It says rating. Of title it says something else than was said here, which stays.", Assert.Single(SyncSays("MetadataChanged in/2.jpg")).Detail);
        Assert.Equal(["rating: 1", "title: \"Mine\""], Said("in/2.jpg"));
    }

    [Fact]
    public void Sync_DamagedSidecar_IsToldAndTakenOnceItIsMended()
    {
        WriteFile("in/1.jpg.xmp", "<x:xmpmeta"u8.ToArray());
        SyncSays("MetadataChanged in/1.jpg");
        Assert.Equal(ErrorCode.SidecarUnreadable, Assert.Single(Errors).Code);
        Assert.Equal(["rating: 3", "tag:a: true", "tag:b: true"], Said());
        WriteFile("in/1.jpg.xmp", SidecarSamples.Of($"<xmp:Rating>2</xmp:Rating>{Tags}"));
        Say("tag:a", null);
        SyncSays("MetadataChanged in/1.jpg");
        Assert.Equal(["rating: 2", "tag:b: true"], Said());
    }

    [Fact]
    public void Sync_PhotoRetaggedInside_IsTakenAndTold()
    {
        Photo("in/3.jpg", 3);
        Adopt("T");
        Say("description", "\"Mine\"", "in/3.jpg");
        Assert.SkipUnless(SidecarSamples.ExifTool("-overwrite_original", "-XMP-dc:Title=Rome", "-XMP-xmp:Rating=4", "-XMP-dc:Subject=x", Full("in/3.jpg")) is not null, "exiftool is not on this machine.");

        Assert.Equal("It says rating, title, tag x.", Assert.Single(SyncSays("MetadataChanged in/3.jpg")).Detail);
        Assert.Equal(["description: \"Mine\"", "rating: 4", "tag:x: true", "title: \"Rome\""], Said("in/3.jpg"));
    }

    [Fact]
    public void UpdateFacts_SidecarsOfAnEarlierVersion_AreReadOnce()
    {
        Catalog.Execute("UPDATE file SET words = NULL");
        Catalog.Execute("UPDATE companion SET words = NULL");
        Catalog.Execute("DELETE FROM statement");
        Say("rating", "5");
        Assert.Equal(["Tags:  a", "Tags:  b"], Update());
        Assert.Equal(["rating: 5", "tag:a: true", "tag:b: true"], Said());
        Assert.Empty(Update());
        Assert.NotEmpty(Catalog.Files.Companions(Row("in/1.jpg").Id)[0].Words!);

        List<string> Update() => new FactUpdateService(Catalog, TimeSpan.FromSeconds(2)).Run(new FactUpdateRequest { Filters = [new FileFilter()], Force = true }, Reporter, default)
            .Select(change => $"{change.Fact}: {change.Old} {change.New}").ToList();
    }

    private void Say(string field, string? value, string path = "in/1.jpg")
    {
        long photo = Catalog.Scalar<long>("SELECT image.photo_id FROM image JOIN file ON file.image_id = image.id WHERE file.id = @0", Row(path).Id);
        var statements = new PhotoStatements(Catalog, TimeSpan.FromSeconds(2));
        statements.Say([(photo, new Dictionary<string, string?> { [field] = value })]);
        statements.Write();
    }

    private List<string> Said(string path = "in/1.jpg") => Catalog.Statements.OfImage(Catalog.Scalar<long>("SELECT image_id FROM file WHERE id = @0", Row(path).Id))
        .Where(said => said.Value is not null && !StatementField.IsOfImage(said.Field)).Select(said => $"{said.Field}: {said.Value}").ToList();
}
