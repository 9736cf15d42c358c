using System.Xml.Linq;
using XmpCore;
using XmpCore.Impl;

namespace ImaLink.Media.Metadata;

/// <summary>A value of XMP that has fields, or items that have some.</summary>
internal sealed class XmpStructure(XmpNode node)
{
    /// <summary>Its items; itself where it is no list, as programs write one structure where there should be a list of them.</summary>
    public IEnumerable<XmpStructure> Items => node.Options.IsArray
        ? Enumerable.Range(1, node.GetChildrenLength()).Select(i => new XmpStructure(node.GetChild(i)))
        : [this];

    /// <summary>A field that is a structure itself.</summary>
    public XmpStructure? Field(XName name) => node.FindChildByName(Prefixed(name)) is { } child ? new(child) : null;

    /// <summary>The text of a field; null where it is not stated, or blank.</summary>
    public string? Text(XName name) => node.FindChildByName(Prefixed(name)) is { } child
        && XmpText.Clean((child.Options.IsArray && child.GetChildrenLength() > 0 ? child.GetChild(1) : child).Value ?? "") is { Length: > 0 } text ? text : null;

    /// <summary>The number of a field; null where it is none.</summary>
    public double? Number(XName name) => Text(name) is { } text && XmpPlace.Number(text) is var number && double.IsFinite(number) ? number : null;

    /// <summary>A name as XmpCore has it.</summary>
    internal static string Prefixed(XName name) => XmpMetaFactory.SchemaRegistry.GetNamespacePrefix(name.NamespaceName) + name.LocalName;
}
