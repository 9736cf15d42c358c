using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Reconcile;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that compares storages with their records: those named, or all that take part and are connected.</summary>
public abstract class ReconcileCommand : StorageInputCommand
{
    /// <summary>Reads every file whole: finds decay, and trusts no size, time or fingerprint.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    private protected ReconcileService Reconcile => new(Database, Timeout, ImportService);

    /// <summary>Called for each storage; what it throws becomes its error record.</summary>
    protected abstract void ProcessStorage(FileStorage storage);

    /// <inheritdoc/>
    protected sealed override void ProcessSelector(Selector? storage)
    {
        foreach (FileStorage one in storage is null ? Connected(known => known.IsAccessible) : [.. StorageService.Find(storage)])
            AttemptOne(one.Name, () => ProcessStorage(one));
    }
}
