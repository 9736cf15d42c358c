using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>A cmdlet whose subject is one or more storages, named or from the pipeline.</summary>
public abstract class StorageCommand : CatalogWriteCommand
{
    /// <summary>The storages: name, UUID, wildcard, id, path of the storage's folder, or objects that name a storage.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[] Storage { get; set; } = [];

    /// <summary>Called for each storage; what it throws becomes its error record.</summary>
    protected abstract void ProcessStorage(FileStorage storage);

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector selector in Storage)
        {
            List<FileStorage> found = [];
            if (Attempt(selector.Text, () => found = StorageService.Find(selector).ToList()) && found.Count == 0)
                WriteWarning($"No storage fits '{selector.Text}', so there is nothing to do. Get-ImaFileStorage lists them.");
            foreach (FileStorage storage in found)
                Attempt(storage.Name, () => ProcessStorage(storage));
        }
    }
}
