using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;

namespace ImaLink.HelpBuilder;

/// <summary>Writes the engine's help format: words from the comments, everything else from the cmdlets themselves.</summary>
internal static class Maml
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters];

    public static XDocument Document(IEnumerable<CmdletInfo> cmdlets, XmlDocs docs) => new(
        new XElement(Root + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(cmdlet => Item(cmdlet, docs))));

    private static XElement Item(CmdletInfo cmdlet, XmlDocs docs)
    {
        string id = "T:" + cmdlet.ImplementingType.FullName;
        // Every parameter once, from the set that says most about it.
        var parameters = cmdlet.ParameterSets.SelectMany(set => set.Parameters).Where(IsOwn)
            .GroupBy(parameter => parameter.Name).Select(group => group.MaxBy(parameter => parameter.IsMandatory)!)
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position);
        return new XElement(Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Text), new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                Description(docs.Paragraphs(id, "summary")),
                new XElement(Command + "verb", cmdlet.Verb), new XElement(Command + "noun", cmdlet.Noun)),
            Description(docs.Paragraphs(id, "remarks")),
            new XElement(Command + "syntax", cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set =>
                new XElement(Command + "syntaxItem", new XElement(Text + "name", cmdlet.Name),
                    set.Parameters.Where(IsOwn)
                        .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
                        .ThenByDescending(parameter => parameter.IsMandatory)
                        .Select(parameter => Parameter(cmdlet, parameter, docs))))),
            new XElement(Command + "parameters", parameters.Select(parameter => Parameter(cmdlet, parameter, docs))),
            new XElement(Command + "inputTypes", parameters
                .Where(parameter => parameter.ValueFromPipeline).Select(parameter => TypeName(parameter.ParameterType)).Distinct()
                .Select(name => new XElement(Command + "inputType", Type(name)))),
            new XElement(Command + "returnValues", cmdlet.OutputType
                .Select(type => new XElement(Command + "returnValue", Type(type.Name)))),
            new XElement(Command + "examples", docs.Examples(id).Select((example, index) => new XElement(Command + "example",
                new XElement(Text + "title", $"-------------------------- Example {index + 1} --------------------------"),
                new XElement(Dev + "code", example.Code),
                new XElement(Dev + "remarks", example.Remarks.Append("").Append("").Select(Paragraph))))));
    }

    private static XElement Parameter(CmdletInfo cmdlet, CommandParameterInfo parameter, XmlDocs docs)
    {
        string pipeline = (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
        var allowed = parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues).ToList();
        return new XElement(Command + "parameter",
            new XAttribute("required", parameter.IsMandatory), new XAttribute("variableLength", parameter.ParameterType.IsArray),
            new XAttribute("globbing", parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any()),
            new XAttribute("pipelineInput", pipeline),
            new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name),
            Description(Words(cmdlet, parameter.Name, docs)),
            allowed.Count == 0 ? null : new XElement(Command + "parameterValueGroup", allowed.Select(Value)),
            parameter.ParameterType == typeof(SwitchParameter) ? null : Value(TypeName(parameter.ParameterType)),
            Type(TypeName(parameter.ParameterType)));
    }

    private static IReadOnlyList<string> Words(CmdletInfo cmdlet, string parameter, XmlDocs docs) => parameter switch
    {
        "WhatIf" => ["Shows what would be done, and does nothing."],
        "Confirm" => ["Asks before anything is changed."],
        _ => docs.Paragraphs(
            $"P:{cmdlet.ImplementingType.GetProperty(parameter)!.DeclaringType!.FullName}.{parameter}", "summary"),
    };

    private static bool IsOwn(CommandParameterInfo parameter) => !Common.Contains(parameter.Name);

    private static XElement Value(string text) =>
        new(Command + "parameterValue", new XAttribute("required", true), new XAttribute("variableLength", false), text);

    private static XElement Type(string name) => new(Dev + "type", new XElement(Text + "name", name));

    private static XElement Description(IEnumerable<string> paragraphs) =>
        new(Text + "description", paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(Text + "para", text);

    private static string TypeName(Type type) =>
        type.IsArray ? TypeName(type.GetElementType()!) + "[]" : (Nullable.GetUnderlyingType(type) ?? type).Name;
}
