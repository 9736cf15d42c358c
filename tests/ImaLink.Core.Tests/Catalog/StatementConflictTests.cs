using CsCheck;
using ImaLink.Catalog;
using ImaLink.Trash;

namespace ImaLink.Tests.Catalog;

/// <summary>
/// Catalogs that say something of a photo whose files lie in several storages: what gives way is told once, and nobody is told of what they said themselves, or met before they said more.
/// </summary>
public sealed class StatementConflictTests : MeetingTest
{
    private CatalogDatabase Here => _catalogs[0];

    private CatalogDatabase There => _catalogs[1];

    [Fact]
    public void Visit_OwnEarlierWordsStandInOneStorageAlone_AreNoConflict()
    {
        BeginWithOneInBoth();
        Say(Here, "title", "\"one\"");
        Visit(Here, _roots[0]); // the other storage still lacks it
        Say(Here, "title", "\"two\"");
        Visit(There, _roots[0]);
        Say(There, "rating", "4");
        Visit(There, _roots[0]);
        Visit(Here, _roots[0]); // where its own words meet it
        Assert.Equal(0, Noted());
        Settle("title", "\"two\"");
    }

    [Fact]
    public void Visit_TheSameWasSaidThereAndThenMoreHere_IsNoConflict()
    {
        BeginWithOneInBoth();
        Say(There, "title", "\"same\"");
        Visit(There, _roots[0]);
        Visit(There, _roots[1]);
        Say(Here, "title", "\"not yet\"");
        Say(Here, "title", "\"same\""); // the higher revision: it stays
        Visit(Here, _roots[0]); // met here
        Say(Here, "title", "\"more\"");
        Visit(Here, _roots[1]); // and there once more
        Assert.Equal(0, Noted());
        Settle("title", "\"more\"");
    }

    [Fact]
    public void Visit_WhoKnewOfTheEditSaidMoreOfAllImagesOfThePhoto_IsNoConflict()
    {
        BeginWithTwoInOnePhoto();
        Say(Here, "title", "\"one\"");
        Visit(Here, _roots[0]);
        Visit(There, _roots[0]);
        Say(There, "title", "\"two\"");
        Visit(There, _roots[0]);
        Visit(There, _roots[1]);
        Visit(Here, _roots[0]); // knew of the edit
        Visit(Here, _roots[1]); // did so of the other image, too
        Assert.Equal(0, Noted());
        Settle("title", "\"two\"");
    }

    [Fact]
    public void Visit_OfOneImageSomethingOlderIsMet_WhatWasKnownOfTheOtherIsNotToldAgain()
    {
        Begin(2, 2);
        AddImage(0, 0, "photos/a.jpg", "a");
        AddImage(1, 1, "photos/b.jpg", "b", file => file.Said = [new("title", "\"known\"", 7, There.Uuid)]);
        Visit(Here, _roots[1]);
        Visit(There, _roots[0]);
        Say(There, "title", "\"older\"", "a");
        Visit(There, _roots[0]);
        Here.Statements.SayOfImages([(Image(Here, "b"), new Dictionary<string, string?> { ["photo"] = $"\"{new ImageKey(Hash("a"), 0, 0).PhotoUuid}\"" })]);
        Say(Here, "title", "\"mine\"");
        Visit(Here, _roots[0]);
        Assert.Equal(["\"older\""], Told(Here)); // that is one
        Say(There, "rating", "4", "b");
        Visit(There, _roots[1]);
        Visit(Here, _roots[1]);
        Assert.Equal(["\"older\""], Told(Here)); // and what was known when it was said is none
        Settle("title", "\"mine\"");
    }

    [Fact]
    public void Visit_OwnWordsComeBackFromOneStorage_WhatAnotherSaidInTheOtherIsStillTold()
    {
        BeginWithOneInBoth(catalogs: 3);
        Say(Here, "title", "\"here\"");
        Visit(Here, _roots[0]); // the other storage still lacks it
        Say(There, "title", "\"there\"");
        Visit(There, _roots[1]);
        Visit(_catalogs[2], _roots[0]);
        Say(_catalogs[2], "rating", "4");
        Visit(_catalogs[2], _roots[0]);
        Visit(Here, _roots[0]); // where nothing but its own words meets it
        Visit(Here, _roots[1]);
        Assert.Equal(["\"there\""], Told(Here));
        Meet();
        Assert.Equal(["\"there\""], Told(Here));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Visit_OneMeetsWhatTwoOthersSaidInStoragesOfTheirOwn_TellsItOnce(int first, int second)
    {
        BeginWithACarrier();
        Say(Here, "title", "\"here\"");
        Visit(Here, _roots[0]);
        Say(There, "title", "\"there\"");
        Visit(There, _roots[1]);
        Visit(_catalogs[2], _roots[first]);
        Visit(_catalogs[2], _roots[second]);
        Assert.Equal(1, Noted());
        StatementConflict told = Assert.Single(Assert.Single(_catalogs[2].StatementConflicts.OfStorage(_catalogs[2].Storages.Find(Uuid(_roots[0]))!.Id)).Fields);
        Assert.True(told.IsOfOthers);
        string kept = string.CompareOrdinal(Here.Uuid.ToString(), There.Uuid.ToString()) > 0 ? "here" : "there", lost = kept == "here" ? "there" : "here";
        Assert.Equal($"Two other catalogs edited title without knowing of each other; '{kept}' is kept, and '{lost}' gave way.", ImaLink.Reconcile.ConflictWords.Of([told]));
        MeetByTheCarrier();
        Assert.Equal(1, Noted());
    }

    /// <summary>Catalogs say something of one photo before they know of the others, two of them in a storage of their own, and the third carries it between them: whatever does not count is told.</summary>
    [Fact]
    [Trait("Category", "Sequences")]
    public void Histories_OfThreeWhereOneCarries_EveryLosingValueIsTold() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2]).Array[3, 20].Sample(history =>
        {
            using var test = new StatementConflictTests();
            test.BeginWithACarrier();
            var said = new HashSet<string>();
            foreach ((int who, int what) in history)
            {
                CatalogDatabase catalog = test._catalogs[who];
                if (what < 2)
                    Visit(catalog, test._roots[who == 2 ? what : who]);
                else if (Title(catalog) is null && said.Add($"\"by {who}\"")) // it knows of nobody's
                    Say(catalog, "title", $"\"by {who}\"");
            }

            test.MeetByTheCarrier();
            string? final = Title(test.Here);
            Assert.All(test._catalogs, catalog => Assert.Equal(final, Title(catalog)));
            HashSet<string?> told = [.. test._catalogs.SelectMany(catalog => catalog.Query("SELECT here_value FROM statement_conflict UNION SELECT there_value FROM statement_conflict", row => row.TextOrNull(0)))];
            Assert.All(said.Where(value => value != final), value => Assert.True(told.Contains(value), $"{value} was told to nobody: {string.Join(' ', history)}"));
        }, iter: FixedSeed.Sequences(25), threads: 1);

    [Fact]
    public void Restore_OwnEarlierWordsLayInTheTrash_AreNoConflict()
    {
        BeginWithOneInBoth();
        Say(Here, "title", "\"one\"");
        Visit(Here, _roots[0]);
        Say(Here, "title", "\"two\"");
        for (int storage = 1; storage >= 0; storage--)
        {
            Visit(There, _roots[storage]);
            new TrashService(There, Patience).Remove(Uuid(_roots[storage]), [There.Files.ByPath(There.Storages.Find(Uuid(_roots[storage]))!.Id, "photos/a.jpg")!.Id], default);
        }

        Visit(Here, _roots[0]);
        Visit(Here, _roots[1]);
        Assert.Equal(1, Here.Describe().Waiting);
        new TrashService(There, Patience).Restore(Uuid(_roots[0]), [.. Trash(There).Where(item => item.StorageUuid == Uuid(_roots[0])).Select(item => item.Id)], OperationReporter.None, default);
        Visit(Here, _roots[0]);
        Assert.Equal(0, Noted());
        Settle("title", "\"two\"");
    }

    private void BeginWithOneInBoth(int catalogs = 2)
    {
        Begin(catalogs, 2);
        AddImage(0, 0, "photos/a.jpg", "a");
        AddImage(0, 1, "photos/a.jpg", "a");
        Meet();
    }

    /// <summary>One image in two storages, each with a catalog that reaches no other; a third reaches both.</summary>
    private void BeginWithACarrier()
    {
        Begin(3, 2);
        AddImage(0, 0, "photos/a.jpg", "a");
        AddImage(1, 1, "photos/a.jpg", "a");
        Visit(_catalogs[2], _roots[0]);
        Visit(_catalogs[2], _roots[1]);
    }

    private void MeetByTheCarrier()
    {
        for (int round = 0; round < 3; round++)
        {
            Visit(Here, _roots[0]);
            Visit(There, _roots[1]);
            Visit(_catalogs[2], _roots[0]);
            Visit(_catalogs[2], _roots[1]);
        }
    }

    private static string? Title(CatalogDatabase who) => who.Statements.OfImage(Image(who, "a")).Find(said => said.Field == "title")?.Value;

    private void BeginWithTwoInOnePhoto()
    {
        Begin(2, 2);
        AddImage(0, 0, "photos/a.jpg", "a");
        AddImage(0, 1, "photos/b.jpg", "b");
        Here.Statements.SayOfImages([(Image(Here, "b"), new Dictionary<string, string?> { ["photo"] = $"\"{new ImageKey(Hash("a"), 0, 0).PhotoUuid}\"" })]);
        Meet();
    }

    private static long Image(CatalogDatabase who, string content) => who.Images.Find(new ImageKey(Hash(content), 0, 0))!.Value;

    private static void Say(CatalogDatabase who, string field, string value, string content = "a") => Assert.NotEqual(0, who.Statements.Say(
        who.Scalar<long>("SELECT photo_id FROM image WHERE id = @0", Image(who, content)), new Dictionary<string, string?> { [field] = value }));

    private static List<string?> Told(CatalogDatabase who) => who.Query("SELECT DISTINCT there_value FROM statement_conflict", row => row.TextOrNull(0)).ToList();

    private long Noted() => _catalogs.Sum(catalog => catalog.Scalar<long>("SELECT count(*) FROM statement_conflict"));

    /// <summary>In the end all say the same, and nothing more is told.</summary>
    private void Settle(string field, string value)
    {
        long noted = Noted();
        Meet();
        Assert.Equal(noted, Noted());
        Assert.All(_catalogs, catalog => Assert.Equal(value, catalog.Statements.OfImage(Image(catalog, "a")).Single(said => said.Field == field).Value));
    }
}
