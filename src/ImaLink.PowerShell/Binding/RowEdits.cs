using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>
/// What a Set- command is to change, where values come from the command line or from the rows of a CSV file. What is typed holds for all;
/// a row changes what it says anew. An object of ours from the pipeline only names what is changed: what else it says may be old.
/// </summary>
internal sealed class RowEdits(PSCmdlet cmdlet, params string[] names)
{
    private readonly HashSet<string> _typed = [.. names.Where(cmdlet.MyInvocation.BoundParameters.ContainsKey)];

    /// <summary>The value to record; null where the thing keeps what it has.</summary>
    public string? Of(string name, string? value, string? recorded)
    {
        if (_typed.Contains(name))
            return value;
        return string.IsNullOrEmpty(value) || value == recorded || IsOwn() ? null : value;
    }

    /// <summary>Refuses a command that was given nothing to change.</summary>
    /// <exception cref="ImaLinkException">InvalidValue.</exception>
    public void RequireAny()
    {
        if (_typed.Count == 0 && (IsOwn() || !names.Any(cmdlet.MyInvocation.BoundParameters.ContainsKey)))
            throw new ImaLinkException(ErrorCode.InvalidValue, $"Nothing is given that is to be changed. Give {string.Join(" or ", names.Select(name => $"-{name}"))}.", cmdlet.MyInvocation.MyCommand.Name);
    }

    private bool IsOwn() => Selectors().Any(selector => selector.IsObject);

    private IEnumerable<Selector> Selectors() => cmdlet.MyInvocation.BoundParameters.Values.SelectMany(value => value as IEnumerable<Selector> ?? []);
}
