using System.Globalization;
using System.Xml.Linq;

namespace ImaLink.Media.Metadata;

/// <summary>
/// Writes the regions of persons, as the Metadata Working Group and Microsoft have them. Regions of other things, and faces that nobody has named, stay as other programs wrote them.
/// </summary>
internal static class XmpRegionWriter
{
    private const double Tolerance = 1e-6;

    private static readonly XName Li = XmpName.Rdf + "li", Bag = XmpName.Rdf + "Bag", ParseType = XmpName.Rdf + "parseType";

    /// <summary>Writes both.</summary>
    /// <param name="document">Where to.</param>
    /// <param name="persons">The persons.</param>
    /// <param name="width">Width of the stored picture, to which the regions refer.</param>
    /// <param name="height">Its height.</param>
    public static void Write(XmpDocument document, IEnumerable<PersonFact> persons, int? width, int? height)
    {
        (string Name, RegionFact Region)[] named = [.. persons.Where(person => person.Region is not null).Select(person => (person.Name, person.Region!))];
        WorkingGroup(document, named, width, height);
        Microsoft(document, named);
    }

    private static void WorkingGroup(XmpDocument document, (string Name, RegionFact Region)[] named, int? width, int? height)
    {
        var there = document.Find(XmpName.Regions) as XElement;
        XElement[] items = Items(there, XmpName.RegionsNamespace + "RegionList");
        XElement[] faces = [.. items.Where(item => Leaf(item, "Name") is { Length: > 0 } && Leaf(item, "Type") is (null or "Face"))];
        XElement? applied = there?.Descendants(XmpName.RegionsNamespace + "AppliedToDimensions").FirstOrDefault();
        bool hasDimensions = width is null || height is null || (applied is not null && Number(applied, "w") == width && Number(applied, "h") == height);
        if (faces.Length == named.Length && (named.Length == 0 || hasDimensions) && named.All(person => Array.Exists(faces, face => IsFace(face, person))))
            return;
        XElement[] foreign = [.. items.Except(faces)];
        List<XElement> left = [.. faces];
        XNamespace rs = XmpName.RegionsNamespace, area = XmpName.AreaNamespace, dimensions = XmpName.DimensionsNamespace;
        document.Put(XmpName.Regions, named.Length + foreign.Length == 0 ? null : new XElement(XmpName.Regions, Resource(),
            width is null || height is null ? applied is null ? null : new XElement(applied) : new XElement(rs + "AppliedToDimensions", Resource(),
                new XElement(dimensions + "w", width), new XElement(dimensions + "h", height), new XElement(dimensions + "unit", "pixel")),
            new XElement(rs + "RegionList", new XElement(Bag, foreign.Select(item => new XElement(item)), named.Select(Face)))));

        // What other programs note of a face stays with it.
        XElement Face((string Name, RegionFact Region) person)
        {
            if ((left.Find(face => IsFace(face, person)) ?? left.Find(face => Leaf(face, "Name") == person.Name)) is { } former)
            {
                left.Remove(former);
                var face = new XElement(former);
                if (IsFace(face, person))
                    return face;
                if (face.Descendants(rs + "Area").FirstOrDefault() is { } there)
                {
                    there.ReplaceWith(Area(person.Region));
                    return face;
                }
            }

            return new XElement(Li, Resource(), Area(person.Region), new XElement(rs + "Name", person.Name), new XElement(rs + "Type", "Face"));
        }

        XElement Area(RegionFact region) => new(rs + "Area", Resource(), new XElement(area + "x", Text(region.X)), new XElement(area + "y", Text(region.Y)),
            new XElement(area + "w", Text(region.Width)), new XElement(area + "h", Text(region.Height)), new XElement(area + "unit", "normalized"));
    }

    private static void Microsoft(XmpDocument document, (string Name, RegionFact Region)[] named)
    {
        XElement[] items = Items(document.Find(XmpName.RegionInfo) as XElement, XmpName.PeopleInfoNamespace + "Regions");
        XElement[] faces = [.. items.Where(item => Leaf(item, "PersonDisplayName") is { Length: > 0 })];
        if (faces.Length == named.Length && named.All(person => Array.Exists(faces, face => Leaf(face, "PersonDisplayName") == person.Name && Leaf(face, "Rectangle") == Rectangle(person.Region))))
            return;
        XElement[] foreign = [.. items.Except(faces)];
        List<XElement> left = [.. faces];
        document.Put(XmpName.RegionInfo, named.Length + foreign.Length == 0 ? null : new XElement(XmpName.RegionInfo, Resource(),
            new XElement(XmpName.PeopleInfoNamespace + "Regions", new XElement(Bag, foreign.Select(item => new XElement(item)), named.Select(Face)))));

        XElement Face((string Name, RegionFact Region) person)
        {
            XName rectangle = XmpName.PeopleRegionNamespace + "Rectangle";
            if ((left.Find(face => Leaf(face, "PersonDisplayName") == person.Name && Leaf(face, "Rectangle") == Rectangle(person.Region)) ?? left.Find(face => Leaf(face, "PersonDisplayName") == person.Name)) is not { } former)
                return new XElement(Li, Resource(), new XElement(XmpName.PeopleRegionNamespace + "PersonDisplayName", person.Name), new XElement(rectangle, Rectangle(person.Region)));
            left.Remove(former);
            var face = new XElement(former);
            XElement holder = face.Elements(XmpName.Rdf + "Description").FirstOrDefault() ?? face;
            if (holder.Attribute(rectangle) is { } attribute)
                attribute.Value = Rectangle(person.Region);
            else
                holder.SetElementValue(rectangle, Rectangle(person.Region));
            return face;
        }
    }

    private static XElement[] Items(XElement? property, XName list) => property?.Descendants(list).FirstOrDefault() is { } found ? [.. found.Elements().Elements(Li)] : [];

    private static bool IsFace(XElement item, (string Name, RegionFact Region) person) => Leaf(item, "Name") == person.Name
        && IsNear(item, "x", person.Region.X) && IsNear(item, "y", person.Region.Y) && IsNear(item, "w", person.Region.Width) && IsNear(item, "h", person.Region.Height);

    private static bool IsNear(XElement item, string name, double number) => Math.Abs(Number(item, name) - number) < Tolerance;

    private static double Number(XElement item, string name) => Leaf(item, name) is { } text ? XmpPlace.Number(text) : double.NaN;

    /// <summary>A field of an item, however deep and in whichever notation.</summary>
    private static string? Leaf(XElement item, string name) => item.DescendantsAndSelf().SelectMany(element => element.Attributes()).FirstOrDefault(attribute => attribute.Name.LocalName == name)?.Value
        ?? item.Descendants().FirstOrDefault(element => element.Name.LocalName == name && !element.HasElements)?.Value;

    private static XAttribute Resource() => new(ParseType, "Resource");

    private static string Rectangle(RegionFact region) =>
        $"{Text(region.X - region.Width / 2)}, {Text(region.Y - region.Height / 2)}, {Text(region.Width)}, {Text(region.Height)}";

    private static string Text(double number) => (Math.Round(number, 9) + 0.0).ToString("0.#########", CultureInfo.InvariantCulture);
}
