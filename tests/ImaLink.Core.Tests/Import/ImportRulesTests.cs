using ImaLink.Archive.Intake;
using ImaLink.Index;
using ImaLink.Index.Journals;

namespace ImaLink.Tests.Import;

/// <summary>From what is known of a file to its verdict: neither catalog nor disk is needed to say what follows from what.</summary>
public sealed class ImportRulesTests
{
    private static readonly Guid Other = Guid.Parse("a1b2c3d4-0000-4000-8000-00000000000f");
    private static readonly KnownPlace Shelf = new("photos/shelf.jpg", Other, IsOnline: true), Lost = new("photos/lost.jpg", null, IsOnline: true), Away = new("photos/away.jpg", Other, IsOnline: false);

    /// <summary>Known: "here", "shelf" (another storage), "lost" (missing here), "away" (offline), "image" (other bytes here), "collision"; asked for: the switches of the command; expected: verdict, existing path, words.</summary>
    [Theory]
    [InlineData("", "", "Imported", null, null)]
    [InlineData("here", "", "Duplicate", "photos/here.jpg", null)]
    [InlineData("here shelf", "", "Duplicate", "photos/here.jpg", null)]
    [InlineData("here", "AllowDuplicate", "Imported", "photos/here.jpg", null)]
    [InlineData("here image", "AllowDuplicate", "Imported", "photos/here.jpg", null)]
    [InlineData("here", "SkipKnownElsewhere", "Duplicate", "photos/here.jpg", null)]
    [InlineData("shelf", "", "Imported", "photos/shelf.jpg", "in another storage")]
    [InlineData("shelf image", "SkipVariant", "Imported", "photos/shelf.jpg", "in another storage")]
    [InlineData("shelf", "SkipKnownElsewhere", "Duplicate", "photos/shelf.jpg", "in another storage")]
    [InlineData("shelf", "SkipKnownElsewhere AllowDuplicate", "Imported", "photos/shelf.jpg", "in another storage")]
    [InlineData("shelf lost", "", "Imported", "photos/shelf.jpg", "in another storage")]
    [InlineData("lost", "", "Imported", "photos/lost.jpg", "missing or was changed")]
    [InlineData("lost", "SkipKnownElsewhere", "Imported", "photos/lost.jpg", "missing or was changed")]
    [InlineData("away", "SkipKnownElsewhere", "Imported", "photos/away.jpg", "offline")]
    [InlineData("image", "", "Variant", "photos/image.jpg", null)]
    [InlineData("image collision", "", "Variant", "photos/image.jpg", null)]
    [InlineData("image", "SkipVariant", "Skipped", "photos/image.jpg", "in other bytes")]
    [InlineData("collision", "SkipVariant", "Imported", null, "HothashCollision: 'photos/collision.jpg'")]
    [InlineData("noplace", "", "Failed", null, "no place")]
    [InlineData("noplace image", "", "Failed", "photos/image.jpg", "no place")]
    [InlineData("noplace here", "", "Duplicate", "photos/here.jpg", null)]
    [InlineData("noplace image", "SkipVariant", "Skipped", "photos/image.jpg", "in other bytes")]
    public void Photo_IsRuled(string known, string asked, string verdict, string? existing, string? words)
    {
        bool Has(string text, string word) => text.Split(' ').Contains(word);
        var plan = new ImportPlan { AllowDuplicate = Has(asked, "AllowDuplicate"), SkipVariant = Has(asked, "SkipVariant"), SkipKnownElsewhere = Has(asked, "SkipKnownElsewhere") };
        bool askedForImage = false;
        var ruling = ImportRules.OfPhoto(plan,
            new SameBytes(Has(known, "here") ? "photos/here.jpg" : null, Has(known, "shelf") ? Shelf : null, Has(known, "lost") ? Lost : Has(known, "away") ? Away : null),
            () =>
            {
                askedForImage = true;
                return new SameImage(Has(known, "image") ? "photos/image.jpg" : null, Has(known, "collision") ? "photos/collision.jpg" : null);
            },
            Has(known, "noplace") ? "The script has no place for it." : null);
        Assert.Equal((verdict, existing), (ruling.Verdict, ruling.ExistingPath));
        Assert.Equal(existing is "photos/shelf.jpg" or "photos/away.jpg" ? Other : null, ruling.ExistingStorage);
        Assert.Equal(verdict is "Imported" or "Variant", ruling.IsTaken);
        if (words is null)
            Assert.Null(ruling.Reason);
        else
            Assert.Contains(words, ruling.Reason, StringComparison.Ordinal);
        Assert.Equal(!Has(known, "here") && !Has(known, "shelf") && !Has(known, "lost") && !Has(known, "away"), askedForImage);
    }

    [Theory]
    [InlineData(true, false, "Skipped", "photos/a.jpg", "The file is registered already.")]
    [InlineData(true, true, "Skipped", "photos/a.jpg", "The file is registered already.")]
    [InlineData(false, true, "Skipped", null, "It is a link: a storage holds its files themselves.")]
    [InlineData(false, false, "Imported", "photos/here.jpg", null)]
    public void PhotoInPlace_IsRuled(bool isRegistered, bool isLink, string verdict, string? existing, string? reason) =>
        Assert.Equal(new ImportRuling(verdict, reason, existing), ImportRules.OfPhotoInPlace("photos/a.jpg", isRegistered, isLink, () => new SameBytes("photos/here.jpg")));

    /// <summary>Photo: what was decided on it; then whether the companion is registered where it lies, and whether its bytes are beside the photo.</summary>
    [Theory]
    [InlineData("none", false, false, "Companion", null, true)]
    [InlineData("Failed", false, false, "Skipped", null, false)]
    [InlineData("StillChanging", false, true, "Skipped", null, false)]
    [InlineData("Imported", false, false, "Companion", null, false)]
    [InlineData("Imported", false, true, "Companion", null, false)]
    [InlineData("Imported", true, false, "Skipped", "photos/own.xmp", false)]
    [InlineData("Duplicate", false, false, "Companion", null, false)]
    [InlineData("Duplicate", false, true, "Duplicate", "photos/same.xmp", false)]
    [InlineData("DuplicateElsewhere", false, true, "Companion", null, true)]
    [InlineData("SkippedVariant", false, true, "Companion", null, true)]
    [InlineData("Registered", false, true, "Duplicate", "photos/same.xmp", false)]
    public void Companion_IsRuled(string photo, bool isRegistered, bool isHeld, string verdict, string? existing, bool isDocument)
    {
        ImportRecord? decided = photo switch
        {
            "none" => null,
            "Imported" => new() { Ledger = new() { Verdict = "Imported" }, Entry = new FileEntry { Path = "photos/a.jpg" } },
            "DuplicateElsewhere" => new() { Ledger = new() { Verdict = "Duplicate", ExistingPath = "photos/a.jpg", ExistingStorage = Other } },
            "SkippedVariant" => new() { Ledger = new() { Verdict = "Skipped", Reason = "The same image is in the storage in other bytes.", ExistingPath = "photos/a.jpg" } },
            "Registered" => new() { Ledger = new() { Verdict = "Skipped", Reason = ImportRules.Registered, ExistingPath = "photos/a.jpg" } },
            _ => new() { Ledger = new() { Verdict = photo, ExistingPath = "photos/a.jpg" } },
        };
        var ruling = ImportRules.OfCompanion(decided, () => isRegistered ? "photos/own.xmp" : null, () => isHeld ? "photos/same.xmp" : null);
        Assert.Equal((verdict, existing, isDocument), (ruling.Verdict, ruling.ExistingPath, ruling.IsDocument));
    }

    [Fact]
    public void Document_IsRuled()
    {
        Assert.Equal(new ImportRuling("Companion", "why") { IsDocument = true }, ImportRules.OfDocument("why", null));
        Assert.Equal(new ImportRuling("Duplicate", null, "photos/a.json"), ImportRules.OfDocument("why", "photos/a.json"));
        Assert.Equal(new ImportRuling("Companion", "why") { IsDocument = true }, ImportRules.OfDocumentInPlace("why", "photos/a.json", false, false));
        Assert.Equal("photos/a.json", ImportRules.OfDocumentInPlace("why", "photos/a.json", true, true).ExistingPath);
        Assert.Equal(ImportRules.Link, ImportRules.OfDocumentInPlace("why", "photos/a.json", false, true).Reason);
    }
}
