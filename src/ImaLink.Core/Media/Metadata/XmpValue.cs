using System.Xml.Linq;

namespace ImaLink.Media.Metadata;

/// <summary>A value of XMP without fields: one text, or a list of them.</summary>
/// <param name="Kind">Bag (in no order), Seq (in order) or Alt (of languages, of which the default is meant); null for one text.</param>
/// <param name="Items">The texts.</param>
internal sealed record XmpValue(string? Kind, IReadOnlyList<string> Items)
{
    private static readonly XName Lang = XNamespace.Xml + "lang";

    /// <summary>One text; null for none.</summary>
    public static XmpValue? Of(string? text) => text is null ? null : new(null, [text]);

    /// <summary>A text of several languages; null for none.</summary>
    public static XmpValue? Alt(string? text) => text is null ? null : new("Alt", [text]);

    /// <summary>A list; null for an empty one.</summary>
    public static XmpValue? List(string kind, IReadOnlyList<string> items) => items.Count == 0 ? null : new(kind, items);

    /// <summary>Whether a property has this value.</summary>
    public bool IsOf(XObject property)
    {
        if (property is XAttribute attribute)
            return Kind is null && attribute.Value == Items[0];
        var element = (XElement)property;
        if (Kind is null)
            return !element.HasElements && element.Value == Items[0];
        if (element.Element(XmpName.Rdf + Kind) is not { } list)
            return false;
        if (Kind == "Alt")
            return Default(list)?.Value == Items[0];
        string[] there = [.. list.Elements(XmpName.Rdf + "li").Select(item => item.Value)];
        return Kind == "Seq" ? there.SequenceEqual(Items) : there.Order(StringComparer.Ordinal).SequenceEqual(Items.Order(StringComparer.Ordinal));
    }

    /// <summary>The value as a property.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="former">What it takes the place of: of its languages the default alone is replaced.</param>
    public XElement ToProperty(XName name, XObject? former)
    {
        if (Kind is null)
            return new(name, Items[0]);
        if (Kind == "Alt" && former is XElement { } languages && languages.Element(XmpName.Rdf + Kind) is { } alternatives)
        {
            var kept = new XElement(languages);
            XElement list = kept.Element(XmpName.Rdf + Kind)!;
            Default(list)?.Remove();
            list.AddFirst(new XElement(XmpName.Rdf + "li", new XAttribute(Lang, "x-default"), Items[0]));
            return alternatives.HasElements ? kept : new(name, ToList());
        }

        return new(name, ToList());
    }

    private XElement ToList() => new(XmpName.Rdf + Kind!, Items.Select(item => new XElement(XmpName.Rdf + "li", Kind == "Alt" ? new XAttribute(Lang, "x-default") : null, item)));

    private static XElement? Default(XElement list) => list.Elements(XmpName.Rdf + "li").FirstOrDefault(item => (string?)item.Attribute(Lang) == "x-default")
        ?? list.Elements(XmpName.Rdf + "li").FirstOrDefault();
}
