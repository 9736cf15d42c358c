using System.Management.Automation;

namespace ImaLink.PowerShell;

/// <summary>A cmdlet that does something in all storages, or in some.</summary>
public abstract class StorageScopeCommand : CatalogCommand
{
    /// <summary>Only what lies in these storages: name, UUID, wildcard, id, path, or objects that name a storage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StorageUuid")]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }
}
