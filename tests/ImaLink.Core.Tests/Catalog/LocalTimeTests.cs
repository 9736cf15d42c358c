using CsCheck;
using ImaLink.Catalog;

namespace ImaLink.Tests.Catalog;

/// <summary>Whoever says in which zone a session is, and in whatever order the others hear of it: every catalog finds its films by the same time.</summary>
[Trait("Category", "Sequences")]
public sealed class LocalTimeTests : MergeTest
{
    private static readonly string[] Zones = ["America/New_York", "Asia/Tokyo", "Europe/London", "Asia/Kathmandu"];

    // As films, GPS receivers, cameras with and without a zone and scanned prints state it.
    private static readonly (string? Time, string? Source)[] Times =
    [
        ("2021-01-01T01:00:00+00:00", "QuickTime:CreateDate"), ("2020-10-25T01:30:00.5+00:00", "EXIF:GPSDateTime"), ("2021-01-01T01:00:00", "EXIF:DateTimeOriginal"),
        ("2021-01-01T01:00:00+00:00", "EXIF:DateTimeOriginal"), ("2021-01-01T01:00:00-05:00", "QuickTime:CreationDate"), ("1993-08", "XMP:DateCreated"), (null, null),
    ];

    private readonly record struct Step(bool IsOther, int What, int Session, int Value);

    private static readonly Gen<Step> AnyStep = Gen.Select(Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 27]).Select((other, what, session, value) => new Step(other, what, session, value));

    [Fact]
    public void Zones_OfTwoCatalogs_GiveBothTheSameLocalTimes() => AnyStep.Array[1, 12].Sample(steps =>
    {
        using var test = new LocalTimeTests();
        Guid[] sessions = [AddSession(test._a, "One", "photos/a.mp4", "photos/b.jpg"), AddSession(test._a, "Two", "photos/c.mp4")];
        Visit(test._b);
        foreach (Step step in steps)
        {
            CatalogDatabase catalog = step.IsOther ? test._b : test._a;
            Guid session = sessions[step.Session];
            string path = step.Session == 0 ? (step.Value % 2 == 0 ? "photos/a.mp4" : "photos/b.jpg") : "photos/c.mp4";
            if (step.What == 0)
                Sessions(catalog).Set(Sessions(catalog).Get(Selector.ByUuid(session), null), null, null, null, Zones[step.Value % Zones.Length]);
            else if (step.What == 1)
                Edit(catalog, path, file => (file.TakenAt, file.TakenAtSource) = Times[step.Value % Times.Length]);
            else if (step.What == 2)
                Visit(catalog, writer => catalog.Files.SetSession(catalog.Files.ByPath(writer.StorageId, path)!.Id, catalog.Sessions.Find(writer.StorageId, session)!.Id));
            else
                Visit(catalog);
            AssertWhole(catalog);
        }

        test.AssertAgree();
    }, iter: FixedSeed.Sequences(25));
}
