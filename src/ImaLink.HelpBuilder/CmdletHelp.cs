using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ImaLink.HelpBuilder;

/// <summary>All that help says of one cmdlet: words from the comments, everything else from the cmdlet itself.</summary>
internal sealed partial class CmdletHelp(CmdletInfo cmdlet, HelpSources sources)
{
    private static readonly HashSet<string> Common = [.. System.Management.Automation.Cmdlet.CommonParameters];

    private readonly string _id = "T:" + cmdlet.ImplementingType.FullName;
    private readonly object _fresh = Activator.CreateInstance(cmdlet.ImplementingType)!;

    public CmdletInfo Cmdlet => cmdlet;

    public IReadOnlyList<string> Synopsis => sources.Commands.Paragraphs(_id, "summary");

    public IReadOnlyList<string> Remarks => sources.Commands.Paragraphs(_id, "remarks");

    public IEnumerable<(string Code, IReadOnlyList<string> Remarks)> Examples => sources.Commands.Examples(_id);

    /// <summary>Every parameter once, from the set that says most about it.</summary>
    public IReadOnlyList<CommandParameterInfo> Parameters { get; } =
    [
        .. cmdlet.ParameterSets.SelectMany(set => set.Parameters).Where(IsOwn)
            .GroupBy(parameter => parameter.Name).Select(group => group.MaxBy(parameter => parameter.IsMandatory)!)
            .OrderBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position),
    ];

    public IEnumerable<(string Name, string Words)> Inputs
    {
        get
        {
            var whole = Parameters.Where(parameter => parameter.ValueFromPipeline).GroupBy(parameter => TypeName(parameter.ParameterType))
                .Select(group => (group.Key, $"What {Names(group)} takes.")).ToList();
            var named = Parameters.Where(parameter => parameter.ValueFromPipelineByPropertyName).ToList();
            if (named.Count > 0)
                whole.Add(("PSObject", $"Objects whose properties are called like {Names(named)}, or like an alias of it."));
            return whole.Count > 0 ? whole : [("None", "Nothing is taken from the pipeline.")];
        }
    }

    public IEnumerable<(string Name, string Words)> Outputs =>
        cmdlet.OutputType.Select(type => (type.Name, string.Join(" ", sources.Core.Paragraphs("T:" + type.Name, "summary")) is { Length: > 0 } words ? words : "The answer in one word."));

    public IReadOnlyList<string> Notes
    {
        get
        {
            List<string> notes = [];
            if (cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>() is { SupportsShouldProcess: true } attribute)
                notes.Add(attribute.ConfirmImpact == ConfirmImpact.High
                    ? "It asks before it does anything; -Confirm:$false does without the question, and -WhatIf shows what would be done."
                    : "-WhatIf shows what would be done, and nothing is; -Confirm asks first.");
            if (Parameters.Any(parameter => parameter.Name == "Catalog"))
                notes.Add("The catalog is the one of this user unless -Catalog or $env:IMALINK_CATALOG names another.");
            notes.Add("Trouble with one item is an error record, and the rest goes on. Every error id is explained in about_ImaLink_Errors.");
            return notes;
        }
    }

    /// <summary>The page of the cmdlet first, as Get-Help -Online opens it; then what its words and the topics speak of together with it.</summary>
    public IEnumerable<(string Text, string Uri)> Links
    {
        get
        {
            yield return ("Online version:", $"{sources.ProjectUri}/blob/main/docs/cmdlets/{cmdlet.Name}.md");
            string words = string.Join(" ", [.. Synopsis, .. Remarks, .. Parameters.SelectMany(Words), .. Examples.SelectMany(example => example.Remarks.Append(example.Code))]);
            foreach (string name in CmdletName().Matches(words).Select(match => match.Value).Concat(sources.Cmdlets.Where(name => name.EndsWith("-" + cmdlet.Noun, StringComparison.Ordinal)))
                .Where(name => name != cmdlet.Name && sources.Cmdlets.Contains(name)).Distinct().Order(StringComparer.Ordinal))
                yield return (name, "");
            foreach (string topic in sources.TopicsOf(cmdlet.Name))
                yield return (topic, "");
        }
    }

    public IReadOnlyList<string> Words(CommandParameterInfo parameter)
    {
        if (parameter.Name == "WhatIf")
            return ["Shows what would be done, and does nothing."];
        if (parameter.Name == "Confirm")
            return ["Asks before anything is changed."];
        string id = $"P:{cmdlet.ImplementingType.GetProperty(parameter.Name)!.DeclaringType!.FullName}.{parameter.Name}";
        var words = sources.Commands.Paragraphs(id, "summary");
        var unnamed = Allowed(parameter).Where(value => !words.Any(text => text.Contains(value, StringComparison.Ordinal)));
        return unnamed.Any() ? [.. words, $"One of: {string.Join(", ", Allowed(parameter))}."] : words;
    }

    /// <summary>What the parameter is where it is not given.</summary>
    public string Default(CommandParameterInfo parameter) => cmdlet.ImplementingType.GetProperty(parameter.Name)?.GetValue(_fresh) switch
    {
        null when parameter.ParameterType == typeof(SwitchParameter) => "False",
        null or "" or ICollection { Count: 0 } => "None",
        _ when parameter.IsMandatory => "None",
        TimeSpan time when time == TimeSpan.Zero => "None",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString()!,
    };

    public static bool IsOwn(CommandParameterInfo parameter) => !Common.Contains(parameter.Name);

    public static IReadOnlyList<string> Allowed(CommandParameterInfo parameter) =>
        [.. parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues)];

    public static string Pipeline(CommandParameterInfo parameter) => (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    public static string TypeName(Type type) =>
        type.IsArray ? TypeName(type.GetElementType()!) + "[]" : (Nullable.GetUnderlyingType(type) ?? type).Name;

    private static string Names(IEnumerable<CommandParameterInfo> parameters) => string.Join(", ", parameters.Select(parameter => "-" + parameter.Name));

    [GeneratedRegex(@"\b[A-Z][a-z]+-Ima[A-Za-z]+")]
    private static partial Regex CmdletName();
}
