using System.Management.Automation;
using ImaLink.Reconcile;

namespace ImaLink.PowerShell.Commands;

/// <summary>A cmdlet that compares storages with their records: those named, or all that take part and are connected.</summary>
public abstract class ReconcileCommand : CatalogWriteCommand
{
    /// <summary>
    /// The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage. By default all that
    /// are enabled; one that is not connected is then left out with a warning.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <summary>Reads every file whole: finds decay, and trusts no size, time or fingerprint.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    private protected ReconcileService Reconcile => new(Database, Timeout);

    /// <summary>Called for each storage; what it throws becomes its error record.</summary>
    protected abstract void ProcessStorage(FileStorage storage);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        if (Storage is null)
        {
            foreach (FileStorage storage in StorageService.All().Where(storage => storage.IsActive).ToList())
            {
                if (storage.IsAccessible)
                    Attempt(storage.Name, () => ProcessStorage(storage));
                else
                    WriteWarning($"The storage '{storage.Name}' is not connected and is left out.");
            }
        }

        foreach (Selector selector in Storage ?? [])
        {
            IReadOnlyList<FileStorage> found = [];
            Attempt(selector.Text, () => found = StorageService.Find(selector).ToList());
            foreach (FileStorage storage in found)
                Attempt(storage.Name, () => ProcessStorage(storage));
        }
    }
}
