using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ImaLink.HelpBuilder;

/// <summary>The documentation comments of an assembly, by member id ("T:Name.Space.Type").</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocs(Dictionary<string, XElement> members) => _members = members;

    public IEnumerable<string> Ids => _members.Keys;

    public static XmlDocs Load(string path) => new(XDocument.Load(path, LoadOptions.PreserveWhitespace)
        .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!));

    /// <summary>The paragraphs of an element (summary, remarks) of a member.</summary>
    public IReadOnlyList<string> Paragraphs(string id, string element) =>
        _members.GetValueOrDefault(id)?.Element(element) is { } found ? Paragraphs(found) : [];

    /// <summary>What a type says of one parameter of its constructor, which is a property of a record.</summary>
    public string Parameter(string id, string name) => string.Join(" ",
        (_members.GetValueOrDefault(id)?.Elements("param") ?? []).Where(param => (string?)param.Attribute("name") == name).SelectMany(Paragraphs));

    /// <summary>The examples of a member: the code, and what it does.</summary>
    public IEnumerable<(string Code, IReadOnlyList<string> Remarks)> Examples(string id) =>
        from example in _members.GetValueOrDefault(id)?.Elements("example") ?? []
        let code = string.Join('\n', example.Element("code")!.Value.Trim().Split('\n').Select(line => line.Trim()))
        select (code, Paragraphs(new XElement("example", example.Nodes().Where(node => node is not XElement { Name.LocalName: "code" }))));

    private static IReadOnlyList<string> Paragraphs(XElement element)
    {
        List<string> paragraphs = [""];
        foreach (var node in element.Nodes())
        {
            if (node is XElement { Name.LocalName: "para" } para)
                paragraphs.AddRange([Inline(para), ""]);
            else
                paragraphs[^1] += Inline(node);
        }
        return [.. paragraphs.Select(text => Space().Replace(text, " ").Trim()).Where(text => text.Length > 0)];
    }

    /// <summary>References become names: the last part of a cref, the text of anything else.</summary>
    private static string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when (string?)element.Attribute("cref") is { } cref => element.Value.Length > 0
            ? element.Value
            : cref.Split('(')[0].Split('.', ':')[^1],
        XElement element when (string?)(element.Attribute("langword") ?? element.Attribute("name")) is { } word => word,
        XElement element => string.Concat(element.Nodes().Select(Inline)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
