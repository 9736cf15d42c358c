using ImaLink.Media.Metadata;

namespace ImaLink.Media.Libraries;

/// <summary>
/// The catalog of Lightroom Classic (.lrcat). Adobe documents no schema; names and meanings are those that its readers know, of Lightroom 3 to 15: <c>Adobe_images</c> are the photos, a virtual copy
/// among them has a <c>masterImage</c>. Copies are no photos here: their keywords, persons and places in collections are united with the master's, their names become tags.
/// </summary>
internal sealed class LightroomLibrary : PhotoLibrary
{
    private const string CopyTag = "Virtual copies";
    private const string Collection = "com.adobe.ag.library.collection", SmartCollection = "com.adobe.ag.library.smart_collection";

    private readonly LibraryTable _image;
    private readonly string _owner, _isMaster;

    internal LightroomLibrary(LibraryDatabase database)
        : base(database)
    {
        _image = database.Table("Adobe_images", "image");
        _owner = $"coalesce(CAST({_image["masterImage"]} AS INTEGER), {_image["id_local"]})";
        _isMaster = $"{_image["masterImage"]} IS NULL";
    }

    internal override string Program => "Lightroom";

    internal override string Identity
    {
        get
        {
            LibraryTable variable = Database.Table("Adobe_variablesTable");
            return Database.Query($"SELECT {variable["value"]} FROM Adobe_variablesTable WHERE {variable["name"]} = 'Adobe_storeProviderID'", row => row.Text(0)).FirstOrDefault() ?? Database.Path;
        }
    }

    internal override long Count => Database.Query($"SELECT count(*) FROM Adobe_images AS image WHERE {_isMaster}", row => row.Whole(0) ?? 0).First();

    internal override IEnumerable<string> NotTaken
    {
        get
        {
            LibraryTable collection = Database.Table("AgLibraryCollection", "collection"), member = Database.Table("AgLibraryCollectionImage", "member");
            IEnumerable<string> all = ["develop settings and history"];
            if (collection.Exists && member.Exists)
                all = all.Concat(Counted($"""
                    SELECT count(*) FROM AgLibraryCollectionImage AS member JOIN AgLibraryCollection AS collection ON collection.id_local = {member["collection"]}
                    WHERE CAST({collection["systemOnly"]} AS INTEGER) <> 0 AND {collection["creationId"]} = '{Collection}'
                    """, "a photo in the quick collection", "photos in the quick collection"));
            if (Database.Has("AgLibraryPublishedCollectionImage"))
                all = all.Concat(Counted("SELECT count(DISTINCT collection) FROM AgLibraryPublishedCollectionImage", "a published collection", "published collections"));
            if (Database.Has("AgLibraryCollectionStack"))
                all = all.Concat(Counted("SELECT count(*) FROM AgLibraryCollectionStack", "a stack within a collection", "stacks within collections"));
            if (Database.Has("AgLibraryKeywordSynonym"))
                all = all.Concat(Counted("SELECT count(*) FROM AgLibraryKeywordSynonym", "a synonym of a keyword", "synonyms of keywords"));
            return all;
        }
    }

    internal override IReadOnlyDictionary<long, LibraryAlbum> Albums
    {
        get
        {
            LibraryTable collection = Database.Table("AgLibraryCollection", "collection");
            Dictionary<long, LibraryAlbum> albums = [];
            if (!collection.Exists)
                return albums;
            Dictionary<long, long> covers = Covers();
            foreach ((long id, LibraryAlbum album) in Database.Query($"""
                SELECT {collection["id_local"]}, {collection["name"]}, {collection["parent"]}, {collection["creationId"]} FROM AgLibraryCollection AS collection
                WHERE coalesce(CAST({collection["systemOnly"]} AS INTEGER), 0) = 0
                """, row => (row.Id(0), new LibraryAlbum(row.Text(1) ?? "", row.Whole(2)) { IsSearch = row.Text(3) == SmartCollection })))
            {
                albums.TryAdd(id, covers.TryGetValue(id, out long cover) ? album with { Cover = cover } : album);
            }

            return albums;
        }
    }

    /// <summary>Whether a database is such a catalog.</summary>
    internal static bool Fits(LibraryDatabase database) => database.Has("Adobe_images", "AgLibraryFile", "AgLibraryFolder", "AgLibraryRootFolder", "Adobe_variablesTable");

    internal override IEnumerable<LibraryPhoto> Photos()
    {
        LibraryTable file = Database.Table("AgLibraryFile", "file"), folder = Database.Table("AgLibraryFolder", "folder"), root = Database.Table("AgLibraryRootFolder", "root");
        using LightroomWords words = new(Database, _image, _owner);
        using OwnedRows<LightroomCopy> copies = Database.Owned($"""
            SELECT {_owner}, {_image["copyName"]}, {_image["rating"]}, {_image["pick"]}, {_image["colorLabels"]} FROM Adobe_images AS image WHERE NOT {_isMaster} ORDER BY 1, {_image["id_local"]}
            """, row => LightroomCopy.Of(row, 1));
        foreach ((LibraryPhoto photo, LightroomCopy master, string? taken, string? original) in Database.Query($"""
            SELECT {_image["id_local"]}, {root["absolutePath"]}, {folder["pathFromRoot"]}, {file["baseName"]}, {file["extension"]}, {file["originalFilename"]}, {_image["fileWidth"]}, {_image["fileHeight"]},
                {_image["captureTime"]}, {_image["originalCaptureTime"]}, NULL, {_image["rating"]}, {_image["pick"]}, {_image["colorLabels"]}
            FROM Adobe_images AS image JOIN AgLibraryFile AS file ON {file["id_local"]} = {_image["rootFile"]} JOIN AgLibraryFolder AS folder ON {folder["id_local"]} = {file["folder"]}
                JOIN AgLibraryRootFolder AS root ON {root["id_local"]} = {folder["rootFolder"]}
            WHERE {_isMaster} ORDER BY 1
            """, row => (new LibraryPhoto
            {
                Id = row.Id(0),
                Path = $"{Folder(row.Text(1))}{Folder(row.Text(2))}{row.Text(3)}{(row.Text(4) is { } extension ? "." + extension : "")}",
                FormerName = row.Text(5),
                Width = (int?)Bounded(row.Whole(6)),
                Height = (int?)Bounded(row.Whole(7)),
                Facts = new(),
            }, LightroomCopy.Of(row, 10), row.Text(8), row.Text(9))))
        {
            List<LightroomCopy> own = copies.Of(photo.Id);
            ImageFacts facts = words.Of(photo.Id);
            CaptureTime? shown = CaptureTime.Parse(taken, null), stated = CaptureTime.Parse(original, null);
            yield return photo with
            {
                Times = [.. new[] { stated, shown, facts.TakenAt }.OfType<CaptureTime>()],
                KeepsOriginalTime = stated is not null,
                // Where nothing states a time, Lightroom shows the file's.
                IsTimeStated = facts.TakenAt is not null || (stated is not null && shown is not null && stated.Time != shown.Time),
                Facts = facts with
                {
                    TakenAt = AsWord(shown ?? facts.TakenAt),
                    Rating = master.Rating ?? facts.Rating,
                    Flag = master.Flag,
                    Label = master.Label ?? facts.Label,
                    Keywords = [.. facts.Keywords, .. own.Select(copy => $"{CopyTag}|{copy.Name.Replace('/', '-').Replace('|', '-')}")],
                },
                Lost = [.. own.Select(copy => copy.Otherwise(master)).OfType<string>(), .. facts.Warnings],
            };
        }
    }

    internal override IEnumerable<LibraryMembers> Members()
    {
        LibraryTable member = Database.Table("AgLibraryCollectionImage", "member");
        if (!member.Exists)
            yield break;
        var members = new List<(long Collection, long Photo, string? Position)>();
        foreach ((long Collection, long Photo, string? Position) next in Database.Query($"""
            SELECT {member["collection"]}, {_owner}, {member["positionInCollection"]} FROM AgLibraryCollectionImage AS member JOIN Adobe_images AS image ON {_image["id_local"]} = {member["image"]}
            ORDER BY 1, 3, {_image["captureTime"]}, 2
            """, row => (row.Id(0), row.Id(1), row.Text(2))))
        {
            if (members.Count > 0 && members[0].Collection != next.Collection)
            {
                yield return Album(members);
                members.Clear();
            }

            members.Add(next);
        }

        if (members.Count > 0)
            yield return Album(members);

        static LibraryMembers Album(List<(long Collection, long Photo, string? Position)> members) =>
            new(members[0].Collection, [.. members.Select(member => member.Photo).Distinct()], members.Select(member => member.Position).OfType<string>().Distinct().Skip(1).Any());
    }

    internal override IEnumerable<IReadOnlyList<long>> Stacks()
    {
        LibraryTable place = Database.Table("AgLibraryFolderStackImage", "place");
        return !place.Exists ? [] : Grouped(Database.Query($"""
            SELECT {place["stack"]}, {_owner} FROM AgLibraryFolderStackImage AS place JOIN Adobe_images AS image ON {_image["id_local"]} = {place["image"]}
            ORDER BY 1, CAST({place["position"]} AS REAL), 2
            """, row => (row.Id(0), row.Id(1)))).Select(stack => stack.Members);
    }

    private Dictionary<long, long> Covers()
    {
        LibraryTable cover = Database.Table("AgLibraryCollectionCoverImage", "cover"), member = Database.Table("AgLibraryCollectionImage", "member");
        return !cover.Exists || !member.Exists ? [] : Database.Query($"""
            SELECT {cover["collection"]}, {_owner} FROM AgLibraryCollectionCoverImage AS cover JOIN AgLibraryCollectionImage AS member ON {member["id_local"]} = {cover["collectionImage"]}
            JOIN Adobe_images AS image ON {_image["id_local"]} = {member["image"]}
            """, row => (Collection: row.Id(0), Photo: row.Id(1))).DistinctBy(row => row.Collection).ToDictionary(row => row.Collection, row => row.Photo);
    }

    private static string Folder(string? path) => path is null || path.EndsWith('/') ? path ?? "" : path + "/";
}
