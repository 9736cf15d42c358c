using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImaLink.PowerShell;

/// <summary>Completes the colours of labels.</summary>
public sealed class LabelCompleter : WordCompleter
{
    private protected override (string Word, string ToolTip)[] Words => [("red", "red"), ("yellow", "yellow"), ("green", "green"), ("blue", "blue"), ("purple", "purple")];
}

/// <summary>Completes the two flags.</summary>
public sealed class FlagCompleter : WordCompleter
{
    private protected override (string Word, string ToolTip)[] Words => [("Pick", "To be kept"), ("Reject", "To be thrown out")];
}

/// <summary>Completes how the photos of an album are ordered.</summary>
public sealed class AlbumOrderCompleter : WordCompleter
{
    private protected override (string Word, string ToolTip)[] Words => [(AlbumOrder.Position, "As they were put in"), (AlbumOrder.TakenAt, "By the time at which they were taken")];
}

/// <summary>Completes layouts of the photos folder.</summary>
public sealed class LayoutCompleter : WordCompleter
{
    private protected override (string Word, string ToolTip)[] Words =>
    [
        ("{yyyy}/{session}/{source}", "2024/Italy Summer 2024, and the folders of the source below: the default"),
        ("{yyyy}/{MM}/{dd}/{name}", "2024/07/14/DSC_0107.JPG: a folder for each day"),
        ("{yyyy}/{yyyy}-{MM}/{name}", "2024/2024-07/DSC_0107.JPG: a folder for each month"),
        ("{session}/{name}", "Italy Summer 2024/DSC_0107.JPG: a folder for each session"),
        ("{session}/{source}", "Italy Summer 2024, and the folders of the source below"),
        ("{yyyy}/{session}/{camera}/{name}", "2024/Italy Summer 2024/Canon EOS R6/DSC_0107.JPG"),
    ];
}

/// <summary>Completes one of some words, which need no catalog.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    private protected abstract (string Word, string ToolTip)[] Words { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Words.Where(word => word.Word.StartsWith((wordToComplete ?? "").Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word.Word.All(char.IsLetter) ? word.Word : $"'{word.Word}'", word.Word, CompletionResultType.ParameterValue, word.ToolTip));
}
