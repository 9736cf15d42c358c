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

    public static XDocument Document(IEnumerable<CmdletHelp> cmdlets) =>
        new(new XElement(Root + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(Item)));

    private static XElement Item(CmdletHelp help)
    {
        CmdletInfo cmdlet = help.Cmdlet;
        return new XElement(Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Text), new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                Description(help.Synopsis),
                new XElement(Command + "verb", cmdlet.Verb), new XElement(Command + "noun", cmdlet.Noun)),
            Description(help.Remarks),
            new XElement(Command + "syntax", cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set =>
                new XElement(Command + "syntaxItem", new XElement(Text + "name", cmdlet.Name),
                    set.Parameters.Where(CmdletHelp.IsOwn)
                        .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
                        .ThenByDescending(parameter => parameter.IsMandatory)
                        .Select(parameter => Parameter(help, parameter))))),
            new XElement(Command + "parameters", help.Parameters.Select(parameter => Parameter(help, parameter))),
            new XElement(Command + "inputTypes", help.Inputs.Select(input => new XElement(Command + "inputType", Type(input.Name), Description([input.Words])))),
            new XElement(Command + "returnValues", help.Outputs.Select(output => new XElement(Command + "returnValue", Type(output.Name), Description([output.Words])))),
            new XElement(Text + "alertSet", new XElement(Text + "alert", help.Notes.Select(Paragraph))),
            new XElement(Command + "examples", help.Examples.Select((example, index) => new XElement(Command + "example",
                new XElement(Text + "title", $"-------------------------- Example {index + 1} --------------------------"),
                new XElement(Dev + "code", example.Code),
                new XElement(Dev + "remarks", example.Remarks.Append("").Append("").Select(Paragraph))))),
            new XElement(Command + "relatedLinks", help.Links.Select(link => new XElement(Text + "navigationLink",
                new XElement(Text + "linkText", link.Text), new XElement(Text + "uri", link.Uri)))));
    }

    private static XElement Parameter(CmdletHelp help, CommandParameterInfo parameter)
    {
        return new XElement(Command + "parameter",
            new XAttribute("required", parameter.IsMandatory), new XAttribute("variableLength", parameter.ParameterType.IsArray),
            new XAttribute("globbing", parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any()),
            new XAttribute("pipelineInput", CmdletHelp.Pipeline(parameter)),
            new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Text + "name", parameter.Name),
            Description(help.Words(parameter)),
            CmdletHelp.Allowed(parameter) is { Count: > 0 } allowed ? new XElement(Command + "parameterValueGroup", allowed.Select(Value)) : null,
            parameter.ParameterType == typeof(SwitchParameter) ? null : Value(CmdletHelp.TypeName(parameter.ParameterType)),
            Type(CmdletHelp.TypeName(parameter.ParameterType)),
            new XElement(Dev + "defaultValue", help.Default(parameter)));
    }

    private static XElement Value(string text) =>
        new(Command + "parameterValue", new XAttribute("required", true), new XAttribute("variableLength", false), text);

    private static XElement Type(string name) => new(Dev + "type", new XElement(Text + "name", name));

    private static XElement Description(IEnumerable<string> paragraphs) =>
        new(Text + "description", paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(Text + "para", text);
}
