using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImaLink.SamplePhotos;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>
/// An import of 2,000 photos by the real host, killed again and again: after each kill whatever lies under photos is complete,
/// and in the end nothing tells the archive from one that was left in peace.
/// </summary>
[Trait("Category", "Faults")]
public sealed class KillTests(ModuleFixture module) : IClassFixture<ModuleFixture>, IDisposable
{
    private readonly string _folder = Disk.NewFolder(module, "kill");

    private const int Photos = 2000, Kills = 25;

    /// <summary>One archive: a catalog and a storage in a folder.</summary>
    private sealed record Place(string Folder, string Root)
    {
        public string Catalog => Path.Combine(Folder, "catalog.db");

        public string PhotoFolder => Path.Combine(Root, "photos");

        public string Journals => Path.Combine(Root, ".imalink", "journal");

        public bool HasBegun => Directory.Exists(Journals) && Directory.EnumerateFiles(Journals, "operation.json", SearchOption.AllDirectories).Any();

        public int Placed => Directory.EnumerateFiles(PhotoFolder, "*", SearchOption.AllDirectories).Count();

        public int Previews => Directory.Exists(Path.Combine(Root, ".imalink", "hotpreviews"))
            ? Directory.EnumerateFiles(Path.Combine(Root, ".imalink", "hotpreviews"), "*.jpg", SearchOption.AllDirectories).Count() : 0;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Import_KilledAt25Moments_EndsAsIfItHadNotBeen()
    {
        string source = Path.Combine(_folder, "card");
        BulkPhotos.Tiny(source, Photos);
        Dictionary<string, string> expected = Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileName(path), Disk.Sha256Of);
        Place peaceful = Create("peaceful");
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, HostProcess.Finish(Go(peaceful, source)).ExitCode);
        TimeSpan undisturbed = clock.Elapsed;
        string before = Snapshot(peaceful, source);

        int seed = Environment.TickCount;
        var random = new Random(seed);
        Print($"Seed {seed}; undisturbed: {undisturbed.TotalSeconds:0.0} s.");
        var row = new FaultRow("Import-ImaSession, 2,000 photos", "killed at a random moment");
        int kills = 0, rounds = 0;
        for (; kills < Kills; rounds++)
        {
            Place place = Create($"killed {rounds}");
            Dictionary<string, string> inodes = [];
            while (true)
            {
                bool resumes = place.HasBegun;
                (int placed, int previews) = (place.Placed, place.Previews);
                Func<bool> isTime = Moment(random, place, placed, previews, undisturbed, out string moment);
                bool killed = HostProcess.KillWhen(Go(place, source), () => kills < Kills && isTime(), TimeSpan.FromMilliseconds(10));
                foreach (string photo in Directory.EnumerateFiles(place.PhotoFolder, "*", SearchOption.AllDirectories))
                    row.NothingIsLost(moment, () => Assert.True(expected[Path.GetFileName(photo)] == Disk.Sha256Of(photo), $"'{photo}' is not complete."));
                if (!killed)
                    break;

                kills++;
                row.Struck();
                Print($"{kills,2}: round {rounds}, {(resumes ? "resume" : "import")} killed {moment}: {place.Placed} photos, {place.Previews} previews.");
                Dictionary<string, string> now = Inodes(place);
                AssertKept(inodes, now);
                inodes = now;
            }

            AssertKept(inodes, Inodes(place)); // what had been placed was not copied again
            row.Holds($"round {rounds}", () => Assert.Equal(before, Snapshot(place, source)));
            Directory.Delete(place.Folder, recursive: true);
        }

        Print($"{kills} kills in {rounds} imports of {Photos} photos, {clock.Elapsed.TotalSeconds:0} s in all.");
        row.End();
    }

    /// <summary>When to kill: after a time, or on progress, which does not depend on the machine.</summary>
    private static Func<bool> Moment(Random random, Place place, int placed, int previews, TimeSpan undisturbed, out string moment)
    {
        switch (placed < Photos ? random.Next(4) : random.Next(2, 4))
        {
            case 0 or 1:
                int photos = placed + random.Next(1, Photos / 4);
                moment = $"at {photos} photos";
                return () => place.Placed >= Math.Min(photos, Photos);
            case 2 when previews < Photos:
                int made = previews + random.Next(1, Photos / 4);
                moment = $"at {made} previews";
                return () => place.Previews >= Math.Min(made, Photos);
            default:
                TimeSpan after = undisturbed * (place.HasBegun ? 0.2 + 0.3 * random.NextDouble() : random.NextDouble());
                moment = string.Create(CultureInfo.InvariantCulture, $"after {after.TotalSeconds:0.00} s");
                long start = Stopwatch.GetTimestamp();
                return () => Stopwatch.GetElapsedTime(start) >= after;
        }
    }

    private Place Create(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        module.Invoke("New-ImaFileStorage Archive $Disk -Catalog $Db", new { Disk = folder, Db = Path.Combine(folder, "catalog.db") }).Clean();
        return new Place(folder, Directory.EnumerateDirectories(folder, "imalink_*").Single());
    }

    /// <summary>Imports, or goes on where an import has begun; one that had ended is left alone.</summary>
    private static Process Go(Place place, string source)
    {
        bool ended = !place.HasBegun && File.Exists(Path.Combine(place.Root, "imports", "session_1.ledger.jsonl"));
        return HostProcess.Start("-Command", ended ? $"Get-ImaSession -Catalog '{place.Catalog}'"
            : place.HasBegun ? $"Resume-ImaSession -Catalog '{place.Catalog}'"
            : $"Import-ImaSession '{source}' Archive Italy -Catalog '{place.Catalog}'");
    }

    private static void AssertKept(Dictionary<string, string> before, Dictionary<string, string> now)
    {
        foreach ((string path, string inode) in before)
            Assert.True(now.GetValueOrDefault(path) == inode, $"'{path}' was there and was copied again.");
    }

    /// <summary>Path and inode of every photo; without find(1) of GNU nothing is compared.</summary>
    private static Dictionary<string, string> Inodes(Place place)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        using Process find = Process.Start(new ProcessStartInfo("find", [place.PhotoFolder, "-type", "f", "-printf", "%i %P\\n"]) { RedirectStandardOutput = true })!;
        string output = find.StandardOutput.ReadToEnd();
        find.WaitForExit();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(line => line[(line.IndexOf(' ') + 1)..], line => line[..line.IndexOf(' ')]);
    }

    /// <summary>What lies in the storage and what the catalog says, without UUIDs, times and places.</summary>
    private string Snapshot(Place place, string source)
    {
        var text = new StringBuilder();
        string imports = Path.Combine(place.Root, "imports");
        foreach (string photo in Directory.EnumerateFiles(place.PhotoFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(place.Root, photo)} {Disk.Sha256Of(photo)} {File.GetLastWriteTimeUtc(photo):O}");
        text.AppendLine(File.ReadAllText(Path.Combine(place.Root, "manifest-sha256.txt")));
        text.AppendLine(Disk.Stripped(File.ReadAllText(Path.Combine(imports, "session_1.json"))));
        text.AppendLine(Disk.Stripped(File.ReadAllText(Path.Combine(place.Root, "index.json"))));
        text.AppendLine(File.ReadAllText(Path.Combine(imports, "session_1.ledger.jsonl")));
        text.AppendJoin('\n', Directory.EnumerateFiles(imports).Select(Path.GetFileName).Where(name => !name!.EndsWith(".bak", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (string preview in Directory.EnumerateFiles(Path.Combine(place.Root, ".imalink", "hotpreviews"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"{Path.GetFileName(preview)} {Disk.Sha256Of(preview)}");
        foreach (string folder in new[] { "incoming", "journal" })
            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(place.Root, ".imalink", folder)));

        var found = module.Invoke("""
            Get-ImaFile -Catalog $Db | ForEach-Object {
                '{0}|{1}|{2}|{3}|{4}|{5}|{6}|{7}|{8}' -f $_.Path, $_.Hothash, $_.Sha256, $_.Length, $_.TakenAt, $_.CameraModel, $_.State, $_.HasHotpreview, $_.Session }
            Get-ImaSession -Catalog $Db | ForEach-Object { '{0} {1} {2} {3}' -f $_.Title, $_.Status, $_.SourceFiles, $_.Imported }
            $items = @(Get-ImaImportItem Italy -Catalog $Db); '{0} items, {1} of {2}' -f $items.Count, @($items | Where-Object Verdict -eq Imported).Count, $Card
            (Test-ImaCatalog -Catalog $Db).Ok; (Test-ImaFileStorage Archive -Catalog $Db).Verdict
            """, new { Db = place.Catalog, Card = source }).Clean();
        Assert.Equal([$"{Photos} items, {Photos} of {source}", "True", "Healthy"], found.Output.TakeLast(3).Select(line => line.ToString()));
        text.AppendJoin('\n', found.Output);
        return text.ToString();
    }

    private static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
