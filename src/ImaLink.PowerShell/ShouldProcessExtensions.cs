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
}
