using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ImaLink.Media.Metadata;

/// <summary>
/// An XMP packet of which single properties are changed. All else stays as it is and where it is: other programs' properties, their order, comments and blanks. What is equal already is not
/// touched, so that saying the same twice changes nothing.
/// </summary>
internal sealed class XmpDocument
{
    private const int MaxDepth = 200;
    private const int MaxNodes = 500_000;
    private static readonly XNamespace Meta = "adobe:ns:meta/";

    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = XmpPacket.MaxLength };

    private readonly XDocument _document;
    private readonly XElement _rdf;
    private readonly bool _isNew;

    private XmpDocument(XDocument document, XElement rdf, bool isNew) => (_document, _rdf, _isNew) = (document, rdf, isNew);

    /// <summary>Whether anything was changed.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>An empty packet.</summary>
    public static XmpDocument New()
    {
        var rdf = new XElement(XmpName.Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", XmpName.Rdf.NamespaceName));
        var document = new XDocument(
            new XProcessingInstruction("xpacket", "begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'"),
            new XElement(Meta + "xmpmeta", new XAttribute(XNamespace.Xmlns + "x", Meta.NamespaceName), rdf),
            new XProcessingInstruction("xpacket", "end='w'"));
        return new(document, rdf, isNew: true);
    }

    /// <summary>Reads a packet.</summary>
    /// <exception cref="InvalidDataException">It is damaged, too large, or no XMP; the message is a sentence.</exception>
    public static XmpDocument Parse(byte[] packet)
    {
        if (packet.Length > XmpPacket.MaxLength)
            throw new InvalidDataException($"It is larger than {XmpPacket.MaxLength >> 20} MB.");
        try
        {
            RequireBounded(packet);
            using var text = new StreamReader(new MemoryStream(packet, 0, packet.AsSpan().TrimEnd((byte)0).Length, writable: false), XmpText.EncodingOf(packet));
            using var reader = XmlReader.Create(text, Reading);
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            XElement root = document.Root!;
            if (root.Name == XmpName.Rdf + "RDF")
                return new(document, root, isNew: false);
            if (root.Name.LocalName is not ("xmpmeta" or "xapmeta"))
                throw new InvalidDataException("It is no XMP.");
            if (root.Element(XmpName.Rdf + "RDF") is not { } rdf)
                root.Add(rdf = new XElement(XmpName.Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", XmpName.Rdf.NamespaceName)));
            return new(document, rdf, isNew: false);
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            throw new InvalidDataException("It is damaged.", e);
        }
    }

    /// <summary>The property; null where it is not stated.</summary>
    public XObject? Find(XName name) => All(name).FirstOrDefault();

    /// <summary>The text of a property; null where it is not stated, or is none.</summary>
    public string? Text(XName name) => Find(name) switch { XAttribute attribute => attribute.Value, XElement { HasElements: false } element => element.Value, _ => null };

    /// <summary>The texts of a property that is a list.</summary>
    public IReadOnlyList<string> Items(XName name) => Find(name) is XElement element ? [.. element.Descendants(XmpName.Rdf + "li").Select(item => item.Value)] : [];

    /// <summary>Gives a property its value; null takes it away.</summary>
    public void Set(XName name, XmpValue? value)
    {
        List<XObject> there = [.. All(name)];
        if (value is null ? there.Count == 0 : there.Count == 1 && value.IsOf(there[0]))
            return;
        Replace(name, there, value?.ToProperty(name, there.FirstOrDefault()));
    }

    /// <summary>Gives a property another element; null takes it away.</summary>
    public void Put(XName name, XElement? property) => Replace(name, [.. All(name)], property);

    /// <summary>The packet as a file; UTF-8.</summary>
    /// <exception cref="ImaLinkException">InvalidValue: something has a character that XML cannot hold.</exception>
    public byte[] ToBytes()
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = _document.Declaration is null,
            Indent = _isNew,
            IndentChars = " ",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Entitize,
            CheckCharacters = true,
        };
        var bytes = new MemoryStream();
        try
        {
            using var writer = XmlWriter.Create(bytes, settings);
            _document.Save(writer);
        }
        catch (ArgumentException e)
        {
            throw new ImaLinkException(ErrorCode.InvalidValue, "What is said has a character that XMP cannot hold. Write it anew without it.", null, e);
        }

        return bytes.ToArray();
    }

    private IEnumerable<XObject> All(XName name)
    {
        foreach (XElement description in _rdf.Elements(XmpName.Rdf + "Description"))
        {
            foreach (XAttribute attribute in description.Attributes().Where(attribute => Is(attribute.Name)))
                yield return attribute;
            foreach (XElement element in description.Elements().Where(element => Is(element.Name)))
                yield return element;
        }

        // Some programs leave out the slash at the end of a namespace.
        bool Is(XName other) => other == name || (other.LocalName == name.LocalName && XmpName.Find(other.NamespaceName, other.LocalName) == name);
    }

    private void Replace(XName name, List<XObject> there, XElement? property)
    {
        if (property is null && there.Count == 0)
            return;
        IsChanged = true;
        if (property is not null && there.FirstOrDefault() is XElement first)
        {
            first.AddAfterSelf(property);
            Declare(first.Parent!, property);
        }
        else if (property is not null)
        {
            Append(property);
        }

        foreach (XObject former in there)
        {
            if (former is XAttribute attribute)
                attribute.Remove();
            else
                Take((XElement)former, isReplaced: property is not null && former == there[0]);
        }
    }

    private void Append(XElement property)
    {
        XElement? description = _rdf.Elements(XmpName.Rdf + "Description").FirstOrDefault();
        if (description is null)
            _rdf.Add(description = new XElement(XmpName.Rdf + "Description", new XAttribute(XmpName.Rdf + "about", "")));
        if (!_isNew)
            description.Add(description.LastNode is XText ? null : new XText("\n  "));
        description.Add(property);
        if (!_isNew)
            description.Add(new XText("\n  "));
        Declare(description, property);
    }

    /// <summary>Takes an element away, with the blanks before it where nothing takes its place.</summary>
    private static void Take(XElement element, bool isReplaced)
    {
        if (!isReplaced && element.PreviousNode is XText { } blanks && string.IsNullOrWhiteSpace(blanks.Value))
            blanks.Remove();
        element.Remove();
    }

    /// <summary>The namespaces of a property get their usual prefixes, where those are free.</summary>
    private static void Declare(XElement description, XElement property)
    {
        foreach (string space in property.DescendantsAndSelf().SelectMany(element => element.Attributes().Select(attribute => attribute.Name).Append(element.Name))
            .Select(name => name.NamespaceName).Where(space => space.Length > 0 && space != XNamespace.Xml.NamespaceName && space != XNamespace.Xmlns.NamespaceName).Distinct())
        {
            if (description.GetPrefixOfNamespace(space) is null && XmpName.UsualPrefix(space) is { } prefix && description.GetNamespaceOfPrefix(prefix) is null)
                description.SetAttributeValue(XNamespace.Xmlns + prefix, space);
        }
    }

    /// <summary>Looks at all of it once, forward: trees of any depth are built only of what is within bounds.</summary>
    private static void RequireBounded(byte[] packet)
    {
        using var text = new StreamReader(new MemoryStream(packet, 0, packet.AsSpan().TrimEnd((byte)0).Length, writable: false), XmpText.EncodingOf(packet));
        using var reader = XmlReader.Create(text, Reading);
        int nodes = 0;
        while (reader.Read())
        {
            nodes += 1 + reader.AttributeCount;
            if (reader.Depth > MaxDepth || nodes > MaxNodes)
                throw new InvalidDataException("It is nested too deeply, or has too many parts.");
        }
    }
}
