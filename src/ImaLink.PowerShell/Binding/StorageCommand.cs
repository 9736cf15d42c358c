using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that does something with one or more storages, which have to be named.</summary>
public abstract class StorageCommand : StorageInputCommand
{
    /// <summary>The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public sealed override Selector[]? Storage { get; set; }

    /// <summary>Called for each storage; what it throws becomes its error record.</summary>
    protected abstract void ProcessStorage(FileStorage storage);

    /// <inheritdoc/>
    protected sealed override void ProcessSelector(Selector? storage)
    {
        List<FileStorage> found = [.. StorageService.Find(storage!)];
        if (found.Count == 0)
            WriteWarning($"No storage fits '{storage!.Text}', so there is nothing to do. Get-ImaFileStorage lists them.");
        foreach (FileStorage one in found)
            AttemptOne(one.Name, () => ProcessStorage(one));
    }
}
