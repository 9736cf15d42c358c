using System.Globalization;
using System.Xml;
using ImaLink.Media.Metadata;

namespace ImaLink.Media.Libraries;

/// <summary>
/// What digiKam's database says of a photo outside of the photo's own row. Colour labels, pick labels and what it notes for itself are tags below <c>_Digikam_Internal_Tags_</c>; persons are tags that are
/// marked as such, with a region where they have one.
/// </summary>
internal sealed class DigikamWords : IDisposable
{
    private const string Internal = "_Digikam_Internal_Tags_", ColorLabel = "Color Label ", PickLabel = "Pick Label ";
    private const string DefaultLanguage = "x-default";

    // ImageComments.type, which digiKam keeps constant.
    private const int Comment = 1, Title = 3;

    // In the order of digiKam's numbers.
    private static readonly string[] Colours = ["None", "Red", "Orange", "Yellow", "Green", "Blue", "Magenta", "Gray", "Black", "White"];

    // Its names of places are those of IPTC.
    private static readonly Dictionary<string, string> Places = new(StringComparer.Ordinal)
    {
        ["city"] = "city", ["provinceState"] = "state", ["country"] = "country", ["countryCode"] = "code", ["location"] = "sublocation",
    };

    private readonly LibraryTree _tags;
    private readonly HashSet<long> _persons, _strangers;
    private readonly OwnedRows<long> _tagsOf;
    private readonly OwnedRows<(long Tag, string? Region)> _regions;
    private readonly OwnedRows<(long? Type, string? Language, string? Text)> _comments;
    private readonly OwnedRows<(string? Property, string? Value, string? Language)> _rights;
    private readonly OwnedRows<(string? Property, string? Value)> _properties;
    private readonly OwnedRows<(double? Latitude, double? Longitude, double? Altitude)> _positions;

    internal DigikamWords(LibraryDatabase database)
    {
        LibraryTable tag = database.Table("Tags"), applied = database.Table("ImageTags"), mark = database.Table("TagProperties"), region = database.Table("ImageTagProperties");
        LibraryTable comment = database.Table("ImageComments"), rights = database.Table("ImageCopyright"), property = database.Table("ImageProperties"), position = database.Table("ImagePositions");
        _tags = new(database.Query($"SELECT {tag["id"]}, {tag["name"]}, {tag["pid"]} FROM Tags", row => (row.Id(0), row.Text(1), row.Whole(2))));
        // Faces whose names are not known, not confirmed or not wanted are persons to digiKam, too.
        _strangers = mark.Exists ? [.. database.Query($"SELECT {mark["tagid"]} FROM TagProperties WHERE {mark["property"]} IN ('unknownPerson', 'unconfirmedPerson', 'ignoredPerson')", row => row.Id(0))] : [];
        _persons = mark.Exists ? [.. database.Query($"SELECT {mark["tagid"]} FROM TagProperties WHERE {mark["property"]} = 'person'", row => row.Id(0)).Where(tag => !_strangers.Contains(tag))] : [];
        _tagsOf = database.Owned($"SELECT {applied["imageid"]}, {applied["tagid"]} FROM ImageTags ORDER BY 1, 2", row => row.Id(1));
        // Faces that were only found, or whose names are only suggested, are other properties.
        _regions = database.Owned(!region.Exists ? null : $"""
            SELECT {region["imageid"]}, {region["tagid"]}, {region["value"]} FROM ImageTagProperties WHERE {region["property"]} = 'tagRegion' ORDER BY 1, 2
            """, row => (row.Id(1), row.Text(2)));
        _comments = database.Owned(!comment.Exists ? null : $"""
            SELECT {comment["imageid"]}, {comment["type"]}, {comment["language"]}, {comment["comment"]} FROM ImageComments ORDER BY 1, {comment["id"]}
            """, row => (row.Whole(1), row.Text(2), row.Text(3)));
        _rights = database.Owned(!rights.Exists ? null : $"""
            SELECT {rights["imageid"]}, {rights["property"]}, {rights["value"]}, {rights["extraValue"]} FROM ImageCopyright ORDER BY 1, {rights["id"]}
            """, row => (row.Text(1), row.Text(2), row.Text(3)));
        _properties = database.Owned(property.Exists ? $"SELECT {property["imageid"]}, {property["property"]}, {property["value"]} FROM ImageProperties ORDER BY 1" : null, row => (row.Text(1), row.Text(2)));
        _positions = database.Owned(!position.Exists ? null : $"""
            SELECT {position["imageid"]}, {position["latitudeNumber"]}, {position["longitudeNumber"]}, {position["altitude"]} FROM ImagePositions ORDER BY 1
            """, row => (row.Real(1), row.Real(2), row.Real(3)));
    }

    /// <summary>What is said of a photo.</summary>
    /// <param name="photo">Its id; ids are asked for in their order.</param>
    /// <param name="width">Width of the picture as it is stored.</param>
    /// <param name="height">Its height.</param>
    /// <param name="orientation">How it is turned.</param>
    internal ImageFacts Of(long photo, int? width, int? height, int? orientation)
    {
        List<long> tags = _tagsOf.Of(photo);
        tags.RemoveAll(_strangers.Contains);
        string[] notes = [.. tags.Select(_tags.PathOf).Where(IsInternal).Select(path => path[^1])];
        List<(long? Type, string? Language, string? Text)> comments = _comments.Of(photo);
        List<(string? Property, string? Value, string? Language)> rights = _rights.Of(photo);
        (double? latitude, double? longitude, double? altitude) = _positions.Of(photo).FirstOrDefault();
        var persons = _regions.Of(photo).Where(face => !_strangers.Contains(face.Tag)).Select(face => new PersonFact(NameOf(face.Tag), RegionOf(face.Region, width, height, orientation))).ToList();
        persons.AddRange(tags.Where(_persons.Contains).Select(person => new PersonFact(NameOf(person), null)).Where(person => !persons.Exists(other => other.Name == person.Name)));
        return new()
        {
            Title = InDefault(comments.Where(comment => comment.Type == Title).Select(comment => (comment.Language, comment.Text))),
            Description = InDefault(comments.Where(comment => comment.Type == Comment).Select(comment => (comment.Language, comment.Text))),
            Flag = notes.Contains(PickLabel + "Accepted") ? "pick" : notes.Contains(PickLabel + "Rejected") ? "reject" : null,
            Label = notes.Select(note => note.StartsWith(ColorLabel, StringComparison.Ordinal) ? Array.IndexOf(Colours, note[ColorLabel.Length..]) : 0).Where(number => number > 0).Select(number => Labels.Of(null, number)).FirstOrDefault(),
            Author = string.Join(", ", rights.Where(right => right.Property == "creator").Select(right => right.Value)) is { Length: > 0 } authors ? authors : null,
            Rights = InDefault(rights.Where(right => right.Property == "copyrightNotice").Select(right => (right.Language, right.Value))),
            Location = _properties.Of(photo).Where(property => property.Value is not null && Places.ContainsKey(property.Property ?? "")).DistinctBy(property => property.Property)
                .ToDictionary(property => Places[property.Property!], property => property.Value!, StringComparer.Ordinal) is { Count: > 0 } location ? location : null,
            Keywords = [.. tags.Select(_tags.PathOf).Where(path => path.Count > 0 && !IsInternal(path)).Select(path => string.Join('|', path))],
            Persons = [.. persons.Where(person => person.Name.Length > 0)],
            GpsLatitude = latitude,
            GpsLongitude = longitude,
            GpsAltitude = altitude,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tagsOf.Dispose();
        _regions.Dispose();
        _comments.Dispose();
        _rights.Dispose();
        _properties.Dispose();
        _positions.Dispose();
    }

    private static bool IsInternal(IReadOnlyList<string> path) => path.Count > 0 && path[0] == Internal;

    private string NameOf(long tag) => _tags.PathOf(tag) is [.., var name] ? name : "";

    private static string? InDefault(IEnumerable<(string? Language, string? Text)> texts) => texts.OrderBy(text => text.Language != DefaultLanguage).FirstOrDefault().Text;

    /// <summary>A face in pixels of the picture as it is shown: <c>&lt;rect x="1" y="2" width="3" height="4"/&gt;</c>.</summary>
    private static RegionFact? RegionOf(string? text, int? width, int? height, int? orientation)
    {
        if (text is null || width is not { } stored || height is not { } high)
            return null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1000 });
            if (reader.MoveToContent() != XmlNodeType.Element || reader.Name != "rect")
                return null;
            (double shownWidth, double shownHeight) = orientation >= 5 ? (high, stored) : (stored, high);
            (double? x, double? y, double? w, double? h) = (Side("x"), Side("y"), Side("width"), Side("height"));
            return x is null || y is null || w is null || h is null ? null
                : new RegionFact((x.Value + w.Value / 2) / shownWidth, (y.Value + h.Value / 2) / shownHeight, w.Value / shownWidth, h.Value / shownHeight).Stored(orientation);

            double? Side(string name) => double.TryParse(reader.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double side) && double.IsFinite(side) ? side : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
