using ImaLink.SamplePhotos;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests.Help;

/// <summary>An archive as the examples of help speak of it (archive.ps1), made once, and put back before each of them.</summary>
public sealed class ExampleWorld : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imalink-world-").FullName;

    public ExampleWorld()
    {
        foreach (string folder in new[] { "mnt/photos", "mnt/old", "mnt/nas", "mnt/newdisk", "media/usb", "media/backup", "home/backups", "home/best", "home/selection", "here" })
            Directory.CreateDirectory(Path.Combine(Folder, folder));
        Sources();
        using var module = new ModuleFixture();
        module.Invoke($"$World = '{Folder}'; $PSDefaultParameterValues = @{{ '*-Ima*:Catalog' = \"$World/catalog.db\" }}; {File.ReadAllText(Path.Combine(Repository.Root, "tests", "ImaLink.PowerShell.Tests", "Help", "archive.ps1"))}").Clean();
        CopyTree(Folder, Template);
    }

    /// <summary>What stands for / in examples.</summary>
    public string Folder => Path.Combine(_folder, "world");

    private string Template => Path.Combine(_folder, "template");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Puts everything back as it was at the beginning.</summary>
    public void Renew()
    {
        Directory.Delete(Folder, recursive: true);
        CopyTree(Template, Folder);
    }

    private void Sources()
    {
        uint number = 100;
        void Photo(string name, string make, string model, string takenAt) => Write(name, new Exif { Make = make, Model = model, TakenAt = DateTime.Parse(takenAt, System.Globalization.CultureInfo.InvariantCulture) }
            .InsertInto(TinyJpeg.Encode(number++)));
        void Vector(string vector, string name) => Write(name, File.ReadAllBytes(Path.Combine(Repository.Root, "docs", "hothash-vectors", vector)));

        foreach (string name in new[] { "sources/summer/IMG_0007.jpg", "sources/summer/IMG_0042.JPG", "sources/summer/held 1.jpg", "sources/summer/held 2.jpg", "sources/summer/held 3.jpg" })
            Photo(name, "Canon", "Canon EOS R6", "2024-07-01T10:11:12");
        Photo("sources/italy/IMG_0107.JPG", "Canon", "Canon EOS R6", "2024-06-01T08:00:00");
        Photo("sources/italy/IMG_2041.JPG", "Apple", "iPhone 15", "2024-06-01T09:30:00");
        Write("sources/italy/wide.jpg", new Exif { Make = "Google", Model = "Pixel 8", TakenAt = new DateTime(2024, 6, 3), Gps = (45.98, 9.26, 200) }.InsertInto(PhotoLike.Jpeg(7, 40, 30)));
        Vector("cr2.cr2", "sources/italy/IMG_0042.CR2");
        Vector("nef.nef", "sources/italy/DSC_0001.NEF");
        Vector("cr3.cr3", "sources/italy/IMG_0043.CR3");
        byte[] raw = File.ReadAllBytes(Path.Combine(Folder, "sources/italy/IMG_0043.CR3"));
        raw[^1] ^= 1;
        Write("sources/italy/IMG_0044.CR3", raw);
        Vector("heic.heic", "sources/italy/IMG_2042.HEIC");
        Vector("quicktime.mov", "sources/italy/IMG_2042.MOV");
        Vector("tiff-strips.tif", "sources/italy/Trevi.tif");
        Photo("sources/italy/IMG_0300.JPG", "Canon", "Canon EOS R6", "2024-06-02T08:00:00");
        Photo("sources/italy/IMG_E0300.JPG", "Canon", "Canon EOS R6", "2024-06-02T08:00:00");
        Photo("sources/alps/ridge.jpg", "Google", "Pixel 8", "2024-08-01T10:05:00");
        Photo("sources/alps/summit.jpg", "Google", "Pixel 8", "2024-08-01T10:10:00");
        Write("sources/kyoto/film.mov", TinyFilm.Encode(1, new DateTime(2024, 11, 2, 22, 0, 0, DateTimeKind.Utc)));
        foreach (string name in new[] { "Grandma 1962 front.jpg", "Grandma 1962 back.jpg", "Grandma 1962 restored.jpg" })
            Photo("sources/scans/" + name, "Epson", "V600", "2019-01-02T03:04:05");
        Photo("sources/test/one.jpg", "Google", "Pixel 8", "2025-01-01T00:00:00");
        Photo("sources/test/removed.jpg", "Google", "Pixel 8", "2025-01-01T00:00:01");
        Vector("jpeg-cut.jpg", "sources/test/cut.jpg");

        Photo("media/card/DCIM/IMG_0200.JPG", "Canon", "Canon EOS R6", "2024-07-02T10:00:00");
        Photo("media/phone/DCIM/IMG_3000.JPG", "Apple", "iPhone 15", "2024-11-03T07:00:00");
        Write("media/phone/DCIM/IMG_3001.MOV", TinyFilm.Encode(2, new DateTime(2024, 11, 2, 22, 0, 0, DateTimeKind.Utc)));
        Photo("here/scans/page.jpg", "Epson", "V600", "2020-01-01T00:00:00");
        Photo("here/mixed/a.jpg", "Google", "Pixel 8", "2020-01-01T00:00:00");
        Photo("here/takeout-001/Takeout/Google Photos/Photos from 2020/a.jpg", "Google", "Pixel 8", "2020-01-03T00:00:00");
        Write("here/takeout-002/Takeout/Google Photos/Photos from 2020/a.jpg.supplemental-metadata.json",
            System.Text.Encoding.UTF8.GetBytes("""{ "title": "a.jpg", "photoTakenTime": { "timestamp": "1578009600" }, "description": "A lake" }"""));
        Photo("here/icloud/iCloud Photos Part 1 of 1/Photos/IMG_1.JPG", "Apple", "iPhone 15", "2020-01-04T00:00:00");
        Write("here/icloud/iCloud Photos Part 1 of 1/Photos/Photo Details.csv", "imgName,fileChecksum,favorite,hidden,deleted,originalCreationDate\nIMG_1.JPG,x,yes,no,no,\"Saturday January 4,2020 12:00 AM GMT\"\n"u8.ToArray());
        Photo("here/photos/a.jpg", "Google", "Pixel 8", "2020-01-02T00:00:00");
        Copy("here/photos/a.jpg", "here/photos/sub/b.jpg");
        Copy("docs/hothash-vectors/text.jpg", "here/photos/text.jpg", Repository.Root);
        Copy("sources/summer/IMG_0007.jpg", "here/found.jpg");
        Write("here/track.gpx", System.Text.Encoding.UTF8.GetBytes("""
            <gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><trk><trkseg>
            <trkpt lat="46.1" lon="9.1"><time>2024-08-01T10:04:00Z</time></trkpt><trkpt lat="46.2" lon="9.2"><time>2024-08-01T10:12:00Z</time></trkpt>
            </trkseg></trk></gpx>
            """));
        Write("home/Pictures/large.jpg", PhotoLike.Jpeg(1, 400, 300));
        Write("home/Pictures/small.jpg", PhotoLike.Jpeg(1, 200, 150));
        Copy("home/Pictures/large.jpg", "home/Pictures/once more.jpg");
        LibrarySample.Make(Path.Combine(Folder, "home/Pictures/Lightroom.lrcat"), "lightroom", $"""
            INSERT INTO AgLibraryRootFolder (id_local, id_global, absolutePath) VALUES (1, 'r', '{Folder}/sources/italy/'); INSERT INTO AgLibraryFolder (id_local, id_global, rootFolder) VALUES (1, 'd', 1);
            INSERT INTO AgLibraryFile (id_local, id_global, baseName, extension, folder) VALUES (1, 'f1', 'IMG_0107', 'JPG', 1), (2, 'f2', 'never imported', 'JPG', 1);
            INSERT INTO Adobe_images (id_local, id_global, rootFile, rating) VALUES (1, 'i1', 1, 3), (2, 'i2', 2, 3);
            """);
        LibrarySample.Make(Path.Combine(Folder, "home/Pictures/digikam4.db"), "digikam", "");
    }

    private void Write(string name, byte[] bytes)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    private void Copy(string from, string to, string? root = null) => Write(to, File.ReadAllBytes(Path.Combine(root ?? Folder, from)));

    private static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }
}
