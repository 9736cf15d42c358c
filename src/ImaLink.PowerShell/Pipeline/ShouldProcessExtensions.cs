using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>What ShouldProcess does not tell.</summary>
internal static class ShouldProcessExtensions
{
    /// <summary>Whether the command only shows what it would do: -WhatIf, or $WhatIfPreference.</summary>
    public static bool IsWhatIf(this PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>
    /// Asks as for a command of high impact, where a parameter makes one of a command that is not: the impact is an attribute and cannot
    /// be raised, so the preference that it is compared with is lowered for the question.
    /// </summary>
    public static bool ShouldProcessHigh(this ImaLinkCommand cmdlet, string target, string action)
    {
        const string preference = "ConfirmPreference";
        object? former = cmdlet.SessionState.PSVariable.GetValue(preference);
        if (cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm") || former?.ToString() != nameof(ConfirmImpact.High))
            return cmdlet.ShouldProcess(target, action);
        cmdlet.SessionState.PSVariable.Set(preference, ConfirmImpact.Medium);
        try
        {
            return cmdlet.ShouldProcess(target, action);
        }
        finally
        {
            cmdlet.SessionState.PSVariable.Set(preference, former);
        }
    }
}
