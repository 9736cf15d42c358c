using ImaLink.Catalog;
using ImaLink.Integrity;
using ImaLink.Recovery;
using ImaLink.SamplePhotos;
using ImaLink.Tests.Import;
using NetVips;

namespace ImaLink.Tests.Integrity;

/// <summary>Pictures that look alike: an original, and what somebody made of it.</summary>
public sealed class SimilarTests : IntegrityTest
{
    private List<SimilarGroup> Registered(int distance = SimilarSearch.DefaultDistance, params Guid[] storages) => In(Mine.Catalog, distance, storages);

    private List<SimilarGroup> In(string catalog, int distance = SimilarSearch.DefaultDistance, params Guid[] storages)
    {
        using var db = CatalogDatabase.OpenForWriting(catalog);
        return new SimilarSearch(db, Mine.Reporter).Run(storages.Length > 0 ? storages : null, distance, default).ToList();
    }

    private List<SimilarGroup> Plain() => new PlainSimilarSearch(Mine.Reporter).Run([Source], SimilarSearch.DefaultDistance, default).ToList();

    private static string[][] Names(List<SimilarGroup> groups) => [.. groups.Select(group =>
        group.Files.Select(file => $"{Path.GetFileName(file.FullName)}{(file.IsOriginal ? "*" : "")}").ToArray()).OrderBy(names => names[0], StringComparer.Ordinal)];

    private ImportSession Import(string title = "Italy") => Mine.Import(Source, title, request => request with { Layout = "{source}", NoPreview = false });

    private void PutSome()
    {
        Put("1.jpg", PhotoLike.Jpeg(1, 640, 480));
        Put("1 small.jpg", PhotoLike.Jpeg(1, 320, 240, 60));
        Put("1 tiny.jpg", PhotoLike.Jpeg(1, 160, 120, 50));
        Put("2.jpg", PhotoLike.Jpeg(2, 480, 640));
        Put("2 again.jpg", PhotoLike.Jpeg(2, 480, 640, 30));
        Put("3.jpg", PhotoLike.Jpeg(3, 640, 480));
        Put("black 1.jpg", Flat(0));
        Put("black 2.jpg", Flat(1));
    }

    private static byte[] Flat(int shade)
    {
        using var image = Image.Black(300, 200);
        using var other = image.Linear([1], [shade]);
        using var bytes = other.Cast(Enums.BandFormat.Uchar);
        return bytes.JpegsaveBuffer();
    }

    private long Known() => Mine.Use(db => db.Scalar<long>("SELECT count(*) FROM likeness"));

    [Fact]
    public void Registered_CatalogThatCannotBeWritten_ComparesWhatIsKnownAndTellsTheRest()
    {
        PutSome();
        Import();
        Mine.Use(db => db.Execute("DELETE FROM likeness WHERE image_id IN (SELECT image_id FROM file WHERE path LIKE '%/2.jpg' OR path LIKE '%/1 tiny.jpg')"));
        using CatalogDatabase db = CatalogDatabase.OpenUnchanged(Mine.Catalog);
        Assert.Equal([["1.jpg*", "1 small.jpg"]], Names([.. new SimilarSearch(db, Mine.Reporter).Run(null, SimilarSearch.DefaultDistance, default)]));
        Assert.Contains("2 images have not been looked at yet, and this catalog cannot be written.", Assert.Single(Mine.Warnings), StringComparison.Ordinal);
    }

    private static readonly string[][] Expected = [["1.jpg*", "1 small.jpg", "1 tiny.jpg"], ["2.jpg*", "2 again.jpg"]];

    [Fact]
    public void Registered_EncodedAgainAndSmaller_AreGroupedWithTheirOriginal()
    {
        PutSome();
        Import();
        Assert.Equal(8, Known());
        List<SimilarGroup> groups = Registered();
        groups.Sort((one, other) => other.Count - one.Count);
        Assert.Equal(Expected, Names(groups));
        Assert.Empty(Mine.Warnings);
        Assert.Equal((3, 3), (groups[0].Count, groups[0].Images));
        Assert.Equal(groups[0].Hothash, groups[0].Files[0].Hothash);
        Assert.Equal((0, 640, 480), (groups[0].Files[0].Distance, groups[0].Files[0].Width, groups[0].Files[0].Height));
        Assert.All(groups.SelectMany(group => group.Files), file => Assert.Equal((64, true), (file.Likeness.Length, File.Exists(file.FullName))));
    }

    [Fact]
    public void Plain_EncodedAgainAndSmaller_AreGroupedWithTheirOriginal()
    {
        PutSome();
        Put("sub/3 copy.jpg", PhotoLike.Jpeg(3, 640, 480));
        Put("text.jpg", "no picture"u8.ToArray());
        Put("cut.jpg", PhotoLike.Jpeg(4, 640, 480)[..300]);
        Assert.Equal(Expected, Names(Plain()));
        Assert.Empty(Mine.Errors);
        Assert.Equal(11, Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Count());
    }

    /// <summary>Most pixels, then most facts, then most bytes.</summary>
    [Fact]
    public void Original_OfOneSize_IsThatWithFactsThenBytes()
    {
        byte[] bare = PhotoLike.Jpeg(1, 640, 480, 95), sent = PhotoLike.Jpeg(1, 640, 480, 40), taken = PhotoLike.Jpeg(1, 640, 480, 60);
        Put("bare.jpg", bare);
        Put("sent.jpg", sent);
        Assert.Equal([["bare.jpg*", "sent.jpg"]], Names(Plain()));
        byte[] exif = [.. "Exif\0\0"u8, .. new ImaLink.Tests.Media.Metadata.TiffBuilder().Ascii(0x0110, "Model X").Build()];
        Put("taken.jpg", [.. taken[..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. taken[2..]]);
        Assert.Equal("taken.jpg*", Names(Plain()).Single()[0]);
        Import();
        Assert.Equal("taken.jpg*", Names(Registered()).Single()[0]);
    }

    [Fact]
    public void Registered_FilesOfOneImage_AreOnePicture()
    {
        Put("1.jpg", PhotoLike.Jpeg(1, 640, 480));
        Put("2.jpg", PhotoLike.Jpeg(2, 640, 480));
        Import();
        TestArchive backup = Second();
        backup.Import(Source, "Again", request => request with { NoPreview = false });
        Assert.Empty(Registered());

        Put("1 small.jpg", PhotoLike.Jpeg(1, 320, 240));
        Import("More");
        Assert.Equal([["1.jpg*", "1.jpg*", "1 small.jpg"]], Names(Registered()));
        Assert.Equal([["1.jpg*", "1 small.jpg"]], Names(Registered(10, Mine.Storage.Uuid)));
        Assert.Empty(Registered(10, backup.Storage.Uuid));
    }

    [Fact]
    public void Registered_ImagesOfOnePhoto_AreNotToldOfEachOther()
    {
        PutSome();
        Import();
        Mine.Use(db => db.Execute("UPDATE image SET photo_id = (SELECT min(photo_id) FROM image WHERE width = 640) WHERE width IN (320, 640)"));
        Assert.Equal([["1.jpg*", "1 tiny.jpg"], ["2.jpg*", "2 again.jpg"]], Names(Registered()));
    }

    [Fact]
    public void Restored_LikenessIsReadFromHotpreviews()
    {
        PutSome();
        Import();
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        using (var db = CatalogDatabase.OpenForWriting(other.Catalog))
        {
            var recovery = new RecoveryService(db);
            foreach (var storage in recovery.Find([Mine.Layout.Root], Mine.Reporter, default))
                recovery.Restore(storage, new RestoreRequest(), _ => { }, Mine.Reporter, default);
        }

        Assert.Equal(Expected, Names(In(other.Catalog)));
        Assert.Empty(Mine.Warnings);
        other.Use(db => db.Execute("UPDATE likeness SET version = 0, hash = zeroblob(32)")); // of another recipe
        Assert.Equal(Expected, Names(In(other.Catalog)));
        other.Use(db => db.Execute("DELETE FROM likeness"));
        other.Use<object?>(db =>
        {
            new PreviewUpdateService(db, Timeout).Run(Mine.Storage.Uuid, false, _ => { }, Mine.Reporter, default);
            return null;
        });
        Assert.Equal(8, other.Use(db => db.Scalar<long>("SELECT count(*) FROM likeness")));
    }

    [Fact]
    public void Offline_StillFoundByWhatTheCatalogKeeps()
    {
        PutSome();
        Import();
        Directory.Move(Mine.Layout.Root, Mine.Layout.Root + " away");
        Assert.Equal(Expected, Names(Registered()));
        Mine.Use(db => db.Execute("DELETE FROM likeness"));
        Assert.Empty(Registered());
        Assert.StartsWith("8 images have no preview", Mine.Warnings.Single());
    }

    [Fact]
    public void HostileHotpreviews_AreLeftOut()
    {
        PutSome();
        Import();
        Mine.Use(db => db.Execute("DELETE FROM likeness"));
        foreach (ImageFile file in Files())
        {
            string preview = Mine.Layout.Hotpreview(file.Hothash);
            if (file.Name == "1 small.jpg")
                File.WriteAllText(preview, "no JPEG");
            if (file.Name != "2 again.jpg")
                continue;
            File.Move(preview, Path.Combine(Folder, "elsewhere.jpg"));
            File.CreateSymbolicLink(preview, Path.Combine(Folder, "elsewhere.jpg"));
        }

        Assert.Equal([["1.jpg*", "1 tiny.jpg"]], Names(Registered()));
        Assert.StartsWith("2 images have no preview", Mine.Warnings.Single());
    }

    /// <summary>A picture that was turned shows something else: what was read of the former preview goes with it.</summary>
    [Fact]
    public void PreviewIsDropped_LikenessGoes()
    {
        PutSome();
        Import();
        string hothash = Files().First(file => file.Name == "1 small.jpg").Hothash;
        Mine.Use<object?>(db =>
        {
            db.Previews.SetLacking(db.Storages.Find(Mine.Storage.Uuid)!.Id, hothash);
            return null;
        });
        Assert.Equal(7, Known());
        File.Delete(Mine.Layout.Hotpreview(hothash));
        Assert.Equal([["1.jpg*", "1 tiny.jpg"], ["2.jpg*", "2 again.jpg"]], Names(Registered()));
        Mine.Use<object?>(db =>
        {
            new PreviewUpdateService(db, Timeout).Run(Mine.Storage.Uuid, false, _ => { }, Mine.Reporter, default);
            return null;
        });
        Assert.Equal(8, Known());
        Assert.Equal(Expected, Names(Registered()));
    }

    [Fact]
    public void Missing_IsNotTold()
    {
        PutSome();
        Import();
        Mine.Use(db => db.Execute("UPDATE file SET state = 'Missing' WHERE path LIKE '%1.jpg'"));
        Assert.Equal([["1 small.jpg*", "1 tiny.jpg"], ["2.jpg*", "2 again.jpg"]], Names(Registered()));
    }

    /// <summary>Whatever the order of rows, the groups are the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnyOrderOfImport_GivesTheSameGroups(int seed)
    {
        for (int number = 0; number < 12; number++)
        {
            Put($"{number}.jpg", PhotoLike.Jpeg(number / 4, 400, 300, 50 + number % 4 * 10));
        }

        string[] files = [.. Directory.EnumerateFiles(Source).Order(StringComparer.Ordinal)];
        new Random(seed).Shuffle(files);
        foreach (string file in files)
            Mine.Import(file, Path.GetFileName(file), request => request with { NoPreview = false });
        Assert.Equal([["3.jpg*", "0.jpg", "1.jpg", "2.jpg"], ["7.jpg*", "4.jpg", "5.jpg", "6.jpg"], ["11.jpg*", "10.jpg", "8.jpg", "9.jpg"]],
            Names(Registered()).Select(names => names[..1].Concat(names[1..].Order(StringComparer.Ordinal)).ToArray()).OrderBy(names => int.Parse(names[0][..^5], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
