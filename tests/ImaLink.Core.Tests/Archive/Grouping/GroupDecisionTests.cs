using CsCheck;
using ImaLink.Archive.Grouping;
using static ImaLink.Tests.Archive.Grouping.Shots;

namespace ImaLink.Tests.Archive.Grouping;

/// <summary>Which images are one photo, which of them stands for it, and what the others are.</summary>
[Trait("Category", "Sequences")]
public sealed class GroupDecisionTests
{
    private const string At = "2024-05-06T10:11:12", Utc = "2024-05-06T08:11:12+00:00", Live = "8F1C8B38-1B2E-4C8D-9D6A-0F3A7A6B5C4D", Burst = "5E0C4D59-6D2A-4C3B-8E21-1D2E3F405162";

    public static TheoryData<string, string[], string, string[]> Shots => new()
    {
        { "RAW and JPEG", ["a/I.CR3", "a/I.JPG"], "I.JPG", ["I.CR3 raw"] },
        { "RAW, JPEG, HEIC: the larger", ["a/I.CR3", "a/I.JPG 3000x2000", "a/I.HEIC"], "I.HEIC", ["I.CR3 raw", "I.JPG"] },
        { "RAW and an edit alone", ["a/I.CR3", "a/I-edit.tif"], "I-edit.tif", ["I.CR3 raw"] },
        { "Original and edit", ["a/IMG_1234.HEIC", "a/IMG_E1234.JPG"], "IMG_1234.HEIC", ["IMG_E1234.JPG edited"] },
        { "RAW, JPEG, edit, HDR", ["a/I.CR3", "a/I.JPG", "a/I-Edit.tif", "a/I_HDR.jpg"], "I.JPG", ["I.CR3 raw", "I-Edit.tif edited", "I_HDR.jpg enhanced"] },
        { "Live photo with its edit", ["a/IMG_1234.HEIC", "a/IMG_E1234.JPG", "a/IMG_1234.MOV"], "IMG_1234.HEIC", ["IMG_E1234.JPG edited", "IMG_1234.MOV live-video"] },
        { "Two films", ["a/V.MOV", "a/V.MP4"], "V.MOV", ["V.MP4"] },
        { "Burst", ["a/P_BURST001.jpg", "a/P_BURST002_COVER.jpg", "a/P_BURST003.jpg"], "P_BURST002_COVER.jpg", ["P_BURST001.jpg burst", "P_BURST003.jpg burst"] },
        { "Scan", ["s/1.jpg", "s/1_a.jpg", "s/1_b.jpg"], "1.jpg", ["1_a.jpg enhanced", "1_b.jpg back"] },
        { "Scan without its front as it was", ["s/1_a.jpg", "s/1_b.jpg"], "1_a.jpg", ["1_b.jpg back"] },
    };

    [Theory]
    [MemberData(nameof(Shots))]
    public void Shot_OfAnyKind_HasItsPrimaryAndRoles(string what, string[] paths, string primary, string[] others)
    {
        Assert.NotEmpty(what);
        // In whatever order they come.
        foreach (string[] order in new[] { paths, [.. paths.Reverse()] })
        {
            ShotFile[] files = [.. order.Select(path => Sized(path, Array.IndexOf(paths, path) + 1))];
            var said = GroupDecision.Of([.. files.Select(file => Image(file.Image))], files).ToDictionary(it => NameOf(paths[it.Image - 1]), it => it);
            Assert.DoesNotContain(primary, said.Keys);
            Guid photo = Uuid(Array.FindIndex(paths, path => NameOf(path) == primary) + 1);
            Assert.Equal(others.Order(), said.Select(it => $"{it.Key} {it.Value.Role}".TrimEnd()).Order());
            Assert.All(said.Values, it => Assert.Equal(photo, it.Photo));
        }
    }

    [Fact]
    public void Singles_SayNothing() => Assert.Empty(GroupDecision.Of([Image(1), Image(2)], [File("a/1.JPG", At, image: 1), File("a/2.JPG", At, image: 2)]));

    [Fact]
    public void Group_ThatWasSaidBefore_SaysNothingMore()
    {
        ShotImage[] images = [Image(1), Image(2) with { Said = Uuid(1), By = PhotoEvidence.SameNameAndTime, HasRole = true }];
        Assert.Empty(GroupDecision.Of(images, Pair()));
    }

    [Fact]
    public void Group_WhosePrimaryWasRemoved_KeepsItsUuid()
    {
        ShotImage[] left = [Said(2, 1), Said(3, 1)];
        Assert.Empty(GroupDecision.Of(left, [File("a/I.CR3", At, image: 2), File("a/I.HEIC", At, image: 3)])); // that the HEIC stands for it now need not be said
    }

    [Fact]
    public void Groups_OfTwoCatalogs_BecomeTheOneOfTheSmallerUuid()
    {
        // One saw 2 and 3, the other 2 and 1, and what they said met.
        ShotImage[] images = [Image(1), Said(2, 3), Image(3)];
        ShotFile[] files = [File("a/I.JPG", At, image: 1), File("a/I.CR3", At, image: 2), File("a/I.HEIC", At, image: 3)];
        Assert.Equal([(1L, Uuid(3))], GroupDecision.Of(images, files).Where(it => it.Photo is not null).Select(it => (it.Image, it.Photo!.Value)));
    }

    [Fact]
    public void Group_WithBetterEvidenceLater_KeepsItsUuidAndNamesTheBetter()
    {
        ShotFile[] files = [.. Pair(Live), File("b/X.MOV", Utc, content: Live, image: 3)];
        ShotSuggestion film = Assert.Single(GroupDecision.Of([Image(1), Said(2, 1), Image(3)], files));
        Assert.Equal((3L, Uuid(1), PhotoEvidence.ContentIdentifier, PhotoRole.LiveVideo), (film.Image, film.Photo, film.By, film.Role));
    }

    [Fact]
    public void Photos_OfAnEarlierVersion_BecomeOneOfThem()
    {
        ShotImage[] images = [Said(1, 9) with { By = "0.1" }, Said(2, 8) with { By = "0.1" }];
        ShotSuggestion moved = Assert.Single(GroupDecision.Of(images, Pair()), it => it.Photo is not null);
        Assert.Equal((1L, Uuid(8), PhotoEvidence.SameNameAndTime), (moved.Image, moved.Photo, moved.By));
    }

    [Fact]
    public void Image_ThatItsOwnerTookOut_IsNeverJoinedAgain()
    {
        ShotImage[] images = [Image(1), Image(2) with { Said = Uuid(2) }, Image(3)];
        ShotFile[] files = [.. Pair(), File("a/I.HEIC", At, image: 3)];
        Assert.Equal([3L], GroupDecision.Of(images, files).Where(it => it.Photo is not null).Select(it => it.Image)); // with 1, whose RAW stays by itself
    }

    [Fact]
    public void Image_OfAShotThatItsOwnerParted_JoinsNeither()
    {
        ShotImage[] images = [Owned(1, 1), Owned(4, 1), Owned(2, 2), Owned(5, 2), Image(3)];
        Assert.Empty(GroupDecision.Of(images, [.. Pair(), File("a/I.HEIC", At, image: 3)]));
    }

    [Fact]
    public void Image_OfAShotThatItsOwnerJoinedToAnother_Follows()
    {
        ShotImage[] images = [Owned(1, 7), Owned(7, 7), Said(2, 1)];
        ShotSuggestion raw = Assert.Single(GroupDecision.Of(images, Pair()), it => it.Photo is not null);
        Assert.Equal((2L, Uuid(7), PhotoEvidence.Joined), (raw.Image, raw.Photo, raw.By));
    }

    [Fact]
    public void ImagesOfOnePhoto_ThatNothingLinksAnyMore_StayTogether()
    {
        // The owner moved the JPEG elsewhere, and a HEIC came to the RAW.
        ShotImage[] images = [Image(1), Said(2, 1), Image(3)];
        ShotFile[] files = [File("b/I.JPG", At, image: 1), File("a/I.CR3", At, image: 2), File("a/I.HEIC", At, image: 3)];
        Assert.Equal([(3L, (Guid?)Uuid(1))], GroupDecision.Of(images, files).Where(it => it.Photo is not null).Select(it => (it.Image, it.Photo)));
    }

    [Fact]
    public void Burst_OfAThousandPictures_IsOne()
    {
        ShotFile[] files = [.. Enumerable.Range(1, 1000).Select(i => File($"a/IMG_{i:0000}.HEIC", At, burst: Burst, image: i))];
        var said = GroupDecision.Of([.. files.Select(file => Image(file.Image))], files);
        Assert.Equal(999, said.Count(it => it is { Photo: not null, By: PhotoEvidence.Burst, Role: PhotoRole.Burst }));
    }

    [Fact]
    public void Identifiers_ThatAllFilesShare_AreNone()
    {
        ShotFile[] files = [.. Enumerable.Range(1, 5000).Select(i => File($"a/IMG_{i:0000}.HEIC", At, content: Live, burst: Burst, image: i))];
        Assert.Empty(GroupDecision.Of([.. files.Select(file => Image(file.Image))], files));
    }

    [Fact]
    public void Decision_RepeatedAndMerged_EndsEqualInEveryOrder()
    {
        // Catalogs see parts of the files, say what they find, and meet; statements merge by better evidence, then the smaller UUID.
        Gen.Int[0, int.MaxValue - 1].Sample(seed =>
        {
            var random = new Random(seed);
            ShotFile[] files = [.. Enumerable.Range(1, 7).Select(i => Any(random, i))];
            long[] owns = [.. Enumerable.Range(1, 7).Select(i => (long)i).OrderBy(_ => random.Next())];
            var catalogs = Enumerable.Range(0, 3).Select(_ => new Dictionary<long, (Guid, string)>()).ToArray();
            foreach (var catalog in catalogs)
                for (int i = 0; i < 2; i++)
                    Pass([.. files.Where(_ => random.Next(2) == 0)], catalog);
            for (int pass = 0; pass < 3; pass++)
            {
                Meet(catalogs, random);
                foreach (var catalog in catalogs)
                    Pass(files, catalog);
            }

            Assert.All(catalogs, catalog => Assert.Equal(catalogs[0].OrderBy(it => it.Key), catalog.OrderBy(it => it.Key)));
            Assert.DoesNotContain(Decide(files, catalogs[0]), it => it.Photo is not null);

            List<ShotSuggestion> Decide(ShotFile[] seen, Dictionary<long, (Guid Photo, string By)> said) => GroupDecision.Of([.. seen.Select(file => said.TryGetValue(file.Image, out var it)
                ? Image(file.Image, owns[file.Image - 1]) with { Said = it.Photo, By = it.By } : Image(file.Image, owns[file.Image - 1]))], seen);
            void Pass(ShotFile[] seen, Dictionary<long, (Guid, string)> said)
            {
                foreach (ShotSuggestion it in Decide(seen, said).Where(it => it.Photo is not null))
                    Say(said, it.Image, (it.Photo!.Value, it.By!));
            }
        }, FixedSeed.Sequences(300));

        static void Meet(Dictionary<long, (Guid, string)>[] catalogs, Random random)
        {
            foreach (var one in catalogs.OrderBy(_ => random.Next()).ToList())
                foreach (var other in catalogs)
                    foreach (var it in one.ToList())
                        Say(other, it.Key, it.Value);
        }

        static void Say(Dictionary<long, (Guid Photo, string By)> said, long image, (Guid Photo, string By) it)
        {
            if (!said.TryGetValue(image, out var former) || PhotoEvidence.Rank(it.By) > PhotoEvidence.Rank(former.By)
                || (it.By == former.By && string.CompareOrdinal(it.Photo.ToString(), former.Photo.ToString()) < 0))
                said[image] = it;
        }

        static ShotFile Any(Random random, int image) => File(
            $"{(random.Next(2) == 0 ? "a" : "b")}/{(random.Next(3) == 0 ? "J" : "I")}.{new[] { "JPG", "HEIC", "CR3", "DNG", "TIF", "PNG", "WEBP" }[image - 1]}", At,
            content: random.Next(4) == 0 ? Live : null, burst: random.Next(4) == 0 ? Burst : null, image: image);
    }

    private static ShotImage Said(long id, long photo) => Image(id) with { Said = Uuid(photo), By = PhotoEvidence.SameNameAndTime, HasRole = true, IsAlone = false };

    private static ShotImage Owned(long id, long photo) => Image(id) with { Said = Uuid(photo), IsAlone = false };

    private static ShotFile[] Pair(string? content = null) => [File("a/I.JPG", At, image: 1, content: content), File("a/I.CR3", At, image: 2)];

    private static ShotFile Sized(string path, long image)
    {
        string[] parts = path.Split(' ');
        int[] size = parts.Length > 1 ? [.. parts[1].Split('x').Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))] : [6000, 4000];
        return File(parts[0], parts[0].EndsWith("MOV", StringComparison.Ordinal) ? Utc : At, width: size[0], height: size[1], scan: path.StartsWith('s'), image: image);
    }

    private static string NameOf(string path) => Path.GetFileName(path.Split(' ')[0]);
}
