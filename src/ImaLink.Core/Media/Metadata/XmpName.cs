using System.Xml.Linq;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The properties of XMP that can tell a fact. Prefixes are free in XML, so namespace and name decide; nothing else of a packet is
/// kept, and no other name ever gets into a table that outlives the packet.
/// </summary>
internal static class XmpName
{
    public static readonly XNamespace Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    public static readonly XNamespace LightroomNamespace = "http://ns.adobe.com/lightroom/1.0/";
    public static readonly XNamespace DigikamNamespace = "http://www.digikam.org/ns/1.0/";
    public static readonly XNamespace MicrosoftNamespace = "http://ns.microsoft.com/photo/1.0/";
    public static readonly XNamespace GoogleCameraNamespace = "http://ns.google.com/photos/1.0/camera/";

    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Exif = "http://ns.adobe.com/exif/1.0/";
    private static readonly XNamespace ExifAux = "http://ns.adobe.com/exif/1.0/aux/";
    private static readonly XNamespace ExifEx = "http://cipa.jp/exif/1.0/";
    public static readonly XNamespace RegionsNamespace = "http://www.metadataworkinggroup.com/schemas/regions/";
    public static readonly XNamespace AreaNamespace = "http://ns.adobe.com/xmp/sType/Area#";
    public static readonly XNamespace FormerAreaNamespace = "http://ns.adobe.com/xap/1.0/sType/Area#";
    public static readonly XNamespace DimensionsNamespace = "http://ns.adobe.com/xap/1.0/sType/Dimensions#";
    public static readonly XNamespace PeopleNamespace = "http://ns.microsoft.com/photo/1.2/";
    public static readonly XNamespace PeopleInfoNamespace = "http://ns.microsoft.com/photo/1.2/t/RegionInfo#";
    public static readonly XNamespace PeopleRegionNamespace = "http://ns.microsoft.com/photo/1.2/t/Region#";
    public static readonly XNamespace MediaProNamespace = "http://ns.iview-multimedia.com/mediapro/1.0/";
    public static readonly XNamespace CollectionsNamespace = "http://www.metadataworkinggroup.com/schemas/collections/";

    /// <summary>What no other schema has a word for.</summary>
    public static readonly XNamespace OwnNamespace = "urn:imalink:xmp:1.0/";

    private static readonly XNamespace Iptc = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
    private static readonly XNamespace IptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private static readonly XNamespace XmpRights = "http://ns.adobe.com/xap/1.0/rights/";
    private static readonly XNamespace Note = "http://ns.adobe.com/xmp/note/";
    private static readonly XNamespace Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    private static readonly XNamespace Tiff = "http://ns.adobe.com/tiff/1.0/";
    private static readonly XNamespace Xmp = "http://ns.adobe.com/xap/1.0/";

    private static readonly Dictionary<string, XNamespace> UsualPrefixes = new(StringComparer.Ordinal)
    {
        ["rdf"] = Rdf,
        ["dc"] = Dc,
        ["exif"] = Exif,
        ["aux"] = ExifAux,
        ["exifEX"] = ExifEx,
        ["Iptc4xmpCore"] = Iptc,
        ["Iptc4xmpExt"] = IptcExtension,
        ["xmpRights"] = XmpRights,
        ["mwg-rs"] = RegionsNamespace,
        ["stArea"] = AreaNamespace,
        ["stDim"] = DimensionsNamespace,
        ["MP"] = PeopleNamespace,
        ["MPRI"] = PeopleInfoNamespace,
        ["MPReg"] = PeopleRegionNamespace,
        ["mediapro"] = MediaProNamespace,
        ["mwg-coll"] = CollectionsNamespace,
        ["imalink"] = OwnNamespace,
        ["xmpNote"] = Note,
        ["photoshop"] = Photoshop,
        ["tiff"] = Tiff,
        ["xmp"] = Xmp,
        ["xap"] = Xmp,
        ["lr"] = LightroomNamespace,
        ["digiKam"] = DigikamNamespace,
        ["MicrosoftPhoto"] = MicrosoftNamespace,
        ["GCamera"] = GoogleCameraNamespace,
    };

    // Collects those that follow.
    private static readonly List<XName> Known = [];

    public static readonly XName DateTimeOriginal = Add(Exif, "DateTimeOriginal");
    public static readonly XName DateCreated = Add(Photoshop, "DateCreated");
    public static readonly XName DateTimeDigitized = Add(Exif, "DateTimeDigitized");
    public static readonly XName CreateDate = Add(Xmp, "CreateDate");
    public static readonly XName Orientation = Add(Tiff, "Orientation");
    public static readonly XName Make = Add(Tiff, "Make");
    public static readonly XName Model = Add(Tiff, "Model");
    public static readonly XName LensModel = Add(ExifEx, "LensModel");
    public static readonly XName LensModelInExif = Add(Exif, "LensModel");
    public static readonly XName LensModelInAux = Add(ExifAux, "LensModel");
    public static readonly XName IsoSpeedRatings = Add(Exif, "ISOSpeedRatings");
    public static readonly XName PhotographicSensitivity = Add(ExifEx, "PhotographicSensitivity");
    public static readonly XName FNumber = Add(Exif, "FNumber");
    public static readonly XName ExposureTime = Add(Exif, "ExposureTime");
    public static readonly XName FocalLength = Add(Exif, "FocalLength");
    public static readonly XName GpsLatitude = Add(Exif, "GPSLatitude");
    public static readonly XName GpsLatitudeRef = Add(Exif, "GPSLatitudeRef");
    public static readonly XName GpsLongitude = Add(Exif, "GPSLongitude");
    public static readonly XName GpsLongitudeRef = Add(Exif, "GPSLongitudeRef");
    public static readonly XName GpsAltitude = Add(Exif, "GPSAltitude");
    public static readonly XName GpsAltitudeRef = Add(Exif, "GPSAltitudeRef");
    public static readonly XName GpsTimeStamp = Add(Exif, "GPSTimeStamp");
    public static readonly XName Rating = Add(Xmp, "Rating");
    public static readonly XName RatingPercent = Add(MicrosoftNamespace, "Rating");
    public static readonly XName Title = Add(Dc, "title");
    public static readonly XName Description = Add(Dc, "description");
    public static readonly XName ImageDescription = Add(Tiff, "ImageDescription");
    public static readonly XName Creator = Add(Dc, "creator");
    public static readonly XName Rights = Add(Dc, "rights");
    public static readonly XName City = Add(Photoshop, "City");
    public static readonly XName State = Add(Photoshop, "State");
    public static readonly XName Country = Add(Photoshop, "Country");
    public static readonly XName CountryCode = Add(Iptc, "CountryCode");
    public static readonly XName Sublocation = Add(Iptc, "Location");
    public static readonly XName Subject = Add(Dc, "subject");
    public static readonly XName HierarchicalSubject = Add(LightroomNamespace, "hierarchicalSubject");
    public static readonly XName TagsList = Add(DigikamNamespace, "TagsList");
    public static readonly XName LastKeywordXmp = Add(MicrosoftNamespace, "LastKeywordXMP");
    public static readonly XName BurstId = Add(GoogleCameraNamespace, "BurstID");
    public static readonly XName HasExtendedXmp = Add(Note, "HasExtendedXMP");
    public static readonly XName AltText = Add(Iptc, "AltTextAccessibility");
    public static readonly XName UsageTerms = Add(XmpRights, "UsageTerms");
    public static readonly XName Label = Add(Xmp, "Label");
    public static readonly XName ColorLabel = Add(DigikamNamespace, "ColorLabel");
    public static readonly XName PickLabel = Add(DigikamNamespace, "PickLabel");
    public static readonly XName CatalogSets = Add(MediaProNamespace, "CatalogSets");
    public static readonly XName PersonInImage = Add(IptcExtension, "PersonInImage");
    public static readonly XName Regions = Add(RegionsNamespace, "Regions");
    public static readonly XName RegionInfo = Add(PeopleNamespace, "RegionInfo");
    public static readonly XName LocationCreated = Add(IptcExtension, "LocationCreated");
    public static readonly XName SidecarForExtension = Add(Photoshop, "SidecarForExtension");
    public static readonly XName LocationShown = Add(IptcExtension, "LocationShown");
    public static readonly XName Favorite = Add(OwnNamespace, "Favorite");
    public static readonly XName Hidden = Add(OwnNamespace, "Hidden");

    /// <summary>Albums, as the Metadata Working Group has them; what other programs put there is theirs.</summary>
    public static readonly XName Collections = CollectionsNamespace + "Collections";

    // Those whose value is a structure, and what of it tells something.
    private static readonly HashSet<XName> Structures = [Regions, RegionInfo, LocationCreated, LocationShown];

    private static readonly Dictionary<string, XName[]> Fields = new[]
    {
        RegionsNamespace + "AppliedToDimensions", RegionsNamespace + "RegionList", RegionsNamespace + "Area", RegionsNamespace + "Name", RegionsNamespace + "Type",
        AreaNamespace + "x", AreaNamespace + "y", AreaNamespace + "w", AreaNamespace + "h", AreaNamespace + "unit",
        FormerAreaNamespace + "x", FormerAreaNamespace + "y", FormerAreaNamespace + "w", FormerAreaNamespace + "h", FormerAreaNamespace + "unit",
        DimensionsNamespace + "w", DimensionsNamespace + "h",
        PeopleInfoNamespace + "Regions", PeopleRegionNamespace + "PersonDisplayName", PeopleRegionNamespace + "Rectangle",
        IptcExtension + "City", IptcExtension + "ProvinceState", IptcExtension + "CountryName", IptcExtension + "CountryCode", IptcExtension + "Sublocation",
    }.GroupBy(name => name.LocalName, StringComparer.Ordinal).ToDictionary(names => names.Key, names => names.ToArray(), StringComparer.Ordinal);

    // What a property is made of.
    private static readonly Dictionary<string, XName> Syntax = new[]
    {
        "Alt", "Bag", "Description", "Seq", "about", "li", "parseType", "resource", "value",
    }.ToDictionary(name => name, name => Rdf + name, StringComparer.Ordinal);

    private static readonly ILookup<string, XName> ByLocalName = Known.ToLookup(name => name.LocalName, StringComparer.Ordinal);

    /// <summary>The namespace that a prefix usually stands for; one that tells nothing for any other.</summary>
    public static string UsualNamespace(string prefix) => UsualPrefixes.GetValueOrDefault(prefix)?.NamespaceName ?? "undeclared";

    /// <summary>The prefix that usually stands for a namespace; null where none does.</summary>
    public static string? UsualPrefix(string space) => UsualPrefixes.FirstOrDefault(prefix => prefix.Value.NamespaceName == space).Key;

    /// <summary>The property of that name; null if it tells no fact.</summary>
    public static XName? Find(string space, string name)
    {
        foreach (var known in ByLocalName[name])
        {
            // Windows and others leave out the slash at the end.
            if (space.AsSpan().TrimEnd('/').SequenceEqual(known.NamespaceName.AsSpan().TrimEnd('/')))
                return known;
        }

        return null;
    }

    /// <summary>The word of RDF's syntax, or xml:lang; null if it is none that a value is written with.</summary>
    public static XName? FindSyntax(string space, string name)
    {
        if (space == XNamespace.Xml.NamespaceName && name == "lang")
            return XNamespace.Xml + "lang";
        return space == Rdf.NamespaceName ? Syntax.GetValueOrDefault(name) : null;
    }

    /// <summary>Whether the value of a property is a structure, of which fields tell something.</summary>
    public static bool IsStructure(XName property) => Structures.Contains(property);

    /// <summary>A field of a structure; null where it tells nothing.</summary>
    public static XName? FindField(string space, string name) =>
        Fields.TryGetValue(name, out var fields) ? Array.Find(fields, field => field.NamespaceName == space) : null;

    private static XName Add(XNamespace space, string name)
    {
        var known = space + name;
        Known.Add(known);
        return known;
    }
}
