using System.Globalization;
using ImaLink.Catalog;
using ImaLink.Recovery;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Recovery;

/// <summary>A lost catalog comes back whole: a grown archive, its catalog deleted and rebuilt from the indexes.</summary>
public sealed class RebuildTests : RecoveryTest
{
    // IMALINK_ARCHIVE=50,20000 for the full size.
    private static (int Sessions, int Files) Size => Environment.GetEnvironmentVariable("IMALINK_ARCHIVE")?.Split(',') is [var sessions, var files]
        ? (int.Parse(sessions, CultureInfo.InvariantCulture), int.Parse(files, CultureInfo.InvariantCulture)) : (12, 600);

    // What the archive must have gone through, or the proof is none.
    private static readonly string[] Everything =
    [
        "RemovedSession\t", "RemovedFile\t", "Author\t", "Companion\t", "SearchText\t", "state=Missing", "missing_since=", "former_hothashes=",
        "previous=", "last_verified=", "has_hotpreview=1", "rating=", "tags=family\\nplace/", "taken_edtf=", "author=Céline", "time_zone=Pacific/Auckland", "description=said later",
        "title=Forum", "taken_edtf=197X", "rights", "Places/Italy/Roma 🏛", "image_count=3", "Album\t", "AlbumMember\t", "AlbumFile\t",
        "title=By another catalog", "name=NAS upstairs", "description=said by the other catalog", "photos/best/", "title=Found",
    ];

    private static List<CatalogComparison> Compare(CatalogDatabase catalog)
    {
        var results = new List<CatalogComparison>();
        using (var comparer = new CatalogComparer(catalog.Path))
            comparer.Run(results.Add, OperationReporter.None, default);
        Assert.All(results, result => Assert.True(result.Ok, result.ToString()));
        return results;
    }

    [Fact]
    public void Restore_GrownArchive_GivesTheSameCatalogInAnyOrder()
    {
        CatalogDatabase before = Open("before");
        GrownArchive archive = GrownArchive.Grow(Folder, before, Size.Sessions, Size.Files);
        archive.Say();
        Assert.Equal(0, before.Describe().Dirty);
        Assert.Contains(archive.Roots.SelectMany(root => Directory.EnumerateFiles(Path.Combine(root, "imports"))), file => file.EndsWith(".said.jsonl", StringComparison.Ordinal));
        AssertWhole(before);
        List<string> expected = CatalogText.Of(before);
        Assert.All(Everything, known => Assert.Contains(expected, line => line.Contains(known, StringComparison.Ordinal)));
        Assert.Equal(3 + before.Describe().Sessions, Compare(before).Count(result => result.Verdict == ComparisonVerdict.Same));
        string[] trees = [.. archive.Roots.Select(Tree.Of)];

        foreach (int[] order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            CatalogDatabase rebuilt = Open($"rebuilt {string.Join(' ', order)}");
            foreach (int storage in order)
                Restore(rebuilt, archive.Roots[storage]);
            CatalogText.AssertSame(expected, CatalogText.Of(rebuilt), $"Order {string.Join(' ', order)}");
            Restore(rebuilt, archive.Roots[order[0]]);
            CatalogText.AssertSame(expected, CatalogText.Of(rebuilt), "Twice");
            AssertWhole(rebuilt);
        }

        Assert.Equal(trees, archive.Roots.Select(Tree.Of));
    }
}
