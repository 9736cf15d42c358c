using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that does something in all storages, or in one.</summary>
public abstract class StorageScopeCommand : CatalogCommand
{
    /// <summary>Only what lies in this storage: name, UUID, id, path, or an object that names a storage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument(Single = true)]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNullOrEmpty]
    public Selector? Storage { get; set; }
}
