using ImaLink.Import;
using ImaLink.Index;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Replication;
using ImaLink.Tests.Import;
using ImaLink.Tests.Integrity;
using ImaLink.Tests.Media.Metadata;
using ImaLink.Trash;
using NetVips;

namespace ImaLink.Tests.Archive;

/// <summary>Whatever turns a photo, or lets another file count for its image: the preview shows what counts.</summary>
public sealed class PreviewUpkeepTests : IntegrityTest
{
    private static readonly byte[] Picture = Quarters();
    private int _clock;

    [Theory]
    [InlineData(6)]
    [InlineData(3)]
    [InlineData(2)]
    public void Sync_PhotoWasTurned_TurnsItsPreview(int orientation)
    {
        Import(("a.jpg", 1));
        AssertShown(1);
        Retag(Mine.Photo("a.jpg"), orientation);
        Assert.Equal(["MetadataChanged"], Sync().ConvertAll(finding => finding.Kind));
        AssertShown(orientation);
        Assert.True(Assert.Single(Files()).HasHotpreview);
        AssertWhole(Mine);
    }

    [Fact]
    public void Update_PreviewThatWouldComeOutTheSame_IsNotListed()
    {
        Import(("a.jpg", 1));
        Assert.Empty(Candidates());
        // What an earlier version read of it, say: the record differs from what the file says, and no preview can please both.
        Mine.Use(db => db.Execute("UPDATE file SET orientation = 6"));
        Assert.Empty(Candidates());
        Assert.Empty(Update());
        Assert.Equal(["a.jpg"], Candidates(force: true));

        using (var other = Image.Black(48, 64))
            File.WriteAllBytes(PreviewFile(Mine), other.JpegsaveBuffer());
        Mine.Use(db => db.Execute("UPDATE file SET orientation = 1"));
        Assert.Equal(["a.jpg"], Candidates());
        Assert.Equal(["a.jpg"], Update());
        Assert.Empty(Candidates());
    }

    [Fact]
    public void Import_OrientationInXmpAlone_ShowsItTurned()
    {
        byte[] packet = [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. System.Text.Encoding.UTF8.GetBytes(XmpSamples.Packet("<tiff:Orientation>6</tiff:Orientation>"))];
        Put("a.jpg", [.. Picture[..2], 0xFF, 0xE1, (byte)((packet.Length + 2) >> 8), (byte)(packet.Length + 2), .. packet, .. Picture[2..]]);
        Mine.Import(Source, "Turned", request => request with { Layout = "{source}", NoPreview = false });
        Assert.Equal(6, Assert.Single(Files()).Orientation);
        AssertShown(6);
        Assert.Empty(Candidates());
    }

    [Fact]
    public void Sync_OtherTagsChanged_LeavesThePreview()
    {
        Import(("a.jpg", 6));
        DateTime made = File.GetLastWriteTimeUtc(PreviewFile(Mine));
        Retag(Mine.Photo("a.jpg"), 6, "Model Y");
        Sync();
        Assert.Equal(made, File.GetLastWriteTimeUtc(PreviewFile(Mine)));
        AssertShown(6);
    }

    [Fact]
    public void Sync_AnotherPictureInItsPlace_GetsItsPreview()
    {
        Import(("a.jpg", 1));
        using (var other = Image.Black(64, 48).Invert().Cast(Enums.BandFormat.Uchar))
            Overwrite(Mine.Photo("a.jpg"), other.JpegsaveBuffer());
        Sync();
        Assert.True(Assert.Single(Files()).HasHotpreview);
        Assert.True(File.Exists(Mine.Layout.Hotpreview(Files()[0].Hothash)));
    }

    [Fact]
    public void Import_VariantsOfOneImage_ShowTheFirstOfTheIndex()
    {
        Import(("b.jpg", 6));
        Import(("a.jpg", 3));
        AssertShown(6);
        Import(("d.jpg", 8), ("c.jpg", 1)); // a later session
        AssertShown(6);
    }

    [Fact]
    public void Import_VariantsInOneSession_ShowTheFirstPath()
    {
        Import(("b.jpg", 6), ("c.jpg", 1), ("a.jpg", 8));
        AssertShown(8);
    }

    [Fact]
    public void Remove_TheFileThatCounts_ShowsTheNext_AndRestoredItCountsAgain()
    {
        Import(("a.jpg", 1));
        Import(("b.jpg", 3));
        Remove("a.jpg");
        AssertShown(3);
        Restore("a.jpg");
        AssertShown(1);
    }

    [Fact]
    public void Restore_WhenAnotherWasShownMeanwhile_ShowsWhatIsBack()
    {
        Import(("a.jpg", 1));
        Import(("b.jpg", 3));
        Remove("b.jpg");
        Remove("a.jpg");
        Restore("b.jpg");
        AssertShown(3);
        Remove("b.jpg");
        Restore("a.jpg");
        AssertShown(1);
    }

    [Fact]
    public void Repair_Previous_ShowsTheFormerTurn()
    {
        ImportSession session = Import(("a.jpg", 1));
        TestArchive backup = Second();
        Copy(session, backup);
        Retag(Mine.Photo("a.jpg"), 6);
        Sync();
        AssertShown(6);
        Assert.Single(Mine.Use(db => new FileRepairService(db, Timeout).Run([new FileFilter { Storages = [Selector.ByUuid(Mine.Storage.Uuid)] }], previous: true, _ => true, Mine.Reporter, default).ToList()));
        AssertShown(1);
    }

    [Fact]
    public void Copy_AnotherVariantThanTheOneShown_ShowsItself()
    {
        Import(("a.jpg", 1));
        ImportSession second = Import(("b.jpg", 8));
        TestArchive backup = Second();
        Copy(second, backup);
        AssertShown(8, backup);
        Assert.True(Assert.Single(Files(backup)).HasHotpreview);
    }

    [Fact]
    public void Copy_NewerVersionThatIsTurned_TurnsThePreviewOfTheReplica()
    {
        ImportSession session = Import(("a.jpg", 1));
        TestArchive backup = Second();
        Copy(session, backup);
        AssertShown(1, backup);
        Retag(Mine.Photo("a.jpg"), 6);
        Sync();
        Copy(session, backup);
        AssertShown(6, backup);
    }

    [Fact]
    public void Sync_ByAnotherCatalogOfTheStorage_IsSeenByAll()
    {
        Import(("a.jpg", 1));
        TestArchive other = Mine.SeenBy(Path.Combine(Folder, "other.db"));
        Retag(Mine.Photo("a.jpg"), 8);
        Sync(other);
        Mine.Write();
        Assert.Equal(8, Assert.Single(Files()).Orientation);
        AssertShown(8);
    }

    [Fact]
    public void Update_MendsWhatIsLackingOrStale_AndThenNothing()
    {
        Import(("a.jpg", 6));
        byte[] right = File.ReadAllBytes(PreviewFile(Mine));
        Assert.Empty(Update());

        using (var across = Image.NewFromBuffer(Picture))
            File.WriteAllBytes(PreviewFile(Mine), across.JpegsaveBuffer()); // as it was before the photo was turned
        Assert.Equal(["a.jpg"], Update());
        Assert.Equal(right, File.ReadAllBytes(PreviewFile(Mine)));

        File.WriteAllBytes(PreviewFile(Mine), [1, 2, 3]);
        Assert.Equal(["a.jpg"], Update());
        File.Delete(PreviewFile(Mine));
        Assert.Equal(["a.jpg"], Update());
        Assert.Equal(right, File.ReadAllBytes(PreviewFile(Mine)));
        Assert.Empty(Update());
        Assert.Empty(Update(force: true)); // none that would be another one
    }

    [Fact]
    public void Update_PreviewOlderThanTheLastChange_IsMadeAgain()
    {
        Import(("a.jpg", 1));
        Retag(Mine.Photo("a.jpg"), 3);
        Sync();
        byte[] right = File.ReadAllBytes(PreviewFile(Mine));
        using (var before = Image.NewFromBuffer(Picture))
            File.WriteAllBytes(PreviewFile(Mine), before.JpegsaveBuffer()); // of the same shape
        File.SetLastWriteTimeUtc(PreviewFile(Mine), DateTime.UtcNow.AddDays(-1));
        Assert.Equal(["a.jpg"], Update());
        Assert.Equal(right, File.ReadAllBytes(PreviewFile(Mine)));
    }

    [Fact]
    public void AfterImportWithoutPreviews_UpdateMakesThem()
    {
        Put("a.jpg", Jpeg(8));
        Mine.Import(Source, "Bare", request => request with { Layout = "{source}" });
        Assert.False(Assert.Single(Files()).HasHotpreview);
        Assert.Equal(["a.jpg"], Update());
        AssertShown(8);
        Assert.True(Assert.Single(Files()).HasHotpreview);
        AssertWhole(Mine);
    }

    /// <summary>Anything an owner does, in any order: the preview is that of the first present file of the indexes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnySequence_PreviewShowsWhatCounts(int seed)
    {
        var random = new Random(seed);
        var stash = new Stack<(string From, string Name)>();
        Import(("m.jpg", 1));
        for (int step = 0; step < 40; step++)
        {
            List<string> here = Mine.Photos();
            string? one = here.Count > 0 ? here[random.Next(here.Count)] : null;
            string name = $"{(char)('a' + random.Next(26))}{step}.jpg";
            int action = random.Next(8);
            if (action == 0 || one is null)
                Import((name, random.Next(1, 9)), ($"x{name}", random.Next(1, 9)));
            else if (action == 1)
                Retag(Mine.Photo(one), random.Next(1, 9));
            else if (action == 2)
                File.Move(Mine.Photo(one), Mine.Photo(name));
            else if (action == 3)
            {
                File.Move(Mine.Photo(one), Path.Combine(Folder, name));
                stash.Push((Path.Combine(Folder, name), one));
            }
            else if (action == 4 && stash.TryPop(out var back) && !File.Exists(Mine.Photo(back.Name)))
                File.Move(back.From, Mine.Photo(back.Name));
            else if (action == 5)
                Remove(one);
            else if (action == 6 && Trash() is { Count: > 0 } trash)
                Restore(trash[random.Next(trash.Count)].Name);
            if (action is > 0 and < 5)
                Sync();
            if (Counting() is { } orientation)
                AssertShown(orientation, why: $"seed {seed}, step {step}, action {action}");
        }
    }

    private static byte[] Quarters()
    {
        byte[] pixels = [.. Enumerable.Range(0, 64 * 48).Select(i => (i % 64 < 32, i / 64 < 24) switch
        {
            (true, true) => (byte)30,
            (false, true) => (byte)90,
            (true, false) => (byte)150,
            _ => (byte)210,
        })];
        using var bytes = Image.NewFromMemory(pixels, 64, 48, bands: 1, Enums.BandFormat.Uchar);
        return bytes.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.None);
    }

    /// <summary>The picture with an orientation; the image data of all is one.</summary>
    private static byte[] Jpeg(int orientation, string model = "Model X")
    {
        byte[] exif = new TiffBuilder().Ascii(0x0110, model).Short(0x0112, (ushort)orientation).Build();
        byte[] block = [.. "Exif\0\0"u8, .. exif];
        return [.. Picture[..2], 0xFF, 0xE1, (byte)((block.Length + 2) >> 8), (byte)(block.Length + 2), .. block, .. Picture[2..]];
    }

    private ImportSession Import(params (string Name, int Orientation)[] photos)
    {
        foreach (string former in Directory.EnumerateFiles(Source))
            File.Delete(former);
        foreach ((string name, int orientation) in photos)
            Put(name, Jpeg(orientation, $"Model {++_clock}"));
        return Mine.Import(Source, $"Session {++_clock}", request => request with { Layout = "{source}", NoPreview = false });
    }

    private void Retag(string path, int orientation, string? model = null) => Overwrite(path, Jpeg(orientation, model ?? $"Model {++_clock}"));

    private void Overwrite(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(7 * ++_clock).AddTicks(1234567));
    }

    private List<Finding> Sync(TestArchive? archive = null) => (archive ?? Mine).Use(db =>
    {
        var findings = new List<Finding>();
        new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(
            Mine.Storage.Uuid, new SyncRequest { AllowMassMissing = true }, findings.Add, Mine.Reporter, default);
        return findings;
    });

    private void Copy(ImportSession session, TestArchive to) =>
        Mine.Use(db => new SessionCopyService(db, Timeout).Copy(session, Selector.ByUuid(to.Storage.Uuid), Mine.Reporter, default));

    private void Remove(string path) => Mine.Use<object?>(db =>
    {
        if (db.Files.ByPath(db.Storages.Find(Mine.Storage.Uuid)!.Id, "photos/" + path) is { } row)
            new TrashService(db, Timeout).Remove(Mine.Storage.Uuid, [row.Id], default);
        return null;
    });

    private List<TrashItem> Trash() => Mine.Use(db => new TrashService(db, Timeout).Find(Selector.ByUuid(Mine.Storage.Uuid), null, Mine.Reporter).ToList());

    private void Restore(string name) => Mine.Use(db => new TrashService(db, Timeout).Restore(
        Mine.Storage.Uuid, [Trash().Last(item => item.Name == name).Id], Mine.Reporter, default));

    private List<string> Candidates(bool force = false) => Mine.Use(db =>
        new PreviewUpdateService(db, Timeout).Candidates(Mine.Storage.Uuid, force, default).Select(file => file.Name).ToList());

    private List<string> Update(bool force = false) => Mine.Use(db =>
    {
        var changed = new List<string>();
        new PreviewUpdateService(db, Timeout).Run(Mine.Storage.Uuid, force, file => changed.Add(file.Name), Mine.Reporter, default);
        return changed;
    });

    private static string PreviewFile(TestArchive archive) => Directory.EnumerateFiles(archive.Layout.Hotpreviews, "*.jpg", SearchOption.AllDirectories).Single();

    /// <summary>The orientation of the file that counts, as the indexes alone say.</summary>
    private int? Counting() => Directory.EnumerateFiles(Mine.Layout.Imports, "session_*.json").Where(path => !path.Contains("ledger", StringComparison.Ordinal))
        .OrderBy(path => SessionIndexFile.ReadHeader(path).Id)
        .SelectMany(path => SessionIndexFile.ReadFiles(path).OrderBy(file => file.Path, StringComparer.Ordinal))
        .FirstOrDefault(file => file.State == FileState.Present) is { } first ? first.Orientation ?? 1 : null;

    private void AssertShown(int orientation, TestArchive? archive = null, string why = "")
    {
        using var preview = Image.NewFromFile(PreviewFile(archive ?? Mine), memory: true);
        int At(double x, double y) => new[] { 30, 90, 150, 210 }.MinBy(shade => Math.Abs(shade - preview.Getpoint((int)(preview.Width * x), (int)(preview.Height * y))[0]));
        (int, int) corners = (At(0.2, 0.2), At(0.8, 0.2));
        int shown = corners switch
        {
            (30, 90) => 1,
            (90, 30) => 2,
            (210, 150) => 3,
            (150, 210) => 4,
            (30, 150) => 5,
            (150, 30) => 6,
            (210, 90) => 7,
            (90, 210) => 8,
            _ => 0,
        };
        Assert.True(orientation == shown, $"{why}: {shown} is shown, {orientation} counts");
        Assert.Equal(orientation > 4 ? (48, 64) : (64, 48), (preview.Width, preview.Height));
    }
}
