using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that writes a storage: it waits for its lock.</summary>
public abstract class CatalogWriteCommand : CatalogCommand
{
    /// <summary>Seconds to wait for a storage that another process writes; then StorageBusy names that process. 10 by default.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeout { get; set; } = 10;

    /// <inheritdoc/>
    protected override TimeSpan Timeout => TimeSpan.FromSeconds(LockTimeout);
}
