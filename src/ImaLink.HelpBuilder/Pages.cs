using System.Globalization;
using System.Text;

namespace ImaLink.HelpBuilder;

/// <summary>The pages of docs that are made from the same words as help: docs/cmdlets, docs/objects.md, docs/errors.md.</summary>
internal static class Pages
{
    public static string Cmdlet(CmdletHelp help)
    {
        var page = new StringBuilder($"# {help.Cmdlet.Name}\n\n{string.Join("\n\n", help.Synopsis.Select(Escape))}\n\n```\n");
        foreach (var set in help.Cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault))
            page.Append(CultureInfo.InvariantCulture, $"{help.Cmdlet.Name} {Syntax(set.ToString())}\n");
        page.Append("```\n");
        foreach (string paragraph in help.Remarks)
            page.Append(CultureInfo.InvariantCulture, $"\n{Escape(paragraph)}\n");
        page.Append("\n## Examples\n");
        foreach (var (code, remarks) in help.Examples)
            page.Append(CultureInfo.InvariantCulture, $"\n{string.Join("\n\n", remarks.Select(Escape))}\n\n```powershell\n{code}\n```\n");
        page.Append("\n## Parameters\n");
        foreach (var parameter in help.Parameters)
        {
            string[] facts =
            [
                $"`{CmdletHelp.TypeName(parameter.ParameterType)}`",
                parameter.IsMandatory ? "required" : $"default {help.Default(parameter)}",
                parameter.Position < 0 ? "named" : $"position {parameter.Position.ToString(CultureInfo.InvariantCulture)}",
                .. CmdletHelp.Pipeline(parameter) is var pipeline && pipeline != "False" ? [$"pipeline {pipeline["True (".Length..^1]}"] : Array.Empty<string>(),
                .. parameter.Aliases.Count > 0 ? [$"alias {string.Join(", ", parameter.Aliases)}"] : Array.Empty<string>(),
            ];
            page.Append(CultureInfo.InvariantCulture, $"\n### -{parameter.Name}\n\n{string.Join(" · ", facts)}\n\n{string.Join("\n\n", help.Words(parameter).Select(Escape))}\n");
        }
        page.Append("\n## Input\n\n").AppendJoin("\n", help.Inputs.Select(input => $"- `{input.Name}`: {Escape(input.Words)}"));
        page.Append("\n\n## Output\n\n").AppendJoin("\n", help.Outputs.Select(output => ObjectTypes.IsOurs(output.Name)
            ? $"- [{output.Name}](../objects.md#{Anchor(output.Name)}): {Escape(output.Words)}" : $"- `{output.Name}`: {Escape(output.Words)}"));
        page.Append("\n\n## Notes\n\n").AppendJoin("\n\n", help.Notes.Select(Escape));
        return page.Append("\n\n## See also\n\n").AppendJoin(" · ", help.Links.Skip(1).Select(link => Link(link.Text))).Append('\n').ToString();
    }

    public static string Contents(IEnumerable<CmdletHelp> cmdlets)
    {
        var page = new StringBuilder("# Commands\n\nMade from the help that `Get-Help` shows. What they emit stands in [objects](../objects.md), what can go wrong in [errors](../errors.md).\n");
        foreach (var noun in cmdlets.GroupBy(help => help.Cmdlet.Noun).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n**{noun.Key["Ima".Length..]}**\n\n");
            foreach (CmdletHelp help in noun.OrderBy(help => help.Cmdlet.Name, StringComparer.Ordinal))
                page.Append(CultureInfo.InvariantCulture, $"- [{help.Cmdlet.Name}]({help.Cmdlet.Name}.md): {Escape(string.Join(" ", help.Synopsis))}\n");
        }
        return page.ToString();
    }

    public static string Objects(IEnumerable<Type> types, XmlDocs core)
    {
        var page = new StringBuilder("# What commands emit\n\nPlain objects that survive `ConvertTo-Json`, `Export-Clixml` and remoting. A script names a type as "
            + "`[PSTypeName('ImaLink.ImageFile')]`.\n`schemas/objects` has a JSON Schema of each, which `ConvertTo-Json -Depth 5` holds.\n");
        foreach (Type type in types)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {type.FullName}\n\n{Escape(string.Join(" ", core.Paragraphs("T:" + type.FullName, "summary")))}\n\n| property | type | |\n|---|---|---|\n");
            foreach (var property in ObjectTypes.Properties(type))
                page.Append(CultureInfo.InvariantCulture, $"| {property.Name} | {ObjectTypes.Name(property)} | {Escape(ObjectTypes.Words(property, core)).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
        return page.ToString();
    }

    public static string Errors(IEnumerable<(string Id, string Words)> errors) =>
        "# Errors\n\nEach error record has a FullyQualifiedErrorId that starts with one of these, which never change, the path or name it is about as TargetObject, and a\n"
        + "message that says what to do next. `Get-Help about_ImaLink_Errors` shows the same list.\n\n| id | |\n|---|---|\n"
        + string.Concat(errors.Select(error => $"| {error.Id} | {Escape(error.Words)} |\n"));

    /// <summary>As Get-Command -Syntax says it, without what every command has.</summary>
    private static string Syntax(string set) => set.Replace(" [<CommonParameters>]", "", StringComparison.Ordinal);

    private static string Link(string name) => name switch
    {
        "about_ImaLink_Errors" => $"[{name}](../errors.md)",
        _ when name.StartsWith("about_", StringComparison.Ordinal) => $"[{name}](../../module/ImaLink.PowerShell/en-US/{name}.help.txt)",
        _ => $"[{name}]({name}.md)",
    };

    private static string Anchor(string heading) => heading.Replace(".", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Signs that Markdown would take for its own.</summary>
    private static string Escape(string text) =>
        text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
