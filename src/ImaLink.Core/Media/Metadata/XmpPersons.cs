using System.Globalization;

namespace ImaLink.Media.Metadata;

/// <summary>
/// The persons that a packet names: with the regions of the Metadata Working Group and those of Microsoft, which say the same where a program writes both, and those in IPTC's list
/// alone. Faces that nobody has named, and regions of other things than faces, are no persons.
/// </summary>
internal static class XmpPersons
{
    // A photo of a whole school; who writes more makes it to cost memory.
    private const int MaxRegions = 2000;

    public static List<PersonFact> Read(XmpValues values)
    {
        var regions = WorkingGroup(values).Take(MaxRegions).ToList();
        var named = regions.Select(person => person.Name).ToHashSet(StringComparer.Ordinal);
        regions.AddRange(Microsoft(values).Where(person => !named.Contains(person.Name)).Take(MaxRegions));
        named.UnionWith(regions.Select(person => person.Name));
        return [.. regions.Distinct(), .. values.All(XmpName.PersonInImage).Where(named.Add).Select(name => new PersonFact(name, null))];
    }

    private static IEnumerable<PersonFact> WorkingGroup(XmpValues values)
    {
        if (values.Structure(XmpName.Regions) is not { } regions)
            yield break;
        var applied = regions.Field(XmpName.RegionsNamespace + "AppliedToDimensions");
        double? width = applied?.Number(XmpName.DimensionsNamespace + "w"), height = applied?.Number(XmpName.DimensionsNamespace + "h");
        foreach (var region in regions.Field(XmpName.RegionsNamespace + "RegionList")?.Items ?? [])
        {
            if (region.Text(XmpName.RegionsNamespace + "Name") is { } name && region.Text(XmpName.RegionsNamespace + "Type") is (null or "Face"))
                yield return new(name, Area(region.Field(XmpName.RegionsNamespace + "Area"), width, height));
        }
    }

    private static RegionFact? Area(XmpStructure? area, double? width, double? height)
    {
        if (Part("x") is not { } x || Part("y") is not { } y || Part("w") is not { } w || Part("h") is not { } h)
            return null;
        bool isPixels = area?.Text(XmpName.AreaNamespace + "unit") == "pixel";
        if (!isPixels)
            return new(x, y, w, h, width, height);
        return width > 0 && height > 0 ? new(x / width.Value, y / height.Value, w / width.Value, h / height.Value, width, height) : null;

        double? Part(string name) => area?.Number(XmpName.AreaNamespace + name) ?? area?.Number(XmpName.FormerAreaNamespace + name);
    }

    private static IEnumerable<PersonFact> Microsoft(XmpValues values)
    {
        foreach (var region in values.Structure(XmpName.RegionInfo)?.Field(XmpName.PeopleInfoNamespace + "Regions")?.Items ?? [])
            if (region.Text(XmpName.PeopleRegionNamespace + "PersonDisplayName") is { } name)
                yield return new(name, Rectangle(region.Text(XmpName.PeopleRegionNamespace + "Rectangle")));
    }

    /// <summary>Left, top, width, height.</summary>
    private static RegionFact? Rectangle(string? text)
    {
        double[] parts = [.. (text ?? "").Split(',').Take(5).Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        return parts is [var x, var y, var w, var h] && Array.TrueForAll(parts, double.IsFinite) ? new(x + w / 2, y + h / 2, w, h) : null;
    }
}
