using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that gets what is recorded of storages, of all or of those that are given.</summary>
public abstract class StorageFilterCommand : CatalogQueryCommand
{
    /// <summary>Only what belongs to these storages: name, UUID, wildcard, id, path, or objects that name a storage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual Selector[]? Storage { get; set; }
}
