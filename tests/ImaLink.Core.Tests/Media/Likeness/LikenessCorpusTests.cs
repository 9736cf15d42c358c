using System.Globalization;
using System.Text;
using ImaLink.Media.Identity;
using ImaLink.Media.Likeness;
using ImaLink.Media.Previews;
using ImaLink.Tests.Media.Identity;
using NetVips;

namespace ImaLink.Tests.Media.Likeness;

/// <summary>Every photo of the corpus, and what people and programs do to photos: how many are found again, at each distance.</summary>
public sealed class LikenessCorpusTests(ITestOutputHelper output) : TemporaryFolderTest
{
    private const int MostDistance = 16;

    private static readonly (string Name, string Extension, Func<Image, byte[]> Make)[] Kinds =
    [
        ("quality 30", "jpg", image => image.JpegsaveBuffer(q: 30)),
        ("quality 50", "jpg", image => image.JpegsaveBuffer(q: 50)),
        ("quality 75", "jpg", image => image.JpegsaveBuffer(q: 75)),
        ("50 %", "jpg", image => Scaled(image, 0.5)),
        ("25 %", "jpg", image => Scaled(image, 0.25)),
        ("WebP", "webp", image => image.WebpsaveBuffer(q: 75)),
        ("PNG", "png", image => image.PngsaveBuffer()),
        ("brighter", "jpg", Brighter),
        ("cropped", "jpg", image => Cropped(image, 0.5)),
        ("one corner", "jpg", image => Cropped(image, 0)),
        ("turned", "jpg", image => Turned(image)),
    ];

    [Fact]
    public void Photos_EncodedAgain_AreFound()
    {
        Assert.SkipWhen(Corpus.Folder is null, "The corpus is not beside the repository (shared/corpus).");
        (List<(string Name, Image Picture, LikenessHash Hash)> photos, int without) = Photos();
        var found = new int[MostDistance + 1, Kinds.Length];
        List<(int Photo, LikenessHash Hash)> all = [.. photos.Select((photo, index) => (index, photo.Hash))];
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{photos.Count} photos; {without} files of the corpus have a preview without structure");
        foreach ((int index, (string name, Image picture, LikenessHash hash)) in photos.Index())
        {
            Keep(picture, index);
            for (int kind = 0; kind < Kinds.Length; kind++)
            {
                string path = Path.Combine(Folder, $"made.{Kinds[kind].Extension}");
                File.WriteAllBytes(path, Kinds[kind].Make(picture));
                Keep(path, Kinds[kind].Name, index);
                bool isRead = LikenessReader.TryRead(PreviewRenderer.Render(path, IdentityReader.Detect(path)!.Name, default)!, out LikenessHash? made);
                if (isRead && made is { } known)
                    all.Add((index, known));
                for (int distance = 0; distance <= MostDistance; distance++)
                    found[distance, kind] += isRead && made is { } other && hash.Distance(other) <= distance && hash.Confirms(other) ? 1 : 0;
                if (Kinds[kind].Name != "turned" && !(made is { } like && hash.Distance(like) <= 10 && hash.Confirms(like)))
                    text.AppendLine(CultureInfo.InvariantCulture, $"  {Kinds[kind].Name}, {name} ({picture.Width} x {picture.Height}): {(made is { } far ? $"{hash.Distance(far)}, {hash.Difference(far)} of all" : "none")}");
            }

            picture.Dispose();
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| distance | {string.Join(" | ", Kinds.Select(kind => kind.Name))} | false pairs |");
        for (int distance = 0; distance <= MostDistance; distance++)
        {
            var pairs = from one in Enumerable.Range(0, photos.Count)
                        from other in Enumerable.Range(0, one)
                        where photos[one].Hash.Distance(photos[other].Hash) <= distance && photos[one].Hash.Confirms(photos[other].Hash)
                        select 1;
            text.AppendLine(CultureInfo.InvariantCulture, $"| {distance} | {string.Join(" | ", Enumerable.Range(0, Kinds.Length).Select(kind => found[distance, kind]))} | {pairs.Count()} |");
        }

        List<(int Original, List<int> Alike)> groups = [.. LikenessGroups.Of([.. all.Select(picture => picture.Hash)], 10, (_, _) => false, _ => { }, default)];
        text.AppendLine(CultureInfo.InvariantCulture, $"Together: {all.Count} pictures in {groups.Count} groups of {groups.Min(group => group.Alike.Count + 1)} to {groups.Max(group => group.Alike.Count + 1)}, {groups.Sum(group => group.Alike.Count)} found");
        output.WriteLine(text.ToString());
        Console.WriteLine(text);
        Assert.Equal(Enumerable.Range(0, photos.Count), groups.Select(group => group.Original).Where(original => original < photos.Count)); // each photo is the original of its group
        Assert.All(groups, group => Assert.All(group.Alike, picture => Assert.Equal(all[group.Original].Photo, all[picture].Photo)));
        foreach (int kind in Enumerable.Range(0, Kinds.Length - 2))
            Assert.True(found[10, kind] >= photos.Count * 9 / 10, $"{Kinds[kind].Name}: {found[10, kind]} of {photos.Count}");
    }

    /// <summary>A folder that keeps the pictures, for tests/likeness-peers.</summary>
    private static string? Kept => Environment.GetEnvironmentVariable("IMALINK_PICTURES");

    private static void Keep(Image picture, int index)
    {
        if (Kept is { } folder)
            picture.Pngsave(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "original")).FullName, $"{index:00}.png"));
    }

    private static void Keep(string made, string kind, int index)
    {
        if (Kept is { } folder)
            File.Copy(made, Path.Combine(Directory.CreateDirectory(Path.Combine(folder, kind.Replace(" %", "%", StringComparison.Ordinal).Replace(' ', '-'))).FullName, $"{index:00}{Path.GetExtension(made)}"));
    }

    /// <summary>What looks like another file of the corpus is the same photo in another format, but for one that was looked at.</summary>
    private static (List<(string Name, Image Picture, LikenessHash Hash)> Photos, int Without) Photos()
    {
        (var photos, int without) = (new List<(string, Image, LikenessHash)>(), 0);
        foreach (CorpusFile file in Corpus.Files().Where(file => file.PadTo is null && !file.Name.StartsWith("synthetic/", StringComparison.Ordinal)))
        {
            string path = Path.Combine(Corpus.Folder!, file.Name);
            byte[]? preview = Preview(path);
            if (preview is null || !LikenessReader.TryRead(preview, out LikenessHash? likeness))
                continue;
            if (likeness is not { } hash)
                without++;
            else if (!photos.Any(known => hash.Distance(known.Item3) <= 10 && hash.Confirms(known.Item3)) && !Drawn.Any(part => file.Name.Contains(part, StringComparison.Ordinal)))
                photos.Add((file.Name, Picture(path, preview), hash));
        }

        return (photos, without);
    }

    /// <summary>Drawings, texts, test cards, and pictures that damage has made.</summary>
    private static readonly string[] Drawn =
    [
        "exiv2-bug1202", "ImageMagick__ImageMagick/input.mng", "gray.exr", "KDE__kimageformats", "alpha.webp", "Test.mng", "2c9e7a1805f8b47630bbb8", "434cb1e9680e3b4eda7f4d",
        "9b286add70871bbbef1601", "c-m1-", "f8179f8f5e566349cf3583", "m1-272ae9468b7883e5cf6", "m2-66ac49ef3f48ac94820", "m2-f4830e8d4fa458f78a0", "2_webp_ll_noalpha", "xerox-jpeg",
        "test_0001.jxl", "lossy_alpha", "panic.webp", "id_005745", "looks-like-svg", "extend-equal", "photoprism/6.png", "crash-74d2a", "g4_orientation", "ignore_frame_size", "xmp_tags_orientation_exiftool",
        "byte.jph", "issue188_beach", "BlueSquare", "yaminabe", "issue_ghsa_8949", "exiv2-bug4", "exiv2-bug5", "exiv2-gc", "exiv2-canon-powershot", "exiv2-nikon",
    ];

    private static byte[]? Preview(string path)
    {
        try
        {
            return IdentityReader.Detect(path) is { } format ? PreviewRenderer.Render(path, format.Name, default) : null;
        }
        catch (ImaLinkException)
        {
            return null;
        }
    }

    /// <summary>The whole picture, upright; of what libvips does not decode, or of whose parts the preview is made, the preview.</summary>
    private static Image Picture(string path, byte[] preview)
    {
        Image small = Image.NewFromBuffer(preview);
        try
        {
            using var image = Image.NewFromFile(path, access: Enums.Access.Random);
            using var upright = image.Autorot();
            using var colour = upright.Colourspace(Enums.Interpretation.Srgb);
            using var opaque = colour.HasAlpha() ? colour.Flatten(background: [255]) : colour.Copy();
            using var bytes = opaque.Cast(Enums.BandFormat.Uchar);
            if (Math.Abs((double)bytes.Width / bytes.Height - (double)small.Width / small.Height) < 0.03 && bytes.Width >= small.Width)
            {
                Image whole = bytes.CopyMemory();
                small.Dispose();
                return whole;
            }
        }
        catch (VipsException)
        {
        }

        return small;
    }

    private static byte[] Scaled(Image image, double scale)
    {
        using var small = image.Resize(scale);
        return small.JpegsaveBuffer(q: 75);
    }

    private static byte[] Brighter(Image image)
    {
        using var brighter = image.Linear([1.1], [0]);
        using var bytes = brighter.Cast(Enums.BandFormat.Uchar); // what is too bright is cut off
        return bytes.JpegsaveBuffer(q: 75);
    }

    /// <summary>Without 3 % of its width and height: from all sides, or at one corner.</summary>
    private static byte[] Cropped(Image image, double before)
    {
        (int width, int height) = ((int)Math.Round(image.Width * 0.97), (int)Math.Round(image.Height * 0.97));
        using var part = image.ExtractArea((int)((image.Width - width) * before), (int)((image.Height - height) * before), width, height);
        return part.JpegsaveBuffer(q: 75);
    }

    private static byte[] Turned(Image image)
    {
        using var turned = image.Rot90();
        return turned.JpegsaveBuffer(q: 75);
    }
}
