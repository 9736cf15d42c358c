using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that brings up to date what is recorded of the files of storages: of those that are named, or of all that are enabled.</summary>
public abstract class StorageUpdateCommand : StorageInputCommand
{
    /// <summary>Takes all present files, also those that seem to be up to date.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected sealed override void ProcessSelector(Selector? storage)
    {
        var storages = storage is null ? StorageService.All().Where(known => known.IsActive) : StorageService.Find(storage);
        foreach (FileStorage one in storages.ToList())
            AttemptOne(one.Name, () => Update(one));
    }

    /// <summary>Called for each storage; what it throws becomes its error record.</summary>
    private protected abstract void Update(FileStorage storage);
}
