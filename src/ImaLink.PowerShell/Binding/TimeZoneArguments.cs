using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ImaLink.PowerShell;

/// <summary>Takes what Get-TimeZone emits for its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeZoneArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is TimeZoneInfo zone ? zone.Id : inputData;
}

/// <summary>Completes the names of time zones, by their beginning or by that of the city.</summary>
public sealed class TimeZoneCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return TimeZones.Names
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || name.Contains("/" + word, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
    }
}
