using System.Management.Automation;
using ImaLink.Archive;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes the catalog forget a FileStorage; its disk is untouched.</summary>
/// <remarks>
/// Photos, indexes and previews stay where they are, and New-ImaFileStorage -Existing registers the storage again with
/// everything. Edits that are not yet in its indexes are written first; if the storage is offline and there are such edits, the
/// command refuses without -Force.
/// </remarks>
/// <example>
/// <code>Remove-ImaFileStorage OldBackup -Confirm:$false</code>
/// <para>Forgets a storage without asking.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ImaFileStorage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveImaFileStorageCommand : StorageCommand
{
    /// <summary>Forgets the storage although edits of it could not be written to its indexes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        if (!ShouldProcess(storage.Name, "Unregister FileStorage"))
            return;
        if (!StorageService.Remove(storage.Uuid, Force, StopToken))
            throw new ImaLinkException(ErrorCode.StorageOffline,
                $"The storage '{storage.Name}' is offline and has edits that are not yet in its indexes. Connect it, or give them up with -Force.", storage.Name);
    }
}
