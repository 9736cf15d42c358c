using CsCheck;
using ImaLink.Catalog;

namespace ImaLink.Tests.Catalog;

/// <summary>
/// Two catalogs say something of one photo, each in a storage that the other never reaches, and others carry it between them: what gave way is told by who meets both first, whichever
/// revisions they have, and nobody is told of what was replaced by someone who knew it.
/// </summary>
public sealed class StatementCarrierTests : MeetingTest
{
    private int _others;

    private CatalogDatabase Here => _catalogs[0];

    private CatalogDatabase There => _catalogs[1];

    private CatalogDatabase Carrier => _catalogs[2];

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
        TellsOnce(first, second, string.CompareOrdinal(Here.Uuid.ToString(), There.Uuid.ToString()) > 0 ? "here" : "there");
    }

    /// <summary>One of them had said other things of the photo before, so that its revisions are higher.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Visit_WhatTwoOthersSaidHasUnequalRevisions_TellsItOnce(int first, int second)
    {
        BeginWithACarrier();
        SayOther(Here);
        SayOther(Here);
        Say(Here, "title", "\"not yet\"");
        Say(Here, "title", "\"here\"");
        Visit(Here, _roots[0]);
        Say(There, "title", "\"there\"");
        Visit(There, _roots[1]);
        TellsOnce(first, second, "here");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Visit_OneOfTwoOthersKnewWhatItReplaced_IsNoConflict(int first, int second)
    {
        BeginWithACarrier(catalogs: 4);
        Say(There, "title", "\"there\"");
        Visit(There, _roots[1]);
        Visit(Carrier, _roots[1]);
        Visit(Carrier, _roots[0]);
        Visit(Here, _roots[0]);
        SayOther(Here);
        Say(Here, "title", "\"here\""); // knowing
        Say(Here, "title", "\"here, too\"");
        Visit(Here, _roots[0]);
        Visit(_catalogs[3], _roots[first]);
        Visit(_catalogs[3], _roots[second]);
        MeetByTheCarrier();
        Assert.Equal(0, Noted());
        Assert.All(_catalogs, catalog => Assert.Equal("\"here, too\"", Title(catalog)));
    }

    [Fact]
    public void Visit_WhatGaveWayWasToldAndMoreWasSaidSince_IsNotToldAgain()
    {
        BeginWithACarrier();
        SayOther(Here);
        Say(Here, "title", "\"here\"");
        Visit(Here, _roots[0]);
        Say(There, "title", "\"there\"");
        Visit(There, _roots[1]);
        Visit(Carrier, _roots[1]);
        Visit(Here, _roots[1]); // which tells it
        Assert.Equal(1, Noted());
        Say(Here, "title", "\"here, too\"");
        Visit(Here, _roots[0]);
        Visit(Carrier, _roots[0]);
        MeetByTheCarrier();
        Assert.Equal(1, Noted());
    }

    /// <summary>Catalogs say something of one photo before they know of the others, two of them in a storage of their own, and the third carries it between them: whatever does not count is told.</summary>
    [Fact]
    [Trait("Category", "Sequences")]
    public void Histories_OfThreeWhereOneCarries_EveryLosingValueIsTold() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4]).Array[3, 20].Sample(history =>
        {
            using var test = new StatementCarrierTests();
            test.BeginWithACarrier();
            var said = new HashSet<string>();
            foreach ((int who, int what) in history)
            {
                CatalogDatabase catalog = test._catalogs[who];
                if (what < 2)
                    Visit(catalog, test._roots[who == 2 ? what : who]);
                else if (what == 3)
                    test.SayOther(catalog); // so that the next has a higher revision
                else if (Title(catalog) is null && said.Add($"\"by {who}\"")) // it knows of nobody's
                    Say(catalog, "title", $"\"by {who}\"");
            }

            test.MeetByTheCarrier();
            string? final = Title(test.Here);
            Assert.All(test._catalogs, catalog => Assert.Equal(final, Title(catalog)));
            HashSet<string?> told = [.. test._catalogs.SelectMany(catalog => catalog.Query("SELECT here_value FROM statement_conflict UNION SELECT there_value FROM statement_conflict", row => row.TextOrNull(0)))];
            Assert.All(said.Where(value => value != final), value => Assert.True(told.Contains(value), $"{value} was told to nobody: {string.Join(' ', history)}"));
        }, iter: FixedSeed.Sequences(25), threads: 1);

    /// <summary>One image in two storages, each with a catalog that reaches no other; a third reaches both.</summary>
    private void BeginWithACarrier(int catalogs = 3)
    {
        Begin(catalogs, 2);
        AddImage(0, 0, "photos/a.jpg", "a");
        AddImage(1, 1, "photos/a.jpg", "a");
        Visit(Carrier, _roots[0]);
        Visit(Carrier, _roots[1]);
    }

    private void MeetByTheCarrier()
    {
        for (int round = 0; round < 3; round++)
        {
            Visit(Here, _roots[0]);
            Visit(There, _roots[1]);
            foreach (CatalogDatabase catalog in _catalogs.Skip(2))
            {
                Visit(catalog, _roots[0]);
                Visit(catalog, _roots[1]);
            }
        }
    }

    private void TellsOnce(int first, int second, string kept)
    {
        Visit(Carrier, _roots[first]);
        Visit(Carrier, _roots[second]);
        Assert.Equal(1, Noted());
        StatementConflict told = Assert.Single(Assert.Single(Carrier.StatementConflicts.OfStorage(Carrier.Storages.Find(Uuid(_roots[0]))!.Id)).Fields);
        Assert.True(told.IsOfOthers);
        Assert.Equal($"Two other catalogs edited title without knowing of each other; '{kept}' is kept, and '{(kept == "here" ? "there" : "here")}' gave way.", ImaLink.Reconcile.ConflictWords.Of([told]));
        MeetByTheCarrier();
        Assert.Equal(1, Noted());
    }

    private static string? Title(CatalogDatabase who) => who.Statements.OfImage(Image(who)).Find(said => said.Field == "title")?.Value;

    private static long Image(CatalogDatabase who) => who.Images.Find(new ImageKey(Hash("a"), 0, 0))!.Value;

    private static void Say(CatalogDatabase who, string field, string value) => Assert.NotEqual(0, who.Statements.Say(
        who.Scalar<long>("SELECT photo_id FROM image WHERE id = @0", Image(who)), new Dictionary<string, string?> { [field] = value }));

    private void SayOther(CatalogDatabase who) => Say(who, $"tag:{_others++}", "true");

    private long Noted() => _catalogs.Sum(catalog => catalog.Scalar<long>("SELECT count(*) FROM statement_conflict"));
}
