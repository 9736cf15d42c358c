using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>What is being completed.</summary>
/// <param name="Command">The name of the command.</param>
/// <param name="Parameter">The name of the parameter.</param>
/// <param name="Word">What was typed so far, without quotes.</param>
/// <param name="Bound">The other arguments on the line.</param>
internal sealed record Completion(string Command, string Parameter, string Word, IDictionary? Bound)
{
    /// <summary>An argument that was given as one or more texts.</summary>
    internal IEnumerable<string> Given(string parameter) => (Bound?[parameter] switch
    {
        null => [],
        string text => [text],
        IEnumerable several => several.Cast<object?>(),
        var other => [other],
    }).Select(value => value?.ToString() ?? "");
}

/// <summary>Completes names that the catalog knows. Silent where there is no catalog: the command itself tells what is wrong.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private const int MostOffered = 1000;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var results = new List<CompletionResult>();
        try
        {
            using CatalogDatabase catalog = CatalogDatabase.OpenForReading(CatalogDatabase.Locate(CatalogPath(commandName, fakeBoundParameters?["Catalog"])));
            var asked = new Completion(commandName, parameterName, (wordToComplete ?? "").Trim('\'', '"'), fakeBoundParameters);
            WildcardPattern begins = Pattern($"{asked.Word}*");
            foreach ((string name, Func<string> toolTip) in Names(catalog, asked).Where(item => Fits(item.Name, asked.Word)).OrderBy(item => !begins.IsMatch(item.Name)).Take(MostOffered))
                results.Add(new CompletionResult(Quote(name), name, CompletionResultType.ParameterValue, toolTip() is { Length: > 0 } text ? text : name));
        }
        catch (Exception e) when (e is ImaLinkException or RuntimeException)
        {
            // Nothing to offer.
        }

        return results;
    }

    private protected abstract IEnumerable<(string Name, Func<string> ToolTip)> Names(CatalogDatabase catalog, Completion asked);

    /// <summary>Whether a name is offered: first what begins so, then what has a word that does, as a camera is called by its maker first, and sought by its model.</summary>
    private protected virtual bool Fits(string name, string word) => Pattern($"{word}*").IsMatch(name) || Pattern($"* {word}*").IsMatch(name);

    private protected static IEnumerable<(string Name, Func<string> ToolTip)> Counted(IEnumerable<NameList.Entry> entries) => entries.Select(entry => (entry.Name, entry.Photos));

    private static WildcardPattern Pattern(string text) => WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

    /// <summary>The catalog of the command on the line: as it is given there, or by $PSDefaultParameterValues; by the location of the session that completes, which is not that of the process.</summary>
    private static string? CatalogPath(string command, object? given)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("""
            param($command, $path)
            if (-not $path) {
                $key = @($PSDefaultParameterValues.Keys).Where({ $_ -match '^(.+):Catalog$' -and $command -like $Matches[1] }, 'First')[0]
                if ($key) { $path = $PSDefaultParameterValues[$key] }
            }
            if ($path -is [string]) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path) }
            """, useLocalScope: true).AddArgument(command).AddArgument(given);
        return shell.Invoke<string>().FirstOrDefault();
    }

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '/') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
