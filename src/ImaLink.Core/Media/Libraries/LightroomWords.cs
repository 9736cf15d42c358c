using ImaLink.Media.Metadata;

namespace ImaLink.Media.Libraries;

/// <summary>
/// What Lightroom's catalog says of a photo outside of the photo's own row: its XMP packet, which has what the catalog has no column for, and the columns, which count for more; its keywords as paths,
/// those of persons and faces as persons too.
/// </summary>
internal sealed class LightroomWords : IDisposable
{
    private readonly LibraryDatabase _database;
    private readonly LibraryTree _keywords;
    private readonly HashSet<long> _persons;
    private readonly OwnedRows<long> _keywordsOf, _packets;
    private readonly OwnedRows<(long Keyword, RegionFact? Region)> _faces;
    private readonly OwnedRows<(string? Caption, string? Rights, string? AltText)> _texts;
    private readonly OwnedRows<(double? Latitude, double? Longitude)> _places;
    private readonly string? _packet;

    /// <param name="database">The catalog.</param>
    /// <param name="image">The table of the photos.</param>
    /// <param name="owner">Whose a row of it is: the master's, where it is a virtual copy.</param>
    internal LightroomWords(LibraryDatabase database, LibraryTable image, string owner)
    {
        _database = database;
        LibraryTable keyword = database.Table("AgLibraryKeyword"), applied = database.Table("AgLibraryKeywordImage", "applied");
        LibraryTable face = database.Table("AgLibraryFace", "face"), named = database.Table("AgLibraryKeywordFace", "named");
        LibraryTable text = database.Table("AgLibraryIPTC"), place = database.Table("AgHarvestedExifMetadata"), packet = database.Table("Adobe_AdditionalMetadata");
        // The keyword that all others lie in has no name.
        _keywords = new(keyword.Exists ? database.Query($"SELECT {keyword["id_local"]}, {keyword["name"]}, {keyword["parent"]} FROM AgLibraryKeyword", row => (row.Id(0), row.Text(1), row.Whole(2))) : []);
        _persons = keyword.Exists ? [.. database.Query($"SELECT {keyword["id_local"]} FROM AgLibraryKeyword WHERE {keyword["keywordType"]} = 'person'", row => row.Id(0))] : [];
        _keywordsOf = database.Owned(!applied.Exists ? null : $"""
            SELECT {owner}, {applied["tag"]} FROM AgLibraryKeywordImage AS applied JOIN Adobe_images AS image ON {image["id_local"]} = {applied["image"]} ORDER BY 1, {applied["id_local"]}
            """, row => row.Id(1));
        // A name that is only suggested was not picked.
        _faces = database.Owned(!face.Exists || !named.Exists ? null : $"""
            SELECT {owner}, {named["tag"]}, {face["tl_x"]}, {face["tl_y"]}, {face["br_x"]}, {face["br_y"]}, {face["imageOrientation"]}
            FROM AgLibraryFace AS face JOIN AgLibraryKeywordFace AS named ON {named["face"]} = {face["id_local"]} JOIN Adobe_images AS image ON {image["id_local"]} = {face["image"]}
            WHERE coalesce({named["userReject"]}, 0) = 0 AND coalesce({named["userPick"]}, 0) <> 0 ORDER BY 1, {face["id_local"]}
            """, row => (row.Id(1), Region(row)));
        _texts = database.Owned(text.Exists ? $"SELECT {text["image"]}, {text["caption"]}, {text["copyright"]}, {text["altTextAccessibility"]} FROM AgLibraryIPTC ORDER BY 1" : null,
            row => (row.Text(1), row.Text(2), row.Text(3)));
        _places = database.Owned(place.Exists ? $"SELECT {place["image"]}, {place["gpsLatitude"]}, {place["gpsLongitude"]} FROM AgHarvestedExifMetadata WHERE {place["gpsLatitude"]} NOT NULL ORDER BY 1" : null,
            row => (row.Real(1), row.Real(2)));
        // Packets are large, and would be sorted with their numbers.
        _packets = database.Owned(packet.Exists ? $"SELECT {packet["image"]}, {packet["id_local"]} FROM Adobe_AdditionalMetadata ORDER BY 1" : null, row => row.Id(1));
        _packet = packet.Exists ? $"SELECT {packet["xmp"]} FROM Adobe_AdditionalMetadata WHERE {packet["id_local"]} = @0" : null;
    }

    /// <summary>What is said of a photo; what of its packet could not be read is told in the warnings.</summary>
    /// <param name="photo">Its id; ids are asked for in their order.</param>
    internal ImageFacts Of(long photo)
    {
        ImageFacts facts = _packets.Of(photo) is [var packet, ..] ? LightroomPacket.Read(_database.Query(_packet!, row => row.Bytes(0), packet).FirstOrDefault() ?? []) : new();
        (string? caption, string? rights, string? altText) = _texts.Of(photo).FirstOrDefault();
        (double? latitude, double? longitude) = _places.Of(photo).FirstOrDefault();
        List<long> keywords = _keywordsOf.Of(photo);
        var persons = new List<PersonFact>(facts.Persons);
        // Of a face that stands in the packet, too, where it is there.
        persons.AddRange(_faces.Of(photo).Select(face => new PersonFact(NameOf(face.Keyword), face.Region)).Where(face => !facts.Persons.Any(person => person.Region is not null && person.Name == face.Name)));
        persons.AddRange(keywords.Where(_persons.Contains).Select(keyword => new PersonFact(NameOf(keyword), null)).Where(person => !persons.Exists(other => other.Name == person.Name)));
        return facts with
        {
            Description = caption ?? facts.Description,
            Rights = rights ?? facts.Rights,
            AltText = altText ?? facts.AltText,
            GpsLatitude = latitude ?? facts.GpsLatitude,
            GpsLongitude = longitude ?? facts.GpsLongitude,
            GpsAltitude = latitude is null || (facts.GpsLatitude is { } packets && Math.Abs(latitude.Value - packets) < 1e-5) ? facts.GpsAltitude : null,
            Keywords = keywords.Count > 0 ? [.. keywords.Select(keyword => string.Join('|', _keywords.PathOf(keyword))).Where(path => path.Length > 0)] : facts.Keywords,
            Persons = [.. persons.Where(person => person.Name.Length > 0)],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keywordsOf.Dispose();
        _packets.Dispose();
        _faces.Dispose();
        _texts.Dispose();
        _places.Dispose();
    }

    private string NameOf(long keyword) => _keywords.PathOf(keyword) is [.., var name] ? name : "";

    /// <summary>Corners are those in the picture as it was turned then; <c>BC</c> says that its upper left and right corner are shown at the upper and lower right.</summary>
    private static RegionFact? Region(LibraryRow row)
    {
        if (row.Real(2) is not { } left || row.Real(3) is not { } top || row.Real(4) is not { } right || row.Real(5) is not { } bottom)
            return null;
        int orientation = 1 + Array.IndexOf(["AB", "BA", "CD", "DC", "AD", "BC", "CB", "DA"], row.Text(6));
        return new RegionFact((left + right) / 2, (top + bottom) / 2, Math.Abs(right - left), Math.Abs(bottom - top)).Stored(orientation);
    }
}
