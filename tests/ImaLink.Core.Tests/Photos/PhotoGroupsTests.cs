using ImaLink.Catalog;
using ImaLink.Photos;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos;

/// <summary>What an owner says of which images are one photo.</summary>
public sealed class PhotoGroupsTests : PhotoGroupTest
{
    [Fact]
    public void Join_Photos_AreTheFirstOfThemInCatalogAndIndexes()
    {
        Import(1, 2, 3);
        Guid first = Mine.Use(catalog => new PhotoImageTable(catalog).OfPhoto(PhotoOf(catalog, "2"))[0].PhotoUuid);

        Join("2", "1");

        Assert.Equal(["2 1", "3"], Photos());
        Assert.Equal(first, Mine.Use(catalog => new PhotoImageTable(catalog).OfPhoto(PhotoOf(catalog, "1"))[0].PhotoUuid));
        AssertAsRestored();
    }

    [Fact]
    public void Join_Repeated_SaysNothingMore()
    {
        Import(1, 2);
        Join("1", "2");
        List<string> before = Mine.Use(Recovery.CatalogText.Of);

        Join("1", "2");
        Join("2", "1");

        Assert.Equal(before, Mine.Use(Recovery.CatalogText.Of));
    }

    [Fact]
    public void Join_WithAPrimary_IsThatPhotoAndItStandsForIt()
    {
        Import(1, 2, 3);
        Say((catalog, statements) => new PhotoGroups(catalog, statements).Join([PhotoOf(catalog, "1"), PhotoOf(catalog, "2")], ImageOf(catalog, "3")));
        Assert.Equal(["3 1 2"], Photos());

        Say((catalog, statements) => new PhotoGroups(catalog, statements).Join([], ImageOf(catalog, "2")));
        Assert.Equal(["2 1 3"], Photos());

        Say((catalog, statements) => new PhotoGroups(catalog, statements).Join([PhotoOf(catalog, "2")], ImageOf(catalog, "1")));
        Assert.Equal(["1 2 3"], Photos());
        AssertAsRestored();
    }

    /// <summary>The program goes on looking after a photo of which the owner chose nothing but what stands for it.</summary>
    [Fact]
    public void Join_WithNothingButAPrimary_SaysNothingOfWhatIsInThePhoto()
    {
        DateTime at = new(2024, 5, 6, 10, 11, 12);
        Put("I.jpg", TestPhotos.Jpeg(1, takenAt: at));
        Put("I-edit.jpg", TestPhotos.Jpeg(2, takenAt: at));
        Mine.Import(Source, options: request => request with { Layout = "all" });

        Say((catalog, statements) => new PhotoGroups(catalog, statements).Join([], ImageOf(catalog, "I-edit")));
        Say((catalog, statements) => new PhotoGroups(catalog, statements).Join([PhotoOf(catalog, "I")], ImageOf(catalog, "I-edit")));

        Assert.Equal(["I-edit I"], Photos());
        Assert.Equal(["photo 0", "primary 1", "role 0"], Mine.Use(catalog => catalog.Query("SELECT field || ' ' || revision FROM statement ORDER BY field", row => row.GetString(0)).ToArray()));
    }

    [Fact]
    public void Join_PhotosWithChosenPrimaries_KeepsThatOfTheFirst()
    {
        Import(1, 2, 3, 4);
        Join("1", "2");
        Say((catalog, statements) => new PhotoGroups(catalog, statements).Join([], ImageOf(catalog, "2")));
        Join("3", "4");
        Say((catalog, statements) => new PhotoGroups(catalog, statements).Join([], ImageOf(catalog, "4")));

        Join("1", "3");

        Assert.Equal(["2 1 3 4"], Photos());
    }

    [Fact]
    public void Split_OfAnyImage_WordsStayWithBothHalves()
    {
        foreach (string taken in new[] { "1", "2", "3" })
        {
            Import(1, 2, 3);
            Join("1", "2", "3");
            Title("1", "Trevi");

            Split(taken);

            string[] rest = [.. new[] { "1", "2", "3" }.Except([taken])];
            Assert.Equal([taken, string.Join(' ', rest)], Photos().OrderBy(photo => photo.Length));
            Assert.Equal(["Trevi", "Trevi", "Trevi"], Titles("1", "2", "3"));
            AssertAsRestored();
            Join("1", "2", "3");
            Assert.Single(Photos());
        }
    }

    [Fact]
    public void Split_AllImages_AreAPhotoEach()
    {
        Import(1, 2, 3);
        Join("1", "2", "3");
        Split("1", "2", "3");
        Assert.Equal(["1", "2", "3"], Photos());
        Split("1", "2", "3");
        AssertAsRestored();
    }

    [Fact]
    public void Split_ImageWhoseNameIsAnotherPhotos_IsByItselfAllTheSame()
    {
        Import(1, 2, 3);
        Join("1", "2");
        // Another catalog said that 1 is of 3, which this one hears after it made 1 and 2 one.
        Mine.Use<object?>(catalog =>
        {
            catalog.Statements.Merge(ImageOf(catalog, "1"), [new(StatementField.Photo, CanonicalJson.Of(new PhotoImageTable(catalog).OfPhoto(PhotoOf(catalog, "3"))[0].Own.ToString()), 99, Guid.NewGuid())]);
            return null;
        });
        Assert.Equal(["2", "3 1"], Photos());

        Split("1");

        Assert.Equal(["1", "2", "3"], Photos());
    }

    [Fact]
    public void Split_ImagesOfOneShot_AreNotJoinedByTheProgramAgain()
    {
        DateTime at = new(2024, 5, 6, 10, 11, 12);
        Put("I.jpg", TestPhotos.Jpeg(1, takenAt: at));
        Put("I-edit.jpg", TestPhotos.Jpeg(2, takenAt: at));
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Assert.Equal(["I I-edit"], Photos());

        Split("I.jpg");
        Put("I_HDR.jpg", TestPhotos.Jpeg(3, takenAt: at));
        Mine.Import(Source, options: request => request with { Layout = "all" });

        Assert.Contains("I", Photos());
        Assert.DoesNotContain(Photos(), photo => photo.Contains("I ", StringComparison.Ordinal));
    }

    [Fact]
    public void Join_WhatIsGone_IsRefused()
    {
        Import(1);
        Mine.Use<object?>(catalog =>
        {
            var groups = new PhotoGroups(catalog, new PhotoStatements(catalog, Patience));
            Assert.Equal(ErrorCode.FileNotFound, Assert.Throws<ImaLinkException>(() => groups.Join([77])).Code);
            Assert.Equal(ErrorCode.FileNotFound, Assert.Throws<ImaLinkException>(() => groups.Join([], 77)).Code);
            Assert.Empty(groups.Split([77]));
            return null;
        });
    }

    [Fact]
    public void Photo_WithSeveralWordsOfTheProgramOnWhatStandsForIt_ShowsTheDevelopedPicture()
    {
        Import(1, 2, 3);
        Join("1", "2", "3");
        Mine.Use<object?>(catalog =>
        {
            foreach (string name in new[] { "1", "2", "3" })
                catalog.Statements.Suggest(ImageOf(catalog, name), StatementField.Primary, CanonicalJson.True);
            catalog.Execute("UPDATE image SET width = 6000, height = 4000 WHERE id = @0", ImageOf(catalog, "1"));
            catalog.Execute("UPDATE file SET format = 'CR3' WHERE image_id = @0", ImageOf(catalog, "1"));
            catalog.Statements.Suggest(ImageOf(catalog, "2"), StatementField.Role, "\"edited\"");
            return null;
        });
        Assert.Equal(["3 1 2"], Photos());
    }

    [Fact]
    public void Edits_OfSeveralPhotosOfOneSession_AllStandBesideItsIndex()
    {
        Import([.. Enumerable.Range(1, 40)]);
        Title("9", "so that something is said");
        Say((catalog, statements) =>
        {
            foreach (string name in new[] { "1", "2", "3" })
                statements.Say([(PhotoOf(catalog, name), new Dictionary<string, string?> { [StatementField.Rating] = "3" })]);
        });
        Assert.True(File.Exists(Mine.Layout.Said(1)));
        AssertAsRestored();
    }

    [Fact]
    public void Edits_ThatAnotherProcessMakesWhileTheIndexIsWritten_StayDue()
    {
        Import([.. Enumerable.Range(1, 40)]);
        Title("9", "so that something is said");
        bool said = false;
        TestArchive interrupted = Mine.With((operation, path) =>
        {
            if (said || !path.Contains("session_1", StringComparison.Ordinal))
                return;
            said = true;
            using var other = CatalogDatabase.OpenForWriting(Mine.Catalog);
            new PhotoStatements(other, Patience).Say([(PhotoOf(other, "2"), new Dictionary<string, string?> { [StatementField.Rating] = "2" })]);
        });
        foreach (int rating in new[] { 1, 3 })
        {
            said = false;
            using (var catalog = CatalogDatabase.OpenForWriting(Mine.Catalog))
            {
                if (rating == 3)
                    catalog.Sessions.MarkDirty(1); // the index is written, and not what stands beside it
                var statements = new PhotoStatements(catalog, Patience, interrupted.Files!);
                statements.Say([(PhotoOf(catalog, "1"), new Dictionary<string, string?> { [StatementField.Rating] = $"{rating}" })]);
                Assert.Empty(statements.Write());
            }

            Assert.True(said);
            Title("9", $"{rating}");
            AssertAsRestored();
        }
    }
}
