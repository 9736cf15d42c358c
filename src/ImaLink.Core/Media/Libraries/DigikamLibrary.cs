using ImaLink.Media.Metadata;

namespace ImaLink.Media.Libraries;

/// <summary>
/// digiKam's database in SQLite (digikam4.db), by the schema in its sources (dbconfig.xml.cmake.in). Its albums are folders, with a description and a photo that stands for them; photos that are grouped behind
/// another one are a stack.
/// </summary>
internal sealed class DigikamLibrary : PhotoLibrary
{
    // Images.status and ImageRelations.type, which digiKam keeps constant.
    private const int Visible = 1, Trashed = 3, IsGroupedBehind = 2;

    private readonly LibraryTable _image, _album, _information;

    internal DigikamLibrary(LibraryDatabase database)
        : base(database) =>
        (_image, _album, _information) = (database.Table("Images", "image"), database.Table("Albums", "album"), database.Table("ImageInformation", "information"));

    internal override string Program => "digiKam";

    internal override string Identity
    {
        get
        {
            LibraryTable setting = Database.Table("Settings");
            return !setting.Exists ? Database.Path
                : Database.Query($"SELECT {setting["value"]} FROM Settings WHERE {setting["keyword"]} = 'databaseUUID'", row => row.Text(0)).FirstOrDefault() ?? Database.Path;
        }
    }

    internal override long Count => Database.Query($"SELECT count(*) FROM Images AS image WHERE {IsVisible}", row => row.Whole(0) ?? 0).First();

    internal override IEnumerable<string> NotTaken =>
        Counted($"SELECT count(*) FROM Images AS image WHERE {_image["status"]} = {Trashed}", "a photo in its trash", "photos in its trash")
            .Concat(Database.Has("Searches") ? Counted("SELECT count(*) FROM Searches WHERE name NOT LIKE '\\_%' ESCAPE '\\'", "a saved search", "saved searches") : []);

    internal override IReadOnlyDictionary<long, LibraryAlbum> Albums
    {
        get
        {
            LibraryTable root = Database.Table("AlbumRoots", "root");
            var folders = Database.Query($"""
                SELECT {_album["id"]}, {_album["albumRoot"]}, {_album["relativePath"]}, {_album["caption"]}, {_album["icon"]}, {root["label"]}
                FROM Albums AS album JOIN AlbumRoots AS root ON {root["id"]} = {_album["albumRoot"]}
                """, row => (Id: row.Id(0), Root: row.Id(1), Path: row.Text(2) ?? "/", Caption: row.Text(3), Icon: row.Whole(4), Label: row.Text(5))).DistinctBy(folder => (folder.Root, folder.Path)).ToList();
            Dictionary<(long, string), long> ids = folders.ToDictionary(folder => (folder.Root, folder.Path), folder => folder.Id);
            return folders.DistinctBy(folder => folder.Id).ToDictionary(folder => folder.Id, folder => new LibraryAlbum(
                folder.Path == "/" ? folder.Label ?? "" : folder.Path[(folder.Path.LastIndexOf('/') + 1)..],
                folder.Path.LastIndexOf('/') is var end and > 0 && ids.TryGetValue((folder.Root, folder.Path[..end]), out long parent) ? parent : null)
            {
                Description = folder.Caption,
                Cover = folder.Icon,
            });
        }
    }

    private string IsVisible => $"{_image["status"]} = {Visible}";

    /// <summary>Whether a database is such a one.</summary>
    internal static bool Fits(LibraryDatabase database) => database.Has("Images", "Albums", "AlbumRoots", "Tags", "ImageTags");

    internal override IEnumerable<LibraryPhoto> Photos()
    {
        LibraryTable root = Database.Table("AlbumRoots", "root");
        using DigikamWords words = new(Database);
        using OwnedRows<Information> information = Database.Owned(!_information.Exists ? null : $"""
            SELECT {_information["imageid"]}, {_information["rating"]}, {_information["creationDate"]}, {_information["width"]}, {_information["height"]}, {_information["orientation"]}
            FROM ImageInformation AS information ORDER BY 1
            """, row => new Information((int?)Bounded(row.Whole(1)), CaptureTime.Parse(row.Text(2), null), (int?)Bounded(row.Whole(3)), (int?)Bounded(row.Whole(4)), (int?)Bounded(row.Whole(5))));
        foreach (LibraryPhoto photo in Database.Query($"""
            SELECT {_image["id"]}, {root["identifier"]}, {root["specificPath"]}, {_album["relativePath"]}, {_image["name"]}, {_image["fileSize"]}
            FROM Images AS image JOIN Albums AS album ON {_album["id"]} = {_image["album"]} LEFT JOIN AlbumRoots AS root ON {root["id"]} = {_album["albumRoot"]}
            WHERE {IsVisible} ORDER BY 1
            """, row => new LibraryPhoto { Id = row.Id(0), Path = PathOf(row), Size = row.Whole(5) is { } size and > 0 ? size : null, Facts = new() }))
        {
            Information? known = information.Of(photo.Id).FirstOrDefault();
            ImageFacts facts = words.Of(photo.Id, known?.Width, known?.Height, known?.Orientation);
            yield return photo with
            {
                Times = known?.Taken is { } taken ? [taken] : [],
                Width = known?.Width,
                Height = known?.Height,
                Facts = facts with { Rating = known?.Rating is { } rating and <= 5 ? rating : null, TakenAt = AsWord(known?.Taken) },
            };
        }
    }

    internal override IEnumerable<LibraryMembers> Members() => Grouped(Database.Query($"""
        SELECT {_image["album"]}, {_image["id"]} FROM Images AS image {(_information.Exists ? $"LEFT JOIN ImageInformation AS information ON {_information["imageid"]} = {_image["id"]}" : "")}
        WHERE {IsVisible} AND {_image["album"]} NOT NULL ORDER BY 1, {(_information.Exists ? _information["creationDate"] : "2")}, 2
        """, row => (row.Id(0), row.Id(1)))).Select(album => new LibraryMembers(album.Group, album.Members, IsArranged: false));

    internal override IEnumerable<IReadOnlyList<long>> Stacks()
    {
        LibraryTable relation = Database.Table("ImageRelations", "relation");
        return !relation.Exists ? [] : Grouped(Database.Query($"""
            SELECT {relation["object"]}, {relation["subject"]} FROM ImageRelations AS relation WHERE {relation["type"]} = {IsGroupedBehind} ORDER BY 1, 2
            """, row => (row.Id(0), row.Id(1)))).Select(stack => (IReadOnlyList<long>)[stack.Group, .. stack.Members]);
    }

    private sealed record Information(int? Rating, CaptureTime? Taken, int? Width, int? Height, int? Orientation);

    /// <summary>Where a collection lies is said by a URL: a path, or the UUID of a volume, of which only the path on it is known.</summary>
    private static string PathOf(LibraryRow row)
    {
        string place = Array.Find((row.Text(1) ?? "").Split('?', '&'), part => part.StartsWith("path=", StringComparison.Ordinal) || part.StartsWith("mountpath=", StringComparison.Ordinal)) ?? "";
        string start = Uri.UnescapeDataString(place[(place.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        string path = string.Join('/', new[] { row.Text(2), row.Text(3), row.Text(4) }.Select(part => (part ?? "").Trim('/')).Where(part => part.Length > 0));
        return start.Length > 0 ? $"{start.TrimEnd('/')}/{path}" : path;
    }
}
