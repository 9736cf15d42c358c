namespace ImaLink.PowerShell;

/// <summary>A cmdlet that takes existing files or folders and writes no storage.</summary>
public abstract class PathQueryCommand : PathCommand
{
    /// <summary>No parameter: what writes no storage waits for none.</summary>
    public sealed override int LockTimeout => base.LockTimeout;
}
