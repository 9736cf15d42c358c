using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets what lies in the trash of FileStorages.</summary>
/// <remarks>
/// What Remove-ImaFile and Remove-ImaSession take away lies in the trash of its storage until Clear-ImaTrash deletes it.
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive</code>
/// <para>Lists the trash of one storage.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaTrash")]
[OutputType(typeof(TrashItem))]
public sealed class GetImaTrashCommand : CatalogCommand
{
    /// <summary>The storages: name, UUID, wildcard, id, path, or objects that name a storage. All active and accessible ones by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [StorageArgument]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public Selector[]? Storage { get; set; }

    /// <inheritdoc/>
    protected override void ProcessInput()
    {
        foreach (Selector? selector in Storage ?? [null!])
            Attempt(selector?.Text, () => WriteObject(TrashService.Find(selector), enumerateCollection: true));
    }
}
