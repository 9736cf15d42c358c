using ImaLink.Catalog;
using ImaLink.Index;
using ImaLink.Photos;
using ImaLink.Photos.Descriptions;
using ImaLink.Tests.Import;

namespace ImaLink.Tests.Photos.Descriptions;

/// <summary>An archive of photos that another program knows, too.</summary>
public abstract class DescriptionTest : ImportTest
{
    private protected string Lightroom => Path.Combine(Folder, "Lightroom.lrcat");

    private protected string Digikam => Path.Combine(Folder, "digikam4.db");

    /// <summary>Photos a, b, c, … of folders, taken a minute after the other from 2024-06-14 09:01, imported.</summary>
    private protected void Fill(params string[] names)
    {
        for (int i = 0; i < names.Length; i++)
            Put(names[i], TestPhotos.Jpeg(i + 1));
        Mine.Import(Source);
    }

    /// <summary>A catalog of Lightroom in which photos of a folder are, with ids from 1; more can be said of them.</summary>
    private protected string MakeLightroom(string rows = "", string? root = null, params string[] names) => LibrarySample.Make(Lightroom, "lightroom", LightroomRows(root ?? Source, names) + rows);

    private static string LightroomRows(string root, string[] names) => $"INSERT INTO AgLibraryRootFolder (id_local, id_global, absolutePath, name) VALUES (1, 'r1', '{Quoted(root)}/', 'card');\n"
        + string.Concat(names.Select((name, i) => $"""
            INSERT OR IGNORE INTO AgLibraryFolder (id_global, pathFromRoot, rootFolder) VALUES ('d{Quoted(FolderOf(name))}', '{Quoted(FolderOf(name))}', 1);
            INSERT INTO AgLibraryFile (id_local, id_global, baseName, extension, folder, originalFilename)
                SELECT {100 + i}, 'f{i}', '{Quoted(Path.GetFileNameWithoutExtension(name))}', '{Path.GetExtension(name)[1..]}', id_local, '{Quoted(Path.GetFileName(name))}' FROM AgLibraryFolder WHERE pathFromRoot = '{Quoted(FolderOf(name))}';
            INSERT INTO Adobe_images (id_local, id_global, rootFile, captureTime, originalCaptureTime) VALUES ({i + 1}, 'i{i}', {100 + i}, '2024-06-14T09:0{i + 1}:00', '2024-06-14T09:0{i + 1}:00');

            """));

    /// <summary>A database of digiKam in which photos of a folder are, with ids from 1.</summary>
    private protected string MakeDigikam(string rows = "", string? root = null, params string[] names) => LibrarySample.Make(Digikam, "digikam",
        $"INSERT INTO AlbumRoots VALUES (1, 'Pictures', 0, 1, 'volumeid:?path={Uri.EscapeDataString(root ?? Source).Replace("%2F", "/", StringComparison.Ordinal)}', '/');\n"
        + string.Concat(names.Select((name, i) => $"""
            INSERT OR IGNORE INTO Albums (albumRoot, relativePath) VALUES (1, '/{Quoted(FolderOf(name).TrimEnd('/'))}');
            INSERT INTO Images (id, album, name, status, category, fileSize) SELECT {i + 1}, id, '{Quoted(Path.GetFileName(name))}', 1, 1, {new FileInfo(Path.Combine(Source, name)).Length}
                FROM Albums WHERE relativePath = '/{Quoted(FolderOf(name).TrimEnd('/'))}';
            INSERT INTO ImageInformation (imageid, rating, creationDate, orientation, width, height) VALUES ({i + 1}, -1, '2024-06-14T09:0{i + 1}:00.000', 1, 32, 32);

            """)) + rows);

    private protected List<DescriptionResult> Take(string path, bool isRehearsal = false) =>
        Mine.Use(db => new DescriptionImportService(db, TimeSpan.FromSeconds(2)).Run(path, isRehearsal, Mine.Reporter, default).ToList());

    /// <summary>What became of the photos: name, verdict, evidence.</summary>
    private protected static List<string> Photos(IEnumerable<DescriptionResult> results) =>
        [.. results.Where(result => result.Kind == DescriptionKind.Photo).Select(result => $"{Path.GetFileName(result.Source)}: {result.Verdict}{(result.Evidence is null ? "" : $" by {result.Evidence}")}")];

    /// <summary>What is said of the image of a file, as the index on the disk has it.</summary>
    private protected Dictionary<string, string?> Said(string name) =>
        SessionIndexFile.ReadFiles(Mine.Layout.SessionIndex(1)).Single(file => file.OriginalPath == Path.Combine(Source, name)).Said?.ToDictionary(word => word.Field, word => word.Value) ?? [];

    private protected string Value(string name, string field) => Said(name).GetValueOrDefault(field) ?? "";

    /// <summary>Says something as its owner does.</summary>
    private protected void Say(string name, string field, string? value) => Mine.Use<object?>(db =>
    {
        var statements = new PhotoStatements(db, TimeSpan.FromSeconds(2));
        statements.Say([(PhotoOf(db, name), new Dictionary<string, string?> { [field] = value })]);
        Assert.Empty(statements.Write());
        return null;
    });

    private protected long PhotoOf(CatalogDatabase db, string name) =>
        db.Scalar<long>("SELECT image.photo_id FROM file JOIN image ON image.id = file.image_id WHERE file.original_path = @0", Path.Combine(Source, name));

    private protected static string Xmp(string properties) =>
        $"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:exif=\"http://ns.adobe.com/exif/1.0/\">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>";

    private static string FolderOf(string name) => name.Contains('/') ? name[..(name.LastIndexOf('/') + 1)] : "";

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
