using ImaLink.Import;
using ImaLink.Integrity;
using ImaLink.Reconcile;
using ImaLink.Tests.Import;
using ImaLink.Tests.Integrity;
using ImaLink.Tests.Media.Metadata;
using ImaLink.Trash;
using NetVips;

namespace ImaLink.Tests.Archive;

/// <summary>Photos of one image, each turned in its own way.</summary>
public abstract class PreviewUpkeepTest : IntegrityTest
{
    private protected static readonly byte[] Picture = Quarters();

    private protected int Clock { get; set; }

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
    private protected static byte[] Jpeg(int orientation, string model = "Model X")
    {
        byte[] exif = new TiffBuilder().Ascii(0x0110, model).Short(0x0112, (ushort)orientation).Build();
        byte[] block = [.. "Exif\0\0"u8, .. exif];
        return [.. Picture[..2], 0xFF, 0xE1, (byte)((block.Length + 2) >> 8), (byte)(block.Length + 2), .. block, .. Picture[2..]];
    }

    private protected ImportSession Import(params (string Name, int Orientation)[] photos)
    {
        foreach (string former in Directory.EnumerateFiles(Source))
            File.Delete(former);
        foreach ((string name, int orientation) in photos)
            Put(name, Jpeg(orientation, $"Model {++Clock}"));
        return Mine.Import(Source, $"Session {++Clock}", request => request with { Layout = "{source}", NoPreview = false });
    }

    private protected void Retag(string path, int orientation, string? model = null) => Overwrite(path, Jpeg(orientation, model ?? $"Model {++Clock}"));

    private protected void Overwrite(string path, byte[] content)
    {
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(7 * ++Clock).AddTicks(1234567));
    }

    private protected List<Finding> Sync(TestArchive? archive = null) => (archive ?? Mine).Use(db =>
    {
        var findings = new List<Finding>();
        new ReconcileService(db, Timeout, new ImportService(db, Timeout)).Sync(
            Mine.Storage.Uuid, new SyncRequest { AllowMassMissing = true }, findings.Add, Mine.Reporter, default);
        return findings;
    });

    private protected void Remove(string path) => Mine.Use<object?>(db =>
    {
        if (db.Files.ByPath(db.Storages.Find(Mine.Storage.Uuid)!.Id, "photos/" + path) is { } row)
            new TrashService(db, Timeout).Remove(Mine.Storage.Uuid, [row.Id], default);
        return null;
    });

    private protected List<TrashItem> Trash() => Mine.Use(db => new TrashService(db, Timeout).Find(Selector.ByUuid(Mine.Storage.Uuid), null, Mine.Reporter).ToList());

    private protected void Restore(string name) => Mine.Use(db => new TrashService(db, Timeout).Restore(
        Mine.Storage.Uuid, [Trash().Last(item => item.Name == name).Id], Mine.Reporter, default));

    private protected List<string> Candidates(bool force = false) => Mine.Use(db =>
        new PreviewUpdateService(db, Timeout).Candidates(Mine.Storage.Uuid, force, default).Select(file => file.Name).ToList());

    private protected static string PreviewFile(TestArchive archive) => Directory.EnumerateFiles(archive.Layout.Hotpreviews, "*.jpg", SearchOption.AllDirectories).Single();

    private protected void AssertShown(int orientation, TestArchive? archive = null, string why = "")
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
