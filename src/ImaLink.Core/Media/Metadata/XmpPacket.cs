using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ImaLink.Media.Metadata;

/// <summary>
/// A look at an XMP packet: one pass forward that keeps the properties which can tell a fact and stand directly in an rdf:Description
/// of rdf:RDF, as element or attribute; of structures the fields that tell something. What lies in those of other properties is said of other pictures. Length, depth and
/// number of nodes are bounded; whatever was read before a bound or damage is kept.
/// </summary>
internal sealed class XmpPacket
{
    /// <summary>Length in bytes of what is read of the packets of a file.</summary>
    public const int MaxLength = 16 << 20;

    private const int MaxDepth = 64;
    private const int MaxNodes = 100_000;
    private const int MaxCopies = 30_000;
    private const int MaxText = 1 << 16;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        ConformanceLevel = ConformanceLevel.Fragment,
        CheckCharacters = false, // "&#0;"; in plain text there are none (XmpText)
    };

    private readonly XmlReader _reader;
    private readonly Dictionary<XName, XElement> _properties;
    private readonly char[] _chunk = new char[256];
    private int _nodes;
    private int _copies;
    private bool _isStructure;

    private XmpPacket(XmlReader reader, Dictionary<XName, XElement> properties) => (_reader, _properties) = (reader, properties);

    /// <summary>Adds the properties of a packet to those that are known; of one that is stated twice the first counts.</summary>
    public static void Read(byte[] packet, Dictionary<XName, XElement> properties, List<string> warnings)
    {
        using var text = XmpText.Open(packet);
        var names = new NameTable();
        using var reader = XmlReader.Create(text, Settings, new XmlParserContext(names, new Prefixes(names), null, XmlSpace.None));
        try
        {
            new XmpPacket(reader, properties).Read();
        }
        catch (InvalidDataException bound)
        {
            warnings.Add(bound.Message);
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            warnings.Add("The XMP packet is damaged.");
        }
    }

    private void Read()
    {
        var root = -1;
        var isDescription = false;
        while (Next())
        {
            var depth = _reader.Depth;
            if (_reader.NodeType == XmlNodeType.EndElement && depth == root)
                return; // what follows is padding
            if (_reader.NodeType != XmlNodeType.Element)
                continue;
            if (root < 0)
            {
                root = IsRdf("RDF") && !_reader.IsEmptyElement ? depth : -1;
            }
            else if (depth == root + 1)
            {
                isDescription = IsRdf("Description");
                if (isDescription)
                    KeepAttributes();
            }
            else if (depth == root + 2 && isDescription && XmpName.Find(_reader.NamespaceURI, _reader.LocalName) is { } name)
            {
                _properties.TryAdd(name, Copy(name));
            }
        }
    }

    private bool IsRdf(string name) => _reader.LocalName == name && _reader.NamespaceURI == XmpName.Rdf.NamespaceName;

    private bool Next()
    {
        if (!_reader.Read())
            return false;
        if (_reader.NodeType == XmlNodeType.Element)
            _nodes += 1 + _reader.AttributeCount;
        if (_reader.Depth > MaxDepth)
            throw new InvalidDataException($"The XMP packet is nested deeper than {MaxDepth} elements.");
        return _nodes <= MaxNodes ? true : throw new InvalidDataException($"The XMP packet has more than {MaxNodes} elements and attributes.");
    }

    private void KeepAttributes()
    {
        while (_reader.MoveToNextAttribute())
        {
            if (XmpName.Find(_reader.NamespaceURI, _reader.LocalName) is { } name)
                _properties.TryAdd(name, new XElement(name, _reader.Value));
        }

        _reader.MoveToElement();
    }

    /// <summary>The property at the reader, of nothing but texts, the syntax of RDF, and the fields that tell something where it is a structure.</summary>
    private XElement Copy(XName name)
    {
        _isStructure = XmpName.IsStructure(name);
        var property = CopyElement(name);
        if (_reader.IsEmptyElement)
            return property;

        var (at, depth) = (property, _reader.Depth);
        var text = new StringBuilder();
        while (Next())
        {
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element when Part() is { } part:
                    text.Clear();
                    var child = CopyElement(part);
                    at.Add(child);
                    at = _reader.IsEmptyElement ? at : child;
                    break;
                case XmlNodeType.Element:
                    text.Clear();
                    Pass();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    Append(text); // in pieces, where comments stand between
                    break;
                case XmlNodeType.EndElement:
                    if (!at.HasElements)
                        at.Value = text.ToString();
                    text.Clear();
                    if (_reader.Depth == depth)
                        return property;
                    at = at.Parent!;
                    break;
            }
        }

        throw new XmlException();
    }

    /// <summary>What of a value the element or attribute at the reader is; null where it is left out.</summary>
    private XName? Part() => XmpName.FindSyntax(_reader.NamespaceURI, _reader.LocalName)
        ?? (_isStructure ? XmpName.FindField(_reader.NamespaceURI, _reader.LocalName) : null);

    private void Append(StringBuilder text)
    {
        for (int count; text.Length < MaxText && (count = _reader.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0;)
            text.Append(_chunk, 0, count);
    }

    private XElement CopyElement(XName name)
    {
        if (++_copies > MaxCopies)
            throw new InvalidDataException($"The XMP packet has more than {MaxCopies} values.");
        var element = new XElement(name);
        while (_reader.MoveToNextAttribute())
        {
            if (Part() is { } part)
                element.SetAttributeValue(part, _reader.Value);
        }

        _reader.MoveToElement();
        return element;
    }

    /// <summary>Reads to the end of the element.</summary>
    private void Pass()
    {
        var depth = _reader.Depth;
        while (!_reader.IsEmptyElement && Next() && (_reader.NodeType != XmlNodeType.EndElement || _reader.Depth > depth))
        {
        }
    }

    /// <summary>A prefix that is not declared means what it usually does, as for ExifTool: whoever cuts packets and joins them forgets it.</summary>
    private sealed class Prefixes(XmlNameTable names) : XmlNamespaceManager(names)
    {
        public override string? LookupNamespace(string prefix) => base.LookupNamespace(prefix) ?? XmpName.UsualNamespace(prefix);
    }
}
