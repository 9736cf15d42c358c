using System.Management.Automation;
using ImaLink.Replication;

namespace ImaLink.PowerShell.Commands;

/// <summary>Makes the catalog forget a FileStorage; its disk is untouched.</summary>
/// <remarks>
/// Photos, indexes and previews stay where they are, and New-ImaFileStorage -Existing registers the storage again with
/// everything. Edits that are not yet in its indexes are written first; if the storage is offline and there are such edits, the
/// command refuses without -Force.
/// <para>
/// -Lost is for a disk that is dead or gone for good. It emits each file that no other storage is recorded to hold (Verdict Lost, with the SourcePath that it was imported from, where it may still be), each album
/// that has lost photos (Album), then each storage that holds others (Held), whose Remedy is the command that makes second copies of them again. What was said of the photos stays: with their other files, or, where there are none,
/// in the catalog until they come back, by whatever import. Albums stay with the places of the lost photos in them, and go on in the storages that are left. -WhatIf tells all that and drops nothing. A storage that is there is not lost, and is refused without -Force.
/// </para>
/// </remarks>
/// <example>
/// <code>Remove-ImaFileStorage OldBackup -Confirm:$false</code>
/// <para>Forgets a storage without asking.</para>
/// </example>
/// <example>
/// <code>Remove-ImaFileStorage Archive -Lost | Group-Object Verdict</code>
/// <para>Drops a storage whose disk is dead, after asking, and shows how many of its files were nowhere else.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "ImaFileStorage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ReplicaResult))]
public sealed class RemoveImaFileStorageCommand : StorageCommand
{
    /// <summary>Forgets the storage although edits of it could not be written to its indexes; with -Lost, although it is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Its disk is lost: tells what has no other copy, where the rest lies, and how it gets a second copy again.</summary>
    [Parameter]
    public SwitchParameter Lost { get; set; }

    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        if (Lost)
        {
            Drop(storage);
            return;
        }

        if (!ShouldProcess(storage.Name, "Unregister FileStorage"))
            return;
        if (!StorageService.Remove(storage.Uuid, Force, StopToken))
            throw new ImaLinkException(ErrorCode.StorageOffline,
                $"The storage '{storage.Name}' is offline and has edits that are not yet in its indexes. Connect it, or give them up with -Force.", storage.Name);
    }

    private void Drop(FileStorage storage)
    {
        var service = new StorageLossService(Database, Timeout);
        IReadOnlyList<ReplicaResult> results = service.Tell(storage.Uuid, Force);
        bool isDropped = ShouldProcess(storage.Name, "Drop FileStorage as lost");
        if (isDropped)
            service.Drop(storage.Uuid);
        if (isDropped || this.IsWhatIf())
            results.ToList().ForEach(WriteResult);
    }
}
