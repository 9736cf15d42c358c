using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace ImaLink.PowerShell.Tests.Help;

/// <summary>What the documents of the repository say is there.</summary>
public sealed partial class DocumentTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static string[] Documents { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
    ];

    [Fact]
    public void Links_OfAllDocuments_LeadSomewhere()
    {
        Assert.True(Documents.Length > 80);
        Assert.Equal([], from document in Documents
                         from Match link in Link().Matches(CodeBlock().Replace(File.ReadAllText(document), ""))
                         let target = link.Groups[1].Value
                         where !target.Contains("://", StringComparison.Ordinal)
                         let parts = target.Split('#')
                         let path = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, Uri.UnescapeDataString(parts[0]))
                         where !Path.Exists(path) || (parts.Length > 1 && !Anchors(path).Contains(parts[1]))
                         select $"{Path.GetRelativePath(Repository.Root, document)}: {target}");
    }

    [Fact]
    public void Commands_InDocumentsTopicsAndExamples_ExistWithTheirParameters()
    {
        var code = Documents.SelectMany(path => PowerShellBlock().Matches(File.ReadAllText(path)).Select(block => block.Groups[1].Value).Concat(InlineCommand().Matches(File.ReadAllText(path)).Select(inline => inline.Groups[1].Value)))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Module, "en-US"), "about_*.txt").SelectMany(path => TopicCommand().Matches(File.ReadAllText(path)).Select(line => line.Groups[1].Value)))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples"), "*.ps1").Select(File.ReadAllText)).ToList();
        var cmdlets = module.Invoke("Get-Command -Module ImaLink.PowerShell").Clean().Output.Select(item => (CmdletInfo)item.BaseObject).ToDictionary(cmdlet => cmdlet.Name, StringComparer.OrdinalIgnoreCase);
        Assert.True(code.Count > 200);
        Assert.Equal([], from text in code
                         from command in Parser.ParseInput(text, out _, out _).FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()
                         let name = command.GetCommandName() ?? ""
                         where Ours().IsMatch(name)
                         let parameters = command.CommandElements.OfType<CommandParameterAst>()
                         where !cmdlets.TryGetValue(name, out var cmdlet) || parameters.Any(parameter => !cmdlet.Parameters.Keys.Any(key => key.StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase))
                             && !cmdlet.Parameters.Values.Any(known => known.Aliases.Contains(parameter.ParameterName, StringComparer.OrdinalIgnoreCase)))
                         select command.Extent.Text);
    }

    /// <summary>Types, folders and files that ARCHITECTURE and CONTRIBUTING name.</summary>
    [Fact]
    public void Architecture_WhatItNames_IsThere()
    {
        string[] sources = [.. new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];
        var types = sources.SelectMany(path => TypeDeclaration().Matches(File.ReadAllText(path)).Select(type => type.Groups[1].Value)).ToHashSet();
        string[] named = [.. new[] { "ARCHITECTURE.md", "CONTRIBUTING.md" }.SelectMany(name => Inline().Matches(CodeBlock().Replace(File.ReadAllText(Path.Combine(Repository.Root, name)), "")).Select(inline => inline.Groups[1].Value))];
        string core = Path.Combine(Repository.Root, "src", "ImaLink.Core");
        string[] roots = [Repository.Root, Path.Combine(Repository.Root, "src", "ImaLink.PowerShell"), core, .. Directory.EnumerateDirectories(core)];
        Assert.Equal([], named.Where(name => (TypeName().IsMatch(name) && !types.Contains(name)) || FileName().IsMatch(name)).Where(name => !roots.Any(root => Path.Exists(Path.Combine(root, name)))));
        Assert.True(named.Count(types.Contains) > 20);
    }

    /// <summary>No command is left out, each parameter is one, and what stands in the row is what the command emits.</summary>
    [Fact]
    public void ApiMap_NamesEveryCommand_WithWhatItEmits()
    {
        var cmdlets = module.Invoke("Get-Command -Module ImaLink.PowerShell").Clean().Output.Select(item => (CmdletInfo)item.BaseObject).ToDictionary(cmdlet => cmdlet.Name);
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "api-map.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|'))
            .Select(cells => (Commands: InlineCommand().Matches(cells[2]).Select(inline => inline.Groups[1].Value.Split(' ')).ToList(), Result: cells[3])).ToList();
        Assert.Equal(cmdlets.Keys.Order(), rows.SelectMany(row => row.Commands).Select(words => words[0]).Distinct().Order());
        Assert.Equal([], from row in rows
                         from words in row.Commands
                         from parameter in words.Skip(1).Where(word => word.StartsWith('-')).Select(word => word[1..].Split(':')[0])
                         where parameter != "Confirm" && !cmdlets[words[0]].Parameters.ContainsKey(parameter)
                         select $"{words[0]} -{parameter}");
        Assert.Equal([], from row in rows
                         from words in row.Commands
                         where !cmdlets[words[0]].OutputType.Any(output => row.Result.Contains(output.Name.Split('.')[^1], StringComparison.Ordinal) || row.Result.Trim() == "none")
                         select $"{words[0]}: {row.Result}");
    }

    [Fact]
    public void RecoveryDrill_TypedAsItStands_HasEverythingBack()
    {
        string script = Path.Combine(module.Folder, "drill.ps1");
        File.WriteAllText(script, $"$ErrorActionPreference = 'Stop'; Set-Location '{Repository.Root}'\n"
            + string.Concat(PowerShellBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "recovery-drill.md"))).Select(block => block.Groups[1].Value)));
        var (exit, output, error) = HostProcess.Run("-File", script);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("Corrupt", output, StringComparison.Ordinal);
        Assert.Contains("Places/Lake", output, StringComparison.Ordinal);
        Assert.Contains("Archive2", output, StringComparison.Ordinal);
    }

    /// <summary>As they are made of headings: small, without signs, with - for a blank.</summary>
    private static HashSet<string> Anchors(string path) => !path.EndsWith(".md", StringComparison.Ordinal) ? [] :
        [.. Heading().Matches(CodeBlock().Replace(File.ReadAllText(path), "")).Select(heading => Sign().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^ *```powershell\r?\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PowerShellBlock();

    /// <summary>A whole command with parameters; not a list of several, nor one with … in it.</summary>
    [GeneratedRegex(@"`([A-Z][a-z]+-Ima[A-Za-z]+(?: [^`…]*)?)`")]
    private static partial Regex InlineCommand();

    [GeneratedRegex(@"^ {8}(?:PS> )?([^\r\n]*\b[A-Z][a-z]+-Ima[A-Za-z]+[^\r\n]*)$", RegexOptions.Multiline)]
    private static partial Regex TopicCommand();

    [GeneratedRegex(@"^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Sign();

    [GeneratedRegex(@"\b(?:class|record|interface|struct|enum) ([A-Z]\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex("`([^`\r\n]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex("^I?[A-Z][a-z]+(?:[A-Z][a-z]+)+$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^(?:src|tests|docs|module|examples)/[\w./-]*\w$|^[A-Z]\w+/[\w/]*(?:\.cs)?$")]
    private static partial Regex FileName();

    [GeneratedRegex("^[A-Z][a-z]+-Ima[A-Z]")]
    private static partial Regex Ours();
}
