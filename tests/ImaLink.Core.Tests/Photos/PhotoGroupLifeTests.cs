using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos;

/// <summary>Photos of several images stay whole, with what is said of them, whatever happens to their files; and what belongs together finds together.</summary>
public sealed class PhotoGroupLifeTests : PhotoGroupLifeTest
{
    private static readonly DateTime At = new(2024, 5, 6, 10, 11, 12);

    public static TheoryData<string> Events => new("import again", "copy and lose all but the copy", "repair", "trash of the one", "trash of the other", "trash of both", "move of the one", "move of the other",
        "rename", "edited in place", "the other edited in place", "missing and back", "catalog lost", "another catalog", "storage moved");

    /// <summary>One that the program grouped, one that its owner joined, and one of which the owner chose what stands for it.</summary>
    [Theory]
    [MemberData(nameof(Events))]
    public void Photo_WhateverHappensToItsFiles_StaysWhole(string what)
    {
        Put("I.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Put("I-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        Put("X.jpg", TestPhotos.Jpeg(3));
        Put("Y.jpg", TestPhotos.Jpeg(4));
        Put("Z.jpg", TestPhotos.Jpeg(5));
        Put("P.jpg", TestPhotos.Jpeg(6));
        Put("Q.jpg", TestPhotos.Jpeg(7));
        ImportSession session = Mine.Import(Source, options: request => request with { Layout = "all" });
        Join("X.jpg", "Y.jpg");
        Join("P.jpg", "Q.jpg");
        Assert.Contains("P Q", Photos());
        Say((catalog, statements) => new ImaLink.Photos.PhotoGroups(catalog, statements).Join([], ImageOf(catalog, "Q.jpg")));
        Title("I.jpg", "shot");
        Title("Y.jpg", "joined");
        Title("P.jpg", "chosen");

        string[] photos = ["I I-edit", "Q P", "X Y", "Z"];
        switch (what)
        {
            case "import again":
                Mine.Import(Source, "Again");
                break;
            case "copy and lose all but the copy":
                TestArchive backup = Backup(session);
                Lose(Mine, backup.Layout.Root);
                break;
            case "repair":
                Backup(session);
                foreach (string path in new[] { "all/I.jpg", "all/Y.jpg", "all/Q.jpg" })
                    File.Delete(Mine.Photo(path));
                Repair();
                break;
            case "trash of the one":
                Remove(Mine, "I.jpg", "X.jpg", "Q.jpg");
                Assert.Equal(["I-edit", "P", "Y", "Z"], Photos());
                Assert.Equal(["shot", "joined", "chosen"], Titles("I-edit.jpg", "Y.jpg", "P.jpg"));
                PutBack(Mine);
                break;
            case "trash of the other":
                Remove(Mine, "I-edit.jpg", "Y.jpg", "P.jpg");
                PutBack(Mine);
                break;
            case "trash of both":
                Remove(Mine, "I-edit.jpg", "Y.jpg", "I.jpg", "X.jpg", "P.jpg", "Q.jpg");
                PutBack(Mine);
                break;
            case "move of the one":
                Move("all/I.jpg", "elsewhere/I.jpg");
                Move("all/X.jpg", "there/X.jpg");
                Move("all/Q.jpg", "there/Q.jpg");
                Sync(Mine);
                break;
            case "move of the other":
                Move("all/I-edit.jpg", "elsewhere/I-edit.jpg");
                Move("all/Y.jpg", "there/Y.jpg");
                Move("all/P.jpg", "there/P.jpg");
                Sync(Mine);
                break;
            case "rename":
                Move("all/I-edit.jpg", "all/A.jpg");
                Move("all/X.jpg", "all/B.jpg");
                Move("all/Q.jpg", "all/C.jpg");
                Sync(Mine);
                photos = ["B Y", "C P", "I A", "Z"];
                break;
            case "edited in place":
                Edit("all/I.jpg", 71);
                Edit("all/X.jpg", 73);
                Edit("all/Q.jpg", 75);
                Sync(Mine);
                break;
            case "the other edited in place":
                Edit("all/I-edit.jpg", 72);
                Edit("all/Y.jpg", 74);
                Edit("all/P.jpg", 76);
                Sync(Mine);
                break;
            case "missing and back":
                Move("all/I.jpg", "../away.jpg");
                Move("all/Y.jpg", "../gone.jpg");
                Move("all/Q.jpg", "../lost.jpg");
                Sync(Mine);
                Assert.Equal(photos, Photos());
                Move("../away.jpg", "all/I.jpg");
                Move("../gone.jpg", "all/Y.jpg");
                Move("../lost.jpg", "all/Q.jpg");
                Sync(Mine);
                break;
            case "catalog lost":
                Lose(Mine);
                break;
            case "another catalog":
                TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
                Assert.Equal(photos, Photos(other));
                other.Write();
                Mine.Write();
                Assert.Equal(photos, Photos(other));
                break;
            case "storage moved":
                Mine.Use(db => new ImaLink.Replication.StorageMoveService(db, Patience).Move(Mine.Storage.Uuid, Directory.CreateDirectory(Path.Combine(Folder, "next")).FullName, false, Mine.Reporter, default));
                break;
        }

        // Which of two that its owner joined stands for the photo is another matter where one of them was edited.
        string[] now = what.EndsWith("edited in place", StringComparison.Ordinal) ? [.. Photos().Select(photo => photo == "Y X" ? "X Y" : photo)] : Photos();
        Assert.Equal(photos, now);
        string Now(string name) => what == "rename" ? name switch { "X" => "B", "I-edit" => "A", "Q" => "C", _ => name } : name;
        Assert.Equal(["shot", "shot", "joined", "joined", "chosen", "chosen", null], Titles([.. new[] { "I", "I-edit", "X", "Y", "P", "Q", "Z" }.Select(name => Now(name) + ".jpg")]));
        if (what is not ("storage moved" or "copy and lose all but the copy" or "repair"))
            AssertAsRestored();
    }

    [Fact]
    public void Halves_ThatTwoCatalogsImported_AreOnePhotoWhenTheyMeet()
    {
        Put("I.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Mine.Import(Source, options: request => request with { Layout = "all" });
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        Directory.Delete(Source, true);
        Put("I-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        // It does not know yet of the first half, as it is asked to write nothing but its own.
        other.Import(Source, "Other", options: request => request with { Layout = "all" });

        Mine.Write();

        Assert.Equal(["I I-edit"], Photos());
        Assert.Equal(["I I-edit"], Photos(other));
        AssertAsRestored();
    }

    [Fact]
    public void Halves_OfWhichAnotherCatalogWroteWithoutGrouping_AreGroupedByTheMerge()
    {
        Put("I.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Mine.Import(Source, options: request => request with { Layout = "all" });
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        Directory.Delete(Source, true);
        Put("I-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        ImportSession session = other.Import(Source, "Other", options: request => request with { Layout = "all" });
        // As a version that does not group writes it.
        File.WriteAllText(session.IndexFile, File.ReadAllText(session.IndexFile).Replace("\"photo\":", "\"not_photo\":", StringComparison.Ordinal).Replace("\"photo\"", "\"not_photo\"", StringComparison.Ordinal));
        string master = File.ReadAllText(Mine.Layout.MasterIndex);
        File.WriteAllText(Mine.Layout.MasterIndex, System.Text.RegularExpressions.Regex.Replace(master, "(?<=\"index_sha256\": \")[0-9a-f]{64}(?=\"[^}]*\\}\\s*\\])", ImaLink.Index.IndexDigest.Of(session.IndexFile)));

        Mine.Write();

        Assert.Equal(["I I-edit"], Photos());
    }

    [Fact]
    public void Sync_JoinedToDifferentPhotosByTwoCatalogs_NamesThem()
    {
        Import(1, 2, 3);
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        other.Write();
        foreach ((TestArchive archive, string first) in new[] { (Mine, "2"), (other, "3") })
            archive.Use<object?>(catalog =>
            {
                var groups = new ImaLink.Photos.PhotoGroups(catalog, new ImaLink.Photos.PhotoStatements(catalog, Patience));
                groups.Join([PhotoOf(catalog, first), PhotoOf(catalog, "1")]);
                return null;
            });
        other.Write();

        List<Finding> found = [];
        for (int i = 0; i < 2; i++)
            Mine.Use<object?>(db =>
            {
                new ImaLink.Reconcile.ReconcileService(db, Patience, new ImaLink.Files.DurableFiles(), new ImaLink.Import.ImportService(db, Patience)).Sync(
                    Mine.Storage.Uuid, new ImaLink.Reconcile.SyncRequest(), found.Add, Mine.Reporter, default);
                return null;
            });

        Assert.Contains("the photo that it belongs to here '2.jpg', there '3.jpg'.", Assert.Single(found, finding => finding.Verdict == FindingVerdict.MetadataConflict).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_ThatItsOwnerPutsBesideTheOther_JoinsIt()
    {
        Put("a/I.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Put("b/I-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        Mine.Import(Source, options: request => request with { Layout = "{source}" });
        Assert.Equal(["I", "I-edit"], Photos());

        Move("b/I-edit.jpg", "a/I-edit.jpg");
        Sync(Mine);

        Assert.Equal(["I I-edit"], Photos());
        AssertAsRestored();
    }

    [Fact]
    public void Half_ThatComesBackFromTheTrash_JoinsTheOneThatCameMeanwhile()
    {
        Put("I-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Remove(Mine, "I-edit.jpg");
        Directory.Delete(Source, true);
        Put("I.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Mine.Import(Source, "Later", options: request => request with { Layout = "all" });

        PutBack(Mine);

        Assert.Equal(["I I-edit"], Photos());
        AssertAsRestored();
    }

    [Fact]
    public void Half_OfALostIndex_JoinsTheOther()
    {
        Put("I.jpg", TestPhotos.Jpeg(1, takenAt: At));
        Mine.Import(Source, options: request => request with { Layout = "all" });
        Directory.Delete(Source, true);
        Put("I-edit.jpg", TestPhotos.Jpeg(2, takenAt: At));
        ImportSession lost = Mine.Import(Source, "Lost", options: request => request with { Layout = "all" });
        File.Delete(lost.IndexFile);
        if (File.Exists(lost.IndexFile + ".bak"))
            File.Delete(lost.IndexFile + ".bak");

        Lose(Mine, isWhole: false);

        Assert.Equal(["I I-edit"], Photos());
    }

    [Fact]
    public void Singles_SayNothing()
    {
        Import([.. Enumerable.Range(1, 20)]);
        Sync(Mine);
        Remove(Mine, "3.jpg");
        PutBack(Mine);
        Assert.Equal(0, Mine.Use(catalog => catalog.Scalar<long>("SELECT count(*) FROM statement")));
    }
}
