namespace ImaLink.PowerShell;

/// <summary>A cmdlet that looks at storages and writes none.</summary>
public abstract class StorageQueryCommand : StorageInputCommand
{
    /// <summary>No parameter: what writes no storage waits for none.</summary>
    public sealed override int LockTimeout => base.LockTimeout;
}
