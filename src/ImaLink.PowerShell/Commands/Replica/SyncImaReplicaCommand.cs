using System.Management.Automation;
using ImaLink.Archive;
using ImaLink.Replication;

namespace ImaLink.PowerShell.Commands;

/// <summary>Keeps a FileStorage on another disk as a replica: what is new, moved, edited or removed follows, what was lost does not.</summary>
/// <remarks>
/// New files are copied with their companions, written, read back from the medium and compared. Files that were moved or renamed get the same names
/// in the replica; of those that were edited or tagged anew the newer version takes the place of the older one. What was replaced or taken out lies in the trash of the replica
/// (Reason Superseded or SourceRemoved), which only Clear-ImaTrash empties. Bring the records of the storage up to date first: Sync-ImaFileStorage tells what was moved and edited.
/// <para>
/// A removal is followed only where Remove-ImaFile or Remove-ImaSession took these very bytes to the trash, and the storage has them nowhere any more. Files that are missing,
/// rotten, cut, offline or forgotten, a session that is not there, and a storage that was wiped, put back from a backup or copied, remove nothing; neither does a removed session once
/// its trash was cleared. More than a quarter of the files of the replica, and at least 20, at once is MassRemoved: all else is done, and -AllowMassRemoved takes them out too.
/// </para>
/// <para>
/// What the destination holds otherwise, be it under the same names, is never touched, and a name that is taken gets _1, _2. A newer version in the replica stays and is told (Newer). Each result is
/// emitted when it is durable and recorded; one whose Ok is false names in Remedy the command that mends it. Stopped, or killed, the same command goes on. With -WhatIf each thing that would be done is listed.
/// </para>
/// <para>
/// A replica on the same disk would be lost with it and is refused: Set-ImaFileStorage -Place says where a disk really is, where it does not tell that itself.
/// </para>
/// </remarks>
/// <example>
/// <code>Sync-ImaReplica Archive -Destination Backup -WhatIf</code>
/// <para>Lists what would be done.</para>
/// </example>
/// <example>
/// <code>Sync-ImaFileStorage Archive; Sync-ImaReplica Archive -Destination Backup</code>
/// <para>Records what was moved and edited, and brings the replica up to date.</para>
/// </example>
/// <example>
/// <code>Sync-ImaReplica Archive -Destination Backup | Where-Object Ok -eq $false | Format-List Verdict, FullName, Detail, Remedy</code>
/// <para>Shows what needs a hand.</para>
/// </example>
/// <example>
/// <code>Get-ImaTrash -Storage Backup -Reason SourceRemoved | Restore-ImaTrash</code>
/// <para>Brings back into the replica what had followed a removal.</para>
/// </example>
[Cmdlet(VerbsData.Sync, "ImaReplica", SupportsShouldProcess = true)]
[OutputType(typeof(ReplicaResult))]
public sealed class SyncImaReplicaCommand : StorageCommand
{
    /// <summary>The storage that is the replica: name, UUID, id, path, or an object that names a storage.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [StorageArgument(Single = true)]
    [ArgumentCompleter(typeof(StorageNameCompleter))]
    [ValidateNotNull]
    public Selector Destination { get; set; } = null!;

    /// <summary>Follows removals even if they are a great part of the replica.</summary>
    [Parameter]
    public SwitchParameter AllowMassRemoved { get; set; }

    /// <inheritdoc/>
    protected override string? WhenStopped => "The replica was stopped on its way. What was done is safe; the same command goes on with the rest.";

    /// <inheritdoc/>
    protected override void ProcessStorage(FileStorage storage)
    {
        var service = new ReplicaService(Database, Timeout);
        FileStorage destination = StorageService.Get(Destination);
        if (this.IsWhatIf())
        {
            PipelinePump.Run(this, (pump, token) =>
            {
                foreach (ReplicaResult result in service.Plan(storage.Uuid, destination.Uuid, AllowMassRemoved, pump.Reporter, token))
                    pump.Invoke(() => ShouldProcess(Target(result), Action(result, destination.Name)));
            });
            return;
        }

        if (!ShouldProcess($"{destination.Name} ({destination.FullName})", $"Bring the replica of '{storage.Name}' up to date"))
            return;
        PipelinePump.Run(this, (pump, token) => service.Sync(storage.Uuid, destination.Uuid, AllowMassRemoved, pump.WriteObject, pump.Reporter, token));
    }

    private static string Target(ReplicaResult result) => result.Verdict == ReplicaVerdict.Copied ? result.SourcePath! : result.FullName + (result.OldPath is null ? "" : $" (from {result.OldPath})");

    private static string Action(ReplicaResult result, string destination) => result.Verdict switch
    {
        ReplicaVerdict.Copied => $"Copy to '{destination}'",
        ReplicaVerdict.Moved => $"Move in '{destination}'",
        ReplicaVerdict.Replaced => $"Replace the older version in '{destination}'",
        ReplicaVerdict.Removed => $"Take out of '{destination}', into its trash",
        _ => $"Tell as {result.Verdict}",
    };
}
