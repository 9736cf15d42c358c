using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using ImaLink.Tests;

namespace ImaLink.PowerShell.Tests;

/// <summary>What holds for every exported cmdlet, so that a new one cannot forget it.</summary>
public sealed class ConventionTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static readonly HashSet<string> Readers = ["Get", "Find", "Test", "Measure", "Compare"];

    private static readonly HashSet<string> Common =
        [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    private IReadOnlyList<CmdletInfo> Cmdlets { get; } =
        [.. module.Invoke("Get-Command -Module ImaLink.PowerShell").Clean().Output.Select(item => (CmdletInfo)item.BaseObject)];

    [Fact]
    public void Manifest_Exports_ExactlyWhatTheAssemblyHolds()
    {
        var inAssembly = Cmdlets[0].ImplementingType.Assembly.GetExportedTypes()
            .SelectMany(type => type.GetCustomAttributes(typeof(CmdletAttribute), false).Cast<CmdletAttribute>())
            .Select(attribute => $"{attribute.VerbName}-{attribute.NounName}");
        Assert.Equal(inAssembly.Order(), Cmdlets.Select(cmdlet => cmdlet.Name).Order());
    }

    [Fact]
    public void Names_AreApprovedVerbsAndSingularNouns()
    {
        var verbs = new[]
        {
            typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic),
            typeof(VerbsLifecycle), typeof(VerbsOther), typeof(VerbsSecurity),
        }.SelectMany(type => type.GetFields()).Select(field => field.Name).ToHashSet();
        Every(cmdlet => verbs.Contains(cmdlet.Verb) && cmdlet.Noun.StartsWith("Ima", StringComparison.Ordinal)
            && (!cmdlet.Noun.EndsWith('s') || cmdlet.Noun.EndsWith("ss", StringComparison.Ordinal)));
    }

    [Fact]
    public void OutputType_IsStated() => Every(cmdlet => cmdlet.OutputType.Count > 0);

    [Fact]
    public void Writers_SupportShouldProcess() =>
        Every(cmdlet => Readers.Contains(cmdlet.Verb) != cmdlet.Parameters.ContainsKey("WhatIf"));

    /// <summary>One that need not be given and takes nothing from the pipeline is a filter: it names what is registered, and need not be there.</summary>
    [Fact]
    public void Path_ComesWithLiteralPathAndPSPath() =>
        Every(cmdlet => !cmdlet.Parameters.TryGetValue("Path", out var path) || path.ParameterSets.Values.All(set => !set.IsMandatory && !set.ValueFromPipeline)
            || (cmdlet.Parameters.TryGetValue("LiteralPath", out var literal) && literal.Aliases.Contains("PSPath")));

    /// <summary>$a.Path/b are two arguments without a blank between them; one is "$($a.Path)/b".</summary>
    [Fact]
    public void Examples_ArgumentsStandApart()
    {
        var help = module.Invoke("Get-Command -Module ImaLink.PowerShell | ForEach-Object { (Get-Help $_ -Full).examples.example.code }").Clean().Output.Select(code => $"{code}");
        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
            .SelectMany(path => Regex.Matches(File.ReadAllText(path), @"^```powershell\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)).Select(block => block.Groups[1].Value);
        var scripts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples"), "*.ps1").Select(File.ReadAllText);
        string[] all = [.. help, .. documents, .. scripts];
        Assert.True(all.Length > 50);
        Assert.Empty(all.SelectMany(Torn));

        static IEnumerable<string> Torn(string code) => Parser.ParseInput(code, out _, out _)
            .FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()
            .Where(command => command.CommandElements.Zip(command.CommandElements.Skip(1), (one, next) => one.Extent.EndOffset == next.Extent.StartOffset).Any(isTorn => isTorn))
            .Select(command => command.Extent.Text);
    }

    [Fact]
    public void Help_HasSynopsisDescriptionAndExample() => Every(cmdlet =>
    {
        var help = Help(cmdlet);
        return Text(help, "Synopsis") is var synopsis && synopsis.Length > 0 && !synopsis.Contains("[<CommonParameters>]", StringComparison.Ordinal)
            && Text(help, "description").Length > 0 && Text(help, "examples").Length > 0;
    });

    [Fact]
    public void Help_DescribesEveryParameter()
    {
        var missing =
            from cmdlet in Cmdlets
            let help = HelpOfParameters(cmdlet)
            from parameter in cmdlet.Parameters.Keys.Except(Common)
            where !help.TryGetValue(parameter, out PSObject? words) || Text(words, "description").Length == 0
            select $"{cmdlet.Name} -{parameter}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Help_HasNoEmptySection() => Assert.Equal([],
        from cmdlet in Cmdlets
        let help = module.Invoke("Get-Help $Name -Full", new { cmdlet.Name }).Clean().Output[0]
        from section in new[] { "inputTypes.inputType.type.name", "returnValues.returnValue.type.name", "returnValues.returnValue.description.Text", "alertSet.alert.Text", "relatedLinks.navigationLink.linkText" }
        where !module.Invoke($"$Help.{section}", new { Help = help }).Clean().Output.Any(text => text?.ToString().Length > 0)
        select $"{cmdlet.Name} {section}");

    [Fact]
    public void Help_ToldOnline_IsThePageOfTheCmdlet() =>
        Every(cmdlet => module.Invoke("(Get-Command $Name).HelpUri", new { cmdlet.Name }).Clean().Output[0].ToString().EndsWith($"/docs/cmdlets/{cmdlet.Name}.md", StringComparison.Ordinal));

    [Fact]
    public void Help_OfEveryParameter_TellsItsDefaultAndItsValues() => Assert.Equal([],
        from cmdlet in Cmdlets
        let all = HelpOfParameters(cmdlet)
        from parameter in cmdlet.Parameters.Values
        where !Common.Contains(parameter.Name)
        let help = all[parameter.Name]
        let words = Text(help, "description")
        where Text(help, "defaultValue").Length == 0 || parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues).Any(value => !words.Contains(value, StringComparison.Ordinal))
        select $"{cmdlet.Name} -{parameter.Name}");

    [Fact]
    public void Overview_NamesEveryCmdlet()
    {
        string topic = File.ReadAllText(Path.Combine(Repository.Module, "en-US", "about_ImaLink.help.txt"));
        Every(cmdlet => Regex.IsMatch(topic, $@"\b{cmdlet.Name}\b"));
    }

    [Fact]
    public void ErrorCodes_AreAllInTheHelpTopic()
    {
        // The core is in the module's own load context: its enum is reached through the exception of an error record.
        var error = module.Invoke("Get-ImaHothash nowhere").Errors[0].Exception;
        var codes = Enum.GetNames(error.GetType().GetProperty("Code")!.PropertyType);
        string topic = File.ReadAllText(Path.Combine(Repository.Module, "en-US", "about_ImaLink_Errors.help.txt"));
        Assert.All(codes, code => Assert.Matches($@"\bImaLink\.{code}\b", topic));
    }

    [Fact]
    public void HelpTopics_FitInto80Columns()
    {
        string[] topics = Directory.GetFiles(Path.Combine(Repository.Module, "en-US"), "about_*.help.txt");
        Assert.Equal(["about_ImaLink", .. new[] { "Automation", "Defaults", "Errors", "Identity", "Recovery", "SeveralMachines", "Statements", "Storages" }.Select(name => "about_ImaLink_" + name)],
            topics.Select(path => Path.GetFileName(path)[..^".help.txt".Length]).Order(StringComparer.Ordinal));
        Assert.Equal([], topics.SelectMany(File.ReadLines).Where(line => line.Length > 80));
    }

    [Fact]
    public void Times_AreBoundByNoCulture() =>
        Every(cmdlet => cmdlet.Parameters.Values.All(parameter => (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) != typeof(DateTime)
            || parameter.Attributes.OfType<ArgumentTransformationAttribute>().Any()));

    [Fact]
    public void Commands_NothingDependsOnTheCulture() => Assert.Equal([], CultureRules.Broken(typeof(CatalogCommand).Assembly));

    /// <summary>What is told of each parameter, in one asking for each cmdlet: the help is read anew each time.</summary>
    private Dictionary<string, PSObject> HelpOfParameters(CmdletInfo cmdlet) =>
        module.Invoke("Get-Help $Name -Parameter *", new { cmdlet.Name }).Clean().Output.ToDictionary(help => $"{help.Properties["name"].Value}", StringComparer.OrdinalIgnoreCase);

    private static string Text(PSObject help, string property) =>
        string.Join(" ", LanguagePrimitives.GetEnumerable(help.Properties[property]?.Value)?.Cast<object>()
            ?? [help.Properties[property]?.Value ?? ""]).Trim();

    private PSObject Help(CmdletInfo cmdlet) =>
        module.Invoke("Get-Help $Name -Full", new { cmdlet.Name }).Clean().Output[0];

    private void Every(Func<CmdletInfo, bool> holds) =>
        Assert.Equal([], from cmdlet in Cmdlets where !holds(cmdlet) select cmdlet.Name);
}
