using System.Xml.Linq;
using XmpCore;
using XmpCore.Impl;
using XmpCore.Options;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The values of the properties of an XMP packet; arrays have several, and of texts in several languages the default is the first.
/// XmpCore reads them. It gets properties alone that a look has chosen (<see cref="XmpPacket"/>), because it descends by recursion and
/// keeps every namespace it has met for the life of the process.
/// </summary>
internal sealed class XmpValues
{
    // As it stands in the file: normalising would take an alias (DateTimeDigitized) for what it is an alias of.
    private static readonly ParseOptions Options = new() { OmitNormalization = true, DisallowDoctype = true };

    private readonly Dictionary<XName, List<string>> _values = [];
    private readonly Dictionary<XName, XmpStructure> _structures = [];

    // Those that XmpCore does not know by itself.
    static XmpValues()
    {
        var registry = XmpMetaFactory.SchemaRegistry;
        registry.RegisterNamespace(XmpName.LightroomNamespace.NamespaceName, "lr");
        registry.RegisterNamespace(XmpName.DigikamNamespace.NamespaceName, "digiKam");
        registry.RegisterNamespace(XmpName.MicrosoftNamespace.NamespaceName, "MicrosoftPhoto");
        registry.RegisterNamespace(XmpName.GoogleCameraNamespace.NamespaceName, "GCamera");
        registry.RegisterNamespace(XmpName.MediaProNamespace.NamespaceName, "mediapro");
        registry.RegisterNamespace(XmpName.RegionsNamespace.NamespaceName, "mwg-rs");
        registry.RegisterNamespace(XmpName.AreaNamespace.NamespaceName, "stArea");
        registry.RegisterNamespace(XmpName.FormerAreaNamespace.NamespaceName, "stFormerArea");
        registry.RegisterNamespace(XmpName.DimensionsNamespace.NamespaceName, "stDim");
        registry.RegisterNamespace(XmpName.PeopleNamespace.NamespaceName, "MP");
        registry.RegisterNamespace(XmpName.PeopleInfoNamespace.NamespaceName, "MPRI");
        registry.RegisterNamespace(XmpName.PeopleRegionNamespace.NamespaceName, "MPReg");
    }

    public static XmpValues Read(IReadOnlyCollection<XElement> properties, List<string> warnings)
    {
        var values = new XmpValues();
        if (properties.Count == 0 || values.TryAdd(properties))
            return values;

        // It refuses a packet as a whole. Each property alone tells which it cannot make sense of.
        foreach (var property in properties)
        {
            if (!values.TryAdd([property]))
                warnings.Add($"The XMP property {property.Name.LocalName} is damaged.");
        }

        return values;
    }

    /// <summary>The first value that is more than blanks; null if there is none.</summary>
    public string? First(XName name) => All(name) is [var first, ..] ? first : null;

    /// <summary>All values that are more than blanks.</summary>
    public IReadOnlyList<string> All(XName name) => _values.GetValueOrDefault(name) ?? [];

    /// <summary>The value of a property that is a structure; null where it is not stated.</summary>
    public XmpStructure? Structure(XName name) => _structures.GetValueOrDefault(name);

    private bool TryAdd(IReadOnlyCollection<XElement> properties)
    {
        try
        {
            var packet = (XmpMeta)XmpMetaFactory.ParseFromXDocument(ToDocument(properties), Options);
            foreach (var property in properties.Where(property => XmpName.IsStructure(property.Name)))
                if (Find(packet, property.Name) is { } node)
                    _structures[property.Name] = new(node);
            foreach (var property in properties.Where(property => !XmpName.IsStructure(property.Name)))
                _values[property.Name] = [.. Read(packet, property.Name).Select(XmpText.Clean).Where(value => value.Length > 0)];
            return true;
        }
        catch (XmpException)
        {
            return false;
        }
    }

    private static XDocument ToDocument(IReadOnlyCollection<XElement> properties) => new(new XElement(
        XmpName.Rdf + "RDF", new XAttribute(XNamespace.Xmlns + "rdf", XmpName.Rdf.NamespaceName), new XElement(XmpName.Rdf + "Description", properties)));

    // Out of the tree: asked by name, XmpCore follows aliases here too, and looks for each item from the root.
    private static XmpNode? Find(XmpMeta packet, XName name) => packet.GetRoot().FindChildByName(name.NamespaceName)?.FindChildByName(XmpStructure.Prefixed(name));

    private static IEnumerable<string> Read(XmpMeta packet, XName name)
    {
        if (Find(packet, name) is not { } property)
            yield break;
        if (!property.Options.IsArray)
            yield return property.Value ?? "";
        for (var i = 1; property.Options.IsArray && i <= property.GetChildrenLength(); i++)
            yield return property.GetChild(i).Value ?? "";
    }
}
