using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImaLink.Catalog;

namespace ImaLink.PowerShell;

/// <summary>Completes tags, with how many photos have them.</summary>
public sealed class TagCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) =>
        new Vocabulary(catalog).Tags().Select(tag => (tag.Path, $"{tag.Total} photos"));
}

/// <summary>Completes names of persons, with how many photos they are in.</summary>
public sealed class PersonCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) =>
        new Vocabulary(catalog).Persons().Select(person => (person.Name, $"{person.Photos} photos"));
}

/// <summary>Completes names of authors, with how many photos are theirs.</summary>
public sealed class AuthorCompleter : NameCompleter
{
    private protected override IEnumerable<(string Name, string ToolTip)> Names(CatalogDatabase catalog) =>
        new Vocabulary(catalog).Authors().Select(author => (author.Name, $"{author.Photos} photos"));
}

/// <summary>Completes the colours of labels.</summary>
public sealed class LabelCompleter : WordCompleter
{
    private protected override string[] Words => ["red", "yellow", "green", "blue", "purple"];
}

/// <summary>Completes the two flags.</summary>
public sealed class FlagCompleter : WordCompleter
{
    private protected override string[] Words => ["Pick", "Reject"];
}

/// <summary>Completes one of some words, which need no catalog.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    private protected abstract string[] Words { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Where(word => word.StartsWith((wordToComplete ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)).Select(word => new CompletionResult(word));
}
