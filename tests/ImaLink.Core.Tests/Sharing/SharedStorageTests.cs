using System.Globalization;

namespace ImaLink.Tests.Sharing;

/// <summary>
/// Random steps of two catalogs on one storage and of its owner, in turn and at once, with writers that are killed and catalog files that are
/// put back to older copies. IMALINK_SHARED sets how many sequences, IMALINK_SHARED_SEED the first seed.
/// </summary>
[Trait("Category", "Faults")]
public sealed class SharedStorageTests
{
    private static readonly string[] Steps =
        ["import", "import", "import", "remove", "remove", "remove", "remove session", "set session", "sync", "sync", "sync -AddNew", "restore trash", "restore trash", "update index", "restore catalog", "resume"];

    private static int Sequences => Number("IMALINK_SHARED", 6);

    private static int FirstSeed => Number("IMALINK_SHARED_SEED", 1);

    [Fact]
    public void Storage_TwoCatalogsInTurn_NothingIsLostAndAllAgree() => Sample("in turn", 1, (storage, random) =>
    {
        int kind = random.Next(12);
        if (kind < 3)
            storage.Own(random.Next());
        else if (kind == 11)
            storage.Claim(random);
        else if (kind == 3)
            storage.CopyCatalog(Catalog(random), random);
        else
            storage.Run(Catalog(random), Step(random), random.Next(), KilledAt(random));
    });

    [Fact]
    public void Storage_TwoCatalogsAtOnce_NothingIsLostAndAllAgree() => Sample("at once", 2, (storage, random) =>
    {
        if (random.Next(8) == 0)
            storage.CopyCatalog(Catalog(random), random);
        (string stepOfA, int seedOfA, int? killOfA) = (Step(random), random.Next(), KilledAt(random));
        (string stepOfB, int seedOfB, int? killOfB) = (Step(random), random.Next(), KilledAt(random));
        (int edits, int seed) = (random.Next(3), random.Next());
        Parallel.Invoke(
            () => storage.Run(SharedStorage.A, stepOfA, seedOfA, killOfA),
            () => storage.Run(SharedStorage.B, stepOfB, seedOfB, killOfB),
            () =>
            {
                for (int i = 0; i < edits; i++)
                    storage.Own(seed + i);
            });
    });

    private static void Sample(string how, int factor, Action<SharedStorage, Random> act)
    {
        var failures = new List<string>();
        for (int i = 0; i < Sequences; i++)
        {
            int seed = FirstSeed + i;
            var random = new Random(seed * 2 + factor);
            using var storage = new SharedStorage();
            try
            {
                storage.Run(SharedStorage.A, "import", random.Next(), null);
                storage.Run(SharedStorage.B, "import", random.Next(), null);
                for (int steps = random.Next(10, 40) / factor; steps > 0; steps--)
                {
                    act(storage, random);
                    storage.AssertNothingIsLost();
                }

                Settle(storage, random);
                storage.AssertNothingIsLost();
                storage.AssertAgree();
                storage.AssertTheTrashComesBack();
                Settle(storage, random);
                storage.AssertAgree();
            }
            catch (Exception e)
            {
                failures.Add($"Seed {seed}, {how}: {e}\n\n{storage.Log}\n");
            }
        }

        Assert.True(failures.Count == 0, string.Create(CultureInfo.InvariantCulture, $"{failures.Count} of {Sequences} sequences failed.\n\n{string.Join('\n', failures)}"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Sequences} sequences {how} from seed {FirstSeed}: 0 losses."));
    }

    /// <summary>Everybody finishes what is unfinished and has a look, one after the other.</summary>
    private static void Settle(SharedStorage storage, Random random)
    {
        foreach (string step in new[] { "resume", "update index", "sync", "sync", "sync" })
            foreach (string catalog in new[] { SharedStorage.A, SharedStorage.B })
                storage.Run(catalog, step, random.Next(), null);
    }

    private static string Catalog(Random random) => random.Next(2) == 0 ? SharedStorage.A : SharedStorage.B;

    private static string Step(Random random) => Steps[random.Next(Steps.Length)];

    private static int? KilledAt(Random random) => random.Next(3) == 0 ? random.Next(1, 60) : null;

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int wanted) ? wanted : otherwise;
}
