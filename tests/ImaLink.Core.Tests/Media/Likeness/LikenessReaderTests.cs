using System.Diagnostics;
using System.Text.Json.Nodes;
using ImaLink.Media.Likeness;
using ImaLink.Media.Previews;
using ImaLink.SamplePhotos;
using NetVips;

namespace ImaLink.Tests.Media.Likeness;

public sealed class LikenessReaderTests : TemporaryFolderTest
{
    private static readonly string Docs = Path.Combine(Repository(), "docs");
    private static readonly string Vectors = Path.Combine(Docs, "likeness-vectors.json");

    /// <summary>What docs/likeness.md promises: the same value everywhere. With IMALINK_WRITE_VECTORS=1 the list is written anew, of the files beside it.</summary>
    [Fact]
    public void Published_EveryVector_HasItsLikeness()
    {
        JsonNode list = JsonNode.Parse(File.ReadAllText(Vectors))!;
        foreach (JsonNode? vector in list["vectors"]!.AsArray())
        {
            Assert.True(LikenessReader.TryRead(File.ReadAllBytes(Path.Combine(Docs, (string)vector!["file"]!)), out LikenessHash? likeness));
            if (Environment.GetEnvironmentVariable("IMALINK_WRITE_VECTORS") == "1")
                vector["likeness"] = likeness?.ToString();
            Assert.Equal(((string)vector["file"]!, (string?)vector["likeness"]), ((string)vector["file"]!, likeness?.ToString()));
        }

        if (Environment.GetEnvironmentVariable("IMALINK_WRITE_VECTORS") == "1")
            File.WriteAllText(Vectors, list.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n");
        Assert.True(list["vectors"]!.AsArray().Count >= 10);
    }

    [Fact]
    public void Hash_AsBytesAndBack_IsTheSame()
    {
        LikenessHash hash = new(0x8000000000000001, 2, 3, ulong.MaxValue);
        Assert.Equal("8000000000000001000000000000000200000000000000030000000000000000"[..48] + "ffffffffffffffff", hash.ToString());
        Assert.Equal(hash.ToString(), Convert.ToHexStringLower(hash.ToBytes()));
        Assert.Equal(hash, LikenessHash.Read(hash.ToBytes()));
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(75, 0.5)]
    [InlineData(75, 0.25)]
    public void Encoded_AgainAndSmaller_IsNear(int quality, double scale)
    {
        for (int number = 0; number < 40; number++)
        {
            (int width, int height) = number % 2 == 0 ? (800, 600) : (431, 677);
            LikenessHash original = Likeness(PhotoLike.Jpeg(number, width, height))!.Value;
            LikenessHash other = Likeness(PhotoLike.Jpeg(number, (int)(width * scale), (int)(height * scale), quality))!.Value;
            Assert.True(original.Distance(other) <= 4 && original.Difference(other) <= 24, $"{number}: {original.Distance(other)}, {original.Difference(other)}");
        }
    }

    /// <summary>More of them are compared by the benchmark.</summary>
    [Fact]
    public void Others_AreFar()
    {
        LikenessHash[] hashes = [.. Enumerable.Range(0, 1500).Select(number => LikenessRecipe.Of(PhotoLike.Draw(number, 64, 64), 64, 64)!.Value)];
        Assert.Equal(0, Pairs(hashes, 10));

        static int Pairs(LikenessHash[] hashes, int distance)
        {
            (var index, var found, int pairs) = (new LikenessIndex(hashes, distance), new List<int>(), 0);
            for (int i = 0; i < hashes.Length; i++)
            {
                index.Behind(i, found);
                pairs += found.Count;
            }

            return pairs;
        }
    }

    public static TheoryData<string> Plain => ["black", "grey", "white", "gradient", "sky", "paper", "frame", "checks", "thin"];

    [Theory]
    [MemberData(nameof(Plain))]
    public void WithoutStructure_HasNone(string what)
    {
        var random = new Random(1);
        (int width, int height) = what == "thin" ? (256, 15) : (256, 192);
        byte[] grey = [.. Enumerable.Range(0, width * height).Select(i => (i % width, i / width)).Select(at => (byte)(what switch
        {
            "black" => 0,
            "grey" => 128,
            "white" => 255,
            "gradient" => at.Item2 * 255 / height,
            "sky" => 150 + at.Item2 / 4 + random.Next(4), // what clouds and noise there are
            "paper" => random.Next(200, 240),
            "frame" => at.Item1 is < 20 or > 235 || at.Item2 is < 20 or > 170 ? 0 : 255,
            "checks" => (at.Item1 / 32 + at.Item2 / 32) % 2 == 0 ? 40 : 220,
            _ => random.Next(256),
        }))];
        Assert.True(LikenessReader.TryRead(Jpeg(grey, width, height), out LikenessHash? likeness));
        Assert.Null(likeness);
    }

    /// <summary>Films of which nothing is decoded have posters that look alike, whatever they show.</summary>
    [Fact]
    public void DrawnFilms_OfAnyShapeAndDuration_HaveNone()
    {
        foreach ((int width, int height) in new[] { (1920, 1080), (1080, 1920), (640, 480), (720, 576), (3840, 2160), (320, 240), (1000, 1000), (2390, 1000) })
        {
            foreach (int seconds in new[] { -1, 0, 1, 59, 60, 185, 3599, 3600, 7384, 88888 })
            {
                (byte[] pixels, int w, int h) = DrawnFilm.Draw(new FilmShape(width, height, 1, seconds < 0 ? null : TimeSpan.FromSeconds(seconds)));
                Assert.True(LikenessReader.TryRead(Jpeg(pixels, w, h), out LikenessHash? likeness));
                Assert.True(likeness is null, $"{width} x {height}, {seconds} s");
            }
        }
    }

    [Fact]
    public void Hostile_IsNoHotpreview()
    {
        byte[] good = PhotoLike.Jpeg(1, 256, 192, 80);
        Assert.True(LikenessReader.TryRead(good, out _));
        byte[] huge = [.. good];
        int frame = huge.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (huge[frame + 5], huge[frame + 6], huge[frame + 7], huge[frame + 8]) = (0xFF, 0xFF, 0xFF, 0xFF);
        byte[][] hostile = [[], [0xFF], [0xFF, 0xD8], "no JPEG"u8.ToArray(), good[..(good.Length / 2)], huge, PhotoLike.Jpeg(1, 257, 200), [.. good[..200], .. new byte[5000]]];
        Assert.All(hostile, bytes => Assert.False(LikenessReader.TryRead(bytes, out _)));
        using (var cmyk = Image.Black(64, 64, 4))
        using (var print = cmyk.Copy(interpretation: Enums.Interpretation.Cmyk))
            Assert.False(LikenessReader.TryRead(print.JpegsaveBuffer(), out _));
    }

    [Fact]
    public void HostilePlaces_AreNotRead()
    {
        string storage = Path.Combine(Folder, "storage"), own = Directory.CreateDirectory(Path.Combine(storage, ".imalink/hotpreviews/a1/b2")).FullName;
        string good = Path.Combine(own, "good.jpg"), outside = Path.Combine(Folder, "outside.jpg");
        File.WriteAllBytes(good, PhotoLike.Jpeg(1, 256, 192, 80));
        File.WriteAllBytes(outside, PhotoLike.Jpeg(1, 256, 192, 80));
        Assert.True(LikenessReader.TryRead(good, out LikenessHash? likeness) && likeness is not null);

        File.CreateSymbolicLink(Path.Combine(own, "link.jpg"), outside);
        Directory.CreateDirectory(Path.Combine(own, "folder.jpg"));
        File.WriteAllBytes(Path.Combine(own, "large.jpg"), [.. PhotoLike.Jpeg(1, 256, 192, 80), .. new byte[1 << 20]]);
        if (!OperatingSystem.IsWindows())
            Process.Start("mkfifo", [Path.Combine(own, "pipe.jpg")])!.WaitForExit();
        foreach (string name in new[] { "link.jpg", "folder.jpg", "large.jpg", "pipe.jpg", "absent.jpg" })
            Assert.False(LikenessReader.TryRead(Path.Combine(own, name), out _), name);
    }

    private static LikenessHash? Likeness(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        using var small = image.ThumbnailImage(PreviewRenderer.MaxSide, height: PreviewRenderer.MaxSide, size: Enums.Size.Down);
        Assert.True(LikenessReader.TryRead(PreviewRenderer.Save(small, hasOwnColour: false, default), out LikenessHash? likeness));
        return likeness;
    }

    private static byte[] Jpeg(byte[] grey, int width, int height)
    {
        using var image = Image.NewFromMemory(grey, width, height, 1, Enums.BandFormat.Uchar);
        using var colour = image.Copy(interpretation: Enums.Interpretation.Bw);
        return PreviewRenderer.Save(colour, hasOwnColour: false, default);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImaLink.PowerShell.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        return folder.FullName;
    }
}
