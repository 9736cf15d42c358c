using System.Management.Automation;

namespace ImaLink.PowerShell.Commands;

/// <summary>Compares what lies in FileStorages with what is recorded of it, and changes nothing.</summary>
/// <remarks>
/// One finding for each difference: Moved, Missing, New, Changed, MetadataChanged, Copied, Returned, Corrupt, Truncated, HothashCollision
/// or MetadataConflict (a photo or an album that was edited in two catalogs: both values are told). A file with the same path, size and time is
/// not opened, unless -Full is given. Without -Storage all storages that are enabled are compared, and a warning names those that are not connected. What another computer recorded in the storage meanwhile is taken over first. Sync-ImaFileStorage
/// records the outcome, but for what is Corrupt or Truncated: that is decay, and Repair-ImaFile brings it back from a copy.
/// </remarks>
/// <example>
/// <code>Compare-ImaFileStorage Archive</code>
/// <para>Shows what happened to the files of a storage since it was last looked at.</para>
/// </example>
/// <example>
/// <code>Compare-ImaFileStorage -Full | Where-Object Verdict -eq Corrupt</code>
/// <para>Reads every file of every storage that is connected and lists those that decayed.</para>
/// </example>
[Cmdlet(VerbsData.Compare, "ImaFileStorage")]
[OutputType(typeof(Finding))]
public sealed class CompareImaFileStorageCommand : ReconcileCommand
{
    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage) => PipelinePump.Run(this, (pump, token) =>
        Reconcile.Compare(storage.Uuid, Full, pump.WriteObject, pump.Reporter, token));
}
