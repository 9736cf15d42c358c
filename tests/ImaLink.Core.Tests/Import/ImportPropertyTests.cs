using System.Security.Cryptography;
using CsCheck;
using ImaLink.Archive.Intake;
using ImaLink.Files;
using ImaLink.Import;
using ImaLink.Index;

namespace ImaLink.Tests.Import;

public sealed class ImportPropertyTests : ImportTest
{
    private static readonly string[] Names =
        ["a.jpg", "A.JPG", "b.jpg", "b c.jpeg", "ü.jpg", "u\u0308.jpg", "[x].jpg", "CON.jpg", "dot..jpg", "😀.jpg", "it's.jpg", "a.nef", "notes.txt", "a.jpg.jpg"];

    private static readonly string[] Folders = ["", "DCIM", "dcim", "DCIM/100", "x.jpg", "trailing. "];

    /// <summary>One file: where, and what is in it.</summary>
    private sealed record Item(int Batch, int Folder, int Name, int Kind, int Number);

    private static readonly Gen<Item> Items = Gen.Select(Gen.Int[0, 2], Gen.Int[0, Folders.Length - 1], Gen.Int[0, Names.Length - 1], Gen.Int[0, 6], Gen.Int[1, 5],
        (batch, folder, name, kind, number) => new Item(batch, folder, name, kind, number));

    private static readonly Gen<(Item[] Items, int[] Options)> Cases = Gen.Select(Items.Array[1, 25], Gen.Int[0, 15].Array[3], (items, options) => (items, options));

    [Fact]
    public void Import_AnySourcesInAnyBatches_KeepsItsPromises()
    {
        int runs = 0;
        Cases.Sample(one => Try(one.Items, one.Options, Path.Combine(Folder, $"{Interlocked.Increment(ref runs)}")), iter: 60, threads: 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs.");
    }

    private static void Try(Item[] items, int[] options, string folder)
    {
        var archive = new TestArchive(folder);
        string[] sources = new string[3];
        for (int batch = 0; batch < 3; batch++)
        {
            sources[batch] = Directory.CreateDirectory(Path.Combine(folder, "cards", $"{batch}")).FullName;
            foreach (Item item in items.Where(item => item.Batch == batch))
                Write(sources[batch], item);
        }

        string before = Tree.Of(Path.Combine(folder, "cards"));
        var ledger = new List<(ImportItem Item, ImportRequest Request)>();
        for (int batch = 0; batch < 3; batch++)
        {
            if (!Directory.EnumerateFiles(sources[batch], "*", SearchOption.AllDirectories).Any())
                continue;
            var request = new ImportRequest
            {
                Paths = [sources[batch]],
                Title = $"Session {batch}",
                NoPreview = true,
                AllowDuplicate = (options[batch] & 1) != 0,
                SkipVariant = (options[batch] & 2) != 0,
                Layout = (options[batch] & 4) != 0 ? "{name}" : LayoutTemplate.Default,
                LayoutScript = (options[batch] & 12) == 12 ? facts => $"script/{facts.Length % 3}" : null,
            };
            var told = archive.Items(archive.Import(request));
            ledger.AddRange(told.Select(item => (item, request)));
        }

        Assert.Equal(before, Tree.Of(Path.Combine(folder, "cards")));
        foreach (ImportSession session in archive.Sessions(service => service.Find(null, null).ToList()))
            AssertAddsUp(archive, session, archive.Items(session));

        // Every content is held, or the ledger says why not.
        HashSet<string> held = archive.Photos().Select(path => Digest(archive.Photo(path))).ToHashSet();
        foreach ((ImportItem item, ImportRequest request) in ledger)
            Assert.True(item.Verdict == "Skipped" ? item.Detail is not null : held.Contains(Digest(item.SourcePath)), $"{item.SourcePath}: {item.Verdict}");
        // Nothing is there that no ledger names, no two names are the same to Windows or macOS, and the manifest is right.
        Assert.Equal(ledger.Select(line => line.Item.FullName).OfType<string>().Order(StringComparer.Ordinal), archive.Photos().Select(archive.Photo).Order(StringComparer.Ordinal));
        Assert.Equal(archive.Photos().Count, archive.Photos().Select(FileNames.Key).Distinct().Count());
        Assert.Equal(archive.Photos().Count, Manifest.Verify(archive));
        Assert.Equal(archive.Photos().Count, MasterIndexFile.Read(archive.Layout.MasterIndex).StorageInfo.TotalFiles + ledger.Count(line => line.Item.Verdict == "Companion"));
        Assert.Empty(archive.Use(db => db.Check()));

        // Once more: nothing is new but sidecars of what had been left out as a variant, and after that nothing at all.
        if (ledger.Count > 0)
        {
            var request = new ImportRequest { Paths = sources, Title = "Again", NoPreview = true, SkipVariant = true };
            HashSet<string> leftOut = ledger.Where(line => line.Item.Verdict == "Skipped").Select(line => line.Item.SourcePath).ToHashSet();
            Assert.All(archive.Items(archive.Import(request)), item => Assert.True(
                item.Verdict is "Duplicate" or "Skipped" || (item.Verdict == "Companion" && leftOut.Contains(item.SourcePath)), $"{item.SourcePath}: {item.Verdict} {item.Detail}"));
            string photos = Tree.Of(archive.Layout.Photos);
            Assert.All(archive.Items(archive.Import(request)), item => Assert.True(item.Verdict is "Duplicate" or "Skipped", $"{item.SourcePath}: {item.Verdict} {item.Detail}"));
            Assert.Equal(photos, Tree.Of(archive.Layout.Photos));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Write(string source, Item item)
    {
        string path = Path.Combine(source, Folders[item.Folder], Names[item.Name]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (item.Kind >= 5)
            File.WriteAllBytes(item.Kind == 5 ? Path.ChangeExtension(path, ".xmp") : path + ".xmp", TestPhotos.Xmp($"{item.Number}"));
        else
            File.WriteAllBytes(path, item.Kind switch
            {
                0 or 1 => TestPhotos.Jpeg(item.Number),
                2 => TestPhotos.Variant(item.Number),
                3 => TestPhotos.Collision(item.Number),
                _ => item.Number == 1 ? [] : System.Text.Encoding.UTF8.GetBytes($"text {item.Number}"),
            });
    }

    private static string Digest(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
