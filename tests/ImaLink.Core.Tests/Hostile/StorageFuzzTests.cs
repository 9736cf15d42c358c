using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ImaLink.Archive;
using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Recovery;
using ImaLink.Tests.Import;
using ImaLink.Tests.Index;
using ImaLink.Trash;

namespace ImaLink.Tests.Hostile;

/// <summary>
/// Damages indexes, ledgers, journals and lists of the trash at random, and does everything that reads them: no exception but the
/// product's own, and nothing is written outside of the storages. Short with a fixed seed by default. IMALINK_FUZZ_SECONDS makes it
/// that long per operation, with another seed each time unless IMALINK_FUZZ_SEED gives one; a failure names seed and number.
/// </summary>
public sealed class StorageFuzzTests(ITestOutputHelper output) : HostileStorageTest
{
    private const int ShortRun = 15;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("IMALINK_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : 0);

    public static TheoryData<string> All => [.. Kinds];

    [Theory, MemberData(nameof(All))]
    public void Files_DamagedAtRandom_AreReadOrRefused(string kind)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("IMALINK_FUZZ_SEED"), CultureInfo.InvariantCulture, out int given) ? given
            : Long > TimeSpan.Zero ? Environment.TickCount : 1;
        var random = new Random(seed);
        Interrupt(kind);
        string saved = Folder + "-saved", outside = Surroundings();
        try
        {
            Replace(Folder, saved);
            var clock = Stopwatch.StartNew();
            int number = 0, refused = 0;
            for (; Long > TimeSpan.Zero ? clock.Elapsed < Long : number < ShortRun; number++)
            {
                Replace(saved, Folder);
                string damage = Damage(random, kind);
                foreach (Action command in Commands(kind))
                {
                    var error = Record.Exception(command);
                    Assert.True(error is null or ImaLinkException, $"Seed {seed}, number {number}: {damage}\n{error}");
                    refused += error is null ? 0 : 1;
                }

                Assert.True(outside == Surroundings(), $"Seed {seed}, number {number}: {damage}\nSomething outside was changed:\n{Surroundings()}");
            }

            output.WriteLine($"{kind}: seed {seed}, {number} damages, {refused} refusals");
            Assert.InRange(refused, 1, int.MaxValue);
        }
        finally
        {
            Directory.Delete(saved, recursive: true);
        }
    }

    private IEnumerable<Action> Commands(string kind) =>
    [
        () => Mine.Use(db => new TrashService(db, Timeout).Find(null, null, Throwing).Count()),
        () => Mine.Use(db => Mine.Sessions(service => service.Find(null, null).Sum(session => service.Items(session).Count()))),
        () => Assert.NotNull(new IndexChecker(null, Mine.Reporter).Check(Mine.Layout.Root, null, default).ToList()),
        () => Restore(CatalogDatabase.OpenForReading(Path.Combine(Folder, "none.db"))),
        () => GoOn(kind),
        () => Mine.Use<object?>(db =>
        {
            var trash = new TrashService(db, Timeout);
            trash.Restore(Mine.Storage.Uuid, [.. trash.Find(null, null, Throwing).Select(item => item.Id)], Throwing, default);
            return null;
        }),
    ];

    private void Restore(CatalogDatabase catalog)
    {
        using (catalog)
        {
            var service = new RecoveryService(catalog);
            foreach (IndexInventory storage in service.Find([Mine.Layout.Root], Mine.Reporter, default))
                service.Restore(storage, new RestoreRequest { Verify = RestoreVerification.Full, ScanOrphans = true }, _ => { }, Mine.Reporter, default);
        }
    }

    /// <summary>What is none of a storage's business, and the names of what lies beside it.</summary>
    private string Surroundings() => Tree.Of(Outside) + Tree.Of(Source) + string.Join(' ', new[] { Folder, Path.GetDirectoryName(Mine.Layout.Root)! }
        .SelectMany(Directory.EnumerateFileSystemEntries).Where(path => path != Mine.Layout.Root && !path.Contains(".db", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private string Damage(Random random, string kind)
    {
        List<string> files = [.. new[] { Mine.Layout.Root, Holder(kind).Root }.Distinct()
            .SelectMany(root => Directory.EnumerateFiles(root, "*.json*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            .Order(StringComparer.Ordinal)];
        List<string> own = files.FindAll(path => path.Contains("journal", StringComparison.Ordinal) || path.Contains("trash", StringComparison.Ordinal));
        var told = new StringBuilder();
        for (int i = random.Next(1, 3); i > 0; i--)
        {
            List<string> from = random.Next(3) > 0 ? own : files;
            string file = from[random.Next(from.Count)];
            byte[] bytes = File.ReadAllBytes(file);
            if (bytes.Length == 0)
                continue;
            byte[] damaged = Damaged(random, bytes, files);
            File.WriteAllBytes(file, damaged);
            told.Append(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(Folder, file)}:\n{Encoding.UTF8.GetString(damaged.AsSpan(0, Math.Min(damaged.Length, 3000)))}\n");
        }

        return told.ToString();
    }

    private static byte[] Damaged(Random random, byte[] bytes, List<string> files)
    {
        switch (random.Next(10))
        {
            case 0:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..random.Next(bytes.Length)];
            case 2:
                return File.ReadAllBytes(files[random.Next(files.Count)]);
            default:
                return InALine(random, bytes);
        }
    }

    /// <summary>A value of a line, or of the document, becomes something else.</summary>
    private static byte[] InALine(Random random, byte[] bytes)
    {
        (int start, int end) = (0, bytes.Length);
        if (bytes.AsSpan().IndexOf((byte)'\n') > 2) // one value per line
        {
            List<int> ends = [.. Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == (byte)'\n').Prepend(-1)];
            int line = random.Next(Math.Max(1, ends.Count - 1));
            (start, end) = (ends[line] + 1, line + 1 < ends.Count ? ends[line + 1] : bytes.Length);
        }

        byte[] json = bytes[start..end];
        try
        {
            List<JsonDamage.Value> values = JsonDamage.Values(json);
            JsonDamage.Value value = values[random.Next(values.Count)];
            json = random.Next(8) == 0 ? JsonDamage.Double(json, value) : JsonDamage.Replace(json, value, JsonDamage.Hostile[random.Next(JsonDamage.Hostile.Length)]);
        }
        catch (JsonException)
        {
            json = []; // damaged already: without the line
        }

        return [.. bytes[..start], .. json, .. bytes[end..]];
    }

    private static void Replace(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Prepend(from))
            Directory.CreateDirectory(to + folder[from.Length..]);
        foreach (string file in Directory.EnumerateFiles(from, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            File.Copy(file, to + file[from.Length..]); // keeps the time
    }
}
