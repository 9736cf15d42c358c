namespace ImaLink.PowerShell;

/// <summary>A cmdlet that uses the catalog and writes no storage.</summary>
public abstract class CatalogQueryCommand : CatalogCommand
{
    /// <summary>No parameter: what writes no storage waits for none.</summary>
    public sealed override int LockTimeout => base.LockTimeout;
}
