using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Gets what lies in the trash of FileStorages.</summary>
/// <remarks>
/// What Remove-ImaFile and Remove-ImaSession take away lies in the trash of its storage until Clear-ImaTrash deletes it. Storages
/// that are disabled or offline are left out unless they are named.
/// </remarks>
/// <example>
/// <code>Get-ImaTrash -Storage Archive</code>
/// <para>Lists the trash of one storage.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "ImaTrash")]
[OutputType(typeof(TrashItem))]
public sealed class GetImaTrashCommand : StorageQueryCommand
{
    /// <inheritdoc/>
    protected override void ProcessSelector(Selector? storage) =>
        WriteObject(TrashService.Find(storage, null, ErrorReporter), enumerateCollection: true);
}
