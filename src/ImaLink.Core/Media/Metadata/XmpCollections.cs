using System.Xml.Linq;

namespace ImaLink.Media.Metadata;

/// <summary>Writes the albums that a photo is in as the Metadata Working Group has them (mwg-coll:Collections). Ours are told by their URI, the UUID of the album; those of other programs stay.</summary>
internal static class XmpCollections
{
    private const string Uri = "urn:uuid:";

    private static readonly XName Li = XmpName.Rdf + "li", Bag = XmpName.Rdf + "Bag", ParseType = XmpName.Rdf + "parseType";
    private static readonly XName Name = XmpName.CollectionsNamespace + "CollectionName", Address = XmpName.CollectionsNamespace + "CollectionURI";

    /// <summary>Writes them.</summary>
    /// <param name="document">Where to.</param>
    /// <param name="albums">Their titles, by UUID.</param>
    public static void Write(XmpDocument document, IReadOnlyDictionary<Guid, string> albums)
    {
        XElement[] there = document.Find(XmpName.Collections) is XElement property ? [.. property.Elements(Bag).Elements(Li)] : [];
        (string Uri, string Title)[] wanted = [.. albums.Select(album => (Uri: $"{Uri}{album.Key:D}", album.Value)).OrderBy(album => album.Uri, StringComparer.Ordinal)];
        (string, string)[] own = [.. there.Where(IsOwn).Select(item => (Field(item, Address)!, Field(item, Name) ?? "")).OrderBy(album => album.Item1, StringComparer.Ordinal)];
        if (own.SequenceEqual(wanted))
            return;
        XElement[] foreign = [.. there.Where(item => !IsOwn(item)).Select(item => new XElement(item))];
        document.Put(XmpName.Collections, foreign.Length + wanted.Length == 0 ? null : new XElement(XmpName.Collections, new XElement(Bag, foreign,
            wanted.Select(album => new XElement(Li, new XAttribute(ParseType, "Resource"), new XElement(Name, album.Title), new XElement(Address, album.Uri))))));
    }

    private static bool IsOwn(XElement item) => Field(item, Address) is { } uri && uri.StartsWith(Uri, StringComparison.Ordinal);

    /// <summary>A field of a structure, in whichever way it is written.</summary>
    private static string? Field(XElement item, XName name) => item.DescendantsAndSelf().Select(element => element.Name == name ? element.Value : (string?)element.Attribute(name)).FirstOrDefault(text => text is not null);
}
